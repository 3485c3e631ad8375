//! The interface version as peers announce it.

use crate::dialect::Version;

open_enum! {
    /// `interface_version` of a bind request, `sc_interface_version` of its response.
    ///
    /// One octet: 0x00 to 0x33 mean 3.3 or older, 0x34 and 0x50 are 3.4 and 5.0, the others are
    /// reserved, and seen all the same.
    ///
    /// Spec: SMPP 3.4 section 5.2.4; SMPP 5.0, `interface_version`.
    pub struct InterfaceVersion(u8) {
        /// SMPP 3.3.
        V3_3 = 0x33, "3.3";
        /// SMPP 3.4.
        V3_4 = 0x34, "3.4";
        /// SMPP 5.0.
        V5_0 = 0x50, "5.0";
    }
}

impl InterfaceVersion {
    /// The version whose rules apply to a peer that announces this value.
    ///
    /// The specifications leave 0x35 to 0x4F and the values above 0x50 open: this takes the
    /// greatest version that the number reaches.
    #[must_use]
    pub const fn version(self) -> Version {
        match self.0 {
            0..=0x33 => Version::V3_3,
            0x34..=0x4F => Version::V3_4,
            0x50..=0xFF => Version::V5_0,
        }
    }
}

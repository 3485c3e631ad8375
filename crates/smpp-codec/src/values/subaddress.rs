//! `source_subaddress` and `dest_subaddress`: an extension behind a number.

use core::fmt;

use crate::error::EncodeError;

open_enum! {
    /// How a subaddress is to be read, its first octet; others are reserved.
    pub struct SubaddressType(u8) {
        /// NSAP, of an even number of digits.
        NSAP_EVEN = 0x80, "nsap_even";
        /// NSAP, of an odd number of digits.
        NSAP_ODD = 0x88, "nsap_odd";
        /// As the user says.
        USER_SPECIFIED = 0xA0, "user_specified";
    }
}

octets_view! {
    /// `source_subaddress` and `dest_subaddress`: an extension behind a number. CDMA and TDMA.
    ///
    /// Layout (octets): type 1, subaddress 1 to 22.
    ///
    /// Borrows the frame, or the room that it is built in. `Debug` does not show the subaddress.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    ///
    /// ```
    /// use smpp_codec::values::{Subaddress, SubaddressType};
    ///
    /// let mut room = [0; Subaddress::MAX_OCTETS];
    /// let extension = Subaddress::build(&mut room, SubaddressType::USER_SPECIFIED, b"17")?;
    /// assert_eq!(extension.as_octets(), b"\xA017");
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    pub struct Subaddress<'a>("subaddress", 2..=23);
}

impl<'a> Subaddress<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If the subaddress does not have 1 to 22 octets.
    pub fn build(
        room: &'a mut [u8; Subaddress::MAX_OCTETS],
        kind: SubaddressType,
        subaddress: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [kind.0], subaddress)
    }

    /// How it is to be read.
    #[must_use]
    pub const fn kind(&self) -> SubaddressType {
        SubaddressType(self.head(0))
    }

    /// The subaddress itself.
    #[must_use]
    pub const fn subaddress(&self) -> &'a [u8] {
        self.tail(1)
    }
}

impl fmt::Debug for Subaddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, octets) = (self.kind(), self.subaddress().len());
        write!(f, "Subaddress({kind}, <{octets} octets>)")
    }
}

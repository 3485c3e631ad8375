//! `broadcast_area_identifier`: an area of a broadcast.

use core::fmt;

use crate::error::EncodeError;

open_enum! {
    /// How a [`BroadcastAreaIdentifier`] tells the area, its first octet.
    pub struct AreaFormat(u8) {
        /// By a name that the message centre knows.
        ALIAS = 0, "alias";
        /// By an ellipsoid arc, as 3GPP TS 23.032 codes it.
        ELLIPSOID_ARC = 1, "ellipsoid_arc";
        /// By a polygon, as 3GPP TS 23.032 codes it.
        POLYGON = 2, "polygon";
    }
}

octets_view! {
    /// `broadcast_area_identifier`: an area to broadcast to, or one where that failed.
    ///
    /// Layout (octets): format 1, details 0 to 100. Mandatory in `broadcast_sm` and
    /// `query_broadcast_sm_resp`; may occur more than once. The
    /// `failed_broadcast_area_identifier` of `broadcast_sm_resp` is the same TLV.
    ///
    /// Borrows the frame, or the room that it is built in.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    ///
    /// ```
    /// use smpp_codec::values::{AreaFormat, BroadcastAreaIdentifier};
    ///
    /// let mut room = [0; BroadcastAreaIdentifier::MAX_OCTETS];
    /// let area = BroadcastAreaIdentifier::build(&mut room, AreaFormat::ALIAS, b"harbour")?;
    /// assert_eq!((area.format(), area.details()), (AreaFormat::ALIAS, &b"harbour"[..]));
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    pub struct BroadcastAreaIdentifier<'a>("broadcast_area_identifier", 1..=101);
}

impl<'a> BroadcastAreaIdentifier<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If there are more than 100 octets of details.
    pub fn build(
        room: &'a mut [u8; BroadcastAreaIdentifier::MAX_OCTETS],
        format: AreaFormat,
        details: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [format.0], details)
    }

    /// How the area is told.
    #[must_use]
    pub const fn format(&self) -> AreaFormat {
        AreaFormat(self.head(0))
    }

    /// The name, or the shape as 3GPP TS 23.032 codes it.
    #[must_use]
    pub const fn details(&self) -> &'a [u8] {
        self.tail(1)
    }
}

impl fmt::Debug for BroadcastAreaIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (format, octets) = (self.format(), self.details().len());
        write!(f, "BroadcastAreaIdentifier({format}, <{octets} octets>)")
    }
}

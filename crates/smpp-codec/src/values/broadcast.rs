//! Cell broadcasts, SMPP 5.0: what, where and how often.

use core::fmt;

use crate::error::EncodeError;

open_enum! {
    /// `broadcast_channel_indicator`: the channel of a broadcast. GSM.
    ///
    /// One octet; 2 and above are reserved. Default when absent: basic.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BroadcastChannelIndicator(u8) {
        /// The basic channel.
        BASIC = 0, "basic";
        /// The extended channel.
        EXTENDED = 1, "extended";
    }
}

open_enum! {
    /// `broadcast_message_class`: where a broadcast goes in the handset. GSM.
    ///
    /// One octet; 4 and above are reserved. Default when absent: none. The specification prints
    /// 0x02 for classes 1 and 2: class 1 is 0x01.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BroadcastMessageClass(u8) {
        /// No class.
        NONE = 0, "none";
        /// Class 1, as the user says.
        CLASS_1 = 1, "class_1";
        /// Class 2, as the user says.
        CLASS_2 = 2, "class_2";
        /// Class 3: the terminal equipment.
        CLASS_3 = 3, "class_3";
    }
}

open_enum! {
    /// `broadcast_area_success`: which part of an area a broadcast reached, in percent. GSM.
    ///
    /// One octet: 0 to 100; 255 if it is not known; the others are reserved. One for each
    /// `broadcast_area_identifier` of the same PDU, in their order.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BroadcastAreaSuccess(u8) {
        /// Not known.
        NOT_AVAILABLE = 255, "not_available";
    }
}

impl BroadcastAreaSuccess {
    /// The percentage, if it is known.
    #[must_use]
    pub const fn percent(self) -> Option<u8> {
        match self.0 {
            percent @ 0..=100 => Some(percent),
            _ => None,
        }
    }
}

open_enum! {
    /// The unit of `broadcast_frequency_interval`; not the units of `ms_validity`.
    pub struct IntervalUnit(u8) {
        /// As often as possible: the count means nothing.
        AS_OFTEN_AS_POSSIBLE = 0x00, "as_often_as_possible";
        /// Seconds.
        SECONDS = 0x08, "seconds";
        /// Minutes.
        MINUTES = 0x09, "minutes";
        /// Hours.
        HOURS = 0x0A, "hours";
        /// Days.
        DAYS = 0x0B, "days";
        /// Weeks.
        WEEKS = 0x0C, "weeks";
        /// Months.
        MONTHS = 0x0D, "months";
        /// Years.
        YEARS = 0x0E, "years";
    }
}

/// `broadcast_frequency_interval`: how often a broadcast is repeated.
///
/// Layout (octets): unit 1, count 2. Mandatory in `broadcast_sm`.
///
/// Spec: SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv, Tlvs};
/// use smpp_codec::values::{BroadcastFrequencyInterval, IntervalUnit};
///
/// let interval = BroadcastFrequencyInterval { unit: IntervalUnit::MINUTES, count: 10 };
/// let list = [Tlv::new(tlv::BROADCAST_FREQUENCY_INTERVAL, interval)];
/// assert_eq!(Tlvs::from(&list).get(tlv::BROADCAST_FREQUENCY_INTERVAL), Ok(Some(interval)));
/// assert_eq!(interval.to_octets(), [9, 0, 10]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the fields of the wire")]
pub struct BroadcastFrequencyInterval {
    /// What is counted.
    pub unit: IntervalUnit,
    /// How many of it.
    pub count: u16,
}

impl BroadcastFrequencyInterval {
    /// From the octets of the wire.
    #[must_use]
    pub const fn from_octets([unit, high, low]: [u8; 3]) -> Self {
        Self {
            unit: IntervalUnit(unit),
            count: u16::from_be_bytes([high, low]),
        }
    }

    /// The octets of the wire.
    #[must_use]
    pub const fn to_octets(self) -> [u8; 3] {
        let [high, low] = self.count.to_be_bytes();
        [self.unit.0, high, low]
    }
}

octets_value!(BroadcastFrequencyInterval, 3);

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

//! `broadcast_frequency_interval`: how often a broadcast is repeated.

use core::fmt;

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

/// `10 minutes`.
impl fmt::Display for BroadcastFrequencyInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            IntervalUnit::AS_OFTEN_AS_POSSIBLE => fmt::Display::fmt(&self.unit, f),
            unit => write!(f, "{} {unit}", self.count),
        }
    }
}

octets_value!(BroadcastFrequencyInterval, 3);

//! How long a mobile keeps a message.

use core::fmt;

use crate::tlv::{Shape, TlvOctets, TlvValue};

open_enum! {
    /// How long the mobile keeps a message, the first octet of `ms_validity`.
    ///
    /// 5 and above are reserved.
    pub struct ValidityBehaviour(u8) {
        /// For ever.
        STORE_INDEFINITELY = 0, "store_indefinitely";
        /// Until it is switched off.
        POWER_DOWN = 1, "power_down";
        /// Until it leaves the registration area; in SMPP 3.4, the one of its SID.
        REGISTRATION_AREA = 2, "registration_area";
        /// Not at all: it is shown.
        DISPLAY_ONLY = 3, "display_only";
        /// For a period. SMPP 5.0.
        RELATIVE_PERIOD = 4, "relative_period";
    }
}

open_enum! {
    /// The unit of a period in `ms_validity`; not the units of `broadcast_frequency_interval`.
    pub struct ValidityUnit(u8) {
        /// Seconds.
        SECONDS = 0, "seconds";
        /// Minutes.
        MINUTES = 1, "minutes";
        /// Hours.
        HOURS = 2, "hours";
        /// Days.
        DAYS = 3, "days";
        /// Weeks.
        WEEKS = 4, "weeks";
        /// Months.
        MONTHS = 5, "months";
        /// Years.
        YEARS = 6, "years";
    }
}

/// `ms_validity`: how long the mobile keeps a message. CDMA and TDMA.
///
/// Layout (octets): behaviour 1; and in SMPP 5.0, for a period, unit 1 and count 2. One octet or
/// four. Default when absent: for ever.
///
/// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv, Tlvs};
/// use smpp_codec::values::{MsValidity, ValidityBehaviour, ValidityUnit};
///
/// let list = [Tlv::new(tlv::MS_VALIDITY, MsValidity::period(90, ValidityUnit::MINUTES))];
/// let Ok(Some(validity)) = Tlvs::from(&list).get(tlv::MS_VALIDITY) else { panic!("it is there") };
/// assert_eq!(validity.behaviour, ValidityBehaviour::RELATIVE_PERIOD);
/// assert_eq!(validity.period, Some((ValidityUnit::MINUTES, 90)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the fields of the wire")]
pub struct MsValidity {
    /// What ends it.
    pub behaviour: ValidityBehaviour,
    /// The three octets that a period has, and nothing else should have: unit and count. SMPP 5.0.
    pub period: Option<(ValidityUnit, u16)>,
}

impl MsValidity {
    /// What has no period.
    #[must_use]
    pub const fn new(behaviour: ValidityBehaviour) -> Self {
        Self {
            behaviour,
            period: None,
        }
    }

    /// For so long. SMPP 5.0.
    #[must_use]
    pub const fn period(count: u16, unit: ValidityUnit) -> Self {
        Self {
            behaviour: ValidityBehaviour::RELATIVE_PERIOD,
            period: Some((unit, count)),
        }
    }
}

impl TlvValue for MsValidity {
    type Value<'a> = Self;

    const SHAPE: Shape = Shape::Octets;

    fn allows(octets: usize) -> bool {
        matches!(octets, 1 | 4)
    }

    fn decode(octets: &[u8]) -> Option<Self> {
        let (behaviour, period) = match *octets {
            [behaviour] => (behaviour, None),
            [behaviour, unit, high, low] => {
                let count = u16::from_be_bytes([high, low]);
                (behaviour, Some((ValidityUnit(unit), count)))
            }
            _ => return None,
        };
        Some(Self {
            behaviour: ValidityBehaviour(behaviour),
            period,
        })
    }

    fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        let behaviour = value.behaviour.0;
        match value.period {
            None => TlvOctets::from_array([behaviour]),
            Some((unit, count)) => {
                let [high, low] = count.to_be_bytes();
                TlvOctets::from_array([behaviour, unit.0, high, low])
            }
        }
    }
}

/// `relative_period, 90 minutes`.
impl fmt::Display for MsValidity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.behaviour, f)?;
        match self.period {
            Some((unit, count)) => write!(f, ", {count} {unit}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for MsValidity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MsValidity({self})")
    }
}

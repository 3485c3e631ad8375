//! What is taken for correct: an interface version and a tolerance.

use core::fmt;
use core::ops::{BitOr, BitOrAssign};

use crate::values::InterfaceVersion;

/// An interface version as it decides field sizes and what may be sent.
///
/// Whatever number a peer announces falls into one of these: see [`InterfaceVersion::version`].
///
/// ```
/// use smpp_codec::{Version, values::InterfaceVersion};
///
/// assert!(Version::V3_3 < Version::V5_0);
/// assert_eq!(InterfaceVersion(0x35).version(), Version::V3_4);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Version {
    /// SMPP 3.3: no TLVs, no `bind_transceiver`, message ids of at most 8 characters.
    V3_3,
    /// SMPP 3.4.
    V3_4,
    /// SMPP 5.0, whose limits include those of the others. The default.
    #[default]
    V5_0,
}

impl Version {
    /// The value of `interface_version` that announces this version.
    #[must_use]
    pub const fn interface_version(self) -> InterfaceVersion {
        match self {
            Self::V3_3 => InterfaceVersion::V3_3,
            Self::V3_4 => InterfaceVersion::V3_4,
            Self::V5_0 => InterfaceVersion::V5_0,
        }
    }

    /// Returns the number of the specification: `"3.4"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V3_3 => "3.3",
            Self::V3_4 => "3.4",
            Self::V5_0 => "5.0",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Which departures from the specification are accepted.
///
/// A set of flags, chosen at run time. Decoding reports each departure that it accepts as a
/// [`Deviation`](crate::Deviation), and encoding writes back exactly what decoding accepts under
/// the same tolerance: what is not in the set is an error either way.
///
/// ```
/// use smpp_codec::Tolerance;
///
/// let own = Tolerance::TRAILING_OCTETS | Tolerance::TLV_LENGTH;
/// assert!(Tolerance::COMMON.contains(own));
/// assert!(!Tolerance::STRICT.contains(own));
/// assert!(!Tolerance::COMMON.without(Tolerance::TLV_LENGTH).contains(own));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tolerance(u32);

macro_rules! tolerances {
    ($($(#[$meta:meta])* $FLAG:ident = $bit:literal;)*) => {
        impl Tolerance {
            $($(#[$meta])* pub const $FLAG: Self = Self(1 << $bit);)*

            /// Everything that real peers are known to send: all flags.
            pub const COMMON: Self = Self($((1 << $bit))|*);

            const NAMES: &[(Self, &'static str)] = &[$((Self::$FLAG, stringify!($FLAG))),*];
        }
    };
}

tolerances! {
    /// The last mandatory C-octet string may lack its NUL: its value runs to the end of the PDU.
    UNTERMINATED = 0;
    /// A C-octet string may be longer than its field, up to the end of the PDU.
    TOO_LONG = 1;
    /// A time may have a length other than those the specification fixes.
    TIME_LENGTH = 2;
    /// The last mandatory field of a request may be absent.
    OMITTED_FIELD = 3;
    /// A successful response may have no body.
    OMITTED_BODY = 4;
    /// The body of an error response may be anything, or TLVs without the mandatory fields.
    ERROR_BODY = 5;
    /// Octets that cannot be a TLV may follow the last field or TLV.
    TRAILING_OCTETS = 6;
    /// The last TLV may claim more octets than the PDU has.
    TLV_OVERRUN = 7;
    /// A TLV may have a length that its type does not allow; its typed getter then answers an error.
    TLV_LENGTH = 8;
    /// TLVs may stand where none are defined, or come from a later version. Encoding with this
    /// flag is asking for them to be written, to a peer that may not know them: it is for passing
    /// on what was read so. Without it, as in every [`Dialect::STRICT`], they are refused;
    /// [`Pdu::known_to`](crate::Pdu::known_to) drops them.
    TLV_NOT_ALLOWED = 9;
    /// `message_payload` may accompany a `short_message` that is not empty.
    PAYLOAD_AND_SHORT_MESSAGE = 10;
    /// A `sequence_number` of 0, or above `0x7FFF_FFFF`.
    SEQUENCE_NUMBER = 11;
    /// A request whose `command_status` is not 0.
    REQUEST_STATUS = 12;
    /// A PDU that the interface version does not have.
    COMMAND_VERSION = 13;
    /// A C-octet string TLV may lack its NUL, or have one before its end.
    TLV_STRING = 14;
    /// A TLV that a PDU must have may be absent: see [`Body::missing_tlv`](crate::pdu::Body::missing_tlv).
    MISSING_TLV = 15;
}

impl Tolerance {
    /// Nothing but what the specification allows. The default.
    pub const STRICT: Self = Self(0);

    /// Whether every flag of `other` is set.
    #[inline]
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The same set less the flags of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The union of two sets, in a `const`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Each flag that has a name, with its name.
    pub fn flags() -> impl Iterator<Item = (Self, &'static str)> {
        Self::NAMES.iter().copied()
    }
}

impl BitOr for Tolerance {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl BitOrAssign for Tolerance {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.with(other);
    }
}

/// The names of the flags with ` | ` between them; `STRICT` for none, `COMMON` for all.
impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::COMMON => f.write_str("COMMON"),
            _ => fmt::Debug::fmt(self, f),
        }
    }
}

impl fmt::Debug for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (_, name) in Self::flags().filter(|(flag, _)| self.contains(*flag)) {
            write!(f, "{separator}{name}")?;
            separator = " | ";
        }
        if separator.is_empty() {
            f.write_str("STRICT")?;
        }
        Ok(())
    }
}

/// The rules that a PDU is read and written by.
///
/// Reading and writing are mirror images: a frame that [`Pdu::decode`](crate::Pdu::decode) accepts
/// under a dialect is written back to the octet by [`Pdu::encode`](crate::Pdu::encode) under the
/// same dialect, and a value that one refuses the other refuses.
///
/// ```
/// use smpp_codec::{Dialect, Tolerance, Version};
///
/// let old_peer = Dialect::TOLERANT.with_version(Version::V3_3);
/// assert_eq!(old_peer.version, Version::V3_3);
/// assert_eq!(old_peer.tolerance, Tolerance::COMMON);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a pair of public choices, built by hand"
)]
pub struct Dialect {
    /// Whose field sizes, operations and TLVs apply. Default: 5.0, which includes the others.
    pub version: Version,
    /// Which departures are accepted. Default: none.
    pub tolerance: Tolerance,
}

impl Dialect {
    /// SMPP 5.0 to the letter. The default.
    pub const STRICT: Self = Self {
        version: Version::V5_0,
        tolerance: Tolerance::STRICT,
    };

    /// SMPP 5.0, and whatever real peers are known to send.
    pub const TOLERANT: Self = Self {
        version: Version::V5_0,
        tolerance: Tolerance::COMMON,
    };

    /// Returns the same tolerance for another version.
    #[must_use]
    pub const fn with_version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Returns the same version with another tolerance.
    #[must_use]
    pub const fn with_tolerance(self, tolerance: Tolerance) -> Self {
        Self { tolerance, ..self }
    }
}

/// `SMPP 3.4, STRICT`.
impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SMPP {}, {}", self.version, self.tolerance)
    }
}

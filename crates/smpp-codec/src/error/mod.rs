//! What was wrong, where, and how to answer it.

mod decode;
mod encode;

use core::fmt;

pub use self::decode::{DecodeError, Deviation};
pub use self::encode::EncodeError;
use crate::command_status::CommandStatus;
use crate::field::Field;
use crate::tlv::TlvTag;

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The PDU ends before the field does.
    Truncated,
    /// A C-octet string has no NUL before the end of the PDU.
    Unterminated,
    /// A string, a list or a message is longer than its field may be.
    TooLong,
    /// A length that the field cannot have: a time that is neither empty nor whole, a TLV whose
    /// length is outside its range, a `command_length` that is not the frame's.
    Length,
    /// A length claims more octets than the PDU has left. (A count that claims more entries than
    /// there are is [`Truncated`](Self::Truncated), at the first field that is not there.)
    Overrun,
    /// A field or a body that must be there is not.
    Missing,
    /// Octets after the last field that cannot be a TLV.
    Trailing,
    /// A PDU or a TLV that is not defined here: in this PDU, or in this interface version.
    NotAllowed,
    /// A value that the field may not have.
    Value,
    /// Two fields that exclude each other.
    Conflict,
    /// A C-octet string with a NUL inside, which the reader would take for its end.
    EmbeddedNul,
    /// The buffer to encode into is too small.
    NoRoom,
}

impl Kind {
    /// A short name in lower case, stable: `"too_long"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Unterminated => "unterminated",
            Self::TooLong => "too_long",
            Self::Length => "length",
            Self::Overrun => "overrun",
            Self::Missing => "missing",
            Self::Trailing => "trailing",
            Self::NotAllowed => "not_allowed",
            Self::Value => "value",
            Self::Conflict => "conflict",
            Self::EmbeddedNul => "embedded_nul",
            Self::NoRoom => "no_room",
        }
    }

    const fn explanation(self) -> &'static str {
        match self {
            Self::Truncated => "the PDU ends before the field does",
            Self::Unterminated => "no NUL before the end of the PDU",
            Self::TooLong => "longer than the field may be",
            Self::Length => "a length that the field cannot have",
            Self::Overrun => "claims more octets than the PDU has left",
            Self::Missing => "must be there and is not",
            Self::Trailing => "octets that belong to no field",
            Self::NotAllowed => "not defined in this PDU or interface version",
            Self::Value => "a value that the field may not have",
            Self::Conflict => "excludes another field that is present",
            Self::EmbeddedNul => "contains a NUL, which would end it early",
            Self::NoRoom => "the buffer is too small",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The status that answers a fault of this kind in this mandatory field.
const fn status(kind: Kind, field: &'static Field) -> CommandStatus {
    match kind {
        Kind::Truncated | Kind::Unterminated | Kind::Missing => CommandStatus::ESME_RINVCMDLEN,
        Kind::Trailing => CommandStatus::ESME_RINVTLVSTREAM,
        _ => field.command_status(),
    }
}

/// The status that answers a fault of this kind in a TLV, whatever its tag is.
const fn tlv_status(kind: Kind) -> CommandStatus {
    match kind {
        Kind::Truncated => CommandStatus::ESME_RINVCMDLEN,
        Kind::Overrun | Kind::Trailing => CommandStatus::ESME_RINVTLVSTREAM,
        Kind::Length => CommandStatus::ESME_RINVTLVLEN,
        Kind::NotAllowed => CommandStatus::ESME_RTLVNOTALLWD,
        Kind::Missing => CommandStatus::ESME_RMISSINGTLV,
        // The one TLV that excludes a field is `message_payload`, beside a `short_message`.
        Kind::Conflict => CommandStatus::ESME_RINVMSGLEN,
        _ => CommandStatus::ESME_RINVTLVVAL,
    }
}

/// The name of a field, and the tag of a TLV that no specification names.
struct Place(&'static str, Option<TlvTag>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(tag) if tag.name().is_none() => write!(f, "{} {tag}", self.0),
            _ => f.write_str(self.0),
        }
    }
}

/// A field's name in quotes. The `Debug` of `str` would escape it too, which no name needs, and
/// would bring code that can panic into every program that prints an error.
struct Name(&'static str);

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use crate::error::{DecodeError, Deviation, EncodeError, Kind};
    use crate::field;

    #[test]
    fn debug_quotes_the_name_of_the_field() {
        let error = DecodeError::new(Kind::Truncated, &field::SYSTEM_ID, 16);
        let refused = EncodeError::new(Kind::TooLong, &field::PASSWORD, 9);
        for (printed, expected) in [
            (format!("{error:?}"), "field: \"system_id\", offset: 16"),
            (
                format!("{:?}", Deviation(error)),
                "field: \"system_id\", offset: 16",
            ),
            (format!("{refused:?}"), "field: \"password\", octets: 9"),
        ] {
            assert!(printed.contains(expected), "{printed}");
        }
    }
}

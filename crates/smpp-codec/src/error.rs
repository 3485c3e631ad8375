//! What was wrong, where, and how to answer it.

use core::fmt;

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

/// Why a frame is not a PDU: what, in which field, at which octet.
///
/// The frame was whole, so the stream goes on behind it: answer with
/// [`command_status`](Self::command_status) and carry on. What ends a stream is a
/// [`FrameError`](crate::frame::FrameError), another type.
///
/// 24 octets, `Copy`, and nothing of the message inside.
///
/// ```
/// use smpp_codec::{CommandStatus, Dialect, Kind, Pdu};
///
/// // A submit_sm_resp whose message_id has no NUL.
/// let frame = [0, 0, 0, 17, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, b'9'];
/// let error = Pdu::decode(&frame, Dialect::STRICT).unwrap_err();
///
/// assert_eq!(error.kind(), Kind::Unterminated);
/// assert_eq!(error.field(), "message_id");
/// assert_eq!(error.offset(), 16);
/// assert_eq!(error.command_status(), CommandStatus::ESME_RINVCMDLEN);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecodeError {
    field: &'static str,
    offset: u32,
    /// The tag of a TLV; else the status, as every status that this crate answers fits.
    code: u16,
    is_tlv: bool,
    kind: Kind,
}

const _: () = assert!(size_of::<DecodeError>() <= 24);

impl DecodeError {
    #[cold]
    pub(crate) const fn new(kind: Kind, field: &'static Field, offset: u32) -> Self {
        match field.tag() {
            Some(tag) => Self::tlv(kind, field.name(), tag, offset),
            None => Self::named(kind, field.name(), status(kind, field), offset),
        }
    }

    /// For the TLV of this tag.
    #[cold]
    pub(crate) const fn tlv(kind: Kind, name: &'static str, tag: TlvTag, offset: u32) -> Self {
        Self {
            field: name,
            offset,
            code: tag.0,
            is_tlv: true,
            kind,
        }
    }

    /// For a mandatory field, with the status that answers it.
    #[cold]
    pub(crate) const fn named(
        kind: Kind,
        field: &'static str,
        status: CommandStatus,
        offset: u32,
    ) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "compared on the same line")]
        let code = if status.0 > 0xFFFF {
            CommandStatus::ESME_RUNKNOWNERR.0 as u16
        } else {
            status.0 as u16
        };
        Self {
            field,
            offset,
            code,
            is_tlv: false,
            kind,
        }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The field, by its name in the specification.
    ///
    /// A TLV has its own name, or the name that a vendor's [`TlvKey`](crate::tlv::TlvKey) gives it,
    /// or `"tlv"` if neither is known.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The tag of the TLV that is at fault; `None` for a mandatory field.
    #[must_use]
    pub const fn tag(&self) -> Option<TlvTag> {
        if self.is_tlv {
            Some(TlvTag(self.code))
        } else {
            None
        }
    }

    /// Where the field begins, in octets from the first of `command_length`.
    ///
    /// From a TLV's typed getter: in octets from the first TLV.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        self.offset
    }

    /// The status to answer with: in the matching response where there is one.
    ///
    /// Spec: SMPP 5.0, `command_status`.
    #[must_use]
    pub const fn command_status(&self) -> CommandStatus {
        if self.is_tlv {
            tlv_status(self.kind)
        } else {
            CommandStatus(self.code as u32)
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = Place(self.field, self.tag());
        let offset = self.offset;
        write!(f, "{place} at octet {offset}: {}", self.kind.explanation())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("kind", &self.kind)
            .field("field", &Name(self.field))
            .field("offset", &self.offset)
            .field("command_status", &self.command_status())
            .finish()
    }
}

impl core::error::Error for DecodeError {}

/// A departure from the specification that a tolerant decode accepted.
///
/// In strict decoding the first of a PDU's deviations is the [`DecodeError`] of the same kind,
/// field and offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deviation(pub(crate) DecodeError);

impl Deviation {
    /// What is unusual.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The field, by its name in the specification.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.0.field
    }

    /// The tag of the TLV that is unusual; `None` for a mandatory field.
    #[must_use]
    pub const fn tag(&self) -> Option<TlvTag> {
        self.0.tag()
    }

    /// Where the field begins, in octets from the first of `command_length`.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        self.0.offset
    }

    /// What strict decoding makes of it, if nothing before it is wrong: strict decoding ends with
    /// the first departure.
    #[must_use]
    pub const fn as_error(&self) -> DecodeError {
        self.0
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deviation")
            .field("kind", &self.0.kind)
            .field("field", &Name(self.0.field))
            .field("offset", &self.0.offset)
            .finish()
    }
}

/// Why a value cannot be encoded. Nothing was written.
///
/// ```
/// use smpp_codec::{Dialect, Kind, Pdu, pdu::SubmitSm, values::Address};
///
/// let injected = SubmitSm {
///     source_addr: Address::international(b"12\0\x05\x0999999"),
///     ..SubmitSm::default()
/// };
/// let error = Pdu::new(1, injected).encode(Dialect::STRICT, &mut [0; 64].as_mut_slice()).unwrap_err();
/// assert_eq!((error.kind(), error.field()), (Kind::EmbeddedNul, "source_addr"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EncodeError {
    field: &'static str,
    octets: u32,
    /// Of a TLV: no TLV has tag 0, which the specification reserves.
    tag: TlvTag,
    kind: Kind,
}

const _: () = assert!(size_of::<EncodeError>() <= 24);

impl EncodeError {
    #[cold]
    pub(crate) const fn new(kind: Kind, field: &'static Field, octets: usize) -> Self {
        Self::named(kind, field.name(), octets)
    }

    /// For the TLV of this tag.
    #[cold]
    pub(crate) const fn tlv(kind: Kind, name: &'static str, tag: TlvTag, octets: usize) -> Self {
        let mut error = Self::named(kind, name, octets);
        error.tag = tag;
        error
    }

    #[cold]
    pub(crate) const fn named(kind: Kind, field: &'static str, octets: usize) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturated on the line before"
        )]
        let octets = if octets > u32::MAX as usize {
            u32::MAX
        } else {
            octets as u32
        };
        Self {
            field,
            octets,
            tag: TlvTag(0),
            kind,
        }
    }

    /// For a [`Sink`](crate::Sink): it has no room for `needed` octets.
    #[must_use]
    pub const fn no_room(needed: usize) -> Self {
        Self::named(Kind::NoRoom, "PDU", needed)
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The field that cannot be encoded, by its name in the specification.
    ///
    /// A TLV has its own name, or the name that a vendor's [`TlvKey`](crate::tlv::TlvKey) gives it,
    /// or `"tlv"` if neither is known.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The tag of the TLV that cannot be encoded; `None` for a mandatory field.
    #[must_use]
    pub const fn tag(&self) -> Option<TlvTag> {
        match self.tag {
            TlvTag(0) => None,
            tag => Some(tag),
        }
    }

    /// How many octets are needed, if the buffer was too small for them.
    #[must_use]
    pub const fn needed(&self) -> Option<usize> {
        match self.kind {
            Kind::NoRoom => Some(self.octets as usize),
            _ => None,
        }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, octets) = (Place(self.field, self.tag()), self.octets);
        match self.kind {
            Kind::NoRoom => write!(f, "{field}: {octets} octets of room are needed"),
            Kind::TooLong | Kind::Length => {
                write!(f, "{field}: {octets} octets, {}", self.kind.explanation())
            }
            kind => write!(f, "{field}: {}", kind.explanation()),
        }
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodeError")
            .field("kind", &self.kind)
            .field("field", &Name(self.field))
            .field("octets", &self.octets)
            .finish()
    }
}

impl core::error::Error for EncodeError {}

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

//! Faults of a frame, and departures that were accepted.

use core::fmt;

use super::{Kind, Name, Place, status, tlv_status};
use crate::command_status::CommandStatus;
use crate::field::Field;
use crate::tlv::TlvTag;

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

//! Faults of a value that is to be encoded.

use core::fmt;

use super::{Kind, Name, Place};
use crate::field::Field;
use crate::tlv::TlvTag;

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

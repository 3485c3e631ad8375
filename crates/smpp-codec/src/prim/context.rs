//! What decoding one frame carries along, and how it fails.

use core::fmt;

use nom::IResult;
use nom::error::{ErrorKind, ParseError};

use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{DecodeError, Deviation, Kind};
use crate::field::{self, Field};
use crate::tlv::TlvTag;

/// A fault as the primitives know it: how much of the frame was left, instead of an offset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    remaining: usize,
    field: &'static Field,
    /// The first two octets of `input`: the tag, if the field is a TLV.
    tag: TlvTag,
    pub(super) kind: Kind,
}

impl Fault {
    pub(crate) const fn new(input: &[u8], field: &'static Field, kind: Kind) -> Self {
        Self {
            remaining: input.len(),
            field,
            tag: match input.first_chunk() {
                Some(tag) => TlvTag(u16::from_be_bytes(*tag)),
                None => TlvTag(0),
            },
            kind,
        }
    }

    /// The error, at this offset in the frame.
    const fn at(&self, offset: u32) -> DecodeError {
        match self.field.tag() {
            // Only the frame has the tag of a TLV that no specification lists.
            Some(TlvTag(0)) => DecodeError::tlv(self.kind, self.field.name(), self.tag, offset),
            _ => DecodeError::new(self.kind, self.field, offset),
        }
    }
}

impl ParseError<&[u8]> for Fault {
    fn from_error_kind(input: &[u8], _: ErrorKind) -> Self {
        Self::new(input, &field::BODY, Kind::Value)
    }

    fn append(_: &[u8], _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// What a primitive answers: the octets behind the field, and the field.
pub(crate) type Parsed<'a, T> = IResult<&'a [u8], T, Fault>;

#[cold]
#[inline(never)]
pub(crate) const fn fault<T>(
    input: &[u8],
    field: &'static Field,
    kind: Kind,
) -> Result<T, nom::Err<Fault>> {
    Err(nom::Err::Error(Fault::new(input, field, kind)))
}

/// How the mandatory part of a body ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyEnding {
    /// As the specification has it. The default.
    #[default]
    Whole,
    /// Its last C-octet string has no NUL and runs to the end of the PDU.
    Unterminated,
    /// Its last field is absent.
    Omitted,
}

impl fmt::Display for BodyEnding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Whole => "whole",
            Self::Unterminated => "unterminated",
            Self::Omitted => "omitted",
        })
    }
}

/// The greatest size of a field in octets, a C-octet string's NUL included, by version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    v3_3: u16,
    v3_4: u16,
    v5_0: u16,
}

impl Limit {
    pub(crate) const fn all(octets: u16) -> Self {
        Self::by(octets, octets, octets)
    }

    pub(crate) const fn by(v3_3: u16, v3_4: u16, v5_0: u16) -> Self {
        Self { v3_3, v3_4, v5_0 }
    }

    /// The limit of the version that allows most.
    pub(crate) const fn greatest(self) -> usize {
        let mut greatest = self.v5_0;
        if self.v3_4 > greatest {
            greatest = self.v3_4;
        }
        if self.v3_3 > greatest {
            greatest = self.v3_3;
        }
        greatest as usize
    }

    #[inline(always)]
    pub(crate) const fn in_version(self, version: Version) -> usize {
        (match version {
            Version::V3_3 => self.v3_3,
            Version::V3_4 => self.v3_4,
            Version::V5_0 => self.v5_0,
        }) as usize
    }
}

/// What decoding one frame carries along.
pub(crate) struct Context<'s> {
    pub(super) dialect: Dialect,
    /// The frame's length, from which offsets are counted back.
    total: usize,
    pub(super) status: CommandStatus,
    pub(super) ending: BodyEnding,
    /// Whether a `short_message` that is not empty was seen.
    pub(super) short_message: bool,
    deviations: &'s mut dyn FnMut(Deviation),
}

impl<'s> Context<'s> {
    /// For a frame of `total` octets with status `ESME_ROK`; see [`begin`](Self::begin).
    #[inline(always)]
    pub(crate) fn new(
        dialect: Dialect,
        total: usize,
        deviations: &'s mut dyn FnMut(Deviation),
    ) -> Self {
        Self {
            dialect,
            total,
            status: CommandStatus::ESME_ROK,
            ending: BodyEnding::Whole,
            short_message: false,
            deviations,
        }
    }

    /// Begins a body, of a PDU with this status.
    #[inline(always)]
    pub(crate) const fn begin(&mut self, status: CommandStatus) {
        self.status = status;
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) const fn status(&self) -> CommandStatus {
        self.status
    }

    pub(crate) const fn ending(&self) -> BodyEnding {
        self.ending
    }

    pub(crate) const fn has_short_message(&self) -> bool {
        self.short_message
    }

    pub(crate) fn offset(&self, remaining: usize) -> u32 {
        u32::try_from(self.total.saturating_sub(remaining)).unwrap_or(u32::MAX)
    }

    #[cold]
    pub(crate) fn error(&self, error: nom::Err<Fault>) -> DecodeError {
        let fault = match error {
            nom::Err::Error(fault) | nom::Err::Failure(fault) => fault,
            // No primitive answers this; a body that ends early is the nearest truth.
            nom::Err::Incomplete(_) => Fault::new(&[], &field::BODY, Kind::Truncated),
        };
        fault.at(self.offset(fault.remaining))
    }

    /// Reports a departure that the tolerance accepts, or fails with it.
    #[cold]
    #[inline(never)]
    pub(crate) fn deviate(
        &mut self,
        input: &[u8],
        flag: Tolerance,
        field: &'static Field,
        kind: Kind,
    ) -> Result<(), nom::Err<Fault>> {
        if !self.dialect.tolerance.contains(flag) {
            return fault(input, field, kind);
        }
        let error = Fault::new(input, field, kind).at(self.offset(input.len()));
        (self.deviations)(Deviation(error));
        Ok(())
    }

    /// The same, at an octet of the header.
    #[cold]
    pub(crate) fn deviate_at(
        &mut self,
        offset: u32,
        flag: Tolerance,
        field: &'static Field,
        kind: Kind,
    ) -> Result<(), DecodeError> {
        let error = DecodeError::new(kind, field, offset);
        if !self.dialect.tolerance.contains(flag) {
            return Err(error);
        }
        (self.deviations)(Deviation(error));
        Ok(())
    }

    /// Whether `parse` would succeed with this tolerance; nothing is reported.
    #[cold]
    pub(crate) fn would<T>(
        &self,
        tolerance: Tolerance,
        parse: impl FnOnce(&mut Context<'_>) -> Result<T, nom::Err<Fault>>,
    ) -> bool {
        let mut silent = |_| ();
        let dialect = Dialect {
            tolerance,
            ..self.dialect
        };
        let mut cx = Context::new(dialect, self.total, &mut silent);
        cx.begin(self.status);
        parse(&mut cx).is_ok()
    }
}

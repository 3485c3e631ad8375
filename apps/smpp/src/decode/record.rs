//! The objects of `smpp decode --json`: their keys, in their order.

use serde::ser::{Serialize, SerializeMap, Serializer};
use smpp_codec::frame::FrameError;
use smpp_codec::serde::{Hex, body_entries};
use smpp_codec::{CommandId, CommandStatus, DecodeError, Deviation, Kind, Pdu};

use super::hex::NotHex;
use super::lines::MAX_LINE;
use super::stream::integer;

/// One object: where, and what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) line: u64,
    pub(crate) what: What<'a>,
}

/// What an object is about.
#[derive(Clone, Copy)]
pub(crate) enum What<'a> {
    /// A PDU, or what should have been one.
    Pdu {
        /// Where it begins in its line.
        offset: usize,
        /// The PDU's octets; of what is none, those that are there.
        octets: &'a [u8],
        /// What they are.
        content: Result<Decoded<'a>, Fault>,
    },
    /// Octets at the end of a line.
    Incomplete { have: usize, need: usize },
}

/// A PDU that was accepted.
#[derive(Clone, Copy)]
pub(crate) struct Decoded<'a> {
    pub(crate) pdu: &'a Pdu<'a>,
    pub(crate) deviations: &'a [Deviation],
    pub(crate) reencoded: Option<&'a [u8]>,
}

crate::redaction::opaque!(What<'_>, Decoded<'_>);

/// Why there is no PDU.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    kind: &'static str,
    field: &'static str,
    offset: u64,
    /// Whether the rest of the line is given up.
    fatal: bool,
    answer: Option<CommandStatus>,
}

impl Fault {
    /// A line that is longer than lines may be.
    pub(crate) const fn line_too_long() -> Self {
        Self::of_input(Kind::TooLong.name(), MAX_LINE as u64)
    }

    const fn of_input(kind: &'static str, offset: u64) -> Self {
        Self {
            kind,
            field: "input",
            offset,
            fatal: true,
            answer: None,
        }
    }
}

impl From<DecodeError> for Fault {
    fn from(error: DecodeError) -> Self {
        Self {
            kind: error.kind().name(),
            field: error.field(),
            offset: u64::from(error.offset()),
            fatal: false,
            answer: Some(error.command_status()),
        }
    }
}

impl From<FrameError> for Fault {
    fn from(error: FrameError) -> Self {
        Self {
            kind: Kind::Length.name(),
            field: "command_length",
            offset: 0,
            fatal: true,
            answer: Some(error.command_status()),
        }
    }
}

impl From<NotHex> for Fault {
    fn from(error: NotHex) -> Self {
        Self::of_input("hex", error.offset())
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("line", &self.line)?;
        match self.what {
            What::Pdu {
                offset,
                octets,
                content,
            } => {
                map.serialize_entry("offset", &offset)?;
                header(&mut map, octets)?;
                match content {
                    Ok(decoded) => decoded.write(&mut map)?,
                    Err(fault) => map.serialize_entry("error", &fault)?,
                }
            }
            What::Incomplete { have, need } => {
                map.serialize_entry("incomplete", &Incomplete { have, need })?;
            }
        }
        map.end()
    }
}

/// The header fields that are there.
fn header<M: SerializeMap>(map: &mut M, octets: &[u8]) -> Result<(), M::Error> {
    if let Some(length) = integer(octets, 0) {
        map.serialize_entry("command_length", &length)?;
    }
    if let Some(id) = integer(octets, 4) {
        map.serialize_entry("command_id", &CommandId(id).name())?;
        map.serialize_entry("command_id_value", &id)?;
    }
    if let Some(status) = integer(octets, 8) {
        map.serialize_entry("command_status", &CommandStatus(status).name())?;
        map.serialize_entry("command_status_value", &status)?;
    }
    if let Some(number) = integer(octets, 12) {
        map.serialize_entry("sequence_number", &number)?;
    }
    Ok(())
}

impl Decoded<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        body_entries(map, &self.pdu.body)?;
        map.serialize_entry("deviations", self.deviations)?;
        map.serialize_entry("reencoded", &self.reencoded.map(Hex))
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("kind", self.kind)?;
        map.serialize_entry("field", self.field)?;
        map.serialize_entry("offset", &self.offset)?;
        map.serialize_entry("fatal", &self.fatal)?;
        map.serialize_entry("answer", &self.answer.and_then(CommandStatus::name))?;
        map.end()
    }
}

struct Incomplete {
    have: usize,
    need: usize,
}

impl Serialize for Incomplete {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("have", &self.have)?;
        map.serialize_entry("need", &self.need)?;
        map.end()
    }
}

//! PDUs as JSON: what the parts of a PDU are, for any `serde` serializer.
//!
//! - An integer is a number.
//! - A C-octet string is a string in which each octet is the character of the same number, U+0000
//!   to U+00FF: no octet is lost, whatever the peer put there.
//! - Other octets are a string of lower-case hexadecimal.
//! - What is absent is null.
//!
//! Nothing here knows where a PDU came from: see [`crate::decode`] for lines and offsets.

mod ascii;
mod fields;
mod octets;
mod tlvs;

pub(crate) use ascii::Ascii;
pub(crate) use fields::Fields;
pub(crate) use octets::Hex;
pub(crate) use tlvs::TlvList;

use serde::ser::{Serialize, SerializeMap, Serializer};
use smpp_codec::Deviation;

/// Departures from the specification, in the order in which they were met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deviations<'a>(pub(crate) &'a [Deviation]);

impl Serialize for Deviations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(One))
    }
}

struct One<'a>(&'a Deviation);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("kind", self.0.kind().name())?;
        map.serialize_entry("field", self.0.field())?;
        map.serialize_entry("offset", &self.0.offset())?;
        map.end()
    }
}

//! PDUs for any `serde` serializer, in the form that `smpp decode --json` prints.
//!
//! - An integer is a number.
//! - A C-octet string is a string in which each octet is the character of the same number, U+0000
//!   to U+00FF: no octet is lost, whatever the peer put there.
//! - Other octets are a string of lower-case hexadecimal.
//! - What is absent is null.
//!
//! [`Pdu`] and, with feature `bytes`, `Frame` are maps of these keys, in this order:
//!
//! | key | value |
//! |---|---|
//! | `command_length` | of a `Frame` only: the length of a [`Pdu`] depends on the dialect |
//! | `command_id` | its name, or that of a [`Vendor`](crate::pdu::Vendor) PDU; null if unknown |
//! | `command_id_value` | number |
//! | `command_status` | its name: that of SMPP 5.0, or of the last version that has it; or null |
//! | `command_status_value` | number |
//! | `sequence_number` | number |
//! | `fields` | [`Fields`]. Not for an unknown id |
//! | `tlvs` | the [`Tlvs`](crate::tlv::Tlvs). Not for an unknown id |
//! | `trailing` | hexadecimal: octets at the end that are no TLV. Only if there are any |
//! | `body` | hexadecimal: everything behind the header. Only for an unknown id |
//!
//! A [`Body`], and each body by its own type, is a map of the last four keys. A value of
//! [`values`](crate::values) alone is a number, a string as above, or a map of `ton`, `npi` and
//! `addr`; the value of a structured TLV is hexadecimal.
//!
//! Passwords, addresses and texts are there in clear: this is the PDU, not a log.
//!
//! Nothing is allocated. Nothing is read back from this form: what to keep of a PDU is its octets.
//!
//! ```
//! use smpp_codec::{Pdu, pdu::SubmitSmResp};
//!
//! let pdu = Pdu::new(7, SubmitSmResp::accepted(b"42"));
//! assert_eq!(
//!     serde_json::to_string(&pdu).unwrap(),
//!     r#"{"command_id":"submit_sm_resp","command_id_value":2147483652,"#.to_owned()
//!         + r#""command_status":"ESME_ROK","command_status_value":0,"sequence_number":7,"#
//!         + r#""fields":{"message_id":"42"},"tlvs":[]}"#,
//! );
//! ```

mod bodies;
mod fields;
mod octets;
#[cfg(test)]
mod tests;
mod tlvs;
mod values;

pub use fields::Fields;
pub use octets::{Characters, Hex};

use ::serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::{DecodeError, Deviation};
use crate::pdu::{Body, Pdu};

impl Serialize for Pdu<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        pdu(&mut map, self)?;
        map.end()
    }
}

#[cfg(feature = "bytes")]
impl Serialize for crate::frame::Frame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("command_length", &self.header().command_length)?;
        pdu(&mut map, &self.pdu())?;
        map.end()
    }
}

/// A departure from the specification: a map of `kind`, `field` and `offset`.
impl Serialize for Deviation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_error().serialize(serializer)
    }
}

/// What is wrong with a frame: a map of `kind`, `field` and `offset`.
impl Serialize for DecodeError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("kind", self.kind().name())?;
        map.serialize_entry("field", self.field())?;
        map.serialize_entry("offset", &self.offset())?;
        map.end()
    }
}

/// Writes the keys of a body, `fields`, `tlvs` and `trailing` or else `body`: for a map that is
/// more than a PDU.
///
/// # Errors
/// Those of the serializer.
pub fn body_entries<M: SerializeMap>(map: &mut M, body: &Body<'_>) -> Result<(), M::Error> {
    if let Body::Unknown(unknown) = body {
        return map.serialize_entry("body", &Hex(unknown.octets));
    }
    map.serialize_entry("fields", &Fields(body))?;
    fields::tlv_entries(map, body.tlvs())
}

fn pdu<M: SerializeMap>(map: &mut M, pdu: &Pdu<'_>) -> Result<(), M::Error> {
    let (id, status) = (pdu.command_id(), pdu.command_status);
    map.serialize_entry("command_id", &pdu.body.name())?;
    map.serialize_entry("command_id_value", &id.0)?;
    map.serialize_entry("command_status", &status.name())?;
    map.serialize_entry("command_status_value", &status.0)?;
    map.serialize_entry("sequence_number", &pdu.sequence_number)?;
    body_entries(map, &pdu.body)
}

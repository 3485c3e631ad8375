//! Target `json`: an object of `smpp decode --json` has every field, TLV and octet of its frame.

use serde_json::{Map, Value};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandId, CommandStatus, Dialect, Field, Pdu};

use crate::{Found, Print, parts, stream, written};

#[cfg(test)]
mod tests;

/// Compares the output of `smpp decode --json` with the frames of any stream.
pub fn json(data: &[u8]) {
    json_by(data, output);
}

fn output(stream: &[u8], dialect: Dialect) -> String {
    written(smpp_cli::json(stream, dialect))
}

fn json_by(data: &[u8], print: Print) {
    let Some((dialect, stream)) = stream(data) else {
        return;
    };
    let text = print(&stream, dialect);
    let printable = |octet: u8| octet == b'\n' || (0x20..0x7F).contains(&octet);
    assert!(text.bytes().all(printable), "an object is printable ASCII");
    let mut lines = text.lines();
    for (offset, found) in parts(&stream) {
        let line = lines
            .next()
            .expect("an object for everything that is found");
        let object: Value = serde_json::from_str(line).expect("a line is JSON");
        let object = object.as_object().expect("a line is an object");
        match found {
            Found::Frame(frame) => {
                assert_eq!(object["offset"], offset, "where it begins");
                header(object, frame);
                match Pdu::decode(frame, dialect) {
                    Ok(pdu) => {
                        assert_eq!(octets(&object["reencoded"]), frame, "the octets");
                        body(object, &pdu);
                    }
                    Err(error) => {
                        let told = &object["error"];
                        assert_eq!(told["kind"], error.kind().name(), "the error");
                        assert_eq!(told["field"], error.field(), "its field");
                        assert_eq!(told["offset"], error.offset(), "its place");
                    }
                }
            }
            Found::Lost => assert_eq!(object["error"]["fatal"], true, "no way on"),
            Found::Incomplete { have, need } => {
                assert_eq!(object["incomplete"]["have"], have);
                assert_eq!(object["incomplete"]["need"], need);
            }
        }
    }
    assert_eq!(lines.next(), None, "no object for what is not there");
}

fn header(object: &Map<String, Value>, frame: &[u8]) {
    let integer = |at: usize| {
        let octets = frame.get(at..).and_then(<[u8]>::first_chunk);
        octets.map(|octets| u32::from_be_bytes(*octets))
    };
    let [id, status] = [4, 8].map(|at| integer(at).unwrap_or_default());
    assert_eq!(object["command_length"], frame.len());
    assert_eq!(object["command_id"], Value::from(CommandId(id).name()));
    assert_eq!(object["command_id_value"], id);
    assert_eq!(
        object["command_status"],
        Value::from(CommandStatus(status).name())
    );
    assert_eq!(object["command_status_value"], status);
    assert_eq!(object["sequence_number"], Value::from(integer(12)));
}

fn body(object: &Map<String, Value>, pdu: &Pdu<'_>) {
    if pdu.command_id().name().is_none() {
        assert!(object["body"].is_string(), "what nobody knows is octets");
        return;
    }
    let mut compare = Compare {
        fields: &object["fields"],
        list: None,
    };
    pdu.body.visit(&mut compare);
    let tlvs = pdu.body.tlvs();
    let shown = object["tlvs"].as_array().expect("TLVs are an array");
    assert_eq!(shown.len(), tlvs.iter().count(), "every TLV");
    for (shown, tlv) in shown.iter().zip(&tlvs) {
        assert_eq!(shown["tag"], tlv.tag().0, "the tag");
        assert!(
            octets(&shown["hex"]).into_iter().eq(tlv.value_octets()),
            "the octets of a TLV"
        );
    }
    let trailing = object.get("trailing").map(octets).unwrap_or_default();
    assert_eq!(trailing, tlvs.trailing(), "what trails");
}

/// Looks each field up in the object.
struct Compare<'o> {
    fields: &'o Value,
    list: Option<(&'o Value, usize)>,
}

impl Visitor for Compare<'_> {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        let fields = match self.list {
            // Entries are counted from one.
            Some((list, entry)) => &list[entry.wrapping_sub(1)],
            None => self.fields,
        };
        let shown = fields.get(field.name()).expect("a key for every field");
        match value {
            FieldValue::Integer(value) => assert_eq!(*shown, value, "{}", field.name()),
            FieldValue::COctets(value) => {
                let text = shown.as_str().expect("a string").chars().map(u32::from);
                let same = text.eq(value.iter().map(|octet| u32::from(*octet)));
                assert!(same, "{} is another string", field.name());
            }
            FieldValue::Octets(value) => assert_eq!(octets(shown), value, "{}", field.name()),
            _ => assert!(shown.is_null(), "{} is absent", field.name()),
        }
    }

    fn list(&mut self, count: &'static Field, entries: usize) {
        let list = &self.fields[count.entries().unwrap_or("entries")];
        assert_eq!(list.as_array().map(Vec::len), Some(entries), "every entry");
        self.list = Some((list, 0));
    }

    fn entry(&mut self) {
        if let Some((_, entry)) = &mut self.list {
            *entry += 1;
        }
    }

    fn end_list(&mut self) {
        self.list = None;
    }
}

/// A string of hexadecimal.
fn octets(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap_or_default().as_bytes();
    let digit = |digit: u8| char::from(digit).to_digit(16).expect("hexadecimal") as u8;
    text.chunks(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

//! Oracles for what `smpp decode` prints: each takes any octets, and panics if a law is broken.
//!
//! The first three octets choose the rules, the rest is a stream. What is printed is compared with
//! the frames themselves: the fields that the codec shows, one by one, and the octets of each TLV.
//! Each law stands in a function that is given what was printed, so that the tests can hand it
//! something else.

use serde_json::{Map, Value};
use smpp_codec::fuzzing::{MAX, PREFIX, dialect_of};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandId, CommandStatus, Field, Pdu, frame};

use super::stream::{Found, Frames};
use super::{Rules, objects, trees};

/// What is printed of a stream.
type Print = fn(&[u8], Rules) -> String;

/// `smpp decode --json`: one object for each frame, which has everything that the frame has.
///
/// # Panics
/// If it has not.
pub fn json(data: &[u8]) {
    json_by(data, as_objects);
}

/// `smpp decode`: a tree for each frame, every field at its offset, and nothing that a terminal
/// would act upon.
///
/// # Panics
/// If it has not.
pub fn tree(data: &[u8]) {
    tree_by(data, as_trees);
}

fn as_objects(stream: &[u8], rules: Rules) -> String {
    let mut text = Vec::new();
    let written = objects::write_octets(stream, rules, &mut text);
    written.expect("nothing fails that is written to memory");
    String::from_utf8(text).expect("what is printed is text")
}

fn as_trees(stream: &[u8], rules: Rules) -> String {
    let text = trees::text(stream, rules);
    let text = text.expect("nothing fails that is written to memory");
    String::from_utf8(text).expect("what is printed is text")
}

/// The rules, and the stream; its first frame is as long as all of it, if the dialect says so.
fn stream(data: &[u8]) -> Option<(Rules, Vec<u8>)> {
    let (choice, stream) = data
        .get(..MAX)
        .unwrap_or(data)
        .split_first_chunk::<PREFIX>()?;
    let mut stream = stream.to_vec();
    let length = u32::try_from(stream.len()).unwrap_or(u32::MAX);
    // Most octets are no length: without this, little else would be seen.
    if choice[0] & 0x20 == 0
        && let Some(first) = stream.first_chunk_mut()
    {
        *first = length.to_be_bytes();
    }
    let rules = Rules {
        dialect: dialect_of(*choice),
        max_octets: frame::DEFAULT_MAX_OCTETS,
    };
    Some((rules, stream))
}

fn json_by(data: &[u8], print: Print) {
    let Some((rules, stream)) = stream(data) else {
        return;
    };
    let text = print(&stream, rules);
    let printable = |octet: u8| octet == b'\n' || (0x20..0x7F).contains(&octet);
    assert!(text.bytes().all(printable), "an object is printable ASCII");
    let mut lines = text.lines();
    for (offset, found) in Frames::new(&stream, rules) {
        let line = lines
            .next()
            .expect("an object for everything that is found");
        let object: Value = serde_json::from_str(line).expect("a line is JSON");
        let object = object.as_object().expect("a line is an object");
        match found {
            Found::Frame(frame) => {
                assert_eq!(object["offset"], offset, "where it begins");
                header(object, frame);
                match Pdu::decode(frame, rules.dialect) {
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
            Found::Lost(..) => assert_eq!(object["error"]["fatal"], true, "no way on"),
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

fn tree_by(data: &[u8], print: Print) {
    let Some((rules, stream)) = stream(data) else {
        return;
    };
    let text = print(&stream, rules);
    let printable = |octet: u8| octet == b'\n' || (0x20..0x7F).contains(&octet);
    assert!(text.bytes().all(printable), "a terminal acts on nothing");
    let mut rows = text.lines().filter_map(row);
    for (_, found) in Frames::new(&stream, rules) {
        let Found::Frame(frame) = found else {
            continue;
        };
        for (offset, name) in [
            (0, "command_length "),
            (4, "command_id "),
            (8, "command_status "),
            (12, "sequence_number "),
        ] {
            let (at, row) = rows.next().expect("a row for each field of the header");
            assert_eq!(at, offset, "{row}");
            assert!(row.starts_with(name), "{row} is no {name}");
        }
        if let Ok(pdu) = Pdu::decode(frame, rules.dialect) {
            let mut fields = Rows(Vec::new(), 16);
            pdu.body.visit(&mut fields);
            for (offset, name, value) in fields.0 {
                let (at, row) = rows.next().expect("a row for each field");
                assert_eq!(
                    (at, row.split(' ').next()),
                    (offset, Some(name)),
                    "in their order"
                );
                assert!(row.ends_with(&value), "{name} is not shown as it is");
            }
            let mut offset = fields.1;
            for tlv in &pdu.body.tlvs() {
                if let Some(name) = tlv.tag().name() {
                    let (at, row) = rows.next().expect("a row for each TLV");
                    assert_eq!(
                        (at, row.split(' ').next()),
                        (offset, Some(name)),
                        "TLVs too"
                    );
                }
                offset += 4 + tlv.value_len();
            }
        }
    }
}

/// The offset and the rest of a line that shows what has a name; rows of octets have none.
fn row(line: &str) -> Option<(usize, &str)> {
    let (offset, rest) = line.split_at_checked(6)?;
    let row = rest.strip_prefix("  ")?.trim_start_matches("  ");
    let named = row.starts_with(|first: char| first.is_ascii_lowercase());
    Some((offset.trim_start().parse().ok().filter(|_| named)?, row))
}

/// Where each field stands, and how its row ends.
struct Rows(Vec<(usize, &'static str, String)>, usize);

impl Visitor for Rows {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
        let end = match value {
            FieldValue::COctets(value) => format!("\"{}\"", value.escape_ascii()),
            _ => String::new(),
        };
        self.0.push((self.1, field.name(), end));
        self.1 += octets;
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{UnwindSafe, catch_unwind};

    use smpp_codec::Dialect;
    use smpp_codec::pdu::SubmitSm;
    use smpp_codec::tlv::{self, Tlv, Tlvs};
    use smpp_codec::values::Address;

    use super::*;

    /// Any dialect, and one frame.
    fn input() -> Vec<u8> {
        let tlvs = [Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7)];
        let mut message = SubmitSm::new(
            Address::alphanumeric(b"BANK"),
            Address::international(b"447700900123"),
            b"secret text",
        );
        message.tlvs = Tlvs::from(&tlvs[..]);
        let mut octets = vec![0x42, 0, 0];
        let frame = Pdu::new(7, message).encode(Dialect::STRICT, &mut octets);
        frame.expect("a message fits");
        octets
    }

    /// Whether a planted fault is noticed: with this law in its message.
    #[track_caller]
    fn caught(law: &str, oracle: impl FnOnce() + UnwindSafe) {
        let panic = catch_unwind(oracle).expect_err("a broken law passed");
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).into());
        assert!(text.contains(law), "another law than {law}: {text}");
    }

    #[test]
    fn both_are_quiet_on_what_is_printed() {
        let whole = input();
        for end in 0..=whole.len() {
            json(&whole[..end]);
            tree(&whole[..end]);
        }
        for at in 0..whole.len() {
            for value in [0, 0x1B, 0x7F, 0x80, 0xFF] {
                let mut mutant = whole.clone();
                mutant[at] = value;
                json(&mutant);
                tree(&mutant);
            }
        }
    }

    #[test]
    fn json_notices_what_is_changed_lost_or_made_up() {
        let with = |print: Print| move || json_by(&input(), print);
        caught(
            "source_addr is another string",
            with(|stream, rules| as_objects(stream, rules).replace("\"BANK\"", "\"BONK\"")),
        );
        caught(
            "short_message",
            with(|stream, rules| {
                as_objects(stream, rules)
                    .replace("\"short_message\":\"73", "\"short_message\":\"74")
            }),
        );
        caught(
            "the octets of a TLV",
            with(|stream, rules| {
                as_objects(stream, rules).replace("\"hex\":\"0007\"", "\"hex\":\"0008\"")
            }),
        );
        caught("an object for everything", with(|_, _| String::new()));
        caught(
            "no object for what is not there",
            with(|stream, rules| as_objects(stream, rules).repeat(2)),
        );
        caught(
            "printable ASCII",
            with(|stream, rules| as_objects(stream, rules).replace("BANK", "B\u{1b}NK")),
        );
    }

    #[test]
    fn tree_notices_what_is_changed_lost_or_unescaped() {
        let with = |print: Print| move || tree_by(&input(), print);
        caught(
            "source_addr is not shown as it is",
            with(|stream, rules| as_trees(stream, rules).replace("\"BANK\"", "\"BONK\"")),
        );
        caught(
            "in their order",
            with(|stream, rules| {
                let text = as_trees(stream, rules);
                let lines = text.lines().filter(|line| !line.contains("dest_addr_ton"));
                lines.map(|line| format!("{line}\n")).collect()
            }),
        );
        caught(
            "a terminal acts on nothing",
            with(|stream, rules| as_trees(stream, rules).replace("BANK", "B\u{1b}NK")),
        );
    }
}

//! Target `tree`: a tree of `smpp decode` has every field at its offset, and is printable ASCII.

use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{Dialect, Field, Pdu};

use crate::{Found, Print, parts, stream, written};

#[cfg(test)]
mod tests;

/// Compares the output of `smpp decode` with the frames of any stream.
pub fn tree(data: &[u8]) {
    tree_by(data, output);
}

fn output(stream: &[u8], dialect: Dialect) -> String {
    written(smpp_cli::tree(stream, dialect))
}

fn tree_by(data: &[u8], print: Print) {
    let Some((dialect, stream)) = stream(data) else {
        return;
    };
    let text = print(&stream, dialect);
    let printable = |octet: u8| octet == b'\n' || (0x20..0x7F).contains(&octet);
    assert!(text.bytes().all(printable), "a terminal acts on nothing");
    let mut rows = text.lines().filter_map(row);
    for (_, found) in parts(&stream) {
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
        if let Ok(pdu) = Pdu::decode(frame, dialect) {
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

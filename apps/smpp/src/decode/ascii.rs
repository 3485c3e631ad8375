//! JSON that is ASCII and nothing else.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Compact JSON in which every character outside U+0020 to U+007E is escaped.
///
/// A terminal takes U+007F to U+009F for commands, and they come from a peer; and what is ASCII is
/// the same in every locale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let plain = |octet: u8| (b' '..=b'~').contains(&octet);
        if fragment.bytes().all(plain) {
            return writer.write_all(fragment.as_bytes());
        }
        for unit in fragment.encode_utf16() {
            match u8::try_from(unit) {
                Ok(octet) if plain(octet) => writer.write_all(&[octet])?,
                _ => write!(writer, "\\u{unit:04x}")?,
            }
        }
        Ok(())
    }
}

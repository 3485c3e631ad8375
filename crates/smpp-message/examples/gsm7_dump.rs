//! Prints every cell of every GSM 7-bit table, and some packed text, as JSON
//! lines: what `scripts/cross_check.py` compares with other implementations.

use std::io::{self, BufWriter, Write};

use smpp_message::gsm7::{Gsm7, Language, locking_char, locking_septet, packed};
use smpp_message::gsm7::{single_char, single_septet};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for language in Language::ALL {
        for septet in 0..0x80 {
            for (table, char) in [
                ("locking", locking_char(language, septet)),
                ("single", single_char(language, septet)),
            ] {
                if let Some(char) = char {
                    cell(&mut out, "decode", language, table, septet, char)?;
                }
            }
        }
        for char in '\0'..='\u{FFFF}' {
            for (table, septet) in [
                ("locking", locking_septet(language, char)),
                ("single", single_septet(language, char)),
            ] {
                if let Some(septet) = septet {
                    cell(&mut out, "encode", language, table, septet, char)?;
                }
            }
        }
    }
    for length in 0..=40 {
        for end in ["", "\r", "€"] {
            let text: String = ('A'..='Z')
                .cycle()
                .take(length)
                .chain(end.chars())
                .collect();
            let mut septets = [0; 64];
            let septets = Gsm7::DEFAULT
                .encode(&text, &mut septets)
                .map_err(io::Error::other)?;
            for padded in [false, true] {
                let mut octets = [0; 64];
                let pack = if padded {
                    packed::pack_padded
                } else {
                    packed::pack
                };
                let octets = pack(septets, 0, &mut octets).map_err(io::Error::other)?;
                let hex: String = octets.iter().map(|octet| format!("{octet:02X}")).collect();
                writeln!(
                    out,
                    r#"{{"kind":"packed","text":{text:?},"padded":{padded},"octets":"{hex}"}}"#,
                )?;
            }
        }
    }
    out.flush()
}

fn cell(
    out: &mut impl Write,
    kind: &str,
    language: Language,
    table: &str,
    septet: u8,
    char: char,
) -> io::Result<()> {
    writeln!(
        out,
        r#"{{"kind":"{kind}","language":{},"table":"{table}","septet":{septet},"char":{}}}"#,
        language.0,
        u32::from(char),
    )
}

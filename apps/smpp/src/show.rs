//! What peers send, as it may reach a terminal: control characters escaped, everything else as it
//! is.

use std::fmt::{self, Write as _};

use smpp_codec::values::{Address, Npi, Ton};
use smpp_message::{Alphabet, Unit};

/// A text in quotes.
///
/// What is no visible character is escaped, and with it whatever a terminal would take for a
/// command. Combining characters and those that join emoji stay: without them the text would be
/// another.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' | '\\' => write!(f, "\\{char}")?,
                _ => write_visible(f, char)?,
            }
        }
        f.write_char('"')
    }
}

/// A line for a person, made of anything: escaped as [`Text`] is, without the quotes.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a>(pub(crate) &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| write_visible(f, char))
    }
}

fn write_visible(f: &mut fmt::Formatter<'_>, char: char) -> fmt::Result {
    match char {
        ' '..='~' | '\u{200D}' => f.write_char(char),
        _ if is_visible(char) => f.write_char(char),
        _ => write!(f, "{}", char.escape_debug()),
    }
}

/// Whether a character is shown as itself behind another; alone, the standard library would
/// escape a combining one.
fn is_visible(char: char) -> bool {
    let mut octets = [b'x'; 5];
    let length = char.encode_utf8(&mut octets[1..]).len();
    let behind = std::str::from_utf8(&octets[..=length]).unwrap_or_default();
    behind.escape_debug().nth(1) == Some(char)
}

/// An address in the form that `smpp send` takes: `+447700900123`, `BANK`, `3:0:1234`.
#[derive(Clone, Copy)]
pub(crate) struct Party<'a>(pub(crate) Address<'a>);

impl fmt::Display for Party<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Address { ton, npi, addr } = self.0;
        let digits = !addr.is_empty() && addr.iter().all(u8::is_ascii_digit);
        let name = addr.iter().any(u8::is_ascii_alphabetic) && !addr.contains(&b':');
        match (ton, npi) {
            (Ton::INTERNATIONAL, Npi::ISDN) if digits => f.write_char('+')?,
            (Ton::ALPHANUMERIC, Npi::UNKNOWN) if name => {}
            _ => write!(f, "{}:{}:", ton.0, npi.0)?,
        }
        write!(f, "{}", addr.escape_ascii())
    }
}

/// How much text, in an alphabet's own units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount(pub(crate) usize, pub(crate) Alphabet);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(units, alphabet) = self;
        let unit = match alphabet.unit() {
            Unit::Septet => "septet",
            Unit::Word => "16-bit unit",
            _ => "octet",
        };
        write!(f, "{units} {unit}{}", if *units == 1 { "" } else { "s" })
    }
}

/// The name of an alphabet.
pub(crate) fn alphabet(alphabet: Alphabet) -> String {
    match alphabet {
        Alphabet::Gsm7(gsm7) | Alphabet::Gsm7Packed(gsm7) => {
            let mut name = String::from("GSM 7-bit");
            for (language, table) in [(gsm7.locking, "locking"), (gsm7.single, "single shift")] {
                if language != smpp_message::gsm7::Language::DEFAULT {
                    let _ = write!(name, ", {language} {table} table");
                }
            }
            name
        }
        Alphabet::Ia5 => "ASCII".into(),
        Alphabet::Latin1 => "Latin-1".into(),
        Alphabet::Cyrillic => "ISO 8859-5".into(),
        Alphabet::Hebrew => "ISO 8859-8".into(),
        Alphabet::Ucs2 | Alphabet::Utf16 => "UCS-2".into(),
        Alphabet::Utf16Le => "UCS-2, little-endian".into(),
        _ => "UTF-8".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Party, Text};
    use smpp_codec::values::{Address, Npi, Ton};

    #[test]
    fn text_stays_readable_and_commands_are_escaped() {
        let shown = |text| Text(text).to_string();
        assert_eq!(shown("şarkı 😀"), "\"şarkı 😀\"");
        assert_eq!(shown("👨‍👩‍👧 ❤️ e\u{301}"), "\"👨‍👩‍👧 ❤️ e\u{301}\"");
        assert_eq!(shown("it's \"x\" \\"), r#""it's \"x\" \\""#);
        assert_eq!(shown("\u{1b}[2J\r\n\0"), r#""\u{1b}[2J\r\n\0""#);
        assert_eq!(
            shown("\u{9b}\u{202e}\u{2028}"),
            r#""\u{9b}\u{202e}\u{2028}""#
        );
    }

    #[test]
    fn a_line_stays_one_line_and_its_quotes_stay() {
        let line = Line("refused: \"a\\b\" ş\r\nsmpp: \u{1b}[2J\u{202e}").to_string();
        assert_eq!(line, "refused: \"a\\b\" ş\\r\\nsmpp: \\u{1b}[2J\\u{202e}");
    }

    #[test]
    fn no_control_or_format_character_reaches_a_terminal() {
        let hidden = [
            '\0'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{ad}'..='\u{ad}',
            '\u{600}'..='\u{605}',
            '\u{61c}'..='\u{61c}',
            '\u{180e}'..='\u{180e}',
            '\u{200b}'..='\u{200c}',
            '\u{200e}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{206f}',
            '\u{e000}'..='\u{f8ff}',
            '\u{feff}'..='\u{feff}',
            '\u{fff9}'..='\u{fffb}',
            '\u{1d173}'..='\u{1d17a}',
            '\u{e0000}'..='\u{e007f}',
            '\u{f0000}'..='\u{10ffff}',
        ];
        for char in hidden.into_iter().flatten() {
            let shown = Text(&format!("a{char}")).to_string();
            assert!(
                shown.bytes().all(|octet| (b' '..=b'~').contains(&octet)),
                "{shown:?}"
            );
        }
    }

    #[test]
    fn an_address_is_shown_as_it_is_typed() {
        let shown = |address| Party(address).to_string();
        assert_eq!(shown(Address::international(b"4477")), "+4477");
        assert_eq!(shown(Address::international(b"+4477")), "1:1:+4477");
        assert_eq!(shown(Address::alphanumeric(b"My BANK")), "My BANK");
        assert_eq!(shown(Address::alphanumeric(b"a:b")), "5:0:a:b");
        assert_eq!(shown(Address::short_code(b"1234")), "3:0:1234");
        assert_eq!(shown(Address::default()), "0:0:");
        let odd = Address::new(Ton(5), Npi(0), b"A\x1b\xff");
        assert_eq!(shown(odd), r"A\x1b\xff");
    }
}

//! Hexadecimal as people write it.

use std::fmt;

/// Reads hexadecimal digits one by one, in pieces of any size.
///
/// White space and colons are skipped wherever they stand, and `0x` where an octet may begin.
#[derive(Debug, Default)]
pub(crate) struct Digits {
    /// The first digit of an octet whose second has not come.
    high: Option<u8>,
    /// Whether that digit is a zero, and the last character: `x` makes it a prefix.
    zero: bool,
    /// How many characters have come.
    position: u64,
    /// How many lines have ended, and where the last did.
    lines: u64,
    line_begin: u64,
}

impl Digits {
    /// Takes one character; gives an octet with each second digit.
    #[inline]
    pub(crate) fn take(&mut self, character: u8) -> Result<Option<u8>, NotHex> {
        let digit = match character {
            b'0'..=b'9' => character - b'0',
            b'a'..=b'f' => character - b'a' + 10,
            b'A'..=b'F' => character - b'A' + 10,
            _ => return self.skip(character).map(|()| None),
        };
        self.position += 1;
        match self.high.take() {
            Some(high) => {
                self.zero = false;
                Ok(Some(high << 4 | digit))
            }
            None => {
                self.high = Some(digit);
                self.zero = digit == 0;
                Ok(None)
            }
        }
    }

    /// Takes a character that is no digit.
    fn skip(&mut self, character: u8) -> Result<(), NotHex> {
        let prefix = matches!(character, b'x' | b'X') && self.zero;
        if prefix {
            self.high = None;
        } else if !(character.is_ascii_whitespace() || character == b':') {
            return Err(self.fault(Some(character)));
        }
        self.zero = false;
        self.position += 1;
        if character == b'\n' {
            self.lines += 1;
            self.line_begin = self.position;
        }
        Ok(())
    }

    /// Nothing comes after this: an error if half an octet has come.
    pub(crate) fn finish(&self) -> Result<(), NotHex> {
        match self.high {
            None => Ok(()),
            Some(_) => Err(self.fault(None)),
        }
    }

    const fn fault(&self, character: Option<u8>) -> NotHex {
        NotHex {
            offset: self.position,
            line: self.lines + 1,
            column: self.position - self.line_begin + 1,
            character,
        }
    }
}

/// Decodes a whole text behind what `octets` holds already.
pub(crate) fn decode(text: &[u8], octets: &mut Vec<u8>) -> Result<(), NotHex> {
    let mut digits = Digits::default();
    for character in text {
        octets.extend(digits.take(*character)?);
    }
    digits.finish()
}

/// A text is not hexadecimal: where, and what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotHex {
    offset: u64,
    /// Both counted from 1, as people do.
    line: u64,
    column: u64,
    /// `None` at the end of a text that lacks a digit.
    character: Option<u8>,
}

impl NotHex {
    /// How many characters stand before the fault.
    pub(crate) const fn offset(&self) -> u64 {
        self.offset
    }
}

impl fmt::Display for NotHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = (self.line, self.column);
        match self.character {
            Some(character) => write!(
                f,
                "'{}' in line {line}, character {column}, is no hexadecimal digit; to decode raw \
                 octets, pass them through `xxd -p`",
                character.escape_ascii()
            ),
            None => write!(
                f,
                "it ends with half an octet in line {line}, character {column}: add the digit \
                 that is missing"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn octets(text: &str) -> Result<Vec<u8>, u64> {
        let mut octets = Vec::new();
        decode(text.as_bytes(), &mut octets)
            .map(|()| octets)
            .map_err(|error| error.offset())
    }

    #[test]
    fn what_people_write_between_octets_is_skipped() {
        for text in [
            "000aff",
            "00 0A fF",
            "00:0a:ff\r\n",
            "0x000aff",
            "0x00 0x0a 0XFF",
            " 0x00:0x0a:0xff",
            "0 0 0 a f\tf",
        ] {
            assert_eq!(octets(text), Ok(vec![0x00, 0x0A, 0xFF]), "{text}");
        }
        assert_eq!(octets(" \n"), Ok(vec![]));
        assert_eq!(octets("0x"), Ok(vec![]));
        assert_eq!(octets("10x0a"), Err(2), "a prefix is no second digit");
    }

    #[test]
    fn what_is_not_hexadecimal_says_where() {
        assert_eq!(octets("00g0"), Err(2));
        assert_eq!(octets("x00"), Err(0));
        assert_eq!(octets("00 x0"), Err(3));
        assert_eq!(octets("0 x0"), Err(2));
        assert_eq!(octets("0xx0"), Err(2));
        assert_eq!(octets("00\u{e9}"), Err(2));
        assert_eq!(octets("00 0"), Err(4));
        assert_eq!(octets("1"), Err(1));
    }

    #[test]
    fn people_are_told_the_line_and_no_control_character() {
        let error = decode(b"00\n\n0a \x1b[2J", &mut Vec::new()).unwrap_err();
        let told = error.to_string();
        assert!(
            told.starts_with(r"'\x1b' in line 3, character 4, "),
            "{told}"
        );
        let told = decode(b"00\n0", &mut Vec::new()).unwrap_err().to_string();
        assert!(
            told.contains("half an octet in line 2, character 2"),
            "{told}"
        );
    }
}

//! Alphabets of one octet per character: IA5, Latin-1, Cyrillic, Hebrew.
//!
//! Spec: SMPP 3.4 §5.2.19, `data_coding` 1, 3, 6 and 7.

use crate::error::TextErrorKind;
use crate::step::Step;
use crate::writer::{Full, Writer};

/// An alphabet of one octet per character that begins with ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum EightBit {
    Ia5,
    Latin1,
    Cyrillic,
    Hebrew,
}

impl EightBit {
    /// The character of an octet.
    #[inline]
    pub(crate) fn char(self, octet: u8) -> Option<char> {
        if octet < 0x80 {
            return Some(char::from(octet));
        }
        match self {
            Self::Ia5 => None,
            Self::Latin1 => Some(char::from(octet)),
            Self::Cyrillic => cyrillic(octet),
            Self::Hebrew => hebrew(octet),
        }
    }

    /// The octet of a character.
    #[inline]
    pub(crate) fn octet(self, char: char) -> Option<u8> {
        if char.is_ascii() {
            return u8::try_from(char).ok();
        }
        match self {
            Self::Ia5 => None,
            Self::Latin1 => u8::try_from(char).ok(),
            Self::Cyrillic | Self::Hebrew => {
                // 128 octets to ask: the tables are short formulas.
                (0x80..=0xFF).find(|&octet| self.char(octet) == Some(char))
            }
        }
    }

    #[inline]
    pub(crate) fn step(self, octets: &[u8]) -> Option<Step> {
        let &octet = octets.first()?;
        Some(match self.char(octet) {
            Some(char) => Step::good(char, 1),
            None => Step::bad('\u{FFFD}', TextErrorKind::InvalidOctet, 1),
        })
    }

    /// Writes a character; `None` if the alphabet lacks it.
    #[inline]
    pub(crate) fn put(self, char: char, writer: &mut Writer<'_>) -> Option<Result<(), Full>> {
        Some(writer.push(self.octet(char)?))
    }
}

/// ISO/IEC 8859-5, upper half.
fn cyrillic(octet: u8) -> Option<char> {
    let point = match octet {
        ..=0xA0 | 0xAD => u16::from(octet),
        0xF0 => 0x2116,
        0xFD => 0x00A7,
        // The letters stand in Unicode in the same order.
        _ => u16::from(octet).saturating_add(0x0401 - 0x00A1),
    };
    char::from_u32(u32::from(point))
}

/// ISO/IEC 8859-8, upper half, with the directional marks of its 1999 edition.
fn hebrew(octet: u8) -> Option<char> {
    let point = match octet {
        0xA1 | 0xBF..=0xDE | 0xFB | 0xFC | 0xFF => return None,
        0xAA => 0x00D7,
        0xBA => 0x00F7,
        0xDF => 0x2017,
        0xE0..=0xFA => u16::from(octet).saturating_add(0x05D0 - 0x00E0),
        0xFD => 0x200E,
        0xFE => 0x200F,
        _ => u16::from(octet),
    };
    char::from_u32(u32::from(point))
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use super::*;

    #[test]
    fn the_upper_halves_are_those_of_iso_8859() {
        let cyrillic: String = (0xA0..=0xFF)
            .filter_map(|o| EightBit::Cyrillic.char(o))
            .collect();
        assert_eq!(
            cyrillic,
            "\u{A0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{AD}ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
             абвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ"
        );
        let hebrew: String = (0xA0..=0xFF)
            .filter_map(|o| EightBit::Hebrew.char(o))
            .collect();
        assert_eq!(
            hebrew,
            "\u{A0}¢£¤¥¦§¨©×«¬\u{AD}®¯°±²³´µ¶·¸¹÷»¼½¾‗אבגדהוזחטיךכלםמןנסעףפץצקרשת\u{200E}\u{200F}"
        );
    }

    #[test]
    fn every_octet_and_every_code_point_go_both_ways() {
        for alphabet in [
            EightBit::Ia5,
            EightBit::Latin1,
            EightBit::Cyrillic,
            EightBit::Hebrew,
        ] {
            let mut octets = 0;
            for octet in 0..=0xFF {
                if let Some(char) = alphabet.char(octet) {
                    assert_eq!(alphabet.octet(char), Some(octet));
                    octets += 1;
                }
            }
            let chars = ('\0'..='\u{FFFF}').filter(|&c| alphabet.octet(c).is_some());
            assert_eq!(chars.count(), octets);
        }
    }
}

//! The 16-bit units of UCS-2 and UTF-16, in either order of octets.

use crate::error::TextErrorKind;
use crate::step::Step;
use crate::writer::{Full, Writer};

/// Which octet of a unit comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Big,
    Little,
}

impl Order {
    #[inline]
    fn unit(self, octets: &[u8]) -> Option<u16> {
        let &pair = octets.first_chunk::<2>()?;
        Some(match self {
            Self::Big => u16::from_be_bytes(pair),
            Self::Little => u16::from_le_bytes(pair),
        })
    }

    #[inline]
    fn octets(self, unit: u16) -> [u8; 2] {
        match self {
            Self::Big => unit.to_be_bytes(),
            Self::Little => unit.to_le_bytes(),
        }
    }

    #[inline]
    pub(crate) fn step(self, octets: &[u8]) -> Option<Step> {
        if octets.is_empty() {
            return None;
        }
        let Some(unit) = self.unit(octets) else {
            return Some(Step::bad('\u{FFFD}', TextErrorKind::Incomplete, 1));
        };
        if let Some(char) = char::from_u32(u32::from(unit)) {
            return Some(Step::good(char, 2));
        }
        let low = octets.get(2..).and_then(|octets| self.unit(octets));
        let pair = [unit, low.unwrap_or_default()];
        Some(match char::decode_utf16(pair).next() {
            Some(Ok(char)) => Step::good(char, 4),
            _ => Step::bad('\u{FFFD}', TextErrorKind::LoneSurrogate, 2),
        })
    }

    #[inline]
    pub(crate) fn put(self, char: char, writer: &mut Writer<'_>) -> Result<(), Full> {
        let mut units = [0; 2];
        for unit in char.encode_utf16(&mut units) {
            writer.push_block(&self.octets(*unit))?;
        }
        Ok(())
    }

    /// Thirty-two octets as sixteen of ASCII, if they are.
    #[inline]
    pub(crate) fn narrow(self, wide: &[u8; 32]) -> Option<[u8; 16]> {
        let mut ascii = [0; 16];
        let mut all = 0;
        for (octet, pair) in ascii.iter_mut().zip(wide.chunks_exact(2)) {
            let unit = self.unit(pair)?;
            all |= unit;
            [*octet, _] = unit.to_le_bytes();
        }
        (all < 0x80).then_some(ascii)
    }

    /// Sixteen ASCII octets as thirty-two octets.
    #[inline]
    pub(crate) fn widen(self, ascii: &[u8; 16]) -> [u8; 32] {
        let mut wide = [0; 32];
        for (pair, &octet) in wide.chunks_exact_mut(2).zip(ascii) {
            pair.copy_from_slice(&self.octets(u16::from(octet)));
        }
        wide
    }
}

//! Septets into octets, as they come.

use super::packed::CR;
use crate::error::{TextError, TextErrorKind};
use crate::writer::{Full, Writer};

/// Why packing stopped.
pub(crate) enum Stop {
    Invalid(usize),
    Full,
}

impl Stop {
    pub(super) fn into_error(self, needed: usize) -> TextError {
        match self {
            Self::Invalid(position) => TextError::new(TextErrorKind::InvalidOctet, position),
            Self::Full => TextError::too_small(needed),
        }
    }
}

impl From<Full> for Stop {
    fn from(_: Full) -> Self {
        Self::Full
    }
}

/// Bits waiting for their octet to fill up, and the octets before them.
pub(crate) struct Packer<'b> {
    writer: Writer<'b>,
    /// Fewer than eight bits, the low ones.
    pending: u64,
    bits: u32,
    ends_in_cr: bool,
}

impl<'b> Packer<'b> {
    pub(crate) fn new(fill_bits: u8, out: &'b mut [u8]) -> Self {
        Self {
            writer: Writer::new(out),
            pending: 0,
            bits: u32::from(fill_bits % 7),
            ends_in_cr: false,
        }
    }

    pub(crate) fn extend(&mut self, septets: &[u8]) -> Result<(), Stop> {
        if let Some(last) = septets.last() {
            self.ends_in_cr = *last == CR;
        }
        let mut position = 0_usize;
        let mut blocks = septets.chunks_exact(8);
        for block in blocks.by_ref() {
            let mut word = [0; 8];
            word.copy_from_slice(block);
            let word = u64::from_le_bytes(word);
            if word & 0x8080_8080_8080_8080 != 0 {
                return self.one_by_one(block, position);
            }
            // Halve the gaps between the septets three times: 8 x 7 bits in
            // 8 octets become 4 x 14, 2 x 28 and 56.
            let word = (word & 0x007F_007F_007F_007F) | ((word & 0x7F00_7F00_7F00_7F00) >> 1);
            let word = (word & 0x0000_3FFF_0000_3FFF) | ((word & 0x3FFF_0000_3FFF_0000) >> 2);
            let word = (word & 0x0FFF_FFFF) | ((word & 0x0FFF_FFFF_0000_0000) >> 4);
            let word = self.pending | (word << self.bits);
            let [a, b, c, d, e, f, g, last] = word.to_le_bytes();
            self.writer.push_block(&[a, b, c, d, e, f, g])?;
            self.pending = u64::from(last);
            position = position.saturating_add(8);
        }
        self.one_by_one(blocks.remainder(), position)
    }

    fn one_by_one(&mut self, septets: &[u8], position: usize) -> Result<(), Stop> {
        for (&septet, position) in septets.iter().zip(position..) {
            if septet > 0x7F {
                return Err(Stop::Invalid(position));
            }
            self.pending |= u64::from(septet) << self.bits;
            self.bits = self.bits.saturating_add(7);
            if self.bits >= 8 {
                let [low, ..] = self.pending.to_le_bytes();
                self.writer.push(low)?;
                self.pending >>= 8;
                self.bits = self.bits.saturating_sub(8);
            }
        }
        Ok(())
    }

    /// Applies the carriage return rule to what was packed.
    pub(crate) fn pad(&mut self) -> Result<(), Stop> {
        if self.bits == 1 || (self.bits == 0 && self.ends_in_cr) {
            self.one_by_one(&[CR], 0)?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<&'b [u8], Stop> {
        if self.bits > 0 {
            let [low, ..] = self.pending.to_le_bytes();
            self.writer.push(low)?;
        }
        Ok(self.writer.finish())
    }
}

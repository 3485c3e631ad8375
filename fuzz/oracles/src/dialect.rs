//! The start of an input: three octets that select a dialect.

use smpp_codec::{Dialect, HEADER_OCTETS, Tolerance, Version};

use crate::{MAX, copy, cut};

/// The number of octets at the start of an input that select a dialect.
pub const PREFIX: usize = 3;

/// Returns a frame with its true `command_length`, and the dialect to decode it in.
pub(crate) fn frame_of<'m>(data: &[u8], memory: &'m mut [u8; MAX]) -> Option<(&'m [u8], Dialect)> {
    let (choice, octets) = cut(data).split_first_chunk::<PREFIX>()?;
    let frame = memory.get_mut(..octets.len())?;
    copy(octets, frame);
    let length = u32::try_from(frame.len()).ok()?;
    (octets.len() >= HEADER_OCTETS).then_some(())?;
    *frame.first_chunk_mut()? = length.to_be_bytes();
    Some((frame, dialect_of(*choice)))
}

/// Returns a dialect of any version: strict, tolerant, or with any set of flags.
#[must_use]
pub fn dialect_of([choice, high, low]: [u8; PREFIX]) -> Dialect {
    let version = match choice & 3 {
        0 => Version::V3_3,
        1 => Version::V3_4,
        _ => Version::V5_0,
    };
    let bits = u16::from_be_bytes([high, low]);
    let tolerance = match choice >> 6 {
        0 => Tolerance::STRICT,
        1 | 2 => Tolerance::COMMON,
        _ => Tolerance::flags()
            .zip(0..)
            .filter(|(_, bit)| bits.checked_shr(*bit).unwrap_or(0) & 1 == 1)
            .fold(Tolerance::STRICT, |set, ((flag, _), _)| set | flag),
    };
    Dialect { version, tolerance }
}

//! Septets packed into octets, as on the radio path.
//!
//! Spec: 3GPP TS 23.038 §6.1.2.1. Septet *k* takes bits 7*k* to 7*k*+6 of the
//! octets, least significant bit first; eight septets fill seven octets. After
//! a user data header, fill bits bring the text to a septet boundary
//! ([`fill_bits`]); every function takes their number, 0 without a header.
//!
//! SMPP carries no count of septets. Where the text leaves seven bits of the
//! last octet free, they would read as one more `@`; [`pack_padded`] and
//! [`padded_septets`] apply the carriage return rule of §6.1.2.3.1 to them.

use super::packer::Packer;
use crate::error::TextError;

/// A carriage return, which fills seven spare bits.
pub(super) const CR: u8 = 0x0D;

/// How many bits fill up a header of `header_octets`, its length octet
/// included, to a septet boundary: 0 to 6.
///
/// ```
/// use smpp_message::gsm7::packed::fill_bits;
///
/// assert_eq!(fill_bits(0), 0);
/// assert_eq!(fill_bits(6), 1); // 8-bit concatenation
/// assert_eq!(fill_bits(7), 0); // 16-bit concatenation
/// ```
#[must_use]
pub const fn fill_bits(header_octets: usize) -> u8 {
    // 8 octets are 1 bit past a multiple of 7: only the remainder counts.
    match header_octets % 7 {
        1 => 6,
        2 => 5,
        3 => 4,
        4 => 3,
        5 => 2,
        6 => 1,
        _ => 0,
    }
}

/// How many octets `septets` septets take after `fill_bits` bits.
#[must_use]
pub const fn packed_len(septets: usize, fill_bits: u8) -> usize {
    let (groups, left) = (septets / 8, septets % 8);
    // At most 7 * 7 + 6 bits: no overflow.
    let bits = left
        .saturating_mul(7)
        .saturating_add((fill_bits % 7) as usize);
    groups.saturating_mul(7).saturating_add(bits.div_ceil(8))
}

/// How many septets `octets` octets can hold after `fill_bits` bits.
///
/// Where this leaves seven bits, the last of them may be no character: see
/// [`padded_septets`].
#[must_use]
pub const fn capacity(octets: usize, fill_bits: u8) -> usize {
    let (groups, left) = (octets / 7, octets % 7);
    let fill = (fill_bits % 7) as usize;
    // Whole groups hold eight septets per seven octets; the fill bits come out
    // of the rest, or out of the last group.
    let bits = left.saturating_mul(8);
    if bits >= fill {
        groups
            .saturating_mul(8)
            .saturating_add(bits.saturating_sub(fill) / 7)
    } else {
        groups.saturating_mul(8).saturating_sub(1)
    }
}

/// Packs septets, one per octet of `septets`, and answers the octets.
///
/// Spare bits are zero.
///
/// # Errors
///
/// - [`TextErrorKind::InvalidOctet`](crate::TextErrorKind::InvalidOctet) with the position of the
///   first octet above 0x7F.
/// - [`TextErrorKind::BufferTooSmall`](crate::TextErrorKind::BufferTooSmall) with the size that
///   suffices.
///
/// # Examples
///
/// ```
/// use smpp_message::gsm7::packed;
///
/// let mut out = [0; 8];
/// assert_eq!(
///     packed::pack(b"hello", 0, &mut out)?,
///     [0xE8, 0x32, 0x9B, 0xFD, 0x06],
/// );
/// # Ok::<(), smpp_message::TextError>(())
/// ```
pub fn pack<'b>(septets: &[u8], fill_bits: u8, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
    let mut packer = Packer::new(fill_bits, out);
    packer
        .extend(septets)
        .and_then(|()| packer.finish())
        .map_err(|stop| stop.into_error(packed_len(septets.len(), fill_bits)))
}

/// As [`pack`], and makes the number of septets readable from the octets: for
/// a packed `short_message`, USSD and cell broadcast.
///
/// A carriage return takes seven spare bits; and one is added to a text that
/// ends in one on an octet boundary, so that it is not taken for padding.
///
/// # Errors
///
/// As [`pack`].
pub fn pack_padded<'b>(
    septets: &[u8],
    fill_bits: u8,
    out: &'b mut [u8],
) -> Result<&'b [u8], TextError> {
    let mut packer = Packer::new(fill_bits, out);
    packer
        .extend(septets)
        .and_then(|()| packer.pad())
        .and_then(|()| packer.finish())
        .map_err(|stop| stop.into_error(padded_len(septets, fill_bits)))
}

/// How many octets [`pack_padded`] writes.
#[must_use]
pub fn padded_len(septets: &[u8], fill_bits: u8) -> usize {
    let padding = padding(septets.len(), septets.last() == Some(&CR), fill_bits);
    packed_len(septets.len().saturating_add(padding), fill_bits)
}

/// How many carriage returns, 0 or 1, the rule adds to so many septets.
pub(crate) const fn padding(septets: usize, ends_in_cr: bool, fill_bits: u8) -> usize {
    match packed_bits(septets, fill_bits) {
        1 => 1,
        0 if ends_in_cr => 1,
        _ => 0,
    }
}

/// How many septets `octets`, packed by [`pack_padded`], hold.
///
/// Without the padding, except that the carriage return added to a text which
/// ends in one is a character of the text from then on (§6.1.2.3.1).
#[must_use]
pub fn padded_septets(octets: &[u8], fill_bits: u8) -> usize {
    let septets = capacity(octets.len(), fill_bits);
    let full = packed_bits(septets, fill_bits) == 0;
    let Some(last) = septets.checked_sub(1) else {
        return 0;
    };
    if full && septet(octets, fill_bits, last) == Some(CR) {
        last
    } else {
        septets
    }
}

/// Unpacks septets, one per octet of `out`, as many as `out` has room for.
///
/// Answers what was written: fewer than `out` if the octets end before.
///
/// # Examples
///
/// ```
/// use smpp_message::gsm7::packed;
///
/// let octets = [0xE8, 0x32, 0x9B, 0xFD, 0x06];
/// let mut septets = [0; 160];
/// let count = packed::padded_septets(&octets, 0);
/// let septets = packed::unpack(&octets, 0, &mut septets[..count]);
/// assert_eq!(septets, b"hello");
/// ```
pub fn unpack<'b>(octets: &[u8], fill_bits: u8, out: &'b mut [u8]) -> &'b [u8] {
    let count = capacity(octets.len(), fill_bits).min(out.len());
    let (out, _) = out.split_at_mut_checked(count).unwrap_or_default();
    let mut at = 0_usize;
    if fill_bits % 7 == 0 {
        let mut blocks = octets.chunks_exact(7);
        let mut places = out.chunks_exact_mut(8);
        for (block, place) in blocks.by_ref().zip(places.by_ref()) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(block) {
                *to = *from;
            }
            let word = u64::from_le_bytes(word);
            for (index, to) in (0_u32..).zip(place.iter_mut()) {
                *to = low_septet(word >> index.saturating_mul(7));
            }
            at = at.saturating_add(8);
        }
    }
    for to in out.iter_mut().skip(at) {
        *to = septet(octets, fill_bits, at).unwrap_or(0);
        at = at.saturating_add(1);
    }
    out
}

/// The septet with this index, if the octets hold it.
#[must_use]
#[inline]
pub fn septet(octets: &[u8], fill_bits: u8, index: usize) -> Option<u8> {
    // Eight septets are seven octets, so that the bit count cannot overflow.
    let (group, left) = (index / 8, index % 8);
    let bit = left
        .saturating_mul(7)
        .saturating_add(usize::from(fill_bits % 7));
    let first = group.checked_mul(7)?.checked_add(bit / 8)?;
    let shift = bit % 8;
    let low = u16::from(*octets.get(first)?);
    let high = match octets.get(first.checked_add(1)?) {
        Some(&octet) => u16::from(octet),
        None if shift <= 1 => 0,
        None => return None,
    };
    Some(low_septet(u64::from((low | (high << 8)) >> shift)))
}

//------- Private helpers -----

#[inline]
fn low_septet(word: u64) -> u8 {
    let [low, ..] = word.to_le_bytes();
    low & 0x7F
}

/// Bits of the last octet in use, 0 to 7; 0 stands for all.
const fn packed_bits(septets: usize, fill_bits: u8) -> usize {
    (septets % 8)
        .saturating_mul(7)
        .saturating_add((fill_bits % 7) as usize)
        % 8
}

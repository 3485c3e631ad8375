//! Text straight into packed septets.

use crate::error::TextError;
use crate::gsm7::{Gsm7, Packer, packed};

/// Encodes a character at a time: the octets have no room for the septets.
/// `pad` applies the carriage return rule.
pub(crate) fn pack_text<'b>(
    gsm7: Gsm7,
    text: &str,
    replacement: Option<char>,
    fill_bits: u8,
    pad: bool,
    out: &'b mut [u8],
) -> Result<(&'b [u8], usize), TextError> {
    let mut packer = Packer::new(fill_bits, out);
    let mut replaced = 0_usize;
    let mut septets = 0_usize;
    let mut full = false;
    for (position, char) in text.char_indices() {
        let mut code = [0; 2];
        let (code, lost) = gsm7
            .encode_or(char.encode_utf8(&mut [0; 4]), replacement, &mut code)
            .map_err(|error| TextError::new(error.kind(), position))?;
        replaced = replaced.saturating_add(lost);
        septets = septets.saturating_add(code.len());
        full = full || packer.extend(code).is_err();
    }
    full = full || (pad && packer.pad().is_err());
    if let (false, Ok(octets)) = (full, packer.finish()) {
        return Ok((octets, replaced));
    }
    let padding = if pad {
        packed::padding(septets, text.ends_with('\r'), fill_bits)
    } else {
        0
    };
    Err(TextError::too_small(packed::packed_len(
        septets.saturating_add(padding),
        fill_bits,
    )))
}

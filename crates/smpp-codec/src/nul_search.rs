//! The search for NUL, which ends every C-octet string: a word at a time.

/// A set bit in every octet of a word that is 0, the first octet lowest; above the first such
/// octet, an octet of 1 may have one too.
#[inline(always)]
const fn zeros(word: [u8; 8]) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    let word = u64::from_le_bytes(word);
    word.wrapping_sub(LOW) & !word & HIGH
}

/// Where the first NUL stands among the first `limit` octets.
///
/// A word at a time: eight octets of an address cost one step, and there is no set-up to pay.
#[inline(always)]
pub(crate) fn find_nul(input: &[u8], limit: usize) -> Option<usize> {
    let mut rest = input;
    let mut position = 0usize;
    while let Some((word, after)) = rest.split_first_chunk() {
        let zeros = zeros(*word);
        if zeros != 0 {
            position = position.wrapping_add((zeros.trailing_zeros() / 8) as usize);
            return (position < limit).then_some(position);
        }
        position = position.wrapping_add(8);
        if position >= limit {
            return None;
        }
        rest = after;
    }
    if let Some(word) = input.last_chunk() {
        // What is left is the end of the last word, before which there is no NUL.
        let left = u32::try_from(rest.len()).unwrap_or(0);
        let seen = u64::BITS.wrapping_sub(left.wrapping_mul(8));
        let zeros = zeros(*word).checked_shr(seen).unwrap_or(0);
        position = position.wrapping_add((zeros.trailing_zeros() / 8) as usize);
        return (zeros != 0 && position < limit).then_some(position);
    }
    for octet in rest {
        if *octet == 0 {
            return (position < limit).then_some(position);
        }
        position = position.wrapping_add(1);
    }
    None
}

/// Whether there is a NUL.
///
/// A word at a time, the last one laid over the one before: an address of 20 digits is three
/// steps. Each step may end the search, which keeps the compiler from making long strides of them:
/// they would cost more to set up than these strings are long.
#[inline(always)]
pub(crate) fn has_nul(octets: &[u8]) -> bool {
    let (Some(first), Some(last)) = (octets.first_chunk(), octets.last_chunk()) else {
        return has_nul_in_few(octets);
    };
    if (zeros(*first) | zeros(*last)) != 0 {
        return true;
    }
    let mut rest = octets;
    // What stands between those two.
    while let Some((_, after)) = rest.split_first_chunk::<8>() {
        match after.first_chunk() {
            Some(word) if after.len() > 8 => {
                if zeros(*word) != 0 {
                    return true;
                }
            }
            _ => break,
        }
        rest = after;
    }
    false
}

/// The same for less than a word: two halves laid over each other, or three octets.
#[inline(always)]
fn has_nul_in_few(octets: &[u8]) -> bool {
    match (octets, octets.first_chunk(), octets.last_chunk()) {
        (_, Some([a, b, c, d]), Some([e, f, g, h])) => zeros([*a, *b, *c, *d, *e, *f, *g, *h]) != 0,
        ([first, .., last], ..) => *first == 0 || *last == 0 || octets.get(1) == Some(&0),
        ([only], ..) => *only == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{find_nul, has_nul};

    #[test]
    fn find_nul_agrees_with_a_plain_search_for_every_position_and_limit() {
        let mut octets = [0xFFu8; 40];
        for length in 0..octets.len() {
            for nul in 0..=length {
                octets.fill(0xFF);
                // 0x01 and 0x80 are the octets that a careless word search takes for NUL.
                for (i, octet) in octets.iter_mut().enumerate() {
                    *octet = [0x01, 0x80, 0xFF][i % 3];
                }
                if nul < length {
                    octets[nul] = 0;
                }
                for limit in 0..length + 2 {
                    let input = &octets[..length];
                    let plain = input.iter().take(limit).position(|octet| *octet == 0);
                    assert_eq!(find_nul(input, limit), plain, "{length} {nul} {limit}");
                }
            }
        }
    }

    #[test]
    fn has_nul_agrees_with_a_plain_search_for_every_length_and_position() {
        for length in 0..40 {
            // 0x01 and 0x80 are the octets that a careless word search takes for NUL.
            let mut octets = [0u8; 40];
            for (i, octet) in octets.iter_mut().enumerate() {
                *octet = [0x01, 0x80, 0xFF][i % 3];
            }
            assert!(!has_nul(&octets[..length]), "{length}");
            for nul in 0..length {
                let mut octets = octets;
                octets[nul] = 0;
                assert!(has_nul(&octets[..length]), "{length} {nul}");
            }
        }
    }
}

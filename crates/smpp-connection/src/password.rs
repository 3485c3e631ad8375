//! Comparing passwords.

use subtle::{Choice, ConstantTimeEq};

/// Octets that are compared at once. No password of SMPP is longer than 8.
const BLOCK: usize = 64;

/// Whether two passwords are the same, in a time that does not say where they differ.
///
/// For the authorisation hook of a server: an ordinary comparison stops at the first octet that
/// differs, and whoever measures how long a refusal takes can guess a password octet by octet.
///
/// Both are compared as if filled up to the next multiple of 64 octets, and their lengths by
/// themselves. So the time depends on the number of such blocks in the longer of the two, which is
/// one for every password that fits a bind (SMPP 3.4 section 4.1.1: at most 8 octets), and on
/// nothing else. How a password is stored is the application's matter; compare digests of equal
/// length if it is not stored as it is.
///
/// ```
/// use smpp_connection::same_password;
///
/// assert!(same_password(b"secret08", b"secret08"));
/// assert!(!same_password(b"secret0", b"secret08"));
/// ```
#[must_use]
pub fn same_password(given: &[u8], expected: &[u8]) -> bool {
    let blocks = given.len().max(expected.len()).div_ceil(BLOCK).max(1);
    let mut same = given.len().ct_eq(&expected.len());
    for block in 0..blocks {
        same &= same_block(given, expected, block);
    }
    same.into()
}

/// Whether the blocks of this number are the same; what is not there counts as zeros.
fn same_block(given: &[u8], expected: &[u8], block: usize) -> Choice {
    let (mut one, mut other) = ([0; BLOCK], [0; BLOCK]);
    fill(&mut one, given, block);
    fill(&mut other, expected, block);
    one.ct_eq(&other)
}

fn fill(into: &mut [u8; BLOCK], from: &[u8], block: usize) {
    for (octet, value) in into.iter_mut().zip(from.iter().skip(block * BLOCK)) {
        *octet = *value;
    }
}

#[cfg(test)]
mod tests {
    use super::same_password;

    #[test]
    fn the_same_is_the_same_at_every_length() {
        let password: Vec<u8> = (0..200).map(|n| n as u8).collect();
        for length in 0..password.len() {
            assert!(same_password(&password[..length], &password[..length]));
        }
    }

    #[test]
    fn a_difference_is_seen_at_every_octet_and_bit() {
        for length in [1, 8, 63, 64, 65, 130] {
            let password = vec![b'a'; length];
            for at in 0..length {
                for bit in 0..8 {
                    let mut other = password.clone();
                    other[at] ^= 1 << bit;
                    assert!(!same_password(&password, &other), "octet {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn zeros_at_the_end_make_a_difference() {
        assert!(!same_password(b"", b"\0"));
        assert!(!same_password(b"secret\0", b"secret"));
        assert!(!same_password(&[0; 64], &[0; 65]));
        assert!(!same_password(&[0; 128], b""));
    }
}

//! Octets as characters, two ways.

use core::fmt::{self, Write};

use ::serde::ser::{Serialize, Serializer};

use crate::tlv::TlvOctets;

/// Octets as lower-case hexadecimal.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "octets to show in one way")]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, self.0.iter().copied())
    }
}

impl fmt::Debug for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The octets of a TLV's value as lower-case hexadecimal.
pub(super) struct TlvHex<'a>(pub(super) &'a TlvOctets<'a>);

impl fmt::Display for TlvHex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, self.0.iter().copied())
    }
}

impl Serialize for TlvHex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Writes a buffer's worth at a time: the writer is called once for many octets.
fn write_hex(f: &mut fmt::Formatter<'_>, mut octets: impl Iterator<Item = u8>) -> fmt::Result {
    let mut buffer = [0; 128];
    loop {
        let mut used = 0usize;
        // The pair comes first: zipped the other way, an octet would be lost with each buffer.
        for (pair, octet) in buffer.chunks_exact_mut(2).zip(octets.by_ref()) {
            pair.copy_from_slice(&[digit(octet >> 4), digit(octet & 0x0F)]);
            used = used.saturating_add(2);
        }
        let text = buffer.get(..used).unwrap_or_default();
        f.write_str(core::str::from_utf8(text).unwrap_or_default())?;
        if used < buffer.len() {
            return Ok(());
        }
    }
}

/// The digit of a number below 16.
const fn digit(value: u8) -> u8 {
    match value {
        0..10 => b'0'.wrapping_add(value),
        _ => b'a'.wrapping_add(value).wrapping_sub(10),
    }
}

/// Octets as the characters of the same numbers, U+0000 to U+00FF.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "octets to show in one way")]
pub struct Characters<'a>(pub &'a [u8]);

impl fmt::Display for Characters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while !rest.is_empty() {
            let ascii = rest.iter().take_while(|octet| octet.is_ascii()).count();
            let (run, after) = rest.split_at_checked(ascii).unwrap_or((rest, &[]));
            f.write_str(core::str::from_utf8(run).unwrap_or_default())?;
            let Some((octet, behind)) = after.split_first() else {
                break;
            };
            f.write_char(char::from(*octet))?;
            rest = behind;
        }
        Ok(())
    }
}

/// How many there are, as they may be an address.
impl fmt::Debug for Characters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Characters(<{} octets>)", self.0.len())
    }
}

impl Serialize for Characters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::{String, ToString};
    use std::vec::Vec;

    use super::{Characters, Hex};

    #[test]
    fn every_octet_is_written_whatever_stands_around_it() {
        let all: Vec<u8> = (0..=255).collect();
        let hex: String = all.iter().map(|octet| format!("{octet:02x}")).collect();
        assert_eq!(Hex(&all).to_string(), hex);
        for length in 0..all.len() {
            let characters: String = all[length..].iter().copied().map(char::from).collect();
            assert_eq!(Characters(&all[length..]).to_string(), characters);
            assert_eq!(Hex(&all[length..]).to_string(), hex[2 * length..]);
        }
    }
}

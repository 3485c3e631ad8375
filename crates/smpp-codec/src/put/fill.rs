//! Encoding's second run: every field written.

use super::Put;
use crate::dialect::Version;
use crate::error::EncodeError;
use crate::field::Field;
use crate::prim::{BodyEnding, Limit};
use crate::tlv::{TlvUse, Tlvs};

/// Writes what [`Measure`](super::Measure) has counted.
pub(crate) struct Fill<'b> {
    rest: &'b mut [u8],
    ending: BodyEnding,
}

impl<'b> Fill<'b> {
    pub(crate) const fn new(room: &'b mut [u8], ending: BodyEnding) -> Self {
        Self { rest: room, ending }
    }

    /// How much of the room was not used.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// The room that was not used.
    pub(crate) const fn into_rest(self) -> &'b mut [u8] {
        self.rest
    }

    /// Writes, or does nothing where there is no room, which measuring has ruled out.
    #[inline(always)]
    pub(crate) fn write(&mut self, octets: &[u8]) {
        if let Some((room, rest)) =
            core::mem::take(&mut self.rest).split_at_mut_checked(octets.len())
        {
            room.copy_from_slice(octets);
            self.rest = rest;
        }
    }

    /// The same for a string, which is likely to be short: two words laid over each other.
    #[inline(always)]
    fn write_string(&mut self, octets: &[u8], long: bool) {
        if let Some((room, rest)) =
            core::mem::take(&mut self.rest).split_at_mut_checked(octets.len())
        {
            let done = match octets.len() {
                0..=32 => {
                    copy_ends::<16>(room, octets)
                        || octets.len() <= 16 && copy_ends::<8>(room, octets)
                        || octets.len() <= 8 && copy_ends::<4>(room, octets)
                        || octets.len() <= 4 && copy_ends::<2>(room, octets)
                }
                33..=64 if long => copy_ends::<32>(room, octets),
                _ => false,
            };
            if !done {
                room.copy_from_slice(octets);
            }
            self.rest = rest;
        }
    }

    /// The same for a size that the compiler knows.
    #[inline(always)]
    pub(crate) fn write_chunk<const N: usize>(&mut self, octets: [u8; N]) {
        if let Some((room, rest)) = core::mem::take(&mut self.rest).split_first_chunk_mut() {
            *room = octets;
            self.rest = rest;
        }
    }
}

/// Copies the first and the last `N` octets, which is all if there are `N` to twice as many; false
/// if there are fewer.
#[inline(always)]
fn copy_ends<const N: usize>(room: &mut [u8], octets: &[u8]) -> bool {
    let (Some(first), Some(last)) = (octets.first_chunk::<N>(), octets.last_chunk::<N>()) else {
        return false;
    };
    if let Some(room) = room.first_chunk_mut() {
        *room = *first;
    }
    if let Some(room) = room.last_chunk_mut() {
        *room = *last;
    }
    true
}

impl Put for Fill<'_> {
    #[inline(always)]
    fn octet_value(&mut self, _: &'static Field, value: u8) {
        if let Some((room, rest)) = core::mem::take(&mut self.rest).split_first_mut() {
            *room = value;
            self.rest = rest;
        }
    }

    #[inline(always)]
    fn integer4_value(&mut self, _: &'static Field, value: u32) {
        if let Some((room, rest)) = core::mem::take(&mut self.rest).split_first_chunk_mut() {
            *room = value.to_be_bytes();
            self.rest = rest;
        }
    }

    #[inline(always)]
    fn string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        limit: Limit,
        nul: bool,
    ) -> Result<(), EncodeError> {
        if !value.is_empty() {
            self.write_string(value, limit.in_version(Version::V5_0) > 33);
        }
        if nul {
            self.octet_value(field, 0);
        }
        Ok(())
    }

    #[inline(always)]
    fn octets(&mut self, _: &'static Field, value: &[u8], _: Limit) -> Result<(), EncodeError> {
        self.write(value);
        Ok(())
    }

    #[inline(always)]
    fn tlvs(&mut self, tlvs: &Tlvs<'_>, _: TlvUse) -> Result<(), EncodeError> {
        if !tlvs.is_empty() {
            let room = core::mem::take(&mut self.rest);
            self.rest = tlvs.fill(room);
        }
        Ok(())
    }

    #[inline(always)]
    fn ending(&self) -> BodyEnding {
        self.ending
    }
}

#[cfg(test)]
mod tests {
    use super::Fill;
    use crate::prim::BodyEnding;

    #[test]
    fn a_string_of_any_length_is_written_whole_and_nothing_behind_it() {
        let octets: [u8; 80] = core::array::from_fn(|i| i as u8 + 1);
        for length in 0..=80 {
            let mut room = [0xEE; 81];
            let mut fill = Fill::new(&mut room, BodyEnding::Whole);
            fill.write_string(&octets[..length], true);
            assert_eq!(fill.left(), 81 - length);
            assert_eq!(room[..length], octets[..length]);
            assert!(
                room[length..].iter().all(|octet| *octet == 0xEE),
                "{length}"
            );
        }
    }
}

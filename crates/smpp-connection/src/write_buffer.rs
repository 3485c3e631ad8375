//! Encoded octets until they are written.

use smpp_codec::{EncodeError, Sink};

/// Octets to write, in memory that is reused. Old octets are overwritten, not cleared first: every
/// PDU writes all of the space it claims.
#[derive(Default)]
pub(crate) struct WriteBuffer {
    memory: Vec<u8>,
    filled: usize,
}

impl WriteBuffer {
    pub(crate) const fn len(&self) -> usize {
        self.filled
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// The octets behind the first `octets`.
    pub(crate) fn behind(&self, octets: usize) -> &[u8] {
        self.memory.get(octets..self.filled).unwrap_or(&[])
    }

    pub(crate) const fn clear(&mut self) {
        self.filled = 0;
    }

    /// More memory, twice as much as before at least.
    #[cold]
    fn grow(&mut self, octets: usize) {
        self.memory
            .reserve(octets.saturating_sub(self.memory.len()));
        self.memory.resize(self.memory.capacity(), 0);
    }
}

impl Sink for WriteBuffer {
    #[inline]
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        let end = self.filled.saturating_add(octets);
        if end > self.memory.len() {
            self.grow(end);
        }
        let room = self.memory.get_mut(self.filled..end);
        self.filled = end;
        room.ok_or_else(|| EncodeError::no_room(octets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reused_memory_shows_no_older_octets() {
        let mut buffer = WriteBuffer::default();
        for (round, sizes) in [[3, 1000], [1, 0], [5000, 7]].into_iter().enumerate() {
            assert!(buffer.is_empty());
            let mut expected = Vec::new();
            for octets in sizes {
                let before = buffer.len();
                buffer.claim(octets).unwrap().fill(round as u8 + 1);
                expected.extend(std::iter::repeat_n(round as u8 + 1, octets));
                assert_eq!(buffer.behind(before).len(), octets);
            }
            assert_eq!(buffer.behind(0), expected);
            assert_eq!(buffer.len(), expected.len());
            buffer.clear();
        }
    }
}

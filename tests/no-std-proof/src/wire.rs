//! A buffer of fixed size to encode to and to read from.

use smpp_codec::{EncodeError, Sink};

/// Octets on their way from one side to the other.
pub struct Wire {
    octets: [u8; 1024],
    len: usize,
}

impl Wire {
    pub const fn new() -> Self {
        Self {
            octets: [0; 1024],
            len: 0,
        }
    }

    pub fn octets(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or(&[])
    }

    pub fn clear(&mut self) {
        self.len = 0;
    }
}

impl Sink for Wire {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        let start = self.len;
        let end = start.saturating_add(octets);
        let room = self.octets.get_mut(start..end);
        let room = room.ok_or(EncodeError::no_room(octets))?;
        self.len = end;
        Ok(room)
    }
}

//! Where encoded octets go.

use crate::error::EncodeError;
use crate::header::Header;

/// A place to encode to: it lends room for exactly one PDU at a time.
///
/// Implemented for `&mut [u8]`, which moves on behind what was written, as `std::io::Write` does;
/// with feature `alloc` for `Vec<u8>`; with feature `bytes` for `bytes::BytesMut`. Implement it
/// for a ring or a pool of your own: a PDU is measured before it is written, so one call lends
/// everything, and nothing is written when it fails.
///
/// ```
/// use smpp_codec::{Dialect, Pdu, pdu::EnquireLink};
///
/// let mut memory = [0; 20];
/// let mut free = memory.as_mut_slice();
/// Pdu::new(7, EnquireLink::default()).encode(Dialect::STRICT, &mut free)?;
/// assert_eq!(free.len(), 4);
/// assert_eq!(memory[15], 7);
/// # Ok::<(), smpp_codec::EncodeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a place to encode to",
    label = "this is not a `Sink`",
    note = "`Vec<u8>` is a `Sink` with feature `alloc` of smpp-codec, `bytes::BytesMut` with feature `bytes`",
    note = "without an allocator, encode to `&mut [u8]`: pass `&mut buffer.as_mut_slice()`"
)]
pub trait Sink {
    /// Lends room for `octets` more octets, behind what is already there.
    ///
    /// All of it will be written.
    ///
    /// # Errors
    /// [`EncodeError::no_room`] if there is not that much; nothing has changed then.
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError>;

    /// Notes that the PDU with this header was encoded into the room that was lent last.
    ///
    /// [`Pdu::encode`](crate::Pdu::encode) calls it once, after the last octet. The default does
    /// nothing. A sink that counts or shows PDUs need not decode what it was given.
    #[inline]
    fn encoded(&mut self, header: &Header) {
        let _ = header;
    }
}

impl Sink for &mut [u8] {
    #[inline]
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        if octets > self.len() {
            return Err(EncodeError::no_room(octets));
        }
        let Some((room, rest)) = core::mem::take(self).split_at_mut_checked(octets) else {
            return Err(EncodeError::no_room(octets));
        };
        *self = rest;
        Ok(room)
    }
}

#[cfg(feature = "alloc")]
impl Sink for alloc::vec::Vec<u8> {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        let start = self.len();
        self.resize(start.saturating_add(octets), 0);
        self.get_mut(start..)
            .ok_or_else(|| EncodeError::no_room(octets))
    }
}

#[cfg(feature = "bytes")]
impl Sink for bytes::BytesMut {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        let start = self.len();
        self.resize(start.saturating_add(octets), 0);
        self.get_mut(start..)
            .ok_or_else(|| EncodeError::no_room(octets))
    }
}

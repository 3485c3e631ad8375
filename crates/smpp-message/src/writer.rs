//! The caller's buffer, filled from the front.

/// The buffer ended; the caller knows how much was needed.
pub(crate) struct Full;

/// A lent buffer and how much of it is written.
pub(crate) struct Writer<'b> {
    out: &'b mut [u8],
    len: usize,
}

impl<'b> Writer<'b> {
    #[inline]
    pub(crate) const fn new(out: &'b mut [u8]) -> Self {
        Self { out, len: 0 }
    }

    #[inline]
    pub(crate) fn push(&mut self, octet: u8) -> Result<(), Full> {
        let slot = self.out.get_mut(self.len).ok_or(Full)?;
        *slot = octet;
        self.len = self.len.wrapping_add(1);
        Ok(())
    }

    /// A block of known length: one check, and a copy the compiler unrolls.
    #[inline]
    pub(crate) fn push_block<const N: usize>(&mut self, block: &[u8; N]) -> Result<(), Full> {
        let rest = self.out.get_mut(self.len..).ok_or(Full)?;
        *rest.first_chunk_mut::<N>().ok_or(Full)? = *block;
        self.len = self.len.wrapping_add(N);
        Ok(())
    }

    #[inline]
    pub(crate) fn extend(&mut self, octets: &[u8]) -> Result<(), Full> {
        let rest = self.out.get_mut(self.len..).ok_or(Full)?;
        let (place, _) = rest.split_at_mut_checked(octets.len()).ok_or(Full)?;
        place.copy_from_slice(octets);
        self.len = self.len.wrapping_add(octets.len());
        Ok(())
    }

    #[inline]
    pub(crate) fn push_char(&mut self, char: char) -> Result<(), Full> {
        self.extend(char.encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// What was written.
    #[inline]
    pub(crate) fn finish(self) -> &'b [u8] {
        self.out.get(..self.len).unwrap_or_default()
    }
}

//! Lines one by one, in bounded memory.

use std::io::{self, BufRead, Read};

/// The greatest line in characters: room for the greatest PDU that can be asked for, with white
/// space between its octets.
pub(crate) const MAX_LINE: usize = 64 * 1024 * 1024;

/// Reads line after line into one buffer.
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    number: u64,
    most: usize,
}

/// A line, its end left out.
#[derive(PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Counted from 1.
    pub(crate) number: u64,
    /// What it says; `None` if it is longer than a line may be. The rest of it was skipped.
    pub(crate) text: Option<&'a [u8]>,
}

crate::redaction::opaque!(Line<'_>);

impl<R: BufRead> Lines<R> {
    pub(crate) const fn new(reader: R, most: usize) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            number: 0,
            most,
        }
    }

    /// The next line; none at the end of the input.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let most = u64::try_from(self.most).unwrap_or(u64::MAX);
        let read = self
            .reader
            .by_ref()
            .take(most.saturating_add(1))
            .read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        let ended = self.buffer.last() == Some(&b'\n');
        if ended {
            self.buffer.pop();
        }
        let text = (self.buffer.len() <= self.most).then_some(self.buffer.as_slice());
        if text.is_none() && !ended {
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(Line {
            number: self.number,
            text,
        }))
    }

    /// Gives the reader, to see whether more has come already.
    pub(crate) const fn reader(&self) -> &R {
        &self.reader
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_counted_and_long_ones_skipped() {
        let mut lines = Lines::new(b"ab\n\nabc\nabcd\nabcdefghi\nx".as_slice(), 3);
        let mut seen = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            seen.push((line.number, line.text.map(<[u8]>::to_vec)));
        }
        let text = |text: &str| Some(text.as_bytes().to_vec());
        assert_eq!(
            seen,
            [
                (1, text("ab")),
                (2, text("")),
                (3, text("abc")),
                (4, None),
                (5, None),
                (6, text("x")),
            ]
        );
    }
}

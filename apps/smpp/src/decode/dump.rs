//! Octets for the eye: hexadecimal, and the characters among them.

use std::fmt;

/// Octets in one row.
const ROW: usize = 16;

/// Octets in rows of sixteen, each with the offset of its first.
pub(crate) struct Rows<'a> {
    octets: &'a [u8],
    offset: usize,
    /// The offset of an octet whose row is marked.
    mark: Option<usize>,
}

impl<'a> Rows<'a> {
    /// All of them.
    pub(crate) const fn new(octets: &'a [u8], offset: usize) -> Self {
        Self {
            octets,
            offset,
            mark: None,
        }
    }

    /// Those of a frame around one of its octets, whose row is marked.
    pub(crate) fn around(frame: &'a [u8], mark: usize) -> Self {
        let row = mark / ROW * ROW;
        let begin = row.saturating_sub(ROW).min(frame.len());
        let end = row.saturating_add(3 * ROW).min(frame.len());
        Self {
            octets: frame.get(begin..end).unwrap_or_default(),
            offset: begin,
            mark: Some(mark),
        }
    }
}

impl fmt::Display for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut offset = self.offset;
        for row in self.octets.chunks(ROW) {
            let next = offset + row.len();
            let marked = self.mark.is_some_and(|mark| (offset..next).contains(&mark));
            let mark = if marked { '>' } else { ' ' };
            // A row that is not full pads its hexadecimal, so that the characters line up.
            let width = ROW * 3 - 1;
            let (hex, text) = (Spaced(row).to_string(), Text(row));
            writeln!(f, "{offset:>6} {mark} {hex:<width$}  |{text}|")?;
            offset = next;
        }
        Ok(())
    }
}

/// Octets on the line of their field, if they are few enough.
pub(crate) fn inline(octets: &[u8]) -> Option<String> {
    match octets.len() {
        0 => Some("(empty)".to_owned()),
        1..=ROW => Some(format!("{}  |{}|", Spaced(octets), Text(octets))),
        _ => None,
    }
}

/// `0a ff`
struct Spaced<'a>(&'a [u8]);

impl fmt::Display for Spaced<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut space = "";
        for octet in self.0 {
            write!(f, "{space}{octet:02x}")?;
            space = " ";
        }
        Ok(())
    }
}

/// Printable ASCII as it is, and a point for everything else.
struct Text<'a>(&'a [u8]);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        self.0.iter().try_for_each(|octet| {
            let printable = (b' '..=b'~').contains(octet);
            f.write_char(if printable { char::from(*octet) } else { '.' })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Rows, inline};

    #[test]
    fn rows_tell_their_offsets_and_mark_one() {
        let frame: Vec<u8> = (0..70).collect();
        let text = Rows::around(&frame, 33).to_string();
        let starts: Vec<&str> = text.lines().map(|line| &line[..11]).collect();
        assert_eq!(
            starts,
            ["    16   10", "    32 > 20", "    48   30", "    64   40"]
        );
        let second = text.lines().nth(1).unwrap();
        assert!(second.ends_with("2e 2f  | !\"#$%&'()*+,-./|"), "{second}");
    }

    #[test]
    fn an_offset_at_the_end_marks_nothing_and_loses_nothing() {
        let text = Rows::around(&[0x1B; 20], 20).to_string();
        assert_eq!(text.lines().count(), 2);
        assert!(!text.contains('\u{1b}'));
        assert_eq!(Rows::around(&[], 400).to_string(), "");
    }

    #[test]
    fn few_octets_stand_on_one_line() {
        assert_eq!(inline(b"hi\x1b").unwrap(), "68 69 1b  |hi.|");
        assert_eq!(inline(b"").unwrap(), "(empty)");
        assert_eq!(inline(&[0; 17]), None);
    }
}

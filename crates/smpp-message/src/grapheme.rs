//! Where one visible character ends and the next begins.

use unicode_segmentation::GraphemeCursor;

/// Whether `text` may be cut at `at` without cutting an extended grapheme
/// cluster (Unicode Standard Annex 29).
pub(crate) fn is_boundary(text: &str, at: usize) -> bool {
    let octets = text.as_bytes();
    let before = at.checked_sub(1).and_then(|before| octets.get(before));
    if let (Some(before), Some(after)) = (before, octets.get(at)) {
        if before.is_ascii() && after.is_ascii() {
            return (before, after) != (&b'\r', &b'\n');
        }
    }
    if !text.is_char_boundary(at) {
        return false;
    }
    GraphemeCursor::new(at, text.len(), true)
        .is_boundary(text, 0)
        // Without the whole text at hand the answer could be unknown; it is.
        .unwrap_or(true)
}

/// The last boundary in `text` at or before `at`, or 0.
pub(crate) fn boundary_at_or_before(text: &str, at: usize) -> usize {
    if is_boundary(text, at) {
        return at;
    }
    text.get(..at)
        .unwrap_or_default()
        .char_indices()
        .rev()
        .map(|(index, _)| index)
        .find(|&index| is_boundary(text, index))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_as_one_stays_one() {
        for (text, at) in [
            ("e\u{301}x", 1),
            ("👩\u{200D}👩\u{200D}👧", 4),
            ("👩\u{200D}👩\u{200D}👧", 7),
            ("👍🏽", 4),
            ("🇨🇭🇫🇷", 4),
            ("❤\u{FE0F}", 3),
            ("\r\n", 1),
            ("क\u{94D}ष", 3),
            ("각", 0),
        ] {
            let boundary = boundary_at_or_before(text, at);
            assert_eq!(boundary, 0, "{text:?}");
        }
        assert_eq!(boundary_at_or_before("🇨🇭🇫🇷", 12), 8);
        assert_eq!(boundary_at_or_before("ab", 1), 1);
        assert_eq!(boundary_at_or_before("éa", 2), 2);
    }
}

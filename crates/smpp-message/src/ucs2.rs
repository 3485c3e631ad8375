//! UCS-2 and UTF-16.
//!
//! Spec: SMPP 3.4 §5.2.19, `data_coding` 8: ISO/IEC 10646, two octets per unit,
//! big-endian, no byte order mark. By definition that is the Basic
//! Multilingual Plane only; in practice it is UTF-16, a character outside the
//! plane being two units.

/// The byte order mark at the front, if there is one, and what follows it.
///
/// SMPP wants none. A peer that sends one, or sends little-endian text, is a
/// departure that a caller looks for with this:
///
/// ```
/// use smpp_message::Alphabet;
/// use smpp_message::ucs2::byte_order_mark;
///
/// let octets = [0xFF, 0xFE, 0x61, 0x00];
/// assert_eq!(byte_order_mark(&octets), Some((Alphabet::Utf16Le, &octets[2..])));
/// assert_eq!(byte_order_mark(&[0x00, 0x61]), None);
/// ```
#[must_use]
pub const fn byte_order_mark(octets: &[u8]) -> Option<(crate::Alphabet, &[u8])> {
    match octets {
        [0xFE, 0xFF, rest @ ..] => Some((crate::Alphabet::Utf16, rest)),
        [0xFF, 0xFE, rest @ ..] => Some((crate::Alphabet::Utf16Le, rest)),
        _ => None,
    }
}

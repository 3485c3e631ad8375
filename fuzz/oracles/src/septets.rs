//! Target `septets`: packed septets unpack to the same, after any number of fill bits.

use smpp_message::gsm7::packed;

use crate::{MAX_TEXT, cut_text, failed};

/// Packs septets behind fill bits and unpacks them, with and without padding.
///
/// The first octet selects the number of fill bits.
pub fn septets(data: &[u8]) {
    septets_by(data, packed::unpack);
}

fn septets_by(data: &[u8], unpack: for<'b> fn(&[u8], u8, &'b mut [u8]) -> &'b [u8]) {
    let Some((&fill, octets)) = cut_text(data).split_first() else {
        return;
    };
    let fill = fill % 7;
    let mut septets = [0; MAX_TEXT];
    for (to, from) in septets.iter_mut().zip(octets) {
        *to = from & 0x7F;
    }
    let septets = septets.get(..octets.len()).unwrap_or_default();
    let (mut out, mut back) = ([0; MAX_TEXT], [0; MAX_TEXT]);
    let packed = packed::pack(septets, fill, &mut out);
    let packed = packed.unwrap_or_else(|error| failed("packing", error));
    assert_eq!(packed.len(), packed::packed_len(septets.len(), fill));
    let place = back.get_mut(..septets.len()).unwrap_or_default();
    assert_eq!(unpack(packed, fill, place), septets, "unpacked septets");

    let mut out = [0; MAX_TEXT];
    let padded = packed::pack_padded(septets, fill, &mut out);
    let padded = padded.unwrap_or_else(|error| failed("packing", error));
    assert_eq!(padded.len(), packed::padded_len(septets, fill));
    let count = packed::padded_septets(padded, fill);
    let place = back.get_mut(..count).unwrap_or_default();
    let back = unpack(padded, fill, place);
    let spared = septets.last() == Some(&0x0D) && back.strip_suffix(b"\r") == Some(septets);
    assert!(back == septets || spared, "the count is in the octets");
}

#[cfg(test)]
mod tests {
    use smpp_message::gsm7::packed;

    use super::{septets, septets_by};
    use crate::testing::caught;

    #[test]
    fn ignored_fill_bits_are_caught() {
        let hello = b"\x03hello";
        septets(hello);
        caught("unpacked septets", || {
            septets_by(hello, |octets, _, out| packed::unpack(octets, 0, out));
        });
    }
}

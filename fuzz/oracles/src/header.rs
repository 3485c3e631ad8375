//! Target `header`: a user data header is rebuilt from its elements.

use smpp_message::udh::{Element, Udh, UdhBuilder};

use crate::cut_text;

/// Splits any octets into header and text, and builds the header again from its elements.
pub fn header(data: &[u8]) {
    header_by(data, |builder, element| builder.push(element).is_ok());
}

fn header_by(data: &[u8], push: fn(&mut UdhBuilder<'_>, &Element<'_>) -> bool) {
    let data = cut_text(data);
    let (lossy, _) = Udh::split_lossy(data);
    assert!(lossy.len() <= data.len().max(1));
    match Udh::split(data) {
        Ok((udh, rest)) => {
            assert_eq!(udh.len().saturating_add(rest.len()), data.len());
            assert_eq!(Udh::split_lossy(data), (udh, rest));
            let mut buffer = [0; 256];
            let mut builder = UdhBuilder::new(&mut buffer);
            for raw in udh.raw_elements() {
                assert_eq!(data.get(raw.offset()), Some(&raw.iei().0));
                let element = raw.decode().unwrap_or_else(|_| Element::Other {
                    iei: raw.iei(),
                    data: raw.data(),
                });
                assert!(push(&mut builder, &element), "a header fits 256 octets");
            }
            let built = builder.finish();
            if !udh.is_empty() {
                assert_eq!(Some(built), data.get(..udh.len()), "the same header");
            }
            if let Some(part) = udh.concatenation() {
                assert!(part.is_valid());
            }
        }
        Err(error) => assert!(error.offset() <= data.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::{header, header_by};
    use crate::testing::caught;

    #[test]
    fn a_lost_element_is_caught() {
        let udh = b"\x05\x00\x03\x2A\x02\x01text";
        header(udh);
        caught("the same header", || header_by(udh, |_, _| true));
    }
}

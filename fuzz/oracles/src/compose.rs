//! Target `compose`: a text is read back from the parts that the composer makes of it.

use smpp_codec::tlv::Tlvs;
use smpp_message::split::Splitter;
use smpp_message::{Alphabet, Composer, Message, National};

use crate::{TEXT_BUFFER, cut_text, failed};

/// Composes any text, which takes no more parts than in UCS-2, and reads it back.
///
/// The first octet selects the use of national language tables and the limit of a part.
pub fn compose(data: &[u8]) {
    compose_by(data, |split| split);
}

fn compose_by(data: &[u8], change: for<'a> fn(&'a str) -> &'a str) {
    let Some((&flags, octets)) = cut_text(data).split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(octets) else {
        return;
    };
    let mut composer = Composer::default();
    composer.national = match flags % 3 {
        0 => National::Never,
        1 => National::IfItSavesAPart,
        _ => National::RatherThanUcs2,
    };
    composer.limits.octets = flags.max(20);
    let Ok(message) = composer.compose(text) else {
        return;
    };
    if let Ok(wide) = Splitter::from_text(text, Alphabet::Utf16, &composer.limits) {
        let default = Alphabet::GSM7.units(text).is_ok();
        assert!(default || message.parts() <= wide.parts());
    }
    let mut rest = change(text);
    for part in message.with_reference(1) {
        let mut out = [0; TEXT_BUFFER];
        let octets = part.encode(&mut out);
        let octets = octets.unwrap_or_else(|error| failed("a part", error));
        let esm_class = part.esm_class();
        let coding = part.data_coding();
        let received = Message::new(esm_class, coding, octets, Tlvs::EMPTY);
        let data = received.user_data(&composer.peer);
        let data = data.unwrap_or_else(|error| failed("a header", error));
        let mut back = [0; TEXT_BUFFER];
        let back = match data.decode(&mut back) {
            Some(Ok(back)) => back,
            Some(Err(error)) => failed("a part's text", error),
            None => "",
        };
        assert_eq!(Some(back), part.as_text());
        let after = rest.strip_prefix(back);
        assert!(after.is_some(), "the parts are the text");
        rest = after.unwrap_or_default();
    }
    assert_eq!(rest, "", "and all of it");
}

#[cfg(test)]
mod tests {
    use super::{compose, compose_by};
    use crate::testing::caught;

    #[test]
    fn a_lost_character_is_caught() {
        let text = [&[1][..], "\u{15F}".repeat(100).as_bytes()].concat();
        compose(&text);
        caught("the parts are the text", || {
            compose_by(&text, |text| &text[2..])
        });
    }
}

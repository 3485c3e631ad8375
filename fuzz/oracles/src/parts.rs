//! Target `parts`: a long message is joined from its parts, in any order.

use std::time::Duration;

use smpp_codec::values::Address;
use smpp_message::Alphabet;
use smpp_message::reassemble::{Block, Fragment, Keep, Outcome, PartSlot, Reassembler};
use smpp_message::split::{Limits, Method, Splitter};
use smpp_message::udh::{Concatenation, Udh};

use crate::{TEXT_BUFFER, cut_text, failed};

/// Splits a message of any content, and joins its parts in any order, with duplicates and losses.
///
/// The first three octets select the method, the limit of a part and the memory for reassembly.
/// The first half of the rest is the message, the second the order of the parts.
pub fn parts(data: &[u8]) {
    parts_by(data, |octets| octets);
}

fn parts_by(data: &[u8], carry: fn(&[u8]) -> &[u8]) {
    let Some((&[kind, limit, blocks], rest)) = cut_text(data).split_first_chunk::<3>() else {
        return;
    };
    let (content, order) = rest.split_at(rest.len() / 2);
    let mut limits = Limits::default();
    limits.octets = limit.max(20);
    limits.method = match kind & 3 {
        0 => Method::Udh8,
        1 => Method::Udh16,
        2 => Method::Sar,
        _ => Method::Payload,
    };
    let text = std::str::from_utf8(content);
    let (alphabet, split) = match (text, kind & 4) {
        (Ok(text), 0) => (
            Some(Alphabet::Utf16),
            Splitter::from_text(text, Alphabet::Utf16, &limits),
        ),
        _ => (None, Splitter::from_octets(content, &limits)),
    };
    let Ok(split) = split else {
        return;
    };
    let mut sent = [0; TEXT_BUFFER];
    let sent = match (text, alphabet) {
        (Ok(text), Some(alphabet)) => alphabet
            .encode(text, &mut sent)
            .unwrap_or_else(|error| failed("UTF-16", error)),
        _ => content,
    };
    let parts = split.with_reference(u16::from(limit));
    assert_eq!(parts.len(), usize::from(split.parts()));
    let mut all = [None; 255];
    for (place, part) in all.iter_mut().zip(parts) {
        *place = Some(part);
    }

    let (mut slots, mut memory) = ([PartSlot::EMPTY; 3], [Block::EMPTY; 64]);
    let memory = memory
        .get_mut(..usize::from(blocks % 64).saturating_add(1))
        .unwrap_or_default();
    let mut joiner = Reassembler::new(&mut slots, memory, Keep::default());
    let (one, other) = (Address::international(b"1"), Address::international(b"2"));
    let mut now = 0_u64;
    // The script, then every part once more in order.
    let script = order.iter().map(|&octet| usize::from(octet));
    let script = script.chain(0..usize::from(split.parts()));
    let mut dropped = false;
    let mut refused = false;
    let mut whole = false;
    for step in script {
        now = now.saturating_add(1);
        let step = step.checked_rem(usize::from(split.parts()));
        let Some(part) = step.and_then(|step| *all.get(step)?) else {
            continue;
        };
        let mut out = [0; TEXT_BUFFER];
        let octets = part.encode(&mut out);
        let octets = octets.unwrap_or_else(|error| failed("a part", error));
        assert_eq!(octets.len(), part.encoded_len());
        if !part.in_payload() {
            assert!(octets.len() <= usize::from(limits.octets));
        }
        let (udh, content) = match part.has_udh() {
            true => match Udh::split(octets) {
                Ok(split) => split,
                Err(error) => failed("a header", error),
            },
            false => (Udh::EMPTY, octets),
        };
        let found = udh.concatenation().or_else(|| part.sar());
        assert_eq!(found.is_some(), part.total() > 1);
        let found = found.unwrap_or(Concatenation {
            reference: 0,
            wide: false,
            total: 1,
            number: 1,
        });
        assert_eq!((found.total, found.number), (part.total(), part.number()));
        let fragment = Fragment::from_octets(one, other, found, carry(content));
        let outcome = joiner.push(
            smpp_codec::Instant::ORIGIN + Duration::from_secs(now),
            &fragment,
            &mut |_| dropped = true,
        );
        match outcome {
            Outcome::Whole(message) => {
                let mut out = [0; TEXT_BUFFER];
                let joined = message.copy_to(&mut out);
                assert_eq!(joined, Some(sent), "the message is the one that was sent");
                whole = true;
            }
            Outcome::Refused(_) => refused = true,
            _ => {}
        }
    }
    assert!(whole || dropped || refused, "all parts came");
}

#[cfg(test)]
mod tests {
    use super::{parts, parts_by};
    use crate::testing::caught;

    #[test]
    fn lost_octets_of_a_part_are_caught() {
        let text = [b'x'; 200];
        let long = [&[0, 40, 63][..], &text, &[2, 1, 0, 0]].concat();
        parts(&long);
        caught("the message is the one that was sent", || {
            parts_by(&long, |octets| &octets[1..]);
        });
    }
}

//! Oracles for fuzzing: each takes any octets, and panics if a law is broken.
//!
//! Inputs are cut to [`MAX`] octets. Each law stands in a function that takes
//! what it checks as an argument, so that the tests can hand it a broken one.

use core::time::Duration;

use smpp_codec::Instant;

use smpp_codec::tlv::Tlvs;
use smpp_codec::values::{Address, DataCoding, EsmClass};

use crate::alphabet::Alphabet;
use crate::compose::{Composer, National};
use crate::error::{TextError, TextErrorKind};
use crate::gsm7::{Gsm7, Language, packed};
use crate::message::Message;
use crate::reassemble::{Block, Fragment, Keep, Outcome, PartSlot, Reassembler};
use crate::receipt::{AppendixB, Date, Key, Receipt, ReceiptText, Recognition};
use crate::split::{Limits, Method, Splitter};
use crate::udh::{Concatenation, Element, Udh, UdhBuilder};

/// Octets of input that are looked at.
pub const MAX: usize = 1024;

/// Octets that any text of [`MAX`] octets fits, in any alphabet: eight packed septets take seven,
/// and a character of each takes up to three.
const ROOM: usize = 4 * MAX;

/// What [`text`] checks.
type Encode = for<'b> fn(Alphabet, &str, &'b mut [u8]) -> Result<&'b [u8], TextError>;

/// Text in any alphabet: what decodes, encodes to the same; a strict reading
/// is a lossy one without a fault; errors are where they say.
pub fn text(data: &[u8]) {
    text_by(data, |alphabet, text, out| alphabet.encode(text, out));
}

fn text_by(data: &[u8], encode: Encode) {
    let Some((alphabet, octets)) = alphabet_of(data) else {
        return;
    };
    let (mut one, mut two, mut three) = ([0; ROOM], [0; ROOM], [0; ROOM]);
    let lossy = alphabet.decode_lossy(octets, &mut one);
    let lossy = lossy.unwrap_or_else(|error| failed("lossy decoding", error));
    assert!(alphabet.chars_lossy(octets).eq(lossy.chars()));
    match alphabet.decode(octets, &mut two) {
        Ok(strict) => {
            assert_eq!(strict, lossy, "a strict reading is the lossy one");
            assert!(alphabet.chars(octets).eq(strict.chars().map(Ok)));
            round_trip(alphabet, strict, encode, &mut three);
        }
        Err(error) => {
            let last = alphabet.chars(octets).last();
            assert_eq!(last, Some(Err(error)), "both readings end at one place");
            assert!(error.position() <= octets.len().saturating_mul(8) / 7);
        }
    }
    if let Ok(text) = core::str::from_utf8(octets) {
        round_trip(alphabet, text, encode, &mut three);
    }
}

fn round_trip(alphabet: Alphabet, text: &str, encode: Encode, out: &mut [u8; ROOM]) {
    match encode(alphabet, text, out) {
        Ok(octets) => {
            assert_eq!(alphabet.encoded_len(text), Ok(octets.len()));
            let mut back = [0; ROOM];
            let back = alphabet.decode(octets, &mut back);
            let back = back.unwrap_or_else(|error| failed("decoding what was encoded", error));
            let spared = matches!(alphabet, Alphabet::Gsm7Packed(_)) && text.ends_with('\r');
            assert!(
                back == text || (spared && back.strip_suffix('\r') == Some(text)),
                "encoding and decoding give the same text"
            );
            if let Some(short) = octets.len().checked_sub(1) {
                let mut small = [0; ROOM];
                let small = small.get_mut(..short).unwrap_or_default();
                let expected = Err(TextError::too_small(octets.len()));
                assert_eq!(alphabet.encode(text, small), expected);
            }
        }
        Err(error) => {
            assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
            let stranger = text
                .get(error.position()..)
                .and_then(|rest| rest.chars().next());
            let stranger = stranger.map(|char| alphabet.units_of(char));
            assert_eq!(stranger, Some(None), "the character is lacking");
            let before = text.get(..error.position()).unwrap_or_default();
            assert!(alphabet.units(before).is_ok(), "and is the first that is");
        }
    }
}

/// Septets packed and unpacked, after any fill bits.
pub fn septets(data: &[u8]) {
    septets_by(data, packed::unpack);
}

fn septets_by(data: &[u8], unpack: for<'b> fn(&[u8], u8, &'b mut [u8]) -> &'b [u8]) {
    let Some((&fill, octets)) = cut(data).split_first() else {
        return;
    };
    let fill = fill % 7;
    let mut septets = [0; MAX];
    for (to, from) in septets.iter_mut().zip(octets) {
        *to = from & 0x7F;
    }
    let septets = septets.get(..octets.len()).unwrap_or_default();
    let (mut out, mut back) = ([0; MAX], [0; MAX]);
    let packed = packed::pack(septets, fill, &mut out);
    let packed = packed.unwrap_or_else(|error| failed("packing", error));
    assert_eq!(packed.len(), packed::packed_len(septets.len(), fill));
    let place = back.get_mut(..septets.len()).unwrap_or_default();
    assert_eq!(unpack(packed, fill, place), septets);

    let mut out = [0; MAX];
    let padded = packed::pack_padded(septets, fill, &mut out);
    let padded = padded.unwrap_or_else(|error| failed("packing", error));
    assert_eq!(padded.len(), packed::padded_len(septets, fill));
    let count = packed::padded_septets(padded, fill);
    let place = back.get_mut(..count).unwrap_or_default();
    let back = unpack(padded, fill, place);
    let spared = septets.last() == Some(&0x0D) && back.strip_suffix(b"\r") == Some(septets);
    assert!(back == septets || spared, "the count is in the octets");
}

/// User data headers: one that splits, rebuilds from its elements, and is
/// read the same tolerantly.
pub fn header(data: &[u8]) {
    header_by(data, |builder, element| builder.push(element).is_ok());
}

fn header_by(data: &[u8], push: fn(&mut UdhBuilder<'_>, &Element<'_>) -> bool) {
    let data = cut(data);
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
                assert_eq!(Some(built), data.get(..udh.len()));
            }
            if let Some(part) = udh.concatenation() {
                assert!(part.is_valid());
            }
        }
        Err(error) => assert!(error.offset() <= data.len()),
    }
}

/// A message of any content, split, and joined from its parts in any order,
/// with duplicates and losses: whole messages are the one that was sent.
pub fn parts(data: &[u8]) {
    parts_by(data, |octets| octets);
}

fn parts_by(data: &[u8], carry: fn(&[u8]) -> &[u8]) {
    let Some((&[kind, limit, blocks], rest)) = cut(data).split_first_chunk::<3>() else {
        return;
    };
    let (content, order) = rest.split_at(rest.len() / 2);
    let mut limits = Limits {
        octets: limit.max(20),
        ..Limits::default()
    };
    limits.method = match kind & 3 {
        0 => Method::Udh8,
        1 => Method::Udh16,
        2 => Method::Sar,
        _ => Method::Payload,
    };
    let text = core::str::from_utf8(content);
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
    let mut sent = [0; ROOM];
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
        let mut out = [0; ROOM];
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
            Instant::ORIGIN + Duration::from_secs(now),
            &fragment,
            &mut |_| dropped = true,
        );
        match outcome {
            Outcome::Whole(message) => {
                let mut out = [0; ROOM];
                let joined = message.copy_to(&mut out);
                assert_eq!(joined, Some(sent), "the message is the one that was sent");
                whole = true;
            }
            Outcome::Refused(_) => refused = true,
            Outcome::Waiting { .. } | Outcome::Duplicate => {}
        }
    }
    assert!(whole || dropped || refused, "all parts came");
}

/// Receipts: fields are in the text and in their order of finding; what is
/// written reads back.
pub fn receipt(data: &[u8]) {
    receipt_by(data, |receipt, out| receipt.encode(out));
}

fn receipt_by(
    data: &[u8],
    encode: for<'b> fn(&AppendixB<'_>, &'b mut [u8]) -> Result<&'b [u8], TextError>,
) {
    let Some((&flags, octets)) = cut(data).split_first() else {
        return;
    };
    let mut problems = 0_usize;
    let fields = ReceiptText::decode(octets, flags & 1 != 0, &mut |problem| {
        assert!(problem.offset <= octets.len());
        problems = problems.saturating_add(1);
    });
    assert!(
        problems <= octets.len().saturating_add(1),
        "work is bounded"
    );
    let mut total = 0_usize;
    for key in Key::ALL {
        total = total.saturating_add(fields.field(key).map_or(0, <[u8]>::len));
    }
    assert!(total <= octets.len(), "fields do not overlap");

    let message = Message::new(
        EsmClass(flags & 0xFC),
        DataCoding(flags & 0x08),
        octets,
        Tlvs::EMPTY,
    );
    let recognition = Recognition {
        by_text: flags & 2 != 0,
        ..Recognition::default()
    };
    let mut scratch = [0; ROOM];
    let found = Receipt::decode_with(&message, recognition, &mut scratch, &mut |_| {});
    if let Some(found) = found {
        assert_eq!(found.id, found.text.id, "without TLVs the text is all");
        assert_eq!(found.state, found.text.state());
    }

    let word = |field: Option<&'_ [u8]>| field.is_some_and(|field| !field.is_empty());
    let (Some(date), true, true) = (fields.done_date(), word(fields.id), word(fields.err)) else {
        return;
    };
    let Some(date) = Date::new(
        date.year.clamp(1970, 2069),
        date.month,
        date.day,
        date.hour,
        0,
    ) else {
        return;
    };
    let written = AppendixB {
        id: fields.id.unwrap_or_default(),
        sub: 1,
        dlvrd: 0,
        submit_date: date,
        done_date: date,
        state: fields.state().unwrap_or_default(),
        err: fields.err.unwrap_or_default(),
        text: b"text",
    };
    let mut out = [0; ROOM];
    let octets = encode(&written, &mut out);
    let octets = octets.unwrap_or_else(|error| failed("a receipt", error));
    let mut told = false;
    let read = ReceiptText::decode(octets, false, &mut |_| told = true);
    assert!(!told, "what is written has no departure");
    assert_eq!((read.id, read.err), (fields.id, fields.err));
    assert_eq!(read.done_date(), Some(date));
    assert_eq!(read.text, Some(&b"text"[..]));
}

/// The choice of an alphabet: it loses nothing, and takes no more parts than
/// UCS-2 does.
pub fn compose(data: &[u8]) {
    compose_by(data, |split| split);
}

fn compose_by(data: &[u8], change: for<'a> fn(&'a str) -> &'a str) {
    let Some((&flags, octets)) = cut(data).split_first() else {
        return;
    };
    let Ok(text) = core::str::from_utf8(octets) else {
        return;
    };
    let mut composer = Composer {
        national: match flags % 3 {
            0 => National::Never,
            1 => National::IfItSavesAPart,
            _ => National::RatherThanUcs2,
        },
        ..Composer::default()
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
        let mut out = [0; ROOM];
        let octets = part.encode(&mut out);
        let octets = octets.unwrap_or_else(|error| failed("a part", error));
        let esm_class = EsmClass::default().with_udhi(part.has_udh());
        let coding = message.data_coding().unwrap_or_default();
        let received = Message::new(esm_class, coding, octets, Tlvs::EMPTY);
        let data = received.user_data(&composer.peer);
        let data = data.unwrap_or_else(|error| failed("a header", error));
        let mut back = [0; ROOM];
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

//------- Private helpers -----

fn cut(data: &[u8]) -> &[u8] {
    data.get(..MAX).unwrap_or(data)
}

/// An alphabet that two octets choose, and the rest.
fn alphabet_of(data: &[u8]) -> Option<(Alphabet, &[u8])> {
    let (&[kind, languages], octets) = cut(data).split_first_chunk::<2>()?;
    let gsm7 = Gsm7 {
        locking: Language(languages >> 4),
        single: Language(languages & 0x0F),
    };
    let alphabet = match kind % 10 {
        0 => Alphabet::Gsm7(gsm7),
        1 => Alphabet::Gsm7Packed(gsm7),
        2 => Alphabet::Ia5,
        3 => Alphabet::Latin1,
        4 => Alphabet::Cyrillic,
        5 => Alphabet::Hebrew,
        6 => Alphabet::Ucs2,
        7 => Alphabet::Utf16,
        8 => Alphabet::Utf16Le,
        _ => Alphabet::Utf8,
    };
    Some((alphabet, octets))
}

#[cold]
#[expect(
    clippy::panic,
    reason = "an oracle says that a law is broken by panicking"
)]
fn failed<T>(what: &str, error: impl core::fmt::Display) -> T {
    panic!("{what} failed: {error}")
}

#[cfg(test)]
mod tests;

//! Vectors of encoding: text, parts, receipts.

use smpp_codec::values::MessageState;
use smpp_message::data_coding::{Content, Meaning, MessageClass, Peer, Waiting};
use smpp_message::gsm7::packed;
use smpp_message::receipt::{AppendixB, Date};
use smpp_message::split::{Limits, Method, SplitError, Splitter};
use smpp_message::{Composer, Latin1, National, Reason};

use crate::values::{Found, Given, word_of};

pub(crate) fn encode(given: &Given<'_>, found: &mut Found) {
    let alphabet = given.alphabet("alphabet").unwrap();
    let text = given.text("text").unwrap();
    let mut out = vec![0; 4 * text.len() + 8];
    match alphabet.encode(text, &mut out) {
        Ok(octets) => {
            found.octets("octets", octets);
            found.integer("units", alphabet.units(text).unwrap());
            let mut back = vec![0; 4 * octets.len() + 8];
            found.text("decoded", alphabet.decode(octets, &mut back).unwrap());
        }
        Err(error) => {
            found.word("error", &word_of(&error.kind()));
            found.integer("position", error.position());
        }
    }
}

pub(crate) fn pack(given: &Given<'_>, found: &mut Found) {
    let septets = given.octets("septets").unwrap();
    let header = given.integer("header_octets").unwrap_or(0);
    let fill = packed::fill_bits(usize::try_from(header).unwrap());
    let mut out = vec![0; septets.len() + 8];
    found.integer("fill_bits", fill);
    let octets = packed::pack(septets, fill, &mut out).unwrap().to_vec();
    found.octets("octets", &octets);
    let mut back = vec![0; septets.len()];
    assert_eq!(packed::unpack(&octets, fill, &mut back), septets);
    let padded = packed::pack_padded(septets, fill, &mut out).unwrap();
    found.octets("padded", padded);
    found.integer("padded_septets", packed::padded_septets(padded, fill));
}

fn content(given: &Given<'_>) -> Content {
    match given.word("content") {
        Some("octets") => Content::Octets,
        _ => Content::Text(given.alphabet("content").unwrap()),
    }
}

pub(crate) fn meaning(given: &Given<'_>, found: &mut Found) {
    let mut meaning = Meaning::new(content(given));
    meaning.class = given.octet("class").map(MessageClass);
    meaning.waiting = given.octet("waiting").map(|kind| Waiting {
        active: given.integer("active") == Some(1),
        store: given.integer("store") == Some(1),
        kind,
    });
    match meaning.data_coding(&Peer::default()) {
        Some(value) => found.integer("data_coding", value.0),
        None => found.word("data_coding", "none"),
    }
}

fn limits<'m>(given: &Given<'m>) -> Limits<'m> {
    let mut limits = Limits::default();
    limits.header = given.header();
    limits.octets = given.octet("limit").unwrap_or(limits.octets);
    limits.method = match given.word("method") {
        None | Some("udh8") => Method::Udh8,
        Some("udh16") => Method::Udh16,
        Some("sar") => Method::Sar,
        Some("payload") => Method::Payload,
        Some(other) => panic!("no method {other}"),
    };
    limits
}

fn prepare<'m>(given: &Given<'m>) -> Result<Splitter<'m>, SplitError> {
    match given.octets("octets") {
        Some(octets) => Splitter::from_octets(octets, &limits(given)),
        None => {
            let alphabet = given.alphabet("alphabet").unwrap();
            Splitter::from_text(given.text("text").unwrap(), alphabet, &limits(given))
        }
    }
}

/// The capacity of each part, and the places where a text is split.
pub(crate) fn split(given: &Given<'_>, found: &mut Found) {
    let split = match prepare(given) {
        Ok(split) => split,
        Err(error) => {
            found.word("error", &word_of(&error.kind()));
            found.integer("position", error.position());
            return;
        }
    };
    found.integer("parts", split.parts());
    found.integer("capacity", split.capacity());
    found.integer("units", split.units());
    found.integer("room", split.room());
    for (place, part) in split.with_reference(1).enumerate() {
        found.integer(&format!("part[{place}].units"), part.units());
        found.integer(&format!("part[{place}].octets"), part.encoded_len());
        let text = part.as_text();
        if given.integer("cuts") == Some(1) {
            found.text(&format!("part[{place}].text"), text.unwrap());
        }
    }
}

/// The octets of each part.
pub(crate) fn parts(given: &Given<'_>, found: &mut Found) {
    let split = prepare(given).unwrap();
    let reference = u16::try_from(given.integer("reference").unwrap()).unwrap();
    for (place, part) in split.with_reference(reference).enumerate() {
        let mut out = [0; 512];
        found.octets(
            &format!("part[{place}].octets"),
            part.encode(&mut out).unwrap(),
        );
        found.integer(&format!("part[{place}].esm_class"), part.esm_class().0);
        for tlv in part.sar_tlvs().into_iter().flatten() {
            let name = format!("part[{place}].tlv-0x{:04x}", tlv.tag().0);
            found.octets(&name, &tlv.value_octets().collect::<Vec<_>>());
        }
    }
}

pub(crate) fn compose(given: &Given<'_>, found: &mut Found) {
    let mut composer = Composer::default();
    composer.limits = limits(given);
    composer.class = given.octet("class").map(MessageClass);
    composer.national = match given.word("national") {
        Some("never") => National::Never,
        Some("rather_than_ucs2") => National::RatherThanUcs2,
        _ => National::IfItSavesAPart,
    };
    composer.latin1 = match given.word("latin1") {
        Some("if_in_gsm7") => Latin1::IfInGsm7,
        Some("if_not_in_default") => Latin1::IfNotInDefault,
        _ => Latin1::Never,
    };
    if let Some(alphabet) = given.alphabet("zero") {
        composer.peer.zero = Content::Text(alphabet);
    }
    let message = composer.compose(given.text("text").unwrap()).unwrap();
    found.alphabet("alphabet", message.alphabet());
    found.word("reason", &word_of(&message.reason()));
    match message.reason() {
        Reason::NotInDefault { position } => found.integer("position", position),
        Reason::SavesParts(parts) => found.integer("saved", parts),
        _ => {}
    }
    found.integer("data_coding", message.data_coding().0);
    found.integer("parts", message.parts());
    found.integer("units", message.units());
    found.integer("room", message.room());
}

/// `YYMMDDhhmm` of a year from 2000 on.
fn date(digits: &[u8]) -> Date {
    let pair = |place: usize| (digits[place] - b'0') * 10 + digits[place + 1] - b'0';
    Date::new(
        2000 + u16::from(pair(0)),
        pair(2),
        pair(4),
        pair(6),
        pair(8),
    )
    .unwrap()
}

pub(crate) fn format(given: &Given<'_>, found: &mut Found) {
    let number = |name| u16::try_from(given.integer(name).unwrap()).unwrap();
    let receipt = AppendixB {
        id: given.octets("id").unwrap(),
        sub: number("sub"),
        dlvrd: number("dlvrd"),
        submit_date: date(given.octets("submit_date").unwrap()),
        done_date: date(given.octets("done_date").unwrap()),
        state: MessageState(given.octet("state").unwrap()),
        err: given.octets("err").unwrap(),
        text: given.octets("text").unwrap(),
    };
    let mut out = [0; 256];
    found.octets("octets", receipt.encode(&mut out).unwrap());
}

//! Vectors of decoding: text, headers, parts, receipts.

use std::time::Duration;

use smpp_codec::tlv::{self, Tlv, TlvTag};
use smpp_codec::values::{Address, EsmClass};
use smpp_message::data_coding::{Content, DataCoding, Groups, Meaning, Peer};
use smpp_message::gsm7::Language;
use smpp_message::reassemble::{Fragment, Keep, Outcome, Reassembler};
use smpp_message::receipt::{Date, IdForm, Key, ProblemKind, Receipt, Recognition};
use smpp_message::udh::{Concatenation, Element, Ports, Udh, UdhBuilder};
use smpp_message::{Instant, Message};

use crate::values::{Found, Given, word_of};

pub(crate) fn decode(given: &Given<'_>, found: &mut Found) {
    let alphabet = given.alphabet("alphabet").unwrap();
    let octets = given.octets("octets").unwrap();
    let mut out = vec![0; 4 * octets.len() + 8];
    match alphabet.decode(octets, &mut out) {
        Ok(text) => found.text("text", text),
        Err(error) => {
            found.word("error", &word_of(&error.kind()));
            found.integer("position", error.position());
            found.text("lossy", alphabet.decode_lossy(octets, &mut out).unwrap());
        }
    }
}

fn peer(given: &Given<'_>) -> Peer {
    let mut peer = Peer::default();
    if let Some(alphabet) = given.alphabet("zero") {
        peer.zero = Content::Text(alphabet);
    }
    if let Some(alphabet) = given.alphabet("eight") {
        peer.eight = Content::Text(alphabet);
    }
    if let Some(alphabet) = given.alphabet("four") {
        peer.four = Content::Text(alphabet);
    }
    peer.groups = match given.word("groups") {
        None | Some("practised") => Groups::Practised,
        Some("specified") => Groups::Specified,
        Some("all") => Groups::All,
        Some(other) => panic!("no groups {other}"),
    };
    peer
}

fn content(found: &mut Found, content: Content) {
    match content {
        Content::Text(alphabet) => found.alphabet("content", alphabet),
        Content::Octets => found.word("content", "octets"),
        Content::Foreign(_) => found.word("content", "foreign"),
        Content::Reserved(_) => found.word("content", "reserved"),
        other => panic!("no word for {other:?}"),
    }
}

pub(crate) fn data_coding(given: &Given<'_>, found: &mut Found) {
    let value = DataCoding(given.octet("data_coding").unwrap());
    let meaning = Meaning::of(value, &peer(given));
    content(found, meaning.content);
    if let Some(class) = meaning.class {
        found.integer("class", class.0);
    }
    if let Some(waiting) = meaning.waiting {
        found.integer("waiting", waiting.kind);
        found.flag("active", waiting.active);
        found.flag("store", waiting.store);
    }
    found.flag("compressed", meaning.compressed);
    found.flag("delete_after_reading", meaning.delete_after_reading);
}

fn part(found: &mut Found, part: Option<Concatenation>) {
    if let Some(part) = part {
        found.integer("part.reference", part.reference);
        found.integer("part.total", part.total);
        found.integer("part.number", part.number);
    }
}

pub(crate) fn header(given: &Given<'_>, found: &mut Found) {
    let octets = given.octets("octets").unwrap();
    let udh = match Udh::split(octets) {
        Ok((udh, rest)) => {
            found.octets("content", rest);
            udh
        }
        Err(error) => {
            found.word("error", &word_of(&error.kind()));
            found.integer("offset", error.offset());
            let (udh, rest) = Udh::split_lossy(octets);
            found.octets("content", rest);
            udh
        }
    };
    let mut room = [0; 256];
    let mut builder = UdhBuilder::new(&mut room);
    let mut whole = true;
    for (place, raw) in udh.raw_elements().enumerate() {
        let name = |field: &str| format!("element[{place}].{field}");
        found.integer(&name("iei"), raw.iei().0);
        found.integer(&name("offset"), raw.offset());
        match raw.decode() {
            Ok(element) => {
                builder.push(&element).unwrap();
                fields(found, &name, &element);
            }
            Err(error) => {
                whole = false;
                found.word(&name("error"), &word_of(&error.kind()));
            }
        }
    }
    if whole {
        assert_eq!(builder.udh().as_octets(), udh.as_octets(), "built again");
    }
    part(found, udh.concatenation());
    if let Some(Ports {
        destination,
        originator,
        ..
    }) = udh.ports()
    {
        found.integer("ports.destination", destination);
        found.integer("ports.originator", originator);
    }
    let tables = udh.gsm7();
    for (name, language) in [("locking", tables.locking), ("single", tables.single)] {
        if language != Language::DEFAULT {
            found.integer(name, language.0);
        }
    }
}

fn fields(found: &mut Found, name: &dyn Fn(&str) -> String, element: &Element<'_>) {
    let mut integers = |fields: &[(&str, u32)]| {
        for (field, value) in fields {
            found.integer(&name(field), *value);
        }
    };
    match *element {
        Element::Concatenation(part) => integers(&[
            ("reference", part.reference.into()),
            ("total", part.total.into()),
            ("number", part.number.into()),
        ]),
        Element::MessageIndication(indication) => integers(&[
            ("store", indication.store.into()),
            ("profile", indication.profile.into()),
            ("kind", indication.kind.into()),
            ("count", indication.count.into()),
        ]),
        Element::Ports(ports) => integers(&[
            ("destination", ports.destination.into()),
            ("originator", ports.originator.into()),
        ]),
        Element::SmscControl(value)
        | Element::SourceIndicator(value)
        | Element::UserPrompt(value)
        | Element::EmailHeader(value)
        | Element::SingleShift(Language(value))
        | Element::LockingShift(Language(value)) => integers(&[("value", value.into())]),
        Element::TextFormatting(format) => {
            integers(&[
                ("start", format.start.into()),
                ("length", format.length.into()),
                ("mode", format.mode.into()),
            ]);
            if let Some(colour) = format.colour {
                integers(&[("colour", colour.into())]);
            }
        }
        Element::PredefinedSound { position, number }
        | Element::PredefinedAnimation { position, number } => {
            integers(&[("position", position.into()), ("number", number.into())]);
        }
        Element::Object { position, data, .. } => {
            integers(&[("position", position.into())]);
            found.octets(&name("data"), data);
        }
        Element::VariablePicture {
            position,
            width,
            height,
            data,
        } => {
            integers(&[
                ("position", position.into()),
                ("width", width.into()),
                ("height", height.into()),
            ]);
            found.octets(&name("data"), data);
        }
        Element::ReusedExtendedObject {
            reference,
            position,
        } => integers(&[
            ("reference", reference.into()),
            ("position", position.into()),
        ]),
        Element::ObjectDistribution { count, attributes } => {
            integers(&[("count", count.into()), ("attributes", attributes.into())]);
        }
        Element::Hyperlink {
            position,
            title,
            url,
        } => integers(&[
            ("position", position.into()),
            ("title", title.into()),
            ("url", url.into()),
        ]),
        Element::Other { data, .. } => found.octets(&name("data"), data),
        ref other => panic!("no fields of {other:?}"),
    }
}

/// The TLVs that are given by their tags.
fn tlvs<'m>(given: &Given<'m>) -> Vec<Tlv<'m>> {
    let known = [
        tlv::SAR_MSG_REF_NUM.tag(),
        tlv::SAR_TOTAL_SEGMENTS.tag(),
        tlv::SAR_SEGMENT_SEQNUM.tag(),
        tlv::MESSAGE_PAYLOAD.tag(),
        tlv::RECEIPTED_MESSAGE_ID.tag(),
        tlv::MESSAGE_STATE.tag(),
        tlv::NETWORK_ERROR_CODE.tag(),
    ];
    let value = |tag: TlvTag| Some((tag, given.octets(&format!("tlv-0x{:04x}", tag.0))?));
    let values = known.into_iter().filter_map(value);
    values.map(|(tag, value)| Tlv::raw(tag, value)).collect()
}

fn read<'t>(given: &Given<'t>, tlvs: &'t [Tlv<'t>]) -> Message<'t> {
    Message::new(
        EsmClass(given.octet("esm_class").unwrap_or(0)),
        DataCoding(given.octet("data_coding").unwrap_or(0)),
        given.octets("octets").unwrap_or_default(),
        tlvs.into(),
    )
}

pub(crate) fn message(given: &Given<'_>, found: &mut Found) {
    let tlvs = tlvs(given);
    let message = read(given, &tlvs);
    let peer = peer(given);
    found.flag("twice", message.twice);
    let data = match message.user_data(&peer) {
        Ok(data) => data,
        Err(error) => {
            found.word("error", &word_of(&error.kind()));
            found.integer("offset", error.offset());
            message.user_data_lossy(&peer)
        }
    };
    content(found, data.meaning.content);
    match data.chars_lossy() {
        Some(chars) => found.text("text", &chars.collect::<String>()),
        None => found.octets("octets", data.octets),
    }
    part(found, data.part);
}

pub(crate) fn reassemble(given: &Given<'_>, found: &mut Found) {
    let mut keep = Keep::default();
    if let Some(age) = given.integer("age") {
        keep.age = Duration::from_secs(age.into());
    }
    if let Some(octets) = given.integer("message_octets") {
        keep.message_octets = octets;
    }
    keep.messages_per_source = given
        .integer("messages_per_source")
        .map(|messages| messages.try_into().unwrap());
    let messages = given.integer("messages").unwrap_or(16).try_into().unwrap();
    let mut reassembler = Reassembler::with_capacity(messages, 64, keep);
    let mut number = 0;
    while let Some(octets) = given.octets(&format!("push[{number}].octets")) {
        let name = |field: &str| format!("push[{number}].{field}");
        let integer = |field| given.integer(&name(field));
        let address = Address::international;
        let part = Concatenation {
            reference: u16::try_from(integer("reference").unwrap_or(1)).unwrap(),
            wide: integer("wide") == Some(1),
            total: given.octet(&name("total")).unwrap(),
            number: given.octet(&name("number")).unwrap(),
        };
        let source = given.octets(&name("source")).unwrap_or(b"1");
        let destination = given.octets(&name("destination")).unwrap_or(b"2");
        let mut part = Fragment::from_octets(address(source), address(destination), part, octets);
        part.sar = integer("sar") == Some(1);
        let now = Instant::ORIGIN + Duration::from_secs(integer("time").unwrap_or(0).into());
        let mut dropped = Vec::new();
        let outcome = reassembler.push(now, &part, &mut |lost| dropped.push(word_of(&lost.reason)));
        let (word, octets) = match outcome {
            Outcome::Whole(message) => {
                let mut out = vec![0; message.len()];
                (
                    "whole".into(),
                    Some(message.copy_to(&mut out).unwrap().to_vec()),
                )
            }
            Outcome::Waiting { .. } => ("waiting".into(), None),
            Outcome::Duplicate => ("duplicate".into(), None),
            Outcome::Refused(refusal) => (word_of(&refusal), None),
            other => panic!("no word for {other:?}"),
        };
        for (place, reason) in dropped.iter().enumerate() {
            found.word(&format!("outcome[{number}].dropped[{place}]"), reason);
        }
        found.word(&format!("outcome[{number}]"), &word);
        if let Some(octets) = octets {
            found.octets(&format!("outcome[{number}].octets"), &octets);
        }
        number += 1;
    }
    found.integer("waiting", reassembler.waiting());
}

pub(crate) fn receipt(given: &Given<'_>, found: &mut Found) {
    let tlvs = tlvs(given);
    let message = read(given, &tlvs);
    let mut recognition = Recognition::default();
    recognition.by_tlvs = given.integer("by_tlvs") == Some(1);
    recognition.by_text = given.integer("by_text") == Some(1);
    recognition.text_anywhere = given.integer("text_anywhere") == Some(1);
    let mut problems = Vec::new();
    let mut scratch = [0; 1024];
    let receipt = Receipt::decode_with(&message, recognition, &mut scratch, &mut |problem| {
        problems.push(problem);
    });
    let Some(receipt) = receipt else {
        found.word("kind", "none");
        return;
    };
    found.word("kind", &word_of(&receipt.kind));
    if let Some(id) = receipt.id {
        found.octets("id", id);
    }
    if let Some(state) = receipt.state {
        found.integer("state", state.0);
    }
    if let Some(error) = receipt.network_error {
        found.integer("network_error.network", error.network_type.0);
        found.integer("network_error.code", error.error_code);
    }
    for key in Key::ALL {
        if let Some(value) = receipt.text.field(key) {
            found.octets(&format!("text.{}", key.name().replace(' ', "_")), value);
        }
    }
    for (name, date) in [
        ("submit_date", receipt.text.submit_date()),
        ("done_date", receipt.text.done_date()),
    ] {
        if let Some(date) = date {
            found.text(name, &iso(&date));
        }
    }
    for (name, number) in [("sub", receipt.text.sub()), ("dlvrd", receipt.text.dlvrd())] {
        if let Some(number) = number {
            found.integer(name, number);
        }
    }
    for (place, problem) in problems.iter().enumerate() {
        found.word(&format!("problem[{place}].kind"), &word_of(&problem.kind));
        if let ProblemKind::Repeated(key)
        | ProblemKind::Unreadable(key)
        | ProblemKind::AmbiguousDate(key)
        | ProblemKind::SpaceBeforeValue(key) = problem.kind
        {
            let key = key.name().replace(' ', "_");
            found.word(&format!("problem[{place}].key"), &key);
        }
        found.integer(&format!("problem[{place}].offset"), problem.offset);
    }
}

fn iso(date: &Date) -> String {
    let Date {
        year,
        month,
        day,
        hour,
        minute,
        second,
        ..
    } = date;
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

pub(crate) fn id(given: &Given<'_>, found: &mut Found) {
    let form = match given.word("form").unwrap() {
        "same" => IdForm::Same,
        "lower_case" => IdForm::LowerCase,
        "without_zeros" => IdForm::WithoutZeros,
        "padded" => IdForm::Padded(given.octet("width").unwrap()),
        "decimal_to_hex" => IdForm::DecimalToHex,
        "hex_to_decimal" => IdForm::HexToDecimal,
        other => panic!("no form {other}"),
    };
    let mut out = [0; 128];
    match form.rewrite(given.octets("id").unwrap(), &mut out) {
        Some(id) => found.octets("id", id),
        None => found.word("id", "none"),
    }
}

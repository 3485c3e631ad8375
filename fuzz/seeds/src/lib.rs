//! What the fuzz targets start from: the octets of `spec-vectors/`, in the shape that each oracle
//! reads, and the inputs that fuzzing has found worth keeping.
//!
//! Nothing is stored twice: seeds are made from the vectors whenever they are wanted. `cargo test`
//! replays all of it against the oracles, on stable Rust and without a fuzzer.

mod records;

pub use records::{pack, unpack};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use smpp_codec::pdu::{Bind, BindResp, Body};
use smpp_codec::{CommandId, Dialect, Pdu, fuzzing as codec};
use smpp_message::fuzzing as message;
use smpp_simulator::Rng;
use smpp_simulator::Role;
use smpp_vectors::{FieldValue, ItemValue, Message, Vector};

/// A fuzz target: `fuzz/fuzz_targets/NAME.rs`.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// What it calls.
    pub oracle: fn(&[u8]),
    seeds: Seeds,
}

/// What the conformance suite is to a target.
#[derive(Clone, Copy, Debug)]
enum Seeds {
    /// Every PDU and stream, in this shape.
    Pdus(fn(&Vector) -> Vec<Vec<u8>>),
    /// What is in a message, wherever the suite has some, in this shape.
    Contents(fn(&[u8]) -> Vec<Vec<u8>>),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    target("framing", codec::framing, |vector| {
        [1, 7, 255]
            .map(|piece| join(&[piece, 3], &vector.octets))
            .into()
    }),
    target("decode", codec::decode, framed),
    target("print", codec::print, framed),
    target("pdu", codec::pdu, |vector| {
        vec![join(&dialect(vector, 0), &vector.octets)]
    }),
    target("tlvs", codec::tlvs, tails),
    target("time", codec::time, times),
    target("json", smpp_cli::fuzzing::json, framed),
    target("tree", smpp_cli::fuzzing::tree, framed),
    content("text", message::text, chosen),
    content("septets", message::septets, chosen),
    content("header", message::header, |octets| vec![octets.into()]),
    content("parts", message::parts, chosen),
    content("receipt", message::receipt, chosen),
    content("compose", message::compose, chosen),
    target("session", session, |vector| vec![vector.octets.clone()]),
    target("session_split", session_split, |vector| {
        let bound = |role: u8, body| {
            let mut bind = [0; 64];
            let pdu = Pdu::new(1, body);
            let octets = pdu.encode(Dialect::STRICT, &mut bind.as_mut_slice());
            let bind = bind.get(..octets.unwrap_or(0)).unwrap_or_default();
            [&[role, 1], bind, &vector.octets].concat()
        };
        let response = BindResp {
            system_id: Some(b"mc"),
            ..BindResp::default()
        };
        vec![
            bound(0, Body::BindTransceiverResp(response)),
            bound(1, Body::BindTransceiver(Bind::default())),
        ]
    }),
];

/// Two sessions, joined by a link that delays, cuts and misbehaves, through any operations.
pub fn session(data: &[u8]) {
    let data = data.get(..codec::MAX).unwrap_or(data);
    let _ = smpp_simulator::run(data);
}

/// One session and any stream, whole and in pieces: the same events, the same answers.
///
/// The first octet chooses the role, the second the pieces.
pub fn session_split(data: &[u8]) {
    let [role, seed, stream @ ..] = data.get(..codec::MAX).unwrap_or(data) else {
        return;
    };
    let role = match role & 1 {
        0 => Role::Esme,
        _ => Role::MessageCenter,
    };
    smpp_simulator::split::check(role, stream, &mut Rng::new(u64::from(*seed)));
}

const fn target(
    name: &'static str,
    oracle: fn(&[u8]),
    seeds: fn(&Vector) -> Vec<Vec<u8>>,
) -> Target {
    Target {
        name,
        oracle,
        seeds: Seeds::Pdus(seeds),
    }
}

const fn content(
    name: &'static str,
    oracle: fn(&[u8]),
    seeds: fn(&[u8]) -> Vec<Vec<u8>>,
) -> Target {
    Target {
        name,
        oracle,
        seeds: Seeds::Contents(seeds),
    }
}

impl Target {
    /// The seeds that the vectors make, by a name that says which vector it was; cut to what the
    /// oracles look at.
    ///
    /// # Errors
    /// The vectors cannot be read.
    pub fn seeds(&self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let mut found = Vec::new();
        let mut add = |id: &str, seeds: Vec<Vec<u8>>| {
            for (index, mut octets) in seeds.into_iter().enumerate() {
                octets.truncate(codec::MAX);
                found.push((format!("{id}-{index}"), octets));
            }
        };
        for vector in smpp_vectors::merged()? {
            match self.seeds {
                Seeds::Pdus(seeds) => add(&vector.id, seeds(&vector)),
                Seeds::Contents(seeds) => add(&vector.id, each(short_messages(&vector), seeds)),
            }
        }
        if let Seeds::Contents(seeds) = self.seeds {
            for message in smpp_vectors::messages()? {
                add(&message.id, each(given(&message), seeds));
            }
        }
        Ok(found)
    }

    /// The inputs that fuzzing has found, and that reach what no other does; those that once
    /// broke a law, too.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn kept(&self) -> io::Result<Vec<Vec<u8>>> {
        let mut kept = Vec::new();
        let corpus = fuzz().join("kept").join(self.name);
        if corpus.exists() {
            kept.extend(unpack(&fs::read(corpus)?)?);
        }
        let regressions = fuzz().join("regressions").join(self.name);
        if regressions.exists() {
            for entry in fs::read_dir(regressions)? {
                kept.push(fs::read(entry?.path())?);
            }
        }
        Ok(kept)
    }
}

/// The directory `fuzz/` of this repository.
#[must_use]
pub fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A frame, strictly and tolerantly, in the version of the vector.
fn framed(vector: &Vector) -> Vec<Vec<u8>> {
    [0x00, 0x40]
        .map(|tolerance| join(&dialect(vector, tolerance), &vector.octets))
        .into()
}

/// The three octets that choose a dialect.
fn dialect(vector: &Vector, tolerance: u8) -> [u8; codec::PREFIX] {
    let version = match vector.version.as_str() {
        "3.3" => 0,
        "3.4" => 1,
        _ => 2,
    };
    [version | tolerance, 0, 0]
}

/// What follows the mandatory fields.
fn tails(vector: &Vector) -> Vec<Vec<u8>> {
    let mut octets = Vec::new();
    for tlv in &vector.tlvs {
        octets.extend(tlv.tag.to_be_bytes());
        octets.extend(
            u16::try_from(tlv.octets.len())
                .unwrap_or_default()
                .to_be_bytes(),
        );
        octets.extend(&tlv.octets);
    }
    octets.extend(&vector.trailing);
    if octets.is_empty() {
        vec![]
    } else {
        vec![octets]
    }
}

/// Each string that may be a time, in two centuries.
fn times(vector: &Vector) -> Vec<Vec<u8>> {
    let strings = vector.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Octets(octets) if (12..=17).contains(&octets.len()) => Some(octets),
        _ => None,
    });
    let century = |first: u16| [&first.to_be_bytes()[..], &[0; codec::TIME_PREFIX - 2]].concat();
    strings
        .flat_map(|octets| [1938, 2000].map(|first| join(&century(first), octets)))
        .collect()
}

/// The message of a vector, as it stands.
fn short_messages(vector: &Vector) -> Vec<Vec<u8>> {
    let fields = vector
        .fields
        .iter()
        .filter(|field| field.name == "short_message");
    let fields = fields.filter_map(|field| match &field.value {
        FieldValue::Octets(octets) => Some(octets.clone()),
        _ => None,
    });
    let tlvs = vector.tlvs.iter().filter(|tlv| tlv.octets.len() > 8);
    fields.chain(tlvs.map(|tlv| tlv.octets.clone())).collect()
}

/// Everything that a vector of message contents gives as octets, or as text.
fn given(message: &Message) -> Vec<Vec<u8>> {
    let octets = message.given.iter().filter_map(|item| match &item.value {
        ItemValue::Octets(octets) => Some(octets.clone()),
        ItemValue::Text(text) => Some(text.clone().into_bytes()),
        ItemValue::Integer(_) | ItemValue::Word(_) => None,
    });
    octets.collect()
}

fn each(contents: Vec<Vec<u8>>, seeds: fn(&[u8]) -> Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    contents.iter().flat_map(|octets| seeds(octets)).collect()
}

/// Contents behind an octet or two that choose something.
fn chosen(octets: &[u8]) -> Vec<Vec<u8>> {
    let choices = (0..12).map(|choice| join(&[choice, 0], octets));
    choices.collect()
}

fn join(first: &[u8], second: &[u8]) -> Vec<u8> {
    [first, second].concat()
}

/// A dictionary for libFuzzer: ids, tags, versions and lengths as they stand on the wire.
#[must_use]
pub fn dictionary() -> String {
    let mut lines = vec!["# Generated by `cargo run -p smpp-seeds`: do not edit.".into()];
    let mut word = |name: &str, octets: &[u8]| {
        let octets: String = octets
            .iter()
            .map(|octet| format!("\\x{octet:02x}"))
            .collect();
        lines.push(format!("{name}=\"{octets}\""));
    };
    for id in CommandId::KNOWN {
        word(id.name().unwrap_or_default(), &id.0.to_be_bytes());
    }
    for tag in smpp_codec::tlv::TlvTag::KNOWN {
        word(
            &format!("tlv_{}", tag.name().unwrap_or_default()),
            &tag.0.to_be_bytes(),
        );
    }
    word("time", b"261123161500000+\0");
    word("relative_time", b"000001000000000R\0");
    for (name, text) in [
        ("receipt_id", "id:"),
        ("receipt_sub", " sub:"),
        ("receipt_dlvrd", " dlvrd:"),
        ("receipt_submit_date", " submit date:"),
        ("receipt_done_date", " done date:"),
        ("receipt_stat", " stat:DELIVRD"),
        ("receipt_err", " err:"),
        ("receipt_text", " text:"),
        ("http", "GET / HTTP/1.1\r\n"),
    ] {
        word(name, text.as_bytes());
    }
    word("concatenation", &[5, 0, 3, 1, 2, 1]);
    word("concatenation_16", &[6, 8, 4, 0, 1, 2, 1]);
    word("ports", &[6, 5, 4, 0x0B, 0x84, 0x23, 0xF0]);
    word("no_length", &[0, 0, 0, 0]);
    word("greatest_length", &[0xFF; 4]);
    word("largest_frame", &69_631u32.to_be_bytes());
    lines.push(String::new());
    lines.join("\n")
}

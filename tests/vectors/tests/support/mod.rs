//! The codec's results in the words of the vectors.
#![allow(dead_code, reason = "each test binary uses its part")]

pub(crate) mod keys;

use smpp_codec::frame::{self, FrameError, FrameSplit};
use smpp_codec::visit::{FieldValue as Seen, Visitor};
use smpp_codec::{CommandId, DecodeError, Deviation, Dialect, Pdu, Tolerance, Version};
use smpp_vectors::{Fault, Field, FieldValue, Tlv, Typed, Vector};

/// Strict and tolerant, in the version of a vector.
pub(crate) fn dialects(vector: &Vector) -> [Dialect; 2] {
    let version = match vector.version.as_str() {
        "3.3" => Version::V3_3,
        "3.4" => Version::V3_4,
        "5.0" => Version::V5_0,
        other => panic!("{}: no version {other}", vector.id),
    };
    [
        Dialect::STRICT.with_version(version),
        Dialect::TOLERANT.with_version(version),
    ]
}

/// The cap on `command_length` that a vector wants.
pub(crate) fn max_octets(vector: &Vector) -> usize {
    vector
        .max_octets
        .map_or(frame::DEFAULT_MAX_OCTETS, |most| most as usize)
}

/// The end of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    Clean,
    Need(usize),
    Fatal(FrameError),
}

/// Every frame of a stream, and how it ends.
pub(crate) fn frames(stream: &[u8], max_octets: usize) -> (Vec<&[u8]>, Rest) {
    let (mut found, mut stream) = (Vec::new(), stream);
    while !stream.is_empty() {
        match frame::split(stream, max_octets) {
            Ok(FrameSplit::Frame { frame, rest }) => {
                found.push(frame);
                stream = rest;
            }
            Ok(FrameSplit::NeedMore(octets)) => return (found, Rest::Need(octets.get())),
            Err(error) => return (found, Rest::Fatal(error)),
        }
    }
    (found, Rest::Clean)
}

/// The PDU's name, or its id in hexadecimal.
pub(crate) fn pdu_name(id: CommandId) -> String {
    id.name()
        .map_or_else(|| format!("{:#010x}", id.0), Into::into)
}

pub(crate) fn fault(error: &DecodeError) -> Fault {
    Fault {
        kind: error.kind().name().into(),
        field: error.field().into(),
        offset: error.offset(),
    }
}

/// Decodes, and collects what is reported.
pub(crate) fn decode(frame: &[u8], dialect: Dialect) -> (Result<Pdu<'_>, DecodeError>, Vec<Fault>) {
    let mut seen: Vec<Deviation> = Vec::new();
    let pdu = Pdu::decode_with(frame, dialect, &mut |deviation| seen.push(deviation));
    let faults = seen
        .iter()
        .map(|deviation| fault(&deviation.as_error()))
        .collect();
    (pdu, faults)
}

/// Encodes into exactly the room that is needed.
pub(crate) fn encode(pdu: &Pdu<'_>, dialect: Dialect) -> Result<Vec<u8>, String> {
    let octets = pdu
        .encoded_len(dialect)
        .map_err(|error| error.to_string())?;
    let mut out = vec![0xEE; octets + 1];
    let written = pdu
        .encode(dialect, &mut out.as_mut_slice())
        .map_err(|error| error.to_string())?;
    if written != octets || out.pop() != Some(0xEE) {
        return Err(format!("measured {octets} octets, wrote {written}"));
    }
    Ok(out)
}

/// The fields that the codec shows, under the names of the vectors.
pub(crate) fn fields(pdu: &Pdu<'_>) -> Vec<Field> {
    #[derive(Default)]
    struct Names {
        out: Vec<Field>,
        list: Option<(&'static str, usize)>,
    }

    impl Visitor for Names {
        fn field(&mut self, field: &'static smpp_codec::Field, value: Seen<'_>, _: usize) {
            let name = match self.list {
                Some((list, next)) => format!("{list}[{}].{}", next - 1, field.name()),
                None => field.name().into(),
            };
            let value = match value {
                Seen::Integer(value) => FieldValue::Integer(value),
                Seen::COctets(value) | Seen::Octets(value) => FieldValue::Octets(value.into()),
                Seen::Absent => FieldValue::Absent,
                other => panic!("{name}: a new form of value, {other:?}"),
            };
            self.out.push(Field { name, value });
        }

        fn list(&mut self, count: &'static smpp_codec::Field, _: usize) {
            self.list = Some((count.entries().expect("a field that counts"), 0));
        }

        fn entry(&mut self) {
            let (_, next) = self.list.as_mut().expect("an entry stands in a list");
            *next += 1;
        }

        fn end_list(&mut self) {
            self.list = None;
        }
    }

    let header = [
        ("command_id", pdu.command_id().0),
        ("command_status", pdu.command_status.0),
        ("sequence_number", pdu.sequence_number),
    ];
    let mut names = Names::default();
    for (name, value) in header {
        let (name, value) = (name.into(), FieldValue::Integer(value));
        names.out.push(Field { name, value });
    }
    pdu.body.visit(&mut names);
    names.out
}

/// The TLVs with their octets, and the result of the typed getter for each.
pub(crate) fn tlvs(pdu: &Pdu<'_>) -> Vec<Tlv> {
    let tlvs = pdu.body.tlvs();
    let mut seen: Vec<u16> = Vec::new();
    tlvs.iter()
        .map(|tlv| {
            let tag = tlv.tag();
            let nth = seen.iter().filter(|other| **other == tag.0).count();
            seen.push(tag.0);
            Tlv {
                tag: tag.0,
                name: tag.name().map(Into::into),
                octets: tlv.value_octets().collect(),
                typed: keys::read(&tlvs, tag, nth).unwrap_or(Typed::Octets),
            }
        })
        .collect()
}

/// Every tolerance with one flag less than all.
pub(crate) fn tolerances() -> impl Iterator<Item = Tolerance> {
    Tolerance::flags().map(|(flag, _)| Tolerance::COMMON.without(flag))
}

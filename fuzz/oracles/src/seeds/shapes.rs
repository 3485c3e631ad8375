//! The shapes of seeds: how the octets of a vector become an input of a target.

use smpp_codec::Dialect;
use smpp_codec::Pdu;
use smpp_codec::pdu::{Bind, BindResp, Body};
use smpp_vectors::{FieldValue, ItemValue, Message, Vector};

use crate::{AnyPdu, PREFIX, TIME_PREFIX, dialect_of};

/// Returns a frame behind a strict and a tolerant dialect of the version of the vector.
pub(super) fn framed(vector: &Vector) -> Vec<Vec<u8>> {
    [0x00, 0x40]
        .map(|tolerance| join(&dialect(vector, tolerance), &vector.octets))
        .into()
}

/// Returns the three octets that select a dialect.
pub(super) fn dialect(vector: &Vector, tolerance: u8) -> [u8; PREFIX] {
    let version = match vector.version.as_str() {
        "3.3" => 0,
        "3.4" => 1,
        _ => 2,
    };
    [version | tolerance, 0, 0]
}

/// Returns the octets behind the mandatory fields.
pub(super) fn tails(vector: &Vector) -> Vec<Vec<u8>> {
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

/// Returns each string that may be a time, behind two centuries.
pub(super) fn times(vector: &Vector) -> Vec<Vec<u8>> {
    let strings = vector.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Octets(octets) if (12..=17).contains(&octets.len()) => Some(octets),
        _ => None,
    });
    let century = |first: u16| [&first.to_be_bytes()[..], &[0; TIME_PREFIX - 2]].concat();
    strings
        .flat_map(|octets| [1938, 2000].map(|first| join(&century(first), octets)))
        .collect()
}

/// Returns the contents of a vector: `short_message` and long TLVs.
pub(super) fn short_messages(vector: &Vector) -> Vec<Vec<u8>> {
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

/// Returns the octets and texts of a vector of message contents.
pub(super) fn given(message: &Message) -> Vec<Vec<u8>> {
    let octets = message.given.iter().filter_map(|item| match &item.value {
        ItemValue::Octets(octets) => Some(octets.clone()),
        ItemValue::Text(text) => Some(text.clone().into_bytes()),
        ItemValue::Integer(_) | ItemValue::Word(_) => None,
    });
    octets.collect()
}

/// Returns contents behind two octets that select an alphabet or a method.
pub(super) fn chosen(octets: &[u8]) -> Vec<Vec<u8>> {
    let choices = (0..12).map(|choice| join(&[choice, 0], octets));
    choices.collect()
}

pub(super) fn join(first: &[u8], second: &[u8]) -> Vec<u8> {
    [first, second].concat()
}

/// Returns the PDU of a vector as the target `pdu` makes it, strictly and tolerantly.
pub(super) fn built(vector: &Vector) -> Vec<Vec<u8>> {
    let seed = |tolerance| {
        let choice = dialect(vector, tolerance);
        let pdu = Pdu::decode(&vector.octets, dialect_of(choice)).ok()?;
        Some(join(&choice, &AnyPdu::copy_of(&pdu)?.to_input()))
    };
    [0x00, 0x40].into_iter().filter_map(seed).collect()
}

/// Returns a stream in pieces of three sizes.
pub(super) fn pieces(vector: &Vector) -> Vec<Vec<u8>> {
    [1, 7, 255]
        .map(|piece| join(&[piece, 3], &vector.octets))
        .into()
}

/// Returns a stream behind a bind, for an ESME and for a message centre.
pub(super) fn bound(vector: &Vector) -> Vec<Vec<u8>> {
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
}

//! Every vector and mutants of it, through the codec and both peers.

use std::collections::BTreeMap;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::{CommandId, DecodeError, Dialect, Pdu};
use smpp_differential::{Difference, Peer, compare};

/// The frames of the vectors, by their names.
fn frames() -> Vec<(String, Vec<u8>)> {
    let vectors = smpp_vectors::merged().expect("the vectors are there");
    let frames = vectors.into_iter().filter_map(|vector| {
        match frame::split(&vector.octets, frame::DEFAULT_MAX_OCTETS) {
            Ok(FrameSplit::Frame { frame, .. }) => Some((vector.id, frame.to_vec())),
            _ => None,
        }
    });
    frames.collect()
}

/// Fails if a difference is not known; answers how often each of the known ones was met.
fn all_known(
    frames: impl Iterator<Item = (String, Vec<u8>)>,
) -> BTreeMap<(Peer, &'static str), u32> {
    let (mut counts, mut unknown) = (BTreeMap::new(), Vec::new());
    for (name, frame) in frames {
        let mut count = |peer, why| *counts.entry((peer, why)).or_insert(0) += 1;
        for found in compare(&frame, decode, &mut count) {
            unknown.push((name.clone(), found));
        }
    }
    for (name, Difference { peer, ours, theirs }) in &unknown {
        println!("{name}: {peer:?}: {theirs:?}\n    {ours}");
    }
    assert!(unknown.is_empty(), "{} differences", unknown.len());
    counts
}

fn decode(frame: &[u8], dialect: Dialect) -> Result<Pdu<'_>, DecodeError> {
    Pdu::decode(frame, dialect)
}

#[test]
fn every_difference_is_known_and_none_is_listed_in_vain() {
    let frames = frames();
    let counts = all_known(
        frames
            .clone()
            .into_iter()
            .chain(mutants(&frames))
            .chain(upper_bits(&frames)),
    );
    for ((peer, why), count) in &counts {
        println!("{peer:?}, {count} times: {why}");
    }
    let listed = include_str!("../src/known.rs").matches("(Peer::").count();
    assert_eq!(
        counts.len(),
        listed,
        "a difference is listed that is never met"
    );
}

/// Each frame with one octet changed, in twenty ways.
fn mutants(frames: &[(String, Vec<u8>)]) -> impl Iterator<Item = (String, Vec<u8>)> {
    let mut state = 1u64;
    let mut next = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize % bound
    };
    let small = frames.iter().filter(|(_, frame)| frame.len() < 300);
    small.flat_map(move |(name, frame)| {
        let mut each = Vec::new();
        for _ in 0..20 {
            let (mut frame, at) = (frame.clone(), 8 + next(frame.len() - 8));
            frame[at] = [0, 1, 0x7F, 0xFF, next(256) as u8][next(5)];
            each.push((format!("{name} at {at}"), frame));
        }
        each
    })
}

/// A difference in one bit of one TLV, which mutants meet by chance only.
fn upper_bits(frames: &[(String, Vec<u8>)]) -> impl Iterator<Item = (String, Vec<u8>)> {
    let tlv = [0x03, 0x02, 0x00, 0x01];
    frames.iter().filter_map(move |(name, frame)| {
        let mut frame = frame.clone();
        let (value, before) = frame.split_last_mut()?;
        before.ends_with(&tlv).then_some(())?;
        *value = 0xF5;
        Some((format!("{name} with upper bits"), frame))
    })
}

#[test]
fn a_codec_that_misreads_is_noticed() {
    let (_, frame) = frames()
        .into_iter()
        .find(|(name, _)| name == "submit_sm-3.4-typical")
        .expect("the vector is there");
    fn wrong(frame: &[u8], dialect: Dialect) -> Result<Pdu<'_>, DecodeError> {
        match Pdu::decode(frame, dialect) {
            Ok(pdu) if pdu.command_id() == CommandId::SUBMIT_SM => {
                Pdu::decode(&frame[1..], dialect)
            }
            other => other,
        }
    }

    assert_eq!(compare(&frame, decode, &mut |_, _| ()).len(), 0);
    assert_eq!(compare(&frame, wrong, &mut |_, _| ()).len(), 2);
}

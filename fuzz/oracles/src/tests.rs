//! The oracles are quiet on correct code.

use proptest::prelude::*;
use smpp_codec::HEADER_OCTETS;

use crate::testing::{STRICT, TOLERANT, input, random, stream, submit};
use crate::{
    PduCase, compose, decode, framing, header, parts, pdu, pdu_case, print, receipt, septets, text,
    time, tlvs,
};

#[test]
fn codec_oracles_are_quiet_on_tiny_and_random_inputs() {
    let oracles: [fn(&[u8]); 6] = [framing, decode, pdu, tlvs, print, time];
    for octet in 0..=255u8 {
        for length in 0..24 {
            oracles
                .iter()
                .for_each(|oracle| oracle(&[octet].repeat(length)));
        }
    }
    for octets in random(1).take(20_000) {
        oracles.iter().for_each(|oracle| oracle(&octets));
    }
}

#[test]
fn frames_and_their_mutants_pass() {
    for prefix in [STRICT, TOLERANT, [0xC1, 0x55, 0xAA]] {
        let frame = submit();
        for at in 4..frame.len() {
            for value in [0, 1, 0x7F, 0xFF] {
                let mut mutant = frame.clone();
                mutant[at] = value;
                decode(&input(&prefix, &mutant));
                print(&input(&prefix, &mutant));
                decode(&input(&prefix, &mutant[..at.max(HEADER_OCTETS)]));
            }
        }
    }
    framing(&input(&[3, 3], &stream()));
}

fn octets() -> impl Strategy<Value = Vec<u8>> {
    let flags = prop::collection::vec(any::<u8>(), 0..4);
    let text = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        ".{0,80}".prop_map(String::into_bytes),
        "[a-zşğ€\\[\\] ]{0,200}".prop_map(String::into_bytes),
        "((id|stat|done date|err|sub|text):(DELIVRD|2302101454|1)? ?){0,8}"
            .prop_map(String::into_bytes),
    ];
    (flags, text).prop_map(|(flags, text)| [flags, text].concat())
}

proptest! {
    #[test]
    fn message_oracles_are_quiet(octets in octets()) {
        text(&octets);
        septets(&octets);
        header(&octets);
        parts(&octets);
        receipt(&octets);
        compose(&octets);
    }

    #[test]
    fn pdu_oracle_is_quiet(case in any::<PduCase>()) {
        pdu_case(&case);
    }
}

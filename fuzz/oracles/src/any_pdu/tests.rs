use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use smpp_codec::{CommandId, Dialect, Version};

use super::AnyPdu;
use crate::testing::random;

/// The dialects in which a PDU of some version is accepted.
const TOLERANT: [Dialect; 3] = [
    Dialect::TOLERANT.with_version(Version::V3_3),
    Dialect::TOLERANT.with_version(Version::V3_4),
    Dialect::TOLERANT,
];

/// Counts the PDUs that are accepted in some version, by their `command_id`.
///
/// Each must have every `command_id` of the specifications, and an unknown one.
fn check_variety(pdus: impl Iterator<Item = AnyPdu>) {
    let (mut accepted, mut all) = (BTreeMap::<_, usize>::new(), 0);
    for any in pdus {
        all += 1;
        let lists = any.lists();
        let pdu = any.pdu(&lists);
        if TOLERANT
            .iter()
            .any(|dialect| pdu.encoded_len(*dialect).is_ok())
        {
            *accepted.entry(pdu.command_id().name()).or_default() += 1;
        }
    }
    for id in CommandId::KNOWN {
        let count = accepted.get(&id.name()).copied().unwrap_or(0);
        assert!(count > 20, "{id}: {count}");
    }
    assert!(accepted[&None] > 20, "unknown");
    let sum: usize = accepted.values().sum();
    assert!(sum * 2 > all, "{sum} of {all} are accepted");
}

fn from_octets(octets: &[u8]) -> AnyPdu {
    AnyPdu::arbitrary(&mut Unstructured::new(octets)).unwrap()
}

#[test]
fn octets_of_a_fuzzer_make_every_pdu() {
    check_variety(random(2).take(30_000).map(|octets| from_octets(&octets)));
}

#[test]
fn strategies_make_every_pdu() {
    let mut runner = TestRunner::deterministic();
    let strategy = any::<AnyPdu>();
    let pdus = (0..12_000).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    check_variety(pdus);
}

/// A fault in `submit_sm` alone shrinks to a PDU with one digit.
#[test]
fn strategies_shrink() {
    let mut runner = TestRunner::deterministic();
    let failure = runner.run(&any::<AnyPdu>(), |any| {
        let lists = any.lists();
        match any.pdu(&lists).body {
            smpp_codec::pdu::Body::SubmitSm(body) => {
                prop_assert!(body.source_addr.addr.len() < 3);
            }
            _ => prop_assume!(true),
        }
        Ok(())
    });
    let shrunk = format!("{:?}", failure.unwrap_err());
    assert!(
        shrunk.contains(r#"source_addr: AnyAddress { ton: unknown, npi: unknown, addr: b"000" }"#),
        "{shrunk}"
    );
    assert!(
        shrunk.contains(r#"short_message: b"", tlvs: AnyTlvs([])"#),
        "{shrunk}"
    );
}

proptest! {
    #[test]
    fn to_input_is_the_inverse_of_arbitrary(any in any::<AnyPdu>()) {
        prop_assert_eq!(from_octets(&any.to_input()), any);
    }

    #[test]
    fn copy_of_a_lent_pdu_lends_an_equal_pdu(any in any::<AnyPdu>()) {
        let lists = any.lists();
        let pdu = any.pdu(&lists);
        let copy = AnyPdu::copy_of(&pdu).unwrap();
        let lists = copy.lists();
        prop_assert_eq!(copy.pdu(&lists), pdu);
        prop_assert_eq!(copy.command_id(), pdu.command_id());
    }
}

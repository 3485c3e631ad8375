//! The vectors cover what they promise to cover.

mod support;

use std::collections::BTreeSet;

use smpp_codec::CommandId;
use smpp_codec::tlv::TlvTag;
use smpp_vectors::Verdict;

#[test]
fn every_pdu_tlv_kind_and_verdict_has_vectors() {
    let vectors = smpp_vectors::merged().unwrap();
    assert!(vectors.len() >= 600, "{} vectors", vectors.len());
    let ids: BTreeSet<_> = vectors.iter().map(|vector| &vector.id).collect();
    assert_eq!(ids.len(), vectors.len(), "an id is used twice");

    for id in CommandId::KNOWN {
        let name = id.name().unwrap();
        for version in ["3.3", "3.4", "5.0"] {
            let stem = format!("{name}-{version}-");
            assert!(
                ids.iter().any(|id| id.starts_with(&stem)),
                "no vector {stem}…"
            );
        }
    }
    let valid: BTreeSet<_> = vectors
        .iter()
        .filter(|vector| vector.verdict == Verdict::Valid)
        .flat_map(|vector| vector.tlvs.iter().map(|tlv| tlv.tag))
        .collect();
    for tag in TlvTag::KNOWN {
        assert!(valid.contains(&tag.0), "no valid {tag}");
        assert!(support::keys::TAGS.contains(tag), "no key of {tag}");
    }
    let kinds: BTreeSet<_> = vectors
        .iter()
        .filter_map(|vector| vector.error.as_ref())
        .map(|(fault, _)| fault.kind.as_str())
        .collect();
    let expected = [
        "conflict",
        "length",
        "missing",
        "not_allowed",
        "overrun",
        "too_long",
        "trailing",
        "truncated",
        "unterminated",
        "value",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
    let verdicts: BTreeSet<_> = vectors
        .iter()
        .map(|vector| vector.verdict.words())
        .collect();
    assert_eq!(verdicts.len(), 5);
}

/// Every quirk of the catalogue that concerns octets; the others are about states and timers.
#[test]
fn every_quirk_of_the_codec_has_vectors() {
    const SESSION: [&str; 7] = ["q09-", "q10-", "q12-", "q19-", "q24-", "q25-", "q31-"];

    let vectors = smpp_vectors::merged().unwrap();
    for number in 1..=50 {
        let stem = format!("q{number:02}-");
        let count = vectors
            .iter()
            .filter(|vector| vector.id.starts_with(&stem))
            .count();
        assert_eq!(count == 0, SESSION.contains(&stem.as_str()), "{stem}");
    }
}

//! The one look at the table and the whole rules agree.

use std::vec;
use std::vec::Vec;

use super::{Rules, TlvUse, has_nul};
use crate::dialect::{Dialect, Tolerance, Version};
use crate::tlv::spec::Spec;
use crate::tlv::{self, Tlv, TlvOctets, TlvTag};

const LENGTHS: [usize; 9] = [
    1023, 1024, 1025, 1026, 65_533, 65_534, 65_535, 65_536, 65_537,
];

/// Every rule: three versions, PDUs with and without TLVs, with and without a `short_message`.
fn rules() -> impl Iterator<Item = Rules> {
    let versions = [Version::V3_3, Version::V3_4, Version::V5_0];
    versions.into_iter().flat_map(|version| {
        let uses = [TlvUse::Defined, TlvUse::Undefined];
        uses.into_iter().flat_map(move |defined| {
            let dialect = Dialect::STRICT.with_version(version);
            [false, true].map(|short_message| Rules::new(dialect, defined, short_message))
        })
    })
}

/// Whether the whole rules find nothing unusual, and the octets can be told on the wire.
fn is_right(rules: &Rules, tag: TlvTag, value: &[u8], nul: &[u8]) -> bool {
    rules.departures(tag, value, nul).next().is_none()
        && value.len() + nul.len() <= usize::from(u16::MAX)
        && (nul.is_empty() || !has_nul(value))
}

fn agree(rules: &Rules, tag: TlvTag, value: &[u8], nul: &[u8]) {
    let (fast, right) = (
        rules.are_kept(tag, value, nul),
        is_right(rules, tag, value, nul),
    );
    let octets = value.len() + nul.len();
    // The second length of this TLV, and the reserved tag, are left to the whole rules.
    if tag == Spec::REFUSED || (tag == tlv::MS_VALIDITY.tag() && octets == 4) {
        assert!(!fast);
    } else {
        let (version, defined) = (rules.version, rules.defined);
        assert_eq!(fast, right, "{tag} {octets} {version:?} {defined:?}");
    }
    let refused = rules.refuse((tag, tag.field().name()), value, nul, Tolerance::STRICT);
    assert_eq!(refused.is_ok(), right, "{tag} {octets}");
}

/// The same for a TLV that is built, in each of the ways in which one can be.
fn agree_built(rules: &Rules, tag: TlvTag, value: &[u8]) {
    let counted = |tlv: Tlv<'_>| rules.count(&tlv, Tolerance::STRICT).ok();
    let is_right = |nul: &[u8]| is_right(rules, tag, value, nul);
    let slice = is_right(&[]).then_some(value.len());
    assert_eq!(
        counted(Tlv::raw(tag, value)),
        slice,
        "{tag} {}",
        value.len()
    );
    let string = Tlv::with(tag, TlvOctets::from_c_octets(value));
    assert_eq!(counted(string), is_right(&[0]).then_some(value.len() + 1));
    let few = match *value {
        [] => TlvOctets::from_array([]),
        [a] => TlvOctets::from_array([a]),
        [a, b] => TlvOctets::from_array([a, b]),
        [a, b, c] => TlvOctets::from_array([a, b, c]),
        [a, b, c, d] => TlvOctets::from_array([a, b, c, d]),
        _ => return,
    };
    assert_eq!(counted(Tlv::with(tag, few)), slice, "{tag} {}", value.len());
}

/// Octets without a NUL, with one at the end, at the beginning, and in the middle.
fn patterns(octets: usize) -> Vec<Vec<u8>> {
    let mut patterns = vec![vec![1; octets]];
    for at in [octets.checked_sub(1), Some(0), Some(octets / 2)] {
        let Some(at) = at.filter(|at| *at < octets) else {
            continue;
        };
        let mut value = vec![0xFF; octets];
        value[at] = 0;
        patterns.push(value);
    }
    patterns
}

#[test]
fn one_look_and_the_whole_rules_agree_for_every_length_of_every_known_tag() {
    let known = TlvTag::KNOWN.iter().copied();
    // Those nobody knows: a vendor's, the ends, and the neighbours of each known one.
    let neighbours = known
        .clone()
        .flat_map(|tag| [TlvTag(tag.0.wrapping_sub(1)), TlvTag(tag.0.wrapping_add(1))]);
    let unknown = [0, 0x1400, 0x1501, 0x3FFF, u16::MAX].map(TlvTag);
    let mut tags: Vec<_> = known.chain(neighbours).chain(unknown).collect();
    tags.sort_unstable();
    tags.dedup();
    for octets in (0..=300).chain(LENGTHS) {
        for value in patterns(octets) {
            for rules in rules() {
                for tag in tags.iter().copied() {
                    agree(&rules, tag, &value, &[]);
                    agree(&rules, tag, &value, &[0]);
                }
            }
        }
    }
}

#[test]
fn one_look_and_the_whole_rules_agree_for_every_tag_that_there_is() {
    for octets in [0, 1, 2, 4, 9, 17] {
        for value in patterns(octets) {
            for rules in rules() {
                for tag in (0..=u16::MAX).map(TlvTag) {
                    agree(&rules, tag, &value, &[]);
                }
            }
        }
    }
}

#[test]
fn a_tlv_is_counted_the_same_in_whatever_way_it_is_built() {
    for octets in (0..=70).chain([255, 256, 257]).chain(LENGTHS) {
        for value in patterns(octets) {
            for rules in rules() {
                for tag in TlvTag::KNOWN.iter().copied().chain([TlvTag(0x1501)]) {
                    agree_built(&rules, tag, &value);
                }
            }
        }
    }
}

#[test]
fn what_the_table_accepts_has_no_departure() {
    let text = [b'a'; 1100];
    let mut ended = text;
    let unknown = [TlvTag(0), TlvTag(0x1501), TlvTag(0xFFFF)];
    for octets in 0..ended.len() {
        ended.fill(b'a');
        if let Some(last) = octets.checked_sub(1) {
            ended[last] = 0;
        }
        for tag in TlvTag::KNOWN.iter().copied().chain(unknown) {
            for version in [Version::V3_3, Version::V3_4, Version::V5_0] {
                for short_message in [false, true] {
                    for defined in [TlvUse::Defined, TlvUse::Undefined] {
                        let dialect = Dialect::STRICT.with_version(version);
                        let rules = Rules::new(dialect, defined, short_message);
                        for (value, nul) in [
                            (&text[..octets], &[][..]),
                            (&text[..octets], &[0]),
                            (&ended[..octets], &[]),
                        ] {
                            assert!(
                                !rules.are_kept(tag, value, nul)
                                    || rules.departures(tag, value, nul).next().is_none(),
                                "{tag} {octets} {version:?} {defined:?} {short_message}"
                            );
                        }
                    }
                }
            }
        }
    }
}

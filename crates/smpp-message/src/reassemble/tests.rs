use std::collections::HashMap;
use std::vec::Vec;

use proptest::prelude::*;
use smpp_codec::values::{Address, DataCoding, EsmClass};

use super::*;
use crate::alphabet::Alphabet;
use crate::data_coding::{Content as Coding, Meaning, Peer};
use crate::gsm7::Gsm7;
use crate::message::Message;
use crate::split::{Limits, Splitter};
use crate::udh::Concatenation;

mod alphabets;

fn at(seconds: u64) -> Instant {
    Instant::ORIGIN + Duration::from_secs(seconds)
}

fn part(number: u8, total: u8) -> Concatenation {
    Concatenation {
        reference: 7,
        wide: false,
        total,
        number,
    }
}

fn fragment<'a>(source: &'a [u8], number: u8, total: u8, octets: &'a [u8]) -> Fragment<'a> {
    let (source, destination) = (Address::international(source), Address::international(b"9"));
    Fragment::from_octets(source, destination, part(number, total), octets)
}

/// What came of some parts: `W` whole, `w` waiting, `d` duplicate, `R`
/// refused; and what was dropped, with the parts it had.
struct Run<'m> {
    reassembler: Reassembler<'m>,
    now: u64,
    dropped: Vec<(DropReason, Vec<u8>)>,
}

impl<'m> Run<'m> {
    fn new(slots: &'m mut [PartSlot], blocks: &'m mut [Block], keep: Keep) -> Self {
        Self {
            reassembler: Reassembler::new(slots, blocks, keep),
            now: 0,
            dropped: Vec::new(),
        }
    }

    fn push(&mut self, part: &Fragment<'_>) -> (char, Vec<u8>) {
        let dropped = &mut self.dropped;
        let now = at(self.now);
        let outcome = self.reassembler.push(now, part, &mut |gone| {
            let message = gone.message;
            assert_eq!(
                message.missing().count(),
                usize::from(message.total() - message.received())
            );
            dropped.push((gone.reason, joined(&message)));
        });
        match outcome {
            Outcome::Whole(message) => {
                assert_eq!(message.missing().count(), 0);
                ('W', joined(&message))
            }
            Outcome::Waiting { received, total } => {
                assert!(received < total);
                ('w', Vec::new())
            }
            Outcome::Duplicate => ('d', Vec::new()),
            Outcome::Refused(_) => ('R', Vec::new()),
        }
    }
}

fn joined(message: &LongMessage<'_>) -> Vec<u8> {
    let mut out = std::vec![0; message.len()];
    let octets = message.copy_to(&mut out).unwrap().to_vec();
    assert_eq!(octets.len(), message.len());
    assert!(message.is_empty() || message.copy_to(&mut out[1..]).is_none());
    octets
}

#[test]
fn any_order_and_duplicates_before_and_after() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 4], [Block::EMPTY; 16]);
    let mut run = Run::new(&mut slots, &mut blocks, Keep::default());
    assert_eq!(run.push(&fragment(b"1", 3, 3, b"c")).0, 'w');
    assert_eq!(run.push(&fragment(b"1", 1, 3, b"a")).0, 'w');
    assert_eq!(run.push(&fragment(b"1", 3, 3, b"c")).0, 'd');
    assert_eq!(
        run.push(&fragment(b"1", 2, 3, b"b")),
        ('W', b"abc".to_vec())
    );
    // Again, and the message stays one.
    assert_eq!(run.push(&fragment(b"1", 2, 3, b"b")).0, 'd');
    // The reference used for another message.
    assert_eq!(run.push(&fragment(b"1", 2, 3, b"B")).0, 'w');
    assert_eq!(run.push(&fragment(b"1", 1, 3, b"a")).0, 'w');
    assert_eq!(
        run.push(&fragment(b"1", 3, 3, b"c")),
        ('W', b"aBc".to_vec())
    );
    assert_eq!(run.dropped, []);
}

#[test]
fn a_part_that_goes_on_is_no_duplicate() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 4], [Block::EMPTY; 16]);
    let mut run = Run::new(&mut slots, &mut blocks, Keep::default());
    // 160 octets fill a block: what is after them is looked at all the same.
    assert_eq!(run.push(&fragment(b"1", 1, 2, &[7; 160])).0, 'w');
    assert_eq!(run.push(&fragment(b"1", 1, 2, &[7; 160])).0, 'd');
    assert_eq!(run.push(&fragment(b"1", 1, 2, &[7; 161])).0, 'w');
    assert_eq!(run.dropped, [(DropReason::Reused, std::vec![7; 160])]);
    assert_eq!(run.push(&fragment(b"1", 1, 2, &[7; 160])).0, 'w');
    assert_eq!(run.dropped.len(), 2);
}

#[test]
fn what_tells_messages_apart() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 16], [Block::EMPTY; 64]);
    let mut run = Run::new(&mut slots, &mut blocks, Keep::default());
    let base = fragment(b"1", 1, 2, b"x");
    let mut others = [base; 9];
    others[1].source.addr = b"2";
    others[2].source.ton.0 = 5;
    others[3].destination.addr = b"8";
    others[4].part.reference = 8;
    others[5].part.total = 3;
    others[6].part.wide = true;
    others[7].sar = true;
    others[8].link = 1;
    for other in &others {
        assert_eq!(run.push(other).0, 'w');
    }
    assert_eq!(run.reassembler.waiting(), others.len());
    // Addresses do not run together.
    let mut one = base;
    (one.source.addr, one.destination.addr) = (b"12", b"3");
    let mut two = base;
    (two.source.addr, two.destination.addr) = (b"1", b"23");
    assert_eq!((run.push(&one).0, run.push(&two).0), ('w', 'w'));
}

#[test]
fn messages_of_one_hash_stay_apart() {
    // Two sources that the hash takes for one: anybody can look for some.
    let mut seen = HashMap::new();
    let pair = (0..400_000_u32).find_map(|number| {
        let source = std::format!("{}", number.wrapping_mul(0x9E37_79B1));
        let mut key = [0; BLOCK_OCTETS];
        let key = write_key(&fragment(source.as_bytes(), 1, 2, b""), &mut key).unwrap();
        let other = seen.insert(hash(&[key]), source.clone())?;
        Some((source, other))
    });
    let (one, two) = pair.unwrap();
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 4], [Block::EMPTY; 16]);
    let mut run = Run::new(&mut slots, &mut blocks, Keep::default());
    assert_eq!(run.push(&fragment(one.as_bytes(), 1, 2, b"a")).0, 'w');
    assert_eq!(run.push(&fragment(two.as_bytes(), 2, 2, b"d")).0, 'w');
    assert_eq!(
        run.push(&fragment(two.as_bytes(), 1, 2, b"c")),
        ('W', b"cd".to_vec())
    );
    assert_eq!(
        run.push(&fragment(one.as_bytes(), 2, 2, b"b")),
        ('W', b"ab".to_vec())
    );
}

#[test]
fn what_cannot_be_is_refused() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 4], [Block::EMPTY; 4]);
    let keep = Keep {
        message_octets: 400,
        ..Keep::default()
    };
    let mut run = Run::new(&mut slots, &mut blocks, keep);
    for (number, total) in [(0, 0), (0, 2), (3, 2), (1, 0)] {
        assert_eq!(run.push(&fragment(b"1", number, total, b"x")).0, 'R');
    }
    assert_eq!(run.push(&fragment(&[b'1'; 65], 1, 2, b"x")).0, 'R');
    assert_eq!(
        run.push(&fragment(&[b'1'; 64], 1, 1, b"x")),
        ('W', b"x".to_vec())
    );
    // 401 octets at once, then in two parts.
    assert_eq!(run.push(&fragment(b"1", 1, 2, &[7; 401])).0, 'R');
    assert_eq!(run.push(&fragment(b"1", 1, 2, &[7; 300])).0, 'w');
    assert_eq!(run.push(&fragment(b"1", 2, 2, &[7; 101])).0, 'R');
    assert_eq!(run.dropped, [(DropReason::TooLarge, std::vec![7; 300])]);
    assert_eq!(run.reassembler.waiting(), 0);
    let mut none = Run::new(&mut [], &mut [], Keep::default());
    assert_eq!(none.push(&fragment(b"1", 1, 2, b"x")).0, 'R');
}

#[test]
fn the_oldest_makes_room() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 2], [Block::EMPTY; 100]);
    let mut run = Run::new(&mut slots, &mut blocks, Keep::default());
    for source in [b"1", b"2", b"3"] {
        assert_eq!(run.push(&fragment(source, 1, 2, source)).0, 'w');
    }
    assert_eq!(run.dropped, [(DropReason::Room, b"1".to_vec())]);
    // A whole message goes first, and nobody is told.
    assert_eq!(run.push(&fragment(b"3", 2, 2, b"x")).0, 'W');
    assert_eq!(run.push(&fragment(b"4", 1, 2, b"4")).0, 'w');
    assert_eq!(run.dropped.len(), 1);
    assert_eq!(run.push(&fragment(b"2", 2, 2, b"x")), ('W', b"2x".to_vec()));

    // By blocks: each message takes one for its key and one for its part.
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 9], [Block::EMPTY; 5]);
    let mut run = Run::new(&mut slots, &mut blocks, Keep::default());
    for source in [b"1", b"2", b"3"] {
        assert_eq!(run.push(&fragment(source, 1, 2, source)).0, 'w');
    }
    assert_eq!(run.dropped, [(DropReason::Room, b"1".to_vec())]);
    // The message at hand does not make room for itself.
    assert_eq!(run.push(&fragment(b"2", 2, 2, &[0; 161])).0, 'W');
    assert_eq!(run.dropped[1], (DropReason::Room, b"3".to_vec()));
    assert_eq!(run.push(&fragment(b"5", 1, 2, &[0; 4 * 160])).0, 'w');
    assert_eq!(run.push(&fragment(b"5", 2, 2, b"x")).0, 'R');
    assert_eq!(run.dropped[2].0, DropReason::TooLarge);
}

#[test]
fn age_and_duplicates_end() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 4], [Block::EMPTY; 16]);
    let keep = Keep {
        age: Duration::from_secs(10),
        whole: Duration::from_secs(5),
        ..Keep::default()
    };
    let mut run = Run::new(&mut slots, &mut blocks, keep);
    assert_eq!(run.reassembler.poll_timeout(), None);
    run.now = 1;
    assert_eq!(run.push(&fragment(b"1", 1, 2, b"a")).0, 'w');
    run.now = 9;
    assert_eq!(run.push(&fragment(b"2", 1, 1, b"b")).0, 'W');
    assert_eq!(run.push(&fragment(b"2", 1, 1, b"b")).0, 'd');
    // The age counts from the first part.
    assert_eq!(run.reassembler.poll_timeout(), Some(at(11)));
    let mut dropped = 0;
    let mut expire = |run: &mut Run<'_>, now| {
        run.reassembler.expire(at(now), &mut |gone| {
            assert_eq!(gone.reason, DropReason::Age);
            assert_eq!(gone.message.source(), b"1");
            assert!(gone.message.missing().eq([2]));
            dropped += 1;
        });
        dropped
    };
    assert_eq!(expire(&mut run, 10), 0);
    assert_eq!(expire(&mut run, 11), 1);
    assert_eq!(expire(&mut run, 5), 1);
    run.now = 14;
    assert_eq!(run.push(&fragment(b"2", 1, 1, b"b")).0, 'W');
}

#[test]
fn one_source_cannot_take_all() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 8], [Block::EMPTY; 32]);
    let keep = Keep {
        messages_per_source: Some(2),
        ..Keep::default()
    };
    let mut run = Run::new(&mut slots, &mut blocks, keep);
    assert_eq!(run.push(&fragment(b"2", 1, 2, b"kept")).0, 'w');
    for reference in 0..5 {
        let mut part = fragment(b"1", 1, 2, b"x");
        part.part.reference = reference;
        assert_eq!(run.push(&part).0, 'w');
    }
    assert_eq!(run.reassembler.waiting(), 3);
    assert_eq!(run.dropped.len(), 3);
    assert!(
        run.dropped
            .iter()
            .all(|(reason, _)| *reason == DropReason::Source)
    );
    assert_eq!(
        run.push(&fragment(b"2", 2, 2, b"!")),
        ('W', b"kept!".to_vec())
    );
}

/// One message of the property test.
#[derive(Clone, Debug)]
struct Sent {
    source: u8,
    parts: Vec<Vec<u8>>,
}

fn sent() -> impl Strategy<Value = Sent> {
    let parts = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..400), 1..6);
    (0..3_u8, parts).prop_map(|(source, parts)| Sent { source, parts })
}

proptest! {
    #[test]
    fn each_message_is_whole_once_or_dropped_or_waiting(
        messages in prop::collection::vec(sent(), 1..12),
        arrivals in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..120),
        slots in 1..6_usize,
        blocks in 8..40_usize,
        ample: bool,
    ) {
        let (slots, blocks) = if ample { (64, 600) } else { (slots, blocks) };
        let mut slot_memory = std::vec![PartSlot::EMPTY; slots];
        let mut block_memory = std::vec![Block::EMPTY; blocks];
        let keep = Keep::default();
        let mut run = Run::new(&mut slot_memory, &mut block_memory, keep);
        let mut seen: HashMap<(usize, usize), ()> = HashMap::new();
        let mut whole: HashMap<usize, usize> = HashMap::new();
        for (message, number) in arrivals {
            let index = message.index(messages.len());
            let sent = &messages[index];
            let number = number.index(sent.parts.len());
            let source = [sent.source];
            let total = u8::try_from(sent.parts.len()).unwrap();
            let mut part = fragment(&source, u8::try_from(number + 1).unwrap(), total, &sent.parts[number]);
            part.part.reference = u16::try_from(index).unwrap();
            let fresh = seen.insert((index, number), ()).is_none();
            match run.push(&part) {
                ('W', octets) => {
                    prop_assert_eq!(&octets, &sent.parts.concat());
                    *whole.entry(index).or_default() += 1;
                }
                ('d', _) => prop_assert!(!fresh),
                ('w', _) => {}
                (outcome, _) => prop_assert!(!ample, "{}", outcome),
            }
            prop_assert!(run.reassembler.waiting() <= slots);
        }
        for (reason, octets) in &run.dropped {
            prop_assert!(!ample);
            prop_assert!(matches!(reason, DropReason::Room | DropReason::TooLarge));
            prop_assert!(octets.len() <= blocks * 160);
        }
        if ample {
            for (index, sent) in messages.iter().enumerate() {
                let all = (0..sent.parts.len()).all(|number| seen.contains_key(&(index, number)));
                prop_assert_eq!(whole.get(&index).copied(), all.then_some(1));
            }
        }
        // What is left goes, and all memory is free again.
        let waiting = run.reassembler.waiting();
        let mut dropped = 0;
        run.reassembler.expire(Instant::NEVER, &mut |_| dropped += 1);
        prop_assert_eq!(dropped, waiting);
        prop_assert_eq!(run.reassembler.store.free_blocks, blocks);
        let octets = std::vec![1; (blocks - 1) * 160];
        let mut all = fragment(b"9", 1, 1, &octets);
        all.part.reference = 999;
        if octets.len() <= 255 * 153 {
            prop_assert_eq!(run.push(&all).0, 'W');
        }
    }
}

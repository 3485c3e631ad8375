//! Texts, headers, parts and receipts.

use std::hint::black_box;

use smpp_codec::values::Address;
use smpp_message::correlate::{Correlated, Correlator, CorrelatorConfig, Entry};
use smpp_message::reassemble::{Block, Fragment, Keep, Outcome, PartSlot, Reassembler};
use smpp_message::receipt::ReceiptText;
use smpp_message::split::{Limits, Splitter};
use smpp_message::udh::{Concatenation, Udh};
use smpp_message::{Alphabet, Composer, Instant};

use crate::{Case, Work, case};

pub(crate) const CASES: &[Case] = &[
    case("Alphabet::GSM7, characters of two septets", 4_000, |size| {
        coding(Alphabet::GSM7, &"€".repeat(size))
    }),
    case("Alphabet::Gsm7Packed", 4_000, |size| {
        coding(Alphabet::Gsm7Packed(Default::default()), &"x€".repeat(size))
    }),
    case("Alphabet::Utf16, surrogates", 4_000, |size| {
        coding(Alphabet::Utf16, &"😀".repeat(size))
    }),
    case("Alphabet::Utf8", 4_000, |size| {
        coding(Alphabet::Utf8, &"ş😀".repeat(size))
    }),
    case("Alphabet::Utf16, nothing but faults", 8_000, |size| {
        let octets = vec![0xD8; size];
        let mut text = vec![0; 3 * size];
        Box::new(move || {
            let lossy = Alphabet::Utf16.decode_lossy(&octets, &mut text).unwrap();
            black_box(lossy);
        })
    }),
    case("Composer, up to 255 parts", 3_500, |size| {
        composing("ş", size)
    }),
    // Whether the rest still fits is asked where each part ends: at most 255 times.
    case("Composer, a text for every table", 1_000, |size| {
        composing("ğß¥", size)
    })
    .growing(4.2),
    case("Composer, one endless grapheme", 3_500, |size| {
        composing("\u{301}", size)
    }),
    case("Composer, flags", 1_700, |size| composing("🇹", size)).growing(4.2),
    case("Composer, emoji joined without end", 1_100, |size| {
        composing("👨\u{200D}", size)
    }),
    case("Composer, a text that is too long", 40_000, |size| {
        composing("ş", size)
    }),
    case("Splitter, up to 255 parts", 8_000, |size| {
        let octets = vec![1; size];
        Box::new(move || {
            let limits = Limits::default();
            let split = Splitter::from_octets(&octets, &limits).unwrap();
            let mut room = [0; 255];
            let all = split.with_reference(1).into_iter();
            let sent: usize = all.map(|part| part.encode(&mut room).unwrap().len()).sum();
            assert!(sent > octets.len());
        })
    }),
    case(
        "Reassembler, up to 4,000 parts of 2,000 messages",
        500,
        |size| joining(size, 2),
    ),
    // A part is put where it belongs by one walk along the parts of its message: at most 255.
    case("Reassembler, one message of up to 252 parts", 63, |size| {
        joining(1, size)
    })
    .growing(4.2),
    case("Correlator, messages to many", 1_000, |size| {
        correlating(size, false)
    }),
    // A receipt is looked for among the messages to the address it comes from.
    case("Correlator, messages to one", 250, |size| {
        correlating(size, true)
    })
    .growing(4.2),
    case("Udh, as many elements as fit", 31, |size| {
        let length = u8::try_from(2 * size).unwrap();
        let octets = [&[length], &[0x70, 0].repeat(size)[..]].concat();
        Box::new(move || {
            let (udh, _) = Udh::split(&octets).unwrap();
            assert_eq!(udh.elements().count(), size);
            black_box((udh.concatenation(), udh.ports(), udh.gsm7()));
            assert_eq!(Udh::split_lossy(&octets).0, udh);
        })
    }),
    case("ReceiptText, keys and nothing else", 2_000, |size| {
        receipt("id:", size)
    }),
    case("ReceiptText, keys that come again", 2_000, |size| {
        receipt("stat:DELIVRD err:0 ", size)
    }),
    case("ReceiptText, spaces", 8_000, |size| receipt(" ", size)),
    case("ReceiptText, almost a key", 2_000, |size| {
        receipt("submit dat", size)
    }),
];

/// There and back again.
fn coding(alphabet: Alphabet, text: &str) -> Work {
    let text = text.to_owned();
    let (mut octets, mut back) = (vec![0; 4 * text.len()], vec![0; 4 * text.len()]);
    Box::new(move || {
        let octets = alphabet.encode(&text, &mut octets).unwrap();
        assert_eq!(alphabet.decode(octets, &mut back), Ok(text.as_str()));
        black_box(alphabet.decode_lossy(octets, &mut back).unwrap());
    })
}

/// Chooses an alphabet, and takes every part, if it is not too long.
fn composing(text: &str, times: usize) -> Work {
    let text = text.repeat(times);
    Box::new(move || {
        let mut room = [0; 255];
        if let Ok(message) = Composer::default().compose(&text) {
            for part in message.with_reference(1) {
                black_box(part.encode(&mut room).unwrap());
            }
        }
    })
}

/// Parts of many messages that come in turn, the last first.
fn joining(messages: usize, parts: usize) -> Work {
    let mut slots = vec![PartSlot::EMPTY; messages];
    let mut blocks = vec![Block::EMPTY; messages * (parts + 1)];
    Box::new(move || {
        let mut joiner = Reassembler::new(&mut slots, &mut blocks, Keep::default());
        let (one, other) = (Address::international(b"1"), Address::international(b"2"));
        let mut whole = 0;
        for number in (1..=parts).rev() {
            for message in 0..messages {
                let part = Concatenation {
                    reference: u16::try_from(message).unwrap(),
                    wide: true,
                    total: u8::try_from(parts).unwrap(),
                    number: u8::try_from(number).unwrap(),
                };
                let part = Fragment::from_octets(one, other, part, &[1; 134]);
                match joiner.push(Instant::ORIGIN, &part, &mut |_| panic!("there is room")) {
                    Outcome::Whole(_) => whole += 1,
                    Outcome::Waiting { .. } => {}
                    other => panic!("{other:?}"),
                }
            }
        }
        assert_eq!(whole, messages);
    })
}

fn receipt(text: &str, times: usize) -> Work {
    let text = text.repeat(times);
    Box::new(move || {
        let mut problems = 0;
        black_box(ReceiptText::decode(text.as_bytes(), true, &mut |_| {
            problems += 1
        }));
        assert!(problems <= text.len());
    })
}

/// Messages, then the receipt of each, the last first.
fn correlating(size: usize, same: bool) -> Work {
    let entries: Vec<Entry<usize, usize>> = (0..size).map(|_| Entry::EMPTY).collect();
    let ids: Vec<String> = (0..size).map(|id| id.to_string()).collect();
    let to: Vec<String> = (0..size)
        .map(|to| format!("44770{}", if same { 0 } else { to }))
        .collect();
    let mut correlator = Correlator::new(CorrelatorConfig::default(), entries);
    Box::new(move || {
        for (at, (id, to)) in ids.iter().zip(&to).enumerate() {
            assert_eq!(
                correlator.submitted(Instant::ORIGIN, id.as_bytes(), to.as_bytes(), at),
                None
            );
        }
        for (at, (id, to)) in ids.iter().zip(&to).enumerate() {
            let matched =
                correlator.receipt(Instant::ORIGIN, [id.as_bytes()], to.as_bytes(), true, at);
            assert_eq!(matched, Correlated::Matched(at, at));
        }
        assert!(correlator.is_empty());
    })
}

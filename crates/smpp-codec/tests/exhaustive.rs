//! Every input up to a size, instead of some of them: what a model checker would prove.
//!
//! Most of it takes long without optimisation, and is left out there:
//!
//! ```sh
//! cargo test --release -p smpp-codec --test exhaustive                # seconds
//! cargo test --release -p smpp-codec --test exhaustive -- --ignored   # minutes: all of 32 bits
//! ```

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::Body;
use smpp_codec::tlv::TlvTag;
use smpp_codec::{CommandId, CommandStatus, Dialect, HEADER_OCTETS, Header, Pdu};
use smpp_fuzz_oracles::{self as oracles, TIME_PREFIX};

/// The halves that ids and statuses begin with: requests, responses, vendors'.
const HIGH: [u32; 6] = [0x0000, 0x8000, 0x0001, 0x8001, 0x7FFF, 0xFFFF];

fn header(length: u32, id: u32, status: u32, number: u32) -> [u8; HEADER_OCTETS] {
    let mut octets = [0; HEADER_OCTETS];
    let words = [length, id, status, number].map(u32::to_be_bytes);
    octets.copy_from_slice(words.as_flattened());
    octets
}

#[test]
fn every_command_length_up_to_70000_and_around_every_power_of_two() {
    let powers = (0..32).flat_map(|power| {
        let power = 1_u32 << power;
        [power.wrapping_sub(1), power, power.wrapping_add(1)]
    });
    for length in (0..=70_000).chain(powers).chain([u32::MAX]) {
        for limit in [HEADER_OCTETS, 512, frame::DEFAULT_MAX_OCTETS] {
            let octets = length as usize;
            let prefix = length.to_be_bytes();
            let split = frame::split(&prefix, limit);
            if octets < HEADER_OCTETS || octets > limit {
                assert_eq!(split.unwrap_err().command_length(), length);
            } else {
                let Ok(FrameSplit::NeedMore(more)) = split else {
                    panic!("{length} of {limit}: {split:?}");
                };
                assert_eq!(more.get(), octets - 4);
            }
        }
    }
}

/// A header alone: with this id and status, it is the PDU that it says, or one nobody knows.
fn alone(id: u32, status: u32) {
    let octets = header(16, id, status, 1);
    let read = Header::decode(&octets).expect("sixteen octets are a header");
    assert_eq!((read.command_id.0, read.command_status.0), (id, status));
    match Pdu::decode(&octets, Dialect::TOLERANT) {
        Ok(pdu) => {
            assert_eq!((pdu.command_id().0, pdu.command_status.0), (id, status));
            let unknown = matches!(pdu.body, Body::Unknown(_));
            assert_eq!(unknown, CommandId(id).name().is_none(), "{id:#010x}");
            let mut room = [0; HEADER_OCTETS];
            let octets_again = pdu.encode(Dialect::TOLERANT, &mut room.as_mut_slice());
            assert_eq!(octets_again, Ok(HEADER_OCTETS), "{id:#010x} {status:#010x}");
            assert_eq!(room, octets);
        }
        // A request without its fields.
        Err(error) => {
            assert!(CommandId(id).name().is_some(), "{id:#010x}: {error}");
            assert!(error.offset() <= 16);
        }
    }
}

#[test]
fn every_command_id_of_16_bits_behind_every_kind_of_half() {
    for high in HIGH {
        for low in 0..=0xFFFF {
            alone(high << 16 | low, 0);
        }
    }
}

#[test]
fn every_command_status_of_16_bits_behind_every_kind_of_half() {
    for high in HIGH {
        for low in 0..=0xFFFF {
            let status = high << 16 | low;
            alone(CommandId::SUBMIT_SM_RESP.0, status);
            alone(CommandId::UNBIND_RESP.0, status);
        }
    }
}

#[test]
#[ignore = "minutes: see the head of this file"]
fn every_command_id_and_every_command_status_of_32_bits() {
    let known = CommandId::KNOWN.len();
    let mut named = 0;
    for value in 0..=u32::MAX {
        alone(value, 0);
        named += usize::from(CommandId(value).name().is_some());
        let octets = header(16, CommandId::UNBIND_RESP.0, value, 1);
        let pdu = Pdu::decode(&octets, Dialect::TOLERANT).expect("a status ends nothing");
        assert_eq!(pdu.command_status, CommandStatus(value));
    }
    assert_eq!(named, known);
}

/// Calls `check` with every string of up to `length` of these octets.
fn every_string(alphabet: &[u8], length: usize, check: &mut dyn FnMut(&[u8])) {
    let mut indices = vec![0; length];
    let mut text = vec![alphabet[0]; length];
    for length in 0..=length {
        let (indices, text) = (&mut indices[..length], &mut text[..length]);
        indices.fill(0);
        text.fill(alphabet[0]);
        loop {
            check(text);
            let Some(at) = indices.iter().rposition(|index| index + 1 < alphabet.len()) else {
                break;
            };
            indices[at] += 1;
            text[at] = alphabet[indices[at]];
            for behind in at + 1..length {
                indices[behind] = 0;
                text[behind] = alphabet[0];
            }
        }
    }
}

/// The oracle of the fuzz target: no octet is lost, a key reads the first of its tag.
#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_tlv_stream_of_up_to_8_octets_of_6() {
    every_string(&[0, 1, 2, 4, 5, 0xFF], 8, &mut oracles::tlvs);
}

#[test]
fn every_known_tlv_with_every_length_up_to_300_and_every_end() {
    let mut memory = [0x30; 304];
    for tag in TlvTag::KNOWN {
        for length in 0_u16..=300 {
            let [t0, t1] = tag.0.to_be_bytes();
            let [l0, l1] = length.to_be_bytes();
            memory[..4].copy_from_slice(&[t0, t1, l0, l1]);
            let whole = 4 + usize::from(length);
            for end in [whole, whole - 1, 4, 3] {
                oracles::tlvs(&memory[..end.min(whole)]);
            }
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_tag_of_16_bits_with_every_length_up_to_20() {
    let mut memory = [0; 24];
    for tag in 0..=u16::MAX {
        for length in 0_u16..=20 {
            let [t0, t1] = tag.to_be_bytes();
            let [l0, l1] = length.to_be_bytes();
            memory[..4].copy_from_slice(&[t0, t1, l0, l1]);
            oracles::tlvs(&memory[..4 + usize::from(length)]);
        }
    }
}

/// A time behind the century that begins with 1938, and a point in it.
fn time(field: &[u8; 16]) {
    let mut data = [0; TIME_PREFIX + 16];
    data[..2].copy_from_slice(&1938_u16.to_be_bytes());
    data[6..10].copy_from_slice(&1_795_450_500_u32.to_be_bytes());
    data[TIME_PREFIX..].copy_from_slice(field);
    oracles::time(&data);
}

/// The grammar's parts do not depend on each other, but for a date's year, month and day.
#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_time_of_six_digits_of_date_of_six_of_day_and_of_three_of_zone() {
    for suffix in [b'+', b'-', b'R'] {
        let mut field = *b"261123161500056+";
        field[15] = suffix;
        for (at, digits) in [(0, 6), (6, 6), (12, 3)] {
            let mut field = field;
            for number in 0..10_u32.pow(digits) {
                let mut rest = number;
                for digit in field[at..at + digits as usize].iter_mut().rev() {
                    *digit = b'0' + (rest % 10) as u8;
                    rest /= 10;
                }
                time(&field);
            }
        }
    }
}

#[test]
fn every_octet_at_every_place_of_a_time_and_every_length_up_to_40() {
    for base in [
        b"260228235959956+",
        b"000229000000056-",
        b"991231235959000R",
    ] {
        for at in 0..16 {
            for octet in 0..=255 {
                let mut field = *base;
                field[at] = octet;
                time(&field);
            }
        }
    }
    for length in 0..=40 {
        oracles::time(&[b'0'; TIME_PREFIX + 40][..TIME_PREFIX + length]);
        oracles::time(&[b'1'; TIME_PREFIX + 40][..TIME_PREFIX + length]);
    }
}

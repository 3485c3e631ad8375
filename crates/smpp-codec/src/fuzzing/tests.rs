//! Each oracle is quiet on the code as it is, and not on code that is broken.

use std::panic::catch_unwind;
use std::string::String;
use std::vec::Vec;

use super::*;
use crate::pdu::{Bind, Body, SubmitSm, SubmitSmResp};
use crate::values::Address;
use crate::values::time::Time;

/// What the chosen octets of a frame may be: tolerant of all, of SMPP 5.0.
const TOLERANT: [u8; PREFIX] = [0x42, 0, 0];
const STRICT: [u8; PREFIX] = [0x02, 0, 0];

fn submit() -> Vec<u8> {
    let message = SubmitSm::new(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        b"secret text",
    );
    encoded(&Pdu::new(7, message))
}

fn encoded(pdu: &Pdu<'_>) -> Vec<u8> {
    let mut memory = [0; MAX];
    let octets = pdu.encode(Dialect::STRICT, &mut memory.as_mut_slice());
    memory[..octets.unwrap()].to_vec()
}

fn input(prefix: &[u8], octets: &[u8]) -> Vec<u8> {
    [prefix, octets].concat()
}

/// A stream of frames, a piece at a time, that ends with part of a frame.
fn stream() -> Vec<u8> {
    [&submit()[..], &submit(), &[0, 0, 0, 20, 0]].concat()
}

/// Octets like those that a fuzzer would try, the same in every run.
fn random(seed: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut state = seed;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    core::iter::repeat_with(move || {
        let octets = next() % 120;
        (0..octets)
            .map(|_| {
                let word = next();
                if word & 0x300 == 0 { 0 } else { word as u8 }
            })
            .collect()
    })
}

/// Whether `oracle` notices: with this law in its message.
#[track_caller]
fn caught(law: &str, oracle: impl FnOnce() + core::panic::UnwindSafe) {
    let Err(panic) = catch_unwind(oracle) else {
        panic!("a broken law passed: {law}");
    };
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).into());
    assert!(
        text.contains(law),
        "another law was broken than {law}: {text}"
    );
}

#[test]
fn every_oracle_is_quiet_on_tiny_and_on_random_inputs() {
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
fn frames_of_every_shape_and_their_mutants_pass() {
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

#[test]
fn arbitrary_pdus_are_of_every_id_and_mostly_accepted() {
    let (mut ids, mut accepted, mut all) = (Vec::new(), 0, 0);
    for octets in random(2).take(30_000) {
        arbitrary::with_pdu(&octets, &mut |pdu| {
            all += 1;
            if pdu.encoded_len(Dialect::TOLERANT).is_ok() {
                accepted += 1;
                ids.push(pdu.command_id().name());
            }
        });
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.iter().flatten().count(), crate::CommandId::KNOWN.len());
    assert!(accepted * 2 > all, "{accepted} of {all}");
}

#[test]
fn framing_notices_a_frame_that_is_too_long() {
    caught("a frame alone", || {
        framing_by(&input(&[3, 3], &stream()), |stream, limit| {
            match frame::split(stream, limit)? {
                // Takes what follows too, if there is nothing but that.
                FrameSplit::Frame { frame, rest: [] } => Ok(FrameSplit::Frame {
                    frame: &frame[..frame.len() - 1],
                    rest: &frame[frame.len() - 1..],
                }),
                other => Ok(other),
            }
        });
    });
}

#[test]
fn framing_notices_octets_behind_a_frame_that_matter() {
    caught("a frame is as long as it says", || {
        framing_by(
            &input(&[3, 3], &stream()),
            |stream, limit| match frame::split(stream, limit)? {
                FrameSplit::Frame { frame, rest } if !rest.is_empty() => Ok(FrameSplit::Frame {
                    frame: &stream[..frame.len() + 1],
                    rest: &rest[1..],
                }),
                other => Ok(other),
            },
        );
    });
}

#[test]
fn framing_notices_a_prefix_that_is_an_error() {
    caught("a part of a frame asks for more", || {
        framing_by(&input(&[3, 3], &stream()), |stream, limit| {
            let limit = if stream.len() == 10 { 0 } else { limit };
            frame::split(stream, limit)
        });
    });
}

#[test]
fn framing_notices_pieces_that_matter() {
    // Asks for a frame too many once there are some octets less than everything.
    caught("pieces change nothing", || {
        framing_by(&input(&[1, 3], &stream()), |stream, limit| {
            let wrong = stream.len() == 4 && stream[0] == 0 && stream[3] == 20;
            frame::split(if wrong { &[0, 0, 0, 1] } else { stream }, limit)
        });
    });
}

#[test]
fn decode_notices_an_octet_that_is_changed_on_its_way() {
    caught("the same octets", || {
        decode_by(&input(&STRICT, &submit()), read, |pdu, dialect, out| {
            let mut memory = [0; MAX];
            let octets = pdu.encode(dialect, &mut memory.as_mut_slice())?;
            memory[octets - 3] ^= 1;
            let room = out
                .get_mut(..octets)
                .ok_or_else(|| EncodeError::no_room(octets))?;
            room.copy_from_slice(&memory[..octets]);
            *out = &mut core::mem::take(out)[octets..];
            Ok(octets)
        });
    });
}

#[test]
fn decode_notices_a_field_that_is_read_wrong() {
    caught("the same octets", || {
        decode_by(
            &input(&STRICT, &submit()),
            |frame, dialect, _| {
                let mut pdu = Pdu::decode(frame, dialect)?;
                pdu.sequence_number ^= 1;
                Ok(pdu)
            },
            encode,
        );
    });
}

#[test]
fn decode_notices_a_length_that_is_counted_wrong() {
    caught("the rest of the room is left", || {
        decode_by(&input(&STRICT, &submit()), read, |pdu, dialect, out| {
            let octets = pdu.encode(dialect, out)?;
            *out = &mut core::mem::take(out)[1..];
            Ok(octets)
        });
    });
}

#[test]
fn decode_notices_an_encoder_that_writes_before_it_refuses() {
    caught("nothing is written", || {
        decode_by(&input(&STRICT, &submit()), read, |pdu, dialect, out| {
            let result = pdu.encode(dialect, out);
            if result.is_err() {
                out[0] = 0;
            }
            result
        });
    });
}

#[test]
fn decode_notices_a_deviation_that_is_not_told() {
    let longer = input(&submit(), &[0]);
    caught("no deviation: strict reads the same", || {
        decode_by(
            &input(&TOLERANT, &longer),
            |frame, dialect, _| Pdu::decode(frame, dialect),
            encode,
        );
    });
}

#[test]
fn decode_notices_a_strict_reading_that_tolerates() {
    let longer = input(&submit(), &[0]);
    caught("a strict reading has no deviations", || {
        decode_by(
            &input(&STRICT, &longer),
            |frame, dialect, deviations| {
                Pdu::decode_with(
                    frame,
                    Dialect::TOLERANT.version(dialect.version),
                    deviations,
                )
            },
            encode,
        );
    });
}

#[test]
fn decode_notices_an_error_outside_the_frame() {
    let shorter = &submit()[..30];
    caught("is outside", || {
        decode_by(
            &input(&STRICT, shorter),
            |frame, dialect, deviations| {
                Pdu::decode_with(frame, dialect, deviations).map_err(|error| {
                    DecodeError::named(error.kind(), error.field(), error.command_status(), 99)
                })
            },
            encode,
        );
    });
}

#[test]
fn decode_notices_a_tolerant_reading_that_refuses() {
    caught("more tolerance accepts no less", || {
        decode_by(
            &input(&STRICT, &submit()),
            |frame, dialect, deviations| match dialect.tolerance {
                Tolerance::COMMON => Pdu::decode(&frame[1..], dialect),
                _ => Pdu::decode_with(frame, dialect, deviations),
            },
            encode,
        );
    });
}

#[test]
fn pdu_notices_a_value_that_is_read_back_another() {
    let found = random(3).take(2000).any(|octets| {
        let read: DecodeBy = |frame, dialect, _| {
            let mut pdu = Pdu::decode(frame, dialect)?;
            if let Body::SubmitSmResp(body) = &mut pdu.body {
                *body = SubmitSmResp::accepted(b"another");
            }
            Ok(pdu)
        };
        catch_unwind(|| pdu_by(&octets, encode, read)).is_err()
    });
    assert!(found, "one field of one PDU is read wrong");
}

#[test]
fn pdu_notices_an_encoder_that_cuts_an_octet_off() {
    caught("as many octets as were measured", || {
        for octets in random(4).take(2000) {
            pdu_by(
                &octets,
                |pdu, dialect, out| pdu.encode(dialect, out).map(|octets| octets - 1),
                read,
            );
        }
    });
}

#[test]
fn tlvs_notice_a_length_that_is_another() {
    let two = [0x00, 0x05, 0, 1, 9, 0x02, 0x0C, 0, 2, 1, 2];
    tlvs(&two);
    caught("a key reads what is there", || {
        tlvs_by(&two, |tlvs, tag| {
            let last = tlvs.iter().find(|tlv| tlv.tag() == tag);
            last.map(|tlv| tlv.value_len() + 1)
        });
    });
}

#[test]
fn print_notices_a_text_in_clear() {
    caught("sensitive octets show", || {
        print::print_by(&input(&STRICT, &submit()), |pdu, page| match &pdu.body {
            Body::SubmitSm(body) => write!(page, "{}", body.short_message.escape_ascii()),
            _ => Ok(()),
        });
    });
}

#[test]
fn print_notices_a_password_in_clear() {
    let bind = Bind {
        system_id: b"bank",
        password: b"hunter2",
        ..Bind::default()
    };
    let frame = encoded(&Pdu::new(1, Body::BindReceiver(bind)));
    caught("sensitive octets show", || {
        print::print_by(&input(&STRICT, &frame), |pdu, page| {
            let bind = pdu.body.bind().unwrap();
            write!(page, "{}", bind.password.escape_ascii())
        });
    });
}

#[test]
fn print_notices_octets_that_move_the_cursor() {
    let bind = Bind {
        system_id: b"\x1b[2J",
        ..Bind::default()
    };
    let frame = encoded(&Pdu::new(1, Body::BindReceiver(bind)));
    print(&input(&STRICT, &frame));
    caught("0x1b", || {
        print::print_by(&input(&STRICT, &frame), |pdu, page| {
            let bind = pdu.body.bind().unwrap();
            page.write_str(core::str::from_utf8(bind.system_id).unwrap())
        });
    });
}

/// A field behind a century and a point in time.
fn at(field: &[u8]) -> Vec<u8> {
    input(&[0x07, 0x92, 0, 0, 0, 0, 0x6B, 0, 0, 0], field)
}

#[test]
fn times_of_the_grammar_and_their_mutants_pass() {
    for field in [
        &b"000229235959912+"[..],
        b"261123161500056-",
        b"991231235959999R",
    ] {
        for position in 0..field.len() {
            for value in [
                b'0', b'1', b'3', b'9', b':', b'/', b'+', b'-', b'R', 0, 0xFF,
            ] {
                let mut mutant = field.to_vec();
                mutant[position] = value;
                time(&at(&mutant));
                time(&at(&mutant[..position]));
            }
        }
    }
}

#[test]
fn time_notices_a_month_too_many() {
    caught("a time as it was written", || {
        time::time_by(&at(b"261323161500000+"), |field| {
            let mut field = field.to_vec();
            field[3] = field[3].min(b'2');
            Time::decode(&field)
        });
    });
}

#[test]
fn time_notices_a_leap_day_that_is_refused() {
    caught("the grammar has it", || {
        time::time_by(&at(b"280229161500000+"), |field| match &field[4..6] {
            b"29" => Time::decode(b"280230161500000+"),
            _ => Time::decode(field),
        });
    });
}

#[test]
fn time_notices_a_zone_that_is_read_the_wrong_way() {
    caught("a time as it was written", || {
        time::time_by(&at(b"261123161500004+"), |field| {
            let mut field = field.to_vec();
            field[15] = b'-';
            Time::decode(&field)
        });
    });
}

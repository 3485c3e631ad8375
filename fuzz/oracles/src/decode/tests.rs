use smpp_codec::{Dialect, EncodeError, Pdu, Tolerance};

use super::{decode_by, encode, read};
use crate::MAX;
use crate::testing::{STRICT, TOLERANT, caught, input, submit};

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
            *out = &mut std::mem::take(out)[octets..];
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
            *out = &mut std::mem::take(out)[1..];
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
                    Dialect::TOLERANT.with_version(dialect.version),
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
                Pdu::decode_with(frame, dialect, deviations).map_err(|_| {
                    let mut longer = submit();
                    longer.pop();
                    longer[3] -= 1;
                    Pdu::decode(&longer, dialect).unwrap_err()
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

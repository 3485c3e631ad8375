use smpp_codec::values::time::Time;

use super::{time, time_by};
use crate::testing::{caught, input};

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
        time_by(&at(b"261323161500000+"), |field| {
            let mut field = field.to_vec();
            field[3] = field[3].min(b'2');
            Time::decode(&field)
        });
    });
}

#[test]
fn time_notices_a_leap_day_that_is_refused() {
    caught("the grammar has it", || {
        time_by(&at(b"280229161500000+"), |field| match &field[4..6] {
            b"29" => Time::decode(b"280230161500000+"),
            _ => Time::decode(field),
        });
    });
}

#[test]
fn time_notices_a_zone_that_is_read_the_wrong_way() {
    caught("a time as it was written", || {
        time_by(&at(b"261123161500004+"), |field| {
            let mut field = field.to_vec();
            field[15] = b'-';
            Time::decode(&field)
        });
    });
}

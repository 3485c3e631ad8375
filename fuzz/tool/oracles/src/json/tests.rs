use super::{json, json_by, output};
use crate::Print;
use crate::testing::{caught, input};

#[test]
fn json_is_quiet_on_correct_output() {
    let whole = input();
    for end in 0..=whole.len() {
        json(&whole[..end]);
    }
    for at in 0..whole.len() {
        for value in [0, 0x1B, 0x7F, 0x80, 0xFF] {
            let mut mutant = whole.clone();
            mutant[at] = value;
            json(&mutant);
        }
    }
}

#[test]
fn json_notices_what_is_changed_lost_or_made_up() {
    let with = |print: Print| move || json_by(&input(), print);
    caught(
        "source_addr is another string",
        with(|stream, dialect| output(stream, dialect).replace("\"BANK\"", "\"BONK\"")),
    );
    caught(
        "short_message",
        with(|stream, dialect| {
            output(stream, dialect).replace("\"short_message\":\"73", "\"short_message\":\"74")
        }),
    );
    caught(
        "the octets of a TLV",
        with(|stream, dialect| {
            output(stream, dialect).replace("\"hex\":\"0007\"", "\"hex\":\"0008\"")
        }),
    );
    caught("an object for everything", with(|_, _| String::new()));
    caught(
        "no object for what is not there",
        with(|stream, dialect| output(stream, dialect).repeat(2)),
    );
    caught(
        "printable ASCII",
        with(|stream, dialect| output(stream, dialect).replace("BANK", "B\u{1b}NK")),
    );
}

use super::{output, tree, tree_by};
use crate::Print;
use crate::testing::{caught, input};

#[test]
fn tree_is_quiet_on_correct_output() {
    let whole = input();
    for end in 0..=whole.len() {
        tree(&whole[..end]);
    }
    for at in 0..whole.len() {
        for value in [0, 0x1B, 0x7F, 0x80, 0xFF] {
            let mut mutant = whole.clone();
            mutant[at] = value;
            tree(&mutant);
        }
    }
}

#[test]
fn tree_notices_what_is_changed_lost_or_unescaped() {
    let with = |print: Print| move || tree_by(&input(), print);
    caught(
        "source_addr is not shown as it is",
        with(|stream, dialect| output(stream, dialect).replace("\"BANK\"", "\"BONK\"")),
    );
    caught(
        "in their order",
        with(|stream, dialect| {
            let text = output(stream, dialect);
            let lines = text.lines().filter(|line| !line.contains("dest_addr_ton"));
            lines.map(|line| format!("{line}\n")).collect()
        }),
    );
    caught(
        "a terminal acts on nothing",
        with(|stream, dialect| output(stream, dialect).replace("BANK", "B\u{1b}NK")),
    );
}

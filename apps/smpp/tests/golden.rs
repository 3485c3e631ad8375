//! The output of `smpp decode`, to the character: it is an interface.
//!
//! `golden/NAME.hex` holds lines of hexadecimal, and of comments that begin with `#`; the other
//! files what the tool makes of them. `SMPP_BLESS=1 cargo test -p smpp-cli --test golden` writes
//! them anew: read the difference before it is committed.

mod tool;

use std::fs;
use std::path::PathBuf;

use tool::{Ran, smpp};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn input(name: &str) -> String {
    let text = fs::read_to_string(path(&format!("{name}.hex"))).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Decodes `NAME.hex` and compares what comes out with the file `expected`.
fn check(name: &str, expected: &str, arguments: &[&str], code: i32) -> Ran {
    let arguments = [&["decode"], arguments].concat();
    let ran = smpp(&arguments, input(name).as_bytes());
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    if std::env::var_os("SMPP_BLESS").is_some() {
        fs::write(path(expected), &ran.stdout).unwrap();
    }
    let text = fs::read_to_string(path(expected)).unwrap();
    for (number, (is, should)) in ran.stdout.lines().zip(text.lines()).enumerate() {
        assert_eq!(is, should, "{expected}, line {}", number + 1);
    }
    assert_eq!(ran.stdout, text, "{expected}: as many lines");
    ran
}

fn check_both(name: &str, arguments: &[&str], code: i32) {
    let json = [&["--json"], arguments].concat();
    let ran = check(name, &format!("{name}.json"), &json, code);
    assert_eq!(ran.stderr, "", "a program reads the objects");
    check(name, &format!("{name}.txt"), arguments, code);
}

#[test]
fn every_pdu_of_3_4_and_5_0() {
    check_both("pdus", &["--tolerance", "strict"], 0);
}

#[test]
fn every_pdu_of_3_3() {
    let rules = ["--tolerance", "strict", "--version", "3.3"];
    check_both("pdus_3_3", &rules, 0);
}

#[test]
fn pdus_that_no_specification_lists() {
    check_both("unknown", &["--tolerance", "strict"], 0);
}

#[test]
fn every_departure_is_accepted_and_marked() {
    check_both("deviations", &[], 0);
}

#[test]
fn every_departure_is_an_error_to_the_letter() {
    let expected = "deviations_strict.json";
    check(
        "deviations",
        expected,
        &["--json", "--tolerance", "strict"],
        1,
    );
}

#[test]
fn errors_are_told_and_the_next_pdu_is_found() {
    check_both("errors", &[], 1);
}

#[test]
fn lines_are_streams_of_their_own() {
    check("streams", "streams.json", &["--json"], 1);
}

#[test]
fn every_command_id_is_among_the_golden_pdus() {
    let all: String = ["pdus.json", "pdus_3_3.json"]
        .iter()
        .map(|name| fs::read_to_string(path(name)).unwrap())
        .collect();
    for id in smpp_codec::CommandId::KNOWN {
        assert!(all.contains(&format!("\"command_id\":\"{id}\"")), "{id}");
    }
}

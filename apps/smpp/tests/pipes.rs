//! The tool at the end of a pipe that somebody closes, and in the middle of one that stays open.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

const ENQUIRE_LINK: &str = "00000010000000150000000000000001\n";

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for arguments in [&["decode"][..], &["decode", "--json"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_smpp"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        // Fails, as it should, when the tool has gone.
        while stdin.write_all(ENQUIRE_LINK.as_bytes()).is_ok() {}
        drop(stdin);
        assert!(child.wait().unwrap().success());
        let mut told = String::new();
        child.stderr.unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(told, "");
    }
}

#[test]
fn what_has_been_decoded_is_not_kept_back_while_waiting_for_more() {
    for (arguments, first) in [
        (&["decode"][..], "octet 0: enquire_link"),
        (&["decode", "--json"], "{\"line\":1,\"offset\":0,"),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_smpp"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(ENQUIRE_LINK.as_bytes()).unwrap();
        stdin.flush().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(first), "{line}");
        drop(stdin);
        assert!(child.wait().unwrap().success());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_smpp"))
        .args(["decode", ENQUIRE_LINK.trim()])
        .stdin(Stdio::null())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let mut told = String::new();
    child.stderr.unwrap().read_to_string(&mut told).unwrap();
    assert!(told.starts_with("smpp: standard output: "), "{told}");
    assert_eq!(told.lines().count(), 1);
}

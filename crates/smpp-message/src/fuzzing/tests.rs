//! Every oracle holds, and catches a planted fault.

use std::panic::catch_unwind;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

fn fails(oracle: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    catch_unwind(oracle).is_err()
}

#[test]
fn each_oracle_holds_on_good_code_and_fails_on_bad() {
    text(b"\x00\x00hello");
    assert!(fails(|| text_by(
        b"\x00\x00hello",
        |alphabet, text, out| { alphabet.encode(text.strip_suffix('o').unwrap_or(text), out) }
    )));
    assert!(fails(|| text_by(b"\x00\x00hello", |_, _, _| Err(
        TextError::new(TextErrorKind::Unrepresentable, 0)
    ))));
    septets(b"\x03hello");
    assert!(fails(|| septets_by(b"\x03hello", |octets, _, out| {
        packed::unpack(octets, 0, out)
    })));
    let udh = b"\x05\x00\x03\x2A\x02\x01text";
    header(udh);
    assert!(fails(|| header_by(udh, |_, _| true)));
    let long = [b'x'; 200];
    let long = [&[0, 40, 63][..], &long, &[2, 1, 0, 0]].concat();
    parts(&long);
    assert!(fails(|| parts_by(&long, |octets| &octets[1..])));
    let text = b"\x04id:1 stat:DELIVRD done date:2302101454 err:0";
    receipt(text);
    assert!(fails(|| receipt_by(text, |receipt, out| {
        AppendixB {
            id: b"2",
            ..*receipt
        }
        .encode(out)
    })));
    let text = [&[1][..], "ş".repeat(100).as_bytes()].concat();
    compose(&text);
    assert!(fails(|| compose_by(&text, |text| &text[2..])));
}

fn octets() -> impl Strategy<Value = Vec<u8>> {
    let flags = prop::collection::vec(any::<u8>(), 0..4);
    let text = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        ".{0,80}".prop_map(std::string::String::into_bytes),
        "[a-zşğ€\\[\\] ]{0,200}".prop_map(std::string::String::into_bytes),
        "((id|stat|done date|err|sub|text):(DELIVRD|2302101454|1)? ?){0,8}"
            .prop_map(std::string::String::into_bytes),
    ];
    (flags, text).prop_map(|(flags, text)| [flags, text].concat())
}

proptest! {
    #[test]
    fn every_oracle_holds(octets in octets()) {
        text(&octets);
        septets(&octets);
        header(&octets);
        parts(&octets);
        receipt(&octets);
        compose(&octets);
    }
}

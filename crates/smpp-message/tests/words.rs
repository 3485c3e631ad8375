//! What errors, problems and reasons say, and where they point.

use smpp_message::gsm7::Language;
use smpp_message::receipt::{Key, ProblemKind};
use smpp_message::split::{Limits, Method, SplitErrorKind, Splitter};
use smpp_message::ucs2::byte_order_mark;
use smpp_message::udh::{Element, Ports, Udh, UdhBuilder, UdhErrorKind};
use smpp_message::{Alphabet, Reason, TextErrorKind};

#[test]
fn a_text_that_cannot_be_coded_is_told_with_its_place() {
    let mut room = [0; 16];
    for (alphabet, text, kind, says) in [
        (
            Alphabet::GSM7,
            "a€Ж",
            TextErrorKind::Unrepresentable,
            "the alphabet has no such character, at offset 4",
        ),
        (
            Alphabet::Latin1,
            "Ж",
            TextErrorKind::Unrepresentable,
            "the alphabet has no such character, at offset 0",
        ),
        (
            Alphabet::Utf16,
            "more than eight",
            TextErrorKind::BufferTooSmall { needed: 30 },
            "the buffer is too small: 30 octets are needed, at offset 0",
        ),
    ] {
        let error = alphabet.encode(text, &mut room).unwrap_err();
        assert_eq!(error.kind(), kind);
        let says = says.strip_suffix(", at offset 0").unwrap_or(says);
        assert!(error.to_string().starts_with(says), "{error}");
    }
}

#[test]
fn octets_that_are_no_text_are_told_with_their_place() {
    for (alphabet, octets, kind, says) in [
        (
            Alphabet::GSM7,
            &b"ab\x80"[..],
            TextErrorKind::InvalidOctet,
            "the alphabet does not use such an octet, at offset 2",
        ),
        (
            Alphabet::GSM7,
            b"a\x1B\x00",
            TextErrorKind::Unassigned,
            "no character is assigned to this code, at offset 1",
        ),
        (
            Alphabet::GSM7,
            b"abc\x1B",
            TextErrorKind::DanglingEscape,
            "an escape with nothing to escape, at offset 3",
        ),
        (
            Alphabet::Utf16,
            b"\0a\xD8\x3D\0b",
            TextErrorKind::LoneSurrogate,
            "half of a surrogate pair, at offset 2",
        ),
        (
            Alphabet::Utf16,
            b"\0a\0",
            TextErrorKind::Incomplete,
            "the text ends within a character, at offset 2",
        ),
    ] {
        let mut chars = alphabet.chars(octets);
        let error = chars.find_map(Result::err).expect("an error");
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, says));
    }
}

#[test]
fn a_byte_order_mark_is_the_first_two_octets() {
    for (octets, expected) in [
        (&b"\xFE\xFF\0a"[..], Some((Alphabet::Utf16, &b"\0a"[..]))),
        (b"\xFF\xFEa\0", Some((Alphabet::Utf16Le, b"a\0"))),
        (b"\xFE\xFF", Some((Alphabet::Utf16, b""))),
        (b"\xFE", None),
        (b"\0a\xFE\xFF", None),
        (b"", None),
    ] {
        assert_eq!(byte_order_mark(octets), expected, "{octets:?}");
    }
}

#[test]
fn a_message_that_cannot_be_cut_says_why() {
    let mut header = [0; 8];
    let mut udh = UdhBuilder::new(&mut header);
    let concatenated = Element::SingleShift(Language::TURKISH);
    udh.push(&concatenated).expect("it fits");
    let long = "x".repeat(70_000);
    let limits = |method, octets, udh| {
        let mut limits = Limits::default();
        (limits.method, limits.octets, limits.header) = (method, octets, udh);
        limits
    };
    for (text, limits, kind, says) in [
        (
            "aЖ",
            limits(Method::Udh8, 140, None),
            SplitErrorKind::Unrepresentable,
            "the alphabet lacks a character, at offset 1",
        ),
        (
            long.as_str(),
            limits(Method::Udh8, 140, None),
            SplitErrorKind::TooLong { parts: Some(458) },
            "the message takes 458 parts: 255 are possible",
        ),
        (
            &long,
            limits(Method::Payload, 140, None),
            SplitErrorKind::TooLong { parts: None },
            "the message takes more than 65535 octets",
        ),
        (
            "no room",
            limits(Method::Udh8, 6, None),
            SplitErrorKind::NoRoom,
            "the headers leave no room for a character",
        ),
        (
            "twice",
            limits(Method::Udh8, 140, Some(udh.udh())),
            SplitErrorKind::HeaderNotAllowed,
            "the splitter adds this element itself, at offset 1",
        ),
    ] {
        let error = Splitter::from_text(text, Alphabet::GSM7, &limits).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, says));
    }
}

#[test]
fn a_header_that_is_none_says_where_it_breaks() {
    for (octets, kind, says) in [
        (
            &b""[..],
            UdhErrorKind::Missing,
            "no user data header where one is announced, at offset 0",
        ),
        (
            b"\x05\0\x03",
            UdhErrorKind::HeaderTooLong,
            "the user data header is longer than the user data, at offset 0",
        ),
        (
            b"\x04\0\x05\x01\x02",
            UdhErrorKind::ElementTooLong,
            "an element runs past the user data header, at offset 1",
        ),
    ] {
        let error = Udh::split(octets).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, says));
    }
    let (udh, _) = Udh::split(b"\x04\0\x02\x01\x02").expect("a header");
    let error = udh
        .raw_elements()
        .find_map(|element| element.decode().err());
    let says = "an element of the wrong length, at offset 1";
    assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(says));
    let mut small = [0; 2];
    let error = UdhBuilder::new(&mut small)
        .push(&Element::Ports(Ports::new(1, 2)))
        .unwrap_err();
    let says = "the buffer is too small for the user data header, at offset 1";
    assert_eq!(error.to_string(), says);
}

#[test]
fn every_problem_of_a_receipt_has_its_words() {
    for (kind, says) in [
        (ProblemKind::UnknownKey, "an unknown key"),
        (ProblemKind::Junk, "octets that are neither key nor value"),
        (ProblemKind::Repeated(Key::Id), "`id` is there twice"),
        (ProblemKind::Unreadable(Key::Sub), "`sub` cannot be read"),
        (
            ProblemKind::AmbiguousDate(Key::DoneDate),
            "`done date` can be read in two ways",
        ),
        (ProblemKind::UnknownState, "an unknown state"),
        (ProblemKind::StateWithoutKey, "a state without its key"),
        (
            ProblemKind::SpaceBeforeValue(Key::Stat),
            "a space before the value of `stat`",
        ),
        (ProblemKind::TrailingNul, "NUL octets at the end"),
        (ProblemKind::Coding, "not coded as data_coding says"),
        (
            ProblemKind::ReservedType,
            "a reserved message type with the receipt bit",
        ),
        (ProblemKind::Header, "the user data header is not whole"),
        (
            ProblemKind::IdDiffers,
            "receipted_message_id and `id` differ",
        ),
        (ProblemKind::StateDiffers, "message_state and `stat` differ"),
        (ProblemKind::StateTlv, "message_state cannot be read"),
        (
            ProblemKind::NetworkErrorTlv,
            "network_error_code cannot be read",
        ),
        (
            ProblemKind::ScratchTooSmall,
            "the scratch buffer is too small for the text",
        ),
    ] {
        assert_eq!(kind.to_string(), says);
    }
    let names: Vec<_> = Key::ALL.iter().map(|key| key.name()).collect();
    assert_eq!(
        names.join(","),
        "id,sub,dlvrd,submit date,done date,stat,err,text"
    );
}

#[test]
fn every_choice_of_an_alphabet_has_its_reason() {
    for (reason, says) in [
        (Reason::Default, "the default alphabet has every character"),
        (Reason::Latin1, "Latin-1 has every character"),
        (Reason::SavesParts(1), "national tables save a part"),
        (Reason::SavesParts(2), "national tables save 2 parts"),
        (
            Reason::RatherThanUcs2,
            "national tables are preferred to UCS-2",
        ),
        (
            Reason::NotInDefault { position: 3 },
            "the default alphabet lacks the character at offset 3",
        ),
        (Reason::FewerParts, "UCS-2 takes fewer parts"),
    ] {
        assert_eq!(reason.to_string(), says);
    }
}

//! How `smpp decode` behaves: exit codes, standard error, odd input.

mod tool;

use serde_json::Value;
use tool::smpp;

const ENQUIRE_LINK: &str = "00000010 00000015 00000000 00000001";

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn objects(text: &str) -> Vec<Value> {
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn arguments_are_one_stream_however_they_are_split() {
    let whole = smpp(&["decode", "00000010000000150000000000000001"], b"");
    assert_eq!((whole.code, whole.stderr.as_str()), (Some(0), ""));
    assert!(
        whole
            .stdout
            .starts_with("octet 0: enquire_link, 16 octets\n")
    );
    for arguments in [
        &["decode", ENQUIRE_LINK][..],
        &[
            "decode",
            "0x00000010",
            "0x00000015",
            "00:00:00:00",
            "00000001",
        ],
        &[
            "decode",
            "000",
            "00010",
            "0000 0015",
            "00000000",
            "00000001",
        ],
    ] {
        assert_eq!(smpp(arguments, b"").stdout, whole.stdout, "{arguments:?}");
    }
    let piped = smpp(&["decode"], b"0000001000000015\n0000000000000001\n");
    assert_eq!(piped.stdout, whole.stdout);

    let json = smpp(&["decode", "--json", ENQUIRE_LINK], b"");
    let lines = smpp(&["decode", "--json"], ENQUIRE_LINK.as_bytes());
    assert_eq!((json.code, &json.stdout), (Some(0), &lines.stdout));
}

#[test]
fn bad_usage_is_2_and_says_what_to_do() {
    for (arguments, word) in [
        (&["decode", "zz"][..], "hexadecimal"),
        (&["decode", "--json", "000"], "half an octet"),
        (&["decode", "--tolerance", "lax"], "strict, common"),
        (&["decode", "--version", "4.0"], "3.3, 3.4, 5.0"),
        (&["decode", "--max-octets", "15"], "16"),
        (&["decode", "--max-octets", "99999999999"], "16777216"),
        (&["decode", "--xml"], "--xml"),
        (&["encode"], "encode"),
        (&[], "Usage"),
    ] {
        let ran = smpp(arguments, b"");
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert_eq!(ran.stdout, "", "{arguments:?}");
        assert!(ran.stderr.contains(word), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(smpp(&["decode", "zz"], b"").stderr.lines().count(), 1);
}

#[test]
fn nothing_in_is_nothing_out() {
    for arguments in [&["decode"][..], &["decode", "--json"]] {
        for input in ["", "\n", " \r\n\t\n", "0x\n::\n"] {
            let ran = smpp(arguments, input.as_bytes());
            assert_eq!(ran.code, Some(0), "{input:?}");
            assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
        }
    }
}

#[test]
fn an_incomplete_pdu_did_not_fail() {
    let ran = smpp(&["decode"], b"00000010 00000015 00");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(
        ran.stdout
            .starts_with("octet 0: incomplete, 9 of 16 octets\n")
    );

    let ran = smpp(&["decode", "--json"], b"00000010 00000015 00\n");
    let incomplete = "{\"line\":1,\"incomplete\":{\"have\":9,\"need\":16}}\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), incomplete));
}

#[test]
fn a_peer_that_is_not_smpp_is_named() {
    for (octets, name) in [
        (&b"GET / HTTP/1.1\r\nHost: mc\r\n\r\n"[..], "HTTP"),
        (b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03", "TLS"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH"),
        (b"hello\n", "a line of text"),
    ] {
        let ran = smpp(&["decode", &hex(octets)], b"");
        assert_eq!(ran.code, Some(1));
        assert!(
            ran.stdout.contains(&format!("this looks like {name}\n")),
            "{name}"
        );
        assert!(
            ran.stdout
                .contains("answer with generic_nack, 0x00000002 ESME_RINVCMDLEN")
        );
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
    let http = smpp(&["decode", &hex(b"GET / HTTP/1.1\r\n\r\n")], b"");
    assert!(
        http.stdout.contains("|GET / HTTP/1.1..|"),
        "{}",
        http.stdout
    );
}

#[test]
fn input_that_is_not_hexadecimal_says_where_and_shows_what_came_before() {
    let input = format!("{ENQUIRE_LINK}\n0000 \u{1b}[2J");
    let ran = smpp(&["decode"], input.as_bytes());
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.starts_with("octet 0: enquire_link, 16 octets\n"));
    assert!(
        ran.stdout
            .contains("octet 16: incomplete, 2 of 16 octets or more\n")
    );
    assert!(
        ran.stderr
            .starts_with("smpp: standard input: '\\x1b' in line 2, character 6, ")
    );
    assert_eq!(ran.stderr.lines().count(), 1);

    let raw = smpp(&["decode", "--json"], b"\x00\x00\x00\x10\xff\n");
    let expected = "{\"line\":1,\"offset\":0,\"error\":{\"kind\":\"hex\",\"field\":\"input\",\
                    \"offset\":0,\"fatal\":true,\"answer\":null}}\n";
    assert_eq!((raw.code, raw.stdout.as_str()), (Some(1), expected));
}

#[test]
fn control_characters_of_a_peer_never_reach_a_terminal() {
    // A message_id of every octet but NUL, and a vendor's TLV of all of them.
    let mut body: Vec<u8> = (1..=255).chain([0]).collect();
    body.extend([0x14, 0x00, 0x01, 0x00]);
    body.extend(0..=255);
    body.extend(b"\x00\x1d\x00\x05\x1b[2J\x00");
    let mut frame = u32::try_from(16 + body.len())
        .unwrap()
        .to_be_bytes()
        .to_vec();
    frame.extend([0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1]);
    frame.extend(body);

    for arguments in [&["decode"][..], &["decode", "--json"]] {
        let ran = smpp(arguments, hex(&frame).as_bytes());
        assert_eq!(ran.code, Some(0));
        let printable = |character: char| character == '\n' || (' '..='~').contains(&character);
        assert!(ran.stdout.chars().all(printable), "{}", ran.stdout);
    }

    let ran = smpp(&["decode", "--json"], hex(&frame).as_bytes());
    let object = &objects(&ran.stdout)[0];
    let id: String = (1..=255u8).map(char::from).collect();
    assert_eq!(
        object["fields"]["message_id"],
        Value::String(id),
        "no octet is lost"
    );
    assert_eq!(object["tlvs"][1]["value"], "\u{1b}[2J");
    assert_eq!(object["reencoded"], Value::String(hex(&frame)));
}

#[test]
fn the_limit_on_command_length_can_be_moved() {
    let frame = "00000012 80000004 00000000 00000001 4100";
    for (limit, code) in [("17", 1), ("18", 0), ("16777216", 0)] {
        let arguments = ["decode", "--json", "--max-octets", limit];
        let ran = smpp(&arguments, frame.as_bytes());
        assert_eq!(ran.code, Some(code), "{limit}");
        assert_eq!(ran.stdout.contains("\"fatal\":true"), code == 1);
    }
}

#[test]
fn the_version_decides_what_is_allowed() {
    // message_id of nine characters: 3.3 allows eight.
    let frame = "0000001a 80000004 00000000 00000001 31323334353637383900";
    for (version, tolerance, code) in [
        ("3.3", "strict", 1),
        ("3.3", "common", 0),
        ("3.4", "strict", 0),
        ("5.0", "strict", 0),
    ] {
        let arguments = [
            "decode",
            "--json",
            "--version",
            version,
            "--tolerance",
            tolerance,
        ];
        let ran = smpp(&arguments, frame.as_bytes());
        assert_eq!(ran.code, Some(code), "{version} {tolerance}");
        let object = &objects(&ran.stdout)[0];
        match (version, code) {
            ("3.3", 0) => assert_eq!(object["deviations"][0]["kind"], "too_long"),
            (_, 0) => assert_eq!(object["deviations"], Value::Array(Vec::new())),
            _ => assert_eq!(object["error"]["answer"], "ESME_RINVMSGID"),
        }
    }
}

#[test]
fn a_line_beyond_the_limit_is_refused_and_the_next_is_read() {
    let mut input = vec![b'0'; 64 * 1024 * 1024 + 1];
    input.extend(b"00\n");
    input.extend(ENQUIRE_LINK.as_bytes());
    let ran = smpp(&["decode", "--json"], &input);
    assert_eq!(ran.code, Some(1));
    let [long, next] = &objects(&ran.stdout)[..] else {
        panic!("two objects: {}", ran.stdout);
    };
    assert_eq!(long["error"]["kind"], "too_long");
    assert_eq!(
        (&long["line"], &long["error"]["field"]),
        (&1.into(), &"input".into())
    );
    assert_eq!(
        (&next["line"], &next["command_id"]),
        (&2.into(), &"enquire_link".into())
    );
}

#[test]
fn a_tree_needs_no_line_ends_and_holds_one_pdu_at_a_time() {
    // Many reads' worth on one line: PDUs stand across the ends of reads.
    let frame = ENQUIRE_LINK.replace(' ', "");
    let ran = smpp(&["decode"], frame.repeat(20_000).as_bytes());
    assert_eq!(ran.code, Some(0));
    let headings = ran.stdout.lines().filter(|line| line.starts_with("octet "));
    for (number, heading) in headings.enumerate() {
        assert_eq!(
            heading,
            format!("octet {}: enquire_link, 16 octets", number * 16)
        );
    }
    assert!(ran.stdout.contains("octet 319984: "));
}

#[test]
fn the_documented_example_is_what_happens() {
    let document = include_str!("../docs/decode.md");
    let (_, example) = document.split_once("$ smpp decode --json ").unwrap();
    let (arguments, output) = example.split_once("\n{").unwrap();
    let (output, _) = output.split_once('\n').unwrap();
    let arguments = arguments.replace('\\', "");
    let ran = smpp(&["decode", "--json", &arguments], b"");
    assert_eq!(ran.stdout, format!("{{{output}\n"));
}

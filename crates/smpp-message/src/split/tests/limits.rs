//! The lengths of parts: those of the specification, and the largest.

use super::*;

/// Lengths that the specification gives: headers, then characters of GSM
/// 7-bit, octets and 16-bit units in one part.
type Row = (&'static str, usize, usize, usize);
const ROWS: [Row; 14] = [
    ("", 160, 140, 70),
    ("S", 155, 136, 68),
    ("SL", 152, 133, 66),
    ("8", 153, 134, 67),
    ("W", 152, 133, 66),
    ("8S", 149, 131, 65),
    ("8SL", 146, 128, 64),
    ("WS", 148, 130, 65),
    ("WSL", 145, 127, 63),
    ("p", 154, 135, 67),
    ("P", 152, 133, 66),
    ("p8", 148, 130, 65),
    ("P8", 146, 128, 64),
    ("PW", 145, 127, 63),
];

#[test]
fn limits_are_those_of_the_specification() {
    for (headers, septets, octets, words) in ROWS {
        let has = |letter| headers.contains(letter);
        let mut buffer = [0; 8];
        let mut builder = UdhBuilder::new(&mut buffer);
        if has('p') {
            builder
                .push(&Element::Ports(Ports::new_8(240, 241)))
                .unwrap();
        }
        if has('P') {
            builder
                .push(&Element::Ports(Ports::new(2948, 9200)))
                .unwrap();
        }
        let udh = builder.udh();
        let mut limits = Limits {
            header: (!udh.is_empty()).then_some(udh),
            ..Limits::default()
        };
        if has('W') {
            limits.method = Method::Udh16;
        }
        let gsm7 = Gsm7 {
            single: if has('S') {
                Language::TURKISH
            } else {
                Language::DEFAULT
            },
            locking: if has('L') {
                Language::TURKISH
            } else {
                Language::DEFAULT
            },
        };
        let long = has('8') || has('W');
        let mut shifted_octets = octets;
        if has('S') {
            // Shifts say nothing of other alphabets, whose headers are shorter.
            shifted_octets = if long { 0 } else { 140 };
        }
        for (alphabet, expected) in [
            (Alphabet::Gsm7(gsm7), septets),
            (Alphabet::Gsm7Packed(gsm7), septets),
            (Alphabet::Latin1, shifted_octets),
            (Alphabet::Utf16, if has('S') { 0 } else { words }),
        ] {
            if expected == 0 || (has('S') && !matches!(alphabet.unit(), Unit::Septet)) {
                continue;
            }
            for length in 1..=3 * expected + 1 {
                let text = "x".repeat(length);
                let split = Splitter::from_text(&text, alphabet, &limits).unwrap();
                if !long {
                    // One part up to the limit, and not one character beyond.
                    assert_eq!(split.parts() == 1, length <= expected, "{headers} {length}");
                } else if split.parts() > 1 {
                    assert_eq!(usize::from(split.parts()), length.div_ceil(expected));
                    assert_eq!(split.capacity(), expected, "{headers}");
                    let used = length - expected * usize::from(split.parts() - 1);
                    assert_eq!(split.room(), expected - used);
                }
            }
        }
        let binary = std::vec![7; 3 * octets + 1];
        if !has('S') {
            let split = Splitter::from_octets(&binary, &limits).unwrap();
            if long {
                assert_eq!((split.parts(), split.capacity()), (4, octets));
            } else {
                let split = Splitter::from_octets(&binary[..octets], &limits).unwrap();
                assert_eq!((split.parts(), split.capacity()), (1, octets));
            }
        }
    }
}

#[test]
fn no_part_exceeds_140_octets_on_the_radio() {
    for (alphabet, char) in [
        (Alphabet::GSM7, "x"),
        (Alphabet::Gsm7(Gsm7::single(Language::TURKISH)), "x"),
        (Alphabet::Latin1, "x"),
        (Alphabet::Utf16, "ж"),
    ] {
        for method in [Method::Udh8, Method::Udh16, Method::Sar] {
            let text = char.repeat(700);
            let limits = Limits {
                method,
                ..Limits::default()
            };
            let split = Splitter::from_text(&text, alphabet, &limits).unwrap();
            for part in split.with_reference(1) {
                let mut out = [0; 255];
                let octets = part.encode(&mut out).unwrap();
                let header = if part.has_udh() {
                    usize::from(octets[0]) + 1
                } else {
                    0
                };
                let content = match alphabet.unit() {
                    Unit::Septet => {
                        let fill = packed::fill_bits(header);
                        packed::packed_len(octets.len() - header, fill)
                    }
                    _ => octets.len() - header,
                };
                let added = match (method, header) {
                    (Method::Sar, 0) => 6,
                    (Method::Sar, _) => 5,
                    _ => 0,
                };
                assert!(header + content + added <= 140);
                if part.number() < part.total() {
                    assert!(header + content + added >= 139);
                }
            }
        }
    }
}

#[test]
fn largest_part_is_max_part_len_octets() {
    let methods = [Method::Udh8, Method::Udh16, Method::Sar, Method::Payload];
    for (octets, method) in (1..=u8::MAX).flat_map(|octets| methods.map(|method| (octets, method)))
    {
        // A payload does not depend on the octets.
        if method == Method::Payload && octets != SMS_OCTETS {
            continue;
        }
        let limits = Limits::new().with_octets(octets).with_method(method);
        let mut largest = 0;
        for (alphabet, char) in [
            (Alphabet::GSM7, "x"),
            (Alphabet::Gsm7Packed(Gsm7::DEFAULT), "x"),
            (Alphabet::Gsm7(Gsm7::single(Language::TURKISH)), "x"),
            (Alphabet::Utf8, "ж"),
            (Alphabet::Utf16, "ж"),
        ] {
            for count in [1, limits.max_part_len() / 2, limits.max_part_len(), 320] {
                let text = char.repeat(count);
                let Ok(split) = Splitter::from_text(&text, alphabet, &limits) else {
                    continue;
                };
                let parts = split.with_reference(1);
                let longest = parts.map(|part| part.encoded_len()).max().unwrap();
                assert!(longest <= limits.max_part_len(), "{limits:?} {alphabet}");
                largest = largest.max(longest);
            }
        }
        assert_eq!(largest, limits.max_part_len(), "{limits:?}");
    }
    assert_eq!(MAX_PART_LEN, 160);
}

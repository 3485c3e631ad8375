//! Frames with mistakes, by the ten thousand: nothing panics, nothing is lost, nothing invented.

mod tool;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use tool::smpp;

/// A fixed sequence of numbers that look random.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn octet(&mut self) -> u8 {
        [0, 0, 1, 2, 0x7F, 0x80, 0xFF, self.below(256) as u8][self.below(8)]
    }
}

/// The golden frames.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for name in ["pdus", "pdus_3_3", "deviations", "errors", "unknown"] {
        let path = format!("{}/tests/golden/{name}.hex", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            seeds.push(octets(&line.replace(' ', "")));
        }
    }
    seeds
}

fn octets(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        write!(text, "{octet:02x}").unwrap();
        text
    })
}

/// One frame, spoilt in one of several ways; `whole` keeps its length right.
fn mutant(seeds: &[Vec<u8>], random: &mut Random, whole: bool) -> Vec<u8> {
    let mut frame = seeds[random.below(seeds.len())].clone();
    match random.below(if whole { 4 } else { 7 }) {
        0 => {
            for _ in 0..=random.below(3) {
                let at = 4 + random.below(frame.len() - 4);
                frame[at] = random.octet();
            }
        }
        1 => frame.truncate(16 + random.below(frame.len() - 15)),
        2 => (0..=random.below(12)).for_each(|_| frame.push(random.octet())),
        3 => {
            // Half of one and half of another.
            let other = &seeds[random.below(seeds.len())];
            let from = 16 + random.below(other.len() - 15);
            frame.truncate(16 + random.below(frame.len() - 15));
            frame.extend(&other[from..]);
        }
        4 => {
            let at = random.below(4);
            frame[at] = random.octet();
            return frame;
        }
        5 => {
            frame.truncate(random.below(frame.len() + 1));
            return frame;
        }
        _ => return (0..random.below(40)).map(|_| random.octet()).collect(),
    }
    let length = u32::try_from(frame.len()).unwrap();
    frame[..4].copy_from_slice(&length.to_be_bytes());
    frame
}

/// What must hold of each object, given the octets of its line. Gives where the next one begins.
fn check(object: &Value, line: &[u8]) -> usize {
    if let Some(incomplete) = object.get("incomplete") {
        let number = |key| usize::try_from(incomplete[key].as_u64().unwrap()).unwrap();
        assert!(number("have") < number("need"), "{object}");
        return line.len();
    }
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let offset = number(&object["offset"]);
    if object["error"]["fatal"] == true {
        assert_eq!(object["error"]["field"], "command_length", "{object}");
        return line.len();
    }
    let end = offset + number(&object["command_length"]);
    let frame = &line[offset..end];
    if let Some(error) = object.get("error") {
        assert!(number(&error["offset"]) <= frame.len(), "{object}");
        assert!(error["answer"].as_str().unwrap().starts_with("ESME_"));
        return end;
    }
    assert_eq!(object["reencoded"], Value::String(hex(frame)), "{object}");
    for deviation in object["deviations"].as_array().unwrap() {
        assert!(number(&deviation["offset"]) <= frame.len(), "{object}");
    }
    let known = object["command_id"].is_string();
    assert_eq!(object.get("fields").is_some(), known, "{object}");
    assert_eq!(object.get("body").is_some(), !known, "{object}");
    end
}

#[test]
fn every_accepted_pdu_is_encoded_again_to_the_octet_and_no_octet_is_skipped() {
    let seeds = seeds();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let lines: Vec<Vec<u8>> = (0..8_000)
        .map(|_| {
            let pdus = 1 + random.below(3);
            let pdus = (0..pdus).map(|_| mutant(&seeds, &mut random, false));
            pdus.collect::<Vec<_>>().concat()
        })
        .collect();
    let input: String = lines.iter().map(|line| hex(line) + "\n").collect();
    for version in ["3.3", "3.4", "5.0"] {
        for tolerance in ["strict", "common"] {
            let rules = ["--version", version, "--tolerance", tolerance];
            let ran = smpp(
                &[&["decode", "--json"][..], &rules].concat(),
                input.as_bytes(),
            );
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{rules:?}");
            let mut ends: HashMap<usize, usize> = HashMap::new();
            for object in ran.stdout.lines() {
                let object: Value = serde_json::from_str(object).unwrap();
                let number = usize::try_from(object["line"].as_u64().unwrap()).unwrap();
                let end = ends.entry(number).or_default();
                if let Some(offset) = object["offset"].as_u64() {
                    assert_eq!(offset, *end as u64, "{object}");
                }
                *end = check(&object, &lines[number - 1]);
            }
            for (number, line) in lines.iter().enumerate() {
                let end = ends.get(&(number + 1)).copied().unwrap_or(0);
                assert_eq!(end, line.len(), "{rules:?} {}", hex(line));
            }
        }
    }
}

#[test]
fn a_tree_is_grown_for_every_mutant_and_stays_printable() {
    let seeds = seeds();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mutants = 5_000;
    let input: String = (0..mutants)
        .map(|_| hex(&mutant(&seeds, &mut random, true)))
        .collect();
    for tolerance in ["strict", "common"] {
        let ran = smpp(&["decode", "--tolerance", tolerance], input.as_bytes());
        assert_eq!(ran.code, Some(1));
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        let printable = |octet: u8| octet == b'\n' || (b' '..=b'~').contains(&octet);
        assert!(ran.stdout.bytes().all(printable));
        let headings = ran.stdout.lines().filter(|line| line.starts_with("octet "));
        assert_eq!(headings.count(), mutants);
    }
}

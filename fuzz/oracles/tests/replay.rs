//! The oracles on every seed, on everything that fuzzing kept, and on what once broke a law.

use std::collections::BTreeSet;
use std::fs;

use smpp_fuzz_oracles::seeds::{CORE, TOOL, dictionary, fuzz};
use smpp_fuzz_oracles::{
    compose, decode, framing, header, parts, pdu, print, receipt, septets, text, time, tlvs,
};
use smpp_simulator::fuzz::{session, session_split};
use smpp_vectors::ItemValue;

type Oracle = fn(&[u8]);

/// The oracle of each target.
const ORACLES: &[(&str, Oracle)] = &[
    ("framing", framing),
    ("decode", decode),
    ("print", print),
    ("pdu", pdu),
    ("tlvs", tlvs),
    ("time", time),
    ("text", text),
    ("septets", septets),
    ("header", header),
    ("parts", parts),
    ("receipt", receipt),
    ("compose", compose),
    ("session", session),
    ("session_split", session_split),
];

#[test]
fn oracles_are_quiet_on_seeds_and_kept_inputs() {
    for (target, (name, oracle)) in CORE.iter().zip(ORACLES) {
        assert_eq!(target.name, *name);
        let (seeds, kept) = target.replay(*oracle).expect("the inputs are readable");
        assert!(seeds > 30 && kept >= 10, "{name}: {seeds}, {kept}");
    }
    assert_eq!(CORE.len(), ORACLES.len());
}

/// Seeds are made from the vectors at each use: none can be missing or out of date.
#[test]
fn every_vector_is_a_seed() {
    let vectors = smpp_vectors::merged().expect("the vectors are there");
    let contents = smpp_vectors::messages().expect("the vectors are there");
    let contents = contents.iter().filter(|message| {
        message
            .given
            .iter()
            .any(|item| matches!(item.value, ItemValue::Octets(_) | ItemValue::Text(_)))
    });
    let vectors: BTreeSet<_> = vectors.iter().map(|vector| vector.id.as_str()).collect();
    let contents: BTreeSet<_> = contents.map(|message| message.id.as_str()).collect();
    assert!(vectors.len() > 2000 && contents.len() > 250);
    for target in CORE.iter().chain(TOOL) {
        let seeds = target.seeds().expect("the vectors are there");
        let seeds: BTreeSet<_> = seeds
            .iter()
            .filter_map(|(name, _)| Some(name.rsplit_once('-')?.0))
            .collect();
        match target.name {
            // A part of a vector that not every vector has.
            "tlvs" | "time" => assert!(seeds.is_subset(&vectors), "{}", target.name),
            // Invalid vectors have no PDU.
            "pdu" => assert!(seeds.is_subset(&vectors) && seeds.len() > 1000),
            "text" | "septets" | "header" | "parts" | "receipt" | "compose" => {
                assert!(seeds.is_superset(&contents), "{}", target.name);
            }
            name => assert_eq!(seeds, vectors, "{name}"),
        }
    }
}

#[test]
fn dictionary_is_up_to_date() {
    let written = fs::read_to_string(fuzz().join("smpp.dict")).unwrap_or_default();
    assert!(
        written == dictionary(),
        "run `cargo run -p smpp-fuzz-oracles`"
    );
}

#[test]
fn targets_manifest_readme_and_kept_inputs_agree() {
    let core: BTreeSet<String> = CORE.iter().map(|target| target.name.into()).collect();
    let tool = TOOL.iter().map(|target| target.name.into());
    let all: BTreeSet<String> = core.iter().cloned().chain(tool).collect();
    let files = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(fuzz().join(folder)).expect("the folder is there");
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .collect()
    };
    assert_eq!(files("fuzz_targets"), core);
    assert!(files("kept").is_subset(&all));
    assert!(files("regressions").is_subset(&all));
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let readme = fs::read_to_string(fuzz().join("README.md")).unwrap();
    for name in core {
        assert!(
            manifest.contains(&format!("name = \"{name}\"\n")),
            "{name}: manifest"
        );
        assert!(readme.contains(&format!("| `{name}` |")), "{name}: README");
    }
}

#[test]
fn kept_inputs_stay_under_2_megabytes() {
    let entries = fs::read_dir(fuzz().join("kept")).expect("the folder is there");
    let octets = entries.map(|entry| entry.unwrap().metadata().unwrap().len());
    let octets: u64 = octets.sum();
    assert!(octets < 2_000_000, "{octets} octets");
}

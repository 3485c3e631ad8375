//! Every oracle on every seed, on everything that fuzzing kept, and on what once broke a law.

use std::collections::BTreeSet;
use std::fs;

use smpp_seeds::{TARGETS, dictionary, fuzz};
use smpp_vectors::ItemValue;

#[test]
fn every_oracle_is_quiet_on_its_seeds_and_on_what_was_kept() {
    for target in TARGETS {
        let seeds = target.seeds().expect("the vectors are there");
        assert!(seeds.len() > 30, "{}: {} seeds", target.name, seeds.len());
        for (_, octets) in seeds {
            (target.oracle)(&octets);
        }
        for octets in target.kept().expect("what was kept is readable") {
            (target.oracle)(&octets);
        }
    }
}

/// Seeds are made from the vectors whenever they are wanted: none can be missing or out of date.
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
    for target in TARGETS {
        let seeds = target.seeds().expect("the vectors are there");
        let seeds: BTreeSet<_> = seeds
            .iter()
            .filter_map(|(name, _)| Some(name.rsplit_once('-')?.0))
            .collect();
        match target.name {
            // A part of each vector, which not all have: see the replay for how many.
            "tlvs" | "time" => assert!(seeds.is_subset(&vectors), "{}", target.name),
            "text" | "septets" | "header" | "parts" | "receipt" | "compose" => {
                assert!(seeds.is_superset(&contents), "{}", target.name);
            }
            name => assert_eq!(seeds, vectors, "{name}"),
        }
    }
}

#[test]
fn the_dictionary_is_up_to_date() {
    let written = fs::read_to_string(fuzz().join("smpp.dict")).unwrap_or_default();
    assert!(written == dictionary(), "run `cargo run -p smpp-seeds`");
}

#[test]
fn targets_manifest_readme_and_kept_inputs_agree() {
    let names: BTreeSet<String> = TARGETS.iter().map(|target| target.name.into()).collect();
    let files = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(fuzz().join(folder)).expect("the folder is there");
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .collect()
    };
    assert_eq!(files("fuzz_targets"), names);
    assert!(files("kept").is_subset(&names));
    assert!(files("regressions").is_subset(&names));
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let readme = fs::read_to_string(fuzz().join("README.md")).unwrap();
    for name in names {
        assert!(
            manifest.contains(&format!("name = \"{name}\"\n")),
            "{name}: manifest"
        );
        assert!(readme.contains(&format!("| `{name}` |")), "{name}: README");
    }
}

#[test]
fn what_is_kept_stays_under_2_megabytes() {
    let entries = fs::read_dir(fuzz().join("kept")).expect("the folder is there");
    let octets = entries.map(|entry| entry.unwrap().metadata().unwrap().len());
    let octets: u64 = octets.sum();
    assert!(octets < 2_000_000, "{octets} octets");
}

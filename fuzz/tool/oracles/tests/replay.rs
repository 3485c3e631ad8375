//! The oracles of the tool on every seed, on everything that fuzzing kept, and on what broke a law.

use std::collections::BTreeSet;
use std::fs;

use smpp_fuzz_oracles::seeds::TOOL;
use smpp_fuzz_tool_oracles::{json, tree};

type Oracle = fn(&[u8]);

/// The oracle of each target.
const ORACLES: &[(&str, Oracle)] = &[("json", json), ("tree", tree)];

#[test]
fn oracles_are_quiet_on_seeds_and_kept_inputs() {
    for (target, (name, oracle)) in TOOL.iter().zip(ORACLES) {
        assert_eq!(target.name, *name);
        let (seeds, kept) = target.replay(*oracle).expect("the inputs are readable");
        assert!(seeds > 4000 && kept > 500, "{name}: {seeds}, {kept}");
    }
    assert_eq!(TOOL.len(), ORACLES.len());
}

#[test]
fn targets_manifest_and_readme_agree() {
    for target in TOOL {
        let project = target.project();
        let file = project.join("fuzz_targets").join(target.name);
        assert!(file.with_extension("rs").exists(), "{}", target.name);
        let manifest = fs::read_to_string(project.join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("name = \"{}\"\n", target.name)));
        let readme = fs::read_to_string(project.join("../README.md")).unwrap();
        assert!(readme.contains(&format!("| `{}` |", target.name)));
    }
    let files = fs::read_dir(TOOL[0].project().join("fuzz_targets")).unwrap();
    let files: BTreeSet<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files.len(), TOOL.len());
}

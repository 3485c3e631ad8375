//! The inputs that fuzzing starts from.
//!
//! Seeds are made from the octets of `spec-vectors/`, in the input layout of each target. Inputs
//! that fuzzing has found are in `fuzz/kept/`, and those that broke a law in `fuzz/regressions/`.
//! `cargo test` replays all of them on stable Rust, without a fuzzer.

mod dictionary;
mod records;
mod shapes;

pub use dictionary::dictionary;
pub use records::{pack, unpack};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use smpp_vectors::Vector;

/// A fuzz target: the file `fuzz_targets/NAME.rs` of a project.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of the target.
    pub name: &'static str,
    project: &'static str,
    seeds: Seeds,
}

/// The part of the conformance suite that a target takes.
#[derive(Clone, Copy, Debug)]
enum Seeds {
    /// Every vector of a PDU or a stream, in this shape.
    Pdus(fn(&Vector) -> Vec<Vec<u8>>),
    /// Every text and content of a message, in this shape.
    Contents(fn(&[u8]) -> Vec<Vec<u8>>),
}

/// The targets of the libraries.
pub const CORE: &[Target] = &[
    core("framing", Seeds::Pdus(shapes::pieces)),
    core("decode", Seeds::Pdus(shapes::framed)),
    core("print", Seeds::Pdus(shapes::framed)),
    core("pdu", Seeds::Pdus(shapes::built)),
    core("tlvs", Seeds::Pdus(shapes::tails)),
    core("time", Seeds::Pdus(shapes::times)),
    core("text", Seeds::Contents(shapes::chosen)),
    core("septets", Seeds::Contents(shapes::chosen)),
    core("header", Seeds::Contents(|octets| vec![octets.into()])),
    core("parts", Seeds::Contents(shapes::chosen)),
    core("receipt", Seeds::Contents(shapes::chosen)),
    core("compose", Seeds::Contents(shapes::chosen)),
    core("session", Seeds::Pdus(|vector| vec![vector.octets.clone()])),
    core("session_split", Seeds::Pdus(shapes::bound)),
];

/// The targets of the tool.
pub const TOOL: &[Target] = &[
    tool("json", Seeds::Pdus(shapes::framed)),
    tool("tree", Seeds::Pdus(shapes::framed)),
];

const fn core(name: &'static str, seeds: Seeds) -> Target {
    Target {
        name,
        project: "",
        seeds,
    }
}

const fn tool(name: &'static str, seeds: Seeds) -> Target {
    Target {
        name,
        project: "tool",
        seeds,
    }
}

impl Target {
    /// Returns the directory of the fuzzing project that the target belongs to.
    #[must_use]
    pub fn project(&self) -> PathBuf {
        fuzz().join(self.project)
    }

    /// Returns the seeds that the vectors make, each with a name that begins with the vector's, cut
    /// to [`MAX`](crate::MAX) octets.
    ///
    /// # Errors
    /// The vectors cannot be read.
    pub fn seeds(&self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let mut found = Vec::new();
        let mut add = |id: &str, seeds: Vec<Vec<u8>>| {
            for (index, mut octets) in seeds.into_iter().enumerate() {
                octets.truncate(crate::MAX);
                found.push((format!("{id}-{index}"), octets));
            }
        };
        for vector in smpp_vectors::merged()? {
            match self.seeds {
                Seeds::Pdus(seeds) => add(&vector.id, seeds(&vector)),
                Seeds::Contents(seeds) => {
                    add(&vector.id, each(shapes::short_messages(&vector), seeds));
                }
            }
        }
        if let Seeds::Contents(seeds) = self.seeds {
            for message in smpp_vectors::messages()? {
                add(&message.id, each(shapes::given(&message), seeds));
            }
        }
        Ok(found)
    }

    /// Returns the inputs that fuzzing has found, and those that once broke a law.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn kept(&self) -> io::Result<Vec<Vec<u8>>> {
        let mut kept = Vec::new();
        let corpus = fuzz().join("kept").join(self.name);
        if corpus.exists() {
            kept.extend(unpack(&fs::read(corpus)?)?);
        }
        let regressions = fuzz().join("regressions").join(self.name);
        if regressions.exists() {
            for entry in fs::read_dir(regressions)? {
                kept.push(fs::read(entry?.path())?);
            }
        }
        Ok(kept)
    }

    /// Calls `oracle` with each seed and each kept input; returns the number of both.
    ///
    /// # Errors
    /// The inputs cannot be read.
    pub fn replay(&self, oracle: fn(&[u8])) -> Result<(usize, usize), String> {
        let seeds = self.seeds()?;
        let kept = self.kept().map_err(|error| error.to_string())?;
        let all = seeds.iter().map(|(_, octets)| octets).chain(&kept);
        all.for_each(|octets| oracle(octets));
        Ok((seeds.len(), kept.len()))
    }
}

/// Returns the directory `fuzz/` of this repository.
#[must_use]
pub fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn each(contents: Vec<Vec<u8>>, seeds: fn(&[u8]) -> Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    contents.iter().flat_map(|octets| seeds(octets)).collect()
}

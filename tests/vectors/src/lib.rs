//! The conformance vectors of `spec-vectors/`: read from their sources, merged, and as values.
//!
//! Nothing here knows the codec; `tests/` runs every vector against it, and those of message
//! contents against `smpp-message`. The format of the sources
//! and of the merged file is described in `spec-vectors/README.md`.
//!
//! ```
//! let vectors = smpp_vectors::merged()?;
//! assert!(vectors.len() > 600);
//! # Ok::<(), String>(())
//! ```

mod model;
pub mod schema;
mod source;

pub use model::{
    Answer, End, Fault, Field, FieldValue, Item, ItemValue, Message, Part, Tlv, Typed, Vector,
    Verdict,
};

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use source::Entry;

/// The directory `spec-vectors/` of this repository.
#[must_use]
pub fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec-vectors")
}

/// Every vector, from the merged file.
///
/// # Errors
/// A message that names what is missing or malformed.
pub fn merged() -> Result<Vec<Vector>, String> {
    let value = merged_json()?;
    let vectors = value["vectors"].as_array().ok_or("no vectors")?;
    vectors.iter().map(Vector::from_json).collect()
}

/// Every vector of message contents, from the merged file.
///
/// # Errors
/// A message that names what is missing or malformed.
pub fn messages() -> Result<Vec<Message>, String> {
    let value = merged_json()?;
    let messages = value["messages"].as_array().ok_or("no messages")?;
    messages.iter().map(Message::from_json).collect()
}

/// The merged file, as JSON.
///
/// # Errors
/// A message if it cannot be read.
pub fn merged_json() -> Result<Value, String> {
    let path = home().join("vectors.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The text that the merged file must have: the sources as JSON, one vector a line.
///
/// # Errors
/// A message that names the source file and the vector at fault.
pub fn merge() -> Result<String, String> {
    let (mut vectors, mut messages) = (Vec::new(), Vec::new());
    for path in sources()? {
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let relative = path.strip_prefix(home()).unwrap_or(&path);
        let file = relative.to_string_lossy().replace('\\', "/");
        let in_file = |error| format!("{file}: {error}");
        for entry in source::parse(&text, &file).map_err(in_file)? {
            match entry {
                Entry::Vector(vector) => {
                    Vector::from_json(&vector).map_err(in_file)?;
                    vectors.push(vector.to_string());
                }
                Entry::Message(message) => {
                    Message::from_json(&message).map_err(in_file)?;
                    messages.push(message.to_string());
                }
            }
        }
    }
    Ok(format!(
        "{{\"format\":1,\"vectors\":[\n{}\n],\"messages\":[\n{}\n]}}\n",
        vectors.join(",\n"),
        messages.join(",\n")
    ))
}

/// The source files, in the order in which they are merged.
fn sources() -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut open = vec![home()];
    while let Some(directory) = open.pop() {
        let entries = fs::read_dir(&directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                // Recorded conversations, in a form of their own.
                if !path.ends_with("captures") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "txt") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

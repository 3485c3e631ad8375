//! Writes `spec-vectors/vectors.json` from its sources; with `--check`, only compares.

use std::process::ExitCode;

fn main() -> ExitCode {
    let path = smpp_vectors::home().join("vectors.json");
    let merged = match smpp_vectors::merge() {
        Ok(merged) => merged,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if std::env::args().any(|argument| argument == "--check") {
        if std::fs::read_to_string(&path).is_ok_and(|text| text == merged) {
            return ExitCode::SUCCESS;
        }
        eprintln!(
            "vectors.json differs from its sources: run `cargo run -p smpp-vectors --bin merge`"
        );
        return ExitCode::FAILURE;
    }
    match std::fs::write(&path, merged) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

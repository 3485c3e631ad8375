#!/bin/sh
# Fails if the instruction count of a case has risen by more than 5 percent above the recorded one.
# With --record, records what is measured instead.
#
# Needs valgrind, and gungraun-runner of the version in Cargo.lock:
#   cargo install --locked gungraun-runner --version 0.20.0
set -eu
cd "$(dirname "$0")/.."
recorded=benches/instructions.txt
measured=$(mktemp)
trap 'rm -f "$measured"' EXIT
cargo bench --quiet -p smpp-benches --bench instructions -- --output-format=json >"$measured"
if [ "${1-}" = --record ]; then
    cargo run --quiet --release -p smpp-benches --bin report -- instructions <"$measured" >"$recorded"
    cat "$recorded"
else
    cargo run --quiet --release -p smpp-benches --bin report -- instructions "$recorded" <"$measured"
fi

#!/usr/bin/env bash
# Every fuzz target under address sanitizer for some seconds, and first a control: a read behind
# an allocation must be caught. Needs a nightly toolchain, or RUSTC_BOOTSTRAP=1 with a stable one.
#
#   asan.sh [SECONDS [TARGET...]]
set -eu
cd "$(dirname "$0")"
. ./projects.sh
seconds=${1:-20}
[ $# -gt 0 ] && shift
targets=${*:-$(every_target)}
toolchain=+nightly
[ -n "${RUSTC_BOOTSTRAP:-}" ] && toolchain=
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

cat >"$logs/control.rs" <<'RUST'
fn main() {
    let octets = vec![1_u8; 8];
    let behind = octets.as_ptr().wrapping_add(std::env::args().count() + 7);
    std::process::exit(unsafe { behind.read_volatile() }.into());
}
RUST
rustc $toolchain -Zsanitizer=address -O -o "$logs/control" "$logs/control.rs"
if "$logs/control" >"$logs/told" 2>&1 || ! grep -q 'heap-buffer-overflow' "$logs/told"; then
    echo "FAILED  control: a read behind an allocation is not caught" >&2
    exit 1
fi
echo "ok      control: a read behind an allocation is caught"

(cd .. && cargo run --quiet --locked -p smpp-fuzz-oracles)
target=${CARGO_TARGET_DIR:-$PWD/target}/asan
for project in . tool; do
    mkdir -p "$project/artifacts"
    fuzz build -s address --fuzz-dir "$project" --target-dir "$target" 2>"$logs/build" || { cat "$logs/build"; exit 1; }
done
failed=0
for name in $targets; do
    project=$(project_of "$name")
    binary=$target/$(rustc -vV | sed -n 's/^host: //p')/release/$name
    if "$binary" -max_total_time="$seconds" -max_len=2100 -dict=smpp.dict -timeout=10 \
        -rss_limit_mb=2048 -artifact_prefix="$project/artifacts/$name-" "$project/corpus/$name" >"$logs/$name" 2>&1; then
        echo "ok      $name: $(grep -o 'Done [0-9]* runs' "$logs/$name")"
    else
        failed=1
        echo "FAILED  $name"
        grep -E -A3 'panicked at|ERROR:' "$logs/$name" | head -8
    fi
done
exit $failed

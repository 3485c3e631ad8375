#!/usr/bin/env bash
# Fails if a published library breaks the API of the commit in tests/api/baseline, and has the same
# version: cargo-semver-checks on both commits, with all features. First a control: a variant added to
# an exhaustive enum must be reported.
#
#   semver.sh             compares
#   semver.sh baseline    makes the present commit the baseline: at each release, and, as long as
#                         nothing is published, when the API is broken on purpose
#
# Needs cargo-semver-checks 0.51, and the history back to the baseline, which is fetched if the clone is
# shallow. tests/dependencies.py reports a removed feature.
set -eu
cd "$(dirname "$0")/../.."
if [ "${1:-}" = baseline ]; then
    git rev-parse HEAD >tests/api/baseline
    exit
fi
baseline=$(cat tests/api/baseline)
target=${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RUSTC_BOOTSTRAP=1
json="-Zunstable-options --output-format json"

# breaks BEFORE AFTER: fails if AFTER, a crate's documentation as JSON, breaks no user of BEFORE.
breaks() {
    ! cargo semver-checks --color never --baseline-rustdoc "$1" --current-rustdoc "$2" >"$work/said" 2>&1
}

for variants in One One,Two; do
    echo "pub enum Planted { $variants }" >"$work/planted.rs"
    rustdoc $json --crate-type lib --crate-version 0.1.0 --out-dir "$work/$variants" "$work/planted.rs"
done
if ! breaks "$work/One/planted.json" "$work/One,Two/planted.json" ||
    ! grep -q enum_variant_added "$work/said" || breaks "$work/One/planted.json" "$work/One/planted.json"; then
    cat "$work/said"
    echo "FAILED  control: a variant added to an exhaustive enum is not reported, or no change is" >&2
    exit 1
fi
echo "ok      control: a variant added to an exhaustive enum is reported"

if ! git cat-file -e "$baseline" 2>/dev/null && ! git fetch --quiet --depth 1 origin "$baseline"; then
    echo "FAILED  the baseline is not in this clone: git fetch --unshallow" >&2
    exit 1
fi
mkdir "$work/source"
git archive "$baseline" | tar -x -C "$work/source"

# documentation CRATE DIRECTORY TARGET
documentation() {
    RUSTDOCFLAGS="--cap-lints allow" cargo rustdoc --quiet --locked --manifest-path "$2/Cargo.toml" \
        --target-dir "$3" -p "$1" --lib --all-features -- $json
}

# only_false_reports: whether a crate that is compared with itself has the same reports. The tool takes
# methods of one name for one method, although they are of `Blocking<A>` and of `Blocking<B>`.
only_false_reports() {
    reports "$work/said" >"$work/found"
    ! breaks {"$target","$target"}"/$json_file" || true
    reports "$work/said" >"$work/own"
    [ -s "$work/found" ] && [ -z "$(comm -23 "$work/found" "$work/own")" ]
}

# reports FILE: the lines that name what breaks.
reports() {
    grep -E '^  [a-z_]+::' "$1" | sort -u
}

failed=0
for snapshot in tests/api/*.txt; do
    crate=$(basename "$snapshot" .txt)
    documentation "$crate" "$work/source" "$target/api-baseline"
    documentation "$crate" . "$target"
    json_file=doc/${crate//-/_}.json
    if breaks {"$target/api-baseline","$target"}"/$json_file" && ! only_false_reports; then
        cat "$work/said"
        echo "FAILED  $crate breaks the API of ${baseline:0:7}: raise its version; or, as long as" >&2
        echo "        nothing is published, run tests/api/semver.sh baseline" >&2
        failed=1
    else
        echo "ok      $crate keeps the API of ${baseline:0:7}"
    fi
done
exit $failed

#!/usr/bin/env bash
# The public API of every published library, as text, beside this script: fails if it is not what
# the code has, and if any signature names a crate that it must not.
#
#   check.sh          compares
#   check.sh bless    writes the snapshots anew: read the difference before it is committed
#
# A line that goes or changes breaks whoever uses it: semver.sh asks for a version then. Lines that
# come are compatible. Needs cargo-public-api 0.52.
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
found=$(mktemp)
trap 'rm -f "$found"' EXIT
failed=0

# api CRATE FOREIGN...: the crates besides the standard library and our own that may be named.
api() {
    local crate=$1 own=${1//-/_} snapshot=tests/api/$1.txt strangers gone
    shift
    RUSTC_BOOTSTRAP=1 RUSTDOCFLAGS="--cap-lints allow" cargo rustdoc --quiet --locked -p "$crate" --lib \
        --all-features -- -Zunstable-options --output-format json
    # What other crates of ours define is named without its modules, which may be private.
    cargo public-api --rustdoc-json "$target/doc/$own.json" -sss |
        perl -pe 's/(?<![\w:])(?!'"$own"'::)(smpp_\w+)::(?:[a-z_]\w*::)*(?=[A-Z])/$1::/g' |
        LC_ALL=C sort -u >"$found"
    strangers=$(grep -oP '(?<![\w:])[a-z_]\w*(?=::)' "$found" | sort -u |
        grep -vxE "core|alloc|std|[iu](8|16|32|64|128|size)|smpp_[a-z]+$(printf '|%s' "$@")" || true)
    if [ -n "$strangers" ]; then
        echo "FAILED  $crate names in its signatures:" $strangers >&2
        failed=1
    fi
    if [ "$mode" = bless ]; then
        cp "$found" "$snapshot"
    elif ! diff -u "$snapshot" "$found" >&2; then
        gone=$(comm -23 "$snapshot" "$found" | wc -l)
        echo "FAILED  $crate: its API has changed; $gone lines are gone, which breaks users" >&2
        echo "        tests/api/check.sh bless" >&2
        failed=1
    fi
    echo "ok      $crate: $(wc -l <"$found") lines; the standard library, our own crates${*:+, }$*"
}

mode=${1:-check}
# Feature serde is for its traits, as feature bytes is for its types.
api smpp-codec bytes serde_core
api smpp-message
api smpp-session
# What has been read, as a buffer; rustls, tracing, hdrhistogram and ipnet stay inside.
api smpp-connection bytes
# What may be read, written and connected to; no runtime's type but these.
api smpp-tokio tokio
api smpp-blocking
exit $failed

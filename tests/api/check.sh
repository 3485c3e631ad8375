#!/usr/bin/env bash
# Compares the public API of every published library with its snapshot beside this script. Fails on a
# difference, and on a signature that names a crate that it must not name.
#
#   check.sh          compares
#   check.sh bless    writes the snapshots anew: read the difference before the commit
#
# A removed or changed line breaks its users: then semver.sh asks for a new version. An added line is
# compatible. Needs cargo-public-api 0.52.
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
found=$(mktemp)
trap 'rm -f "$found"' EXIT
failed=0

# api CRATE FOREIGN...: FOREIGN are the crates that signatures may name, besides the standard library
# and our own.
api() {
    local crate=$1 own=${1//-/_} snapshot=tests/api/$1.txt strangers gone
    shift
    RUSTC_BOOTSTRAP=1 RUSTDOCFLAGS="--cap-lints allow" cargo rustdoc --quiet --locked -p "$crate" --lib \
        --all-features -- -Zunstable-options --output-format json
    # Items of our other crates are named without their modules, which may be private.
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
        echo "FAILED  $crate: its API has changed; $gone lines are removed, which breaks users" >&2
        echo "        tests/api/check.sh bless" >&2
        failed=1
    fi
    echo "ok      $crate: $(wc -l <"$found") lines; the standard library, our own crates${*:+, }$*"
}

mode=${1:-check}
# Feature serde exposes the traits of serde, and feature bytes the types of bytes.
api smpp-codec bytes serde_core
api smpp-message
api smpp-session
# Buffers with input are `Bytes`. Feature stream is for the trait of futures-core, and adapters take
# rustls's configuration and certificates as they are. tracing, hdrhistogram and ipnet stay private.
api smpp-connection bytes futures_core rustls rustls_pki_types
# The traits AsyncRead and AsyncWrite, and ToSocketAddrs; no other type of a runtime.
api smpp-tokio tokio
api smpp-blocking
exit $failed

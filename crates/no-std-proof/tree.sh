#!/usr/bin/env bash
# What the three pure crates depend on: exactly this, with no build script and no procedural macro
# anywhere below them. Prints it as a table. Needs python3.
set -eu
cd "$(dirname "$0")/../.."

# check CRATE FEATURES EXPECTED...: the normal and build dependencies of a published crate.
check() {
    local crate=$1 features=$2 found
    shift 2
    found=$(cargo tree --locked -p "$crate" -e normal,build --no-default-features \
        --features "$features" --prefix none --format '{p}' | tail -n +2 | cut -d' ' -f1 | sort -u)
    if [ "$found" != "$(printf '%s\n' "$@" | sort -u)" ]; then
        echo "FAILED  $crate depends on:" $found "(expected: $*)" >&2
        exit 1
    fi
}

check smpp-codec '' memchr nom
check smpp-codec bytes bytes memchr nom
check smpp-session '' memchr nom smpp-codec
check smpp-message '' memchr nom smpp-codec
check smpp-message cjk cfg-if encoding_rs memchr nom smpp-codec

cargo metadata --locked --all-features --format-version 1 | python3 -c '
import json, sys
why = {
    "nom": "the shape of every decoder; in no public signature",
    "memchr": "of nom",
    "bytes": "feature `bytes`: the owned frame, a buffer to encode to",
    "encoding_rs": "feature `cjk`: Japanese and Korean text",
    "cfg-if": "of encoding_rs",
}
print("| crate | version | licence | why |\n|---|---|---|---|")
bad = []
for package in json.load(sys.stdin)["packages"]:
    name = package["name"]
    if name in why:
        print("|", name, "|", package["version"], "|", package["license"], "|", why[name], "|")
    if name in why or name in ("smpp-codec", "smpp-session", "smpp-message"):
        kinds = [kind for target in package["targets"] for kind in target["kind"]]
        bad += [name for kind in kinds if kind in ("custom-build", "proc-macro")]
if bad:
    sys.exit("FAILED  a build script or a procedural macro: " + " ".join(bad))
'
echo "ok      smpp-codec, smpp-session and smpp-message: these, no build script, no procedural macro"

#!/usr/bin/env bash
# Proves that the codec, the session and the message functions need no std, no allocator and no C
# library, and contain no panic: by linking and running them. Controls show that each proof can fail.
# x86-64 Linux. Takes seconds after the first build.
#
#   check.sh          everything
#   check.sh callers  prints the functions with a panic that a no-panic build still has (llvm-objdump)
set -eu
cd "$(dirname "$0")"
unset RUSTFLAGS CARGO_BUILD_TARGET CARGO_ENCODED_RUSTFLAGS
target=${CARGO_TARGET_DIR:-target}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# run NAME BINARY CARGO-ARGUMENTS...: builds it and runs it.
run() {
    local name=$1 binary=$target/$2/no-std-proof
    shift 2
    if ! cargo build --quiet --locked "$@" 2>"$log"; then
        grep -E '^error|undefined symbol' "$log" >&2
        echo "FAILED  $name: does not link" >&2
        exit 1
    fi
    "$binary" || { echo "FAILED  $name: step $?" >&2; exit 1; }
    echo "ok      $name"
}

# control NAME MESSAGE CARGO-ARGUMENTS...: this must not link, and for that reason.
control() {
    local name=$1 message=$2
    shift 2
    if cargo build --quiet --locked "$@" 2>"$log"; then
        echo "FAILED  control: $name links, so the proof proves nothing" >&2
        exit 1
    fi
    if ! grep -q "$message" "$log"; then
        cat "$log" >&2
        echo "FAILED  control: $name fails for another reason than: $message" >&2
        exit 1
    fi
    echo "ok      control: $name does not link ($message)"
}

if [ "${1:-}" = callers ]; then
    CARGO_PROFILE_RELEASE_DEBUG=1 cargo rustc --quiet --release --features no-panic -- \
        -C link-arg=-Wl,--unresolved-symbols=ignore-all
    bin=$(dirname "$(readlink -f "$(command -v llvm-objdump-22 llvm-objdump | head -1)")")
    "$bin/llvm-objdump" -d -C --no-show-raw-insn "$target/release/no-std-proof" |
        awk '/(call|jmp)[^#]*<[^+]*(panic|_fail|begin_unwind|len_mismatch)[^+]*>$/ { print "0x" $1 }' |
        tr -d : | while read -r address; do
            "$bin/llvm-symbolizer" -i -C -s -e "$target/release/no-std-proof" "$address" | paste -sd' '
        done | grep -E 'smpp|no_std_proof' | sort | uniq -c
    exit
fi

run 'no std, no allocator, no C library' debug
control 'with feature alloc' 'no global memory allocator found' --features alloc
control 'with std' 'duplicate lang item .panic_impl.' --features std
run 'no panic left (opt-level 3, fat LTO, overflow checks off)' release --release --features no-panic
control 'with a planted panic' 'undefined symbol: a_panic_path_is_left' --release --features no-panic,planted

#!/usr/bin/env bash
# Runs the tests of smpp-connection and the adapters under thread sanitizer. First a control: a planted
# data race must be reported. The standard library is built too, with the sanitizer: its locks would
# look like races otherwise. Needs its sources and clang's runtime: the Debian packages rustc-web,
# cargo-web, rust-web-src, clang-22 and libclang-rt-22-dev, or a rustup toolchain with rust-src as
# CARGO_CROSS=cargo and another clang as CLANG=clang.
#
# Exits with status 77 and a message if they are missing: the caller decides whether that is a failure.
set -eu
cd "$(dirname "$0")/../.."
cargo=${CARGO_CROSS:-/usr/bin/cargo}
clang=${CLANG:-clang-22}
rustc=$(dirname "$(command -v "$cargo" || echo /none/cargo)")/rustc
if ! sources=$("$rustc" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/std/Cargo.toml ||
    [ ! -e "$sources" ] || ! command -v "$clang" >/dev/null; then
    echo "SKIPPED no sources of std beside $cargo, or no $clang: apt-get install rustc-web cargo-web rust-web-src clang-22 libclang-rt-22-dev" >&2
    exit 77
fi
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# Tokio adds a socket through a duplicate of the descriptor that it waits on. The sanitizer takes
# the two for different ones, so it misses that the socket's state was written before its first
# event is read. The frame is the one that allocates this state; no code of ours runs below it.
echo 'race:tokio::runtime::io::registration_set::RegistrationSet>::allocate' >"$logs/suppressions"

export PATH=$(dirname "$rustc"):$PATH RUSTC=$rustc RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Zsanitizer=thread -Zexternal-clangrt -Clinker=$clang -Clink-arg=-fsanitize=thread"
export TSAN_OPTIONS="suppressions=$logs/suppressions"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/tsan CARGO_INCREMENTAL=0
export CARGO_PROFILE_DEV_DEBUG=line-tables-only
case $CARGO_TARGET_DIR in /*) ;; *) CARGO_TARGET_DIR=$PWD/$CARGO_TARGET_DIR ;; esac
build=(-Zbuild-std --target "$("$rustc" -vV | sed -n 's/^host: //p')" --locked)

mkdir -p "$logs/control/src"
cat >"$logs/control/Cargo.toml" <<'TOML'
[package]
name = "control"
edition = "2021"

[workspace]
TOML
cat >"$logs/control/Cargo.lock" <<'TOML'
version = 4

[[package]]
name = "control"
version = "0.0.0"
TOML
cat >"$logs/control/src/lib.rs" <<'RUST'
use std::sync::Mutex;

#[test]
fn without_a_lock() {
    static mut COUNT: u32 = 0;
    let other = std::thread::spawn(|| unsafe { COUNT += 1 });
    unsafe { COUNT += 1 };
    other.join().unwrap();
}

#[test]
fn with_a_lock() {
    static COUNT: Mutex<u32> = Mutex::new(0);
    let other = std::thread::spawn(|| *COUNT.lock().unwrap() += 1);
    *COUNT.lock().unwrap() += 1;
    other.join().unwrap();
}
RUST
control() {
    "$cargo" test --manifest-path "$logs/control/Cargo.toml" "${build[@]}" --lib "$1" >"$logs/told" 2>&1
}
if ! control with_a_lock; then
    cat "$logs/told"
    echo "FAILED  control: a lock is reported, or nothing can be built" >&2
    exit 1
fi
if control without_a_lock || ! grep -q 'ThreadSanitizer: data race' "$logs/told"; then
    echo "FAILED  control: a data race is not reported" >&2
    exit 1
fi
echo "ok      control: a data race is reported, and the same with a lock is not"

status=0
"$cargo" test "${build[@]}" --no-fail-fast --all-features --tests \
    -p smpp-connection -p smpp-tokio -p smpp-blocking >"$logs/tests" 2>&1 || status=$?
tests=$(awk '/^test result: / { sum += $4 } END { print sum + 0 }' "$logs/tests")
if [ "$status" != 0 ]; then
    cat "$logs/tests"
    echo "FAILED  $tests tests passed; $(grep -c '^WARNING: ThreadSanitizer' "$logs/tests") reports" >&2
    exit 1
fi
echo "ok      $tests tests of smpp-connection, smpp-tokio and smpp-blocking"

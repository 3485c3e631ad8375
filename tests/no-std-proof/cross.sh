#!/usr/bin/env bash
# Builds the three pure crates for microcontrollers without std: Cortex-M4 and Cortex-M0.
# Needs a toolchain with the sources of core: the Debian packages rustc-web, cargo-web and
# rust-web-src, or a rustup toolchain with rust-src as CARGO_CROSS=cargo.
#
# Exits with status 77 and a message if there is none: the caller decides whether that is a failure.
set -eu
cd "$(dirname "$0")/../.."
cargo=${CARGO_CROSS:-/usr/bin/cargo}
rustc=$(dirname "$(command -v "$cargo" || echo /none/cargo)")/rustc
if ! sources=$("$rustc" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/core/Cargo.toml ||
    [ ! -e "$sources" ]; then
    echo "SKIPPED no sources of core beside $cargo: apt-get install rustc-web cargo-web rust-web-src" >&2
    exit 77
fi
for target in thumbv7em-none-eabi thumbv6m-none-eabi; do
    PATH=$(dirname "$rustc"):$PATH RUSTC=$rustc RUSTC_BOOTSTRAP=1 "$cargo" build --quiet --locked \
        --release -Zbuild-std=core --target "$target" --no-default-features \
        -p smpp-codec -p smpp-session -p smpp-message
    echo "ok      $target: smpp-codec, smpp-session, smpp-message ($("$rustc" --version))"
done

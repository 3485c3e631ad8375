# The two fuzzing projects, for smoke.sh and asan.sh: sourced in this folder.

# Prints the name of every target.
every_target() {
    basename -s .rs -a fuzz_targets/*.rs tool/fuzz_targets/*.rs
}

# project_of TARGET: prints the folder of its project.
project_of() {
    if [ -f "tool/fuzz_targets/$1.rs" ]; then echo tool; else echo .; fi
}

# fuzz ARGUMENT...: cargo fuzz with a nightly compiler, or with a stable one that takes its options.
if cargo +nightly --version >/dev/null 2>&1; then
    fuzz() { cargo +nightly fuzz "$@"; }
else
    export RUSTC_BOOTSTRAP=1
    fuzz() { cargo fuzz "$@"; }
fi

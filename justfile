# The steps of the gate. `just ci` runs all of them in the working tree; `.ci/run` runs them in a clone
# of HEAD, from nothing. Each is what a reader would type.

export RUSTDOCFLAGS := env("RUSTDOCFLAGS", "-D warnings")

# Where node-smpp, smpplib and the other peers are installed, by `just peers`.
peers := env("SMPP_PEERS", justfile_directory() / "target/peers")

_default:
    @just --list

# The whole gate, in this order. The only list of its steps: .ci/run reads this line.
ci: demo test structure protocol fmt clippy doc deny features captures msrv no-std vectors message-tables sessions differential instructions throughput-smoke exhaustive bounds schedules api semver fuzz-smoke interop

# The README's demo.
demo:
    cargo run -p smpp-cli -- demo

# The README's tests.
test:
    cargo test --workspace

# The demo and the tests as on a fresh machine: in a clone of HEAD, with an empty cargo home.
fresh:
    folder=$(mktemp -d -p "${TMPDIR:-/var/tmp}"); .ci/fresh "$folder"; status=$?; rm -rf "$folder"; exit $status

# The rules of each folder; import cycles; lengths and names of files; one meaning for one public name;
# names in the documents.
structure:
    tests/structure/folders.py
    tests/structure/cycles.py
    tests/structure/lengths.py
    tests/structure/reserved.py
    tests/structure/words.py
    tests/structure/names.py
    tests/structure/mentions.py

# Every generated file, generated again from the protocol's tables; and the example generator.
protocol:
    spec-vectors/regenerate.py --check
    spec-vectors/examples/check.py

# Lines of code: `just lines smpp-blocking --compare HEAD~10`.
lines *arguments:
    tests/structure/lines.py {{ arguments }}

# Formatting.
fmt:
    cargo fmt --all --check
    cargo fmt --check --manifest-path tests/no-std-proof/Cargo.toml

# Lints, with warnings denied: with the default features, with none, with all.
clippy:
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo clippy --workspace --all-targets --all-features --locked -- -D warnings
    cargo clippy -p smpp-codec -p smpp-message -p smpp-session --no-default-features --locked -- -D warnings

# Documentation, with warnings denied.
doc:
    cargo doc --workspace --all-features --no-deps --locked

# Each library and each program with the oldest Rust that its manifest promises.
msrv:
    .ci/msrv

# Tests of the features that the workspace does not turn on.
features:
    cargo test -p smpp-codec --locked
    cargo test -p smpp-codec --all-features --locked
    cargo test -p smpp-message --all-features --locked
    cargo test -p smpp-connection --all-features --locked
    cargo test -p smpp-tokio --all-features --locked
    cargo test -p smpp-blocking --all-features --locked
    cargo check -p smpp-tokio --tests --no-default-features --locked
    cargo check -p smpp-blocking --tests --no-default-features --locked

# Captures of our own, decoded by tshark.
captures:
    cargo test -p smpp-connection --features pcapng --test capture --locked -- --ignored

# No std, no allocator, no panic: proven by binaries that link, and controls that must not.
no-std:
    tests/no-std-proof/check.sh

# The pure crates for microcontrollers; needs Debian's rustc-web, cargo-web and rust-web-src.
cross:
    tests/no-std-proof/cross.sh

# Licences, sources, bans; and exactly what each published crate depends on, on every platform.
deny:
    cargo deny check -D warnings bans licenses sources
    tests/dependencies.py

# Installs the peers of the interoperability tests.
peers:
    mkdir -p {{ peers }}
    npm install --prefix {{ peers }} --silent --no-fund --no-audit smpp@0.5
    pip install --quiet --disable-pip-version-check --root-user-action ignore --upgrade --target {{ peers }}/python smpplib==2.2.4 gsm0338 gsmcodecs smspdudecoder 'bitstring<5'

# Both sides of each exchange against node-smpp and smpplib.
interop:
    SMPP_PEERS={{ peers }} cargo test -p smpp-interop --features peers --locked

# The valid vectors through tshark, node-smpp and smpplib; fails if the committed table drifts.
vectors:
    python3 spec-vectors/cross_check.py --node-modules {{ peers }}/node_modules --site {{ peers }}/python --check

# Every cell of every GSM 7-bit table against other implementations.
message-tables:
    mkdir -p target
    cargo run --quiet -p smpp-message --example gsm7_dump --locked > target/gsm7_dump.jsonl
    python3 crates/smpp-message/scripts/cross_check.py --dump target/gsm7_dump.jsonl --python {{ peers }}/python --npm {{ peers }}/node_modules

# Instruction counts of the codec; fails on a rise of more than 5 percent.
instructions:
    benches/check_instructions.sh

# Client and server in two processes, beside a bare pair and the other crates: about ten minutes.
throughput *arguments:
    cargo build --release -p smpp-throughput --locked
    cargo build --release --manifest-path benches/throughput/peers/Cargo.toml
    target/release/throughput --peers benches/throughput/peers/target/release --chart benches/throughput/connections.svg {{ arguments }}

# The same with a few messages and without the other crates; fails if one is not answered.
throughput-smoke:
    cargo build --release -p smpp-throughput --locked
    target/release/throughput --short

# Every input up to a size: headers, TLVs, times, user data headers, septets, characters.
exhaustive:
    cargo test --release -p smpp-codec -p smpp-message --test exhaustive --locked

# Every command_id and command_status of 32 bits: three minutes.
exhaustive-long:
    cargo test --release -p smpp-codec --test exhaustive --locked -- --ignored

# The instructions of the worst inputs at three sizes, under valgrind; fails if work grows faster
# than its case allows. What they allocate, and on how much stack they run, `test` checks.
bounds:
    cargo run --release -p smpp-bounds --locked

# The schedules of threads and tasks of a connection, explored by shuttle: 500 of each kind; and the
# old hand-over, whose lost wake-up must be found. `just schedules-long` explores 100,000 of each.
schedules:
    cargo test --release -p smpp-schedules -p smpp-schedules-blocking --locked

schedules-long schedules="100000":
    SMPP_SCHEDULES={{ schedules }} cargo test --release -p smpp-schedules -p smpp-schedules-blocking --locked

# The public API compared with tests/api/, and the crates that its signatures name; `just api bless`.
api mode="check":
    tests/api/check.sh {{ mode }}

# Breaking changes since the commit in tests/api/baseline need a version; `just semver baseline` moves it.
semver mode="check":
    tests/api/semver.sh {{ mode }}

# Lines of each pure crate that tests reach: its own, the vectors, and simulated sessions; fails
# below 95 percent. Needs cargo-llvm-cov, and an LLVM that is as new as the compiler's: LLVM_COV and
# LLVM_PROFDATA say where.
coverage:
    CARGO_LLVM_COV_SETUP=no cargo llvm-cov --no-report -p smpp-codec -p smpp-message -p smpp-session -p smpp-vectors --all-features --locked
    CARGO_LLVM_COV_SETUP=no cargo llvm-cov --no-report -p smpp-simulator --lib --test calm --test quirks --test simulation --test split --locked
    CARGO_LLVM_COV_SETUP=no cargo llvm-cov --no-report -p smpp-simulator --test model --locked -- everything_in_four_steps
    for others in 'message|session' 'codec|session' 'codec|message'; do \
        cargo llvm-cov report --fail-under-lines 95 --ignore-filename-regex "(smpp-($others)|tests/[a-z]+|fuzz/[a-z]+)/|/tests" || exit 1; \
    done

# Faults planted one by one in a crate: `just mutants smpp-session --shard 0/3 --sharding round-robin`.
mutants crate *arguments:
    cargo mutants -p {{ crate }} --test-package {{ crate }} --test-package smpp-vectors --all-features {{ arguments }}

# Every fuzz target under address sanitizer.
asan seconds="20":
    fuzz/asan.sh {{ seconds }}

# The adapters' tests under thread sanitizer; needs Debian's rustc-web, cargo-web, rust-web-src,
# clang-22 and libclang-rt-22-dev.
tsan:
    tests/faults/tsan.sh

# Every fuzz target for some seconds.
fuzz-smoke seconds="20":
    fuzz/smoke.sh {{ seconds }}

# A million random operations on a simulated pair, and the search of two joined sessions.
sessions:
    cargo test --release -p smpp-simulator --locked -- --nocapture

# The codec beside two other implementations; fails on a difference without a reason.
differential:
    cargo test --manifest-path fuzz/differential/Cargo.toml --locked

# Every fuzz target for an hour each.
fuzz-long seconds="3600":
    fuzz/smoke.sh {{ seconds }}

# Random faults and 200 clients for ten minutes; every message is accounted for.
soak seconds="600" clients="200" *seed:
    cargo run --release -p smpp-faults --bin soak --locked -- {{ seconds }} {{ clients }} {{ seed }}

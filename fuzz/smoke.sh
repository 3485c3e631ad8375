#!/usr/bin/env bash
# Builds every fuzz target and runs each for so many seconds, from the seeds on; a line for each.
#
#   smoke.sh [SECONDS [TARGET...]]
set -eu
cd "$(dirname "$0")"
seconds=${1:-20}
[ $# -gt 0 ] && shift
targets=${*:-$(basename -s .rs -a fuzz_targets/*.rs)}
if ! cargo fuzz --version >/dev/null 2>&1; then
    cargo install cargo-fuzz --locked
fi
if cargo +nightly --version >/dev/null 2>&1; then
    fuzz() { cargo +nightly fuzz "$@"; }
else
    fuzz() { RUSTC_BOOTSTRAP=1 cargo fuzz "$@"; }
fi

(cd .. && cargo run --quiet --locked -p smpp-seeds)
fuzz build -s none 2>/dev/null || fuzz build -s none
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
failed=0
for target in $targets; do
    mkdir -p "corpus/$target"
    status=0
    fuzz run -s none "$target" -- -max_total_time="$seconds" -max_len=2100 -dict=smpp.dict \
        -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 >"$logs/$target" 2>&1 || status=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$target" | tail -1)
    edges=$(grep -o 'cov: [0-9]*' "$logs/$target" | tail -1)
    counters=$(grep -o 'Loaded 1 modules *([0-9]*' "$logs/$target" | grep -o '[0-9]*$' || true)
    if [ "$status" != 0 ]; then
        failed=1
        echo "FAILED  $target: ${executions:-0} executions"
        grep -E -A3 'panicked at|ERROR: libFuzzer|could not compile' "$logs/$target" | head -8
        echo "        cargo +nightly fuzz run -s none $target $(ls "artifacts/$target"/* | tail -1)"
    else
        echo "ok      $target: $executions executions, edges ${edges#cov: } of $counters, no crash"
    fi
done
exit $failed

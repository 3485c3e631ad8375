#!/usr/bin/env bash
# Builds every fuzz target and runs each for so many seconds, from the seeds on; a line for each.
#
#   smoke.sh [SECONDS [TARGET...]]
set -eu
cd "$(dirname "$0")"
. ./projects.sh
seconds=${1:-20}
[ $# -gt 0 ] && shift
targets=${*:-$(every_target)}
if ! cargo fuzz --version >/dev/null 2>&1; then
    cargo install cargo-fuzz --locked
fi

(cd .. && cargo run --quiet --locked -p smpp-fuzz-oracles)
for project in $(printf '%s\n' $targets | while read -r target; do project_of "$target"; done | sort -u); do
    fuzz build -s none --fuzz-dir "$project" 2>/dev/null || fuzz build -s none --fuzz-dir "$project"
done
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
failed=0
for target in $targets; do
    project=$(project_of "$target")
    mkdir -p "$project/corpus/$target"
    status=0
    fuzz run -s none --fuzz-dir "$project" "$target" -- -max_total_time="$seconds" -max_len=2100 \
        -dict=smpp.dict -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        >"$logs/$target" 2>&1 || status=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$target" | tail -1)
    speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$logs/$target" | tail -1)
    edges=$(grep -o 'cov: [0-9]*' "$logs/$target" | tail -1)
    counters=$(grep -o 'Loaded 1 modules *([0-9]*' "$logs/$target" | grep -o '[0-9]*$' || true)
    if [ "$status" != 0 ]; then
        failed=1
        echo "FAILED  $target: ${executions:-0} executions"
        grep -E -A3 'panicked at|ERROR: libFuzzer|could not compile' "$logs/$target" | head -8
        echo "        cargo +nightly fuzz run -s none --fuzz-dir fuzz/$project $target" \
            "$(ls "$project/artifacts/$target"/* | tail -1)"
    else
        echo "ok      $target: $executions executions, $speed a second," \
            "edges ${edges#cov: } of $counters, no crash"
    fi
done
exit $failed

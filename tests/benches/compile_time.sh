#!/usr/bin/env bash
# What the attribute costs when compiling: `cargo check` of 10, 100 and 300 actions against the same functions without it.
# The two take turns; each figure is the median. Dependencies are built before, and nothing is reused within a crate.
#
#   tests/benches/compile_time.sh [COUNT...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$root/target/generated" CARGO_TERM_COLOR=never
rounds=7
goal=1.30
counts=("$@")
((${#counts[@]} > 0)) || counts=(10 100 300)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# CPU seconds and elapsed seconds of one check.
check() {
    touch "$1/src/lib.rs"
    local TIMEFORMAT='%U %S %R'
    { time cargo check --quiet --offline --manifest-path "$1/Cargo.toml" 2>/dev/null; } 2>&1 | awk '{ print $1 + $2, $3 }'
}

median() {
    sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

printf '%-10s%14s%14s%14s%14s%9s%9s\n' actions "plain cpu s" "guarded cpu s" "plain s" "guarded s" ratio goal
for count in "${counts[@]}"; do
    for kind in plain guarded; do
        "$here/generate.sh" "$scratch/$count-$kind" "$count" "$kind"
        cargo check --quiet --manifest-path "$scratch/$count-$kind/Cargo.toml" 2>"$scratch/messages" ||
            { cat "$scratch/messages" >&2 && exit 1; }
    done
    for ((round = 0; round < rounds; round++)); do
        for kind in plain guarded; do
            check "$scratch/$count-$kind" >>"$scratch/$count-$kind.times"
        done
    done
    figure() { awk -v column="$2" '{ print $column }' "$scratch/$count-$1.times" | median; }
    printf '%s %s %s %s %s %s\n' "$count" "$(figure plain 1)" "$(figure guarded 1)" "$(figure plain 2)" "$(figure guarded 2)" "$goal" |
        awk '{ ratio = $3 / $2; printf "%-10s%14.2f%14.2f%14.2f%14.2f%9.2f%9.2f  %s\n", $1, $2, $3, $4, $5, ratio, $6, ratio <= $6 ? "met" : "missed" }'
done

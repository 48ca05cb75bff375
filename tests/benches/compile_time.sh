#!/usr/bin/env bash
# What the attribute costs when compiling: `cargo check` of 100 and 1000 actions, mounted, against two others: handlers of axum that
# utoipa documents and nothing guards, which the goal is about, and the same functions with neither. They take turns; each figure is
# the median. Dependencies are built before, and nothing is reused within a crate.
#
#   tests/benches/compile_time.sh [COUNT...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$root/target/generated" CARGO_TERM_COLOR=never
rounds=${ROUNDS:-7}
goal=1.10
counts=("$@")
((${#counts[@]} > 0)) || counts=(100 1000)
kinds=(plain utoipa guarded)

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

printf '%-10s%14s%14s%14s%20s%9s\n' actions "plain cpu s" "utoipa cpu s" "guarded cpu s" "guarded / utoipa" goal
for count in "${counts[@]}"; do
    for kind in "${kinds[@]}"; do
        "$here/generate.sh" "$scratch/$count-$kind" "$count" "$kind"
        cargo check --quiet --manifest-path "$scratch/$count-$kind/Cargo.toml" 2>"$scratch/messages" ||
            { cat "$scratch/messages" >&2 && exit 1; }
    done
    for ((round = 0; round < rounds; round++)); do
        for kind in "${kinds[@]}"; do
            check "$scratch/$count-$kind" >>"$scratch/$count-$kind.times"
        done
    done
    figure() { awk '{ print $1 }' "$scratch/$count-$1.times" | median; }
    printf '%s %s %s %s %s\n' "$count" "$(figure plain)" "$(figure utoipa)" "$(figure guarded)" "$goal" |
        awk '{ ratio = $4 / $3; printf "%-10s%14.2f%14.2f%14.2f%20.2f%9.2f  %s\n", $1, $2, $3, $4, ratio, $5, ratio <= $5 ? "met" : "missed" }'
done

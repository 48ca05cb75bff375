#!/usr/bin/env bash
# How an application grows with the number of its actions: start-up, OpenAPI document, routing.
#
#   tests/benches/growth.sh [COUNT...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export CARGO_TARGET_DIR="$root/target/generated" CARGO_TERM_COLOR=never
counts=("$@")
((${#counts[@]} > 0)) || counts=(10 100 1000)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

printf '%-10s%14s%16s%16s%12s%12s\n' actions "start ms" "OpenAPI + ms" "OpenAPI bytes" "first ns" "last ns"
for count in "${counts[@]}"; do
    crate="$scratch/$count"
    "$here/generate.sh" "$crate" "$count" guarded
    cp "$here/growth/program.rs" "$crate/src/main.rs"
    cargo run --quiet --release --manifest-path "$crate/Cargo.toml" 2>"$scratch/messages" || { cat "$scratch/messages" >&2 && exit 1; }
done
echo "first, last: a request to the first and the last route, refused for want of a token"

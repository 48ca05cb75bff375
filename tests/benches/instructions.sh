#!/usr/bin/env bash
# Instructions per request, by callgrind, in the same tables as `cargo bench -p secure-action-tests --bench request`.
# Sends two different numbers of requests to each variant; the difference is what the requests alone cost.
#
#   tests/benches/instructions.sh [NAME...]     all variants, or those named, one line each
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export CARGO_TERM_COLOR=never

few=500
many=12500

if ! command -v valgrind >/dev/null; then
    echo "installing valgrind" >&2
    as_root=()
    ((EUID == 0)) || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" apt-get install -qq --yes valgrind >/dev/null
fi

echo "building" >&2
bench=$(cargo bench --quiet -p secure-action-tests --bench request --no-run --message-format=json |
    sed -n 's/.*"kind":\["bench"\].*"executable":"\([^"]*\)".*/\1/p')

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Instructions of one run, all threads together.
collected() {
    valgrind --tool=callgrind --callgrind-out-file="$scratch/profile" "$bench" --profile "$1" "$2" 2>&1 >/dev/null |
        sed -n 's/.*Collected : //p'
}

per_request() {
    local low high
    low=$(collected "$1" "$few")
    high=$(collected "$1" "$many")
    echo "$(((high - low) / (many - few)))"
}

if (($# > 0)); then
    for name in "$@"; do
        printf '%s\t%s\n' "$name" "$(per_request "$name")"
    done
    exit
fi

"$bench" --list | awk '!seen[$0]++' | while IFS= read -r name; do
    echo "measuring: $name" >&2
    printf '%s\t%s\n' "$name" "$(per_request "$name")"
done >"$scratch/figures"
"$bench" --table instructions <"$scratch/figures"

#!/usr/bin/env bash
# Every test of the workspace, and at the end what was left out and why.
#
#   tests/run.sh          needs nothing but cargo, and uses what else it finds
#   tests/run.sh --real   installs and starts every real part that is missing, and leaves nothing out
#
# A real part is a script in tests/real: README.md there. Its tests stand behind the feature `real-<part>` of the package
# secure-action-tests, so that none passes without having run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1-}" in
    --real) real=true ;;
    "") real=false ;;
    *) echo "usage: tests/run.sh [--real]" >&2; exit 2 ;;
esac

ran=()
left_out=()
started=()
features=()

stop() {
    for script in "${started[@]}"; do "$script" stop || true; done
}
trap stop EXIT

for script in tests/real/*.sh; do
    part=$(basename "$script" .sh)
    if ! reason=$("$script" present 2>&1); then
        if ! $real; then
            left_out+=("$part: $reason; tests/run.sh --real installs it")
            continue
        fi
        printf '\n-- installing %s\n' "$part"
        "$script" install
        "$script" present
    fi
    started+=("$script")
    # A part says by lines of NAME=value how it is reached.
    while IFS= read -r line; do
        [ -z "$line" ] || export "${line?}"
    done < <("$script" start)
    features+=("secure-action-tests/real-$part")
    ran+=("$part")
done

# Every feature but those of parts that are not here.
for manifest in */Cargo.toml examples/*/Cargo.toml; do
    [ "$manifest" != fuzz/Cargo.toml ] || continue
    package=$(sed -n 's/^name = "\(.*\)"/\1/p' "$manifest" | head -n 1)
    for feature in $(sed -n '/^\[features\]/,/^\[/p' "$manifest" | sed -n 's/^\([a-z][a-z0-9-]*\) = .*/\1/p'); do
        [[ $feature == real-* ]] || features+=("$package/$feature")
    done
done

cargo test --workspace --features "$(IFS=,; echo "${features[*]}")"

# Without debug assertions, as released: what a test may forge, nobody else can.
cargo test --package secure-action-tests --test release --features secure-action/testing \
    --config profile.dev.package.secure-action.debug-assertions=false \
    --config profile.dev.package.secure-action-tests.debug-assertions=false

printf '\nall tests passed\n'
printf 'ran: everything that needs only cargo\n'
for part in "${ran[@]}"; do printf 'ran: %s\n' "$part"; done
for part in "${left_out[@]}"; do printf 'left out: %s\n' "$part"; done

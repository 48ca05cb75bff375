#!/usr/bin/env bash
# Every test of the workspace. Needs nothing but cargo.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo test --workspace --all-features
printf '\nall tests passed\n'

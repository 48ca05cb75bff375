#!/usr/bin/env bash
# `jose` from npm, run by Node.js 18 or later.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../conformance/jose"

case "$1" in
    present)
        command -v node >/dev/null || { echo "node is not installed"; exit 1; }
        [ "$(node --print 'process.versions.node.split(".")[0] >= 18')" = true ] || { echo "node is older than 18"; exit 1; }
        cmp -s package-lock.json node_modules/.installed || { echo "jose is not installed"; exit 1; }
        ;;
    install)
        if ! { command -v node && command -v npm; } >/dev/null; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends nodejs npm >/dev/null
        fi
        npm ci --ignore-scripts --no-audit --no-fund
        cp package-lock.json node_modules/.installed
        ;;
    start | stop) ;;
esac

#!/usr/bin/env bash
# Chromium from apt, driven by `playwright-core` from npm; beside it `swagger-ui-dist`, which the shipped files are compared with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../browser"

# The Node.js that drives it: 20 or later, which not every distribution has. Then there is one from npm, in a folder of its own,
# because it alone is installed by a script.
own=node_modules/.own
driver() {
    local candidate
    for candidate in "$(command -v node)" "$own/node_modules/node/bin/node"; do
        if [ -x "$candidate" ] && [ "$("$candidate" --print 'process.versions.node.split(".")[0] >= 20')" = true ]; then
            realpath "$candidate"
            return
        fi
    done
    return 1
}

case "$1" in
    present)
        command -v chromium >/dev/null || { echo "chromium is not installed"; exit 1; }
        driver >/dev/null || { echo "there is no Node.js 20"; exit 1; }
        cmp -s package-lock.json node_modules/.installed || { echo "playwright-core is not installed"; exit 1; }
        ;;
    install)
        missing=()
        command -v chromium >/dev/null || missing+=(chromium)
        command -v npm >/dev/null || missing+=(nodejs npm)
        if [ ${#missing[@]} -gt 0 ]; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${missing[@]}" >/dev/null
        fi
        npm ci --ignore-scripts --no-audit --no-fund
        driver >/dev/null || npm install --prefix "$own" --no-save --no-audit --no-fund node@22.23.3
        cp package-lock.json node_modules/.installed
        ;;
    start)
        echo "BROWSER_NODE=$(driver)"
        ;;
    stop) ;;
esac

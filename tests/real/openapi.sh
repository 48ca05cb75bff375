#!/usr/bin/env bash
# Judges of OpenAPI documents: Spectral, Redocly and openapi-typescript from npm, run by Node.js 20.19 or later; schemathesis and
# openapi-spec-validator from PyPI, in an environment of their own, run by Python 3.10 or later.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../conformance/openapi"

case "$1" in
    present)
        command -v node >/dev/null || { echo "node is not installed"; exit 1; }
        [ "$(node --print 'const [major, minor] = process.versions.node.split(".").map(Number); major > 20 || (major === 20 && minor >= 19)')" = true ] ||
            { echo "node is older than 20.19"; exit 1; }
        cmp -s package-lock.json node_modules/.installed || { echo "the judges from npm are not installed"; exit 1; }
        cmp -s requirements.txt venv/.installed || { echo "the judges from PyPI are not installed"; exit 1; }
        ;;
    install)
        if ! { command -v node && command -v npm && python3 -m venv --help; } >/dev/null 2>&1; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends nodejs npm python3-venv >/dev/null
        fi
        npm ci --ignore-scripts --no-audit --no-fund
        cp package-lock.json node_modules/.installed
        rm -rf venv
        python3 -m venv venv
        venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
        cp requirements.txt venv/.installed
        ;;
    start | stop) ;;
esac

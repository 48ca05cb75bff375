#!/usr/bin/env bash
# What checking one signature costs with each backend of jsonwebtoken. They exclude each other in one program, so a small
# crate is built once for each. Needs `openssl`, for keys that are thrown away afterwards.
#
#   tests/benches/jwt_backends.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export CARGO_TARGET_DIR="$root/target/generated" CARGO_TERM_COLOR=never
version=$(sed -n '/^name = "jsonwebtoken"$/{n;s/^version = "\(.*\)"$/\1/p}' "$root/Cargo.lock")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$scratch/ec.pem"
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$scratch/rsa.pem"
openssl genpkey -quiet -algorithm ED25519 -out "$scratch/ed.pem"
for key in ec rsa ed; do
    openssl pkey -in "$scratch/$key.pem" -pubout -out "$scratch/$key.public.pem"
done

for backend in aws_lc_rs rust_crypto; do
    mkdir -p "$scratch/$backend/src"
    cp "$here/jwt_backends/program.rs" "$scratch/$backend/src/main.rs"
    cat >"$scratch/$backend/Cargo.toml" <<TOML
[package]
name = "jwt-backend-${backend//_/-}"
edition = "2024"

[dependencies]
jsonwebtoken = { version = "=$version", default-features = false, features = ["use_pem", "$backend"] }

[workspace]
TOML
    cargo run --quiet --release --manifest-path "$scratch/$backend/Cargo.toml" -- "$scratch" >"$scratch/$backend.figures" \
        2>"$scratch/messages" || { cat "$scratch/messages" >&2 && exit 1; }
done

printf '%-10s%16s%16s%10s\n' "ns" aws_lc_rs rust_crypto ratio
join "$scratch/aws_lc_rs.figures" "$scratch/rust_crypto.figures" --nocheck-order |
    awk '{ printf "%-10s%16s%16s%10.1f\n", $1, $2, $3, $3 / $2 }'

#!/usr/bin/env bash
# Writes a crate with many actions, for `compile_time.sh` and `growth.sh`.
#
#   tests/benches/generate.sh FOLDER COUNT guarded|plain|utoipa
#
# `plain` is the same crate without the attributes, and without the lists that mount what they make. `utoipa` is what one writes
# without this library: handlers of axum, documented by utoipa and mounted by utoipa-axum, unguarded. Half of the functions
# change something and take an input type of their own, half of them read; 25 to a module.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$1 count=$2 kind=$3
per_module=25

# What the kinds differ in: the attribute of a function, its signature, how it begins, and how functions are mounted.
case $kind in
    guarded | plain)
        schema=JsonSchema
        attribute() { [[ $kind == plain ]] || printf '#[action(%s = "%s", %s, rate_limit = "100/1m")]\n' "$1" "$2" "$3"; }
        changes='caller: Caller, Path(id): Path<u64>, State(names): State<Names>, input: Input<%s>) -> Result<Json<Thing>>'
        reads='caller: Caller, Path(id): Path<u64>, State(names): State<Names>) -> Result<Json<Thing>>'
        taken='let input = input.into_inner();'
        found='let owner = names.find(caller.id()).await?;'
        mounted() { [[ $kind == plain ]] || printf '\n/// All of them.\npub fn all() -> ActionSet<App> {\n    actions![%s]\n}\n' "$(printf '%s, ' "$@")"; }
        ;;
    utoipa)
        schema=ToSchema
        attribute() {
            local body=
            [[ -z $4 ]] || body="request_body = $4, "
            printf '#[utoipa::path(%s, path = "%s", params(("id" = u64, Path)), %sresponses((status = 200, body = Thing)))]\n' "$1" "$2" "$body"
        }
        changes='Path(id): Path<u64>, State(names): State<Names>, Json(input): Json<%s>) -> Result<Json<Thing>, StatusCode>'
        reads='Path(id): Path<u64>, State(names): State<Names>) -> Result<Json<Thing>, StatusCode>'
        taken='input.validate().map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;'
        found='let owner = names.find("").await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;'
        mounted() { printf '\n/// All of them.\npub fn all() -> OpenApiRouter<Names> {\n    OpenApiRouter::new()%s\n}\n' "$(printf '.routes(routes!(%s))' "$@")"; }
        ;;
    *) echo "no such kind: $kind" >&2 && exit 2 ;;
esac

# utoipa does not read garde's attributes, as schemars does.
documented() {
    [[ $kind != utoipa ]] || printf '    #[schema(%s)]\n' "$1"
}

module() {
    local first=$1 last=$2 names=() number
    printf '//! Things %d to %d.\n\nuse super::*;\n' "$first" "$last"
    for ((number = first; number <= last; number++)); do
        if ((number % 2 == 0)); then
            cat <<RUST

/// What changes about thing $number.
#[derive(Debug, Deserialize, $schema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Change$number {
    #[garde(length(chars, min = 1, max = 100))]
$(documented "min_length = 1, max_length = 100")
    pub title: String,
    #[garde(range(min = 1, max = 5))]
$(documented "minimum = 1, maximum = 5")
    pub priority: u8,
    #[garde(length(max = 10), inner(length(chars, max = 40)))]
$(documented "max_items = 10")
    pub tags: Vec<String>,
}

/// Changes thing $number.
///
/// Its title, its priority and its tags are replaced.
$(attribute post "/things/$number/{id}" 'permission = "thing:change"' "Change$number")
pub async fn change_$number(${changes/\%s/Change$number} {
    $taken
    $found
    Ok(Json(Thing { id, owner, title: input.title, priority: input.priority, tags: input.tags }))
}
RUST
            names+=("change_$number")
        else
            cat <<RUST

/// Reads thing $number.
$(attribute get "/things/$number/{id}" auth "")
pub async fn read_$number($reads {
    $found
    Ok(Json(Thing { id, owner, title: format!("thing {id}"), priority: 1, tags: Vec::new() }))
}
RUST
            names+=("read_$number")
        fi
    done
    mounted "${names[@]}"
}

mkdir -p "$folder/src"
cp "$root/Cargo.lock" "$folder/Cargo.lock"
cat >"$folder/Cargo.toml" <<TOML
[workspace]

[package]
name = "things-$count-$kind"
version = "0.0.0"
edition = "2024"

[lib]
name = "things"

# The copied lock file decides which versions these are.
[dependencies]
secure-action = { path = "$root/secure-action" }
axum = { version = "*", default-features = false }
garde = { version = "*", features = ["derive"] }
http-body-util = "*"
jsonwebtoken = { version = "*", default-features = false, features = ["aws_lc_rs", "use_pem"] }
schemars = "1"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", features = ["full"] }
tower = { version = "*", default-features = false, features = ["util"] }
TOML
[[ $kind != utoipa ]] || cat >>"$folder/Cargo.toml" <<TOML
utoipa = { version = "5", features = ["axum_extras"] }
utoipa-axum = "0.2"
TOML

modules=()
for ((first = 0; first < count; first += per_module)); do
    last=$((first + per_module - 1 < count ? first + per_module - 1 : count - 1))
    module "$first" "$last" >"$folder/src/things_$first.rs"
    modules+=("things_$first")
done

# The top of the crate: what it uses, and the application where there is one.
top() {
    if [[ $kind == utoipa ]]; then
        cat <<RUST
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn all() -> OpenApiRouter<Names> {
    OpenApiRouter::new()$(printf '.merge(%s::all())' "${modules[@]}")
}
RUST
        return
    fi
    cat <<RUST
use garde::Validate;
use schemars::JsonSchema;
use secure_action::{ActionSet, Application, Caller, Input, Json, Path, Result, State, action, actions, policy};
use serde::{Deserialize, Serialize};

policy! {
    resource thing;
    role reader { thing: read; }
    role editor: reader { thing: change; }
}

/// How many functions there are.
pub const COUNT: usize = $count;

/// The application.
#[derive(Debug)]
pub struct App;

impl Application for App {
    type State = Names;
    type Policy = Policy;
}
RUST
    [[ $kind == plain ]] || printf '\n/// The actions, by module.\npub fn all() -> Vec<ActionSet<App>> {\n    vec![%s]\n}\n' \
        "$(printf '%s::all(), ' "${modules[@]}")"
}

cat >"$folder/src/lib.rs" <<RUST
//! $count functions, $kind.

#![allow(unused_imports)]

$(printf 'pub mod %s;\n' "${modules[@]}")

$(top)

/// Who is called what.
#[derive(Clone, Debug)]
pub struct Names;

impl Names {
    pub async fn find(&self, id: &str) -> std::io::Result<String> {
        Ok(id.to_owned())
    }
}

/// What every function answers.
#[derive(Debug, $schema, Serialize)]
pub struct Thing {
    pub id: u64,
    pub owner: String,
    pub title: String,
    pub priority: u8,
    pub tags: Vec<String>,
}
RUST

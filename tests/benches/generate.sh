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

attribute() {
    [[ $kind == plain ]] || printf '#[action(%s)]\n' "$1"
}

guarded_module() {
    local first=$1 last=$2 names=() number
    printf '//! Things %d to %d.\n\nuse super::*;\n' "$first" "$last"
    for ((number = first; number <= last; number++)); do
        if ((number % 2 == 0)); then
            cat <<RUST

/// What changes about thing $number.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Change$number {
    #[garde(length(chars, min = 1, max = 100))]
    pub title: String,
    #[garde(range(min = 1, max = 5))]
    pub priority: u8,
    #[garde(length(max = 10), inner(length(chars, max = 40)))]
    pub tags: Vec<String>,
}

/// Changes thing $number.
///
/// Its title, its priority and its tags are replaced.
$(attribute "post = \"/things/$number/{id}\", permission = \"thing:change\", rate_limit = \"100/1m\"")
pub async fn change_$number(caller: Caller, Path(id): Path<u64>, State(names): State<Names>, input: Input<Change$number>) -> Result<Json<Thing>> {
    let input = input.into_inner();
    let owner = names.find(caller.id()).await?;
    Ok(Json(Thing { id, owner, title: input.title, priority: input.priority, tags: input.tags }))
}
RUST
            names+=("change_$number")
        else
            cat <<RUST

/// Reads thing $number.
$(attribute "get = \"/things/$number/{id}\", auth, rate_limit = \"100/1m\"")
pub async fn read_$number(caller: Caller, Path(id): Path<u64>, State(names): State<Names>) -> Result<Json<Thing>> {
    let owner = names.find(caller.id()).await?;
    Ok(Json(Thing { id, owner, title: format!("thing {id}"), priority: 1, tags: Vec::new() }))
}
RUST
            names+=("read_$number")
        fi
    done
    [[ $kind == plain ]] || cat <<RUST

/// All of them.
pub fn all() -> ActionSet<App> {
    actions![$(printf '%s, ' "${names[@]}")]
}
RUST
}

utoipa_module() {
    local first=$1 last=$2 names=() number
    printf '//! Things %d to %d.\n\nuse super::*;\n' "$first" "$last"
    for ((number = first; number <= last; number++)); do
        if ((number % 2 == 0)); then
            cat <<RUST

/// What changes about thing $number.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Change$number {
    #[garde(length(chars, min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub title: String,
    #[garde(range(min = 1, max = 5))]
    #[schema(minimum = 1, maximum = 5)]
    pub priority: u8,
    #[garde(length(max = 10), inner(length(chars, max = 40)))]
    #[schema(max_items = 10)]
    pub tags: Vec<String>,
}

/// Changes thing $number.
///
/// Its title, its priority and its tags are replaced.
#[utoipa::path(post, path = "/things/$number/{id}", params(("id" = u64, Path)), request_body = Change$number, responses((status = 200, body = Thing)))]
pub async fn change_$number(Path(id): Path<u64>, State(names): State<Names>, Json(input): Json<Change$number>) -> Result<Json<Thing>, StatusCode> {
    input.validate().map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
    let owner = names.find("").await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(Thing { id, owner, title: input.title, priority: input.priority, tags: input.tags }))
}
RUST
            names+=("change_$number")
        else
            cat <<RUST

/// Reads thing $number.
#[utoipa::path(get, path = "/things/$number/{id}", params(("id" = u64, Path)), responses((status = 200, body = Thing)))]
pub async fn read_$number(Path(id): Path<u64>, State(names): State<Names>) -> Result<Json<Thing>, StatusCode> {
    let owner = names.find("").await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(Thing { id, owner, title: format!("thing {id}"), priority: 1, tags: Vec::new() }))
}
RUST
            names+=("read_$number")
        fi
    done
    cat <<RUST

/// All of them.
pub fn all() -> OpenApiRouter<Names> {
    OpenApiRouter::new()$(printf '.routes(routes!(%s))' "${names[@]}")
}
RUST
}

module() {
    case $kind in
        utoipa) utoipa_module "$@" ;;
        *) guarded_module "$@" ;;
    esac
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

utoipa_crate() {
    cat <<RUST
//! $count functions, $kind.

$(printf 'pub mod %s;\n' "${modules[@]}")

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who is called what.
#[derive(Clone, Debug)]
pub struct Names;

impl Names {
    pub async fn find(&self, id: &str) -> std::io::Result<String> {
        Ok(id.to_owned())
    }
}

/// What every function answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Thing {
    pub id: u64,
    pub owner: String,
    pub title: String,
    pub priority: u8,
    pub tags: Vec<String>,
}

/// The routes.
pub fn all() -> OpenApiRouter<Names> {
    OpenApiRouter::new()$(printf '.merge(%s::all())' "${modules[@]}")
}
RUST
}

if [[ $kind == utoipa ]]; then
    utoipa_crate >"$folder/src/lib.rs"
    exit
fi

{
    cat <<RUST
//! $count functions, $kind.

#![allow(unused_imports)]

$(printf 'pub mod %s;\n' "${modules[@]}")

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

/// Who is called what.
#[derive(Clone, Debug)]
pub struct Names;

impl Names {
    pub async fn find(&self, id: &str) -> std::io::Result<String> {
        Ok(id.to_owned())
    }
}

/// What every function answers.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Thing {
    pub id: u64,
    pub owner: String,
    pub title: String,
    pub priority: u8,
    pub tags: Vec<String>,
}
RUST
    [[ $kind == plain ]] || printf '\n/// The actions, by module.\npub fn all() -> Vec<ActionSet<App>> {\n    vec![%s]\n}\n' \
        "$(printf '%s::all(), ' "${modules[@]}")"
} >"$folder/src/lib.rs"

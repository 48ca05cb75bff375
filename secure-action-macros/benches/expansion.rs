//! How long the macros take for each of the uses in `expansions`, and how much they generate.
//!
//! `cargo bench -p secure-action-macros --bench expansion --profile dev`: cargo builds macros without optimization, so
//! `dev` is what users wait for; without it, the table shows what optimized macros would take. The tokens are those of
//! `proc_macro2` outside of a compiler: handing them over to rustc comes on top, and what rustc does with them is in the
//! tables of `tests/benches/compile_time.sh`.

// A macro crate cannot be linked by a program, so its modules are part of this one.
#[expect(dead_code, unused_imports, reason = "cargo builds a bench with `cfg(test)`, and without the tests")]
#[path = "../src"]
mod macros {
    pub(crate) mod action;
    pub(crate) mod actions;
    pub(crate) mod diagnostics;
    pub(crate) mod door;
    pub(crate) mod entry;
    pub(crate) mod expansions {
        pub(crate) mod invocations;
    }
    pub(crate) mod policy;
    pub(crate) mod public_error;
    pub(crate) mod said;
    pub(crate) mod visible;
}

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use macros::expansions::invocations::{Invocation, replace};
use macros::{action, actions, diagnostics, door, entry, policy, public_error, said, visible};
use proc_macro2::{TokenStream, TokenTree};

/// The fastest batch counts: what else the machine does only makes one slower.
const BATCHES: u32 = 50;
const BATCH: u32 = 40;

fn main() -> Result<(), Box<dyn Error>> {
    println!("{:<20}{:>8}{:>18}{:>18}{:>14}", "use", "macros", "tokens given", "tokens generated", "microseconds");
    for path in uses()? {
        measure(&path)?;
    }
    Ok(())
}

/// One line of the table: of all macros in the file together.
fn measure(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut found = Vec::new();
    replace(&fs::read_to_string(path)?, |invocation| {
        found.push(invocation.clone());
        TokenStream::new()
    })?;
    let expand_all = || found.iter().map(|invocation| black_box(invocation).expand()).collect::<Vec<_>>();
    let generated: usize = expand_all().into_iter().map(count).sum();
    let given_tokens: usize = found.iter().map(given).sum();
    let batch = |_| {
        let start = Instant::now();
        for _ in 0..BATCH {
            black_box(expand_all());
        }
        start.elapsed()
    };
    let fastest = (0..BATCHES).map(batch).min().unwrap_or_default();
    let microseconds = fastest.as_secs_f64() * 1e6 / f64::from(BATCH);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    println!("{name:<20}{:>8}{given_tokens:>18}{generated:>18}{microseconds:>14.0}", found.len());
    Ok(())
}

fn uses() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut uses = Vec::new();
    for entry in fs::read_dir("expansions")? {
        let path = entry?.path();
        if !path.to_string_lossy().ends_with(".expanded.rs") {
            uses.push(path);
        }
    }
    uses.sort();
    Ok(uses)
}

/// How many tokens the macro is given.
fn given(invocation: &Invocation) -> usize {
    match invocation {
        Invocation::Action { attribute, item } => count(attribute.clone()) + count(item.clone()),
        Invocation::Actions(tokens)
        | Invocation::Policy(tokens)
        | Invocation::PublicError(tokens)
        | Invocation::Visible(tokens) => count(tokens.clone()),
    }
}

/// The tokens, those inside of brackets too; the brackets are one.
fn count(tokens: TokenStream) -> usize {
    let of = |token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(of).sum()
}

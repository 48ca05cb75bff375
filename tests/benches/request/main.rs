//! What the guards of one request cost, against a bare axum handler and against the same guards written by hand.
//!
//! `cargo bench -p secure-action-tests --bench request` measures in process: an axum `Router` is called as a
//! `tower::Service` on a single-threaded runtime, without sockets. The variants take turns in short blocks, and each
//! figure is the median of all blocks, so that a busy machine disturbs every variant alike. CPU time is that of the
//! whole process, background threads included; work that a variant puts off, such as writing the audit trail, is
//! finished before its block ends.
//!
//! Other arguments:
//! - `--threads` compares what two threads do at the same time with what one does.
//! - `--list` prints the names of the variants.
//! - `--profile NAME COUNT` sends COUNT requests to one variant and nothing else. `instructions.sh` beside this folder
//!   runs it under callgrind with two counts; the difference is what the requests alone cost.
//! - `--table UNIT` reads `NAME<tab>FIGURE` lines from standard input and prints them as the same table.

mod measure;
mod report;
mod threads;
mod variants;

use std::collections::HashMap;
use std::error::Error;
use std::io;

use crate::measure::Figures;
use crate::variants::Variant;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench` to the arguments of every benchmark.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut tables = [
        ("one request", runtime.block_on(variants::whole_requests())?),
        ("one guard after the other", runtime.block_on(variants::by_stage())?),
    ];
    match *arguments.as_slice() {
        [] => {
            for (title, variants) in &mut tables {
                let figures = measure::rounds(&runtime, variants)?;
                report::print(title, "cpu ns", variants, &figures);
            }
        }
        ["--threads"] => threads::compare(&tables[0].1)?,
        ["--list"] => {
            for variant in tables.iter().flat_map(|(_, variants)| variants) {
                println!("{}", variant.name);
            }
        }
        ["--profile", name, count] => {
            let mut variants = tables.iter_mut().flat_map(|(_, variants)| variants);
            let variant = variants.find(|variant| variant.name == name).ok_or("no such variant")?;
            runtime.block_on(variant.send(count.parse()?))?;
        }
        ["--table", unit] => {
            let figures = read_figures()?;
            for (title, variants) in &tables {
                let figures = figures_of(variants, &figures)?;
                report::print(title, unit, variants, &figures);
            }
        }
        _ => return Err("expected nothing, `--threads`, `--list`, `--profile NAME COUNT` or `--table UNIT`".into()),
    }
    Ok(())
}

/// The figures on standard input, by the names of their variants.
fn read_figures() -> Result<HashMap<String, f64>, Box<dyn Error>> {
    let mut figures = HashMap::new();
    for line in io::stdin().lines() {
        let line = line?;
        let (name, figure) = line.split_once('\t').ok_or("expected NAME<tab>FIGURE")?;
        figures.insert(name.to_owned(), figure.parse()?);
    }
    Ok(figures)
}

/// The figure of each of `variants`, in their order.
fn figures_of(variants: &[Variant], figures: &HashMap<String, f64>) -> Result<Vec<Figures>, Box<dyn Error>> {
    variants
        .iter()
        .map(|variant| match figures.get(variant.name) {
            Some(&cost) => Ok(Figures { cost, wall: None }),
            None => Err(format!("no figure for `{}`", variant.name).into()),
        })
        .collect()
}

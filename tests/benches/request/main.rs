//! What the guards of one request cost, against a bare axum handler and against the same guards written by hand.
//!
//! `cargo bench -p secure-action-tests --bench request` measures in process: an axum `Router` is called as a
//! `tower::Service` on a single-threaded runtime, without sockets. The variants take turns in short blocks, and each
//! figure is the median of all blocks, so that a busy machine disturbs every variant alike. CPU time is that of the
//! whole process, background threads included; work that a variant puts off, such as writing the audit trail, is
//! finished before its block ends.
//!
//! Other arguments:
//! - `--list` prints the names of the variants.
//! - `--profile NAME COUNT` sends COUNT requests to one variant and nothing else. `instructions.sh` beside this folder
//!   runs it under callgrind with two counts; the difference is what the requests alone cost.
//! - `--table UNIT` reads `NAME<tab>FIGURE` lines from standard input and prints them as the same table.

mod measure;
mod report;
mod variants;

use std::error::Error;
use std::io;

use crate::measure::Figures;
use crate::variants::Variant;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench` to the arguments of every benchmark.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut variants = runtime.block_on(variants::all())?;
    match *arguments.as_slice() {
        [] => {
            let figures = measure::rounds(&runtime, &mut variants)?;
            report::print("cpu ns", &variants, &figures);
        }
        ["--list"] => {
            for variant in &variants {
                println!("{}", variant.name);
            }
        }
        ["--profile", name, count] => {
            let count = count.parse()?;
            let variant = variants.iter_mut().find(|variant| variant.name == name).ok_or("no such variant")?;
            runtime.block_on(variant.send(count))?;
        }
        ["--table", unit] => {
            let figures = read_figures(&variants)?;
            report::print(unit, &variants, &figures);
        }
        _ => return Err("expected nothing, `--list`, `--profile NAME COUNT` or `--table UNIT`".into()),
    }
    Ok(())
}

/// One figure for each of `variants`, in their order.
fn read_figures(variants: &[Variant]) -> Result<Vec<Figures>, Box<dyn Error>> {
    let mut figures = vec![Figures::default(); variants.len()];
    for line in io::stdin().lines() {
        let line = line?;
        let (name, figure) = line.split_once('\t').ok_or("expected NAME<tab>FIGURE")?;
        let (_, slot) = variants
            .iter()
            .zip(&mut figures)
            .find(|(variant, _)| variant.name == name)
            .ok_or_else(|| format!("no variant is called `{name}`"))?;
        slot.cost = figure.parse()?;
    }
    Ok(figures)
}

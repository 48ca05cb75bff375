//! How often one request allocates, and how much.
//!
//! A program of its own, because counting would slow every variant of `request` by what it allocates:
//! `cargo bench -p secure-action-tests --bench allocations`.

#[expect(dead_code, reason = "the ratios and their goals belong to the table of `request`")]
#[path = "request/variants/mod.rs"]
mod variants;

use std::alloc::System;
use std::error::Error;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Enough to make what happens once, such as growing a table, vanish in the rounding.
const REQUESTS: u32 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{:<28}{:>12}{:>14}{:>10}", "one request", "allocations", "reallocations", "bytes");
    for variant in &mut runtime.block_on(variants::whole_requests())? {
        runtime.block_on(variant.send(REQUESTS))?;
        let region = Region::new(COUNTING);
        runtime.block_on(variant.send(REQUESTS))?;
        let used = region.change();
        let per_request = |count: usize| count as f64 / f64::from(REQUESTS);
        println!(
            "{:<28}{:>12.1}{:>14.1}{:>10.0}",
            variant.name,
            per_request(used.allocations),
            per_request(used.reallocations),
            per_request(used.bytes_allocated),
        );
    }
    Ok(())
}

//! Two threads at the same time: limiter, token cache, audit trail and request ids are shared by all of them.

use std::error::Error;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use crate::variants::Variant;

const ROUNDS: usize = 9;
const REQUESTS: u32 = 20_000;
/// Two threads do at least this much more than one.
const GOAL: f64 = 1.8;

/// Prints how many requests one thread answers a second, and two.
pub(crate) fn compare(variants: &[Variant]) -> Result<(), Box<dyn Error>> {
    println!("{:<30}{:>16}{:>16}{:>8}{:>8}", "requests a second", "one thread", "two threads", "ratio", "goal");
    for variant in variants {
        let (mut one, mut two) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            one.push(per_second(variant, 1)?);
            two.push(per_second(variant, 2)?);
        }
        let (one, two) = (median(one), median(two));
        let ratio = two / one;
        println!(
            "{:<30}{one:>16.0}{two:>16.0}{ratio:>8.2}{GOAL:>8.2}  {}",
            variant.name,
            if ratio >= GOAL { "met" } else { "missed" }
        );
    }
    Ok(())
}

/// Requests a second of `threads` threads together.
fn per_second(variant: &Variant, threads: usize) -> Result<f64, Box<dyn Error>> {
    let start = Barrier::new(threads);
    let took = thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|_| {
                let mut twin = variant.twin();
                let start = &start;
                scope.spawn(move || -> Result<Duration, String> {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    let runtime = runtime.map_err(|error| error.to_string())?;
                    start.wait();
                    let began = Instant::now();
                    runtime.block_on(twin.send(REQUESTS)).map_err(|error| error.to_string())?;
                    Ok(began.elapsed())
                })
            })
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a thread panicked".to_owned())?)
            .collect::<Result<Vec<_>, _>>()
    })?;
    let longest = took.into_iter().max().unwrap_or_default();
    Ok(f64::from(REQUESTS) * threads as f64 / longest.as_secs_f64())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

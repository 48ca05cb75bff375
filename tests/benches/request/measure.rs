//! Taking turns, and the median of all turns.

use std::error::Error;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;

use crate::variants::Variant;

/// How often every variant has its turn.
const ROUNDS: usize = 151;
/// Requests in one turn: long enough to make reading the clock negligible, short enough to take turns often.
const REQUESTS: u32 = 1_000;

/// What one request costs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// CPU time in nanoseconds, or whatever else was counted.
    pub(crate) cost: f64,
    /// Elapsed time in nanoseconds, where it was measured.
    pub(crate) wall: Option<f64>,
}

/// Lets the variants take turns and gives the median of each, in their order.
pub(crate) fn rounds(runtime: &Runtime, variants: &mut [Variant]) -> Result<Vec<Figures>, Box<dyn Error>> {
    let mut cpu: Vec<Vec<Duration>> = vec![Vec::with_capacity(ROUNDS); variants.len()];
    let mut wall = cpu.clone();
    for variant in &mut *variants {
        runtime.block_on(variant.send(REQUESTS))?;
    }
    for _ in 0..ROUNDS {
        for ((variant, cpu), wall) in variants.iter_mut().zip(&mut cpu).zip(&mut wall) {
            let (elapsed, used) = (Instant::now(), process_time()?);
            runtime.block_on(variant.send(REQUESTS))?;
            cpu.push(process_time()? - used);
            wall.push(elapsed.elapsed());
        }
    }
    let per_request = |turns: &mut Vec<Duration>| median(turns).as_secs_f64() * 1e9 / f64::from(REQUESTS);
    Ok(cpu
        .iter_mut()
        .zip(&mut wall)
        .map(|(cpu, wall)| Figures { cost: per_request(cpu), wall: Some(per_request(wall)) })
        .collect())
}

fn median(turns: &mut [Duration]) -> Duration {
    turns.sort_unstable();
    turns.get(turns.len() / 2).copied().unwrap_or_default()
}

/// CPU time of all threads of this process so far.
fn process_time() -> Result<Duration, Box<dyn Error>> {
    Ok(Duration::try_from(clock_gettime(ClockId::ProcessCPUTime))?)
}

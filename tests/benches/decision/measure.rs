//! Taking turns, and the least of all turns.

use std::time::{Duration, Instant};

/// Does something a number of times.
pub(crate) type Turn<'t> = Box<dyn FnMut(u32) -> Duration + 't>;

/// Nanoseconds of one call of each, in their order: `rounds` turns of `calls` calls.
pub(crate) fn least<const N: usize>(rounds: usize, calls: u32, mut turns: [Turn<'_>; N]) -> [f64; N] {
    let mut least = [f64::INFINITY; N];
    for _ in 0..rounds {
        for (turn, least) in turns.iter_mut().zip(&mut least) {
            *least = least.min(turn(calls).as_secs_f64() * 1e9 / f64::from(calls));
        }
    }
    least
}

/// A turn that repeats `call`, each with the number of the call.
pub(crate) fn repeat<'t>(mut call: impl FnMut(u32) + 't) -> Turn<'t> {
    Box::new(move |calls| {
        let start = Instant::now();
        for number in 0..calls {
            call(number);
        }
        start.elapsed()
    })
}

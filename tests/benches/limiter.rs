//! What a rate limit costs: time of one check, resident memory, and keys limited too early or too late.
//!
//! Run it with `cargo bench -p secure-action-tests --bench limiter`.

use std::hint::black_box;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use secure_action::rate_limit::RateLimit;
use secure_action::rate_limit::probe::Probe;

const QUARTER: Duration = Duration::from_secs(900);

fn main() {
    let rules = [
        ("exact times, 5/15m", RateLimit::new(5, QUARTER)),
        ("sub-windows, 100/1m", RateLimit::new(100, Duration::from_secs(60))),
        ("steady, 100/1m burst 20", RateLimit::new(100, Duration::from_secs(60)).burst(20)),
    ];
    // A process of its own for each row about memory: an allocator keeps what it once had.
    if let Ok(row) = std::env::var(ROW) {
        let (rule, keys) = row.split_once(' ').expect("a rule and a number");
        let (name, rule) = &rules[rule.parse::<usize>().expect("a rule")];
        return many_keys(name, rule, keys.parse().expect("a number"));
    }
    println!("\ndistinct keys, each seen twice            keys   first visit ns   second visit ns   resident MB");
    for rule in 0..rules.len() {
        for keys in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
            let itself = std::env::current_exe().expect("a program");
            Command::new(itself).env(ROW, format!("{rule} {keys}")).status().expect("a process");
        }
    }
    one_key(&rules);
    live_keys();
    flood();
}

/// Tells a child process which row it is to measure.
const ROW: &str = "LIMITER_ROW";

fn one_key(rules: &[(&str, RateLimit)]) {
    println!(
        "\none check, hashing included      ns, 1 thread, 1000 keys   1 thread, 1 key   2 threads, 1000 keys   2 threads, 1 key"
    );
    for (name, rule) in rules {
        let figures = [(1, 1_000), (1, 1), (2, 1_000), (2, 1)].map(|(threads, keys)| parallel(rule, threads, keys));
        let [a, b, c, d] = figures;
        println!("{name:<32} {a:>25.1} {b:>17.1} {c:>22.1} {d:>18.1}");
    }
}

/// Nanoseconds of one thread for one check, while `threads` do the same.
fn parallel(rule: &RateLimit, threads: u64, keys: u64) -> f64 {
    const CHECKS: u64 = 2_000_000;
    let probe = Probe::new(rule, None).expect("a limiter");
    let run = |thread: u64| {
        let start = Instant::now();
        for check in 0..CHECKS {
            // A millisecond from one check to the next, so that keys are admitted and refused.
            black_box(probe.admits((check * 7 + thread) % keys, Duration::from_millis(check)));
        }
        start.elapsed().as_secs_f64() * 1e9 / CHECKS as f64
    };
    run(0);
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || run(thread))).collect();
        let sum: f64 = running.into_iter().map(|thread| thread.join().expect("a thread")).sum();
        sum / threads as f64
    })
}

fn many_keys(name: &str, rule: &RateLimit, keys: u64) {
    let before = resident();
    let probe = Probe::new(rule, None).expect("a limiter");
    let [first, second] = [0, 1].map(|round| {
        let start = Instant::now();
        for key in 0..keys {
            black_box(probe.admits(key, Duration::from_secs(1 + round)));
        }
        start.elapsed().as_secs_f64() * 1e9 / keys as f64
    });
    let memory = (resident() - before) / 1e6;
    println!("{name:<36} {keys:>10} {first:>16.1} {second:>17.1} {memory:>13.1}");
}

/// The share of keys that get less, or more, than their quota while all of them are live.
fn live_keys() {
    println!("\nlive keys, 3/15m       limited too early   too late");
    for keys in [100_000_u64, 250_000, 500_000, 750_000] {
        let probe = Probe::new(&RateLimit::new(3, QUARTER), None).expect("a limiter");
        let mut admitted = vec![0_u8; usize::try_from(keys).expect("few")];
        for round in 0..4 {
            for (key, admitted) in (0..).zip(&mut admitted) {
                *admitted += u8::from(probe.admits(key, Duration::from_secs(1 + round)));
            }
        }
        let share = |count: usize| 100.0 * count as f64 / keys as f64;
        let early = share(admitted.iter().filter(|admitted| **admitted < 3).count());
        let late = share(admitted.iter().filter(|admitted| **admitted > 3).count());
        println!("{keys:<22} {early:>16.4}% {late:>9.4}%");
    }
}

/// A thousand keys at their limit, then a flood of ten million others.
fn flood() {
    let rule = RateLimit::new(5, QUARTER);
    let probe = Probe::new(&rule, None).expect("a limiter");
    for key in 0..1_000 {
        while probe.admits(key, Duration::from_secs(1)) {}
    }
    let shut_out = (1_000..10_001_000).filter(|key| !probe.admits(*key, Duration::from_secs(2))).count();
    let reset = (0..1_000).filter(|key| probe.admits(*key, Duration::from_secs(3))).count();
    println!("\nflood of 10 000 000 one-hit keys: {reset} of 1000 keys at their limit reset, {shut_out} newcomers shut out");
}

/// Bytes of memory the process holds.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = status.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0.0);
    pages * 4096.0
}

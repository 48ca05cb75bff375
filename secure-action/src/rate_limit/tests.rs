//! The promise of a limit, against a naive count of what was admitted.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::limiter::{feed, finish};
use super::{InputKeys, Limiter, RateLimit};

fn limiter() -> Limiter {
    Limiter::new(4096).expect("randomness")
}

fn key(limiter: &Limiter, name: u64) -> u128 {
    let mut hasher = limiter.hasher();
    feed(&mut hasher, &name.to_be_bytes());
    finish(&hasher)
}

proptest! {
    /// Never more than the quota in any window; and who waits for a window and a sixteenth is admitted.
    #[test]
    fn any_window_holds_at_most_the_quota(
        quota in 1_u32..40,
        seconds in 1_u64..4000,
        steps in proptest::collection::vec(0_u64..1000, 1..300),
    ) {
        let window = Duration::from_secs(seconds);
        let rule = RateLimit::new(quota, window);
        let limiter = limiter();
        let key = key(&limiter, 1);
        // Begin late and at an odd moment, as a service does.
        let mut now = Duration::new(123_456, 789_123);
        let mut admitted: VecDeque<Duration> = VecDeque::new();
        let late = window + window / 16 + Duration::from_millis(2 + seconds / 1000);
        for step in steps {
            now += window.mul_f64(step as f64 / 4000.0);
            let in_window = admitted.iter().filter(|time| now - **time < window).count();
            let lingering = admitted.iter().filter(|time| now - **time < late).count();
            match limiter.check(key, &rule, now) {
                Ok(_) => {
                    prop_assert!(in_window < quota as usize, "one too many at {now:?}");
                    admitted.push_back(now);
                }
                Err(verdict) => {
                    prop_assert!(lingering >= quota as usize, "refused too long at {now:?}");
                    // What it promises for then, it keeps.
                    let later = now + Duration::from_secs(verdict.reset);
                    let copy = RateLimit::new(quota, window);
                    if let Ok((_, stamp)) = limiter.check(key, &copy, later) {
                        limiter.refund(key, &copy, later, stamp);
                        admitted.clear();
                        now = later;
                    } else {
                        prop_assert!(false, "not admitted after {} seconds", verdict.reset);
                    }
                }
            }
        }
    }

    /// A steady rate admits its burst, then one for each interval, whatever the arrival.
    #[test]
    fn a_steady_rate_is_steady(quota in 1_u32..100, burst in 1_u32..20, steps in proptest::collection::vec(0_u64..3000, 1..200)) {
        let window = Duration::from_secs(60);
        let rule = RateLimit::new(quota, window).burst(burst);
        let limiter = limiter();
        let key = key(&limiter, 2);
        let interval = window / quota;
        let start = Duration::from_secs(1000);
        let mut now = start;
        let mut admitted = 0_u32;
        for step in steps {
            now += Duration::from_millis(step);
            if limiter.check(key, &rule, now).is_ok() {
                admitted += 1;
            }
            let allowed = f64::from(burst) + (now - start).as_secs_f64() / interval.as_secs_f64();
            prop_assert!(f64::from(admitted) <= allowed + 1e-6, "{admitted} of {allowed}");
        }
    }

    #[test]
    fn what_is_given_back_was_never_used(quota in 1_u32..40, used in 0_u32..40) {
        for rule in [RateLimit::new(quota, Duration::from_secs(60)), RateLimit::new(quota, Duration::from_secs(60)).burst(quota)] {
            let limiter = limiter();
            let key = key(&limiter, 3);
            let now = Duration::from_secs(5000);
            for _ in 0..used.min(quota - 1) {
                prop_assert!(limiter.check(key, &rule, now).is_ok());
            }
            for _ in 0..100 {
                let (_, stamp) = limiter.check(key, &rule, now).expect("there is room");
                limiter.refund(key, &rule, now, stamp);
            }
            let left = (0..100).filter(|_| limiter.check(key, &rule, now).is_ok()).count();
            prop_assert_eq!(left, (quota - used.min(quota - 1)) as usize);
        }
    }
}

#[test]
fn trap_04_exactly_the_quota_and_trap_03_refusals_consume_nothing() {
    for quota in [1, 5, 12, 13, 100, 100_000] {
        let limiter = limiter();
        let rule = RateLimit::new(quota, Duration::from_secs(900));
        let key = key(&limiter, 4);
        let now = Duration::from_secs(7200);
        let admitted = (0..quota + 1000).filter(|_| limiter.check(key, &rule, now).is_ok()).count();
        assert_eq!(admitted, quota as usize);
        assert!(limiter.check(key, &rule, now + Duration::from_secs(957)).is_ok());
    }
}

#[test]
fn trap_02_parallel_callers_get_exactly_the_quota() {
    for rule in [RateLimit::new(7, Duration::from_secs(60)), RateLimit::new(700, Duration::from_secs(60)).burst(70)] {
        let limiter = Arc::new(limiter());
        let key = key(&limiter, 5);
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let limiter = Arc::clone(&limiter);
                std::thread::spawn(move || (0..500).filter(|_| limiter.check(key, &rule, Duration::from_secs(60)).is_ok()).count())
            })
            .collect();
        let admitted: usize = threads.into_iter().map(|thread| thread.join().expect("no panic")).sum();
        assert_eq!(admitted, rule.burst.unwrap_or(rule.quota) as usize);
    }
}

#[test]
fn a_flood_neither_resets_a_limited_key_nor_shuts_newcomers_out() {
    let limiter = limiter();
    let now = Duration::from_secs(100);
    let strict = RateLimit::new(5, Duration::from_secs(3600));
    let flood = RateLimit::new(100, Duration::from_secs(60));
    let victim = key(&limiter, u64::MAX);
    for _ in 0..5 {
        assert!(limiter.check(victim, &strict, now).is_ok());
    }
    for name in 0..1_000_000 {
        assert!(limiter.check(key(&limiter, name), &flood, now).is_ok(), "a newcomer was shut out");
    }
    assert!(limiter.check(victim, &strict, now).is_err(), "the flood reset a limited key");
}

#[test]
fn trap_05_spellings_are_one_key() {
    let limiter = limiter();
    let hash = |text: &str| {
        let mut keys = InputKeys::new(&limiter);
        keys.push(text);
        keys.hashes().to_vec()
    };
    for spelling in ["A@X.com", " a@x.com ", "a@x.COM\n", "\ta@x.com"] {
        assert_eq!(hash(spelling), hash("a@x.com"), "{spelling:?}");
    }
    for other in ["a@x.co", "a @x.com", "", "b@x.com"] {
        assert_ne!(hash(other), hash("a@x.com"), "{other:?}");
    }
}

#[test]
fn rules_that_make_no_sense_are_faults() {
    let second = Duration::from_secs(1);
    for rule in [
        RateLimit::new(0, second),
        RateLimit::new(1, Duration::ZERO),
        RateLimit::new(1, Duration::from_secs(400 * 24 * 3600)),
        RateLimit::new(RateLimit::MAX_QUOTA + 1, second),
        RateLimit::new(1, second).burst(0),
    ] {
        assert!(rule.fault().is_some(), "{rule:?}");
    }
    assert_eq!(RateLimit::new(1, second).fault(), None);
}

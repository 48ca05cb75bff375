//! Every way to count, against a naive list of all admitted requests.

use std::time::Duration;

use proptest::prelude::*;

use super::*;

const SECOND: u64 = 1_000_000_000;

fn strict(quota: u32, window: Duration) -> Rule {
    Rule::new(0, &RateLimit::new(quota, window))
}

fn steady(quota: u32, window: Duration, burst: u32) -> Rule {
    Rule::new(0, &RateLimit::new(quota, window).burst(burst))
}

/// How much longer than its window a strict rule may remember, in nanoseconds.
fn lateness(rule: &Rule, window: u64) -> u64 {
    match rule.counter {
        Counter::Exact(_) => window / 1_000_000 + 2,
        Counter::SubWindows(_) => window.div_ceil(16) + 16,
        Counter::Steady(_) => 0,
    }
}

fn windows() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (1_u64..=10).prop_map(Duration::from_secs),
        Just(Duration::from_secs(900)),
        (1_000_000_000_u64..100_000_000_000).prop_map(Duration::from_nanos),
        Just(Duration::from_secs(31 * 24 * 60 * 60)),
    ]
}

fn quotas() -> impl Strategy<Value = u32> {
    prop_oneof![1_u32..=5, 6_u32..=17, 18_u32..=60]
}

/// Gaps between requests, in 1/10 000 of a window: bursts, crowds, pauses around the window's length, long rests.
fn gaps() -> impl Strategy<Value = Vec<u64>> {
    let gap =
        prop_oneof![3 => Just(0_u64), 4 => 0_u64..200, 2 => 200_u64..3_000, 1 => 9_300_u64..11_000, 1 => 11_000_u64..200_000];
    prop::collection::vec(gap, 1..200)
}

/// A moment long after the start of the process, so that the base of a state is not zero.
fn starts() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 0..10 * SECOND, 0_u64..40_000_000 * SECOND]
}

fn scaled(window: Duration, ten_thousandths: u64) -> u64 {
    u64::try_from(window.as_nanos() * u128::from(ten_thousandths) / 10_000).unwrap()
}

fn nanos(window: Duration) -> u64 {
    u64::try_from(window.as_nanos()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn trap_04_never_more_than_the_quota_in_any_window(quota in quotas(), window in windows(), gaps in gaps(), start in starts()) {
        let (rule, length) = (strict(quota, window), nanos(window));
        let (mut state, mut admitted, mut now) = (State::default(), Vec::new(), start);
        for gap in gaps {
            now += scaled(window, gap);
            let within = |length: u64| admitted.iter().filter(|time| now - **time < length).count() as u64;
            let before = state;
            match rule.admit(&mut state, now) {
                Ok((_, standing)) => {
                    prop_assert!(within(length) < u64::from(quota), "more than the quota");
                    prop_assert!(u64::from(standing.remaining) < u64::from(quota) - within(length), "promises too much");
                    admitted.push(now);
                    prop_assert_eq!(rule.standing(&state, now), standing);
                }
                Err(standing) => {
                    prop_assert!(within(length + lateness(&rule, length)) >= u64::from(quota), "refused too early");
                    prop_assert_eq!(state, before, "a refused attempt left a trace");
                    prop_assert_eq!(standing.remaining, 0);
                    prop_assert!(rule.admit(&mut state.clone(), now + standing.wait).is_ok(), "the wait is too short");
                    prop_assert!(rule.admit(&mut state.clone(), now + standing.wait - 1).is_err(), "the wait is too long");
                }
            }
        }
    }

    #[test]
    fn a_steady_rate_never_exceeds_its_burst_and_its_rate(
        quota in quotas(), window in windows(), burst in 1_u32..=60, gaps in gaps(), start in starts(),
    ) {
        let rule = steady(quota, window, burst);
        let interval = nanos(window).div_ceil(u64::from(quota));
        let (mut state, mut admitted, mut now) = (State::default(), Vec::<u64>::new(), start);
        for gap in gaps {
            now += scaled(window, gap);
            let before = state;
            match rule.admit(&mut state, now) {
                Ok((_, standing)) => {
                    admitted.push(now);
                    for (since, count) in admitted.iter().rev().zip(1_u64..) {
                        prop_assert!(count <= u64::from(burst) + (now - since) / interval, "too many");
                    }
                    prop_assert_eq!(rule.standing(&state, now), standing);
                    for _ in 0..standing.remaining {
                        prop_assert!(rule.admit(&mut state.clone(), now).is_ok());
                    }
                }
                Err(standing) => {
                    prop_assert_eq!(state, before, "a refused attempt left a trace");
                    prop_assert_eq!(standing.remaining, 0);
                    prop_assert!(rule.admit(&mut state.clone(), now + standing.wait).is_ok(), "the wait is too short");
                    prop_assert!(rule.admit(&mut state.clone(), now + standing.wait - 1).is_err(), "the wait is too long");
                }
            }
        }
    }

    #[test]
    fn trap_04_exactly_the_quota_at_once(quota in quotas(), window in windows(), burst in prop::option::of(1_u32..=60), now in starts()) {
        let mut limit = RateLimit::new(quota, window);
        limit.burst = burst;
        let (rule, mut state) = (Rule::new(0, &limit), State::default());
        let admitted = (0..200).filter(|_| rule.admit(&mut state, now).is_ok()).count();
        prop_assert_eq!(admitted as u64, u64::from(rule.capacity()));
    }

    #[test]
    fn trap_03_a_key_that_keeps_trying_recovers(quota in quotas(), window in windows(), now in starts()) {
        let (rule, length) = (strict(quota, window), nanos(window));
        let mut state = State::default();
        while rule.admit(&mut state, now).is_ok() {}
        for part in 1..100 {
            prop_assert!(rule.admit(&mut state, now + length / 100 * part).is_err());
        }
        prop_assert!(rule.admit(&mut state, now + length - 1).is_err(), "early");
        let due = now + length + lateness(&rule, length);
        let admitted = (0..200).filter(|_| rule.admit(&mut state, due).is_ok()).count();
        prop_assert_eq!(admitted as u64, u64::from(quota), "late");
    }

    #[test]
    fn a_refund_leaves_no_trace(
        quota in quotas(), window in windows(), burst in prop::option::of(1_u32..=60), gaps in gaps(),
        refunded in prop::collection::vec(any::<bool>(), 200), start in starts(),
    ) {
        let mut limit = RateLimit::new(quota, window);
        limit.burst = burst;
        let rule = Rule::new(0, &limit);
        let (mut state, mut without, mut now) = (State::default(), State::default(), start);
        for (gap, refund) in gaps.into_iter().zip(refunded) {
            now += scaled(window, gap);
            if refund {
                if let Ok((ticket, _)) = rule.admit(&mut state, now) {
                    rule.refund(&mut state, ticket, now);
                }
            } else {
                let (one, other) = (rule.admit(&mut state, now), rule.admit(&mut without, now));
                prop_assert_eq!(one.map(|(_, standing)| standing), other.map(|(_, standing)| standing));
            }
            prop_assert_eq!(rule.standing(&state, now), rule.standing(&without, now));
        }
    }

    #[test]
    fn a_late_refund_gives_back_its_own_request_and_never_more(
        quota in 2_u32..=60, window in windows(), burst in prop::option::of(2_u32..=60), gaps in gaps(), start in starts(),
    ) {
        let mut limit = RateLimit::new(quota, window);
        limit.burst = burst;
        let rule = Rule::new(0, &limit);
        let (mut state, mut without) = (State::default(), State::default());
        let (ticket, _) = rule.admit(&mut state, start).unwrap();
        let mut now = start;
        for gap in gaps.into_iter().take(20) {
            now += scaled(window, gap);
            if rule.admit(&mut state, now).is_ok() {
                rule.admit(&mut without, now).unwrap();
            }
        }
        rule.refund(&mut state, ticket, now);
        let (one, other) = (rule.usage(&state, now), rule.usage(&without, now));
        if burst.is_none() {
            prop_assert_eq!((one.used, one.wait), (other.used, other.wait));
        } else {
            prop_assert!(one.used >= other.used && one.used <= other.used + 1);
        }
        // A second time there is nothing to give back but what belongs to others at the very same time.
        let rest = state;
        rule.refund(&mut state, Ticket(u64::MAX), now);
        prop_assert_eq!(state, rest);
    }

    #[test]
    fn a_clock_read_late_never_frees_early(quota in quotas(), window in windows(), gaps in gaps(), back in 0_u64..5_000) {
        // Threads read the clock before they get the lock: times arrive out of order. A request is then as late as the ones
        // decided before it.
        let (rule, length) = (strict(quota, window), nanos(window));
        let (mut state, mut admitted, mut now) = (State::default(), Vec::<u64>::new(), nanos(window));
        for (gap, number) in gaps.into_iter().zip(0_u32..) {
            now += scaled(window, gap);
            let time = if number % 3 == 0 { now.saturating_sub(scaled(window, back)) } else { now };
            if rule.admit(&mut state, time).is_ok() {
                admitted.push(time.max(admitted.last().copied().unwrap_or(0)));
                for end in &admitted {
                    let within = admitted.iter().filter(|time| **time <= *end && end - **time < length).count();
                    prop_assert!(within as u64 <= u64::from(quota), "more than the quota");
                }
            }
        }
    }
}

#[test]
fn a_small_quota_is_exact_to_the_whole_second() {
    let rule = strict(5, Duration::from_secs(900));
    let mut state = State::default();
    for second in 0..5 {
        rule.admit(&mut state, second * SECOND).unwrap();
    }
    assert_eq!(rule.admit(&mut state, 5 * SECOND), Err(Standing { remaining: 0, wait: 895 * SECOND }));
    assert!(rule.admit(&mut state, 900 * SECOND - 1).is_err());
    assert!(rule.admit(&mut state, 900 * SECOND).is_ok());
    assert!(rule.admit(&mut state, 900 * SECOND).is_err());
}

#[test]
fn sixteen_million_are_counted_one_by_one() {
    const QUOTA: u32 = RateLimit::MAX_QUOTA;
    let rule = strict(QUOTA, Duration::from_secs(16));
    let mut state = State { base: 100, slots: [0; SLOTS] };
    state.slots[0] = QUOTA - 2;
    assert!(rule.admit(&mut state, 100 * SECOND).is_ok());
    let (_, standing) = rule.admit(&mut state, 101 * SECOND).unwrap();
    assert_eq!(standing, Standing { remaining: 0, wait: 16 * SECOND });
    assert!(rule.admit(&mut state, 117 * SECOND - 1).is_err());
    let (_, standing) = rule.admit(&mut state, 117 * SECOND).unwrap();
    assert_eq!(standing.remaining, QUOTA - 2);
    assert!(state.slots.iter().all(|slot| *slot < 1 << 24));
}

#[test]
fn slots_never_outgrow_their_24_bits() {
    for window in [Duration::from_secs(1), Duration::from_nanos(8_388_607_999), Duration::from_secs(366 * 24 * 60 * 60)] {
        let rule = strict(17, window);
        let mut state = State::default();
        let mut now = 0;
        for _ in 0..2_000 {
            let wait = rule.admit(&mut state, now).map_or_else(|full| full.wait, |(_, standing)| standing.wait);
            assert!(state.slots.iter().all(|slot| *slot < 1 << 24), "{window:?} {state:?}");
            now += wait / 3 + 1;
        }
    }
}

#[test]
fn the_time_at_which_a_base_wraps_is_no_different() {
    // 2^32 sixteenths of a second: after eight and a half years.
    let (exact, parts) = (strict(5, Duration::from_secs(1)), strict(50, Duration::from_secs(1)));
    for (rule, unit) in [(exact, 200 << 19), (parts, SECOND / 16)] {
        let wrap = (1_u64 << 32) * unit;
        let mut state = State::default();
        let mut admitted = Vec::new();
        let mut now = wrap - 3 * SECOND;
        while now < wrap + 3 * SECOND {
            if rule.admit(&mut state, now).is_ok() {
                admitted.push(now);
            }
            now += 7_000_000;
        }
        for end in &admitted {
            let within = admitted.iter().filter(|time| *time <= end && end - **time < SECOND).count();
            assert!(within as u64 <= u64::from(rule.capacity()));
        }
        assert!(admitted.len() as u64 >= 5 * u64::from(rule.capacity()));
    }
}

#[test]
fn the_newest_of_long_limits_fit_as_well() {
    let rule = steady(1, Duration::from_secs(366 * 24 * 60 * 60), 1);
    let mut state = State::default();
    assert!(rule.admit(&mut state, 300 * 366 * 24 * 60 * 60 * SECOND).is_ok());
    assert!(rule.admit(&mut state, 300 * 366 * 24 * 60 * 60 * SECOND + 1).is_err());
}

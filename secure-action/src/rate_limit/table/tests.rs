//! The table under threads and floods.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;

use super::super::key::HashKey;
use super::*;

const SECOND: u64 = 1_000_000_000;

struct Fixture {
    table: Table,
    secret: HashKey,
}

impl Fixture {
    fn new(capacity: usize) -> Self {
        let secret = HashKey::random().unwrap();
        Self { table: Table::new(capacity, secret), secret }
    }

    fn rule(&self, limit: &RateLimit) -> Rule {
        self.table.register(u128::from(limit.quota) << 64 | limit.window.as_nanos(), limit).unwrap()
    }

    fn key(&self, number: u64) -> Digest {
        self.secret.digest(&[&number.to_le_bytes()])
    }

    /// An attempt from an address of its own.
    fn attempt<'r>(&self, rule: &'r Rule, key: u64) -> Attempt<'r> {
        self.from(u128::from(key), rule, key)
    }

    fn from<'r>(&self, address: u128, rule: &'r Rule, key: u64) -> Attempt<'r> {
        Attempt { rule, key: self.key(key), address: address.to_be_bytes() }
    }

    fn admits(&self, rule: &Rule, key: u64, now: u64) -> bool {
        self.table.admit(&[self.attempt(rule, key)], now).admitted
    }
}

fn per_quarter_hour(quota: u32) -> RateLimit {
    RateLimit::new(quota, Duration::from_secs(900))
}

#[test]
fn trap_02_parallel_callers_are_admitted_exactly_as_often_as_the_limit_says() {
    for limit in [1, 5, 17, 18, 1_000].map(per_quarter_hour).into_iter().chain([per_quarter_hour(5).burst(40)]) {
        let fixture = Fixture::new(16_384);
        let (rule, admitted) = (fixture.rule(&limit), AtomicUsize::new(0));
        thread::scope(|scope| {
            for thread in 0..8_u64 {
                let (fixture, rule, admitted) = (&fixture, &rule, &admitted);
                scope.spawn(move || {
                    for attempt in 0..400 {
                        if fixture.admits(rule, 7, SECOND + attempt * 1_000 + thread) {
                            admitted.fetch_add(1, Ordering::Relaxed);
                        }
                        // Neighbours in the table, which come in meanwhile.
                        fixture.admits(rule, 1_000 + attempt * 8 + thread, SECOND);
                    }
                });
            }
        });
        assert_eq!(admitted.into_inner(), usize::try_from(rule.capacity()).unwrap(), "{limit:?}");
    }
}

#[test]
fn parallel_refunds_lose_nothing() {
    let fixture = Fixture::new(1_000);
    let rule = fixture.rule(&per_quarter_hour(100));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..1_000 {
                    let attempt = fixture.attempt(&rule, 1);
                    let verdict = fixture.table.admit(&[attempt], SECOND);
                    fixture.table.give_back(&attempt, verdict.standings[0].1, SECOND).unwrap();
                }
            });
        }
    });
    assert_eq!((0..200).filter(|_| fixture.admits(&rule, 1, SECOND)).count(), 100);
}

#[test]
fn a_flood_neither_resets_a_key_near_its_limit_nor_shuts_newcomers_out() {
    let smaller = [per_quarter_hour(100), per_quarter_hour(5).burst(5)].map(|limit| (limit, 50_000));
    for (limit, keys) in smaller.into_iter().chain([(per_quarter_hour(5), 1_000_000)]) {
        let fixture = Fixture::new(4_096);
        let (rule, flood) = (fixture.rule(&limit), fixture.rule(&RateLimit::new(2, Duration::from_secs(60 * 60))));
        while fixture.admits(&rule, 0, SECOND) {}
        for key in 1..=keys {
            let now = SECOND + key * 100;
            assert!(fixture.admits(if key % 2 == 0 { &rule } else { &flood }, key, now), "newcomer {key} is shut out");
        }
        assert!(!fixture.admits(&rule, 0, 2 * SECOND), "the flood has reset a key at its limit: {limit:?}");
        assert!(fixture.admits(&rule, 0, 2_000 * SECOND));
    }
}

#[test]
fn a_flood_at_a_limit_of_one_does_not_shut_newcomers_out() {
    let fixture = Fixture::new(256);
    let (one, five) = (fixture.rule(&per_quarter_hour(1)), fixture.rule(&per_quarter_hour(5)));
    while fixture.admits(&five, 0, SECOND) {}
    for key in 1..=20_000 {
        assert!(fixture.admits(&one, key, SECOND + key));
    }
    assert!(!fixture.admits(&five, 0, 2 * SECOND));
    assert!(fixture.admits(&five, 90_000, 2 * SECOND));
}

#[test]
fn a_flood_of_keys_at_their_limit_denies_its_own_newcomers_only() {
    let fixture = Fixture::new(256);
    let (flooded, other) = (fixture.rule(&per_quarter_hour(3)), fixture.rule(&per_quarter_hour(5)));
    while fixture.admits(&other, 0, SECOND) {}
    let mut denied = 0_u32;
    for key in 1..=2_000 {
        let hits = (0..4).filter(|_| fixture.admits(&flooded, key, SECOND + key)).count();
        assert!(hits <= 3);
        denied += u32::from(hits == 0);
    }
    assert!(denied > 1_000, "keys near their limit were reset: only {denied} of 2000 denied");
    let verdicts = (1..).map(|key| fixture.table.admit(&[fixture.attempt(&flooded, 10_000 + key)], 2 * SECOND));
    let (standing, _) = verdicts.filter(|verdict| !verdict.admitted).map(|verdict| verdict.standings[0]).next().unwrap();
    assert!(standing.remaining == 0 && (890 * SECOND..=900 * SECOND).contains(&standing.wait), "{standing:?}");
    for key in 50_000..50_200 {
        assert!(fixture.admits(&other, key, 2 * SECOND), "a newcomer of another limit is shut out");
    }
    assert!(!fixture.admits(&other, 0, 2 * SECOND), "a key at another limit was reset");
    assert!(fixture.admits(&flooded, 99_999, 1_000 * SECOND), "still full after the window");
}

#[test]
fn a_hundred_thousand_live_keys_each_have_exactly_their_quota() {
    let fixture = Fixture::new(super::super::Limiter::DEFAULT_CAPACITY);
    let rule = fixture.rule(&per_quarter_hour(3));
    for round in 0..3 {
        for key in 0..100_000 {
            assert!(fixture.admits(&rule, key, SECOND * (1 + round)), "key {key} is limited too early");
        }
    }
    for key in 0..100_000 {
        assert!(!fixture.admits(&rule, key, 5 * SECOND), "key {key} is limited too late");
    }
}

#[test]
fn a_key_of_another_limit_is_another_key() {
    let fixture = Fixture::new(1_000);
    assert_eq!(fixture.rule(&per_quarter_hour(5)).id, fixture.rule(&per_quarter_hour(5)).id);
    assert_ne!(fixture.rule(&per_quarter_hour(5)).id, fixture.rule(&per_quarter_hour(6)).id);
}

#[test]
fn the_default_table_is_smaller_than_64_megabytes() {
    let table = Table::new(super::super::Limiter::DEFAULT_CAPACITY, HashKey::random().unwrap());
    // The operating system rounds the memory of each shard up to pages, and the allocator has its own word in front.
    let pages = |bytes: usize| (bytes + 16).next_multiple_of(4_096);
    let bytes: usize = table.shards.iter().map(|Shard(sets)| pages(sets.lock().unwrap().bytes()) + size_of::<Shard>()).sum();
    assert!(bytes < 61_000_000, "{bytes}");
    assert_eq!(table.shards.len() * SETS_PER_SHARD * WAYS, super::super::Limiter::DEFAULT_CAPACITY);
}

#[test]
fn every_place_of_the_table_is_used_before_a_live_key_goes() {
    let fixture = Fixture::new(16_384);
    let rule = fixture.rule(&per_quarter_hour(5));
    for key in 0..200_000 {
        fixture.admits(&rule, key, SECOND);
    }
    for Shard(sets) in &fixture.table.shards {
        assert_eq!(sets.lock().unwrap().vacant(), 0);
    }
}

#[test]
fn trap_33_one_address_holds_four_places_of_fourteen_at_most() {
    let fixture = Fixture::new(1_400);
    let rule = fixture.rule(&per_quarter_hour(5));
    for key in 0..2_600 {
        for _ in 0..3 {
            fixture.table.admit(&[fixture.from(1, &rule, key)], SECOND);
        }
    }
    let refused = (10_000..10_200).filter(|key| !fixture.admits(&rule, *key, 2 * SECOND)).count();
    assert_eq!(refused, 0, "newcomers from other addresses");
    // What it holds stays counted: its keys are not reset to make room for its own.
    let kept = (0..2_600).filter(|key| (0..5).filter(|_| fixture.admits(&rule, *key, 3 * SECOND)).count() == 2).count();
    assert!(kept >= 300, "{kept}");
}

#[test]
fn trap_33_from_many_addresses_the_share_of_newcomers_refused_is_as_stated() {
    let places = 14 * 256;
    for (keys, least, most) in [(places / 2, 0.0, 0.05), (places, 0.4, 0.7), (2 * places, 0.99, 1.0)] {
        let fixture = Fixture::new(places);
        let (flooded, other) = (fixture.rule(&per_quarter_hour(5)), fixture.rule(&per_quarter_hour(7)));
        for key in 0..keys as u64 {
            for _ in 0..3 {
                fixture.table.admit(&[fixture.from(u128::from(key % 1_000), &flooded, key)], SECOND);
            }
        }
        let newcomers = |rule| (100_000..102_000).filter(|key| !fixture.admits(rule, *key, 2 * SECOND)).count();
        // First those of the same limit: the others take the flood's places.
        let share = newcomers(&flooded) as f64 / 2_000.0;
        assert_eq!(newcomers(&other), 0, "newcomers of another limit");
        assert!((least..=most).contains(&share), "{keys} keys in {places} places: {share}");
    }
}

#[test]
fn limits_are_tested_together_before_any_counts() {
    let fixture = Fixture::new(1_000);
    let (five, one) = (fixture.rule(&per_quarter_hour(5)), fixture.rule(&per_quarter_hour(1)));
    let both = |key| [fixture.attempt(&five, 1), fixture.attempt(&one, key)];
    assert!(fixture.table.admit(&both(10), SECOND).admitted);
    for _ in 0..50 {
        let verdict = fixture.table.admit(&both(10), SECOND);
        let told: Vec<_> = verdict.standings.iter().map(|(standing, _)| standing.remaining).collect();
        assert_eq!((verdict.admitted, told), (false, vec![4, 0]));
    }
    assert_eq!((11..30).filter(|key| fixture.table.admit(&both(*key), SECOND).admitted).count(), 4);
}

#[test]
fn the_same_key_twice_counts_twice() {
    let fixture = Fixture::new(1_000);
    let rule = fixture.rule(&per_quarter_hour(5));
    let twice = [fixture.attempt(&rule, 1); 2];
    assert_eq!((0..10).filter(|_| fixture.table.admit(&twice, SECOND).admitted).count(), 2);
    assert_eq!((0..10).filter(|_| fixture.admits(&rule, 1, SECOND)).count(), 1);
    let once = fixture.rule(&per_quarter_hour(1));
    let thrice = [fixture.attempt(&once, 2), fixture.attempt(&rule, 3), fixture.attempt(&once, 2)];
    assert!(!fixture.table.admit(&thrice, SECOND).admitted);
    assert!(fixture.admits(&once, 2, SECOND), "a refused request was counted");
}

#[test]
fn new_keys_of_one_request_have_places_of_their_own() {
    // One set: whatever comes, all keys of a request are in it.
    let fixture = Fixture::new(14);
    let rules = [5, 6, 7, 8].map(|quota| fixture.rule(&per_quarter_hour(quota)));
    for round in 0..50 {
        let all = [0, 1, 2, 3].map(|nth| fixture.attempt(&rules[nth], round * 4 + nth as u64));
        assert!(fixture.table.admit(&all, SECOND + round).admitted);
        for (attempt, rule) in all.iter().zip(&rules) {
            let (standing, _) = fixture.table.admit(&[*attempt], SECOND + round).standings[0];
            assert_eq!(standing.remaining, rule.capacity() - 2, "a key of the request pushed out another one");
        }
    }
}

#[test]
fn a_request_that_finds_no_place_resets_nobody() {
    let fixture = Fixture::new(14);
    let (two, other) = (fixture.rule(&per_quarter_hour(2)), fixture.rule(&per_quarter_hour(9)));
    for key in 0..13 {
        assert!((0..2).all(|_| fixture.admits(&two, key, SECOND)));
    }
    // The one cheap place is for the first key, and then there is none for the second.
    assert!(fixture.admits(&other, 100, SECOND));
    let verdict = fixture.table.admit(&[fixture.attempt(&two, 50), fixture.attempt(&two, 51)], SECOND);
    assert!(!verdict.admitted);
    let (standing, _) = fixture.table.admit(&[fixture.attempt(&other, 100)], SECOND).standings[0];
    assert_eq!(standing.remaining, 7, "a refused request has taken a place");
}

#[test]
fn parallel_requests_with_many_limits_neither_deadlock_nor_exceed_any() {
    let fixture = Fixture::new(16_384);
    let rules = [30, 40, 200].map(|quota| fixture.rule(&per_quarter_hour(quota)));
    let admitted = AtomicUsize::new(0);
    thread::scope(|scope| {
        for thread in 0..8_usize {
            let (fixture, rules, admitted) = (&fixture, &rules, &admitted);
            scope.spawn(move || {
                for attempt in 0..200 {
                    let mut all = [0, 1, 2].map(|nth| fixture.attempt(&rules[nth], 1 + nth as u64));
                    all.rotate_left((thread + attempt) % 3);
                    admitted.fetch_add(usize::from(fixture.table.admit(&all, SECOND).admitted), Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(admitted.into_inner(), 30);
    assert_eq!((0..100).filter(|_| fixture.admits(&rules[1], 2, SECOND)).count(), 10);
    assert_eq!((0..300).filter(|_| fixture.admits(&rules[2], 3, SECOND)).count(), 170);
}

proptest! {
    /// Against a list of all admitted requests: no limit ever admits more than its quota in a window, and what is refused has
    /// counted nothing, so that whatever every limit has room for is admitted.
    #[test]
    fn many_limits_agree_with_a_list_of_what_was_admitted(
        requests in prop::collection::vec((prop::collection::vec((0_usize..4, 0_u64..3), 1..=4), 0_u64..40), 1..120),
    ) {
        const QUOTAS: [u32; 4] = [1, 3, 5, 17];
        let fixture = Fixture::new(4_096);
        let rules = QUOTAS.map(|quota| fixture.rule(&RateLimit::new(quota, Duration::from_secs(60))));
        let mut counted: Vec<(usize, u64, u64)> = Vec::new();
        let mut now = SECOND;
        for (wanted, pause) in requests {
            now += pause * SECOND;
            let all: Vec<_> = wanted.iter().map(|(rule, key)| fixture.attempt(&rules[*rule], *rule as u64 * 100 + key)).collect();
            let used = |rule: usize, key: u64, window: u64| {
                counted.iter().filter(|(r, k, at)| (*r, *k) == (rule, key) && at + window > now).count()
            };
            // A slot frees two ticks late at most; all times are whole seconds.
            let fits = wanted.iter().enumerate().all(|(nth, (rule, key))| {
                let before = wanted.iter().take(nth).filter(|other| **other == (*rule, *key)).count();
                used(*rule, *key, 60 * SECOND) + before < QUOTAS[*rule] as usize
            });
            let verdict = fixture.table.admit(&all, now);
            prop_assert_eq!(verdict.admitted, fits, "{:?} at {}", wanted, now / SECOND);
            if fits {
                counted.extend(wanted.iter().map(|(rule, key)| (*rule, *key, now)));
            }
        }
    }
}

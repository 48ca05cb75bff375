//! The table under threads and floods.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::super::key::HashKey;
use super::*;

const SECOND: u64 = 1_000_000_000;

struct Fixture {
    table: Table,
    secret: HashKey,
}

impl Fixture {
    fn new(capacity: usize) -> Self {
        Self { table: Table::new(capacity), secret: HashKey::random().unwrap() }
    }

    fn rule(&self, limit: &RateLimit) -> Rule {
        self.table.register(u128::from(limit.quota) << 64 | limit.window.as_nanos(), limit).unwrap()
    }

    fn key(&self, number: u64) -> Digest {
        self.secret.digest(&[&number.to_le_bytes()])
    }

    fn admits(&self, rule: &Rule, key: u64, now: u64) -> bool {
        self.table.admit(rule, self.key(key), now).is_ok()
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
                    let (ticket, _) = fixture.table.admit(&rule, fixture.key(1), SECOND).unwrap();
                    fixture.table.refund(&rule, fixture.key(1), ticket, SECOND).unwrap();
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
    let denial = (1..).map(|key| fixture.table.admit(&flooded, fixture.key(10_000 + key), 2 * SECOND)).find_map(Result::err);
    let Some(Full::Table(standing)) = denial else { panic!("{denial:?}") };
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
    let table = Table::new(super::super::Limiter::DEFAULT_CAPACITY);
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

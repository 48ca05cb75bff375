//! A store that processes share, and what holds while it fails.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use secure_action::rate_limit::{Attempt, Decided, LimitStore, OutOfOrder, SharedLimits, Standing, Ticket, Verdict};
use secure_action::{NoContent, Result, action, actions};

use crate::world::{App, World, call};

#[action(app = App, get = "/two", public, rate_limit = "2/1h")]
async fn two() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/strict", public, rate_limit("2/1h", on_outage = "deny"))]
async fn strict() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/failures", public, rate_limit("2/1h", by = "global", count = "failures"))]
async fn failures() -> Result<NoContent> {
    Ok(NoContent)
}

/// Counts for ever, somewhere else.
#[derive(Clone, Default)]
struct Elsewhere(Arc<Inner>);

#[derive(Default)]
struct Inner {
    counts: Mutex<HashMap<u128, u32>>,
    given_back: AtomicUsize,
    mood: AtomicU8,
}

const SOUND: u8 = 0;
const REFUSING: u8 = 1;
const SILENT: u8 = 2;
const PANICKING: u8 = 3;
const BABBLING: u8 = 4;

impl Elsewhere {
    fn becomes(&self, mood: u8) {
        self.0.mood.store(mood, Ordering::SeqCst);
    }

    async fn answer<T>(&self, sound: impl FnOnce(&mut HashMap<u128, u32>) -> T) -> std::result::Result<T, OutOfOrder> {
        tokio::task::yield_now().await;
        match self.0.mood.load(Ordering::SeqCst) {
            REFUSING => return Err(OutOfOrder("connection refused".to_owned())),
            SILENT => std::future::pending().await,
            PANICKING => panic!("on purpose"),
            _ => {}
        }
        Ok(sound(&mut self.0.counts.lock().expect("no panic under the lock")))
    }
}

impl LimitStore for Elsewhere {
    fn admit<'a>(&'a self, _: Duration, all: &'a [Attempt<'a>]) -> Decided<'a> {
        Decided::Later(Box::pin(async move {
            let verdict = self.answer(|counts| {
                let room = |attempt: &Attempt<'_>| attempt.quota() - counts.get(&attempt.key()).copied().unwrap_or(0);
                let hour = Duration::from_secs(3600);
                if all.iter().any(|attempt| room(attempt) == 0) {
                    return Verdict::refused(all.iter().map(|attempt| Standing::new(room(attempt), hour)));
                }
                let standings: Vec<_> = all.iter().map(|it| (Standing::new(room(it) - 1, hour), Ticket(7))).collect();
                all.iter().for_each(|attempt| *counts.entry(attempt.key()).or_default() += 1);
                Verdict::admitted(standings)
            });
            let babbling = self.0.mood.load(Ordering::SeqCst) == BABBLING;
            if babbling { Ok(Verdict::admitted([])) } else { verdict.await }
        }))
    }

    fn give_back<'a>(&'a self, _: Duration, attempt: &'a Attempt<'a>, ticket: Ticket) -> Decided<'a, Option<Standing>> {
        assert_eq!(ticket, Ticket(7));
        Decided::Later(Box::pin(self.answer(|counts| {
            self.0.given_back.fetch_add(1, Ordering::SeqCst);
            *counts.entry(attempt.key()).or_default() -= 1;
            None
        })))
    }
}

/// A process of its own.
fn process(store: &Elsewhere) -> (World, Router) {
    let world = World::new();
    let security = world.security().shared_rate_limits(SharedLimits::new(store.clone(), b"sixteen random bytes, or more"));
    let router = world.router_with(security, actions![two, strict, failures]);
    (world, router)
}

async fn get(path: &'static str, router: &Router) -> u16 {
    call("GET", path).send(router).await.status.as_u16()
}

#[tokio::test]
async fn processes_share_one_limit() {
    let store = Elsewhere::default();
    let ((_, one), (_, other)) = (process(&store), process(&store));
    assert_eq!((get("/two", &one).await, get("/two", &other).await), (204, 204));
    let refused = call("GET", "/two").send(&other).await;
    refused.is_problem(429, "RATE_LIMITED");
    assert_eq!(refused.header("ratelimit"), Some("\"ip\";r=0;t=3600"));
    assert_eq!(get("/two", &one).await, 429);
}

#[tokio::test(start_paused = true)]
async fn while_the_store_fails_each_process_counts_for_itself() {
    for mood in [REFUSING, SILENT, PANICKING, BABBLING] {
        let store = Elsewhere::default();
        let (world, router) = process(&store);
        store.becomes(mood);
        for status in [204, 204, 429, 429] {
            assert_eq!(get("/two", &router).await, status, "mood {mood}: never unlimited");
        }
        let events = world.events().await;
        let noted = events.iter().filter(|event| event.to_string().contains("counted by this process alone")).count();
        assert_eq!(noted, 4, "{events:?}");
        store.becomes(SOUND);
        assert_eq!(get("/two", &router).await, 204, "mood {mood}: the store decides again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_would_rather_refuse_does() {
    for mood in [REFUSING, SILENT, PANICKING, BABBLING] {
        let store = Elsewhere::default();
        let (_, router) = process(&store);
        assert_eq!(get("/strict", &router).await, 204);
        store.becomes(mood);
        let refused = call("GET", "/strict").send(&router).await;
        refused.is_problem(503, "UNAVAILABLE");
        store.becomes(SOUND);
        assert_eq!((get("/strict", &router).await, get("/strict", &router).await), (204, 429), "mood {mood}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_succeeded_is_given_back_where_it_was_counted() {
    let store = Elsewhere::default();
    let (_, router) = process(&store);
    for _ in 0..10 {
        let answer = call("GET", "/failures").send(&router).await;
        assert_eq!(answer.status, 204);
        assert!(answer.header("ratelimit").expect("told").starts_with("\"global\";r=2"), "{answer:?}");
    }
    assert_eq!(store.0.given_back.load(Ordering::SeqCst), 10);
    // Counted in memory, given back in memory.
    store.becomes(REFUSING);
    for _ in 0..10 {
        assert_eq!(get("/failures", &router).await, 204);
    }
    assert_eq!(store.0.given_back.load(Ordering::SeqCst), 10);
}

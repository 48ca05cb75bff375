//! `Seat`: what one connection is doing, and what it is told.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Notify;
use tokio::time::Instant;

/// What counts as one client: an IPv4 address, or an IPv6 /64.
pub(super) type Client = [u8; 16];

/// What a connection is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Finish the request that is running, if there is one, and take no other.
    Finish,
    /// End now.
    End,
}

/// One connection, as its own task and everybody else see it.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) id: u64,
    /// `None`: a trusted proxy.
    pub(super) client: Option<Client>,
    begin: Instant,
    /// Milliseconds after `begin`, or one of the three states.
    idle_since: AtomicU64,
    order: AtomicU8,
    told: Notify,
    /// The `X-Request-Id` of the last answer.
    answered: Mutex<Option<HeaderValue>>,
}

/// A request is being answered.
const BUSY: u64 = u64::MAX;
/// The answer has begun.
const ANSWERING: u64 = u64::MAX - 1;
/// The answer is complete, and not all of it has been sent.
const SENDING: u64 = u64::MAX - 2;

impl Seat {
    pub(super) fn new(id: u64, client: Option<Client>) -> Self {
        Self {
            id,
            client,
            begin: Instant::now(),
            idle_since: AtomicU64::new(0),
            order: AtomicU8::new(0),
            told: Notify::new(),
            answered: Mutex::default(),
        }
    }

    /// A request has come.
    pub(super) fn begin_call(&self) {
        self.idle_since.store(BUSY, Ordering::Relaxed);
    }

    /// Its answer is about to be sent, and has this id.
    pub(super) fn begin_answer(&self, id: Option<HeaderValue>) {
        self.idle_since.store(ANSWERING, Ordering::Relaxed);
        *self.answered() = id;
    }

    /// The id of an answer that has begun, and of which not everything was handed to the operating system; `None` if there is none.
    pub(super) fn unsent(&self) -> Option<Option<HeaderValue>> {
        matches!(self.idle_since.load(Ordering::Relaxed), ANSWERING | SENDING).then(|| self.answered().take())
    }

    fn answered(&self) -> MutexGuard<'_, Option<HeaderValue>> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its answer has been handed to hyper, whole.
    pub(super) fn end_call(&self) {
        self.idle_since.store(SENDING, Ordering::Relaxed);
    }

    /// Everything that was handed to the operating system so far has been taken.
    pub(super) fn sent(&self) {
        if self.idle_since.load(Ordering::Relaxed) == SENDING {
            let since = u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(0);
            self.idle_since.store(since, Ordering::Relaxed);
        }
    }

    /// Whether the connection waits for a request.
    pub(super) fn is_idle(&self) -> bool {
        self.idle_since().is_some()
    }

    /// Since when the connection waits for a request.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        let since = self.idle_since.load(Ordering::Relaxed);
        (since < SENDING).then(|| self.begin + Duration::from_millis(since))
    }

    pub(super) fn tell(&self, order: Order) {
        let order = match order {
            Order::Finish => 1,
            Order::End => 2,
        };
        self.order.fetch_max(order, Ordering::AcqRel);
        self.told.notify_one();
    }

    pub(super) fn was_told(&self) -> bool {
        self.order.load(Ordering::Acquire) > 0
    }

    /// The next order.
    pub(super) async fn order(&self) -> Order {
        self.told.notified().await;
        if self.order.load(Ordering::Acquire) > 1 { Order::End } else { Order::Finish }
    }
}

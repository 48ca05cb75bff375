//! The seam between limits and where they are counted: a store tests all limits of a phase together before it counts any.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use smallvec::SmallVec;

use super::counter::Rule;
use super::digest::Digest;
use super::standing::{Standing, Ticket};

/// The most limits that are decided together: those of one action in one phase.
pub const MOST_AT_ONCE: usize = 4;

/// Where limits are counted. By default each process counts in its own bounded memory; processes that are to share their
/// counts share a store.
///
/// What a store promises:
/// - Each [`Attempt`] has a limit and a key; those with equal [keys](Attempt::key) are counted together.
/// - All of `all` are tested before any is counted, in one atomic step: either every one has room and is counted, or none is.
///   The same key twice counts twice.
/// - A strict window (no [burst](Attempt::burst)) never admits more than its quota in *any* window of that length; what is
///   forgotten late is fine, early is not.
/// - Counts expire by themselves. A store never has to be told that a key is no longer used.
///
/// Where a store fails, panics or does not answer within [`deadline`](Self::deadline), the same limits hold in the memory of
/// this process (never unlimited), the metric `secure_action_rate_limit_outages_total` counts it and the event of the call
/// says so; a limit with `on_outage = "deny"` refuses with 503.
pub trait LimitStore: Send + Sync + 'static {
    /// Counts the attempts of one request, if all of their limits have room.
    ///
    /// `now` is this process's reading of a clock that never goes back and starts anywhere: a store that several processes
    /// share takes its own time.
    fn admit<'a>(&'a self, now: Duration, all: &'a [Attempt<'a>]) -> Decided<'a>;

    /// Gives back what was counted for `attempt`, because its limit counts failures and the call succeeded; says how the key
    /// stands then, or `None` where it is forgotten already. Called at most once for each ticket.
    fn give_back<'a>(&'a self, now: Duration, attempt: &'a Attempt<'a>, ticket: Ticket) -> Decided<'a, Option<Standing>>;

    /// How long a decision may take before the store counts as failed (default: 50 ms).
    fn deadline(&self) -> Duration {
        Duration::from_millis(50)
    }
}

/// One limit that a request is counted by, and the key that it is counted under.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub(super) rule: &'a Rule,
    pub(super) key: Digest,
    /// Where the request comes from: what bounds the share of the memory that one address can take.
    pub(super) address: [u8; 16],
}

impl Attempt<'_> {
    /// What is counted together: a hash of the limit and of its key under the secret of the configuration. It tells nothing
    /// of the address, caller or input behind it.
    #[must_use]
    pub fn key(&self) -> u128 {
        self.key.0
    }

    /// How many requests.
    #[must_use]
    pub fn quota(&self) -> u32 {
        self.rule.quota()
    }

    /// In which time.
    #[must_use]
    pub fn window(&self) -> Duration {
        self.rule.window()
    }

    /// How many of them at once, for a steady rate (GCRA); `None` for a strict window.
    #[must_use]
    pub fn burst(&self) -> Option<u32> {
        self.rule.burst()
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (quota, window, burst) = (self.quota(), self.window(), self.burst());
        f.debug_struct("Attempt").field("quota", &quota).field("window", &window).field("burst", &burst).finish_non_exhaustive()
    }
}

/// A decision that is made, or one that must be waited for.
pub enum Decided<'a, T = Verdict> {
    /// Made, without an allocation.
    Now(T),
    /// Made by something else, such as a server.
    Later(Pin<Box<dyn Future<Output = Result<T, OutOfOrder>> + Send + 'a>>),
}

impl<T: fmt::Debug> fmt::Debug for Decided<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now(decision) => f.debug_tuple("Now").field(decision).finish(),
            Self::Later(_) => f.write_str("Later"),
        }
    }
}

/// A store cannot decide. The reason is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutOfOrder(pub String);

/// What a store decided about the attempts of one request, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub(super) admitted: bool,
    pub(super) standings: SmallVec<[(Standing, Ticket); MOST_AT_ONCE]>,
}

impl Verdict {
    /// Every limit had room, and every attempt is counted: how each stands after that, and its ticket.
    #[must_use]
    pub fn admitted(standings: impl IntoIterator<Item = (Standing, Ticket)>) -> Self {
        Self { admitted: true, standings: standings.into_iter().collect() }
    }

    /// At least one limit had no room, and nothing is counted: how each stands. Those with nothing remaining refused.
    #[must_use]
    pub fn refused(standings: impl IntoIterator<Item = Standing>) -> Self {
        let standings = standings.into_iter().map(|standing| (standing, Ticket::default())).collect();
        Self { admitted: false, standings }
    }

    /// Whether it speaks of `attempts` limits, and of one that refused if it refuses.
    pub(super) fn is_whole(&self, attempts: usize) -> bool {
        let refused = self.standings.iter().any(|(standing, _)| standing.remaining == 0);
        self.standings.len() == attempts && (self.admitted || refused)
    }
}

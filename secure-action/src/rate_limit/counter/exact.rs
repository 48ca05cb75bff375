//! The strict window for small quotas: the time of each request.

use super::{SLOTS, Standing, State, Ticket, Usage, base, since};

/// The ticks that one unit of the state's base lasts.
const BLOCK_BITS: u32 = 19;

/// Keeps the time of each request, in ticks of about a five-millionth of the window: 200 ns for a second, 200 us for an
/// hour. Times are rounded up and the window is never shortened, so a slot frees at most two ticks late, never early.
///
/// A slot of the state holds one more than the ticks from the base to the request; zero is a free slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact {
    /// In nanoseconds.
    tick: u64,
    /// The window in ticks.
    span: u64,
}

/// The slots at one moment, those forgotten emptied.
struct Live {
    slots: [u32; SLOTS],
    used: u32,
    oldest: u32,
    newest: u32,
    /// Nanoseconds from the base.
    now: u64,
}

impl Exact {
    pub(super) fn new(window: u64) -> Self {
        // Ticks of 1, 2 or 5 times a power of ten make whole seconds whole numbers of ticks. With at most 2^23 ticks to the
        // window, a live request is never more than 2^23 + 2^19 ticks from the base, which 24 bits hold.
        let least = window.div_ceil(1 << 23).max(1);
        let tick = tick_sizes().find(|size| *size >= least).unwrap_or(least);
        Self { tick, span: window.div_ceil(tick) }
    }

    pub(super) fn admit(&self, state: &mut State, quota: u32, now: u64) -> Result<(Ticket, Standing), Standing> {
        let mut live = self.live(state, now);
        if live.used >= quota {
            return Err(Standing { remaining: 0, wait: self.wait(&live) });
        }
        if live.used == 0 {
            state.base = base(now, self.block());
            live.now = now % self.block();
        } else {
            // The base follows the oldest live request.
            let blocks = (live.oldest - 1) >> BLOCK_BITS;
            for slot in live.slots.iter_mut().filter(|slot| **slot != 0) {
                *slot -= blocks << BLOCK_BITS;
            }
            live.oldest -= blocks << BLOCK_BITS;
            live.newest -= blocks << BLOCK_BITS;
            live.now -= (live.now).min(u64::from(blocks) * self.block());
            state.base = state.base.wrapping_add(blocks);
        }
        // Requests count in the order of their decisions: one whose clock was read earlier than another's is as late.
        let time = u32::try_from(live.now.div_ceil(self.tick)).unwrap_or(u32::MAX - 1).max(live.newest.saturating_sub(1));
        if let Some(free) = live.slots.iter_mut().find(|slot| **slot == 0) {
            *free = time + 1;
        }
        if live.used == 0 {
            live.oldest = time + 1;
        }
        state.slots = live.slots;
        let ticket = ticket(state.base, time + 1);
        Ok((ticket, Standing { remaining: quota - live.used - 1, wait: self.wait(&live) }))
    }

    pub(super) fn refund(state: &mut State, consumed: Ticket) {
        let base = state.base;
        if let Some(slot) = state.slots.iter_mut().find(|slot| **slot != 0 && ticket(base, **slot) == consumed) {
            *slot = 0;
        }
    }

    pub(super) fn usage(&self, state: &State, now: u64) -> Usage {
        let live = self.live(state, now);
        if live.used == 0 {
            return Usage::default();
        }
        let start = u64::from(state.base) * self.block();
        Usage { used: live.used, last: start + u64::from(live.newest) * self.tick, wait: self.wait(&live) }
    }

    fn live(&self, state: &State, now: u64) -> Live {
        let (blocks, rest) = since(state.base, now, self.block());
        let now = blocks.saturating_mul(self.block()).saturating_add(rest);
        let mut live = Live { slots: state.slots, used: 0, oldest: u32::MAX, newest: 0, now };
        for slot in &mut live.slots {
            if *slot == 0 {
                continue;
            }
            if self.frees_at(*slot) <= now {
                *slot = 0;
            } else {
                live.used += 1;
                live.oldest = live.oldest.min(*slot);
                live.newest = live.newest.max(*slot);
            }
        }
        live
    }

    /// Nanoseconds from the base to the moment in which the request in `slot` is forgotten.
    fn frees_at(&self, slot: u32) -> u64 {
        (u64::from(slot) - 1 + self.span) * self.tick
    }

    fn wait(&self, live: &Live) -> u64 {
        if live.oldest == u32::MAX { self.span * self.tick } else { self.frees_at(live.oldest).saturating_sub(live.now) }
    }

    fn block(&self) -> u64 {
        self.tick << BLOCK_BITS
    }
}

/// The time of a request, whatever the base becomes.
fn ticket(base: u32, slot: u32) -> Ticket {
    Ticket((u64::from(base) << BLOCK_BITS) + u64::from(slot))
}

/// 1, 2, 5, 10, 20, 50 ... nanoseconds.
fn tick_sizes() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(1_u64), |power| power.checked_mul(10)).take(12).flat_map(|power| [power, 2 * power, 5 * power])
}

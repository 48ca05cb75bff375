//! One entry of the table, and how it lies in its cache line.

use super::super::counter::State;
use super::owner::Owner;

/// Bytes of a cache line.
pub(super) const LINE: usize = 64;

/// A cache line: tag (4), limit (2), the low half of the owner (2), base (4), 17 slots of 3, the rest of the
/// owner (1); numbers in little-endian order.
pub(super) type Line = [u8; LINE];

/// What the table keeps of a key of a limit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) tag: [u8; 4],
    pub(super) limit: u16,
    pub(super) owner: Owner,
    pub(super) state: State,
}

/// The owner alone, for the count of an address's keys.
pub(super) fn owner(line: &Line) -> Owner {
    let [_, _, _, _, _, _, low, middle, .., high] = *line;
    Owner(u32::from_le_bytes([low, middle, high, 0]))
}

/// The tag alone, for the search.
pub(super) fn tag(line: &Line) -> [u8; 4] {
    let [a, b, c, d, ..] = *line;
    [a, b, c, d]
}

impl Entry {
    pub(super) fn read(line: &Line) -> Self {
        let [t0, t1, t2, t3, l0, l1, o0, o1, b0, b1, b2, b3, packed @ .., o2] = line;
        let mut state = State { base: u32::from_le_bytes([*b0, *b1, *b2, *b3]), ..State::default() };
        let (packed, _) = packed.as_chunks::<3>();
        for (slot, [low, middle, high]) in state.slots.iter_mut().zip(packed) {
            *slot = u32::from_le_bytes([*low, *middle, *high, 0]);
        }
        let owner = Owner(u32::from_le_bytes([*o0, *o1, *o2, 0]));
        Self { tag: [*t0, *t1, *t2, *t3], limit: u16::from_le_bytes([*l0, *l1]), owner, state }
    }

    pub(super) fn write(&self, line: &mut Line) {
        let ([t0, t1, t2, t3], [l0, l1], [o0, o1, o2, _]) = (self.tag, self.limit.to_le_bytes(), self.owner.0.to_le_bytes());
        let [b0, b1, b2, b3] = self.state.base.to_le_bytes();
        let (head, packed) = line.split_at_mut(12);
        head.copy_from_slice(&[t0, t1, t2, t3, l0, l1, o0, o1, b0, b1, b2, b3]);
        let (packed, rest) = packed.as_chunks_mut::<3>();
        for ([low, middle, high], slot) in packed.iter_mut().zip(self.state.slots) {
            [*low, *middle, *high, _] = slot.to_le_bytes();
        }
        if let [last] = rest {
            *last = o2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut state = State { base: 0x89ab_cdef, ..State::default() };
        for (number, slot) in (0_u32..).zip(&mut state.slots) {
            *slot = 0xff_ffff - number * 0x01_0203;
        }
        let mut line = [0; LINE];
        Entry { tag: *b"abcd", limit: 0x1234, owner: Owner(0x9a_5678), state }.write(&mut line);
        let entry = Entry::read(&line);
        assert_eq!((entry.tag, entry.limit, entry.owner, entry.state), (*b"abcd", 0x1234, Owner(0x9a_5678), state));
        assert_eq!(owner(&line), Owner(0x9a_5678));
        assert_eq!(tag(&line), *b"abcd");
    }
}

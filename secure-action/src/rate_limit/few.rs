//! `Few`: a list that allocates only beyond two items, because an action rarely has more than two limits.

/// Two items in place, any more on the heap.
#[derive(Clone, Debug)]
pub(super) struct Few<T> {
    first: [Option<T>; 2],
    more: Vec<T>,
}

impl<T: Copy> Default for Few<T> {
    fn default() -> Self {
        Self { first: [None; 2], more: Vec::new() }
    }
}

impl<T: Copy> Few<T> {
    pub(super) fn push(&mut self, item: T) {
        match self.first.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(item),
            None => self.more.push(item),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.first.iter().flatten().chain(&self.more)
    }

    pub(super) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.first.iter_mut().flatten().chain(&mut self.more)
    }

    pub(super) fn get(&self, index: usize) -> Option<&T> {
        match self.first.get(index) {
            Some(place) => place.as_ref(),
            None => self.more.get(index - self.first.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order_beyond_the_first_two() {
        let mut few = Few::default();
        for item in 0..7 {
            few.push(item);
        }
        assert!(few.iter().copied().eq(0..7));
        assert!(few.iter_mut().rev().map(|item| *item).eq((0..7).rev()));
        assert_eq!((few.get(3), few.get(4), few.get(6), few.get(7)), (Some(&3), Some(&4), Some(&6), None));
    }
}

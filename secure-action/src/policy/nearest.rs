//! `Nearest`: which declared name a misspelt one was probably meant to be.

use super::message::Message;

/// The declared name that is closest to a misspelt one.
pub(crate) struct Nearest<'n> {
    name: &'n str,
    distance: usize,
}

impl<'n> Nearest<'n> {
    pub(crate) const fn none() -> Self {
        Self { name: "", distance: usize::MAX }
    }

    pub(crate) const fn consider(self, name: &'n str, wanted: &str) -> Self {
        let distance = distance(name.as_bytes(), wanted.as_bytes());
        // Two slips in a short word, a third of a long one: beyond that it is another word.
        let tolerated = if wanted.len() < 6 { 2 } else { wanted.len() / 3 };
        if distance <= tolerated && distance < self.distance { Self { name, distance } } else { self }
    }

    pub(crate) const fn suggest(&self, message: Message) -> Message {
        if self.distance == usize::MAX {
            return message.text("; ");
        }
        message.text("; did you mean \"").text(self.name).text("\"? ")
    }
}

/// The name that a misspelt one was probably meant to be, at start-up.
pub(crate) fn nearest<'n>(names: impl IntoIterator<Item = &'n str>, wanted: &str) -> Option<&'n str> {
    let nearest = names.into_iter().fold(Nearest::none(), |best, name| best.consider(name, wanted));
    (nearest.distance < usize::MAX).then_some(nearest.name)
}

/// The optimal-string-alignment distance: insertions, deletions, replacements and swaps of neighbours.
#[expect(clippy::indexing_slicing, reason = "within the bounds that stand above; no request gets here")]
const fn distance(left: &[u8], right: &[u8]) -> usize {
    const MOST: usize = 48;
    if left.len() >= MOST || right.len() >= MOST {
        return usize::MAX - 1;
    }
    let mut rows = [[0_usize; MOST]; MOST];
    let mut i = 0;
    while i <= left.len() {
        let mut j = 0;
        while j <= right.len() {
            rows[i][j] = if i == 0 {
                j
            } else if j == 0 {
                i
            } else {
                let replaced = rows[i - 1][j - 1] + (left[i - 1] != right[j - 1]) as usize;
                let mut least = replaced;
                if rows[i - 1][j] + 1 < least {
                    least = rows[i - 1][j] + 1;
                }
                if rows[i][j - 1] + 1 < least {
                    least = rows[i][j - 1] + 1;
                }
                let swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if swapped && rows[i - 2][j - 2] + 1 < least {
                    least = rows[i - 2][j - 2] + 1;
                }
                least
            };
            j += 1;
        }
        i += 1;
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("", "", 0),
            ("admin", "admin", 0),
            ("admni", "admin", 1),
            ("admi", "admin", 1),
            ("user", "admin", 5),
            ("usr", "user", 1),
        ] {
            assert_eq!(distance(left.as_bytes(), right.as_bytes()), expected, "{left} {right}");
        }
    }
}

//! `Glance`: what characters a text is made of, so that most texts need no search at all.

/// A letter, digit, dash or underscore in ASCII: what tokens and keys are written with.
const OF_WORD: u16 = 1;
const DIGIT: u16 = 1 << 1;
const DOT: u16 = 1 << 2;
/// A space or a tab.
const BLANK: u16 = 1 << 3;
/// What the names of the schemes `Bearer` and `Basic` end in; one place above the blank that follows them.
const END: u16 = BLANK << 1;
const COLON: u16 = 1 << 5;
const AT: u16 = 1 << 6;
const EQUALS: u16 = 1 << 7;
const DASH: u16 = 1 << 8;
/// A blank behind an end.
const SCHEME: u16 = 1 << 9;

static KINDS: [u16; 256] = kinds();

/// What one pass over the bytes of a text tells. It can be wrong in one direction only: towards a search that finds nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance {
    kinds: u16,
    digits: usize,
    /// The most characters of a word in a row.
    longest_word: usize,
}

impl Glance {
    /// What spares no search.
    #[cfg(test)]
    pub(super) const EVERYTHING: Self = Self { kinds: u16::MAX, digits: usize::MAX, longest_word: usize::MAX };

    pub(super) fn at(text: &str) -> Self {
        let (mut kinds, mut before, mut digits, mut word, mut longest_word) = (0, 0, 0, 0, 0);
        for byte in text.bytes() {
            let kind = KINDS.get(usize::from(byte)).copied().unwrap_or_default();
            kinds |= kind | ((before >> 1 & kind & BLANK) * (SCHEME / BLANK));
            before = kind;
            digits += usize::from(kind >> 1 & 1);
            word = if kind & OF_WORD == 0 { 0 } else { word + 1 };
            longest_word = longest_word.max(word);
        }
        Self { kinds, digits, longest_word }
    }

    fn has(self, kinds: u16) -> bool {
        self.kinds & kinds == kinds
    }

    /// A digit at least this often.
    pub(super) fn has_digits(self, least: usize) -> bool {
        self.digits >= least
    }

    /// A word at least this long.
    pub(super) fn has_word(self, least: usize) -> bool {
        self.longest_word >= least
    }

    /// Parts with a dot between them.
    pub(super) fn has_parts(self) -> bool {
        self.has(DOT)
    }

    /// `Bearer x` or `Basic x`.
    pub(super) fn has_scheme(self) -> bool {
        self.has(SCHEME)
    }

    /// `user:password@`.
    pub(super) fn has_user_info(self) -> bool {
        self.has(COLON | AT)
    }

    /// `name=value`.
    pub(super) fn has_pairs(self) -> bool {
        self.has(EQUALS)
    }

    /// `-----BEGIN x`.
    pub(super) fn has_label(self) -> bool {
        self.has(DASH | BLANK)
    }
}

#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const fn kinds() -> [u16; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        kinds[byte as usize] = match byte {
            b'0'..=b'9' => OF_WORD | DIGIT,
            b'r' | b'R' | b'c' | b'C' => OF_WORD | END,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => OF_WORD,
            b'-' => OF_WORD | DASH,
            b'.' => DOT,
            b' ' | b'\t' => BLANK,
            b':' => COLON,
            b'@' => AT,
            b'=' => EQUALS,
            _ => 0,
        };
        byte += 1;
    }
    kinds
}

//! Numbers of payment cards: 13 to 19 digits whose last one is the check digit of ISO/IEC 7812-1 (Luhn).

use std::ops::RangeInclusive;

use smallvec::SmallVec;

use super::glance::Glance;

const LENGTHS: RangeInclusive<usize> = 13..=19;

/// Digits without anything between them.
struct Group<'t> {
    digits: &'t [u8],
    /// One space or dash is all that stands between it and the group before.
    joined: bool,
    /// A number may begin with it: no letter, sign or decimal point stands before it.
    opens: bool,
    closes: bool,
}

/// Whether the number of a card is in `text`: in one piece, or in groups of four to seven digits.
pub(super) fn is_in(text: &str, glance: Glance) -> bool {
    if !glance.has_digits(*LENGTHS.start()) {
        return false;
    }
    let groups = groups(text);
    (0..groups.len()).any(|first| groups.get(first..).is_some_and(begins_with_card))
}

/// Whether an id is the number of a card or has one in it. Of ids that are digits alone only those as long as most cards are: longer
/// ones count something else.
pub(super) fn is_id(id: &str, glance: Glance) -> bool {
    let is_number = || id.bytes().all(|byte| byte.is_ascii_digit());
    is_in(id, glance) && ((15..=16).contains(&id.len()) || !is_number())
}

fn groups(text: &str) -> SmallVec<[Group<'_>; 8]> {
    let mut groups = SmallVec::new();
    let mut seen = 0;
    while let Some(start) = text.get(seen..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|at| seen + at) {
        let (before, rest) = text.split_at_checked(start).unwrap_or_default();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, after) = rest.split_at_checked(length).unwrap_or_default();
        let is_fraction = before.strip_suffix('.').is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()));
        let has_fraction = after.strip_prefix('.').is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        groups.push(Group {
            digits: digits.as_bytes(),
            joined: seen > 0 && start == seen + 1 && before.ends_with([' ', '-']),
            opens: !is_fraction && !before.ends_with(|c: char| c.is_alphanumeric() || c == '+'),
            closes: !has_fraction && !after.starts_with(char::is_alphanumeric),
        });
        seen = start + length;
    }
    groups
}

fn begins_with_card(groups: &[Group<'_>]) -> bool {
    let mut digits: SmallVec<[u8; 19]> = SmallVec::new();
    let Some(first) = groups.first().filter(|group| group.opens && group.digits.len() <= *LENGTHS.end()) else { return false };
    digits.extend_from_slice(first.digits);
    if is_card(&digits) && first.closes {
        return true;
    }
    if !(4..=7).contains(&first.digits.len()) {
        return false;
    }
    for group in groups.get(1..).unwrap_or_default() {
        if !group.joined || group.digits.len() > 7 || digits.len() + group.digits.len() > *LENGTHS.end() {
            return false;
        }
        digits.extend_from_slice(group.digits);
        if is_card(&digits) && group.closes {
            return true;
        }
        if group.digits.len() < 4 {
            return false;
        }
    }
    false
}

fn is_card(digits: &[u8]) -> bool {
    LENGTHS.contains(&digits.len()) && is_of_a_network(digits) && checks(digits)
}

/// The first digits that networks of cards have: no date, time or book has them.
fn is_of_a_network(digits: &[u8]) -> bool {
    match digits {
        [b'4' | b'5' | b'6', ..] | [b'3', b'0' | b'4'..=b'9', ..] => true,
        [b'2', next @ ..] => {
            next.get(..3).is_some_and(|next| (b"221"..=b"720").contains(&<&[u8; 3]>::try_from(next).unwrap_or(b"000")))
        }
        _ => false,
    }
}

/// Luhn: every second digit from the right counts twice, with its own digits added up.
fn checks(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().map(|(index, digit)| {
        let digit = u32::from(digit.saturating_sub(b'0'));
        match index % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        }
    });
    sum.sum::<u32>() % 10 == 0
}

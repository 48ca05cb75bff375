//! The notations inside string literals, as pure functions: rates, durations, sizes and routes.

pub(crate) mod duration;
pub(crate) mod rate;
pub(crate) mod route;
pub(crate) mod size;

/// A number and the unit behind it: `"15m"` is 15 and `"m"`. Digits only, so that no two spellings mean the same.
fn amount(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let padded = number.len() > 1 && number.starts_with('0');
    if padded { None } else { Some((number.parse().ok()?, unit)) }
}

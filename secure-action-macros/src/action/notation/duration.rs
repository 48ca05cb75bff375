//! Durations: `"10s"`, `"5m"`, `"1h"`, `"1d"`.

use super::amount;
use crate::diagnostics::Fault;

/// The longest duration that any key takes: 366 days.
pub(crate) const LONGEST: u64 = 366 * DAY;

const DAY: u64 = 24 * 60 * 60;

/// Reads a duration, in whole seconds between one and [`LONGEST`].
pub(crate) fn parse(text: &str) -> Result<u64, Fault> {
    match seconds(text) {
        Some(0) => Err(Fault::new(format!("`{text}` is no time at all")).help("write at least `1s`")),
        Some(seconds) if seconds <= LONGEST => Ok(seconds),
        Some(_) => Err(Fault::new(format!("`{text}` is too long")).help("366 days, `366d`, is the longest")),
        None => Err(Fault::new(format!("`{text}` is not a duration"))
            .help("write a whole number and one of `s`, `m`, `h` and `d`, for example \"10s\", \"5m\", \"1h\" or \"1d\"")),
    }
}

/// The seconds, unless the text has another form; those beyond the largest number are the largest number.
fn seconds(text: &str) -> Option<u64> {
    let (number, unit) = amount(text)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => DAY,
        _ => return None,
    };
    Some(number.saturating_mul(unit))
}

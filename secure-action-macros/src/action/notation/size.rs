//! Sizes: `"512B"`, `"64KB"`, `"1MB"`; 1 KB is 1024 bytes.

use super::amount;
use crate::diagnostics::Fault;

/// The largest body that is read into memory: 1 GB.
pub(crate) const LARGEST: u64 = 1024 * 1024 * 1024;

/// Reads a size, in bytes between one and [`LARGEST`].
pub(crate) fn parse(text: &str) -> Result<u64, Fault> {
    match bytes(text) {
        Some(0) => Err(Fault::new(format!("`{text}` admits no body at all")).help("leave the key out if there is no input")),
        Some(bytes) if bytes <= LARGEST => Ok(bytes),
        Some(_) => Err(Fault::new(format!("`{text}` is too large: a body is read into memory")).help("`1GB` is the largest")),
        None => Err(Fault::new(format!("`{text}` is not a size"))
            .help("write a whole number and one of `B`, `KB`, `MB` and `GB`, for example \"64KB\" or \"1MB\"")),
    }
}

/// The bytes, unless the text has another form; those beyond the largest number are the largest number.
fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = amount(text)?;
    let unit = match unit {
        "B" => 1,
        "KB" => 1024,
        "MB" => 1024 * 1024,
        "GB" => 1024 * 1024 * 1024,
        _ => return None,
    };
    Some(number.saturating_mul(unit))
}

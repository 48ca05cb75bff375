//! Rates: `"5/15m"` is five in any fifteen minutes.

use super::{amount, duration};
use crate::diagnostics::Fault;

/// How many requests in how many seconds; neither is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) quota: u32,
    pub(crate) seconds: u64,
}

/// Reads a rate.
pub(crate) fn parse(text: &str) -> Result<Rate, Fault> {
    let malformed = || {
        Fault::new(format!("`{text}` is not a rate limit"))
            .help("write `<requests>/<window>`, for example \"5/15m\" or \"100/1h\"")
    };
    let (requests, window) = text.split_once('/').ok_or_else(malformed)?;
    let (quota, "") = amount(requests).ok_or_else(malformed)? else {
        return Err(malformed());
    };
    amount(window).ok_or_else(malformed)?;
    let seconds = duration::parse(window)?;
    match u32::try_from(quota) {
        Ok(0) => Err(Fault::new(format!("`{text}` admits nobody")).help("write at least one request, for example \"1/15m\"")),
        Ok(quota) => Ok(Rate { quota, seconds }),
        Err(_) => Err(Fault::new(format!("`{text}` limits nothing")).help("4294967295 requests are the most")),
    }
}

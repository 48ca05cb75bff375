//! `RateLimit-Policy` and `RateLimit` (IETF draft "RateLimit header fields for HTTP", version 11) as lists of RFC 9651.

use bytes::Bytes;
use http::HeaderValue;

use super::standing::Standing;

/// `RateLimit-Policy` for limits with these names, quotas and windows in seconds. `None` for no limits: the field is never
/// empty.
pub(super) fn policy<'n>(limits: impl Iterator<Item = (&'n str, u32, u64)>) -> Option<HeaderValue> {
    let items: Vec<_> = limits.map(|(name, quota, window)| format!("\"{name}\";q={quota};w={window}")).collect();
    if items.is_empty() { None } else { HeaderValue::try_from(items.join(", ")).ok() }
}

/// `RateLimit` for limits with these names. `None` if none was evaluated.
///
/// It is on every answer of a limited action, so its length is counted first and the text is written once, into one
/// allocation that the header then keeps.
pub(super) fn standings<'n>(limits: impl Iterator<Item = (&'n str, Standing)> + Clone) -> Option<HeaderValue> {
    let mut length = 0;
    for (name, standing) in limits.clone() {
        length += name.len() + ", \"\";r=;t=".len() + digits(u64::from(standing.remaining)) + digits(seconds(standing.wait));
    }
    let mut text = Vec::with_capacity(length);
    let mut number = itoa::Buffer::new();
    for (name, Standing { remaining, wait }) in limits {
        if !text.is_empty() {
            text.extend_from_slice(b", ");
        }
        text.push(b'"');
        text.extend_from_slice(name.as_bytes());
        text.extend_from_slice(b"\";r=");
        text.extend_from_slice(number.format(remaining).as_bytes());
        if wait != 0 {
            text.extend_from_slice(b";t=");
            text.extend_from_slice(number.format(seconds(wait)).as_bytes());
        }
    }
    if text.is_empty() { None } else { HeaderValue::from_maybe_shared(Bytes::from(text)).ok() }
}

/// Nanoseconds as whole seconds, rounded up: a client that waits for so long does not come too early.
pub(super) fn seconds(nanos: u64) -> u64 {
    nanos.div_ceil(1_000_000_000)
}

fn digits(number: u64) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(remaining: u32, wait: u64) -> Standing {
        Standing { remaining, wait }
    }

    #[test]
    fn a_policy_lists_every_limit() {
        let value = policy([("caller", 5, 900), ("ip", 100, 60)].into_iter());
        assert_eq!(value.unwrap(), "\"caller\";q=5;w=900, \"ip\";q=100;w=60");
    }

    #[test]
    fn a_standing_rounds_its_seconds_up() {
        let value = standings([("caller", standing(3, 411_000_000_001)), ("ip", standing(99, 1))].into_iter());
        assert_eq!(value.unwrap(), "\"caller\";r=3;t=412, \"ip\";r=99;t=1");
    }

    #[test]
    fn nothing_consumed_has_no_time() {
        assert_eq!(standings([("ip", standing(5, 0))].into_iter()).unwrap(), "\"ip\";r=5");
    }

    #[test]
    fn neither_field_is_ever_empty() {
        assert_eq!(policy([].into_iter()), None);
        assert_eq!(standings([].into_iter()), None);
    }
}

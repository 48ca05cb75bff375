//! Headers that older clients look for, made of those that they do not know.

use http::{HeaderMap, HeaderName, HeaderValue};

const X_RATE_LIMIT_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const X_RATE_LIMIT_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const X_RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Adds `X-RateLimit-Limit`, `-Remaining` and `-Reset` for the limit that is nearest to its end, if a limit counted the
/// request, as `RateLimit-Policy` and `RateLimit` tell. `now` is in seconds since 1970-01-01 UTC, as `X-RateLimit-Reset` then is.
pub(super) fn add_rate_limit(headers: &mut HeaderMap, policy: &HeaderValue, standing: &HeaderValue, now: u64) {
    let Some((name, remaining, wait)) = nearest(standing) else {
        return;
    };
    let Some(quota) = quota(policy, &name) else {
        return;
    };
    for (name, number) in
        [(X_RATE_LIMIT_LIMIT, quota), (X_RATE_LIMIT_REMAINING, remaining), (X_RATE_LIMIT_RESET, now.saturating_add(wait))]
    {
        headers.insert(name, HeaderValue::from(number));
    }
}

/// The name, what remains and the seconds to wait of the limit with the least left: our own text, `"ip";r=3;t=412`.
fn nearest(standings: &HeaderValue) -> Option<(String, u64, u64)> {
    let items = standings.to_str().ok()?.split(", ");
    let read = items.filter_map(|item| {
        let (name, _) = item.split_once(';')?;
        Some((name.to_owned(), parameter(item, "r")?, parameter(item, "t").unwrap_or(0)))
    });
    read.min_by_key(|(_, remaining, wait)| (*remaining, std::cmp::Reverse(*wait)))
}

fn quota(policy: &HeaderValue, name: &str) -> Option<u64> {
    let mut items = policy.to_str().ok()?.split(", ");
    items.find_map(|item| item.strip_prefix(name)?.starts_with(';').then(|| parameter(item, "q"))?)
}

fn parameter(item: &str, name: &str) -> Option<u64> {
    item.split(';').skip(1).find_map(|parameter| parameter.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(policy: &'static str, standing: &'static str) -> Option<[u64; 3]> {
        let mut headers = HeaderMap::new();
        add_rate_limit(&mut headers, &HeaderValue::from_static(policy), &HeaderValue::from_static(standing), 1000);
        let number = |name| headers.get(name)?.to_str().ok()?.parse().ok();
        Some([number(X_RATE_LIMIT_LIMIT)?, number(X_RATE_LIMIT_REMAINING)?, number(X_RATE_LIMIT_RESET)?])
    }

    #[test]
    fn the_limit_nearest_to_its_end_is_told() {
        assert_eq!(told("\"ip\";q=100;w=60", "\"ip\";r=99;t=60"), Some([100, 99, 1060]));
        let two = "\"ip\";q=100;w=60, \"ip-2\";q=5;w=900, \"caller\";q=3;w=1";
        assert_eq!(told(two, "\"ip\";r=99;t=60, \"ip-2\";r=0;t=412"), Some([5, 0, 1412]));
        assert_eq!(told(two, "\"caller\";r=3"), Some([3, 3, 1000]));
        assert_eq!(told(two, ""), None);
    }
}

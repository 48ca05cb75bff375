//! The notations inside attributes: `"5/15m"`, `"10s"`, `"64KB"`, `"/users/{id}"`.

use crate::action::notation;

/// The longest duration that a key takes, in seconds: 366 days.
const LONGEST: u64 = 366 * 24 * 60 * 60;
/// The largest body, in bytes: 1 GB.
const LARGEST: u64 = 1 << 30;

/// A rate that is read admits somebody, in some time, and has one spelling for its quota.
pub fn rate(text: &str) {
    let Ok(rate) = notation::rate::parse(text) else { return };
    assert!(rate.quota > 0 && (1..=LONGEST).contains(&rate.seconds), "{text:?}");
    assert!(text.starts_with(&format!("{}/", rate.quota)), "{text:?}");
    let again = notation::rate::parse(&format!("{}/{}s", rate.quota, rate.seconds)).expect("the same in seconds");
    assert_eq!((again.quota, again.seconds), (rate.quota, rate.seconds), "{text:?}");
}

/// A duration that is read is some time, and the same when it is written in seconds.
pub fn duration(text: &str) {
    let Ok(seconds) = notation::duration::parse(text) else { return };
    assert!((1..=LONGEST).contains(&seconds), "{text:?}");
    assert_eq!(notation::duration::parse(&format!("{seconds}s")).expect("the same in seconds"), seconds, "{text:?}");
}

/// A size that is read admits a body, and is the same when it is written in bytes.
pub fn size(text: &str) {
    let Ok(bytes) = notation::size::parse(text) else { return };
    assert!((1..=LARGEST).contains(&bytes), "{text:?}");
    assert_eq!(notation::size::parse(&format!("{bytes}B")).expect("the same in bytes"), bytes, "{text:?}");
}

/// The router takes a path that is read; it would panic on others.
pub fn route(text: &str) {
    let Ok(path) = notation::route::parse(text) else { return };
    assert_eq!(path.text, text);
    assert_eq!(path.parameters.len(), text.matches('{').count(), "{text:?}");
    let _ = axum::Router::<()>::new().route(text, axum::routing::get(|| async {}));
}

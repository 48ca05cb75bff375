//! The notations against arbitrary text.

use proptest::prelude::*;

use super::notation::{duration, rate, route, size};

proptest! {
    #[test]
    fn no_text_panics(text in ".*") {
        let _ = (rate::parse(&text).is_ok(), duration::parse(&text).is_ok(), size::parse(&text).is_ok(), route::parse(&text).is_ok());
    }

    #[test]
    fn what_is_well_formed_is_read(quota in 1_u32.., number in 1_u64..=366) {
        for (unit, seconds) in [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)] {
            let window = format!("{number}{unit}");
            prop_assert_eq!(duration::parse(&window), Ok(number * seconds));
            prop_assert_eq!(rate::parse(&format!("{quota}/{window}")), Ok(rate::Rate { quota, seconds: number * seconds }));
        }
        prop_assert_eq!(size::parse(&format!("{number}KB")), Ok(number * 1024));
        prop_assert_eq!(size::parse(&format!("{number}MB")), Ok(number * 1024 * 1024));
    }
}

#[test]
fn what_is_not_is_refused() {
    for text in
        ["", "5", "5/", "/15m", "0/15m", "5/0m", "5/15", "5/15 m", "05/15m", "-5/15m", "5/15m ", "5.5/15m", "5/15m/2", "٥/15m"]
    {
        assert!(rate::parse(text).is_err(), "{text}");
    }
    for text in ["", "64", "KB", "64 KB", "64kB!", "-1KB", "99999999999999999999KB"] {
        assert!(size::parse(text).is_err(), "{text}");
    }
    for text in ["", "users", "/users/", "//", "/a//b", "/a/../b", "/a?b", "/{id", "/id}", "/{id}/{id}", "/{*rest}", "/a b"] {
        assert!(route::parse(text).is_err(), "{text}");
    }
    for text in ["/", "/users", "/users/{id}/role"] {
        assert!(route::parse(text).is_ok(), "{text}");
    }
}

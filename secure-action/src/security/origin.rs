//! What may be listed as another origin.

use url::Url;

/// Why a text is not an origin that can be listed.
pub(super) fn origin_fault(origin: &str) -> Option<&'static str> {
    const FORM: &str = "is not an origin: write scheme, host and port as a browser does, for example `https://app.example.com`";

    if origin.contains('*') || origin == "null" {
        return Some("allows everybody: name the origins");
    }
    let Ok(url) = Url::parse(origin) else {
        return Some(FORM);
    };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        _ if url.origin().ascii_serialization() != origin => Some(FORM),
        "https" => None,
        "http" if local => None,
        _ => Some("is not encrypted: whoever is on the way could use it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_encrypted_origins() {
        for good in ["https://app.example.com", "https://app.example.com:8443", "http://localhost:3000"] {
            assert_eq!(origin_fault(good), None, "{good}");
        }
        for bad in [
            "*",
            "null",
            "https://*.example.com",
            "https://example.com/",
            "HTTPS://example.com",
            "example.com",
            "http://example.com",
        ] {
            assert!(origin_fault(bad).is_some(), "{bad}");
        }
    }
}

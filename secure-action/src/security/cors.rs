//! CORS: which other origins may read answers in a browser.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

/// The origins whose pages may call the actions from a browser. Without one, browsers let no other origin read an answer.
///
/// An allow-list, compared exactly: there is no wildcard, no pattern and no `null`. Credentials such as cookies are not
/// allowed; tokens in `Authorization` are.
///
/// ```
/// use secure_action::Cors;
///
/// let cors = Cors::origins(["https://app.example.com"]);
/// ```
#[derive(Clone, Debug)]
pub struct Cors {
    origins: Vec<String>,
}

impl Cors {
    /// Allows exactly these origins: scheme, host and, if it is not the default, port.
    pub fn origins<O: Into<String>>(origins: impl IntoIterator<Item = O>) -> Self {
        Self { origins: origins.into_iter().map(Into::into).collect() }
    }

    /// What is unsafe about the list.
    pub(crate) fn faults(&self) -> impl Iterator<Item = String> + '_ {
        self.origins.iter().filter_map(|origin| fault(origin).map(|fault| format!("CORS origin `{origin}` {fault}")))
    }

    pub(crate) fn layer(&self, methods: impl IntoIterator<Item = Method>) -> CorsLayer {
        const EXPOSED: [&str; 4] = ["ratelimit", "ratelimit-policy", "retry-after", "x-request-id"];

        let origins = self.origins.iter().filter_map(|origin| HeaderValue::try_from(origin).ok());
        let methods: Vec<_> = methods.into_iter().collect();
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins))
            .allow_methods(methods)
            .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
            .expose_headers([header::LOCATION].into_iter().chain(EXPOSED.map(HeaderName::from_static)).collect::<Vec<_>>())
            .max_age(Duration::from_secs(600))
    }
}

fn fault(origin: &str) -> Option<&'static str> {
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
            assert_eq!(fault(good), None, "{good}");
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
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}

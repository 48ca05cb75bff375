//! CORS: which other origins may read answers in a browser.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::origin::origin_fault;

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
        self.origins.iter().filter_map(|origin| origin_fault(origin).map(|fault| format!("CORS origin `{origin}` {fault}")))
    }

    pub(crate) fn layer(&self, methods: impl IntoIterator<Item = Method>) -> CorsLayer {
        const EXPOSED: [&str; 7] = [
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
            "x-request-id",
        ];

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

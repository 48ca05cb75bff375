//! `Actions::docs`: the page that shows the document, and its files, each guarded as the page is.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::builtin;
use super::document_access::DocumentAccess;
use super::faults::Served;
use crate::answer::{Draft, Response};
use crate::error::{Code, Refusal};
use crate::openapi::{File, Info, Page, is_page_path};
use crate::pipeline::{self, Guard};
use crate::policy::PolicyTable;
use crate::security::StartupError;
use crate::spec::ActionSpec;

/// Where the page is, and who may open it.
pub(super) struct DocsPage {
    spec: &'static ActionSpec,
    access: DocumentAccess,
}

/// The name of the page and of its files in events and faults.
const NAME: &str = "docs_page";

impl DocsPage {
    pub(super) fn new(path: String, access: DocumentAccess, policy: &'static PolicyTable) -> Self {
        Self { spec: builtin::spec(NAME, path, access.access(policy), policy), access }
    }

    pub(super) fn served(&self) -> Served {
        Served { what: "the page of the OpenAPI document", spec: self.spec, access: self.access }
    }

    /// What is wrong with it beside what can be wrong with all that is served.
    pub(super) fn faults(&self, has_document: bool) -> impl Iterator<Item = String> {
        let path = self.spec.path;
        let empty = (!has_document).then(|| {
            format!(
                "the page at `{path}` has no document to show: add `.openapi(\"/openapi.json\", ...)`, and say who may read it"
            )
        });
        let odd = (path.starts_with('/') && !path.contains(['{', '}']) && !is_page_path(path)).then(|| {
            format!("the page cannot be served at `{path}`: write a path of letters, digits and `-._~`, such as \"/docs\"")
        });
        empty.into_iter().chain(odd)
    }

    /// Adds the page that shows the document at `document`, and its files.
    pub(super) fn add_to(
        self,
        mut router: Router,
        (document, info): (&str, &Info),
        guard: impl Fn(&'static ActionSpec) -> Result<Guard, StartupError>,
    ) -> Result<Router, StartupError> {
        let Page { html, policy, files } = Page::new(self.spec.path, document, info);
        router = router.route(self.spec.path, get(page(Arc::new(guard(self.spec)?), html, policy)));
        for file in files {
            let table = self.spec.policy;
            let spec = builtin::spec(NAME, file.route.clone(), self.access.access(table), table);
            router = router.route(spec.path, get(sent(Arc::new(guard(spec)?), file, self.access.is_public())));
        }
        Ok(router)
    }
}

/// Answers with the page.
fn page(
    guard: Arc<Guard>,
    html: Bytes,
    policy: HeaderValue,
) -> impl FnOnce(Request) -> BoxFuture<'static, Response> + Clone + Send + Sync + 'static {
    const TEXT_HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
    // It names its files, which change with their content: an old one would ask for files that are gone.
    const UNKEPT: HeaderValue = HeaderValue::from_static("no-store");
    move |request| {
        pipeline::answer(guard, request, move || {
            let draft = Draft::new(StatusCode::OK, TEXT_HTML, html);
            Ok(draft.with(CONTENT_SECURITY_POLICY, policy).with(CACHE_CONTROL, UNKEPT))
        })
    }
}

/// Answers with a file, which browsers keep for a year: another content has another name.
fn sent(
    guard: Arc<Guard>,
    file: File,
    public: bool,
) -> impl FnOnce(Request) -> BoxFuture<'static, Response> + Clone + Send + Sync + 'static {
    const ANYBODY: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
    const READER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
    move |request| {
        let readable = !file.gzipped || takes_gzip(request.headers());
        pipeline::answer(guard, request, move || {
            if !readable {
                return Err(Refusal::new(StatusCode::NOT_ACCEPTABLE, Code::new("NOT_ACCEPTABLE"), "it is kept with gzip only"));
            }
            let draft = Draft::new(StatusCode::OK, file.content_type, file.content);
            let draft = draft.with(CACHE_CONTROL, if public { ANYBODY } else { READER });
            if !file.gzipped {
                return Ok(draft);
            }
            let kept = draft.with(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Ok(kept.with(VARY, HeaderValue::from_static("accept-encoding")))
        })
    }
}

/// Whether a client reads gzip: it says so, or says nothing (RFC 9110, 12.5.3). What it says is believed without its preferences.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let mut said = headers.get_all(ACCEPT_ENCODING).iter().peekable();
    if said.peek().is_none() {
        return true;
    }
    let codings = said.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let weighed = codings.map(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        (name, weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0)))
    });
    let (mut named, mut any) = (None, false);
    for (name, taken) in weighed {
        match name.as_str() {
            "gzip" | "x-gzip" => named = Some(taken),
            "*" => any = taken,
            _ => {}
        }
    }
    named.unwrap_or(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_goes_to_those_who_read_it() {
        let takes = |said: &[&'static str]| {
            let values = said.iter().map(|value| (ACCEPT_ENCODING, HeaderValue::from_static(value)));
            let mut headers = HeaderMap::new();
            values.for_each(|(name, value)| _ = headers.append(name, value));
            takes_gzip(&headers)
        };
        for said in [&[][..], &["gzip"], &["br, GZIP;q=0.5"], &["br", "gzip"], &["*"], &["x-gzip"], &["identity, *;q=0.1"]] {
            assert!(takes(said), "{said:?}");
        }
        for said in [&["identity"][..], &["gzip;q=0"], &["gzip; q=0.000, *"], &["br"], &[""], &["*;q=0"], &["gzip;q=x"]] {
            assert!(!takes(said), "{said:?}");
        }
    }
}

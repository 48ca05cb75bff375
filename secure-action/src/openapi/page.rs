//! The page that shows the document: Swagger UI under a policy that lets nothing in from elsewhere.
//!
//! Of the viewers of its kind only Swagger UI works whole under `script-src 'self'; style-src 'self'`; the others need inline styles.
//! Nothing on the page is made from what a client sends: it reads neither the query nor a cookie, and its files are a fixed list.

mod file;

pub(crate) use file::File;

use bytes::Bytes;
use http::HeaderValue;
use url::Url;

use super::Info;

/// The page, ready to be sent.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) html: Bytes,
    /// Its `Content-Security-Policy`.
    pub(crate) policy: HeaderValue,
    pub(crate) files: Vec<File>,
}

impl Page {
    /// The page at `path` that shows the document at `document`. Its links are relative, so that it may be nested.
    pub(crate) fn new(path: &str, document: &str, info: &Info) -> Self {
        let files = file::all(path);
        let linked = |html: String, file: &File| html.replace(&format!("{{{}}}", file.name), &relative(path, &file.route));
        let html = files.iter().fold(TEMPLATE.to_owned(), linked);
        let html = html.replace("{document}", &escaped(&relative(path, document)));
        Self { html: html.into(), policy: policy(info), files }
    }
}

const TEMPLATE: &str = include_str!("page/page.html");

/// Whether a page can be served at `path`: one that browsers send as it is written, and that links can be told from.
pub(crate) fn is_page_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let Some(rest) = path.strip_prefix('/') else { return false };
    let segments = rest.strip_suffix('/').unwrap_or(rest);
    rest.is_empty() || segments.split('/').all(|segment| !["", ".", ".."].contains(&segment) && segment.bytes().all(plain))
}

/// The way from the page at `from` to `to`, both of them paths of one router.
fn relative(from: &str, to: &str) -> String {
    let up = "../".repeat(from.matches('/').count().saturating_sub(1));
    format!("./{up}{}", to.trim_start_matches('/'))
}

/// As the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Scripts and styles of this service only, calls to it and to where `info` says that the routes are; nothing inline, no frames.
/// `data:` is for the pictures in Swagger UI's style.
fn policy(info: &Info) -> HeaderValue {
    let elsewhere = Url::parse(info.base()).ok().map(|base| base.origin().ascii_serialization());
    // A URL's host may have what means something else in a policy: `*`, `;`, `,`.
    let plain = |origin: &String| origin.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:/[]".contains(&byte));
    let calls = match elsewhere.filter(|origin| origin.contains("://") && plain(origin)) {
        Some(origin) => format!("'self' {origin}"),
        None => "'self'".to_owned(),
    };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src {calls}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(NOTHING)
}

const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_from_the_page_to_its_files() {
        for (from, to, way) in [
            ("/docs", "/openapi.json", "./openapi.json"),
            ("/docs", "/docs/page.js", "./docs/page.js"),
            ("/docs/", "/docs/page.js", "./../docs/page.js"),
            ("/", "/page.js", "./page.js"),
            ("/team/docs", "/openapi.json", "./../openapi.json"),
            ("/docs", "/a:b", "./a:b"),
        ] {
            assert_eq!(relative(from, to), way, "{from} -> {to}");
            let base = Url::parse("https://service.example").and_then(|base| base.join(from)).expect("a URL");
            assert_eq!(base.join(way).expect("a URL").path(), to);
        }
    }

    #[test]
    fn a_page_is_at_a_plain_path() {
        for path in ["/", "/docs", "/docs/", "/team/api-docs_1.0"] {
            assert!(is_page_path(path), "{path}");
        }
        for path in
            ["", "docs", "//docs", "/docs//", "/a/../b", "/.", "/{name}", "/a b", "/a?b", "/a#b", "/a\"b", "/<b>", "/%41"]
        {
            assert!(!is_page_path(path), "{path}");
        }
    }

    #[test]
    fn the_document_may_have_any_path() {
        let page = Page::new("/docs", "/a\"onload=\"x<&.json", &Info::new("T", "1"));
        let html = String::from_utf8(page.html.to_vec()).expect("text");
        assert!(html.contains(r#"data-document="./a&quot;onload=&quot;x&lt;&amp;.json""#), "{html}");
        assert!(!html.contains("={") && !html.contains("\"{"), "nothing is left to be filled in: {html}");
    }

    #[test]
    fn calls_go_to_the_service_and_nowhere_else() {
        let calls = |base: &str| {
            let policy = policy(&Info::new("T", "1").served_at(base));
            let policy = policy.to_str().expect("a header").to_owned();
            let calls = policy.split("; ").find_map(|part| part.strip_prefix("connect-src ")).expect("a rule");
            assert_eq!(policy.split(';').count(), 8, "{policy}");
            calls.to_owned()
        };
        assert_eq!(calls("/api"), "'self'");
        assert_eq!(calls("https://api.example.com:8443/v1"), "'self' https://api.example.com:8443");
        assert_eq!(calls("https://api.example.com; script-src *"), "'self'");
        for base in ["https://*/", "https://a;b/", "https://a,b/", "https://a'b/", "https://{region}.example"] {
            assert_eq!(calls(base), "'self'", "{base}");
        }
        assert_eq!(calls("data:text/html,x"), "'self'");
        assert_eq!(calls("https://ex\u{e4}mple.com"), "'self' https://xn--exmple-cua.com");
    }
}

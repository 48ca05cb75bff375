//! The files of the page, under names that change with what is in them: browsers keep them for ever.

use std::hash::Hasher;

use bytes::Bytes;
use http::HeaderValue;
use secure_action_swagger_ui as swagger_ui;
use siphasher::sip::SipHasher13;

/// One file of the page.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// The name by which the page's template knows it.
    pub(super) name: &'static str,
    pub(crate) route: String,
    pub(crate) content_type: HeaderValue,
    /// Whether `content` is compressed with gzip.
    pub(crate) gzipped: bool,
    pub(crate) content: Bytes,
}

/// The files of the page at `path`.
pub(super) fn all(path: &str) -> Vec<File> {
    const PNG: HeaderValue = HeaderValue::from_static("image/png");
    const CSS: HeaderValue = HeaderValue::from_static("text/css; charset=utf-8");
    const JS: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");
    let file = |name: &'static str, content_type: HeaderValue, gzipped: bool, content: &'static [u8]| {
        let (stem, extension) = name.split_once('.').unwrap_or_default();
        let mut hasher = SipHasher13::new();
        hasher.write(content);
        let route = format!("{}/{stem}.{:016x}.{extension}", path.trim_end_matches('/'), hasher.finish());
        File { name, route, content_type, gzipped, content: Bytes::from_static(content) }
    };
    vec![
        file("icon.png", PNG, false, swagger_ui::ICON),
        file("swagger-ui.css", CSS, true, swagger_ui::STYLE),
        file("page.css", CSS, false, include_bytes!("page.css")),
        file("swagger-ui.js", JS, true, swagger_ui::SCRIPT),
        file("page.js", JS, false, include_bytes!("page.js")),
    ]
}

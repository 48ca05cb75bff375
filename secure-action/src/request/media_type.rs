//! Media types, as far as anybody can tell whether a text is one.

/// Whether a text is `type/subtype`, perhaps with parameters (RFC 9110, section 8.3.1).
pub(crate) fn is_media_type(text: &str) -> bool {
    let token =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte));
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_one() {
        for good in ["text/csv", "text/csv; charset=utf-8", "image/svg+xml", "application/vnd.ms-excel"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "text", "text/", "/csv", "text/csv,text/html", "text/ csv", "te xt/csv", "<b>/c"] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }
}

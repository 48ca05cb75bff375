//! Media types: what a body may be, decided before it is read.

use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::error::{Code, Refusal};
use crate::request::is_media_type;

/// How a body is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/json`, `application/*+json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
}

impl MediaType {
    /// Those that an input is documented with.
    pub(crate) const DOCUMENTED: &[&str] = &["application/json", "application/x-www-form-urlencoded"];
}

/// The media type of the body. One header, a known type, no other character set, no encoding: anything else is refused.
pub(super) fn media_type(headers: &HeaderMap) -> Result<MediaType, Refusal> {
    let value = only_media_type(headers)?.ok_or_else(|| unsupported("no media type"))?;
    value.to_str().ok().and_then(parse).ok_or_else(|| unsupported("a media type that the action does not accept"))
}

/// The media type of a body that may be anything, and may say nothing of it. One header, no encoding.
pub(super) fn any_media_type(headers: &HeaderMap) -> Result<Option<&HeaderValue>, Refusal> {
    match only_media_type(headers)? {
        Some(value) if !value.to_str().is_ok_and(is_media_type) => Err(unsupported("a media type that is none")),
        media_type => Ok(media_type),
    }
}

fn only_media_type(headers: &HeaderMap) -> Result<Option<&HeaderValue>, Refusal> {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(unsupported("an encoded body"));
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    match (types.next(), types.next()) {
        (media_type, None) => Ok(media_type),
        (_, Some(_)) => Err(unsupported("more than one media type")),
    }
}

fn parse(text: &str) -> Option<MediaType> {
    // What nearly every client says.
    if text == "application/json" {
        return Some(MediaType::Json);
    }
    let mut parts = text.split(';');
    let essence = parts.next()?.trim().to_ascii_lowercase();
    let subtype = essence.strip_prefix("application/")?;
    let media_type = match subtype {
        "json" => MediaType::Json,
        "x-www-form-urlencoded" => MediaType::Form,
        _ if subtype.strip_suffix("+json").is_some_and(|name| !name.is_empty() && name.bytes().all(is_name_byte)) => {
            MediaType::Json
        }
        _ => return None,
    };
    parts.all(|parameter| is_harmless(parameter.trim())).then_some(media_type)
}

/// A parameter is ignored, except a character set: text is UTF-8.
fn is_harmless(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return parameter.is_empty();
    };
    let value = value.trim().trim_matches('"');
    !name.trim().eq_ignore_ascii_case("charset") || value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+')
}

fn unsupported(reason: &'static str) -> Refusal {
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UNSUPPORTED_MEDIA_TYPE, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_types_only() {
        for (text, expected) in [
            ("application/json", Some(MediaType::Json)),
            ("Application/JSON; charset=UTF-8", Some(MediaType::Json)),
            ("application/merge-patch+json", Some(MediaType::Json)),
            ("application/x-www-form-urlencoded", Some(MediaType::Form)),
            ("application/json; charset=latin1", None),
            ("application/json; nonsense", None),
            ("application/+json", None),
            ("application/a b+json", None),
            ("text/plain", None),
            ("text/json", None),
            ("multipart/form-data; boundary=x", None),
            ("", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}

//! `Download`: a file that browsers store, and do not show.

use std::fmt::Write;
use std::io;

use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_DISPOSITION;
use http::{HeaderValue, StatusCode};
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::request::is_media_type;
use crate::sealed::Sealed;

const OCTET_STREAM: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// 200 with a file that browsers store under a name, and neither show nor run: `Content-Disposition: attachment` (RFC 6266), and
/// `nosniff` as on every answer.
///
/// ```
/// use secure_action::Download;
///
/// let answer = Download::bytes("Übersicht.csv", "a;b\n1;2\n").media_type("text/csv");
/// # let _ = answer;
/// ```
///
/// The name may be anybody's: separators of paths, control characters and those that turn the direction of writing become `_`, and
/// it has at most 200 characters.
#[derive(Debug)]
pub struct Download {
    name: String,
    media_type: Result<HeaderValue, String>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Bytes(Bytes),
    File(File, u64),
}

impl Download {
    /// These bytes.
    #[must_use]
    pub fn bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Content::Bytes(content.into()))
    }

    /// A file that is open for reading, from its current position to what is its end now. It is read while it is sent.
    ///
    /// # Errors
    /// If its size cannot be found out, or it is a folder.
    pub async fn file(name: impl Into<String>, file: impl Into<File>) -> io::Result<Self> {
        use tokio::io::AsyncSeekExt;

        let mut file = file.into();
        let metadata = file.metadata().await?;
        if !metadata.is_file() {
            return Err(io::Error::other("what is to be downloaded is not a file"));
        }
        let position = file.stream_position().await?;
        let length = metadata.len().saturating_sub(position);
        Ok(Self::new(name.into(), Content::File(file, length)))
    }

    /// The type that the content was stored with (default: `application/octet-stream`).
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        let text = media_type.into();
        let value = HeaderValue::try_from(&text).ok().filter(|_| is_media_type(&text));
        self.media_type = value.ok_or(text);
        self
    }

    fn new(name: String, content: Content) -> Self {
        Self { name, media_type: Ok(OCTET_STREAM), content }
    }
}

impl Sealed for Download {}

impl Answer for Download {
    const STREAMS: bool = true;

    fn into_draft(self) -> Result<Draft, ActionError> {
        /// What is read at once, in bytes.
        const PIECE: usize = 64 * 1024;

        let media_type = self
            .media_type
            .map_err(|text| ActionError::internal(format!("the media type `{}` is none", text.escape_debug())))?;
        let draft = match self.content {
            Content::Bytes(bytes) => Draft::new(StatusCode::OK, media_type, bytes),
            Content::File(file, length) => {
                // No more than was announced, should the file grow.
                let body = Body::from_stream(ReaderStream::with_capacity(file.take(length), PIECE));
                Draft::streaming(StatusCode::OK, media_type, Some(length), body)
            }
        };
        Ok(draft.with(CONTENT_DISPOSITION, disposition(&self.name)?))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.answer_of(StatusCode::OK, "*/*", schemars::json_schema!({}));
        operation.answer_header("Content-Disposition", "The name under which to store it (RFC 6266).");
    }
}

/// `attachment` with the name, in ASCII for old clients and as it is for all others.
fn disposition(name: &str) -> Result<HeaderValue, ActionError> {
    let name = stored_name(name);
    let plain = |char: char| char.is_ascii() && !matches!(char, '"' | '\\' | '%');
    let fallback: String = name.chars().map(|char| if plain(char) { char } else { '_' }).collect();
    let mut value = format!("attachment; filename=\"{fallback}\"");
    if fallback != name {
        value.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            // `attr-char` of RFC 8187, section 3.2.1.
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                value.push(char::from(byte));
            } else {
                // Writing to a `String` does not fail.
                let _ = write!(value, "%{byte:02X}");
            }
        }
    }
    Ok(HeaderValue::try_from(value)?)
}

/// The name without what no name of a file should have.
fn stored_name(name: &str) -> String {
    const LONGEST: usize = 200;

    let bad = |char: char| {
        let turns = matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        char.is_control() || turns || matches!(char, '/' | '\\' | '\u{2028}' | '\u{2029}')
    };
    let name: String = name.chars().take(LONGEST).map(|char| if bad(char) { '_' } else { char }).collect();
    if name.trim_matches(['.', ' ']).is_empty() { "download".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_a_name() {
        for (name, expected) in [
            ("report.pdf", r#"attachment; filename="report.pdf""#),
            ("a b.pdf", r#"attachment; filename="a b.pdf""#),
            ("é.txt", r#"attachment; filename="_.txt"; filename*=UTF-8''%C3%A9.txt"#),
            (r#"a"b\c"#, r#"attachment; filename="a_b_c"; filename*=UTF-8''a%22b_c"#),
            ("100%.txt", r#"attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt"#),
            ("../../etc/passwd", r#"attachment; filename=".._.._etc_passwd""#),
            ("a\r\nset-cookie: x=y", r#"attachment; filename="a__set-cookie: x=y""#),
            ("gpj.\u{202e}exe", r#"attachment; filename="gpj._exe""#),
            ("..", r#"attachment; filename="download""#),
            ("", r#"attachment; filename="download""#),
        ] {
            assert_eq!(disposition(name).unwrap(), expected, "{name:?}");
        }
        assert!(disposition(&"é".repeat(10_000)).unwrap().len() < 2_000);
    }
}

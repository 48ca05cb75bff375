//! `Raw<R>`: any axum response, under a name that says what it is not.

use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;

use super::draft::Response;
use super::{Answer, Draft};
use crate::error::{ActionError, Code};
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

/// Any axum response, the counterpart of [`Extract<E>`](crate::Extract): it is neither documented, nor are its fields left out that not
/// everybody may see.
///
/// Statuses, headers and bodies of success and of redirection go to the client as they are, streams included, except that the
/// headers of this service win over its own. An error status becomes a problem document as every other error: a 4xx keeps its
/// status, 502, 503 and 504 are a 503, anything else is a 500, and none of the response's text is in it.
///
/// It may set cookies; such an answer is stored nowhere on its way.
#[derive(Clone, Copy, Debug)]
pub struct Raw<R>(pub R);

impl<R> Sealed for Raw<R> {}

impl<R: IntoResponse> Answer for Raw<R> {
    const STREAMS: bool = true;

    fn into_draft(self) -> Result<Draft, ActionError> {
        let response = self.0.into_response();
        match error(response.status()) {
            Some(error) => Err(error),
            None => Raw::passed(response),
        }
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.raw();
    }
}

impl Raw<Response> {
    /// The response as it is, whatever its status, except that the headers of this service win over its own.
    pub(crate) fn passed(response: Response) -> Result<Draft, ActionError> {
        let (mut parts, body) = response.into_parts();
        let status = parts.status;
        if status.is_informational() {
            return Err(ActionError::internal("an answer that is none"));
        }
        let content_type = parts.headers.remove(CONTENT_TYPE);
        // How an answer is framed is what its body says.
        parts.headers.remove(CONTENT_LENGTH);
        let empty = matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED);
        let body = if empty { Content::Empty } else { content(body)? };
        // Without a type, a client would guess one.
        let content_type = content_type.unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let mut draft = match body {
            Content::Empty => Draft::empty(status),
            Content::Bytes(bytes) => Draft::new(status, content_type, bytes),
            Content::Stream(length, body) => Draft::streaming(status, content_type, length, body),
        };
        if status.is_redirection()
            && let Some(location) = parts.headers.remove(http::header::LOCATION)
        {
            draft = draft.with(http::header::LOCATION, location);
        }
        Ok(draft.with_own(parts.headers))
    }
}

/// What an error status becomes.
fn error(status: StatusCode) -> Option<ActionError> {
    let reason = || format!("a raw answer had the status {}", status.as_u16());
    Some(match status.as_u16() {
        200..400 => return None,
        400..500 => ActionError::new(status, Code::of_client_error(status), "").because(reason()),
        502..=504 => ActionError::unavailable(reason()),
        // Also the answers that are none, such as the change to another protocol, which no guard would see.
        _ => ActionError::internal(reason()),
    })
}

enum Content {
    Empty,
    Bytes(Bytes),
    Stream(Option<u64>, Body),
}

/// What is in a body. One that is there at once is not worth the trouble that a stream is.
fn content(mut body: Body) -> Result<Content, ActionError> {
    let length = body.size_hint().exact();
    match body.frame().now_or_never() {
        Some(None) => Ok(Content::Empty),
        Some(Some(Err(error))) => Err(ActionError::internal(error)),
        None => Ok(Content::Stream(length, body)),
        Some(Some(Ok(frame))) => {
            let first = frame.into_data().unwrap_or_default();
            if body.is_end_stream() {
                return Ok(Content::Bytes(first));
            }
            let rest = stream::iter([Ok(first)]).chain(body.into_data_stream());
            Ok(Content::Stream(length, Body::from_stream(rest)))
        }
    }
}

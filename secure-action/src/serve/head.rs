//! What a head must be that hyper leaves to us: heads that two readers could understand in two ways.

use http::header::TRANSFER_ENCODING;
use http::{HeaderMap, Request};
use hyper::body::Body;

use crate::error::Refusal;
use crate::request::Host;

/// Refuses a head of which a proxy and the application may each believe something else.
pub(super) fn check<B: Body>(request: &Request<B>) -> Result<(), Refusal> {
    Host::on_the_wire(request.version(), request.uri(), request.headers())?;
    // A body of a known length is not chunked: hyper takes no other coding, and of both it believes the chunks.
    if request.body().size_hint().exact().is_none() && !is_only_chunked(request.headers()) {
        return Err(Refusal::malformed("the transfer coding must be `chunked` alone"));
    }
    Ok(())
}

/// Whether `chunked` is the only transfer coding, named once. hyper looks at the last one, and hands over what another one has
/// coded as if it were the body (RFC 9112, section 6.1: a coding that is not understood is refused).
fn is_only_chunked(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    let first = codings.next().is_some_and(|coding| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"));
    first && codings.next().is_none()
}

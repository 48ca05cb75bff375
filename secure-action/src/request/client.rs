//! `Client`: the machine at the other end.

use std::net::IpAddr;

use http::HeaderValue;

use super::RequestId;

/// Where a request came from. An action takes it as an argument.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) address: IpAddr,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) request_id: RequestId,
}

impl Client {
    /// The client's address: the socket's peer, or what trusted proxies say.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// The `User-Agent`, if it is plain text. Chosen by the client: do not base a decision on it.
    #[must_use]
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_ref()?.to_str().ok()
    }

    /// The id of the request.
    #[must_use]
    pub fn request_id(&self) -> &RequestId {
        &self.request_id
    }
}

//! The headers that are the service's own on every answer, whoever writes it.

use http::HeaderName;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_SECURITY_POLICY_REPORT_ONLY, CONTENT_TYPE, DATE, LOCATION, REFERRER_POLICY, REFRESH, STRICT_TRANSPORT_SECURITY, TE,
    TRAILER, TRANSFER_ENCODING, UPGRADE, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};

/// Whether a header is the service's own: how an answer is sent, where it leads, and what browsers may do with it. Those that the
/// configuration adds to every answer are so beside these.
pub(super) fn is_ours(name: &HeaderName) -> bool {
    const OURS: [HeaderName; 24] = [
        CONTENT_LENGTH,
        CONTENT_TYPE,
        TRANSFER_ENCODING,
        CONNECTION,
        UPGRADE,
        TRAILER,
        TE,
        DATE,
        LOCATION,
        REFRESH,
        WWW_AUTHENTICATE,
        CONTENT_SECURITY_POLICY,
        CONTENT_SECURITY_POLICY_REPORT_ONLY,
        STRICT_TRANSPORT_SECURITY,
        REFERRER_POLICY,
        X_CONTENT_TYPE_OPTIONS,
        X_FRAME_OPTIONS,
        X_XSS_PROTECTION,
        ACCESS_CONTROL_ALLOW_CREDENTIALS,
        ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS,
        ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE,
    ];
    /// Those that have no name in `http`.
    const MORE: [&str; 8] = [
        "keep-alive",
        "x-request-id",
        "ratelimit",
        "ratelimit-policy",
        "permissions-policy",
        "cross-origin-opener-policy",
        "cross-origin-embedder-policy",
        "cross-origin-resource-policy",
    ];
    OURS.contains(name) || MORE.contains(&name.as_str())
}

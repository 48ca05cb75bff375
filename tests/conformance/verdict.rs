//! What the authenticator says of a key and a token, in the words of the log.

use std::time::Duration;

use http::Request;
use http::header::AUTHORIZATION;
use secure_action::authn::jwt::Jwt;
use secure_action::authn::{Authentication, Authenticator, Outgoing, Presented};
use secure_action::policy;
use secure_action::policy::Policy as _;
use secure_action::request::Moment;

pub(crate) const NOW: u64 = 1_800_000_000;

policy! {
    resource note;
    role user { note: read; }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    Accepted,
    /// The key does not start, and why.
    Key(String),
    /// The token is refused, and why.
    Token(String),
}

/// What is wrong with the keys.
pub(crate) fn faults(jwt: &Jwt) -> Vec<String> {
    let others = |fault: &String| fault.starts_with("the issuer ") || fault.starts_with("the audience ");
    jwt.faults().into_iter().filter(|fault| !others(fault)).collect()
}

/// What is said of the key, and if nothing, of the token.
pub(crate) fn verdict_of_both(jwt: &Jwt, token: &str) -> Verdict {
    faults(jwt).into_iter().next().map_or_else(|| verdict(jwt, token), Verdict::Key)
}

pub(crate) fn verdict(jwt: &Jwt, token: &str) -> Verdict {
    let Ok(request) = Request::builder().header(AUTHORIZATION, format!("Bearer {token}")).body(()) else {
        return Verdict::Token("not a header".to_owned());
    };
    let (head, ()) = request.into_parts();
    let unix = Duration::from_secs(NOW);
    let (client, outgoing) = (std::net::Ipv4Addr::LOCALHOST.into(), Outgoing::new());
    let presented = Presented::new(&head, client, Policy::TABLE, Moment { unix, elapsed: unix }, &outgoing);
    match jwt.authenticate(presented) {
        Authentication::Decided(Ok(_)) => Verdict::Accepted,
        Authentication::Decided(Err(refusal)) | Authentication::Foreign(refusal) => Verdict::Token(refusal.reason().to_owned()),
        Authentication::Absent => Verdict::Token("absent".to_owned()),
        other => Verdict::Token(format!("{other:?}")),
    }
}

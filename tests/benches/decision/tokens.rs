//! Tokens with roles and scopes, and a router that accepts them.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Request, StatusCode};
use jsonwebtoken::{EncodingKey, Header};
use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::{ActionSet, Actions, Application, Security};
use serde_json::json;
use std::net::SocketAddr;
use tower::Service as _;

pub(crate) const SUBJECT: &str = "3f0c1a52-7d64-4be1-9a0e-5b1f3c6d2e88";
const SECRET: &[u8; 32] = b"\x1e\xa2\x57\xcb\x90\x3f\x6d\xd8\x04\xb1\x7c\xe9\x25\x8a\xf3\x46\xbe\x61\x0d\x92\xd7\x38\xac\x5f\xe0\x13\x89\x74\xc6\x2b\xfd\x50";

pub(crate) fn token(roles: &[&str], scopes: &[&str]) -> String {
    let now = jsonwebtoken::get_current_timestamp();
    let claims = json!({
        "iss": "https://id.example", "aud": "posts", "sub": SUBJECT, "iat": now, "exp": now + 86_400,
        "roles": roles, "scope": scopes.join(" "),
    });
    jsonwebtoken::encode(&Header::default(), &claims, &EncodingKey::from_secret(SECRET)).expect("a token")
}

/// `remembered`: how many tokens are known again.
pub(crate) fn router<App: Application>(actions: ActionSet<App>, state: App::State, remembered: usize) -> Router {
    let jwt = Jwt::hs256(SECRET).issuer("https://id.example").audience("posts").scopes_claim("scope").cache(remembered);
    let security = Security::<App>::builder()
        .authenticate(jwt)
        .audit(TracingSink::new())
        .rate_limit_keys(10_000)
        .build()
        .expect("a configuration");
    Actions::new(security, state).mount(actions).into_router().expect("sound actions")
}

/// One request, answered well.
pub(crate) async fn send(router: &mut Router, path: &str, token: &str) {
    let mut request =
        Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty()).expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 17], 50_314))));
    let answer = router.call(request).await.expect("a router does not fail");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{path}");
}

//! Which tokens, types and headers are accepted.

use super::*;

#[tokio::test]
async fn a_good_token_is_accepted() {
    assert_eq!(ask(&jwt(), &token(&claims())).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt(), &token(&with("aud", json!(["other", "api"])))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt(), &token(&with("exp", json!(NOW as f64 + 600.5)))).await, Ok("uma".to_owned()));
    assert!(jwt().faults().is_empty());
}

#[tokio::test]
async fn white_space_and_other_credentials() {
    let good = token(&claims());
    for (header, expected) in [
        (format!("Bearer {good} "), Err(400)),
        (format!("Bearer  {good}"), Err(400)),
        (format!("Bearer {}", good.replacen('.', " .", 1)), Err(400)),
        ("Bearer".to_owned(), Err(400)),
        ("Bearer x".to_owned(), Err(401)),
        ("Basic dXNlcjpwYXNz".to_owned(), Err(0)),
        (format!("bearer {good}"), Ok("uma".to_owned())),
    ] {
        assert_eq!(ask_at(&jwt(), header.as_bytes(), NOW).await, expected, "{header:.40}");
    }
}

#[tokio::test]
async fn a_demanded_type_is_demanded() {
    let typed = |typ: Option<&str>| sign(&Header { typ: typ.map(str::to_owned), ..Header::new(Algorithm::HS256) }, &claims());
    let strict = jwt().typ("at+jwt");
    assert_eq!(ask(&strict, &typed(Some("at+jwt"))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&strict, &typed(Some("application/AT+JWT"))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&strict, &typed(Some("JWT"))).await, Err(401));
    assert_eq!(ask(&strict, &typed(None)).await, Err(401));
    assert_eq!(ask(&jwt(), &typed(None)).await, Ok("uma".to_owned()));
}

//! When and at which level the caller authenticated, as a token says it.

use super::*;

/// What the token says, or the status of its refusal.
async fn said(jwt: &Jwt, claims: &Value) -> Result<(Option<u64>, Option<String>), u16> {
    let header = format!("Bearer {}", token(claims));
    let identity = identify_at(jwt, header.as_bytes(), NOW).await?;
    Ok((identity.authentication_time(), identity.acr().map(str::to_owned)))
}

#[tokio::test]
async fn both_claims_are_read_and_neither_is_required() {
    assert_eq!(said(&jwt(), &claims()).await, Ok((None, None)));
    let mut both = with("auth_time", json!(NOW - 60));
    both["acr"] = json!("urn:example:mfa");
    assert_eq!(said(&jwt(), &both).await, Ok((Some(NOW - 60), Some("urn:example:mfa".to_owned()))));
    for (name, value, expected) in [
        ("auth_time", json!(0), (Some(0), None)),
        // Rounded down: never younger than it is.
        ("auth_time", json!(NOW as f64 - 0.5), (Some(NOW - 1), None)),
        ("auth_time", Value::Null, (None, None)),
        // Whether a date in the future will do is decided where an action asks for it.
        ("auth_time", json!(NOW + 86_400), (Some(NOW + 86_400), None)),
        ("acr", json!(""), (None, Some(String::new()))),
        ("acr", json!("0"), (None, Some("0".to_owned()))),
        ("acr", json!("a b"), (None, Some("a b".to_owned()))),
        ("acr", Value::Null, (None, None)),
    ] {
        assert_eq!(said(&jwt(), &with(name, value.clone())).await, Ok(expected), "{name} {value}");
    }
}

#[tokio::test]
async fn the_time_of_issue_is_not_the_time_of_authentication() {
    let mut claims = with("iat", json!(NOW));
    claims["nbf"] = json!(NOW);
    claims["auth"] = json!(NOW);
    claims["amr"] = json!(["mfa"]);
    assert_eq!(said(&jwt(), &claims).await, Ok((None, None)));
}

#[tokio::test]
async fn a_claim_of_another_shape_is_a_malformed_token() {
    for (name, value) in [
        ("auth_time", json!(NOW.to_string())),
        ("auth_time", json!(-1)),
        ("auth_time", json!(NOW * 1000)),
        ("auth_time", json!(1e300)),
        ("auth_time", json!([NOW])),
        ("auth_time", json!({ "seconds": NOW })),
        ("auth_time", json!(false)),
        ("acr", json!(1)),
        ("acr", json!(["mfa"])),
        ("acr", json!({ "values": ["mfa"] })),
        ("acr", json!(true)),
    ] {
        assert_eq!(said(&jwt(), &with(name, value.clone())).await, Err(401), "{name} {value}");
    }
    for doubled in [r#""acr":"pwd","acr":"mfa""#, r#""acr":"pwd","\u0061cr":"mfa""#, r#""auth_time":1,"auth_time":1799999999"#]
    {
        let exp = NOW + 600;
        let text = format!(r#"{{"iss":"https://id.example","aud":"api","sub":"uma","exp":{exp},{doubled}}}"#);
        assert_eq!(ask(&jwt(), &hand_made(r#"{"alg":"HS256"}"#, &text)).await, Err(401), "{doubled}");
    }
}

#[tokio::test]
async fn a_remembered_token_says_the_same() {
    let jwt = jwt();
    let mut claims = with("auth_time", json!(NOW - 60));
    claims["acr"] = json!("mfa");
    for _ in 0..3 {
        assert_eq!(said(&jwt, &claims).await, Ok((Some(NOW - 60), Some("mfa".to_owned()))));
    }
}

#[test]
fn roles_and_scopes_have_a_claim_of_their_own() {
    for name in ["iss", "sub", "jti", "sid", "aud", "exp", "nbf", "iat", "auth_time", "acr"] {
        assert_eq!(jwt().roles_claim(name).faults().len(), 1, "{name}");
        assert_eq!(jwt().roles_claim_path([name, "roles"]).faults().len(), 1, "{name}");
        assert_eq!(jwt().scopes_claim(name).faults().len(), 1, "{name}");
    }
    assert!(jwt().roles_claim_path(["realm", "acr"]).scopes_claim("scope").faults().is_empty());
}

#[test]
fn the_leeway_is_that_of_the_other_dates() {
    assert_eq!(Authenticator::leeway(&jwt().leeway(Duration::from_secs(7))), Duration::from_secs(7));
    assert_eq!(Authenticator::leeway(&jwt()), Jwt::DEFAULT_LEEWAY);
}

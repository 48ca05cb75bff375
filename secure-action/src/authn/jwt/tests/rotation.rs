//! Rings of several keys: which token is held against which key, while keys come and go.

use super::keys::{KEYS, OTHER_KEYS, TestKeys};
use super::*;

fn jwt_with(keys: KeyRing) -> Jwt {
    Jwt::keys(keys).issuer("https://id.example").audience("api")
}

/// A token of `keys`, whose header names the key as `kid` says.
fn token_of(keys: &TestKeys, algorithm: Algorithm, kid: Option<&str>) -> String {
    let kid = kid.map(|kid| format!(r#","kid":{kid}"#)).unwrap_or_default();
    let header = format!(r#"{{"alg":"{algorithm:?}"{kid}}}"#);
    let message = format!("{}.{}", base64url(header.as_bytes()), base64url(claims().to_string().as_bytes()));
    let signature = keys.sign(algorithm, message.as_bytes());
    format!("{message}.{}", base64url(&signature))
}

fn old(ring: KeyRing, algorithm: Algorithm) -> KeyRing {
    OTHER_KEYS.add_to(ring, algorithm).kid("old")
}

fn new(ring: KeyRing, algorithm: Algorithm) -> KeyRing {
    KEYS.add_to(ring, algorithm).kid("new")
}

const ROTATED: [Algorithm; 5] = [Algorithm::HS256, Algorithm::ES256, Algorithm::RS256, Algorithm::PS384, Algorithm::EdDSA];

#[tokio::test]
async fn both_keys_of_a_rotation_are_accepted_and_after_it_only_the_new_one() {
    for algorithm in ROTATED {
        let during = jwt_with(old(new(KeyRing::new(), algorithm), algorithm));
        assert_eq!(during.faults(), Vec::<String>::new());
        let before = token_of(&OTHER_KEYS, algorithm, Some(r#""old""#));
        let after = token_of(&KEYS, algorithm, Some(r#""new""#));
        assert_eq!(ask(&during, &before).await, Ok("uma".to_owned()), "{algorithm:?}");
        assert_eq!(ask(&during, &after).await, Ok("uma".to_owned()), "{algorithm:?}");

        let done = jwt_with(new(KeyRing::new(), algorithm));
        assert_eq!(ask(&done, &before).await, Err(401), "{algorithm:?}");
        assert_eq!(ask(&done, &after).await, Ok("uma".to_owned()), "{algorithm:?}");
        let unnamed = token_of(&OTHER_KEYS, algorithm, None);
        assert_eq!(ask(&during, &unnamed).await, Ok("uma".to_owned()), "{algorithm:?}, no kid");
        assert_eq!(ask(&done, &unnamed).await, Err(401), "{algorithm:?}, no kid, key removed");
    }
}

#[tokio::test]
async fn a_kid_leads_to_one_key_or_to_none() {
    for algorithm in ROTATED {
        let ring = jwt_with(old(new(KeyRing::new(), algorithm), algorithm));
        for kid in [
            r#""old""#, // the name of the other key
            r#""unknown""#,
            r#""NEW""#,
            r#""new ""#,
            r#""new\u0000""#,
            r#""""#,
            r#"["new"]"#,
            "1",
            r#""new","kid":"new""#, // twice
            r#""old","kid":"new""#,
        ] {
            assert_eq!(ask(&ring, &token_of(&KEYS, algorithm, Some(kid))).await, Err(401), "{algorithm:?}, kid {kid}");
        }
        // An escaped letter is the letter, and `null` is no name.
        for kid in [r#""n\u0065w""#, "null"] {
            assert_eq!(ask(&ring, &token_of(&KEYS, algorithm, Some(kid))).await, Ok("uma".to_owned()), "{kid}");
        }
    }
}

#[tokio::test]
async fn a_token_without_a_kid_is_held_against_every_key_of_its_algorithm() {
    let ring = jwt_with(old(new(KeyRing::new(), Algorithm::ES256), Algorithm::ES256));
    for keys in [&KEYS, &OTHER_KEYS] {
        assert_eq!(ask(&ring, &token_of(keys, Algorithm::ES256, None)).await, Ok("uma".to_owned()));
    }
    // Against those of its own algorithm only, although the ring knows the key.
    let ring = jwt_with(old(new(KeyRing::new(), Algorithm::RS256), Algorithm::PS256));
    assert_eq!(ask(&ring, &token_of(&KEYS, Algorithm::RS256, None)).await, Ok("uma".to_owned()));
    assert_eq!(ask(&ring, &token_of(&KEYS, Algorithm::PS256, None)).await, Err(401));
    assert_eq!(ask(&ring, &token_of(&OTHER_KEYS, Algorithm::RS256, None)).await, Err(401));
}

#[tokio::test]
async fn a_name_belongs_to_a_key_with_its_algorithm() {
    let ring = jwt_with(old(new(KeyRing::new(), Algorithm::RS256), Algorithm::ES256));
    assert_eq!(ask(&ring, &token_of(&OTHER_KEYS, Algorithm::ES256, Some(r#""old""#))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&ring, &token_of(&OTHER_KEYS, Algorithm::ES256, Some(r#""new""#))).await, Err(401));
    assert_eq!(ask(&ring, &token_of(&KEYS, Algorithm::ES256, Some(r#""old""#))).await, Err(401));
}

#[tokio::test]
async fn a_key_without_a_name_verifies_only_tokens_that_name_none() {
    let ring = jwt_with(KEYS.add_to(KeyRing::new(), Algorithm::EdDSA));
    assert_eq!(ask(&ring, &token_of(&KEYS, Algorithm::EdDSA, None)).await, Ok("uma".to_owned()));
    assert_eq!(ask(&ring, &token_of(&KEYS, Algorithm::EdDSA, Some(r#""new""#))).await, Err(401));
}

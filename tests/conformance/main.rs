//! The examples of the RFCs, word for word (`vectors.json`): what of them verifies, and what does not start, and why.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod verdict;

use secure_action::authn::jwt::{Jwt, KeyRing};
use serde_json::Value;
use verdict::{Verdict, verdict_of_both};

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors.json")).expect("JSON")
}

fn faults(keys: KeyRing) -> Vec<String> {
    verdict::faults(&Jwt::keys(keys))
}

/// The examples sign texts and claims that are no access token; which of the two is told only where the signature is right.
#[test]
fn the_signatures_of_the_examples_are_right() {
    for (source, expected) in [
        ("RFC 7515, A.2", "wrong issuer"),
        ("RFC 7515, A.3", "wrong issuer"),
        ("RFC 7520, 4.1", "malformed claims"),
        ("RFC 7520, 4.2", "malformed claims"),
        ("RFC 8037, A.4", "malformed claims"),
    ] {
        let vectors = vectors();
        let tokens = vectors["tokens"].as_array().expect("a list");
        let example = tokens.iter().find(|example| example["source"] == source).expect("the example");
        let key = example["key"].to_string();
        let token = example["token"].as_str().expect("a text");
        assert_eq!(verdict_of_both(&Jwt::jwk(&key), token), Verdict::Token(expected.to_owned()), "{source}");

        let (message, signature) = token.rsplit_once('.').expect("three parts");
        let (header, payload) = message.split_once('.').expect("three parts");
        let other = format!("{header}.{}{}.{signature}", if payload.starts_with('e') { 'f' } else { 'e' }, &payload[1..]);
        let refused = Verdict::Token("no key verifies the signature".to_owned());
        assert_eq!(verdict_of_both(&Jwt::jwk(&key), &other), refused, "{source}, another payload");
    }
}

#[test]
fn an_example_of_an_algorithm_that_is_not_supported_does_not_start() {
    for source in ["RFC 7515, A.4", "RFC 7520, 4.3"] {
        let vectors = vectors();
        let tokens = vectors["tokens"].as_array().expect("a list");
        let example = tokens.iter().find(|example| example["source"] == source).expect("the example");
        let faults = faults(KeyRing::new().jwk(example["key"].to_string()));
        assert!(faults.len() == 1 && faults[0].contains("on a curve that is not supported"), "{source}: {faults:?}");
    }
}

#[test]
fn a_key_of_the_examples_starts_or_says_why_not() {
    for example in vectors()["keys"].as_array().expect("a list") {
        let source = example["source"].as_str().expect("a text");
        let key = example["key"].to_string();
        let symmetric = example["key"]["kty"] == "oct";
        let found = faults(if symmetric { KeyRing::new().jwk_secret(key) } else { KeyRing::new().jwk(key) });
        let expected = match source {
            "RFC 7517, B" | "RFC 7520, 3.3" => "",
            "RFC 7520, 3.1" => "on a curve that is not supported",
            "RFC 7520, 3.2" | "RFC 7520, 3.4" => "is a private key",
            "RFC 7520, 3.5" => "is published",
            "RFC 7520, 3.6" => "is not for signatures",
            _ => "no such example",
        };
        assert_eq!(found.len(), usize::from(!expected.is_empty()), "{source}: {found:?}");
        assert!(found.iter().all(|fault| fault.contains(expected)), "{source}: {found:?}");
    }
}

#[test]
fn a_set_of_the_examples_starts_or_says_why_not() {
    let vectors = vectors();
    let [public, private, symmetric] = vectors["sets"].as_array().expect("a list").as_slice() else { panic!("three sets") };
    let faults_of = |example: &Value| faults(KeyRing::new().jwk_set(example["set"].to_string()));
    // One for encryption, which is left out, and one for RS256.
    assert_eq!(faults_of(public), Vec::<String>::new());
    let found = faults_of(private);
    assert!(found.len() == 2 && found.iter().all(|fault| fault.contains("is a private key")), "{found:?}");
    let found = faults_of(symmetric);
    assert_eq!(found.iter().filter(|fault| fault.contains("a secret among public keys")).count(), 2, "{found:?}");
}

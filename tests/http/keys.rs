//! Keys of an identity provider: a set of them verifies tokens over the wire, and a bad one stops the start.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secure_action::authn::jwt::{Jwt, KeyRing};
use secure_action::{Caller, Json, Result, Security, action, actions};
use serde_json::{Value, json};

use crate::world::{App, World, call};

/// Who is it?
#[action(app = App, get = "/me", auth(jwt))]
async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}

/// An identity provider with one key.
struct Provider(EcdsaKeyPair);

impl Provider {
    fn new() -> Self {
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).expect("a key");
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref()).expect("a key"))
    }

    fn jwk(&self, kid: &str) -> Value {
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "use": "sig", "alg": "ES256" })
    }

    fn token(&self, kid: &str) -> String {
        let header = json!({ "alg": "ES256", "kid": kid });
        let claims = json!({ "iss": "https://id.example", "aud": "tests", "sub": "uma", "exp": 1_800_000_600 });
        let part = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", part(&header), part(&claims));
        let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).expect("a signature");
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

#[tokio::test]
async fn the_keys_of_a_provider_verify_its_tokens() {
    let (old, new, stranger) = (Provider::new(), Provider::new(), Provider::new());
    let encryption = json!({ "kty": "RSA", "use": "enc", "kid": "enc", "n": "AQAB", "e": "AQAB" });
    let set = json!({ "keys": [old.jwk("2026-04"), new.jwk("2026-10"), encryption] });
    let world = World::new();
    let jwt = Jwt::jwk_set(set.to_string()).issuer("https://id.example").audience("tests");
    let security = Security::<App>::builder().authenticate(jwt).clock(world.clock.clone()).audit(world.trail.clone());
    let router = world.router_with(security, actions![me]);

    for (token, status) in [
        (old.token("2026-04"), 200),
        (new.token("2026-10"), 200),
        (new.token("2026-04"), 401),
        (new.token("2027-04"), 401),
        (stranger.token("2026-10"), 401),
    ] {
        assert_eq!(call("GET", "/me").token(&token).send(&router).await.status, status);
    }
}

#[test]
fn every_faulty_key_is_named_at_the_start() {
    let (provider, other) = (Provider::new(), Provider::new());
    let mut private = other.jwk("private");
    private["d"] = json!("AAAA");
    let set = json!({ "keys": [provider.jwk("good"), private, { "kty": "oct", "kid": "shared", "k": "AAAA" }] });
    let keys =
        KeyRing::new().jwk_set(set.to_string()).hs256(provider.jwk("good").to_string()).rs256("-----BEGIN CERTIFICATE-----");
    let jwt = Jwt::keys(keys).issuer("i").audience("a");
    let error =
        Security::<App>::builder().authenticate(jwt).audit(World::new().trail).build().expect_err("bad keys").to_string();
    for part in [
        "key 2 (`private`), the JWK 2 of the set is a private key",
        "key 3 (`shared`), the JWK 3 of the set is a secret among public keys",
        "key 4, the HS256 secret is not a secret but JSON, such as a JWK",
        "key 5, the RS256 key is not a public key in PEM form",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
    assert!(!error.contains("AAAA") && !error.contains(provider.jwk("good")["x"].as_str().expect("a text")), "{error}");
}

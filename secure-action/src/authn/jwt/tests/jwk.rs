//! JSON Web Keys and sets of them: what counts of what a key says of itself, and what must not start.

use super::keys::{KEYS, OTHER_KEYS, TestKeys};
use super::public_keys::faults;
use super::*;

/// The public key of `algorithm`, with `more` members.
fn jwk(keys: &TestKeys, algorithm: Algorithm, more: &Value) -> Value {
    let der = keys.public_der(algorithm);
    let tail = |length: usize| &der[der.len() - length..];
    let mut key = match algorithm {
        Algorithm::ES256 => json!({ "kty": "EC", "crv": "P-256", "x": base64url(&tail(64)[..32]), "y": base64url(tail(32)) }),
        Algorithm::ES384 => json!({ "kty": "EC", "crv": "P-384", "x": base64url(&tail(96)[..48]), "y": base64url(tail(48)) }),
        Algorithm::EdDSA => json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(tail(32)) }),
        _ => json!({ "kty": "RSA", "n": base64url(&tail(256 + 5)[..256]), "e": "AQAB" }),
    };
    let members = key.as_object_mut().expect("an object");
    members.extend(more.as_object().expect("an object").clone());
    key
}

fn good(algorithm: Algorithm) -> Value {
    let name = format!("{algorithm:?}");
    jwk(
        &KEYS,
        algorithm,
        &json!({ "alg": name, "use": "sig", "kid": name, "key_ops": ["verify"], "x5c": ["MIIB"], "ext": true }),
    )
}

const PUBLIC: [Algorithm; 9] = [
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::EdDSA,
];

fn signed(keys: &TestKeys, algorithm: Algorithm, kid: Option<&str>) -> String {
    let kid = kid.map(|kid| format!(r#","kid":"{kid}""#)).unwrap_or_default();
    let header = base64url(format!(r#"{{"alg":"{algorithm:?}"{kid}}}"#).as_bytes());
    let message = format!("{header}.{}", base64url(claims().to_string().as_bytes()));
    format!("{message}.{}", base64url(&keys.sign(algorithm, message.as_bytes())))
}

fn configured(jwt: Jwt) -> Jwt {
    jwt.issuer("https://id.example").audience("api")
}

fn fault(key: &Value) -> String {
    let faults = faults(KeyRing::new().jwk(key.to_string()));
    assert!(faults.len() < 2, "{faults:?}");
    faults.into_iter().next().unwrap_or_default()
}

#[tokio::test]
async fn a_jwk_verifies_the_tokens_of_its_algorithm_and_name() {
    for algorithm in PUBLIC {
        let jwt = configured(Jwt::jwk(good(algorithm).to_string()));
        assert_eq!(jwt.faults(), Vec::<String>::new(), "{algorithm:?}");
        let name = format!("{algorithm:?}");
        for (kid, expected) in
            [(None, Ok("uma".to_owned())), (Some(name.as_str()), Ok("uma".to_owned())), (Some("x"), Err(401))]
        {
            assert_eq!(ask(&jwt, &signed(&KEYS, algorithm, kid)).await, expected, "{algorithm:?}, {kid:?}");
        }
        assert_eq!(ask(&jwt, &signed(&OTHER_KEYS, algorithm, None)).await, Err(401), "{algorithm:?}");
        for other in PUBLIC.into_iter().filter(|other| *other != algorithm) {
            assert_eq!(ask(&jwt, &signed(&KEYS, other, None)).await, Err(401), "{other:?} for {algorithm:?}");
        }
    }
}

#[tokio::test]
async fn without_an_alg_the_curve_decides_and_rsa_is_for_rs256() {
    for algorithm in [Algorithm::ES256, Algorithm::ES384, Algorithm::RS256, Algorithm::EdDSA] {
        let jwt = configured(Jwt::jwk(jwk(&KEYS, algorithm, &json!({})).to_string()));
        assert_eq!(ask(&jwt, &signed(&KEYS, algorithm, None)).await, Ok("uma".to_owned()), "{algorithm:?}");
        assert_eq!(ask(&jwt, &signed(&KEYS, Algorithm::PS256, None)).await, Err(401));
    }
}

#[tokio::test]
async fn the_new_name_of_eddsa_is_its_old_one() {
    let jwt = configured(Jwt::jwk(jwk(&KEYS, Algorithm::EdDSA, &json!({ "alg": "Ed25519" })).to_string()));
    assert_eq!(jwt.faults(), Vec::<String>::new());
    let message = format!("{}.{}", base64url(br#"{"alg":"Ed25519"}"#), base64url(claims().to_string().as_bytes()));
    let token = format!("{message}.{}", base64url(&KEYS.sign(Algorithm::EdDSA, message.as_bytes())));
    assert_eq!(ask(&jwt, &token).await, Ok("uma".to_owned()));
}

#[tokio::test]
async fn a_set_gives_each_token_its_key() {
    let set = json!({ "keys": [
        good(Algorithm::ES256),
        jwk(&OTHER_KEYS, Algorithm::ES256, &json!({ "kid": "next" })),
        good(Algorithm::EdDSA),
        { "kty": "RSA", "use": "enc", "alg": "RSA-OAEP", "kid": "enc", "n": "AQAB", "e": "AQAB" },
        { "kty": "EC", "crv": "secp256k1", "kid": "coin", "x": "", "y": "" },
        { "kty": "AKP", "kid": "after the quantum", "alg": "ML-DSA-44", "pub": "" },
    ] });
    let jwt = configured(Jwt::jwk_set(set.to_string()));
    assert_eq!(jwt.faults(), Vec::<String>::new());
    assert_eq!(ask(&jwt, &signed(&KEYS, Algorithm::ES256, Some("ES256"))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt, &signed(&OTHER_KEYS, Algorithm::ES256, Some("next"))).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt, &signed(&KEYS, Algorithm::EdDSA, None)).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt, &signed(&KEYS, Algorithm::ES256, Some("next"))).await, Err(401));
    assert_eq!(ask(&jwt, &signed(&KEYS, Algorithm::RS256, None)).await, Err(401));
}

#[tokio::test]
async fn a_secret_has_a_constructor_of_its_own() {
    let key = json!({ "kty": "oct", "k": base64url(SECRET), "alg": "HS256", "kid": "k", "use": "sig" }).to_string();
    let jwt = configured(Jwt::jwk_secret(&key));
    assert_eq!(jwt.faults(), Vec::<String>::new());
    assert_eq!(ask(&jwt, &token(&claims())).await, Ok("uma".to_owned()));
    assert!(faults(KeyRing::new().jwk(&key))[0].contains("`jwk_secret`"));
    assert!(faults(KeyRing::new().jwk_set(format!(r#"{{"keys":[{key}]}}"#)))[0].contains("a secret among public keys"));
    for (member, value, reason) in [
        ("k", json!(base64url(b"short")), "shorter than 32 bytes"),
        ("k", json!("a+b"), "no `k` in base64url"),
        ("alg", json!("HS512"), "shorter than 64 bytes"),
        ("alg", json!("ES256"), "none of HS256"),
        ("kty", json!("EC"), "is not a secret"),
        ("use", json!("enc"), "not for signatures"),
        ("k", json!(base64url(&KEYS.public_der(Algorithm::ES256))), "DER"),
    ] {
        let mut key: Value = serde_json::from_str(&key).expect("JSON");
        key[member] = value;
        let faults = faults(KeyRing::new().jwk_secret(key.to_string()));
        assert!(faults.len() == 1 && faults[0].contains(reason), "{member}: {faults:?}");
    }
}

#[test]
fn what_a_key_says_of_itself_counts() {
    for (name, value, reason) in [
        ("use", json!("enc"), "not for signatures"),
        ("use", json!("SIG"), "not for signatures"),
        ("use", json!(null), "not a JSON Web Key"),
        ("use", json!(["sig"]), "not a JSON Web Key"),
        ("key_ops", json!(["sign"]), "not for verifying"),
        ("key_ops", json!([]), "not for verifying"),
        ("key_ops", json!(["verify", "verify"]), "twice"),
        ("key_ops", json!("verify"), "not a JSON Web Key"),
        ("alg", json!("ES384"), "does not go with its curve"),
        ("alg", json!("HS256"), "does not go with its curve"),
        ("alg", json!("none"), "does not go with its curve"),
        ("alg", json!("RS256"), "does not go with its curve"),
        ("alg", json!(""), "does not go with its curve"),
        ("kid", json!(""), "empty `kid`"),
        ("kid", json!(7), "not a JSON Web Key"),
        ("kty", json!("RSA"), "none of an RSA key"),
        ("kty", json!("ec"), "not supported"),
        ("kty", json!("oct"), "secret among public keys"),
        ("crv", json!("P-384"), "does not go with its curve"),
        ("crv", json!("P-521"), "not supported"),
        ("crv", json!("p-256"), "not supported"),
        ("x", json!(""), "32 bytes long"),
        ("x", json!(base64url(&[0; 33])), "32 bytes long"),
        ("x", json!(base64url(&[0; 32])), "not a point"),
        ("x", json!("AA=="), "base64url"),
        ("y", json!(base64url(&[1; 32])), "not a point"),
        ("d", json!("AA"), "private key"),
        ("d", json!(0), "private key"),
        ("k", json!("AA"), "private key"),
        ("keys", json!([]), "a set"),
    ] {
        let mut key = good(Algorithm::ES256);
        key[name] = value.clone();
        let fault = fault(&key);
        assert!(fault.contains(reason), "{name} {value}: {fault}");
    }
    for (name, value, reason) in [
        ("e", json!("AQ"), "exponent"),
        ("e", json!("Ag"), "exponent"),
        ("e", json!("AAEAAQ"), "begins with a zero"),
        ("e", json!(""), "empty"),
        ("n", json!(base64url(&[0xff; 128])), "fewer than 2048 bits"),
        ("n", json!(base64url(&[0xff; 256])), "small factor"),
        ("n", json!(base64url(&[0xff; 1025])), "more than 8192 bits"),
        ("alg", json!("ES256"), "none of an RSA key"),
        ("alg", json!("RSA-OAEP"), "for encryption"),
        ("p", json!("AA"), "private key"),
        ("qi", json!("AA"), "private key"),
        ("oth", json!([]), "private key"),
    ] {
        let mut key = good(Algorithm::RS256);
        key[name] = value.clone();
        let fault = fault(&key);
        assert!(fault.contains(reason), "{name} {value}: {fault}");
    }
    for name in ["kty", "x", "y", "crv"] {
        let mut key = good(Algorithm::ES256);
        key.as_object_mut().expect("an object").remove(name);
        assert!(!fault(&key).is_empty(), "{name}");
    }
}

#[test]
fn a_text_that_is_no_jwk_is_a_fault_that_does_not_repeat_it() {
    let key = good(Algorithm::ES256).to_string();
    for text in [
        "",
        "null",
        "[]",
        r#"{"kty":"EC","kty":"EC"}"#,
        &key[..key.len() - 1],
        &format!("{key}{key}"),
        &key.replacen('{', r#"{"x":"hidden","#, 1),
        &key.replacen('{', r#"{"d":"hidden","d":"hidden","#, 1),
        r#"{"kty":"hidden"}"#,
        r#"{"kty":["hidden"]}"#,
        r#"{"kty":"EC","crv":"hidden"}"#,
        r#"{"kty":"EC","crv":"P-256","x":"hidden+","y":"hidden+"}"#,
        "-----BEGIN PUBLIC KEY-----hidden",
    ] {
        for ring in [KeyRing::new().jwk(text), KeyRing::new().jwk_secret(text), KeyRing::new().jwk_set(text)] {
            let faults = faults(ring);
            assert!(!faults.is_empty(), "{text}");
            assert!(faults.iter().all(|fault| !fault.contains("hidden")), "{faults:?}");
        }
    }
    assert_eq!(fault_of_set("{\"keys\":[]}"), "the JWK set holds no key");
    assert!(fault_of_set(&key).contains("use `jwk`"));
    assert!(faults(KeyRing::new().jwk(format!("{{\"keys\":[{key}]}}")))[0].contains("use `jwk_set`"));
}

fn fault_of_set(text: &str) -> String {
    faults(KeyRing::new().jwk_set(text)).into_iter().next().unwrap_or_default()
}

#[test]
fn every_fault_of_a_set_is_listed() {
    let set = json!({ "keys": [
        good(Algorithm::ES256),
        jwk(&OTHER_KEYS, Algorithm::EdDSA, &json!({ "kid": "ES256" })),
        { "kty": "oct", "k": base64url(SECRET), "kid": "secret" },
        jwk(&KEYS, Algorithm::ES256, &json!({ "kid": "again" })),
        jwk(&OTHER_KEYS, Algorithm::RS256, &json!({ "d": "AA", "kid": "private" })),
        jwk(&OTHER_KEYS, Algorithm::ES384, &json!({})),
        7,
    ] });
    let found = faults(KeyRing::new().jwk_set(set.to_string()));
    for reason in [
        "two keys are called `ES256`",
        "secret among public keys",
        "is the same as key 1",
        "private key",
        "has no `kid`",
        "not a JSON Web Key",
    ] {
        assert!(found.iter().any(|fault| fault.contains(reason)), "{reason}: {found:#?}");
    }
    let useless = json!({ "keys": [{ "kty": "RSA", "use": "enc", "kid": "a" }] });
    assert!(fault_of_set(&useless.to_string()).contains("no key that verifies tokens: number 1 is not for signatures"));
}

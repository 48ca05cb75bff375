//! The attacks of RFC 8725 by name.

use proptest::prelude::*;

use super::*;

#[tokio::test]
async fn every_attack_is_refused() {
    let good = token(&claims());
    let parts: Vec<&str> = good.split('.').collect();
    let other = token(&with("sub", json!("admin")));
    let other: Vec<&str> = other.split('.').collect();
    let text = claims().to_string();
    let mut attacks: Vec<(String, String)> = Vec::new();
    let mut attack = |name: &str, token: String| attacks.push((name.to_owned(), token));

    for spelling in ["none", "None", "NONE", "nOnE"] {
        let header = base64url(format!("{{\"alg\":\"{spelling}\"}}").as_bytes());
        attack(&format!("alg {spelling}, no signature"), format!("{header}.{}.", parts[1]));
        attack(&format!("alg {spelling}, signature kept"), format!("{header}.{}.{}", parts[1], parts[2]));
    }
    for alg in ["hs256", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "", "HS256 "] {
        attack(&format!("alg {alg} on an HS256 key"), hand_made(&format!("{{\"alg\":\"{alg}\"}}"), &text));
    }
    let jwk = r#"{"alg":"HS256","kid":"attacker","jwk":{"kty":"oct","k":"AAAA"}}"#;
    attack("kid of an embedded key", hand_made(jwk, &text));
    for kid in ["../../dev/null", "' OR 1=1 --", "\\u0000", &"k".repeat(4000), "http://evil.example/key"] {
        attack(&format!("kid injection {kid:.20}"), hand_made(&format!("{{\"alg\":\"HS256\",\"kid\":\"{kid}\"}}"), &text));
    }
    attack("critical extension", hand_made(r#"{"alg":"HS256","crit":["exp"]}"#, &text));
    attack("critical extension null", hand_made(r#"{"alg":"HS256","crit":null}"#, &text));
    attack("unencoded payload null", hand_made(r#"{"alg":"HS256","b64":null}"#, &text));
    attack("unencoded payload", hand_made(r#"{"alg":"HS256","b64":false}"#, &text));
    attack("duplicate alg", hand_made(r#"{"alg":"none","alg":"HS256"}"#, &text));
    attack("header is no object", hand_made("[]", &text));
    attack("alg is no text", hand_made(r#"{"alg":["HS256"]}"#, &text));
    attack("signature stripped", format!("{}.{}.", parts[0], parts[1]));
    attack("signature missing", format!("{}.{}", parts[0], parts[1]));
    attack("signature of another token", format!("{}.{}.{}", parts[0], parts[1], other[2]));
    attack("payload of another token", format!("{}.{}.{}", parts[0], other[1], parts[2]));
    attack("a fourth part", format!("{good}.x"));
    attack("five parts, as of an encrypted token", format!("{good}.x.y"));
    attack("empty parts", "..".to_owned());
    for (index, name) in ["header", "payload", "signature"].iter().enumerate() {
        for (what, change) in [("padding", "="), ("plus", "+"), ("slash", "/"), ("tilde", "~")] {
            let mut changed: Vec<String> = parts.iter().map(ToString::to_string).collect();
            changed[index].push_str(change);
            attack(&format!("{what} in the {name}"), changed.join("."));
        }
    }
    let mut bits = parts[2].to_owned();
    let last = bits.pop().expect("a signature");
    // 32 bytes leave two unused bits in the last letter; any of the others is a second text for the same bytes.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let index = alphabet.find(last).expect("a letter");
    bits.push(alphabet.chars().nth(index ^ 1).expect("a letter"));
    attack("non-canonical trailing bits", format!("{}.{}.{bits}", parts[0], parts[1]));
    attack("longer than any token", format!("{}.{}", "a".repeat(1_000_000), good));

    for name in ["iss", "aud", "sub", "exp"] {
        let mut missing = claims();
        missing.as_object_mut().expect("an object").remove(name);
        attack(&format!("{name} missing"), token(&missing));
        attack(&format!("{name} null"), token(&with(name, Value::Null)));
        attack(&format!("{name} an object"), token(&with(name, json!({ "a": 1 }))));
    }
    for (name, value) in [
        ("exp", json!(NOW - 31)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!(1e300)),
        ("exp", json!(u64::MAX)),
        ("exp", json!((NOW + 600).to_string())),
        ("nbf", json!(NOW + 31)),
        ("nbf", json!("now")),
        ("iat", json!(NOW + 31)),
        ("iss", json!("https://id.example/")),
        ("iss", json!("https://evil.example")),
        ("aud", json!("API")),
        ("aud", json!([])),
        ("aud", json!([["api"]])),
        ("sub", json!("")),
        ("sub", json!("  ")),
        ("sub", json!("a\nb")),
        ("sub", json!(7)),
        ("sub", json!("x".repeat(300))),
    ] {
        attack(&format!("{name} = {value:.40}"), token(&with(name, value)));
    }
    for typ in ["logout+jwt", "dpop+jwt", "JWE", "secevent+jwt", ""] {
        attack(&format!("typ {typ}"), sign(&Header { typ: Some(typ.to_owned()), ..Header::new(Algorithm::HS256) }, &claims()));
    }
    let exp = NOW + 600;
    let doubled = format!(r#"{{"iss":"https://id.example","aud":"api","sub":"uma","sub":"admin","exp":{exp}}}"#);
    attack("duplicate claim", hand_made(r#"{"alg":"HS256"}"#, &doubled));
    let escaped = format!(r#"{{"iss":"https://id.example","aud":"api","sub":"uma","s\u0075b":"admin","exp":{exp}}}"#);
    attack("duplicate claim, escaped", hand_made(r#"{"alg":"HS256"}"#, &escaped));
    attack("nested claims", hand_made(r#"{"alg":"HS256"}"#, &format!("{{\"x\":{}1{}}}", "[".repeat(500), "]".repeat(500))));
    attack("claims are no object", hand_made(r#"{"alg":"HS256"}"#, "\"uma\""));
    attack("something behind the claims", hand_made(r#"{"alg":"HS256"}"#, &format!("{text} {{}}")));

    for cached in [true, false] {
        let jwt = if cached { jwt() } else { jwt().cache(0) };
        for (name, token) in &attacks {
            assert_eq!(ask(&jwt, token).await, Err(401), "{name}");
        }
    }
    assert!(attacks.len() > 80, "{}", attacks.len());
}

#[tokio::test]
async fn a_token_that_points_to_its_own_key_is_judged_by_ours() {
    for name in ["jku", "x5u"] {
        let header = format!(r#"{{"alg":"HS256","{name}":"https://evil.example/keys"}}"#);
        assert_eq!(ask(&jwt(), &hand_made(&header, &claims().to_string())).await, Ok("uma".to_owned()), "{name}");
    }
}

proptest! {
    #[test]
    fn no_header_panics_or_passes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let header = [b"Bearer ".as_slice(), &bytes].concat();
        prop_assert!(runtime.block_on(ask_at(&jwt(), &header, NOW)).is_err());
    }

    #[test]
    fn a_changed_token_does_not_pass(position in 0_usize..400, letter in "[A-Za-z0-9_.-]") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let good = token(&claims());
        let mut changed: Vec<char> = good.chars().collect();
        let position = position % changed.len();
        changed[position] = letter.chars().next().expect("a letter");
        let changed: String = changed.into_iter().collect();
        if changed != good {
            prop_assert!(runtime.block_on(ask(&jwt(), &changed)).is_err());
        }
    }
}

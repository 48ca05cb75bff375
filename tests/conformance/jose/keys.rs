//! Keys that are not quite right, each with a good token of the key that it was made from.

use super::chance::Chance;
use super::issuers::{Issuer, Issuers, base64url};
use super::tokens::{VALUES, letters};

const MEMBERS: &[&str] = &[
    "kty", "use", "key_ops", "alg", "kid", "crv", "x", "y", "n", "e", "k", "d", "p", "q", "x5c", "x5t", "ext", "keys", "oth",
    "pub",
];
const WORDS: &[&str] = &[
    r#""sig""#,
    r#""enc""#,
    r#""SIG""#,
    r#"["verify"]"#,
    r#"["sign","verify"]"#,
    r#"["sign"]"#,
    r#"["encrypt"]"#,
    r#"["verify","verify"]"#,
    r#""oct""#,
    r#""EC""#,
    r#""RSA""#,
    r#""OKP""#,
    r#""AKP""#,
    r#""ec""#,
    r#""P-256""#,
    r#""P-384""#,
    r#""P-521""#,
    r#""secp256k1""#,
    r#""Ed25519""#,
    r#""Ed448""#,
    r#""X25519""#,
    r#""HS256""#,
    r#""HS512""#,
    r#""ES256""#,
    r#""ES384""#,
    r#""RS256""#,
    r#""PS256""#,
    r#""RSA-OAEP""#,
    r#""EdDSA""#,
    r#""none""#,
    r#""AQAB""#,
    r#""AQ""#,
    r#""Aw""#,
    r#""Ag""#,
    r#""AAAA""#,
    r#""AQAB=""#,
    r#""A""#,
];

/// The name of a mutation, and the JWK that it made.
pub(crate) fn mutated(issuer: &Issuer, chance: &mut Chance) -> (&'static str, String) {
    let good = issuer.jwk.to_string();
    let name = chance.of(MEMBERS);
    let value = if chance.below(3) == 0 { chance.of(VALUES) } else { chance.of(WORDS) };
    let without = || {
        let mut members = issuer.jwk.as_object().expect("an object").clone();
        members.remove(name);
        serde_json::to_string(&members).expect("JSON")
    };
    match chance.below(12) {
        0..5 => {
            let rest = without();
            (name, format!(r#"{},"{name}":{value}}}"#, &rest[..rest.len() - 1]))
        }
        5 => ("member left out", without()),
        6 => ("member twice", format!(r#"{},"kty":{}}}"#, &good[..good.len() - 1], issuer.jwk["kty"])),
        7 => ("key as text", letters(&good, chance)),
        8..11 => ("number", number(issuer, chance)),
        _ => ("around the key", around(&good, chance)),
    }
}

/// One number of the key changed: a bit, its length, its zeros.
fn number(issuer: &Issuer, chance: &mut Chance) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let mut jwk = issuer.jwk.clone();
    let names: Vec<&str> = ["x", "y", "n", "e", "k"].into_iter().filter(|name| jwk.get(name).is_some()).collect();
    let name = chance.of(&names);
    let mut bytes = URL_SAFE_NO_PAD.decode(jwk[name].as_str().expect("a text")).expect("base64url");
    let at = chance.below(bytes.len());
    match chance.below(8) {
        0..3 => bytes[at] ^= 1 << chance.below(8),
        3 => drop(bytes.remove(at)),
        4 => bytes.insert(0, 0),
        5 => bytes.push(0),
        6 => bytes.fill(0),
        _ => bytes.fill(0xff),
    }
    jwk[name] = base64url(&bytes).into();
    jwk.to_string()
}

fn around(json: &str, chance: &mut Chance) -> String {
    match chance.below(6) {
        0 => format!(" {json}\n"),
        1 => format!("\u{feff}{json}"),
        2 => format!("[{json}]"),
        3 => format!("{json}{json}"),
        4 => format!(r#"{{"keys":[{json}]}}"#),
        _ => String::new(),
    }
}

/// A set with one key mutated and others whole, or put together otherwise.
pub(crate) fn set(issuers: &Issuers, chance: &mut Chance) -> (&'static str, String, String) {
    let public: Vec<&Issuer> = issuers.iter().filter(|issuer| !issuer.algorithm.starts_with("HS")).take(3).collect();
    let named = |issuer: &Issuer| {
        let mut jwk = issuer.jwk.clone();
        jwk["kid"] = issuer.algorithm.into();
        jwk
    };
    let signer = public[chance.below(public.len())];
    let name = if chance.below(4) == 0 { String::new() } else { format!(r#","kid":"{}""#, signer.algorithm) };
    let header = format!(r#"{{"alg":"{}"{name}}}"#, signer.algorithm);
    let token = signer.token(header.as_bytes(), super::issuers::claims().as_bytes());
    let mut keys: Vec<String> = public.iter().map(|issuer| named(issuer).to_string()).collect();
    let at = chance.below(keys.len());
    let mutation = match chance.below(8) {
        0 => "set",
        1 => {
            drop(keys.remove(at));
            "set without one"
        }
        2 => {
            keys.push(keys[at].clone());
            "set with one twice"
        }
        3 => {
            keys.push(r#"{"kty":"RSA","use":"enc","alg":"RSA-OAEP","kid":"enc","n":"AQAB","e":"AQAB"}"#.to_owned());
            "set with one for encryption"
        }
        4 => {
            keys.push(r#"{"kty":"AKP","alg":"ML-DSA-44","kid":"new","pub":"AAAA"}"#.to_owned());
            "set with one of a new kind"
        }
        5 => {
            keys.push(issuers.iter().next().expect("one").jwk.to_string());
            "set with a secret"
        }
        6 => {
            keys[at] = keys[at].replace(public[at].algorithm, "k");
            "set with a name changed"
        }
        _ => {
            keys[at] = mutated(public[at], chance).1;
            "set with one mutated"
        }
    };
    (mutation, format!(r#"{{"keys":[{}]}}"#, keys.join(",")), token)
}

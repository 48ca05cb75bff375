//! Tokens that are not quite right: letters changed after signing, or a header and claims that nobody should sign, signed.

use super::chance::Chance;
use super::issuers::{Issuer, base64url, claims};

/// What is put into a place that was made for something else.
pub(crate) const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    "1e3",
    "1e300",
    "18446744073709551615",
    "18446744073709551616",
    "1800000000",
    "1799999969",
    "1799999970",
    "1799999971",
    "1800000029",
    "1800000030",
    "1800000031",
    "1800000600.5",
    r#""""#,
    r#"" ""#,
    r#""1800000600""#,
    r#""a""#,
    r#""k1""#,
    r#""k2""#,
    r#""api""#,
    r#""API""#,
    r#""https://id.example""#,
    r#""https://id.example/""#,
    r#""\u0061pi""#,
    r#""a\u0000b""#,
    r#""\ud800""#,
    r#""JWT""#,
    r#""jwt""#,
    r#""at+jwt""#,
    r#""application/at+jwt""#,
    r#""logout+jwt""#,
    "[]",
    "[null]",
    r#"["api"]"#,
    r#"["x","api"]"#,
    r#"["api",1]"#,
    r#"["exp"]"#,
    r#"["b64"]"#,
    "{}",
    r#"{"a":{"b":[1]}}"#,
];
const ALGORITHMS: &[&str] = &[
    "none",
    "None",
    "",
    "HS256",
    "HS384",
    "HS512",
    "ES256",
    "ES256K",
    "ES384",
    "ES512",
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "EdDSA",
    "Ed25519",
    "Ed448",
    "ML-DSA-44",
    "hs256",
    "HS256 ",
];
const HEADER: &[&str] = &["typ", "kid", "crit", "b64", "jwk", "jku", "x5u", "x5c", "x5t", "cty", "zip", "enc", "exp", "alg"];
const CLAIMS: &[&str] = &["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "roles", "scope", "sid", "acr", "auth_time", "x"];
const LETTERS: &[&str] =
    &["A", "B", "Q", "g", "w", "z", "0", "9", "-", "_", "+", "/", "=", ".", " ", "\t", "~", "%", "\\", "\"", "é", "\u{a0}"];

/// The name of a mutation, and what it made.
pub(crate) fn mutated(issuer: &Issuer, chance: &mut Chance) -> (&'static str, String) {
    match chance.below(10) {
        0..3 => ("letters", letters(&issuer.good_token(), chance)),
        3..6 => {
            let (mutation, header) = header(issuer, chance);
            (mutation, issuer.token(&header, claims().as_bytes()))
        }
        6..9 => {
            let (mutation, claims) = payload(chance);
            (mutation, issuer.token(issuer.header().as_bytes(), &claims))
        }
        _ => signature(issuer, chance),
    }
}

/// One to three letters changed, added, removed or exchanged.
pub(crate) fn letters(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(letters.len());
        let letter = chance.of(LETTERS).chars().next().expect("a letter");
        match chance.below(5) {
            0 => letters[at] = letter,
            1 => letters.insert(at, letter),
            2 => drop(letters.remove(at)),
            3 => {
                let next = (at + 1) % letters.len();
                letters.swap(at, next);
            }
            _ => letters.push(letter),
        }
    }
    letters.into_iter().collect()
}

fn header(issuer: &Issuer, chance: &mut Chance) -> (&'static str, Vec<u8>) {
    let good = issuer.header();
    let inner = &good[1..good.len() - 1];
    let name = chance.of(HEADER);
    let value = chance.of(VALUES);
    match chance.below(8) {
        0..2 => ("alg", format!(r#"{{"alg":"{}","kid":"k1"}}"#, chance.of(ALGORITHMS)).into()),
        2 => ("header without kid", format!(r#"{{"alg":"{}"}}"#, issuer.algorithm).into()),
        3 if name != "kid" && name != "alg" => (name, format!(r#"{{{inner},"{name}":{value}}}"#).into()),
        4 => ("kid", format!(r#"{{"alg":"{}","kid":{value}}}"#, issuer.algorithm).into()),
        5 => ("member twice", format!(r#"{{{inner},"alg":"{}"}}"#, issuer.algorithm).into()),
        6 => ("header as text", letters(&good, chance).into()),
        7 => ("around the header", around(&good, chance)),
        _ => (name, format!(r#"{{"alg":"{}","{name}":{value}}}"#, issuer.algorithm).into()),
    }
}

fn payload(chance: &mut Chance) -> (&'static str, Vec<u8>) {
    let good = claims();
    let name = chance.of(CLAIMS);
    let value = chance.of(VALUES);
    match chance.below(8) {
        0..5 => {
            let mut claims: serde_json::Map<_, _> = serde_json::from_str(&good).expect("JSON");
            claims.remove(name);
            let rest = serde_json::to_string(&claims).expect("JSON");
            let mutated =
                if chance.below(8) == 0 { rest } else { format!(r#"{},"{name}":{value}}}"#, &rest[..rest.len() - 1]) };
            (name, mutated.into())
        }
        5 => ("claim twice", format!(r#"{},"sub":"uma"}}"#, &good[..good.len() - 1]).into()),
        6 => ("claims as text", letters(&good, chance).into()),
        _ => ("around the claims", around(&good, chance)),
    }
}

/// The same value, or not quite, in other bytes.
fn around(json: &str, chance: &mut Chance) -> Vec<u8> {
    let wide = |json: &str| json.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    match chance.below(8) {
        0 => format!(" {json}\n").into(),
        1 => format!("\u{feff}{json}").into(),
        2 => format!("{json}{json}").into(),
        3 => format!("[{json}]").into(),
        4 => [json.as_bytes(), b"\x00"].concat(),
        5 => json.replacen('"', "'", 2).into(),
        6 => [&json.as_bytes()[..json.len() - 1], b",\"x\":\"\xff\"}"].concat(),
        _ => wide(json),
    }
}

fn signature(issuer: &Issuer, chance: &mut Chance) -> (&'static str, String) {
    let good = issuer.good_token();
    let (message, signature) = good.rsplit_once('.').expect("three parts");
    let (header, payload) = message.split_once('.').expect("three parts");
    let swapped: String = signature.chars().rev().collect();
    let token = match chance.below(12) {
        0 => format!("{message}."),
        1 => message.to_owned(),
        2 => format!("{message}.{swapped}"),
        3 => format!("{message}.{}", base64url(&[0; 64])),
        4 => format!("{message}.{signature}{signature}"),
        5 => format!("{message}.{signature}="),
        6 => format!("{message}.{signature}.{signature}"),
        7 => format!("{header}..{signature}"),
        8 => format!(".{payload}.{signature}"),
        9 => format!("{message}.{}", signature.replace('-', "+").replace('_', "/")),
        10 => format!("{message}.{signature}\n"),
        _ => good.clone(),
    };
    ("signature", token)
}

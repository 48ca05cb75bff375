//! What verifying a token costs: the signature alone, and all that the authenticator does, with and without its memory.
//!
//! Run with `cargo bench -p secure-action-tests --bench jwt`. `jwt_backends.sh` beside this file compares the libraries
//! that check signatures.

#![expect(clippy::expect_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::request::Parts;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use secure_action::authn::jwt::{Jwt, KeyRing};
use secure_action::authn::{Authentication, Authenticator, Outgoing, Presented};
use secure_action::policy;
use secure_action::policy::Policy as _;
use secure_action::request::Moment;
use serde_json::json;

policy! {
    resource note;
    role reader { note: read; }
}

const NOW: u64 = 1_800_000_000;

/// Rounds of which the best counts: the others were disturbed.
const ROUNDS: usize = 9;

/// One kind of token.
struct Kind {
    algorithm: Algorithm,
    sign: EncodingKey,
    check: DecodingKey,
    keys: KeyRing,
}

fn main() {
    println!("{:<10}{:>22}{:>22}{:>22}", "ns", "signature alone", "token, first seen", "token, remembered");
    for Kind { algorithm, sign, check, keys } in kinds() {
        let token = token(algorithm, &sign);
        let (message, signature) = token.rsplit_once('.').expect("three parts");
        let alone = best(|| {
            let good = jsonwebtoken::crypto::verify(signature, message.as_bytes(), &check, algorithm);
            assert!(good.expect("an answer"));
        });
        let head = head(&token);
        let mut jwt = Jwt::keys(keys).issuer("https://id.example").audience("notes").cache(0);
        let first = best(|| authenticate(&jwt, &head));
        jwt = jwt.cache(Jwt::DEFAULT_CACHE);
        let remembered = best(|| authenticate(&jwt, &head));
        println!("{:<10}{alone:>22.0}{first:>22.0}{remembered:>22.0}", format!("{algorithm:?}"));
    }
}

fn kinds() -> [Kind; 4] {
    let random = SystemRandom::new();
    let ec = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let ec_public = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, ec.as_ref()).expect("a key");
    let ec_public = public(ec_public.public_key());
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
    let rsa_public = public(rsa.public_key());
    let rsa: Pkcs8V1Der<'_> = rsa.as_der().expect("a key");
    let rsa = pem("PRIVATE KEY", rsa.as_ref());
    let ed = Ed25519KeyPair::generate().expect("a key");
    let ed_public = public(ed.public_key());
    let ed: Pkcs8V1Der<'_> = ed.as_der().expect("a key");
    let secret: Vec<u8> = (0..32).map(|number: u8| number.wrapping_mul(89)).collect();

    [
        Kind {
            algorithm: Algorithm::HS256,
            sign: EncodingKey::from_secret(&secret),
            check: DecodingKey::from_secret(&secret),
            keys: KeyRing::new().hs256(&secret),
        },
        Kind {
            algorithm: Algorithm::ES256,
            sign: EncodingKey::from_ec_der(ec.as_ref()),
            check: DecodingKey::from_ec_pem(ec_public.as_bytes()).expect("a key"),
            keys: KeyRing::new().es256(&ec_public),
        },
        Kind {
            algorithm: Algorithm::RS256,
            sign: EncodingKey::from_rsa_pem(rsa.as_bytes()).expect("a key"),
            check: DecodingKey::from_rsa_pem(rsa_public.as_bytes()).expect("a key"),
            keys: KeyRing::new().rs256(&rsa_public),
        },
        Kind {
            algorithm: Algorithm::EdDSA,
            sign: EncodingKey::from_ed_der(ed.as_ref()),
            check: DecodingKey::from_ed_pem(ed_public.as_bytes()).expect("a key"),
            keys: KeyRing::new().eddsa(&ed_public),
        },
    ]
}

fn public(key: &impl AsDer<PublicKeyX509Der<'static>>) -> String {
    pem("PUBLIC KEY", key.as_der().expect("a public key").as_ref())
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

fn token(algorithm: Algorithm, key: &EncodingKey) -> String {
    let claims = json!({
        "iss": "https://id.example", "aud": "notes", "sub": "4711", "iat": NOW, "exp": NOW + 600, "jti": "0123456789abcdef",
        "roles": ["reader"],
    });
    jsonwebtoken::encode(&Header::new(algorithm), &claims, key).expect("a token")
}

fn head(token: &str) -> Parts {
    let request = http::Request::builder().header(AUTHORIZATION, format!("Bearer {token}")).body(()).expect("a request");
    request.into_parts().0
}

fn authenticate(jwt: &Jwt, head: &Parts) {
    let unix = Duration::from_secs(NOW);
    let (client, outgoing) = (std::net::Ipv4Addr::LOCALHOST.into(), Outgoing::new());
    let presented = Presented::new(head, client, Policy::TABLE, Moment { unix, elapsed: unix }, &outgoing);
    let Authentication::Decided(Ok(identity)) = jwt.authenticate(presented) else {
        panic!("a good token is accepted at once");
    };
    black_box(identity);
}

/// Nanoseconds of one call.
fn best(mut call: impl FnMut()) -> f64 {
    const CALLS: u32 = 2_000;

    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                call();
            }
            start.elapsed().as_nanos() as f64 / f64::from(CALLS)
        })
        .fold(f64::INFINITY, f64::min)
}

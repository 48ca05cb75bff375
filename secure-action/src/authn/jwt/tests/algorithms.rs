//! Every algorithm by itself: its good token passes, and the attacks on its kind of signature do not.

use aws_lc_rs::signature::KeyPair;

use super::keys::{ALGORITHMS, KEYS, OTHER_KEYS, TestKeys};
use super::*;

/// Accepts what the usual key for `algorithm` has signed.
fn jwt_for(algorithm: Algorithm) -> Jwt {
    configured(KEYS.add_to(KeyRing::new(), algorithm))
}

fn configured(keys: KeyRing) -> Jwt {
    Jwt::keys(keys).issuer("https://id.example").audience("api")
}

/// What is signed, with a header that names `algorithm`.
fn message(algorithm: Algorithm) -> String {
    let header = format!(r#"{{"alg":"{algorithm:?}"}}"#);
    format!("{}.{}", base64url(header.as_bytes()), base64url(claims().to_string().as_bytes()))
}

fn signed_by(keys: &TestKeys, algorithm: Algorithm) -> String {
    let message = message(algorithm);
    let signature = keys.sign(algorithm, message.as_bytes());
    format!("{message}.{}", base64url(&signature))
}

fn with_signature(algorithm: Algorithm, signature: &[u8]) -> String {
    format!("{}.{}", message(algorithm), base64url(signature))
}

/// Asks with and without the memory of verified tokens, twice, so that memory has a chance to be wrong.
async fn assert_refused(algorithm: Algorithm, what: &str, token: &str) {
    for jwt in [jwt_for(algorithm), jwt_for(algorithm).cache(0)] {
        for _ in 0..2 {
            assert_eq!(ask(&jwt, token).await, Err(401), "{algorithm:?}: {what}");
        }
    }
}

#[tokio::test]
async fn a_good_token_of_every_algorithm_is_accepted() {
    for algorithm in ALGORITHMS {
        let jwt = jwt_for(algorithm);
        assert_eq!(jwt.faults(), Vec::<String>::new(), "{algorithm:?}");
        let token = signed_by(&KEYS, algorithm);
        for _ in 0..2 {
            assert_eq!(ask(&jwt, &token).await, Ok("uma".to_owned()), "{algorithm:?}");
        }
        assert_eq!(ask(&jwt.cache(0), &token).await, Ok("uma".to_owned()), "{algorithm:?}, without memory");
    }
}

#[tokio::test]
async fn a_signature_that_is_not_quite_right_is_refused() {
    for algorithm in ALGORITHMS {
        let signature = KEYS.sign(algorithm, message(algorithm).as_bytes());
        let changed = |change: fn(&mut Vec<u8>)| {
            let mut signature = signature.clone();
            change(&mut signature);
            with_signature(algorithm, &signature)
        };
        let attacks = [
            ("last bit flipped", changed(|signature| *signature.last_mut().expect("a byte") ^= 1)),
            ("first bit flipped", changed(|signature| signature[0] ^= 0x80)),
            ("empty", changed(Vec::clear)),
            ("one byte short", changed(|signature| signature.truncate(signature.len() - 1))),
            ("half of it", changed(|signature| signature.truncate(signature.len() / 2))),
            ("one byte more", changed(|signature| signature.push(0))),
            ("a zero before it", changed(|signature| signature.insert(0, 0))),
            ("all zero", changed(|signature| signature.fill(0))),
            ("all ones", changed(|signature| signature.fill(0xff))),
            ("twice", changed(|signature| signature.extend_from_within(..))),
            ("by somebody else", signed_by(&OTHER_KEYS, algorithm)),
        ];
        for (what, token) in attacks {
            assert_refused(algorithm, what, &token).await;
        }
    }
}

#[tokio::test]
async fn an_ecdsa_signature_has_one_encoding_and_no_zeros() {
    for (algorithm, order) in [
        (Algorithm::ES256, hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")),
        (
            Algorithm::ES384,
            hex("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        ),
    ] {
        let message = message(algorithm);
        let der = KEYS.sign_der(algorithm, message.as_bytes());
        assert_eq!(der[0], 0x30, "the signature is DER");
        let good = KEYS.sign(algorithm, message.as_bytes());
        let half = good.len() / 2;
        assert_eq!(half, order.len());
        let zero = vec![0; half];
        let (r, s) = good.split_at(half);
        // CVE-2022-21449: r = s = 0 solves the equation for every key and message, and so do multiples of the order.
        for (what, signature) in [
            ("in DER", der),
            ("r = s = 0", [&zero[..], &zero].concat()),
            ("r = 0", [&zero[..], s].concat()),
            ("s = 0", [r, &zero].concat()),
            ("r = s = order", [&order[..], &order].concat()),
            ("r = 0, s = order", [&zero[..], &order].concat()),
            ("r and s exchanged", [s, r].concat()),
        ] {
            assert_refused(algorithm, what, &with_signature(algorithm, &signature)).await;
        }
    }
}

#[tokio::test]
async fn an_ed25519_signature_cannot_be_rewritten() {
    // s + order is another text for the same signature (RFC 8032, section 5.1.7).
    let mut order = hex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");
    order.reverse();
    let mut signature = KEYS.sign(Algorithm::EdDSA, message(Algorithm::EdDSA).as_bytes());
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    assert_refused(Algorithm::EdDSA, "s + order", &with_signature(Algorithm::EdDSA, &signature)).await;
}

#[tokio::test]
async fn a_token_does_not_choose_its_algorithm() {
    for signed in ALGORITHMS {
        for named in ALGORITHMS.into_iter().filter(|named| *named != signed) {
            let message = message(named);
            let token = format!("{message}.{}", base64url(&KEYS.sign(signed, message.as_bytes())));
            // Whether the key is for the one, for the other, or there is a key for each.
            let both = KEYS.add_to(KEYS.add_to(KeyRing::new(), signed), named);
            for jwt in [jwt_for(signed), jwt_for(named), configured(both)] {
                assert_eq!(ask(&jwt, &token).await, Err(401), "signed with {signed:?}, named {named:?}");
            }
            // And a good token of the one is none for a key of the other, even where the key is the same.
            assert_eq!(ask(&jwt_for(named), &signed_by(&KEYS, signed)).await, Err(401), "{signed:?} for {named:?}");
        }
    }
}

#[tokio::test]
async fn a_public_key_is_not_a_secret() {
    for algorithm in ALGORITHMS.into_iter().filter(|algorithm| !format!("{algorithm:?}").starts_with("HS")) {
        let jwt = jwt_for(algorithm);
        let der = KEYS.public_der(algorithm);
        let pem = KEYS.public_pem(algorithm);
        let pkcs1 = KEYS.rsa.public_key().as_ref().to_vec();
        let spellings: [Vec<u8>; 5] = [pem.clone().into(), pem.trim_end().into(), pem.replace('\n', "").into(), der, pkcs1];
        for secret in spellings {
            for hmac in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
                let message = message(hmac);
                let key = EncodingKey::from_secret(&secret);
                let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, hmac).expect("a signature");
                assert_eq!(ask(&jwt, &format!("{message}.{signature}")).await, Err(401), "{hmac:?} for {algorithm:?}");
            }
        }
    }
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits")).collect()
}

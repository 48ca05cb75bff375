//! Public keys that must not start: of another curve, of no curve, weak, or not alone.

use num_bigint::BigUint;

use super::keys::{KEYS, OTHER_KEYS, modulus, pem, rsa_pem, spki_pem};
use super::*;

const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
const SECP256K1: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x0a];
const BRAINPOOL_P256R1: &[u8] = &[0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

pub(super) fn faults(keys: KeyRing) -> Vec<String> {
    Jwt::keys(keys).issuer("i").audience("a").faults()
}

/// The only fault.
fn fault(keys: KeyRing) -> String {
    let faults = faults(keys);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.into_iter().next().expect("one")
}

fn es256(curve: &[u8], point: &[u8]) -> String {
    fault(KeyRing::new().es256(spki_pem(EC, Some(curve), point)))
}

/// The point of a good key.
fn p256_point() -> Vec<u8> {
    let der = KEYS.public_der(Algorithm::ES256);
    der[der.len() - 65..].to_vec()
}

#[test]
fn a_key_of_another_curve_is_a_fault() {
    let point = p256_point();
    assert_eq!(faults(KeyRing::new().es256(spki_pem(EC, Some(P256), &point))), Vec::<String>::new(), "the good key");
    assert!(es256(SECP256K1, &point).contains("secp256k1"));
    assert!(es256(BRAINPOOL_P256R1, &point).contains("a curve that is not supported"));
    // A point of P-256 that says of itself that it is on P-384.
    assert!(es256(P384, &point).contains("one on the curve P-384"));
    assert!(fault(KeyRing::new().es384(spki_pem(EC, Some(P384), &point))).contains("not a point on the curve P-384"));
    // The generator of secp256k1.
    let generator = hex(
        "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
    );
    assert!(es256(P256, &generator).contains("not a point on the curve P-256"));
}

#[test]
fn what_is_no_point_of_the_curve_is_a_fault() {
    let point = p256_point();
    let mut off = point.clone();
    off[64] ^= 1;
    for (what, point) in [
        ("off the curve", off),
        ("zero", [&[4][..], &[0; 64]].concat()),
        ("all ones", [&[4][..], &[0xff; 64]].concat()),
        ("at infinity", vec![0]),
        ("empty", vec![]),
        ("without its form", point[1..].to_vec()),
        ("one byte short", point[..64].to_vec()),
        ("one byte more", [&point[..], &[0]].concat()),
    ] {
        assert!(es256(P256, &point).contains("not a point on the curve P-256"), "{what}");
    }
    let compressed = [&[2 + (point[64] & 1)], &point[1..33]].concat();
    assert!(es256(P256, &compressed).contains("ec_conv_form uncompressed"));
}

#[test]
fn a_point_of_ed25519_is_on_the_curve_and_not_of_small_order() {
    let fault_of = |point: &[u8]| fault(KeyRing::new().eddsa(spki_pem(ED25519, None, point)));
    let order_8 = hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    let also_order_8 = hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
    let order_2 = hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    let neutral = [&[1][..], &[0; 31]].concat();
    for point in [vec![0; 32], neutral, order_2, order_8.clone(), also_order_8] {
        assert!(fault_of(&point).contains("small order"), "{point:02x?}");
        let mut negative = point;
        negative[31] |= 0x80;
        assert!(fault_of(&negative).contains("small order"), "{negative:02x?}");
    }
    // A second spelling of the neutral point, and an ordinate without a point.
    assert!(fault_of(&hex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")).contains("not a point"));
    assert!(fault_of(&[&[2][..], &[0; 31]].concat()).contains("not a point"));
    assert!(fault_of(&order_8[..31]).contains("32 bytes"));
    // Half of all ordinates have a point; those of keys all do.
    for _ in 0..20 {
        let key = aws_lc_rs::signature::Ed25519KeyPair::generate().expect("a key");
        let point = aws_lc_rs::signature::KeyPair::public_key(&key).as_ref().to_vec();
        assert_eq!(faults(KeyRing::new().eddsa(spki_pem(ED25519, None, &point))), Vec::<String>::new());
    }
}

fn rs256(modulus: &BigUint) -> String {
    fault(KeyRing::new().rs256(rsa_pem(modulus, &[1, 0, 1])))
}

#[test]
fn a_modulus_that_everybody_can_factor_is_a_fault() {
    assert!(rs256(&BigUint::from(3_u8).pow(1292)).contains("small factor"));
    assert!(rs256(&(modulus(2040) * 65_521_u32)).contains("small factor"));
    assert!(rs256(&modulus(1030).pow(2)).contains("power"));
    assert!(rs256(&modulus(690).pow(3)).contains("power"));
    let one = modulus(1030);
    let near = (1..).map(|step| &one + 2_u32 * step).find(has_no_small_factor).expect("one of them");
    assert!(rs256(&(&one * near)).contains("next to each other"));
}

fn has_no_small_factor(number: &BigUint) -> bool {
    (3..1_u32 << 16).step_by(2).all(|divisor| number % divisor != BigUint::ZERO)
}

#[test]
fn a_modulus_of_a_generator_with_a_pattern_is_a_fault() {
    // CVE-2017-15361: each factor is a power of 65537 modulo the product of the first primes, and so is the product of two.
    let product: BigUint = (2_u32..=167).filter(|n| (2..*n).all(|d| n % d != 0)).map(BigUint::from).product();
    let factor = |exponent: u32, bits: u64| {
        let power = BigUint::from(65_537_u32).modpow(&BigUint::from(exponent), &product);
        let first = (BigUint::from(1_u8) << (bits - product.bits())) * &product + power;
        (0_u32..).map(|step| &first + &product * step).find(has_no_small_factor).expect("one of them")
    };
    assert!(rs256(&(factor(4711, 1040) * factor(815, 1030))).contains("CVE-2017-15361"));
}

#[test]
fn an_exponent_is_odd_and_at_least_3() {
    let modulus = modulus(2048);
    let key = |exponent: &[u8]| faults(KeyRing::new().rs256(rsa_pem(&modulus, exponent)));
    for exponent in [&[1][..], &[2], &[1, 0, 0], &[0], &[2, 0, 0, 0, 1], &[1; 9]] {
        assert_eq!(key(exponent).len(), 1, "{exponent:?}");
    }
    for exponent in [&[3][..], &[17], &[1, 0, 1]] {
        assert_eq!(key(exponent), Vec::<String>::new(), "{exponent:?}");
    }
    assert!(faults(KeyRing::new().rs256(rsa_pem(&(modulus - 1_u8), &[1, 0, 1]))).len() == 1, "even");
}

#[test]
fn a_text_holds_one_key() {
    let (one, other) = (KEYS.public_pem(Algorithm::ES256), OTHER_KEYS.public_pem(Algorithm::ES256));
    assert!(fault(KeyRing::new().es256(format!("{one}{other}"))).contains("2 blocks of PEM"));
    assert!(fault(KeyRing::new().es256(format!("{one}{one}"))).contains("2 blocks of PEM"));
    let certificate = pem("CERTIFICATE", &KEYS.public_der(Algorithm::ES256));
    assert!(fault(KeyRing::new().es256(&certificate)).contains("openssl x509 -in certificate.pem -pubkey -noout"));
    assert!(fault(KeyRing::new().es256(pem("EC PRIVATE KEY", b"x"))).contains("openssl pkey"));
    assert!(fault(KeyRing::new().es256("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA")).contains("ssh-keygen"));
    assert!(fault(KeyRing::new().es256(KEYS.public_der(Algorithm::ES256))).contains("DER"));
    assert!(fault(KeyRing::new().es256(r#"{"kty":"EC"}"#)).contains("`jwk`"));
    assert!(fault(KeyRing::new().es256(pem("PUBLIC KEY", b"not a key"))).contains("malformed"));
    let twice = [KEYS.public_der(Algorithm::ES256), KEYS.public_der(Algorithm::ES256)].concat();
    assert!(fault(KeyRing::new().es256(pem("PUBLIC KEY", &twice))).contains("malformed"));
    // What stands around the block is no part of it (RFC 7468, section 2).
    assert_eq!(
        faults(KeyRing::new().es256(format!("\u{feff}from the vault\r\n{}", one.replace('\n', "\r\n")))),
        Vec::<String>::new()
    );
}

#[test]
fn all_faults_of_all_keys_are_listed_by_position_and_name() {
    let keys = KeyRing::new()
        .hs256("tooshort")
        .es256(KEYS.public_pem(Algorithm::ES256))
        .kid("good")
        .rs256(rsa_pem(&modulus(1024), &[1]))
        .kid("weak")
        .eddsa("nothing")
        .es256(KEYS.public_pem(Algorithm::ES256))
        .kid("good");
    assert_eq!(
        faults(keys),
        [
            "key 1, the HS256 secret is shorter than 32 bytes: take it from `openssl rand 32`",
            "key 3 (`weak`), the RS256 key is not a public key that RSA can have: its numbers are malformed, even or out of bounds",
            "key 4, the EdDSA key is not a public key in PEM form",
            "two keys are called `good`: give each its own `kid`",
            "key 5 (`good`), the ES256 key is the same as key 2 (`good`), the ES256 key: each key is for one algorithm, once",
        ]
    );
}

#[test]
fn one_key_is_for_one_algorithm() {
    let both = KEYS.add_to(KEYS.add_to(KeyRing::new(), Algorithm::RS256), Algorithm::PS256);
    assert!(fault(both).contains("each key is for one algorithm, once"));
}

#[tokio::test]
async fn a_single_key_can_have_a_name() {
    let jwt = Jwt::es256(KEYS.public_pem(Algorithm::ES256)).kid("2026-10").issuer("https://id.example").audience("api");
    assert_eq!(jwt.faults(), Vec::<String>::new());
    let token = |kid: &str| {
        let header = base64url(format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#).as_bytes());
        let message = format!("{header}.{}", base64url(claims().to_string().as_bytes()));
        format!("{message}.{}", base64url(&KEYS.sign(Algorithm::ES256, message.as_bytes())))
    };
    assert_eq!(ask(&jwt, &token("2026-10")).await, Ok("uma".to_owned()));
    assert_eq!(ask(&jwt, &token("2026-11")).await, Err(401));
}

#[tokio::test]
async fn a_faulty_key_verifies_nothing() {
    let header = base64url(br#"{"alg":"HS256"}"#);
    let message = format!("{header}.{}", base64url(claims().to_string().as_bytes()));
    let key = EncodingKey::from_secret(b"changeme");
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("a signature");
    let jwt = Jwt::hs256("changeme").issuer("https://id.example").audience("api");
    assert_eq!(ask(&jwt, &format!("{message}.{signature}")).await, Err(401));
}

pub(super) fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits")).collect()
}

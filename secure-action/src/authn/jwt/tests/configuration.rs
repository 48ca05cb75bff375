//! What must not start.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};

use super::keys::{KEYS, pem, rsa_public_pem};
use super::*;

#[test]
fn unsafe_configurations_are_faults() {
    let count = |jwt: Jwt| jwt.faults().len();
    assert_eq!(count(Jwt::hs256(b"short")), 3, "issuer, audience, secret");
    assert_eq!(count(Jwt::hs256("your-256-bit-secret-your-256-bit-secret").issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::hs256([7; 64]).issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::es256("not a key").issuer("i").audience("a")), 1);
    assert_eq!(count(Jwt::keys(KeyRing::new()).issuer("i").audience("a")), 1);
    let other = [SECRET.as_slice(), b"x"].concat();
    assert_eq!(count(Jwt::keys(KeyRing::new().hs256(SECRET).kid("a").hs256(other).kid("a")).issuer("i").audience("a")), 1);
    assert_eq!(count(jwt().leeway(Duration::from_secs(3600))), 1);
    for fault in Jwt::hs256("changeme").faults() {
        assert!(!fault.contains("changeme"), "{fault}");
    }
    assert!(!format!("{:?}", jwt()).contains("\\x93"));
}

#[test]
fn a_key_that_cannot_verify_is_a_fault() {
    let fault = |keys: KeyRing| {
        let faults = Jwt::keys(keys).issuer("i").audience("a").faults();
        assert!(faults.len() < 2, "{faults:?}");
        faults.into_iter().next().unwrap_or_default()
    };
    let rsa: [fn(KeyRing, String) -> KeyRing; 6] =
        [KeyRing::rs256, KeyRing::rs384, KeyRing::rs512, KeyRing::ps256, KeyRing::ps384, KeyRing::ps512];
    for add in rsa {
        for bits in [1024, 1536, 2000, 2040, 2047] {
            assert!(fault(add(KeyRing::new(), rsa_public_pem(bits))).contains("fewer than 2048 bits"), "{bits}");
        }
        for bits in [2048, 3072, 4096, 8192] {
            assert_eq!(fault(add(KeyRing::new(), rsa_public_pem(bits))), "", "{bits}");
        }
        assert!(fault(add(KeyRing::new(), rsa_public_pem(8200))).contains("more than 8192 bits"));
        // A private key verifies nothing, and has no business here.
        assert!(fault(add(KeyRing::new(), private_rsa_pem())).contains("is a private key, not a public key"));
        assert!(fault(add(KeyRing::new(), KEYS.public_pem(Algorithm::ES256))).contains("not a public key"));
    }
    assert!(fault(KeyRing::new().es256(KEYS.public_pem(Algorithm::ES384))).contains("P-384"));
    assert!(fault(KeyRing::new().es384(KEYS.public_pem(Algorithm::ES256))).contains("P-256"));
    assert!(fault(KeyRing::new().es256(KEYS.public_pem(Algorithm::EdDSA))).contains("not a public key"));
    assert!(fault(KeyRing::new().eddsa(KEYS.public_pem(Algorithm::RS256))).contains("not a public key"));
}

#[test]
fn a_public_key_in_the_place_of_a_secret_is_a_fault() {
    for algorithm in [Algorithm::ES256, Algorithm::RS256, Algorithm::EdDSA] {
        let pem = KEYS.public_pem(algorithm);
        for ring in [KeyRing::new().hs256(&pem), KeyRing::new().hs384(&pem), KeyRing::new().hs512(format!("\n{pem}"))] {
            let faults = Jwt::keys(ring).issuer("i").audience("a").faults();
            assert!(faults.iter().any(|fault| fault.contains("PEM")), "{faults:?}");
        }
    }
}

/// The private half of the usual RSA key, as a careless copy would have it.
fn private_rsa_pem() -> String {
    let der: Pkcs8V1Der<'_> = KEYS.rsa.as_der().expect("a key");
    pem("PRIVATE KEY", der.as_ref())
}

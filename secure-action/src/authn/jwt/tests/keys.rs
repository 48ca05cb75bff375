//! Keys of every algorithm, made anew for each run: no key in this repository is worth anything.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{self as signatures, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use num_bigint::BigUint;

use super::*;

/// Every algorithm that a token may be signed with.
pub(super) const ALGORITHMS: [Algorithm; 12] = [
    Algorithm::HS256,
    Algorithm::HS384,
    Algorithm::HS512,
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

/// One key of each kind, with which a test signs as any issuer could: not through the library that verifies.
pub(super) struct TestKeys {
    pub(super) secret: [u8; 64],
    p256: EcKey,
    p384: EcKey,
    pub(super) rsa: RsaKeyPair,
    ed25519: Ed25519KeyPair,
}

/// The usual keys. Making RSA keys takes a while.
pub(super) static KEYS: LazyLock<TestKeys> = LazyLock::new(TestKeys::new);

/// Keys of somebody else.
pub(super) static OTHER_KEYS: LazyLock<TestKeys> = LazyLock::new(TestKeys::new);

/// One private key, for both encodings of a signature.
struct EcKey {
    fixed: EcdsaKeyPair,
    der: EcdsaKeyPair,
}

impl EcKey {
    fn new(fixed: &'static EcdsaSigningAlgorithm, der: &'static EcdsaSigningAlgorithm) -> Self {
        let key = EcdsaKeyPair::generate_pkcs8(fixed, &SystemRandom::new()).expect("a key");
        let read = |algorithm| EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref()).expect("a key");
        Self { fixed: read(fixed), der: read(der) }
    }
}

impl TestKeys {
    fn new() -> Self {
        let mut secret = [0; 64];
        getrandom::fill(&mut secret).expect("random bytes");
        Self {
            secret,
            p256: EcKey::new(&signatures::ECDSA_P256_SHA256_FIXED_SIGNING, &signatures::ECDSA_P256_SHA256_ASN1_SIGNING),
            p384: EcKey::new(&signatures::ECDSA_P384_SHA384_FIXED_SIGNING, &signatures::ECDSA_P384_SHA384_ASN1_SIGNING),
            rsa: RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"),
            ed25519: Ed25519KeyPair::generate().expect("a key"),
        }
    }

    /// `keys` and the key for `algorithm`.
    pub(super) fn add_to(&self, keys: KeyRing, algorithm: Algorithm) -> KeyRing {
        match algorithm {
            Algorithm::HS256 => keys.hs256(self.secret),
            Algorithm::HS384 => keys.hs384(self.secret),
            Algorithm::HS512 => keys.hs512(self.secret),
            Algorithm::ES256 => keys.es256(self.public_pem(algorithm)),
            Algorithm::ES384 => keys.es384(self.public_pem(algorithm)),
            Algorithm::RS256 => keys.rs256(self.public_pem(algorithm)),
            Algorithm::RS384 => keys.rs384(self.public_pem(algorithm)),
            Algorithm::RS512 => keys.rs512(self.public_pem(algorithm)),
            Algorithm::PS256 => keys.ps256(self.public_pem(algorithm)),
            Algorithm::PS384 => keys.ps384(self.public_pem(algorithm)),
            Algorithm::PS512 => keys.ps512(self.public_pem(algorithm)),
            _ => keys.eddsa(self.public_pem(algorithm)),
        }
    }

    /// The public key of `algorithm`, as a certificate has it (`SubjectPublicKeyInfo`).
    pub(super) fn public_der(&self, algorithm: Algorithm) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = match algorithm {
            Algorithm::ES256 => self.p256.fixed.public_key().as_der(),
            Algorithm::ES384 => self.p384.fixed.public_key().as_der(),
            Algorithm::EdDSA => self.ed25519.public_key().as_der(),
            _ => self.rsa.public_key().as_der(),
        }
        .expect("a public key");
        der.as_ref().to_vec()
    }

    pub(super) fn public_pem(&self, algorithm: Algorithm) -> String {
        pem("PUBLIC KEY", &self.public_der(algorithm))
    }

    pub(super) fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let mac = |kind| hmac::sign(&hmac::Key::new(kind, &self.secret), message).as_ref().to_vec();
        let rsa = |padding| {
            let mut signature = vec![0; self.rsa.public_modulus_len()];
            self.rsa.sign(padding, &SystemRandom::new(), message, &mut signature).expect("a signature");
            signature
        };
        match algorithm {
            Algorithm::HS256 => mac(hmac::HMAC_SHA256),
            Algorithm::HS384 => mac(hmac::HMAC_SHA384),
            Algorithm::HS512 => mac(hmac::HMAC_SHA512),
            Algorithm::ES256 => ecdsa(&self.p256.fixed, message),
            Algorithm::ES384 => ecdsa(&self.p384.fixed, message),
            Algorithm::RS256 => rsa(&signatures::RSA_PKCS1_SHA256),
            Algorithm::RS384 => rsa(&signatures::RSA_PKCS1_SHA384),
            Algorithm::RS512 => rsa(&signatures::RSA_PKCS1_SHA512),
            Algorithm::PS256 => rsa(&signatures::RSA_PSS_SHA256),
            Algorithm::PS384 => rsa(&signatures::RSA_PSS_SHA384),
            Algorithm::PS512 => rsa(&signatures::RSA_PSS_SHA512),
            _ => self.ed25519.sign(message).as_ref().to_vec(),
        }
    }

    /// A signature that is right, in the encoding of certificates and not in that of tokens.
    pub(super) fn sign_der(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        ecdsa(if algorithm == Algorithm::ES256 { &self.p256.der } else { &self.p384.der }, message)
    }
}

fn ecdsa(key: &EcdsaKeyPair, message: &[u8]) -> Vec<u8> {
    key.sign(&SystemRandom::new(), message).expect("a signature").as_ref().to_vec()
}

pub(super) fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// A public RSA key with a modulus of `bits` bits, in the form of PKCS #1. Nobody knows its private half, nor whether it has one:
/// what is known is that it has no small factor.
pub(super) fn rsa_public_pem(bits: usize) -> String {
    rsa_pem(&modulus(bits), &[1, 0, 1])
}

/// Random bits, the first and the last one set, without a small factor.
pub(super) fn modulus(bits: usize) -> BigUint {
    loop {
        let mut bytes = vec![0; bits.div_ceil(8)];
        getrandom::fill(&mut bytes).expect("random bytes");
        let number = BigUint::from_bytes_be(&bytes) >> (bytes.len() * 8 - bits);
        let number = number | BigUint::from(1_u8) | BigUint::from(1_u8) << (bits - 1);
        if (3..1_u32 << 16).step_by(2).all(|divisor| &number % divisor != BigUint::ZERO) {
            return number;
        }
    }
}

pub(super) fn rsa_pem(modulus: &BigUint, exponent: &[u8]) -> String {
    let numbers = [der_integer(&modulus.to_bytes_be()), der_integer(exponent)].concat();
    pem("RSA PUBLIC KEY", &der(0x30, &numbers))
}

/// A `SubjectPublicKeyInfo`: the identifiers of kind and curve, without tag and length, and the key.
pub(super) fn spki_pem(kind: &[u8], curve: Option<&[u8]>, key: &[u8]) -> String {
    let curve = curve.map(|curve| der(0x06, curve)).unwrap_or_default();
    let algorithm = der(0x30, &[der(0x06, kind), curve].concat());
    pem("PUBLIC KEY", &der(0x30, &[algorithm, der(0x03, &[&[0], key].concat())].concat()))
}

fn der_integer(number: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if number[0] & 0x80 == 0 { &[] } else { &[0] };
    der(0x02, &[sign, number].concat())
}

pub(super) fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..0x80 => vec![tag, length as u8],
        0x80..0x100 => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, content.to_vec()].concat()
}

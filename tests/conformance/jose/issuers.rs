//! Who signs: one key of each algorithm, with its JWK.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    KeyPair, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey};
use secure_action::authn::jwt::Jwt;
use serde_json::{Value, json};

use super::chance::Chance;

pub(crate) const ISSUER: &str = "https://id.example";
pub(crate) const AUDIENCE: &str = "api";

/// By which constructor a key is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Public,
    Secret,
    Set,
}

impl Kind {
    pub(crate) fn jwt(self, key: &str) -> Jwt {
        match self {
            Self::Public => Jwt::jwk(key),
            Self::Secret => Jwt::jwk_secret(key),
            Self::Set => Jwt::jwk_set(key),
        }
        .issuer(ISSUER)
        .audience(AUDIENCE)
    }
}

pub(crate) struct Issuer {
    pub(crate) kind: Kind,
    pub(crate) algorithm: &'static str,
    pub(crate) jwk: Value,
    key: EncodingKey,
    /// What verifies its tokens.
    pub(crate) jwt: Jwt,
}

impl Issuer {
    fn new(algorithm: &'static str, jwk: Value, key: EncodingKey) -> Self {
        let kind = if algorithm.starts_with("HS") { Kind::Secret } else { Kind::Public };
        let mut jwk = jwk;
        jwk["alg"] = algorithm.into();
        jwk["kid"] = "k1".into();
        let jwt = kind.jwt(&jwk.to_string()).cache(0);
        Self { kind, algorithm, jwk, key, jwt }
    }

    /// The signature, in base64url.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        let algorithm: Algorithm = self.algorithm.parse().expect("an algorithm");
        jsonwebtoken::crypto::sign(message, &self.key, algorithm).expect("a signature")
    }

    pub(crate) fn token(&self, header: &[u8], payload: &[u8]) -> String {
        let message = format!("{}.{}", base64url(header), base64url(payload));
        let signature = self.sign(message.as_bytes());
        format!("{message}.{signature}")
    }

    pub(crate) fn header(&self) -> String {
        format!(r#"{{"alg":"{}","kid":"k1"}}"#, self.algorithm)
    }

    pub(crate) fn good_token(&self) -> String {
        self.token(self.header().as_bytes(), claims().as_bytes())
    }
}

pub(crate) fn claims() -> String {
    let now = crate::verdict::NOW;
    format!(r#"{{"iss":"{}","aud":"{}","sub":"uma","exp":{},"iat":{now}}}"#, ISSUER, AUDIENCE, now + 600)
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// One of each kind; the first ones are drawn more often, as the others are slow.
pub(crate) struct Issuers(Vec<Issuer>);

impl Issuers {
    pub(crate) fn pick(&self, chance: &mut Chance) -> &Issuer {
        const FAST: usize = 4;

        let bound = if chance.below(10) == 0 { self.0.len() } else { FAST };
        &self.0[chance.below(bound)]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Issuer> {
        self.0.iter()
    }
}

pub(crate) fn issuers() -> Issuers {
    let mut random = [0; 64];
    aws_lc_rs::rand::fill(&mut random).expect("random bytes");
    let secret = |length: usize| json!({ "kty": "oct", "k": base64url(&random[..length]) });
    let ec = |signing: &'static EcdsaSigningAlgorithm, curve: &str, length: usize| {
        let private = EcdsaKeyPair::generate_pkcs8(signing, &SystemRandom::new()).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(signing, private.as_ref()).expect("a key");
        let (x, y) = pair.public_key().as_ref()[1..].split_at(length);
        (json!({ "kty": "EC", "crv": curve, "x": base64url(x), "y": base64url(y) }), EncodingKey::from_ec_der(private.as_ref()))
    };
    let rsa = || {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().expect("a key");
        let modulus = &public.as_ref()[public.as_ref().len() - 261..][..256];
        let private: Pkcs8V1Der<'_> = pair.as_der().expect("a key");
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(private.as_ref()));
        let jwk = json!({ "kty": "RSA", "n": base64url(modulus), "e": "AQAB" });
        (jwk, EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key"))
    };
    let pair = Ed25519KeyPair::generate().expect("a key");
    let private: Pkcs8V1Der<'_> = pair.as_der().expect("a key");
    let ed = json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(pair.public_key().as_ref()) });

    let (p256, p256_key) = ec(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256", 32);
    let (p384, p384_key) = ec(&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384", 48);
    let mut all = vec![
        Issuer::new("HS256", secret(32), EncodingKey::from_secret(&random[..32])),
        Issuer::new("HS512", secret(64), EncodingKey::from_secret(&random)),
        Issuer::new("ES256", p256, p256_key),
        Issuer::new("EdDSA", ed, EncodingKey::from_ed_der(private.as_ref())),
        Issuer::new("ES384", p384, p384_key),
    ];
    for algorithm in ["RS256", "RS512", "PS256", "PS384"] {
        let (jwk, key) = rsa();
        all.push(Issuer::new(algorithm, jwk, key));
    }
    Issuers(all)
}

//! `KeyRing`: the keys that verify tokens, each with its own algorithm.

use std::fmt;

use aws_lc_rs::hmac;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::errors::Error;
use jsonwebtoken::{Algorithm, DecodingKey};

/// The keys that verify tokens. The algorithm belongs to the key: a token cannot choose another one.
///
/// A key that was given a `kid` verifies tokens that name it, and those that name none; a key without one verifies tokens
/// that name none. A `kid` is only ever compared.
///
/// ```no_run
/// use secure_action::authn::jwt::KeyRing;
///
/// let keys = KeyRing::new()
///     .es256(std::fs::read("2026-10.pem")?).kid("2026-10")
///     .es256(std::fs::read("2026-04.pem")?).kid("2026-04"); // until its last token has expired
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Default)]
pub struct KeyRing {
    pub(super) keys: Vec<Key>,
    pub(super) faults: Vec<String>,
}

/// One key.
pub(super) struct Key {
    pub(super) kid: Option<String>,
    pub(super) algorithm: Algorithm,
    verifier: Verifier,
}

enum Verifier {
    /// Prepared once: deriving it from the secret costs half as much as the signature itself.
    Secret(Box<hmac::Key>),
    Public(DecodingKey),
}

macro_rules! pem_keys {
    ($($(#[doc = $doc:literal])* $name:ident $algorithm:ident $read:ident;)*) => {
        impl KeyRing {
            $($(#[doc = $doc])*
            #[must_use]
            pub fn $name(self, public_key: impl AsRef<[u8]>) -> Self {
                self.add(Algorithm::$algorithm, DecodingKey::$read(public_key.as_ref()))
            })*
        }
    };
}

pem_keys! {
    /// A key for ECDSA over P-256 with SHA-256: PEM.
    es256 ES256 from_ec_pem;
    /// A key for ECDSA over P-384 with SHA-384: PEM.
    es384 ES384 from_ec_pem;
    /// A key for RSASSA-PKCS1-v1_5 with SHA-256: PEM, at least 2048 bits.
    rs256 RS256 from_rsa_pem;
    /// A key for RSASSA-PKCS1-v1_5 with SHA-384: PEM, at least 2048 bits.
    rs384 RS384 from_rsa_pem;
    /// A key for RSASSA-PKCS1-v1_5 with SHA-512: PEM, at least 2048 bits.
    rs512 RS512 from_rsa_pem;
    /// A key for RSASSA-PSS with SHA-256: PEM, at least 2048 bits.
    ps256 PS256 from_rsa_pem;
    /// A key for RSASSA-PSS with SHA-384: PEM, at least 2048 bits.
    ps384 PS384 from_rsa_pem;
    /// A key for RSASSA-PSS with SHA-512: PEM, at least 2048 bits.
    ps512 PS512 from_rsa_pem;
    /// A key for Ed25519: PEM.
    eddsa EdDSA from_ed_pem;
}

impl KeyRing {
    /// No keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A secret for HMAC-SHA-256: at least 32 random bytes (RFC 7518, section 3.2).
    #[must_use]
    pub fn hs256(self, secret: impl AsRef<[u8]>) -> Self {
        self.add_secret(Algorithm::HS256, secret.as_ref())
    }

    /// A secret for HMAC-SHA-384: at least 48 random bytes.
    #[must_use]
    pub fn hs384(self, secret: impl AsRef<[u8]>) -> Self {
        self.add_secret(Algorithm::HS384, secret.as_ref())
    }

    /// A secret for HMAC-SHA-512: at least 64 random bytes.
    #[must_use]
    pub fn hs512(self, secret: impl AsRef<[u8]>) -> Self {
        self.add_secret(Algorithm::HS512, secret.as_ref())
    }

    /// Names the key that was added last.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        let kid = kid.into();
        if self.keys.iter().any(|key| key.kid.as_ref() == Some(&kid)) {
            self.faults.push(format!("two keys are called `{kid}`: give each its own `kid`"));
        }
        match self.keys.last_mut() {
            Some(key) => key.kid = Some(kid),
            None => self.faults.push(format!("`kid(\"{kid}\")` comes before any key: add the key first")),
        }
        self
    }

    fn add_secret(mut self, algorithm: Algorithm, secret: &[u8]) -> Self {
        self.faults.extend(super::faults::secret(algorithm, secret));
        let digest = match algorithm {
            Algorithm::HS512 => hmac::HMAC_SHA512,
            Algorithm::HS384 => hmac::HMAC_SHA384,
            _ => hmac::HMAC_SHA256,
        };
        self.keys.push(Key { kid: None, algorithm, verifier: Verifier::Secret(Box::new(hmac::Key::new(digest, secret))) });
        self
    }

    fn add(mut self, algorithm: Algorithm, key: Result<DecodingKey, Error>) -> Self {
        match key {
            Ok(key) => {
                self.faults.extend(super::faults::public_key(algorithm, &key));
                self.keys.push(Key { kid: None, algorithm, verifier: Verifier::Public(key) });
            }
            Err(_) => self.faults.push(super::faults::no_public_key(algorithm)),
        }
        self
    }

    /// The keys that may have signed a token with this header.
    pub(super) fn candidates(&self, algorithm: Algorithm, kid: Option<&str>) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.algorithm == algorithm && (kid.is_none() || key.kid.as_deref() == kid))
    }
}

impl Key {
    /// Whether `signature` is this key's signature of `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &Vec<u8>) -> bool {
        match &self.verifier {
            // In constant time.
            Verifier::Secret(key) => hmac::verify(key, message, signature).is_ok(),
            // Named, not taken from the process: another crate may have installed another one.
            Verifier::Public(key) => (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&self.algorithm, key)
                .is_ok_and(|verifier| verifier.verify(message, signature).is_ok()),
        }
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.iter().map(|key| (key.algorithm, key.kid.as_deref()));
        f.debug_list().entries(keys).finish()
    }
}

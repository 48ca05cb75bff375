//! `KeyRing`: the keys that verify tokens, each with its own algorithm.

mod disguise;
mod ed25519;
mod jwk;
mod pem;
mod public;
mod published;
mod rsa;
mod secret;

use std::fmt;

use aws_lc_rs::hmac;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, DecodingKey};

use jwk::{Outcome, Read};

/// The keys that verify tokens. The algorithm belongs to the key: a token cannot choose another one.
///
/// A key that was given a `kid` verifies tokens that name it, and those that name none; a key without one verifies tokens
/// that name none. A `kid` is only ever compared.
///
/// Every key is checked, and what speaks against any of them stops the start: all faults of all keys are listed at once, with
/// the key's position and name, never with the key. A key with a fault verifies nothing.
///
/// - **Secrets**: random, as long as the hash (RFC 7518, section 3.2). Refused are public keys and certificates in whatever
///   form (who has a public key could sign with it), placeholders, patterns, and published secrets: some twenty thousand
///   from documentations, tutorials and repositories. No list is complete: take secrets from `openssl rand 32`.
/// - **Elliptic curves**: a point of the algorithm's own curve.
/// - **RSA**: 2048 to 8192 bits, an odd exponent of at least 3, and a modulus that shows none of the known weaknesses: small or
///   close factors, a power instead of a product, those of ROCA. That it is a product of two primes, nobody can see.
/// - **Ed25519**: a point of the curve that is not of small order.
/// - One PEM text holds one key. A certificate is not one: nobody checks here who signed it and until when.
///
/// Each key once: the same key for two algorithms is a fault (RFC 8725, section 3.1). ES512, ES256K, Ed448 and the like are not
/// supported, as `jsonwebtoken` does not verify them.
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
    keys: Vec<Key>,
    faults: Vec<String>,
}

/// One key, or why it is none.
struct Key {
    kid: Option<String>,
    /// What it was given as, for messages: `RS256 key`.
    noun: String,
    outcome: Result<Usable, Vec<String>>,
}

/// A key that nothing speaks against.
struct Usable {
    algorithm: Algorithm,
    fingerprint: Fingerprint,
    verifier: Verifier,
}

/// By which a key is known to be the same as another.
#[derive(PartialEq)]
struct Fingerprint(Vec<u8>);

enum Verifier {
    /// Prepared once: deriving it from the secret costs half as much as the signature itself.
    Secret(Box<hmac::Key>),
    Public(DecodingKey),
}

macro_rules! pem_keys {
    ($($(#[doc = $doc:literal])* $name:ident $algorithm:ident;)*) => {
        impl KeyRing {
            $($(#[doc = $doc])*
            #[must_use]
            pub fn $name(self, public_key: impl AsRef<[u8]>) -> Self {
                self.add_pem(Algorithm::$algorithm, public_key.as_ref())
            })*
        }
    };
}

pem_keys! {
    /// A key for ECDSA over P-256 with SHA-256: PEM.
    es256 ES256;
    /// A key for ECDSA over P-384 with SHA-384: PEM.
    es384 ES384;
    /// A key for RSASSA-PKCS1-v1_5 with SHA-256: PEM, at least 2048 bits.
    rs256 RS256;
    /// A key for RSASSA-PKCS1-v1_5 with SHA-384: PEM, at least 2048 bits.
    rs384 RS384;
    /// A key for RSASSA-PKCS1-v1_5 with SHA-512: PEM, at least 2048 bits.
    rs512 RS512;
    /// A key for RSASSA-PSS with SHA-256: PEM, at least 2048 bits.
    ps256 PS256;
    /// A key for RSASSA-PSS with SHA-384: PEM, at least 2048 bits.
    ps384 PS384;
    /// A key for RSASSA-PSS with SHA-512: PEM, at least 2048 bits.
    ps512 PS512;
    /// A key for Ed25519: PEM.
    eddsa EdDSA;
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

    /// A public key as a JSON Web Key (RFC 7517), with its `kid`.
    ///
    /// Its `alg`, or its curve, says which tokens it verifies; an RSA key without `alg` is for RS256. One that is not for
    /// signatures by its `use` or `key_ops`, a private or a symmetric one is refused. Certificates in it (`x5c`) are not read.
    #[must_use]
    pub fn jwk(mut self, json: impl AsRef<[u8]>) -> Self {
        let Read { kid, outcome } = jwk::public(json.as_ref());
        self.add_jwk(kid, "JWK", outcome);
        self
    }

    /// A secret as a JSON Web Key of the type `oct`, with its `kid`; without `alg`, for HS256.
    #[must_use]
    pub fn jwk_secret(mut self, json: impl AsRef<[u8]>) -> Self {
        let Read { kid, outcome } = jwk::symmetric(json.as_ref());
        self.add_jwk(kid, "JWK", outcome);
        self
    }

    /// The keys of a JSON Web Key Set (RFC 7517, section 5), as identity providers publish them: each as [`jwk`](Self::jwk)
    /// takes it.
    ///
    /// Keys that are not for signatures, or of a kind that is not supported, are left out, with a line in the log; private,
    /// symmetric, weak and malformed ones, and two of one name, are faults. A key that nobody names makes a fault of a set of
    /// several.
    #[must_use]
    pub fn jwk_set(mut self, json: impl AsRef<[u8]>) -> Self {
        let keys = match jwk::set(json.as_ref()) {
            Ok(keys) => keys,
            Err(fault) => {
                self.faults.push(format!("the JWK set {fault}"));
                return self;
            }
        };
        let several = keys.len() > 1;
        let mut left_out = Vec::new();
        let before = self.keys.len();
        for (position, Read { kid, outcome }) in (1..).zip(keys) {
            let noun = format!("JWK {position} of the set");
            if let Outcome::ForOthers(reason) = outcome {
                tracing::info!(position, kid = kid.as_deref().map(shortened), "a key of the JWK set is left out: it {reason}");
                left_out.push(format!("number {position} {reason}"));
                continue;
            }
            if several && kid.is_none() {
                self.faults.push(format!("the {noun} has no `kid`, so that no token can name it: each key of a set has one"));
            }
            self.add_jwk(kid, &noun, outcome);
        }
        if self.keys.len() == before {
            self.faults.push(format!("the JWK set has no key that verifies tokens: {}", left_out.join("; ")));
        }
        self
    }

    /// Names the key that was added last.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        let kid = kid.into();
        match self.keys.last_mut() {
            Some(key) => key.kid = Some(kid),
            None => self.faults.push(format!("`kid(\"{}\")` comes before any key: add the key first", shortened(&kid))),
        }
        self
    }

    fn add_secret(mut self, algorithm: Algorithm, secret: &[u8]) -> Self {
        let outcome = secret::usable(algorithm, secret);
        self.keys.push(Key { kid: None, noun: format!("{algorithm:?} secret"), outcome });
        self
    }

    fn add_pem(mut self, algorithm: Algorithm, text: &[u8]) -> Self {
        let outcome = pem::read(text).map_err(|fault| vec![fault]).and_then(|key| key.for_algorithm(algorithm));
        self.keys.push(Key { kid: None, noun: format!("{algorithm:?} key"), outcome });
        self
    }

    fn add_jwk(&mut self, kid: Option<String>, noun: &str, outcome: Outcome) {
        let outcome = match outcome {
            Outcome::Usable(key) => Ok(key),
            Outcome::ForOthers(fault) => Err(vec![fault]),
            Outcome::Faulty(faults) => Err(faults),
        };
        self.keys.push(Key { kid, noun: noun.to_owned(), outcome });
    }

    /// All that speaks against any of the keys.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = self.faults.clone();
        if self.keys.is_empty() && faults.is_empty() {
            faults.push("there is no key: add one to the `KeyRing`".to_owned());
        }
        for (at, key) in self.keys.iter().enumerate() {
            let name = self.name(at, key);
            faults.extend(key.faults().map(|fault| format!("{name} {fault}")));
            let earlier = || self.keys.iter().take(at).enumerate();
            if let Some(kid) = &key.kid
                && earlier().any(|(_, other)| other.kid.as_ref() == Some(kid))
            {
                faults.push(format!("two keys are called `{}`: give each its own `kid`", shortened(kid)));
            }
            if key.kid.as_deref().is_some_and(|kid| kid.trim().is_empty()) {
                faults.push(format!("{name} has an empty `kid`: give it a name, or none"));
            }
            if let Some((before, other)) = earlier().find(|(_, other)| other.is_same(key)) {
                faults.push(format!("{name} is the same as {}: each key is for one algorithm, once", self.name(before, other)));
            }
        }
        faults
    }

    /// What messages call a key: by its kind, and where there are several, by its position and name.
    fn name(&self, at: usize, key: &Key) -> String {
        let noun = &key.noun;
        match &key.kid {
            _ if self.keys.len() == 1 => format!("the {noun}"),
            Some(kid) => format!("key {} (`{}`), the {noun}", at + 1, shortened(kid)),
            None => format!("key {}, the {noun}", at + 1),
        }
    }

    /// The keys that may have signed a token with this header.
    pub(super) fn candidates(&self, algorithm: Algorithm, kid: Option<&str>) -> impl Iterator<Item = Candidate<'_>> {
        self.keys
            .iter()
            .filter(move |key| kid.is_none() || key.kid.as_deref() == kid)
            .filter_map(move |key| key.outcome.as_ref().ok().filter(|usable| usable.algorithm == algorithm))
            .map(Candidate)
    }
}

impl Key {
    fn faults(&self) -> impl Iterator<Item = &String> {
        self.outcome.as_ref().err().into_iter().flatten()
    }

    fn is_same(&self, other: &Self) -> bool {
        matches!((&self.outcome, &other.outcome), (Ok(one), Ok(other)) if one.fingerprint == other.fingerprint)
    }
}

/// A key that a token may have been signed with.
pub(super) struct Candidate<'k>(&'k Usable);

impl Candidate<'_> {
    /// Whether `signature` is this key's signature of `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &Vec<u8>) -> bool {
        match &self.0.verifier {
            // In constant time.
            Verifier::Secret(key) => hmac::verify(key, message, signature).is_ok(),
            // Named, not taken from the process: another crate may have installed another one.
            Verifier::Public(key) => (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&self.0.algorithm, key)
                .is_ok_and(|verifier| verifier.verify(message, signature).is_ok()),
        }
    }
}

/// A name for messages: without what would break a line, and short.
fn shortened(kid: &str) -> String {
    const LONGEST: usize = 64;

    let kid: String = kid.chars().filter(|letter| !letter.is_control()).collect();
    if kid.chars().count() <= LONGEST { kid } else { kid.chars().take(LONGEST).chain(['…']).collect() }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| (&key.noun, key.kid.as_deref()))).finish()
    }
}

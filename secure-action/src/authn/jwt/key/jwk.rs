//! A public key out of a JSON Web Key (RFC 7517 and 7518), and the keys of a set.
//!
//! `jsonwebtoken` reads these too, but drops what it does not know: private numbers, a member written twice, what a key is
//! for. Here they decide.

use std::borrow::Cow;

use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::super::token::{decode, present};
use super::public::{PublicKey, is_rsa};
use super::{Usable, secret};

/// The members that matter here. `x5c`, `x5u` and their prints have none: nobody checks here who signed a certificate.
/// A member that stands twice, or is of another type, makes the text no key.
#[derive(Deserialize)]
struct Members<'j> {
    #[serde(borrow)]
    kty: Cow<'j, str>,
    #[serde(borrow, default, rename = "use", deserialize_with = "present")]
    purpose: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    key_ops: Option<Vec<Cow<'j, str>>>,
    #[serde(borrow, default, deserialize_with = "present")]
    alg: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    kid: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    crv: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    x: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    y: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    n: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    e: Option<Cow<'j, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    k: Option<Cow<'j, str>>,
    /// Those of which even the presence is a fault.
    #[serde(default, deserialize_with = "present")]
    d: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    p: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    q: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    dp: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    dq: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    qi: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    oth: Option<IgnoredAny>,
    /// What makes the text a set.
    #[serde(default, deserialize_with = "present")]
    keys: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Set<'j> {
    #[serde(borrow)]
    keys: Vec<&'j RawValue>,
}

/// A key as it was read, whatever came of it.
pub(super) struct Read {
    pub(super) kid: Option<String>,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Usable(Usable),
    /// A good key perhaps, but not one that verifies tokens here.
    ForOthers(String),
    Faulty(Vec<String>),
}

/// The keys of a set, each judged by itself.
pub(super) fn set(json: &[u8]) -> Result<Vec<Read>, String> {
    let text = unmarked(json)?;
    let set: Set<'_> = serde_json::from_str(text).map_err(|_| match serde_json::from_str::<Members<'_>>(text) {
        Ok(_) => "is a single key: use `jwk`".to_owned(),
        Err(_) => "is not JSON with a list of `keys`".to_owned(),
    })?;
    if set.keys.is_empty() {
        return Err("holds no key".to_owned());
    }
    Ok(set.keys.iter().map(|key| public(key.get().as_bytes())).collect())
}

/// A public key.
pub(super) fn public(json: &[u8]) -> Read {
    judged(json, |key| {
        if key.kty == "oct" {
            return faulty("is a secret among public keys: whoever may read them could sign; use `jwk_secret` for it alone");
        }
        if key.has_private_parts() {
            return faulty(
                "is a private key: whoever may read it could sign; remove `d` and what follows from it, and if others saw \
                 it, replace the key",
            );
        }
        if let Some(reason) = key.unfit() {
            return reason;
        }
        let (public, algorithm) = match key.public() {
            Ok(public) => public,
            Err(outcome) => return outcome,
        };
        match public.for_algorithm(algorithm) {
            Ok(usable) => Outcome::Usable(usable),
            Err(faults) => Outcome::Faulty(faults),
        }
    })
}

/// A secret (RFC 7518, section 6.4).
pub(super) fn symmetric(json: &[u8]) -> Read {
    judged(json, |key| {
        if key.kty != "oct" {
            return faulty("is not a secret (`\"kty\": \"oct\"`): use `jwk` for public keys");
        }
        if let Some(reason) = key.unfit() {
            return reason;
        }
        let algorithm = match key.alg.as_deref() {
            Some("HS256") | None => Algorithm::HS256,
            Some("HS384") => Algorithm::HS384,
            Some("HS512") => Algorithm::HS512,
            Some(_) => return faulty("has an `alg` that is none of HS256, HS384 and HS512"),
        };
        let Some(bytes) = key.k.as_deref().and_then(|k| decode(k.as_bytes()).ok()) else {
            return faulty("has no `k` in base64url");
        };
        match secret::usable(algorithm, &bytes) {
            Ok(usable) => Outcome::Usable(usable),
            Err(faults) => Outcome::Faulty(faults),
        }
    })
}

fn judged(json: &[u8], judge: impl FnOnce(&Members<'_>) -> Outcome) -> Read {
    // What serde says about a wrong value, it says with the value.
    let key: Members<'_> = match unmarked(json).and_then(|text| serde_json::from_str(text).map_err(|_| String::new())) {
        Ok(key) => key,
        Err(_) if serde_json::from_slice::<Set<'_>>(json).is_ok() => {
            return Read { kid: None, outcome: faulty("is a set of keys: use `jwk_set`") };
        }
        Err(_) => {
            let fault = "is not a JSON Web Key: an object with `kty`, each member once and of its type";
            return Read { kid: None, outcome: faulty(fault) };
        }
    };
    let outcome = if key.keys.is_some() { faulty("is a key and a set of keys at once") } else { judge(&key) };
    Read { kid: key.kid.map(Cow::into_owned), outcome }
}

impl Members<'_> {
    fn has_private_parts(&self) -> bool {
        let numbers = [&self.d, &self.p, &self.q, &self.dp, &self.dq, &self.qi, &self.oth];
        self.k.is_some() || numbers.iter().any(|number| number.is_some())
    }

    /// Why the key is not for verifying tokens, by its own words.
    fn unfit(&self) -> Option<Outcome> {
        if self.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
            return Some(Outcome::ForOthers("is not for signatures (`use`)".to_owned()));
        }
        let operations = self.key_ops.as_deref()?;
        if operations.iter().enumerate().any(|(at, operation)| operations.iter().skip(at + 1).any(|other| other == operation)) {
            return Some(faulty("names an operation twice (`key_ops`)"));
        }
        (!operations.iter().any(|operation| operation == "verify"))
            .then(|| Outcome::ForOthers("is not for verifying (`key_ops`)".to_owned()))
    }

    /// The numbers, and the one algorithm that tokens may be signed with. An RSA key that names none is for RS256, which
    /// every issuer supports (OpenID Connect Core, section 15.1); the curve of every other key leaves no choice.
    fn public(&self) -> Result<(PublicKey, Algorithm), Outcome> {
        let crv = self.crv.as_deref();
        let (algorithm, names): (_, &[&str]) = match (&*self.kty, crv) {
            ("RSA", _) => (self.rsa_algorithm()?, &[]),
            ("EC", Some("P-256")) => (Algorithm::ES256, &["ES256"]),
            ("EC", Some("P-384")) => (Algorithm::ES384, &["ES384"]),
            ("OKP", Some("Ed25519")) => (Algorithm::EdDSA, &["EdDSA", "Ed25519"]),
            ("EC" | "OKP", None) => return Err(faulty("has no `crv`")),
            ("EC" | "OKP", Some(_)) => {
                let fault = "is on a curve that is not supported: those are P-256, P-384 and Ed25519";
                return Err(Outcome::ForOthers(fault.to_owned()));
            }
            _ => return Err(Outcome::ForOthers("is of a kind (`kty`) that is not supported".to_owned())),
        };
        if self.alg.as_deref().is_some_and(|alg| !is_rsa(algorithm) && !names.contains(&alg)) {
            return Err(faulty(&format!("has an `alg` that does not go with its curve: that is {}", names.join(" or "))));
        }
        let key = match algorithm {
            Algorithm::ES256 => PublicKey::P256(self.point(32)?),
            Algorithm::ES384 => PublicKey::P384(self.point(48)?),
            Algorithm::EdDSA => PublicKey::Ed25519(bytes("x", self.x.as_deref())?),
            _ => PublicKey::Rsa { n: number("n", self.n.as_deref())?, e: number("e", self.e.as_deref())? },
        };
        Ok((key, algorithm))
    }

    fn rsa_algorithm(&self) -> Result<Algorithm, Outcome> {
        match self.alg.as_deref() {
            Some("RS256") | None => Ok(Algorithm::RS256),
            Some("RS384") => Ok(Algorithm::RS384),
            Some("RS512") => Ok(Algorithm::RS512),
            Some("PS256") => Ok(Algorithm::PS256),
            Some("PS384") => Ok(Algorithm::PS384),
            Some("PS512") => Ok(Algorithm::PS512),
            Some("RSA1_5" | "RSA-OAEP" | "RSA-OAEP-256" | "RSA-OAEP-384" | "RSA-OAEP-512") => {
                Err(Outcome::ForOthers("is for encryption (`alg`)".to_owned()))
            }
            Some(_) => Err(faulty("has an `alg` that is none of an RSA key")),
        }
    }

    /// The point in the uncompressed form of SEC 1. Each coordinate has its full length (RFC 7518, section 6.2.1.2).
    fn point(&self, length: usize) -> Result<Vec<u8>, Outcome> {
        let (x, y) = (bytes("x", self.x.as_deref())?, bytes("y", self.y.as_deref())?);
        if x.len() != length || y.len() != length {
            return Err(faulty(&format!("has a coordinate that is not {length} bytes long")));
        }
        Ok([&[4], x.as_slice(), &y].concat())
    }
}

/// Without an octet that adds nothing (RFC 7518, section 6.3.1.1): one text for one number.
fn number(name: &str, text: Option<&str>) -> Result<Vec<u8>, Outcome> {
    let bytes = bytes(name, text)?;
    if bytes.first().is_none_or(|first| *first == 0) {
        return Err(faulty(&format!("has an `{name}` that is empty or begins with a zero")));
    }
    Ok(bytes)
}

fn bytes(name: &str, text: Option<&str>) -> Result<Vec<u8>, Outcome> {
    let text = text.ok_or_else(|| faulty(&format!("has no `{name}`")))?;
    decode(text.as_bytes()).map_err(|_| faulty(&format!("has an `{name}` that is not base64url without padding")))
}

fn faulty(fault: &str) -> Outcome {
    Outcome::Faulty(vec![fault.to_owned()])
}

/// JSON is UTF-8; a byte order mark may be there and means nothing (RFC 8259, section 8.1).
fn unmarked(json: &[u8]) -> Result<&str, String> {
    let text = str::from_utf8(json).map_err(|_| "is not JSON".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

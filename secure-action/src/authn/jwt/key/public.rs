//! A public key as numbers, wherever it was read from, and what makes one unfit to verify with.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ParsedPublicKey, VerificationAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::{Fingerprint, Usable, Verifier, ed25519, rsa};

/// What the key's own text says that it is; nothing of it is checked yet.
pub(super) enum PublicKey {
    /// A point in the uncompressed form of SEC 1.
    P256(Vec<u8>),
    P384(Vec<u8>),
    /// Modulus and exponent, without leading zeros.
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point (RFC 8032, section 5.1.2).
    Ed25519(Vec<u8>),
}

impl PublicKey {
    /// The key for tokens of `algorithm`, or all that speaks against it.
    pub(super) fn for_algorithm(self, algorithm: Algorithm) -> Result<Usable, Vec<String>> {
        let faults = match (&self, algorithm) {
            (Self::P256(point), Algorithm::ES256) => on_curve(&ECDSA_P256_SHA256_FIXED, point, 65, "P-256"),
            (Self::P384(point), Algorithm::ES384) => on_curve(&ECDSA_P384_SHA384_FIXED, point, 97, "P-384"),
            (Self::Ed25519(point), Algorithm::EdDSA) => ed25519::fault(point).into_iter().collect(),
            (Self::Rsa { n, e }, _) if is_rsa(algorithm) => rsa::faults(n, e),
            _ => vec![format!("is not a public key for {algorithm:?} but {}", self.kind())],
        };
        if faults.is_empty() { Ok(self.usable(algorithm)) } else { Err(faults) }
    }

    fn usable(self, algorithm: Algorithm) -> Usable {
        let (fingerprint, key) = match &self {
            Self::P256(point) | Self::P384(point) => (Fingerprint::of(&[point]), DecodingKey::from_ec_der(point)),
            Self::Ed25519(point) => (Fingerprint::of(&[point]), DecodingKey::from_ed_der(point)),
            Self::Rsa { n, e } => (Fingerprint::of(&[n, e]), DecodingKey::from_rsa_raw_components(n, e)),
        };
        Usable { algorithm, fingerprint, verifier: Verifier::Public(key) }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::P256(_) => "one on the curve P-256",
            Self::P384(_) => "one on the curve P-384",
            Self::Rsa { .. } => "one of RSA",
            Self::Ed25519(_) => "one of Ed25519",
        }
    }
}

/// aws-lc decides whether this is a point of the curve, and not the one at infinity (NIST SP 800-186, appendix D.1).
fn on_curve(curve: &'static dyn VerificationAlgorithm, point: &[u8], length: usize, name: &str) -> Vec<String> {
    match point {
        [2 | 3, ..] => vec![
            "is a compressed point: write it out with `openssl pkey -pubin -in key.pem -pubout -ec_conv_form uncompressed`"
                .to_owned(),
        ],
        [4, ..] if point.len() == length && ParsedPublicKey::new(curve, point).is_ok() => Vec::new(),
        _ => vec![format!("is not a point on the curve {name}")],
    }
}

pub(super) fn is_rsa(algorithm: Algorithm) -> bool {
    use Algorithm::{PS256, PS384, PS512, RS256, RS384, RS512};

    matches!(algorithm, RS256 | RS384 | RS512 | PS256 | PS384 | PS512)
}

impl Fingerprint {
    /// Each part with its length, so that no two keys share one.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = digest::Context::new(&digest::SHA256);
        for part in parts {
            hash.update(&part.len().to_le_bytes());
            hash.update(part);
        }
        Self(hash.finish().as_ref().to_vec())
    }
}

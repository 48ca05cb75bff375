//! What is unsafe about a configuration of tokens, found at start-up. No message contains a secret.

use std::time::Duration;

use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, DecodingKey};

use super::Jwt;
use super::claims::Claims;

/// The longest difference of clocks that is an accident and not a policy.
const LONGEST_LEEWAY: Duration = Duration::from_secs(300);

pub(super) fn find(jwt: &Jwt) -> Vec<String> {
    let mut faults = jwt.keys.faults.clone();
    let mut refuse = |wrong: bool, fault: &str| {
        if wrong {
            faults.push(fault.to_owned());
        }
    };
    let empty = |text: &String| text.trim().is_empty();
    refuse(jwt.keys.keys.is_empty() && jwt.keys.faults.is_empty(), "there is no key: add one to the `KeyRing`");
    refuse(jwt.issuer.as_ref().is_none_or(empty), "the issuer is not checked: add `.issuer(\"https://...\")`");
    refuse(
        jwt.audiences.is_empty() || jwt.audiences.iter().any(empty),
        "the audience is not checked, so tokens for other services would be accepted: add `.audience(\"...\")`",
    );
    refuse(jwt.leeway > LONGEST_LEEWAY, "a leeway of more than five minutes lets expired tokens live on: use seconds");
    refuse(jwt.roles.is_empty() || jwt.roles.iter().any(empty), "the claim with the roles has no name");
    refuse(jwt.scopes.as_ref().is_some_and(empty), "the claim with the scopes has no name");
    let names = jwt.roles.first().into_iter().chain(&jwt.scopes);
    for name in names.filter(|name| Claims::NAMES.contains(&name.as_str())) {
        faults.push(format!("the claim `{name}` has a meaning of its own: roles and scopes are in another one"));
    }
    faults
}

/// What is unsafe about a secret.
pub(super) fn secret(algorithm: Algorithm, secret: &[u8]) -> Option<String> {
    const PLACEHOLDERS: [&str; 8] =
        ["secret", "changeme", "change-me", "change_me", "password", "placeholder", "default", "example"];

    let needed = match algorithm {
        Algorithm::HS384 => 48,
        Algorithm::HS512 => 64,
        _ => 32,
    };
    if secret.len() < needed {
        return Some(format!("the {algorithm:?} secret is shorter than {needed} bytes: take it from `openssl rand {needed}`"));
    }
    // Whoever knows a public key could sign with it.
    if secret.trim_ascii_start().starts_with(b"-----BEGIN ") {
        return Some(format!("the {algorithm:?} secret is a key in PEM form: take a secret from `openssl rand {needed}`"));
    }
    let text = String::from_utf8_lossy(secret).to_ascii_lowercase();
    let mut distinct = secret.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if PLACEHOLDERS.iter().any(|word| text.contains(word)) || distinct.len() < 12 {
        return Some(format!("the {algorithm:?} secret is a placeholder, not random: take it from `openssl rand {needed}`"));
    }
    None
}

/// What is unsafe about a public key.
pub(super) fn public_key(algorithm: Algorithm, key: &DecodingKey) -> Option<String> {
    let der = key.try_get_as_bytes().ok()?;
    match algorithm {
        Algorithm::ES256 if der.len() != 65 => Some("the ES256 key is not on the curve P-256".to_owned()),
        Algorithm::ES384 if der.len() != 97 => Some("the ES384 key is not on the curve P-384".to_owned()),
        Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512 | Algorithm::PS256 | Algorithm::PS384 | Algorithm::PS512 => {
            rsa_key(algorithm, der)
        }
        _ => None,
    }
}

/// What is unsafe about an RSA key. One that no signature can be checked with is a fault as well: it would refuse every token.
fn rsa_key(algorithm: Algorithm, der: &[u8]) -> Option<String> {
    let Ok((modulus, _)) = (aws_lc::DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key)(der) else {
        return Some(no_public_key(algorithm));
    };
    let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
    match bits {
        ..2048 => Some(format!("the {algorithm:?} key has fewer than 2048 bits")),
        2048..=8192 => None,
        _ => Some(format!("the {algorithm:?} key has more than 8192 bits")),
    }
}

pub(super) fn no_public_key(algorithm: Algorithm) -> String {
    format!("the {algorithm:?} key is not a public key in PEM form")
}

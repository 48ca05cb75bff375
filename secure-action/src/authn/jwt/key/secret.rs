//! A secret for HMAC, and what makes one no secret. No message contains any of it.

use aws_lc_rs::hmac;
use jsonwebtoken::Algorithm;

use super::{Fingerprint, Usable, Verifier, disguise, published};

/// Words that nobody meets in random text, but in what was written as a placeholder or made up. None has fewer than five
/// letters: in 64 random letters of base64, five given ones meet by chance once in half a million.
const WORDS: &[&str] = &[
    "secret",
    "s3cr3t",
    "secr3t",
    "s3cret",
    "sekret",
    "passw",
    "passphrase",
    "changeme",
    "change-me",
    "change_me",
    "change this",
    "change-this",
    "change_this",
    "changethis",
    "changeit",
    "replace",
    "placeholder",
    "default",
    "example",
    "sample",
    "insert",
    "your-",
    "your_",
    "yourkey",
    "your key",
    "mykey",
    "my-key",
    "my_key",
    "signingkey",
    "signing-key",
    "signing_key",
    "privatekey",
    "private-key",
    "private_key",
    "jwtkey",
    "jwt-key",
    "jwt_key",
    "jwttoken",
    "token",
    "super",
    "random",
    "string",
    "characters",
    "minimum",
    "at-least",
    "at_least",
    "production",
    "development",
    "qwerty",
    "012345678",
];

/// The secret for tokens of `algorithm`, or all that speaks against it.
pub(super) fn usable(algorithm: Algorithm, secret: &[u8]) -> Result<Usable, Vec<String>> {
    let faults: Vec<_> = fault(algorithm, secret).into_iter().collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let digest = match algorithm {
        Algorithm::HS512 => hmac::HMAC_SHA512,
        Algorithm::HS384 => hmac::HMAC_SHA384,
        _ => hmac::HMAC_SHA256,
    };
    let verifier = Verifier::Secret(Box::new(hmac::Key::new(digest, secret)));
    Ok(Usable { algorithm, fingerprint: Fingerprint::of(&[secret]), verifier })
}

/// The first thing that speaks against a secret: each has the same remedy.
fn fault(algorithm: Algorithm, secret: &[u8]) -> Option<String> {
    let needed = match algorithm {
        Algorithm::HS384 => 48,
        Algorithm::HS512 => 64,
        _ => 32,
    };
    let from = format!("take it from `openssl rand {needed}`");
    if secret.len() < needed {
        return Some(format!("is shorter than {needed} bytes: {from}"));
    }
    // Whoever knows a public key could sign with it.
    if let Some(what) = disguise::recognise(secret) {
        return Some(format!("is not a secret but {what}: {from}"));
    }
    if is_placeholder(secret) || is_pattern(secret) {
        return Some(format!("is a placeholder, not random: {from}"));
    }
    published::contains(secret).then(|| format!("is published, in an example or by accident: {from}"))
}

fn is_placeholder(secret: &[u8]) -> bool {
    let text = String::from_utf8_lossy(secret).to_ascii_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Few different bytes, a shorter text repeated, or letters in the order of an alphabet or a keyboard's row.
fn is_pattern(secret: &[u8]) -> bool {
    const FEWEST: usize = 12;

    let mut distinct = secret.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats = |period: &usize| secret.iter().zip(secret.iter().skip(*period)).all(|(one, next)| one == next);
    let neighbours = secret.iter().zip(secret.iter().skip(1)).filter(|(one, next)| one.abs_diff(**next) <= 1).count();
    distinct.len() < FEWEST || (1..=secret.len() / 2).any(|period| repeats(&period)) || neighbours > secret.len() / 2
}

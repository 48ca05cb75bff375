//! Secrets that anybody can read somewhere: in the documentation of a framework, in a tutorial, in a repository.
//!
//! `published.bin` holds the first five bytes of the SHA-256 of each, sorted; `tests/conformance/published` says where they
//! come from and makes the file anew. A list like this is never complete: it catches what was copied, not what is weak.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::disguise::from_hex;

/// With twenty thousand secrets on the list, a random one is on it by chance once in four million, all its spellings counted.
const PREFIX: usize = 5;

static HASHES: &[u8] = include_bytes!("published.bin");

/// Whether the secret is on the list: as it is, without white space around it, in other cases of its letters, or one being the other
/// in base64 or in hexadecimal digits.
pub(super) fn contains(secret: &[u8]) -> bool {
    let trimmed = secret.trim_ascii();
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let spellings = [
        secret.to_vec(),
        trimmed.to_vec(),
        trimmed.to_ascii_lowercase(),
        trimmed.to_ascii_uppercase(),
        hex.to_ascii_uppercase().into(),
        hex.into(),
        STANDARD.encode(secret).into(),
        STANDARD_NO_PAD.encode(secret).into(),
        URL_SAFE.encode(secret).into(),
        URL_SAFE_NO_PAD.encode(secret).into(),
        trimmed.strip_prefix(b"base64:").unwrap_or(trimmed).to_vec(),
    ];
    let readings = [from_hex(trimmed), STANDARD.decode(trimmed).ok(), URL_SAFE_NO_PAD.decode(trimmed).ok()];
    spellings.into_iter().chain(readings.into_iter().flatten()).any(|text| is_listed(&text))
}

fn is_listed(text: &[u8]) -> bool {
    let hash = digest::digest(&digest::SHA256, text);
    let (listed, _) = HASHES.as_chunks::<PREFIX>();
    hash.as_ref().first_chunk::<PREFIX>().is_some_and(|prefix| listed.binary_search(prefix).is_ok())
}

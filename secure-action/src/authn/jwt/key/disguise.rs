//! What is known to everybody, in the place of a secret: a public key or a certificate in whatever form they are handed
//! around. Whoever has it could sign tokens (RFC 8725, section 2.1, and the confusion of algorithms since CVE-2015-9235).
//!
//! What has no form cannot be recognised: the 32 bytes of an Ed25519 key, or the bare modulus of an RSA key, look like any
//! random bytes.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, EcdsaVerificationAlgorithm, ParsedPublicKey,
};
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine};
use memchr::memmem;
use serde::de::IgnoredAny;

/// How many times something may be encoded in another text.
const DEEPEST: usize = 4;

const PEM: &str = "a key or a certificate in PEM form";
const SSH: &str = "a key of SSH";
const DER: &str = "a key or a certificate in DER form";
const JSON: &str = "JSON, such as a JWK";
const POINT: &str = "a public key: a point on a curve";

/// What this is, if it is one of them.
pub(super) fn recognise(bytes: &[u8]) -> Option<&'static str> {
    look(bytes, 0)
}

fn look(bytes: &[u8], depth: usize) -> Option<&'static str> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(found) = binary(bytes) {
        return Some(found);
    }
    // Text of 16-bit letters, as an editor may have saved it.
    let narrow: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    if narrow.len() * 2 <= bytes.len() + 2 && narrow.len() >= 16 && depth == 0 {
        return look(&narrow, depth + 1);
    }
    text(bytes).or_else(|| decoded(bytes).iter().find_map(|inner| look(inner, depth + 1)))
}

fn text(bytes: &[u8]) -> Option<&'static str> {
    /// The first letters of a key of SSH in base64: the length of its name, and the name.
    const SSH_BODIES: [&[u8]; 5] = [b"AAAAB3NzaC1", b"AAAAC3NzaC1", b"AAAAE2VjZHNhLXNoYTI", b"AAAAInNr", b"AAAAGnNr"];

    let holds = |part: &[u8]| memmem::find(bytes, part).is_some();
    if holds(b"-----BEGIN") || holds(b"-----END ") {
        return Some(PEM);
    }
    if holds(b"---- BEGIN SSH2") || SSH_BODIES.iter().any(|body| holds(body)) {
        return Some(SSH);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    let is_json = matches!(start, [b'{' | b'[', ..]) && serde_json::from_slice::<IgnoredAny>(start).is_ok();
    (is_json || holds(b"\"kty\"")).then_some(JSON)
}

fn binary(bytes: &[u8]) -> Option<&'static str> {
    /// The identifiers of kinds of keys and of curves, each with its tag and length: RSA, elliptic curves, P-256, those of
    /// SEC 2, of Brainpool, and of RFC 8410.
    const KINDS: [&[u8]; 9] = [
        b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01",
        b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01",
        b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07",
        b"\x06\x05\x2b\x81\x04\x00",
        b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01",
        b"\x30\x05\x06\x03\x2b\x65\x6e",
        b"\x30\x05\x06\x03\x2b\x65\x6f",
        b"\x30\x05\x06\x03\x2b\x65\x70",
        b"\x30\x05\x06\x03\x2b\x65\x71",
    ];

    if KINDS.iter().any(|kind| memmem::find(bytes, kind).is_some()) {
        return Some(DER);
    }
    // A sequence that begins with a sequence, as a certificate does, or with a number, as the key of PKCS #1 does.
    if matches!(
        bytes,
        [0x30, 0x82, _, _, 0x30, 0x82, ..] | [0x30, 0x81, _, 0x02, 0x81, ..] | [0x30, 0x82, _, _, 0x02, 0x82, ..]
    ) {
        return Some(DER);
    }
    if let [0, 0, 0, length, name @ ..] = bytes
        && (name.starts_with(b"ssh-") || name.starts_with(b"ecdsa-sha2-") || name.starts_with(b"sk-"))
        && name.len() > usize::from(*length)
    {
        return Some(SSH);
    }
    is_point(bytes).then_some(POINT)
}

/// A point as SEC 1 writes it, or its two coordinates one after the other.
fn is_point(bytes: &[u8]) -> bool {
    const CURVES: [&EcdsaVerificationAlgorithm; 3] =
        [&ECDSA_P256_SHA256_FIXED, &ECDSA_P384_SHA384_FIXED, &ECDSA_P521_SHA512_FIXED];

    let with_form = [&[4], bytes].concat();
    CURVES
        .into_iter()
        .any(|curve| ParsedPublicKey::new(curve, bytes).is_ok() || ParsedPublicKey::new(curve, &with_form).is_ok())
}

/// What the text says in base64, in either alphabet, or in hexadecimal digits.
fn decoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const ENGINES: [GeneralPurpose; 2] =
        [GeneralPurpose::new(&alphabet::STANDARD, LENIENT), GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT)];

    // All letters of the alphabets, whatever stands between the lines; and the longest run of them, whatever stands before it.
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let letters: Vec<u8> = bytes.iter().copied().filter(is_letter).collect();
    let runs = bytes.split(|byte| !is_letter(byte) && !byte.is_ascii_whitespace());
    let run = runs.max_by_key(|run| run.len()).unwrap_or_default();
    let run: Vec<u8> = run.iter().copied().filter(is_letter).collect();
    let mut readings: Vec<_> = [&letters, &run]
        .into_iter()
        .flat_map(|text| ENGINES.iter().filter_map(|engine| engine.decode(whole(text)).ok()))
        .collect();
    readings.extend(from_hex(&letters));
    readings
}

/// Without a last letter that encodes nothing.
fn whole(letters: &[u8]) -> &[u8] {
    if letters.len() % 4 == 1 { letters.split_last().map_or(letters, |(_, rest)| rest) } else { letters }
}

pub(super) fn from_hex(digits: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|value| u8::try_from(value).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

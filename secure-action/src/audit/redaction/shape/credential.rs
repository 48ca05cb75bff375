//! Tokens, keys and passwords that give themselves away.

use super::glance::Glance;

/// What the keys of well-known services begin with: they chose it so that a leaked key is found.
#[rustfmt::skip] // by service
const PREFIXES: &[&str] = &[
    "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", // Stripe
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", // GitHub
    "glpat-", // GitLab
    "AKIA", "ASIA", // Amazon Web Services
    "AIza", // Google
    "xoxb-", "xoxp-", "xoxa-", "xapp-", // Slack
    "sk-ant-", "sk-proj-", // Anthropic, OpenAI
];
/// The least that follows such a prefix, in bytes.
const LEAST_KEY: usize = 16;
/// `{"` in base64url, with room for the name of an algorithm after it.
const LEAST_HEADER: usize = 12;

/// Whether one is in `text`.
pub(super) fn is_in(text: &str, glance: Glance) -> bool {
    glance.has_parts() && glance.has_word(LEAST_HEADER) && has_jwt(text)
        || glance.has_scheme() && has_authorization(text)
        || glance.has_user_info() && has_password(text)
        || glance.has_word(LEAST_KEY) && has_key(text)
        || glance.has_label() && has_private_key(text)
}

/// RFC 7519 and RFC 7515, section 7.1: parts in base64url between dots, the first of them a JSON object.
fn has_jwt(text: &str) -> bool {
    if !text.contains("eyJ") {
        return false;
    }
    text.split(|character: char| !(is_base64url(character) || character == '.')).any(|token| {
        let mut parts = token.split('.').peekable();
        while let Some(part) = parts.next() {
            if is_header(part) {
                let mut following = parts.clone();
                let payload = following.next().unwrap_or_default();
                // The third part may have been cut off, or be empty.
                if payload.starts_with("eyJ") || !payload.is_empty() && following.next().is_some() {
                    return true;
                }
            }
        }
        false
    })
}

fn is_header(part: &str) -> bool {
    part.match_indices("eyJ").any(|(at, _)| {
        part.len() - at >= LEAST_HEADER
            && !part.get(..at).unwrap_or_default().ends_with(|character: char| character.is_alphanumeric())
    })
}

fn is_base64url(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// Credentials as in the header `Authorization` (RFC 6750, section 2.1; RFC 7617, section 2).
fn has_authorization(text: &str) -> bool {
    text.match_indices([' ', '\t']).any(|(at, _)| {
        let (before, after) = text.split_at_checked(at).unwrap_or_default();
        let token = || {
            let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/' | '=');
            after.trim_start_matches([' ', '\t']).split(|c: char| !is_of_token(c)).next().unwrap_or_default()
        };
        ends_in_word(before, "bearer") && is_opaque(token()) || ends_in_word(before, "basic") && is_user_and_password(token())
    })
}

fn ends_in_word(text: &str, word: &str) -> bool {
    let Some((before, last)) = text.len().checked_sub(word.len()).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    last.eq_ignore_ascii_case(word) && !before.ends_with(char::is_alphanumeric)
}

/// No word of a sentence about bearers.
pub(super) fn is_opaque(token: &str) -> bool {
    token.len() >= 24 || token.len() >= 8 && token.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether `token` is text with a colon, in base64: "basic settings" is not.
fn is_user_and_password(token: &str) -> bool {
    let (mut bits, mut count, mut colon) = (0_u32, 0, false);
    for byte in token.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        bits = (bits << 6 | u32::from(six)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            let byte = bits >> count & 0xff;
            if byte < 0x20 {
                return false;
            }
            colon |= byte == u32::from(b':');
        }
    }
    colon
}

/// `user:password@` in the authority of a URL (RFC 3986, section 3.2.1).
fn has_password(text: &str) -> bool {
    text.match_indices("://").any(|(at, separator)| {
        let rest = text.get(at + separator.len()..).unwrap_or_default();
        let ends = |character: char| matches!(character, '/' | '?' | '#' | '\\' | '"' | '<' | '>') || character.is_whitespace();
        let authority = rest.split(ends).next().unwrap_or_default();
        let user_info = authority.rsplit_once('@').map(|(user_info, _)| user_info);
        user_info.and_then(|info| info.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
    })
}

fn has_key(text: &str) -> bool {
    text.split(|character| !is_base64url(character)).filter(|word| word.len() >= LEAST_KEY).any(|word| {
        let bytes = word.as_bytes();
        let starts = |at: &usize| {
            bytes.get(*at).is_some_and(|byte| BEGINNINGS.get(usize::from(*byte)) == Some(&true))
                && (*at == 0 || bytes.get(*at - 1).is_some_and(|byte| !byte.is_ascii_alphanumeric()))
        };
        (0..=word.len() - LEAST_KEY).filter(starts).filter_map(|at| word.get(at..)).any(begins_with_key)
    })
}

/// The bytes that a prefix begins with.
static BEGINNINGS: [bool; 256] = beginnings();

#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const fn beginnings() -> [bool; 256] {
    let mut beginnings = [false; 256];
    let mut rest = PREFIXES;
    while let [prefix, others @ ..] = rest {
        if let [first, ..] = prefix.as_bytes() {
            beginnings[*first as usize] = true;
        }
        rest = others;
    }
    beginnings
}

fn begins_with_key(text: &str) -> bool {
    let keys = PREFIXES.iter().filter_map(|prefix| text.strip_prefix(prefix));
    keys.filter(|key| key.len() >= LEAST_KEY)
        .any(|key| key.bytes().take(2 * LEAST_KEY).any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()))
}

/// A private key in PEM (RFC 7468, sections 10 and 11), of OpenSSH or of OpenPGP.
fn has_private_key(text: &str) -> bool {
    let label = |rest: &str| rest.split("-----").next().is_some_and(|label| label.contains("PRIVATE KEY"));
    text.split("-----BEGIN ").skip(1).any(label)
}

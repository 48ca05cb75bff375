//! Keys whose values are secret, whatever their type says.

/// Words that make a key secret.
const WORDS: &[&str] = &[
    "apikey",
    "auth",
    "authorization",
    "bearer",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "csc",
    "cvc",
    "cvv",
    "iban",
    "jwt",
    "mnemonic",
    "otp",
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "pin",
    "pwd",
    "secret",
    "secrets",
    "ssn",
    "token",
    "tokens",
    "totp",
];

/// Pairs of neighbouring words that make a key secret; also when written as one word.
#[rustfmt::skip] // one pair on each line hides the list
const PAIRS: &[(&str, &str)] = &[
    ("access", "key"), ("access", "token"), ("account", "number"), ("api", "key"), ("api", "keys"), ("auth", "token"),
    ("backup", "code"), ("backup", "codes"), ("bank", "account"), ("card", "number"), ("client", "secret"),
    ("confirm", "password"), ("credit", "card"), ("csrf", "token"), ("current", "password"), ("encryption", "key"),
    ("id", "token"), ("new", "password"), ("old", "password"), ("password", "confirmation"), ("password", "hash"),
    ("private", "key"), ("recovery", "code"), ("recovery", "codes"), ("refresh", "token"), ("repeat", "password"),
    ("secret", "key"), ("security", "answer"), ("security", "code"), ("seed", "phrase"), ("session", "id"),
    ("session", "token"), ("signing", "key"), ("social", "security"), ("ssh", "key"), ("user", "password"),
    ("user", "pwd"), ("verification", "code"),
];

/// Whether a value with this key is secret.
pub(in crate::audit) fn is_secret(key: &str) -> bool {
    let mut previous: Option<&str> = None;
    for word in words(key) {
        if is_secret_word(word) {
            return true;
        }
        if let Some(previous) = previous
            && PAIRS.iter().any(|(first, second)| previous.eq_ignore_ascii_case(first) && word.eq_ignore_ascii_case(second))
        {
            return true;
        }
        previous = Some(word);
    }
    is_secret_when_joined(key)
}

fn is_secret_word(word: &str) -> bool {
    WORDS.iter().any(|secret| word.eq_ignore_ascii_case(secret))
        || PAIRS.iter().any(|(first, second)| {
            word.len() == first.len() + second.len()
                && word
                    .split_at_checked(first.len())
                    .is_some_and(|(head, tail)| head.eq_ignore_ascii_case(first) && tail.eq_ignore_ascii_case(second))
        })
}

/// `pAsSwOrD` and `p-i-n` are words of their own making.
fn is_secret_when_joined(key: &str) -> bool {
    /// Longer than any secret word or pair.
    const LONGEST: usize = 32;
    let mut letters = [0; LONGEST];
    let mut length = 0;
    for byte in key.bytes().filter(u8::is_ascii_alphabetic) {
        let Some(slot) = letters.get_mut(length) else { return false };
        *slot = byte;
        length += 1;
    }
    letters.get(..length).and_then(|joined| std::str::from_utf8(joined).ok()).is_some_and(is_secret_word)
}

/// The words of a key: between signs, at a change from lower to upper case or between letters and digits, and before the last
/// capital of a run (`APIKey` is `API`, `Key`).
fn words(key: &str) -> impl Iterator<Item = &str> {
    let mut rest = key;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|character: char| !character.is_alphanumeric());
        if rest.is_empty() {
            return None;
        }
        let (word, after) = rest.split_at_checked(word_end(rest)).unwrap_or((rest, ""));
        rest = after;
        Some(word)
    })
}

fn word_end(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let Some((_, mut previous)) = characters.next() else { return 0 };
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let boundary = !character.is_alphanumeric()
            || character.is_numeric() != previous.is_numeric()
            || character.is_uppercase() && !previous.is_uppercase()
            || character.is_uppercase() && previous.is_uppercase() && next.is_some_and(char::is_lowercase);
        if boundary {
            return at;
        }
        previous = character;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_split_into_words() {
        for (key, expected) in [
            ("userPwd", &["user", "Pwd"][..]),
            ("API-Key", &["API", "Key"]),
            ("APIKey", &["API", "Key"]),
            ("oauth2Token", &["oauth", "2", "Token"]),
            ("__a.b c", &["a", "b", "c"]),
            ("user[password]", &["user", "password"]),
            ("größeÄnderung", &["größe", "Änderung"]),
            ("", &[]),
            ("--", &[]),
        ] {
            assert_eq!(words(key).collect::<Vec<_>>(), expected, "{key}");
        }
    }

    #[test]
    fn trap_16_whole_words_are_hit_and_parts_are_not() {
        for secret in [
            "password",
            "Password",
            "PASSWORD",
            "new_password",
            "newPassword",
            "newpassword",
            "password1",
            "passwordHash",
            "pwd",
            "userPwd",
            "user_pwd",
            "USERPWD",
            "passwd",
            "passphrase",
            "passcode",
            "pass",
            "secret",
            "clientSecret",
            "client-secret",
            "token",
            "access_token",
            "accessToken",
            "ACCESSTOKEN",
            "csrfToken",
            "refresh.token",
            "jwt",
            "Authorization",
            "cookie",
            "Set-Cookie",
            "credential",
            "credentials",
            "ssn",
            "cvv",
            "cvv2",
            "cvc",
            "pin",
            "cardPin",
            "otp",
            "otp_code",
            "totp",
            "apikey",
            "apiKey",
            "API-Key",
            "x-api-key",
            "APIKey",
            "api_key",
            "private_key",
            "privatekey",
            "accessKey",
            "card_number",
            "cardNumber",
            "creditCard",
            "credit-card",
            "IBAN",
            "iban",
            "session_id",
            "sessionId",
            "user[password]",
            "pAsSwOrD",
            "p-w-d",
            "recovery_code",
            "securityAnswer",
        ] {
            assert!(is_secret(secret), "{secret}");
        }
        for harmless in [
            "monkey",
            "key",
            "keyboard",
            "tokenizer",
            "tokenize",
            "hockey",
            "secretary",
            "passenger",
            "passport_country",
            "compass",
            "pinned",
            "spin",
            "shipping",
            "opinion",
            "author",
            "authority",
            "name",
            "email",
            "id",
            "user_id",
            "session_count",
            "card",
            "number",
            "house_number",
            "code",
            "zip_code",
            "cookiecutter",
            "keynote",
            "assn",
            "api",
            "access",
            "private",
            "",
            "-",
            "ключ",
            "名前",
        ] {
            assert!(!is_secret(harmless), "{harmless}");
        }
    }
}

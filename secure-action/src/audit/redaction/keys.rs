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
    "kennwort",
    "mnemonic",
    "otp",
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "passwort",
    "pin",
    "pwd",
    "secret",
    "secrets",
    "ssn",
    "token",
    "tokens",
    "totp",
];

/// What makes a word secret that ends in it, such as `dbpassword`: no other words of English do.
const ENDS: &[&str] = &[
    "apikey",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "jwt",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "pwd",
    "secret",
    "secrets",
    "token",
    "tokens",
];

/// What makes a word secret that begins with it, such as `passwordhash`.
const BEGINNINGS: &[&str] = &["passcode", "passphrase", "passwd", "password"];

/// Pairs of neighbouring words that make a key secret; also when written as one word.
#[rustfmt::skip] // one pair on each line hides the list
const PAIRS: &[(&str, &str)] = &[
    ("access", "code"), ("access", "key"), ("access", "token"), ("account", "number"), ("activation", "code"), ("api", "key"),
    ("api", "keys"), ("auth", "code"), ("auth", "token"), ("backup", "code"), ("backup", "codes"), ("bank", "account"),
    ("card", "no"), ("card", "num"), ("card", "number"), ("cc", "number"), ("client", "assertion"), ("client", "secret"),
    ("code", "verifier"), ("confirm", "password"), ("confirmation", "code"), ("credit", "card"), ("csrf", "token"),
    ("current", "password"), ("device", "code"), ("email", "code"), ("encryption", "key"), ("factor", "code"),
    ("id", "token"), ("login", "code"), ("magic", "link"), ("mfa", "code"), ("new", "password"), ("old", "password"),
    ("passport", "number"), ("password", "confirmation"), ("password", "hash"), ("private", "key"), ("recovery", "code"),
    ("recovery", "codes"), ("refresh", "token"), ("repeat", "password"), ("reset", "code"), ("saml", "response"),
    ("secret", "key"), ("security", "answer"), ("security", "code"), ("seed", "phrase"), ("session", "id"),
    ("session", "token"), ("signing", "key"), ("sms", "code"), ("social", "security"), ("ssh", "key"), ("time", "code"),
    ("user", "password"), ("user", "pwd"), ("verification", "code"),
];

/// Neighbouring words that have nothing to hide, though one of them alone would: cursors, and counts of a model's tokens.
#[rustfmt::skip] // as above
const HARMLESS: &[(&str, &str)] = &[
    ("completion", "tokens"), ("continuation", "token"), ("cookie", "consent"), ("cookie", "policy"), ("input", "tokens"),
    ("max", "tokens"), ("next", "token"), ("output", "tokens"), ("page", "token"), ("prompt", "tokens"), ("sync", "token"),
    ("token", "count"), ("token", "limit"), ("token", "type"), ("total", "tokens"),
];

/// Words that begin or end like secret ones.
const HARMLESS_WORDS: &[&str] = &["betoken", "passwordless"];

/// Whether a value with this key is secret.
pub(crate) fn is_secret(key: &str) -> bool {
    let mut previous: Option<&str> = None;
    let mut rest = words(key).peekable();
    while let Some(word) = rest.next() {
        let harmless = previous.is_some_and(|previous| are_in(HARMLESS, previous, word))
            || rest.peek().is_some_and(|next| are_in(HARMLESS, word, next));
        if !harmless && is_secret_word(word) || previous.is_some_and(|previous| are_in(PAIRS, previous, word)) {
            return true;
        }
        previous = Some(word);
    }
    is_secret_when_joined(key)
}

fn are_in(pairs: &[(&str, &str)], first: &str, second: &str) -> bool {
    pairs.iter().any(|pair| first.eq_ignore_ascii_case(pair.0) && second.eq_ignore_ascii_case(pair.1))
}

fn is_secret_word(word: &str) -> bool {
    WORDS.iter().any(|secret| word.eq_ignore_ascii_case(secret)) || is_pair(PAIRS, word) || is_compound(word)
}

/// Whether `word` is one of `pairs` without anything between.
fn is_pair(pairs: &[(&str, &str)], word: &str) -> bool {
    pairs.iter().any(|(first, second)| {
        word.len() == first.len() + second.len()
            && word
                .split_at_checked(first.len())
                .is_some_and(|(head, tail)| head.eq_ignore_ascii_case(first) && tail.eq_ignore_ascii_case(second))
    })
}

fn is_compound(word: &str) -> bool {
    let ends_in = |end: &&str| {
        let tail = word.len().checked_sub(end.len()).and_then(|at| word.split_at_checked(at));
        tail.is_some_and(|(_, tail)| tail.eq_ignore_ascii_case(end))
    };
    let begins_with =
        |beginning: &&str| word.split_at_checked(beginning.len()).is_some_and(|(head, _)| head.eq_ignore_ascii_case(beginning));
    (ENDS.iter().any(ends_in) || BEGINNINGS.iter().any(begins_with))
        && !is_pair(HARMLESS, word)
        && !HARMLESS_WORDS.iter().any(|harmless| word.eq_ignore_ascii_case(harmless))
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
    let is_secret = |joined: &str| WORDS.iter().any(|secret| joined.eq_ignore_ascii_case(secret)) || is_pair(PAIRS, joined);
    letters.get(..length).and_then(|joined| std::str::from_utf8(joined).ok()).is_some_and(is_secret)
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
    fn trap_44_words_that_were_missed() {
        for secret in [
            "dbpassword",
            "DBPASSWORD",
            "mysqlpwd",
            "passwordhash",
            "passwordAgain",
            "userotp",
            "sms_code",
            "smsCode",
            "one-time-code",
            "two_factor_code",
            "mfaCode",
            "login_code",
            "jwttoken",
            "sessioncookie",
            "webhooksecret",
            "code_verifier",
            "device_code",
            "cardno",
            "card_num",
            "passport_number",
            "passwort",
        ] {
            assert!(is_secret(secret), "{secret}");
        }
        for harmless in [
            "page_token",
            "pageToken",
            "next-token",
            "nexttoken",
            "max_tokens",
            "maxTokens",
            "token_count",
            "token_type",
            "passwordless",
            "cookie_consent",
            "zip_code",
            "country_code",
            "status_code",
            "promo_code",
            "order_number",
            "order_no",
            "spin",
            "passenger",
            "monkey",
            "secretariat",
            "tokenized",
            "compassion",
            "passive",
        ] {
            assert!(!is_secret(harmless), "{harmless}");
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

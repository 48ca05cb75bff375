//! `SCREAMING_SNAKE`: the form of a code on the wire, and how a word would look in it.

/// Whether a word is a code: `ROOM_TAKEN`.
pub(super) fn is_screaming(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && !word.ends_with('_')
        && !word.contains("__")
}

/// `RoomTaken`, `room taken` and `room-taken` as `ROOM_TAKEN`; nothing where no code can be made of it.
pub(super) fn screaming(word: &str) -> Option<String> {
    let mut code = String::new();
    let mut lower = false;
    for letter in word.chars() {
        if !letter.is_ascii_alphanumeric() {
            lower = false;
            if !code.is_empty() && !code.ends_with('_') {
                code.push('_');
            }
            continue;
        }
        if lower && letter.is_ascii_uppercase() {
            code.push('_');
        }
        lower = !letter.is_ascii_uppercase();
        code.push(letter.to_ascii_uppercase());
    }
    let code = code.trim_end_matches('_');
    is_screaming(code).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_form() {
        for code in ["A", "ROOM_TAKEN", "E2_BIG"] {
            assert!(is_screaming(code), "{code}");
        }
        for other in ["", "a", "RoomTaken", "_A", "A_", "A__B", "2A", "A-B", "Ä"] {
            assert!(!is_screaming(other), "{other}");
        }
    }

    #[test]
    fn a_word_becomes_a_code() {
        for word in ["RoomTaken", "room taken", "room-taken", "room_taken", "ROOM__TAKEN_", "_roomTaken"] {
            assert_eq!(screaming(word).as_deref(), Some("ROOM_TAKEN"), "{word}");
        }
        assert_eq!(screaming("E2Big").as_deref(), Some("E2_BIG"));
        assert_eq!(screaming("4xx"), None);
        assert_eq!(screaming("  "), None);
    }
}

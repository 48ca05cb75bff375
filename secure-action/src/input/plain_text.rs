//! `PlainText`: a text without control characters, in one normal form.

use unicode_normalization::UnicodeNormalization;

use super::refined::refined_text;

/// A text for people: composed (NFC), trimmed, without control characters other than line breaks and tabs, and without the
/// invisible marks that reverse the direction of what follows. At most 10 000 characters.
///
/// Markup is only text here: whoever shows it encodes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlainText(String);

fn parse(text: &str) -> Option<String> {
    const LONGEST: usize = 10_000;

    let text: String = text.replace("\r\n", "\n").trim().nfc().collect();
    let forbidden = |character: char| {
        (character.is_control() && !matches!(character, '\n' | '\t'))
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    (text.chars().count() <= LONGEST && !text.contains(forbidden)).then_some(text)
}

refined_text!(PlainText, parse, "text: at most 10000 characters, no control characters", {
    "type": "string",
    "maxLength": 10000,
    "pattern": r"^(\r\n|[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff])*$"
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_for_people() {
        assert_eq!(PlainText::try_from(" e\u{301}\r\nb ").map(|text| text.0), Ok("é\nb".to_owned()));
        for bad in ["a\0b", "a\u{1b}[31m", "abc\u{202e}cba", "\u{7f}"] {
            assert!(PlainText::try_from(bad).is_err(), "{bad:?}");
        }
        assert!(PlainText::try_from("x".repeat(10_001).as_str()).is_err());
    }
}

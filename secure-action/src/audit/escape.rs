//! Text from clients, made harmless: no byte of it can end a string, a line or a terminal's patience.
//!
//! JSON allows any character to be written as `\uXXXX`, so nothing is lost: a reader gets back what the client sent.

use std::borrow::Cow;

/// Appends `text` as a JSON string, with its quotes.
pub(super) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_part(out, text);
    out.push(b'"');
}

/// Appends at most `longest` bytes of `bytes` as a JSON string. A byte that is no UTF-8 becomes the text `\xff`.
pub(super) fn write_bytes(out: &mut Vec<u8>, bytes: &[u8], longest: usize) {
    let (head, cut) = match bytes.get(..longest) {
        Some(head) if bytes.len() > longest => (head, true),
        _ => (bytes, false),
    };
    out.push(b'"');
    if is_plain(head) {
        out.extend_from_slice(head);
    } else {
        for chunk in head.utf8_chunks() {
            write_part(out, chunk.valid());
            for &byte in chunk.invalid() {
                out.extend_from_slice(b"\\\\x");
                hex(out, u32::from(byte), 2);
            }
        }
    }
    if cut {
        out.extend_from_slice(super::marks::TRUNCATED.as_bytes());
    }
    out.push(b'"');
}

/// Appends at most `longest` bytes of `text` as a JSON string, and says so if that is not all of it.
pub(super) fn write_bounded(out: &mut Vec<u8>, text: &str, longest: usize) {
    if text.len() <= longest {
        return write_str(out, text);
    }
    out.push(b'"');
    write_part(out, text.get(..text.floor_char_boundary(longest)).unwrap_or_default());
    out.extend_from_slice(super::marks::TRUNCATED.as_bytes());
    out.push(b'"');
}

/// `text` for a log that may print it as it is: what is not plain is escaped as in JSON.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut escaped = Vec::with_capacity(text.len() + 16);
    write_part(&mut escaped, text);
    // What was escaped is ASCII, the rest is as it was.
    Cow::Owned(String::from_utf8(escaped).unwrap_or_default())
}

/// Appends `text` as a part of a JSON string.
fn write_part(out: &mut Vec<u8>, text: &str) {
    if is_plain(text.as_bytes()) {
        return out.extend_from_slice(text.as_bytes());
    }
    for character in text.chars() {
        match character {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            hidden if is_hidden(hidden) => {
                for unit in hidden.encode_utf16(&mut [0; 2]) {
                    out.extend_from_slice(b"\\u");
                    hex(out, u32::from(*unit), 4);
                }
            }
            visible => out.extend_from_slice(visible.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// Almost all text is: letters, digits and signs of ASCII that mean nothing in JSON.
///
/// Looks at every byte, which the compiler turns into a few wide instructions; stopping early would forbid that.
fn is_plain(text: &[u8]) -> bool {
    text.iter().fold(true, |plain, &byte| plain & matches!(byte, b' '..=b'~') & (byte != b'"') & (byte != b'\\'))
}

/// Characters that a reader does not see, or that change how he sees the rest: controls (C0, DEL, C1), line and paragraph
/// separators, direction marks (Trojan Source, CVE-2021-42574), zero-width and tag characters.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn hex(out: &mut Vec<u8>, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        let digit = char::from_digit(number >> (4 * place) & 0xf, 16).unwrap_or('0');
        // A hexadecimal digit is one byte.
        out.push(digit as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> String {
        let mut out = Vec::new();
        write_str(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hidden_characters_are_escaped_and_kept() {
        for (text, json) in [
            ("plain ~ text", r#""plain ~ text""#),
            ("Ada Löveläce 名前", r#""Ada Löveläce 名前""#),
            ("a\"b\\c", r#""a\"b\\c""#),
            ("a\r\n\tb", r#""a\r\n\tb""#),
            ("\0\u{1b}[31m\u{7f}\u{9b}", r#""\u0000\u001b[31m\u007f\u009b""#),
            ("a\u{2028}b\u{2029}c\u{85}", r#""a\u2028b\u2029c\u0085""#),
            ("user\u{202e}nimda\u{200b}", r#""user\u202enimda\u200b""#),
            ("\u{e0041}", r#""\udb40\udc41""#),
        ] {
            assert_eq!(string(text), json);
            assert_eq!(serde_json::from_str::<String>(json).unwrap(), text, "nothing is lost");
            assert_eq!(format!("\"{}\"", plain(text)), json);
        }
    }

    #[test]
    fn bytes_that_are_no_text_stay_visible() {
        let mut out = Vec::new();
        write_bytes(&mut out, b"curl\xff\xc3(", 100);
        assert_eq!(out, br#""curl\\xff\\xc3(""#);
    }

    #[test]
    fn long_text_is_cut_between_characters_and_marked() {
        let mut out = Vec::new();
        write_bounded(&mut out, "éé", 3);
        write_bytes(&mut out, b"abcdef", 2);
        assert_eq!(String::from_utf8(out).unwrap(), "\"é[TRUNCATED]\"\"ab[TRUNCATED]\"");
    }
}

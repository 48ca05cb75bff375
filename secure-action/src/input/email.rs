//! `Email`: an address in its usual form.

use garde::rules::email::parse_email;

use super::refined::refined_text;
use super::sanitize::normal_email;

/// An e-mail address: normalised (NFKC, lower case, trimmed), then checked, at most 254 bytes (RFC 5321).
///
/// ```
/// use secure_action::Email;
///
/// let email = Email::try_from(" Ada@Example.com ")?;
/// assert_eq!(email.as_str(), "ada@example.com");
/// # Ok::<(), secure_action::input::NotAcceptable>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

fn parse(text: &str) -> Option<String> {
    const LONGEST: usize = 254;

    let text = normal_email(text);
    let dotted = text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.'));
    (text.len() <= LONGEST && dotted && !text.contains(char::is_control) && parse_email(&text).is_ok()).then_some(text)
}

refined_text!(Email, parse, "e-mail address", { "type": "string", "format": "email", "maxLength": 254 });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@example.com", "first.last+tag@sub.example.org"] {
            assert!(Email::try_from(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "@",
            "a@",
            "@b.c",
            "a b@example.com",
            "a@b",
            "a@example..com",
            "a@example.com\0",
            "a@example.com,b@example.com",
        ] {
            assert!(Email::try_from(bad).is_err(), "{bad}");
        }
        assert!(Email::try_from(format!("{}@example.com", "x".repeat(250)).as_str()).is_err());
    }
}

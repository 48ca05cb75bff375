//! `SafeUrl`: a link that can be shown to others.

use url::Url;

use super::refined::refined_text;

/// A web address: `http` or `https`, with a host and without credentials, at most 2048 bytes in its canonical form.
///
/// `javascript:` and `data:` are not web addresses. Whether the service itself may fetch it is another question.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeUrl(String);

fn parse(text: &str) -> Option<String> {
    const LONGEST: usize = 2048;

    let text = text.trim();
    // The parser drops tabs and line breaks anywhere; a reader of the text would not.
    if text.contains(char::is_control) || text.len() > LONGEST {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    let plain = url.username().is_empty() && url.password().is_none();
    (web && plain && url.as_str().len() <= LONGEST).then(|| url.into())
}

refined_text!(SafeUrl, parse, "web address", { "type": "string", "format": "uri", "maxLength": 2048 });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_only() {
        assert_eq!(SafeUrl::try_from(" HTTPS://Example.com/a b ").map(|url| url.0), Ok("https://example.com/a%20b".to_owned()));
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//example.com",
            "https://",
            "https://user:pass@example.com",
            "ftp://example.com",
            "file:///etc/passwd",
            "",
        ] {
            assert!(SafeUrl::try_from(bad).is_err(), "{bad}");
        }
    }
}

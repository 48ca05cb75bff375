//! `RichText`: HTML from clients, cleaned.

use super::refined::refined_text;

/// HTML with everything removed that is not harmless formatting: no scripts, styles, events, frames or forms. At most
/// 100 000 bytes before and after.
///
/// Cleaned by ammonia's allow-list; safe to show inside a page as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RichText(String);

fn parse(text: &str) -> Option<String> {
    const LONGEST: usize = 100_000;

    if text.len() > LONGEST {
        return None;
    }
    let clean = ammonia::clean(text);
    (clean.len() <= LONGEST).then_some(clean)
}

refined_text!(RichText, parse, "text: at most 100000 bytes of HTML", { "type": "string", "contentMediaType": "text/html", "maxLength": 100000 });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatting_stays_and_scripts_go() {
        let clean = |text: &str| RichText::try_from(text).map(|text| text.0);
        assert_eq!(clean("<b>hi</b><script>alert(1)</script>"), Ok("<b>hi</b>".to_owned()));
        assert_eq!(clean("<img src=x onerror=alert(1)>"), Ok("<img src=\"x\">".to_owned()));
        assert!(!clean("<a href=\"javascript:alert(1)\">x</a>").is_ok_and(|text| text.contains("javascript")));
    }
}

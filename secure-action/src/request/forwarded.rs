//! What proxies say about a request: `X-Forwarded-For`, `X-Forwarded-Proto`, and `Forwarded` (RFC 7239).
//!
//! Everything here is read from the right, because only the right end was written by somebody who is trusted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderValue;

/// One hop, as the proxy behind it saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hop {
    /// `None`: the proxy does not say, or says something that is no address.
    pub(crate) address: Option<IpAddr>,
    /// Whether the hop's connection was encrypted, where the header says so.
    pub(crate) https: Option<bool>,
}

/// The hops of `X-Forwarded-For`, nearest first. Several headers are one list (RFC 9110, section 5.3).
pub(crate) fn x_forwarded_for<'h>(values: impl DoubleEndedIterator<Item = &'h HeaderValue>) -> impl Iterator<Item = Hop> {
    values
        .rev()
        .flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','))
        .map(|element| Hop { address: std::str::from_utf8(element.trim_ascii()).ok().and_then(address), https: None })
}

/// Whether the nearest `X-Forwarded-Proto` says `https`.
pub(crate) fn x_forwarded_proto<'h>(values: impl DoubleEndedIterator<Item = &'h HeaderValue>) -> Option<bool> {
    let nearest = values.rev().flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b',')).next()?;
    Some(nearest.trim_ascii().eq_ignore_ascii_case(b"https"))
}

/// The hops of `Forwarded`, nearest first.
///
/// A quote that a client left open would swallow what the proxy appended behind it, and the element that remains would be
/// the client's own: such a value has one hop, which is unknown.
pub(crate) fn forwarded<'h>(values: impl DoubleEndedIterator<Item = &'h HeaderValue>) -> impl Iterator<Item = Hop> {
    values.rev().flat_map(|value| {
        if has_open_quote(value.as_bytes()) {
            return vec![Hop { address: None, https: None }];
        }
        let mut hops: Vec<Hop> = split_quoted(value.as_bytes(), b',').map(hop).collect();
        hops.reverse();
        hops
    })
}

/// One `forwarded-element`: `for=192.0.2.43;proto=https`. A parameter given twice makes the hop unknown.
fn hop(element: &[u8]) -> Hop {
    let mut hop = Hop { address: None, https: None };
    let (mut seen_for, mut seen_proto) = (false, false);
    for pair in split_quoted(element, b';') {
        let Some(at) = pair.iter().position(|byte| *byte == b'=') else {
            continue;
        };
        let (name, value) = pair.split_at(at);
        let value = unquote(value.get(1..).unwrap_or_default().trim_ascii());
        if name.trim_ascii().eq_ignore_ascii_case(b"for") {
            hop.address = if seen_for { None } else { address(&value) };
            seen_for = true;
        } else if name.trim_ascii().eq_ignore_ascii_case(b"proto") {
            hop.https = if seen_proto { Some(false) } else { Some(value.eq_ignore_ascii_case("https")) };
            seen_proto = true;
        }
    }
    hop
}

/// The pieces between separators that do not stand inside a quoted string.
fn split_quoted(bytes: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let mut quotes = Quotes::default();
    bytes.split(move |byte| !quotes.holds(*byte) && *byte == separator)
}

fn has_open_quote(bytes: &[u8]) -> bool {
    let mut quotes = Quotes::default();
    bytes.iter().for_each(|byte| {
        quotes.holds(*byte);
    });
    quotes.open
}

/// Where quoted strings begin and end.
#[derive(Default)]
struct Quotes {
    open: bool,
    escaped: bool,
}

impl Quotes {
    /// Whether the next byte belongs to a quoted string, its quotes included.
    fn holds(&mut self, byte: u8) -> bool {
        if self.escaped {
            self.escaped = false;
        } else if self.open && byte == b'\\' {
            self.escaped = true;
        } else if byte == b'"' {
            self.open = !self.open;
            return true;
        }
        self.open
    }
}

/// The content of a quoted string, or the token itself; what is not ASCII becomes a character that no address contains.
fn unquote(value: &[u8]) -> String {
    let inner = value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(value);
    let mut escaped = false;
    inner
        .iter()
        .filter_map(|byte| {
            if *byte == b'\\' && !escaped {
                escaped = true;
                return None;
            }
            escaped = false;
            Some(if byte.is_ascii() { char::from(*byte) } else { char::REPLACEMENT_CHARACTER })
        })
        .collect()
}

/// An address as proxies write it: bare, with a port, IPv6 in brackets. Obfuscated names and `unknown` are none.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    text.parse::<IpAddr>()
        .ok()
        .or_else(bracketed)
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(texts: &[&str]) -> Vec<HeaderValue> {
        texts.iter().map(|text| HeaderValue::from_bytes(text.as_bytes()).expect("a header value")).collect()
    }

    fn addresses(hops: impl Iterator<Item = Hop>) -> Vec<String> {
        hops.map(|hop| hop.address.map_or_else(|| "-".to_owned(), |address| address.to_string())).collect()
    }

    #[test]
    fn x_forwarded_for_is_read_from_the_right() {
        for (headers, expected) in [
            (&["1.2.3.4"][..], &["1.2.3.4"][..]),
            (&["1.2.3.4, 5.6.7.8"], &["5.6.7.8", "1.2.3.4"]),
            (&["1.1.1.1,2.2.2.2", "3.3.3.3"], &["3.3.3.3", "2.2.2.2", "1.1.1.1"]),
            (&["1.2.3.4:99", "[2001:db8::1]:443, 2001:db8::2"], &["2001:db8::2", "2001:db8::1", "1.2.3.4"]),
            (&["::ffff:1.2.3.4"], &["1.2.3.4"]),
            (&["unknown, , 1.2.3.4.5, 256.1.1.1, 1.2.3.4 5"], &["-", "-", "-", "-", "-"]),
        ] {
            assert_eq!(addresses(x_forwarded_for(values(headers).iter())), expected, "{headers:?}");
        }
    }

    #[test]
    fn forwarded_understands_rfc_7239() {
        for (header, expected) in [
            ("for=192.0.2.60;proto=http;by=203.0.113.43", &["192.0.2.60"][..]),
            ("for=192.0.2.43, for=198.51.100.17", &["198.51.100.17", "192.0.2.43"]),
            ("For=\"[2001:db8:cafe::17]:4711\"", &["2001:db8:cafe::17"]),
            ("for=\"_gazonk\"", &["-"]),
            ("for=unknown", &["-"]),
            ("for=1.1.1.1;for=2.2.2.2", &["-"]),
            ("by=\"a,for=6.6.6.6\", for=1.2.3.4", &["1.2.3.4", "-"]),
            ("for=\"1.2.3.4", &["-"]),
            // A client's open quote would swallow what the proxy appends, and leave the client's own address.
            ("for=6.6.6.6;x=\", for=1.2.3.4", &["-"]),
            ("for=6.6.6.6;x=\", for=\"[2001:db8::1]\"", &["-"]),
            ("for=6.6.6.6;x=\"\\, for=1.2.3.4", &["-"]),
        ] {
            assert_eq!(addresses(forwarded(values(&[header]).iter())), expected, "{header}");
        }
        assert_eq!(forwarded(values(&["for=1.2.3.4;proto=HTTPS"]).iter()).next().and_then(|hop| hop.https), Some(true));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(0_u8..=255, 0..200)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let list = [value.clone(), value];
                let _ = x_forwarded_for(list.iter()).count();
                let _ = forwarded(list.iter()).count();
                let _ = x_forwarded_proto(list.iter());
            }
        }

        #[test]
        fn every_address_is_read_back(address: IpAddr) {
            let bare = values(&[&address.to_string()]);
            prop_assert_eq!(x_forwarded_for(bare.iter()).next().and_then(|hop| hop.address), Some(address.to_canonical()));
            let quoted = values(&[&format!("for=\"{}\"", SocketAddr::new(address, 80))]);
            prop_assert_eq!(forwarded(quoted.iter()).next().and_then(|hop| hop.address), Some(address.to_canonical()));
        }
    }
}

//! The host that a request is for: `Host`, and the authority of an absolute target (RFC 9112, section 3.2).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::header::HOST;
use http::uri::Scheme;
use http::{HeaderMap, Uri, Version};

use crate::error::Refusal;

/// The host that a request is for, and the port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Host<'r> {
    name: Name<'r>,
    /// `None`: the default port of the scheme.
    port: Option<u16>,
}

/// What stands before the port.
#[derive(Clone, Copy, Debug, Eq)]
pub(crate) enum Name<'r> {
    /// A name as the DNS has them, without the dot at its end.
    Domain(&'r str),
    /// A literal address.
    Address(IpAddr),
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Domain(one), Name::Domain(other)) => one.eq_ignore_ascii_case(other),
            (Self::Address(one), Name::Address(other)) => one == other,
            _ => false,
        }
    }
}

impl<'r> Host<'r> {
    /// The host that a request names; `None` if it names none, as a call inside of the process may.
    ///
    /// # Errors
    /// 400: two hosts, none that could be one, or a target and a `Host` that disagree. A proxy and the application could each
    /// believe another.
    pub(crate) fn of(uri: &'r Uri, headers: &'r HeaderMap) -> Result<Option<Self>, Refusal> {
        let mut values = headers.get_all(HOST).iter();
        let named = match (values.next(), values.next()) {
            (None, _) => None,
            (Some(value), None) => Some(Self::parse(value.as_bytes()).ok_or_else(malformed)?),
            (Some(_), Some(_)) => return Err(Refusal::malformed("the request names more than one host")),
        };
        let Some(authority) = uri.authority() else {
            return Ok(named);
        };
        let default = match uri.scheme() {
            None => None,
            Some(scheme) if *scheme == Scheme::HTTP => Some(80),
            Some(scheme) if *scheme == Scheme::HTTPS => Some(443),
            Some(_) => return Err(Refusal::malformed("the target of the request is of another scheme")),
        };
        let target = Self::parse(authority.as_str().as_bytes()).ok_or_else(malformed)?;
        match named {
            Some(named) if named.name != target.name || named.port.or(default) != target.port.or(default) => {
                Err(Refusal::malformed("the target of the request and its `Host` disagree"))
            }
            _ => Ok(Some(target)),
        }
    }

    /// The same for a request that came over a connection: HTTP/1.1 demands a `Host` (RFC 9112, section 3.2).
    ///
    /// # Errors
    /// 400, as [`of`](Self::of), or because there is none.
    pub(crate) fn on_the_wire(version: Version, uri: &'r Uri, headers: &'r HeaderMap) -> Result<Option<Self>, Refusal> {
        if version == Version::HTTP_11 && !headers.contains_key(HOST) {
            return Err(Refusal::malformed("the request names no host"));
        }
        Self::of(uri, headers)
    }

    /// Reads `uri-host [ ":" port ]` (RFC 9110, section 7.2).
    ///
    /// Of the host names that RFC 3986, section 3.2.2, could spell, these are the ones that somebody can have: letters, digits,
    /// `-` and `_` in labels of at most 63 bytes. Percent signs, quotes and commas are nobody's name.
    pub(crate) fn parse(text: &'r [u8]) -> Option<Self> {
        // A header of 64 KiB is not searched for colons.
        let text = str::from_utf8(text.get(..LONGEST + 1).map_or(text, |_| &[])).ok()?;
        if let Some(rest) = text.strip_prefix('[') {
            let (address, port) = rest.split_once(']')?;
            let address: Ipv6Addr = address.parse().ok()?;
            return Some(Self { name: Name::Address(address.into()), port: port_after_colon(port)? });
        }
        let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
        Some(Self { name: domain_or_address(name)?, port: port_after_colon(port)? })
    }

    /// What stands before the port.
    pub(crate) fn name(&self) -> Name<'r> {
        self.name
    }

    /// The port, unless it is the default one of the scheme.
    pub(crate) fn port(&self) -> Option<u16> {
        self.port
    }
}

/// The longest name of the DNS in text, with a dot at its end, a colon and a port.
const LONGEST: usize = 254 + 1 + 5;

fn malformed() -> Refusal {
    Refusal::malformed("the request names a host that cannot be one")
}

/// The port of `":8080"`; none where there is no text, or nothing behind the colon, which RFC 3986 allows.
#[expect(clippy::option_option, reason = "no port is not the same as no port that could be one")]
fn port_after_colon(text: &str) -> Option<Option<u16>> {
    let digits = match text.strip_prefix(':') {
        Some(digits) => digits,
        None if text.is_empty() => return Some(None),
        None => return None,
    };
    match digits {
        "" => Some(None),
        // `parse` takes a sign, too.
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok().filter(|port| *port > 0).map(Some),
        _ => None,
    }
}

fn domain_or_address(text: &str) -> Option<Name<'_>> {
    const LONGEST_NAME: usize = 253;
    const LONGEST_LABEL: usize = 63;

    let name = text.strip_suffix('.').unwrap_or(text);
    let mut length = 0;
    let mut digits = true;
    for byte in name.bytes() {
        match byte {
            b'.' if length == 0 => return None,
            b'.' => (length, digits) = (0, true),
            b'0'..=b'9' => length += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' => (length, digits) = (length + 1, false),
            _ => return None,
        }
        if length > LONGEST_LABEL {
            return None;
        }
    }
    if length == 0 || name.len() > LONGEST_NAME {
        return None;
    }
    // No top-level domain is a number: what ends in one is an address, or a trick with one.
    if digits {
        return text.parse::<Ipv4Addr>().ok().map(|address| Name::Address(address.into()));
    }
    Some(Name::Domain(name))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(hosts: &[&[u8]]) -> HeaderMap {
        hosts.iter().map(|host| (HOST, HeaderValue::from_bytes(host).expect("a header value"))).collect()
    }

    fn host(target: &str, hosts: &[&str]) -> Result<Option<(String, Option<u16>)>, u16> {
        let hosts: Vec<_> = hosts.iter().map(|host| host.as_bytes()).collect();
        let headers = headers(&hosts);
        let uri = target.parse::<Uri>().expect("a target");
        let found = Host::of(&uri, &headers).map_err(|refusal| refusal.status().as_u16())?;
        Ok(found.map(|host| match host.name() {
            Name::Domain(name) => (name.to_owned(), host.port()),
            Name::Address(address) => (address.to_string(), host.port()),
        }))
    }

    #[test]
    fn hosts_are_names_and_addresses_with_a_port() {
        for (text, name, port) in [
            ("example.com", "example.com", None),
            ("Example.COM:8080", "Example.COM", Some(8080)),
            ("example.com.", "example.com", None),
            ("example.com:", "example.com", None),
            ("example.com:00080", "example.com", Some(80)),
            ("localhost:3000", "localhost", Some(3000)),
            ("my_service-1", "my_service-1", None),
            ("xn--bcher-kva.example", "xn--bcher-kva.example", None),
            ("1password.com", "1password.com", None),
            ("127.0.0.1:1", "127.0.0.1", Some(1)),
            ("[::1]:65535", "::1", Some(65535)),
            ("[2001:db8::ffff:1.2.3.4]", "2001:db8::ffff:102:304", None),
        ] {
            assert_eq!(host("/", &[text]), Ok(Some((name.to_owned(), port))), "{text}");
        }
        assert_eq!(host("/", &[]), Ok(None));
    }

    #[test]
    fn what_nobody_can_be_called_is_refused() {
        let long = "a".repeat(64);
        let longer = "a.".repeat(127) + "a";
        let huge = "1".repeat(60_000);
        for text in [
            "",
            " ",
            "x/admin",
            "x y",
            "a@x",
            "x:99999",
            "x:0",
            "x:+80",
            "x:-1",
            "x:80:80",
            "x:8a",
            "<script>",
            "x?y",
            "x#y",
            "x\\y",
            "x%2e",
            "x,y",
            "x;y",
            "x'",
            "x\"",
            "x\t",
            "a..b",
            ".a",
            ".",
            "..",
            ":80",
            "::1",
            "[::1",
            "[::1]x",
            "[::1]:x",
            "[]",
            "[x]",
            "[1.2.3.4]",
            "[fe80::1%eth0]",
            "[v1.x]",
            "[::1].x",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "0177.1.1.1",
            "1.2.3.4.",
            "1",
            "x.1",
            "x~",
            "*",
            "*.example.com",
            &long,
            &longer,
            &huge,
        ] {
            assert_eq!(host("/", &[text]), Err(400), "{text}");
        }
        for bytes in ["é".as_bytes(), b"x\xff", b"\xf0\x9f\x98\x80.example"] {
            assert!(Host::of(&Uri::from_static("/"), &headers(&[bytes])).is_err(), "{bytes:?}");
        }
        assert_eq!(host("/", &["x", "x"]), Err(400), "not even the same twice");
    }

    #[test]
    fn an_absolute_target_names_the_same_host() {
        for (target, named) in [
            ("http://example.com/x", "example.com"),
            ("http://example.com:80/x", "EXAMPLE.com"),
            ("https://example.com/x", "example.com:443"),
            ("http://[0:0::1]:81/x", "[::1]:81"),
        ] {
            assert!(host(target, &[named]).is_ok_and(|found| found.is_some()), "{target} {named}");
            assert!(host(target, &[]).is_ok_and(|found| found.is_some()), "{target}");
        }
        for (target, named) in [
            ("http://example.com/x", "other.example"),
            ("http://example.com/x", "example.com:443"),
            ("https://example.com/x", "example.com:80"),
            ("http://a@example.com/x", "example.com"),
            ("http://a@example.com/x", "a@example.com"),
            ("ftp://example.com/x", "example.com"),
            ("http://example.com/x", ""),
        ] {
            assert_eq!(host(target, &[named]), Err(400), "{target} {named}");
        }
        // As CONNECT names its target.
        assert!(host("example.com:443", &["example.com:443"]).is_ok());
        assert_eq!(host("example.com:443", &["example.com"]), Err(400));
    }

    #[test]
    fn http_1_1_demands_a_host() {
        let (uri, headers) = (Uri::from_static("/"), HeaderMap::new());
        let found = |version| Host::on_the_wire(version, &uri, &headers).map_err(|refusal| refusal.status().as_u16());
        assert_eq!(found(Version::HTTP_11), Err(400));
        assert_eq!(found(Version::HTTP_10), Ok(None));
        assert_eq!(found(Version::HTTP_2), Ok(None));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_what_is_read_is_plain(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Some(host) = Host::parse(&bytes)
                && let Name::Domain(name) = host.name()
            {
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
            }
        }

        #[test]
        fn every_origin_that_a_browser_can_have_is_read(
            name in "[a-z]([a-z0-9-]{0,20}[a-z0-9])?(\\.[a-z]([a-z0-9-]{0,20}[a-z0-9])?){0,3}", port in 1_u16..,
        ) {
            if let Ok(url) = url::Url::parse(&format!("http://{name}:{port}/")) {
                let text = url.host_str().expect("a host").to_owned();
                prop_assert_eq!(Host::parse(text.as_bytes()).map(|host| host.name()), Some(Name::Domain(&text)));
                let with_port = format!("{text}:{port}");
                prop_assert_eq!(Host::parse(with_port.as_bytes()).and_then(|host| host.port()), Some(port));
            }
        }

        #[test]
        fn every_address_is_read(address: IpAddr, port in 1_u16..) {
            let text = std::net::SocketAddr::new(address, port).to_string();
            let host = Host::parse(text.as_bytes());
            prop_assert_eq!(host.map(|host| (host.name(), host.port())), Some((Name::Address(address), Some(port))));
        }
    }
}

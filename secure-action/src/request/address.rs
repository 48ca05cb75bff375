//! The client's address: the socket's peer, or what trusted proxies say.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use super::forwarded::{Hop, forwarded, x_forwarded_for, x_forwarded_proto};
use crate::error::Refusal;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The networks whose machines may say where a request came from.
///
/// Without one, the peer of the socket is the client. With one, a request from these networks must carry the header, and
/// its list is walked from the right to the first hop outside them: what a client wrote further left is never believed.
///
/// ```
/// use secure_action::request::TrustedProxies;
///
/// let proxies = TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"])?;
/// # Ok::<(), secure_action::request::InvalidNetwork>(())
/// ```
#[derive(Clone, Debug)]
pub struct TrustedProxies {
    networks: Vec<IpNet>,
    rfc7239: bool,
}

/// A text that is not a network in CIDR notation.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a network; write an address with a prefix length, for example \"10.0.0.0/8\"")]
pub struct InvalidNetwork(String);

impl TrustedProxies {
    /// Proxies in `networks` (CIDR notation) that set `X-Forwarded-For` and, where they terminate TLS, `X-Forwarded-Proto`.
    ///
    /// # Errors
    /// If one of the texts is not a network.
    pub fn new<N: AsRef<str>>(networks: impl IntoIterator<Item = N>) -> Result<Self, InvalidNetwork> {
        let parse = |network: N| network.as_ref().parse().map_err(|_| InvalidNetwork(network.as_ref().to_owned()));
        Ok(Self { networks: networks.into_iter().map(parse).collect::<Result<_, _>>()?, rfc7239: false })
    }

    /// Proxies that set `Forwarded` (RFC 7239) instead. Only one of the two is ever read: a proxy passes on the other one
    /// as the client wrote it.
    #[must_use]
    pub fn rfc7239(mut self) -> Self {
        self.rfc7239 = true;
        self
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// Networks so wide that anybody is a proxy, or none at all: all clients would then share the proxy's address.
    pub(crate) fn fault(&self) -> Option<String> {
        if self.networks.is_empty() {
            return Some(
                "the list of trusted proxies is empty: name their networks, or leave `trusted_proxies` out".to_owned(),
            );
        }
        let wide = self.networks.iter().find(|network| network.prefix_len() == 0)?;
        Some(format!(
            "the trusted proxies include `{wide}`: every client could choose its own address; name the proxies' networks"
        ))
    }
}

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClientAddress {
    pub(crate) address: IpAddr,
    /// Whether a trusted proxy says that the client's connection was encrypted.
    pub(crate) https: bool,
    /// Whether the peer is a trusted proxy.
    pub(crate) proxied: bool,
}

impl ClientAddress {
    /// Finds the client behind `peer`.
    ///
    /// A request that cannot be told apart from others is refused, because a shared address is a shared rate limit.
    pub(crate) fn find(proxies: Option<&TrustedProxies>, peer: Option<IpAddr>, headers: &HeaderMap) -> Result<Self, Refusal> {
        let Some(peer) = peer.map(|peer| peer.to_canonical()) else {
            return Err(Refusal::misconfigured(
                "the peer's address is unknown: serve the router with `secure_action::serve`, or with \
                 `into_make_service_with_connect_info::<SocketAddr>()`",
            ));
        };
        let Some(proxies) = proxies.filter(|proxies| proxies.contains(peer)) else {
            return Self::direct(peer, headers);
        };
        if proxies.rfc7239 {
            let mut hops = forwarded(headers.get_all(header::FORWARDED).iter());
            let (address, https) = proxies.walk(&mut hops)?;
            return Ok(Self { address, https: https.unwrap_or(false), proxied: true });
        }
        let mut hops = x_forwarded_for(headers.get_all(X_FORWARDED_FOR).iter());
        let (address, _) = proxies.walk(&mut hops)?;
        let https = x_forwarded_proto(headers.get_all(X_FORWARDED_PROTO).iter()).unwrap_or(false);
        Ok(Self { address, https, proxied: true })
    }

    /// A peer that is no trusted proxy is the client itself, whatever headers it sends.
    fn direct(peer: IpAddr, headers: &HeaderMap) -> Result<Self, Refusal> {
        // A local machine that speaks for others is a proxy that nobody configured, or whose network is misspelt: all its clients
        // would share its address.
        if is_local(peer) && (headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(header::FORWARDED)) {
            return Err(Refusal::misconfigured(format!(
                "{peer} forwards requests but is not a trusted proxy: name its network in `trusted_proxies`"
            )));
        }
        Ok(Self { address: peer, https: false, proxied: false })
    }
}

impl TrustedProxies {
    /// The first hop outside the trusted networks; if all are inside, the farthest.
    fn walk(&self, hops: &mut dyn Iterator<Item = Hop>) -> Result<(IpAddr, Option<bool>), Refusal> {
        let mut farthest = None;
        for hop in hops {
            let Some(address) = hop.address else {
                return Err(Refusal::malformed("the proxy does not say where the request came from"));
            };
            farthest = Some((address, hop.https));
            if !self.contains(address) {
                break;
            }
        }
        farthest.ok_or_else(|| Refusal::misconfigured("a trusted proxy sent a request without the forwarding header"))
    }
}

fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// What counts as one client: an IPv4 address, or an IPv6 /64, which is what one subscriber gets.
pub(crate) fn network_key(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => (u128::from(address) & !u128::from(u64::MAX)).to_be_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(proxies: &[&str], peer: &str, headers: &[(&str, &str)]) -> Result<String, u16> {
        let proxies = TrustedProxies::new(proxies).expect("networks");
        let proxies = (!proxies.networks.is_empty()).then_some(proxies);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().expect("a name"), value.parse().expect("a value"));
        }
        ClientAddress::find(proxies.as_ref(), Some(peer.parse().expect("an address")), &map)
            .map(|found| found.address.to_string())
            .map_err(|refusal| refusal.status().as_u16())
    }

    #[test]
    fn trap_05_a_stranger_cannot_choose_its_address() {
        let forged = [("x-forwarded-for", "6.6.6.6"), ("forwarded", "for=6.6.6.6")];
        assert_eq!(find(&[], "203.0.113.9", &forged), Ok("203.0.113.9".into()));
        assert_eq!(find(&["10.0.0.0/8"], "203.0.113.9", &forged), Ok("203.0.113.9".into()));
        // The proxy appends what it saw; what stood there before is the client's own invention.
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "6.6.6.6, 203.0.113.9")]), Ok("203.0.113.9".into()));
        assert_eq!(
            find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.7")]),
            Ok("203.0.113.9".into())
        );
        assert_eq!(
            find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=6.6.6.6")]),
            Ok("203.0.113.9".into())
        );
    }

    #[test]
    fn trap_06_an_unknown_client_is_refused_not_lumped_together() {
        let nobody = ClientAddress::find(None, None, &HeaderMap::new()).map_err(|refusal| refusal.status().as_u16());
        assert_eq!(nobody, Err(500));
        // Behind a proxy that does not say, or says nonsense, or that nobody configured.
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[]), Err(500));
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "unknown")]), Err(400));
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "1.2.3.4, ")]), Err(400));
        assert_eq!(find(&[], "10.0.0.1", &[("x-forwarded-for", "1.2.3.4")]), Err(500));
        assert_eq!(find(&["10.0.0.0/8"], "172.17.0.1", &[("x-forwarded-for", "1.2.3.4")]), Err(500));
        assert_eq!(find(&[], "127.0.0.1", &[]), Ok("127.0.0.1".into()));
    }

    #[test]
    fn ipv6_clients_are_their_64() {
        let key = |text: &str| network_key(text.parse().expect("an address"));
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    #[test]
    fn a_network_that_trusts_everybody_is_a_fault_and_so_is_none() {
        let fault = |network: &str| TrustedProxies::new([network]).expect("a network").fault();
        assert!(TrustedProxies::new::<&str>([]).expect("no networks").fault().is_some());
        assert!(fault("0.0.0.0/0").is_some() && fault("::/0").is_some());
        assert_eq!(fault("10.0.0.0/8"), None);
        assert!(TrustedProxies::new(["10.0.0.1/99"]).is_err());
    }
}

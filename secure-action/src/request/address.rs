//! The client's address: the socket's peer, or what trusted proxies say.

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, StatusCode, header};
use ipnet::IpNet;

use super::Notice;
use super::forwarded::{Hop, forwarded, x_forwarded_for, x_forwarded_proto};
use crate::error::{Code, Refusal};

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
    names_requests: bool,
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
        Ok(Self { networks: networks.into_iter().map(parse).collect::<Result<_, _>>()?, rfc7239: false, names_requests: false })
    }

    /// Proxies that set `Forwarded` (RFC 7239) instead. Only one of the two is ever read: a proxy passes on the other one
    /// as the client wrote it.
    #[must_use]
    pub fn rfc7239(mut self) -> Self {
        self.rfc7239 = true;
        self
    }

    /// The proxies also set `X-Request-Id`, whatever the client sent: theirs is the id of the request, so that their log and this
    /// one can be read together.
    ///
    /// Only for proxies that replace the header. One that passes it on would let clients choose the ids of their requests;
    /// without this, whatever stands there is recorded beside an id of our own, as `client_request_id`.
    #[must_use]
    pub fn sets_request_id(mut self) -> Self {
        self.names_requests = true;
        self
    }

    pub(crate) fn names_requests(&self) -> bool {
        self.names_requests
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// Networks so wide that anybody is a proxy, or none at all: all clients would then share the proxy's address.
    ///
    /// The networks of one family may together be a sixteenth of its addresses: eight times what is set apart for private IPv6
    /// networks, fifteen times the largest for private IPv4 ones.
    pub(crate) fn fault(&self) -> Option<String> {
        if self.networks.is_empty() {
            return Some(
                "the list of trusted proxies is empty: name their networks, or leave `trusted_proxies` out".to_owned(),
            );
        }
        if let Some(fault) = self.networks.iter().find_map(mapped) {
            return Some(fault);
        }
        let networks = IpNet::aggregate(&self.networks);
        let (v4, v6): (Vec<&IpNet>, Vec<&IpNet>) = networks.iter().partition(|network| matches!(network, IpNet::V4(_)));
        let wide = [v4, v6].into_iter().find(|family| {
            let share: f64 = family.iter().map(|network| (-f64::from(network.prefix_len())).exp2()).sum();
            share > WIDEST
        })?;
        let wide: Vec<_> = wide.iter().map(|network| format!("`{network}`")).collect();
        Some(format!(
            "the trusted proxies are {}, more than a sixteenth of all addresses: clients could choose their own; name the proxies' \
             networks",
            wide.join(", ")
        ))
    }
}

/// An IPv4 network in the words of IPv6: addresses are compared in those of IPv4, so that it would match nobody.
fn mapped(network: &IpNet) -> Option<String> {
    let IpNet::V6(v6) = network else { return None };
    let (address, prefix) = (v6.addr().to_ipv4_mapped()?, v6.prefix_len().checked_sub(96)?);
    Some(format!("the trusted proxies `{network}` are an IPv4 network in the words of IPv6: write `{address}/{prefix}`"))
}

/// The largest share of one family's addresses that trusted proxies may have.
const WIDEST: f64 = 1.0 / 16.0;

/// Why it is not known where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnknownClient {
    /// The server does not say who the peer is.
    NoPeer,
    /// What the proxy says is no list of addresses.
    Unreadable,
    /// A trusted proxy says nothing.
    Silent,
    /// A machine of the local network speaks for others, and nobody said that it may.
    NoProxy(IpAddr),
}

impl UnknownClient {
    /// The refusal; and, at a bounded rate, what the operator must configure.
    ///
    /// Whether a header is there is up to the client, so that it is answered as a client's fault: no request by itself makes
    /// a 5xx, or a line in the log.
    pub(crate) fn refuse(self, notice: &Notice, now: Duration) -> Refusal {
        let reason: Cow<'static, str> = match self {
            Self::NoPeer => {
                // Where nobody reads a log, as in a test, who meets this 500 would look for the reason in vain.
                if !tracing::dispatcher::has_been_set() && notice.is_due(now) {
                    eprintln!("secure-action: {NO_PEER}");
                }
                return Refusal::misconfigured(NO_PEER);
            }
            Self::Unreadable => return Refusal::malformed("the proxy does not say where the request came from"),
            Self::Silent => "a trusted proxy sent a request without the forwarding header".into(),
            Self::NoProxy(peer) => {
                format!("{peer} forwards requests but is not a trusted proxy: name its network in `trusted_proxies`").into()
            }
        };
        if notice.is_due(now) {
            tracing::warn!(%reason, "requests are refused, because it is not known where they come from");
        }
        Refusal::new(StatusCode::BAD_REQUEST, Code::MALFORMED_INPUT, reason)
    }
}

/// What a server, or a test, has to do so that clients can be told apart.
const NO_PEER: &str = "the peer's address is unknown, so every request gets a 500: serve the router with `secure_action::serve`, or \
     with `into_make_service_with_connect_info::<SocketAddr>()`; in a test, send requests by `secure_action::testing::TestApp`, or add \
     `.layer(MockConnectInfo(SocketAddr::from(([203, 0, 113, 9], 1))))` to the router";

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
    pub(crate) fn find(
        proxies: Option<&TrustedProxies>,
        peer: Option<IpAddr>,
        headers: &HeaderMap,
    ) -> Result<Self, UnknownClient> {
        let Some(peer) = peer.map(|peer| peer.to_canonical()) else {
            return Err(UnknownClient::NoPeer);
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
    fn direct(peer: IpAddr, headers: &HeaderMap) -> Result<Self, UnknownClient> {
        // A local machine that speaks for others is a proxy that nobody configured, or whose network is misspelt: all its clients
        // would share its address.
        if is_local(peer) && (headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(header::FORWARDED)) {
            return Err(UnknownClient::NoProxy(peer));
        }
        Ok(Self { address: peer, https: false, proxied: false })
    }
}

impl TrustedProxies {
    /// The first hop outside the trusted networks; if all are inside, the farthest.
    fn walk(&self, hops: &mut dyn Iterator<Item = Hop>) -> Result<(IpAddr, Option<bool>), UnknownClient> {
        let mut farthest = None;
        for hop in hops {
            let Some(address) = hop.address else {
                return Err(UnknownClient::Unreadable);
            };
            farthest = Some((address, hop.https));
            if !self.contains(address) {
                break;
            }
        }
        farthest.ok_or(UnknownClient::Silent)
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
            .map_err(status)
    }

    fn status(unknown: UnknownClient) -> u16 {
        unknown.refuse(&Notice::default(), Duration::ZERO).status().as_u16()
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
        let nobody = ClientAddress::find(None, None, &HeaderMap::new()).map_err(status);
        assert_eq!(nobody, Err(500));
        // Behind a proxy that does not say, or says nonsense, or that nobody configured.
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[]), Err(400));
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "unknown")]), Err(400));
        assert_eq!(find(&["10.0.0.0/8"], "10.0.0.1", &[("x-forwarded-for", "1.2.3.4, ")]), Err(400));
        assert_eq!(find(&[], "10.0.0.1", &[("x-forwarded-for", "1.2.3.4")]), Err(400));
        assert_eq!(find(&["10.0.0.0/8"], "172.17.0.1", &[("x-forwarded-for", "1.2.3.4")]), Err(400));
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
    }

    #[test]
    fn a_network_that_would_match_nobody_is_a_fault() {
        let fault = |network: &str| TrustedProxies::new([network]).expect("a network").fault();
        assert!(fault("::ffff:10.0.0.0/104").is_some_and(|fault| fault.ends_with("write `10.0.0.0/8`")));
        assert_eq!(fault("2001:db8::/32"), None);
    }

    #[test]
    fn networks_that_together_are_nearly_everything_are_a_fault() {
        let fault = |networks: &[&str]| TrustedProxies::new(networks).expect("networks").fault();
        for wide in [
            &["0.0.0.0/1", "128.0.0.0/1"][..],
            &["128.0.0.0/1"],
            &["10.0.0.0/8", "::/1", "8000::/1"],
            &["2000::/3"],
            &["16.0.0.0/5", "24.0.0.0/6", "28.0.0.0/6", "10.0.0.0/8"],
        ] {
            assert!(fault(wide).is_some_and(|fault| fault.contains("a sixteenth")), "{wide:?}");
        }
        let private =
            ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "fc00::/7", "fe80::/10"];
        assert_eq!(fault(&private), None);
        // The same network twice is no more than once.
        assert_eq!(fault(&["16.0.0.0/4", "16.0.0.0/4", "17.0.0.0/8"]), None);
        assert!(TrustedProxies::new(["10.0.0.1/99"]).is_err());
    }
}

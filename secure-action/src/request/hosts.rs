//! `Hosts`: the hosts that an application answers to.

use http::StatusCode;

use super::host::{Host, Name};
use crate::error::{Code, Refusal};

/// The hosts that an application answers to.
#[derive(Debug)]
pub(crate) struct Hosts(Vec<Listed>);

#[derive(Debug)]
struct Listed {
    /// The name as it was written, without the star and without the port.
    name: Box<str>,
    /// Whether it stands for the names that have one label more.
    below: bool,
    port: Ports,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ports {
    /// No port, 80 or 443.
    Default,
    Only(u16),
    Any,
}

impl Hosts {
    /// Reads the list.
    ///
    /// # Errors
    /// Every entry that is no host, and an empty list.
    pub(crate) fn new(entries: &[String]) -> Result<Self, Vec<String>> {
        if entries.is_empty() {
            return Err(vec![
                "the list of hosts is empty, so that no request could be answered: name them, or leave `hosts` out".to_owned(),
            ]);
        }
        let listed = entries.iter().map(|entry| {
            Listed::parse(entry).ok_or_else(|| {
                format!(
                    "`{entry}` is not a host: write a name or an address, and the port unless it is 80 or 443: \"api.example.com\", \
                     \"*.example.com\", \"localhost:3000\", \"[::1]:*\""
                )
            })
        });
        let (listed, faults): (Vec<_>, Vec<_>) = listed.partition(Result::is_ok);
        let faults: Vec<_> = faults.into_iter().filter_map(Result::err).collect();
        if faults.is_empty() { Ok(Self(listed.into_iter().flatten().collect())) } else { Err(faults) }
    }

    /// Whether the application is the one that a request for `host` means.
    ///
    /// # Errors
    /// 421 for another host (RFC 9110, section 7.4), 400 for none.
    pub(crate) fn check(&self, host: Option<Host<'_>>) -> Result<(), Refusal> {
        let host = host.ok_or_else(|| Refusal::malformed("the request names no host"))?;
        if self.0.iter().any(|listed| listed.is(&host)) {
            return Ok(());
        }
        Err(Refusal::new(
            StatusCode::MISDIRECTED_REQUEST,
            Code::MISDIRECTED_REQUEST,
            "the request is for a host that is not listed",
        ))
    }
}

impl Listed {
    fn parse(entry: &str) -> Option<Self> {
        let (entry, any_port) = entry.strip_suffix(":*").map_or((entry, false), |entry| (entry, true));
        let (entry, below) = entry.strip_prefix("*.").map_or((entry, false), |entry| (entry, true));
        let host = Host::parse(entry.as_bytes())?;
        let port = match (any_port, host.port()) {
            (false, None) => Ports::Default,
            (false, Some(port)) => Ports::Only(port),
            (true, None) => Ports::Any,
            (true, Some(_)) => return None,
        };
        let name = match host.name() {
            Name::Address(_) if below => return None,
            Name::Address(address) => address.to_string().into(),
            Name::Domain(name) => name.into(),
        };
        Some(Self { name, below, port })
    }

    fn is(&self, host: &Host<'_>) -> bool {
        let port = match self.port {
            Ports::Any => true,
            Ports::Only(port) => host.port() == Some(port),
            Ports::Default => matches!(host.port(), None | Some(80 | 443)),
        };
        port && match host.name() {
            Name::Address(address) => self.name.parse() == Ok(address),
            Name::Domain(name) if self.below => {
                name.split_once('.').is_some_and(|(_, parent)| parent.eq_ignore_ascii_case(&self.name))
            }
            Name::Domain(name) => name.eq_ignore_ascii_case(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers_to(entries: &[&str], host: &str) -> u16 {
        let entries: Vec<_> = entries.iter().map(|entry| (*entry).to_owned()).collect();
        let hosts = Hosts::new(&entries).expect("a list of hosts");
        hosts.check(Host::parse(host.as_bytes())).map_or_else(|refusal| refusal.status().as_u16(), |()| 200)
    }

    #[test]
    fn a_host_is_compared_whole_with_its_port() {
        let list = ["api.example.com", "localhost:3000", "[::1]:*", "*.shops.example", "10.0.0.1"];
        for host in [
            "api.example.com",
            "API.Example.Com.",
            "api.example.com:443",
            "api.example.com:80",
            "localhost:3000",
            "[0:0::1]",
            "[::1]:9999",
            "a.shops.example",
            "10.0.0.1",
        ] {
            assert_eq!(answers_to(&list, host), 200, "{host}");
        }
        for host in [
            "example.com",
            "api.example.com:8080",
            "api.example.com.evil.example",
            "xapi.example.com",
            "localhost",
            "localhost:80",
            "shops.example",
            "a.b.shops.example",
            "ashops.example",
            "10.0.0.2",
        ] {
            assert_eq!(answers_to(&list, host), 421, "{host}");
        }
        assert_eq!(answers_to(&list, ""), 400);
    }

    #[test]
    fn a_list_that_answers_to_nobody_or_to_everybody_is_a_fault() {
        assert_eq!(Hosts::new(&[]).map_err(|faults| faults.len()).err(), Some(1));
        let bad =
            ["*", "*.*.example", "https://example.com", "example.com/", "example.com:0", "x:80:*", "*.10.0.0.1", "", "*."];
        let faults = Hosts::new(&bad.map(str::to_owned)).expect_err("none is a host");
        assert_eq!(faults.len(), bad.len(), "{faults:#?}");
    }
}

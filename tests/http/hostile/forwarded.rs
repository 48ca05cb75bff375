//! What proxies pass on: headers in which the left part is the client's own invention.

use proptest::prelude::*;

use super::target::{ECHO, Target};
use crate::world::{Call, call};

/// A request that a trusted proxy passes on.
fn passed_on() -> Call {
    call("GET", "/search?q=a").from("10.0.0.1")
}

#[tokio::test]
async fn a_list_that_is_no_list_of_addresses_is_refused() {
    let target = Target::behind_proxies(false).await;
    for value in [
        "",
        " ",
        ",",
        "198.51.100.1,",
        ", ",
        "unknown",
        "_hidden",
        "198.51.100",
        "198.51.100.256",
        "0x7f.1",
        "198.51.100.1:99999",
        "[::1",
        "::1]",
        "[::1]:x",
        "fe80::1%eth0",
        "\"198.51.100.1\"",
        "198.51.100.1;q=1",
        "198.51.100.1 198.51.100.2",
        "for=198.51.100.1",
        "\u{e9}",
        "198.51.100.1\u{a0}",
        "%00",
        "1e1",
        ECHO,
    ] {
        target.attack(passed_on().header("x-forwarded-for", value)).await.is_problem(400, "MALFORMED_INPUT");
        // To the left of what the proxy saw, a client may write what it likes.
        let list = format!("{value}, 198.51.100.1");
        assert_eq!(target.attack(passed_on().header("x-forwarded-for", list)).await.status, 200, "{value}");
        let twice = passed_on().header("x-forwarded-for", value).header("x-forwarded-for", "198.51.100.1");
        assert_eq!(target.attack(twice).await.status, 200, "{value}");
    }
    let long = "10.0.0.7,".repeat(20_000) + "10.0.0.8";
    assert_eq!(target.attack(passed_on().header("x-forwarded-for", long)).await.status, 200);
}

#[tokio::test]
async fn a_forwarded_header_that_is_malformed_is_refused() {
    let target = Target::behind_proxies(true).await;
    for value in [
        "",
        ";",
        ",",
        "for",
        "for=",
        "for=unknown",
        "for=_hidden",
        "for=\"",
        "for=\"[::1",
        "for=\"\\",
        "for==198.51.100.1",
        "by=198.51.100.1",
        "for=198.51.100.1;for=198.51.100.2",
        "for=[::1",
        "for='198.51.100.1'",
        "for=\u{e9}",
        "proto=https",
        ECHO,
    ] {
        target.attack(passed_on().header("forwarded", value)).await.is_problem(400, "MALFORMED_INPUT");
        if !value.contains('"') {
            let list = format!("{value}, for=198.51.100.1");
            assert_eq!(target.attack(passed_on().header("forwarded", list)).await.status, 200, "{value}");
        }
    }
    for value in
        ["for=198.51.100.1", "For=\"[2001:db8::1]:80\";proto=https", "for=198.51.100.1;secret=a", "for=10.0.0.7,for=10.0.0.8"]
    {
        assert_eq!(target.attack(passed_on().header("forwarded", value)).await.status, 200, "{value}");
    }
}

#[tokio::test]
async fn a_client_cannot_choose_the_address_it_is_recorded_with() {
    let target = Target::behind_proxies(false).await;
    for forged in ["127.0.0.1", "10.0.0.1", "::1", "127.0.0.1, 10.0.0.1", "\u{e9}"] {
        // Through the proxy, and past it.
        let through = passed_on().header("x-forwarded-for", format!("{forged}, 198.51.100.7"));
        through.send(&target.router).await;
        let past = call("GET", "/search?q=a").from("203.0.113.7").header("x-forwarded-for", forged);
        past.send(&target.router).await;
        let events = target.world.new_events().await;
        let addresses: Vec<_> = events.iter().map(|event| event["source_ip"].as_str().unwrap_or_default()).collect();
        assert_eq!(addresses, ["198.51.100.7", "203.0.113.7"], "{forged}");
    }
}

/// `x="` opens a quoted string that the proxy's own element would end up in.
#[tokio::test]
async fn an_open_quote_does_not_swallow_what_the_proxy_appends() {
    let target = Target::behind_proxies(true).await;
    for forged in ["for=6.6.6.6;x=\"", "for=6.6.6.6;x=\"\\", "x=\"\\\";for=6.6.6.6"] {
        for seen in ["for=198.51.100.7", "for=\"[2001:db8::7]:80\"", "for=198.51.100.7;by=\"_a\";proto=https"] {
            let value = format!("{forged}, {seen}");
            target.attack(passed_on().header("forwarded", value.clone())).await.is_problem(400, "MALFORMED_INPUT");
            // In a line of its own, the client's part is not even looked at.
            let apart = passed_on().header("forwarded", forged).header("forwarded", seen);
            assert_eq!(target.attack(apart).await.status, 200, "{value}");
        }
    }
}

proptest! {
    #[test]
    fn every_forwarding_header_gets_an_answer(
        rfc7239: bool,
        values in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(prop_oneof![32_u8..127, 128_u8..=255], 0..60),
                "(for=|proto=|by=|\"|\\[|\\]|:|;|,|\\\\| |10\\.0\\.0\\.1|1\\.2\\.3\\.4|2001:db8::1|https|[a-f0-9]){0,12}".prop_map(String::into_bytes),
            ],
            1..4,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let target = Target::behind_proxies(rfc7239).await;
            let name = if rfc7239 { "forwarded" } else { "x-forwarded-for" };
            let call = values.iter().fold(passed_on(), |call, value| call.header(name, value.clone()));
            let answer = target.attack(call).await;
            assert!(matches!(answer.status.as_u16(), 200 | 400), "{answer:?}");
        });
    }
}

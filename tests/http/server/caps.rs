//! How many connections one client may have, and who makes room for whom.

use secure_action::request::TrustedProxies;

use super::*;

/// So many connections that wait, each seen by the server. They are of a kind that the server would answer.
async fn idle(running: &Running, last: u8, count: usize) -> Vec<TcpStream> {
    let mut idle = Vec::new();
    for _ in 0..count {
        let mut stream = running.connect_from(last).await;
        stream.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.expect("an answer");
        assert_eq!(&status, b"HTTP/1.1 200");
        idle.push(stream);
    }
    idle
}

#[tokio::test]
async fn trap_40_a_client_beyond_its_cap_is_told_and_a_newcomer_is_served() {
    let world = World::new();
    let running = Running::start(&world, Server::new().connections(10).connections_per_client(3)).await;
    let held = idle(&running, 1, 3).await;
    for _ in 0..50 {
        // Not even its request is awaited.
        let answer = rest(&mut running.connect_from(1).await).await;
        is_last(&answer, 429);
        assert!(answer.contains("\r\nretry-after: 1\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
    }
    let newcomer = ask(running.connect_from(2).await, HELLO).await;
    assert!(newcomer.starts_with("HTTP/1.1 200"), "{newcomer}");
    drop(held);
    running.stop().await;
}

#[tokio::test]
async fn trap_40_idle_connections_of_whoever_has_most_make_room() {
    let world = World::new();
    let running = Running::start(&world, Server::new().connections(5).connections_per_client(4)).await;
    let mut many = idle(&running, 1, 4).await;
    let mut one = idle(&running, 2, 1).await;
    let newcomer = ask(running.connect_from(3).await, HELLO).await;
    assert!(newcomer.starts_with("HTTP/1.1 200"), "{newcomer}");
    // The one that had waited longest is gone, without a word more.
    assert!(rest(&mut many[0]).await.ends_with("\"hello\""));
    // All others are still served.
    for stream in many[1..].iter_mut().chain(&mut one) {
        stream.write_all(HELLO.as_bytes()).await.expect("a request");
        assert_eq!(rest(stream).await.matches("\"hello\"").count(), 2);
    }
    running.stop().await;
}

#[tokio::test]
async fn where_everything_is_at_work_a_newcomer_is_told() {
    let world = World::new();
    let running = Running::start(&world, Server::new().connections(2).connections_per_client(1)).await;
    let mut busy = Vec::new();
    for last in [1, 2] {
        let mut stream = running.connect_from(last).await;
        stream.write_all(NEVER.as_bytes()).await.expect("a request");
        busy.push(stream);
    }
    // The requests may not have been read yet; then a newcomer has the place of one.
    let answer = loop {
        let answer = rest(&mut running.connect_from(3).await).await;
        if !answer.is_empty() {
            break answer;
        }
    };
    is_last(&answer, 503);
    drop(busy);
    running.stop().await;
}

#[tokio::test]
async fn a_trusted_proxy_has_no_cap() {
    let world = World::new();
    let proxies = TrustedProxies::new(["127.0.0.1/32"]).expect("a network");
    let router = world.router_with(world.security().trusted_proxies(proxies), actions![hello]);
    let running = Running::serve(router, Server::new().connections(20).connections_per_client(1)).await;
    // Its first request tells who it is.
    let forwarded = HELLO.replace("host: x", "host: x\r\nx-forwarded-for: 203.0.113.9");
    assert!(running.ask(&forwarded).await.starts_with("HTTP/1.1 200"));
    let mut held = Vec::new();
    for _ in 0..10 {
        held.push(running.connect_from(1).await);
    }
    for stream in held {
        assert!(ask(stream, &forwarded).await.starts_with("HTTP/1.1 200"));
    }
    running.stop().await;
}

#[tokio::test]
async fn there_are_no_more_connections_than_places_in_the_audit_queue() {
    let world = World::new();
    let router = world.router_with(world.security().audit_queue(2), actions![hello, never]);
    let running = Running::serve(router, Server::new().connections(100).connections_per_client(100)).await;
    assert!(running.ask(HELLO).await.starts_with("HTTP/1.1 200"));
    let mut first = running.connect_from(1).await;
    first.write_all(NEVER.as_bytes()).await.expect("a request");
    let mut second = running.connect_from(1).await;
    second.write_all(NEVER.as_bytes()).await.expect("a request");
    // A third would wait for a place that nobody gives up.
    is_last(&rest(&mut running.connect_from(1).await).await, 429);
    drop((first, second));
    running.stop().await;
}

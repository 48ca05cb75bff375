//! Heads: how large, how they end, and what happens after one that is no HTTP.

use super::*;

/// A request whose head has this many bytes, the empty line included.
fn head_of(bytes: usize) -> String {
    let begin = "GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    let mut head = begin.to_owned();
    // Several lines, because none of them is the point.
    while head.len() + 3000 < bytes {
        head.push_str(&format!("x-large: {}\r\n", "a".repeat(1000)));
    }
    head.push_str("x-last: ");
    head.push_str(&"a".repeat(bytes - head.len() - 4));
    head + "\r\n\r\n"
}

#[tokio::test]
async fn a_head_is_at_most_64_kib() {
    const MOST: usize = 64 * 1024;

    let world = World::new();
    let running = Running::start(&world, Server::new()).await;
    let most = head_of(MOST);
    assert_eq!(most.len(), MOST);
    assert!(running.ask(&most).await.starts_with("HTTP/1.1 200"));
    is_last(&running.ask(&head_of(MOST + 1)).await, 431);
    // The next request of the same write is no part of it.
    let pipelined = head_of(MOST).replace("connection: close", "connection: open-") + HELLO;
    let both = running.ask(&pipelined).await;
    assert_eq!(both.matches("HTTP/1.1 200").count(), 2, "{both}");
    for bytes in [MOST + 1000, 110_000, 1_000_000] {
        let answer = running.ask(&head_of(bytes)).await;
        // It may be lost when the server hangs up on what it will not read.
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    running.stop().await;
    assert_eq!(world.trail.lines().len(), 3);
}

#[tokio::test]
async fn what_is_not_http_is_answered_with_the_headers_of_all_others() {
    let world = World::new();
    let running = Running::start(&world, Server::new()).await;
    let many: String = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect();
    for (head, status) in [
        ("GET /hello HTTP/1.1\r\nhost x\r\n\r\n".to_owned(), 400),
        ("GET\r\n\r\n".to_owned(), 400),
        (format!("GET /hello HTTP/1.1\r\nhost: x\r\n{many}\r\n"), 431),
        (format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(65_540)), 431),
        ("GET /hello HTTP/1.1\r\n\r\n".to_owned(), 400),
        ("GET /hello HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n".to_owned(), 400),
    ] {
        is_last(&running.ask(&head).await, status);
        // Also after a request that was in order, and has been answered.
        let mut stream = running.connect_from(1).await;
        stream.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("a request");
        let mut first = Vec::new();
        while !first.ends_with(b"\"hello\"") {
            first.push(stream.read_u8().await.expect("an answer"));
        }
        is_last(&ask(stream, &head).await, status);
    }
    running.stop().await;
}

/// What no route can be for, where the application has no fallback: axum answers it with nothing but a status.
#[tokio::test]
async fn a_request_for_no_path_is_answered_with_the_headers_of_all_others() {
    let world = World::new();
    for router in [world.router(actions![hello]), axum::Router::new()] {
        let running = Running::serve(router, Server::new()).await;
        for target in ["CONNECT x:443", "OPTIONS *", "GET *"] {
            let answer = running.ask(&format!("{target} HTTP/1.1\r\nhost: x:443\r\nconnection: close\r\n\r\n")).await;
            is_last(&answer, 404);
        }
        running.stop().await;
    }
    // A fallback has said all of it by itself.
    let router = world.finished(world.security(), |all| all.mount(actions![hello]).fallback());
    let running = Running::serve(router, Server::new()).await;
    let answer = running.ask("OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    is_last(&answer, 404);
    running.stop().await;
    let event = world.event().await;
    let id = event["request_id"].as_str().expect("an id");
    assert!(event["action"] == "not_found" && answer.contains(&format!("x-request-id: {id}\r\n")), "{event:#} {answer}");
}

#[tokio::test]
async fn nothing_runs_on_a_connection_after_a_head_that_could_be_read_in_two_ways() {
    let world = World::new();
    let running = Running::start(&world, Server::new()).await;
    let chunked = |coding: &str| format!("POST /hello HTTP/1.1\r\nhost: x\r\n{coding}\r\n\r\n0\r\n\r\n");
    for head in [
        "GET /hello HTTP/1.1\r\n\r\n".to_owned(),
        "GET /hello HTTP/1.1\r\nhost: x\r\nhost: x\r\n\r\n".to_owned(),
        "GET /hello HTTP/1.1\r\nhost x\r\n\r\n".to_owned(),
        chunked("transfer-encoding: x, chunked"),
        chunked("transfer-encoding: gzip, chunked"),
        chunked("transfer-encoding: chunked, chunked"),
        chunked("transfer-encoding: x\r\ntransfer-encoding: chunked"),
        chunked("transfer-encoding: chunked\r\ntransfer-encoding: chunked"),
        chunked("transfer-encoding: , chunked"),
    ] {
        let answer = running.ask(&format!("{head}{HELLO}")).await;
        is_last(&answer, 400);
    }
    // The one coding that there is, in any case.
    let answer = running.ask(&format!("{}{HELLO}", chunked("transfer-encoding: Chunked"))).await;
    assert!(answer.starts_with("HTTP/1.1 405") && answer.contains("HTTP/1.1 200"), "{answer}");
    running.stop().await;
    assert_eq!(ran(&world), 1);
}

#[tokio::test]
async fn a_line_of_the_head_may_end_with_a_bare_lf_and_one_of_a_chunked_body_may_not() {
    let world = World::new();
    let running = Running::start(&world, Server::new()).await;
    let answer = running.ask(&HELLO.replace("\r\n", "\n")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for body in ["0\n\n", "0\r\n\n", "0\r\nx-trailer: 1\n\r\n", "1\na\r\n0\r\n\r\n"] {
        let head = "POST /hello HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
        let answer = running.ask(&format!("{head}{body}{HELLO}")).await;
        // The route has no POST; what counts is that nothing after this body is read as a request.
        assert!(!answer.contains("HTTP/1.1 200"), "{body:?}: {answer}");
    }
    running.stop().await;
    assert_eq!(ran(&world), 1);
}

#[tokio::test]
async fn a_client_that_sends_no_head_is_dropped_and_one_that_sends_a_part_is_told() {
    let world = World::new();
    let running = Running::start(&world, Server::new().header_read_timeout(Duration::from_millis(50))).await;
    // Reads to the end: the test would hang if the server waited.
    assert_eq!(running.ask("").await, "");
    is_last(&running.ask("GET /hello HTTP/1.1\r\nhost: x\r\n").await, 408);
    running.stop().await;
}

/// How often the action ran: what the router answers by itself is recorded, too.
fn ran(world: &World) -> usize {
    world.trail.lines().iter().filter(|event| event["status"] == 200).count()
}

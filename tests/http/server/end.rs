//! The end: what still runs is cut off and recorded, and the trail is flushed whoever else holds it.

use axum::Router;

use super::*;

#[tokio::test]
async fn trap_37_a_call_that_outlives_the_end_is_recorded_before_the_server_returns() {
    let world = World::new();
    let running = Running::start(&world, Server::new().stop_within(Duration::from_secs(2))).await;
    let mut stream = running.connect_from(1).await;
    stream.write_all(format!("{}{NEVER}", HELLO.replace("close", "open-")).as_bytes()).await.expect("requests");
    // Whatever of the second is on its way has been read with the first.
    let mut begin = [0; 12];
    stream.read_exact(&mut begin).await.expect("the first answer");
    running.stop().await;
    let lines = world.trail.lines().clone();
    let ends: Vec<_> = lines.iter().map(|line| (&line["action"], &line["outcome"])).collect();
    assert_eq!(ends, [(&"hello".into(), &"allowed".into()), (&"never".into(), &"cancelled".into())]);
}

#[tokio::test]
async fn trap_37_every_trail_of_the_router_is_flushed_whoever_holds_it() {
    let (first, second) = (World::new(), World::new());
    let router = Router::new().nest("/first", first.router(actions![hello])).nest("/second", second.router(actions![hello]));
    let running = Running::serve(router, Server::new()).await;
    for _ in 0..20 {
        for world in ["first", "second"] {
            assert!(running.ask(&HELLO.replace("/hello", &format!("/{world}/hello"))).await.contains("200"));
        }
    }
    running.stop().await;
    assert_eq!((first.trail.lines().len(), second.trail.lines().len()), (20, 20));
}

#[tokio::test]
async fn a_trail_that_cannot_be_stored_is_said() {
    let world = World::new();
    let running = Running::start(&world, Server::new().stop_within(Duration::from_millis(200))).await;
    world.trail.fail(true);
    assert!(running.ask(HELLO).await.starts_with("HTTP/1.1 200"));
    running.stop.send(()).expect("the server runs");
    let ended = running.server.await.expect("no panic");
    assert!(ended.is_err_and(|error| error.to_string().contains("audit trail")));
    world.trail.fail(false);
}

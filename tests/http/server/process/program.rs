//! A server that ends its process as soon as `serve` has returned: `ends-at-once <trail> [<seconds>]`.
//!
//! It prints its address, and stops at SIGTERM; with seconds, at the end of its input, and within that time.

use std::time::Duration;

use secure_action::audit::JsonLines;
use secure_action::{Actions, Application, Json, Result, Security, Server, action, actions, policy, serve};
use tokio::io::AsyncReadExt;

policy! {
    resource note;
    role reader { note: read; }
}

/// The application.
struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Answers.
#[action(get = "/hello", public, rate_limit = "100000/1m")]
async fn hello() -> Result<Json<&'static str>> {
    Ok(Json("hello"))
}

/// Never answers.
#[action(get = "/never", public, timeout = "1h")]
async fn never() -> Result<()> {
    std::future::pending().await
}

/// Waits for work that cannot be cut off.
#[action(get = "/blocking", public, timeout = "1h")]
async fn blocking() -> Result<()> {
    let _ = tokio::task::spawn_blocking(|| std::thread::park_timeout(Duration::from_secs(60))).await;
    Ok(())
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let trail = arguments.next().ok_or("the path of the trail is missing")?;
    let security = Security::<App>::builder().audit(JsonLines::create(trail)?).build()?;
    let app = Actions::new(security, ()).mount(actions![hello, never, blocking]).into_router()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    match arguments.next() {
        None => serve(listener, app).await?,
        Some(seconds) => {
            let end_of_input = async {
                let _ = tokio::io::stdin().read_to_end(&mut Vec::new()).await;
            };
            let server = Server::new().stop_within(Duration::from_secs(seconds.parse()?));
            server.serve(listener, app, end_of_input).await?;
        }
    }
    // Nothing is dropped any more.
    std::process::exit(0);
}

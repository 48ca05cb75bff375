//! Run with `cargo run -p example-teamspace`, or `cargo run -p example-teamspace -- token ada` for a token.

use std::error::Error;

use teamspace::data::Data;
use teamspace::{router, tokens};
use tokio::net::TcpListener;

const USAGE: &str = "usage: teamspace [serve | token <user id>]";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let data = Data::open("teamspace-data").await?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["serve"] => {
            let listener = TcpListener::bind("127.0.0.1:3000").await?;
            eprintln!("teamspace listens on http://{}", listener.local_addr()?);
            secure_action::serve(listener, router(&data)?).await?;
        }
        ["token", user] => println!("{}", tokens::issue(&data, user).await?),
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

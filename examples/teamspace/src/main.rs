//! Run with `cargo run -p example-teamspace`, or `cargo run -p example-teamspace -- token ada` for a token.
//!
//! The environment names the port in `PORT` and the folder of the data in `DATA`: 3000 and `teamspace-data`, if it does not.

use std::error::Error;
use std::io::ErrorKind;
use std::process::ExitCode;

use teamspace::data::Data;
use teamspace::{router, tokens};
use tokio::net::TcpListener;

const USAGE: &str = "usage: teamspace [serve | token <user id>], with PORT and DATA in the environment";

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let folder = std::env::var_os("DATA").unwrap_or_else(|| "teamspace-data".into());
    match arguments {
        [] | ["serve"] => {
            let listener = listen().await?;
            let router = router(&Data::open(folder).await?)?;
            eprintln!("teamspace listens on http://{}", listener.local_addr()?);
            secure_action::serve(listener, router).await?;
        }
        ["token", user] => println!("{}", tokens::issue(&Data::open(folder).await?, user).await?),
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

async fn listen() -> Result<TcpListener, Box<dyn Error>> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let port: u16 = port.parse().map_err(|_| format!("PORT is `{port}`: write a number up to 65535"))?;
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| {
        let free = port.checked_add(1).unwrap_or(3000);
        match error.kind() {
            ErrorKind::AddrInUse => {
                format!("another program listens on port {port}: stop it, or choose another port, such as PORT={free}").into()
            }
            _ => format!("cannot listen on port {port}: {error}").into(),
        }
    })
}

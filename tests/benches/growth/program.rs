//! How an application grows with its actions: start-up, OpenAPI document, routing. `growth.sh` puts this beside the
//! functions that `generate.sh` writes, and prints the heading.

use std::error::Error;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use secure_action::audit::{Event, Sink};
use secure_action::authn::jwt::Jwt;
use secure_action::openapi::Info;
use secure_action::{Actions, Security};
use things::{App, COUNT, Names};
use tower::Service;

const KEY: [u8; 32] = *b"\x8f\x1c\xd3\x52\xee\x07\xa9\x64\x3b\xf0\x9a\x25\x71\xc8\x4e\xbd\x16\xe3\x5f\x90\x2d\xb6\x48\xfa\x83\x0c\x67\xd1\x9e\x35\xc2\x7b";
const ROUNDS: usize = 101;
const REQUESTS: u32 = 200;

struct Nowhere;

impl Sink for Nowhere {
    fn write(&mut self, _: &[Event]) -> std::io::Result<()> {
        Ok(())
    }

    fn sync(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let start = median(11, || mounted(None).map(drop))?;
    let documented = median(11, || mounted(Some(Info::new("Things", "1"))).map(drop))?;
    let mut router = mounted(Some(Info::new("Things", "1")))?;
    let document = runtime.block_on(get(&mut router, "/openapi.json"))?;
    if document.0 != StatusCode::OK {
        return Err("no document".into());
    }
    let mut latency = |number: usize| {
        let path = format!("/things/{number}/7");
        median(ROUNDS, || {
            runtime.block_on(async {
                for _ in 0..REQUESTS {
                    if get(&mut router, &path).await?.0 != StatusCode::UNAUTHORIZED {
                        return Err("answered without a token".into());
                    }
                }
                Ok(())
            })
        })
    };
    // The routes with odd numbers are read.
    let (first, last) = (latency(1)?, latency((COUNT - 1) | 1)?);
    println!(
        "{COUNT:<10}{:>14.2}{:>16.2}{:>16}{:>12.0}{:>12.0}",
        millis(start),
        millis(documented.saturating_sub(start)),
        document.1,
        first.as_secs_f64() * 1e9 / f64::from(REQUESTS),
        last.as_secs_f64() * 1e9 / f64::from(REQUESTS),
    );
    Ok(())
}

/// All actions, from the configuration to the router.
fn mounted(info: Option<Info>) -> Result<Router, Box<dyn Error>> {
    let security = Security::<App>::builder()
        .authenticate(Jwt::hs256(KEY).issuer("https://id.example.com").audience("things"))
        .audit(Nowhere)
        .build()?;
    let mut actions = Actions::new(security, Names);
    for set in things::all() {
        actions = actions.mount(set);
    }
    if let Some(info) = info {
        actions = actions.openapi("/openapi.json", info, secure_action::DocumentAccess::public());
    }
    Ok(actions.into_router()?)
}

async fn get(router: &mut Router, path: &str) -> Result<(StatusCode, usize), Box<dyn Error>> {
    let request = Request::get(path).extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 17], 50_314)))).body(Body::empty())?;
    let response = router.call(request).await?;
    let status = response.status();
    Ok((status, response.into_body().collect().await?.to_bytes().len()))
}

fn median(rounds: usize, mut turn: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let mut turns = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let start = Instant::now();
        turn()?;
        turns.push(start.elapsed());
    }
    turns.sort_unstable();
    turns.get(rounds / 2).copied().ok_or_else(|| "no rounds".into())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

//! The ways of answering the same request that are compared.

mod action;
mod app;
mod bare;
mod by_hand;
mod note;
mod scenario;
mod stages;

use std::error::Error;
use std::pin::Pin;

use axum::Router;
use bytes::Bytes;
use http::request::Parts;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::Service as _;

/// One way of answering a request.
pub(crate) struct Variant {
    /// Its name in the table and on the command line.
    pub(crate) name: &'static str,
    /// What its cost is compared with; the bare handler stands for itself.
    pub(crate) comparison: Option<Comparison>,
    router: Router,
    head: Parts,
    body: Bytes,
    status: StatusCode,
    finish: Finish,
}

/// A line of the table as a ratio to another line.
pub(crate) struct Comparison {
    /// The name of the other line.
    pub(crate) against: &'static str,
    /// What is compared.
    pub(crate) part: Part,
    /// The goal.
    pub(crate) at_most: Option<f64>,
}

/// The part of a request's cost that is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// What is above the cost of the bare handler.
    Guards,
    /// All of it.
    Whole,
    /// The difference.
    Added,
}

/// Does the work that a variant has put off.
type Finish = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>>>> + Send>;

/// The variants that are compared with each other. The bare handler comes first.
pub(crate) async fn whole_requests() -> Result<Vec<Variant>, Box<dyn Error>> {
    let mut variants = vec![bare::variant()?];
    variants.extend(by_hand::variants()?);
    variants.extend(action::variants()?);
    show_right_answers(variants).await
}

/// The bare handler, then actions of which each has one guard more than the one before.
pub(crate) async fn by_stage() -> Result<Vec<Variant>, Box<dyn Error>> {
    let mut variants = vec![bare::variant()?];
    variants.extend(stages::variants()?);
    show_right_answers(variants).await
}

/// Fails unless each of `variants` gives the right answer.
async fn show_right_answers(mut variants: Vec<Variant>) -> Result<Vec<Variant>, Box<dyn Error>> {
    for variant in &mut variants {
        variant.show_right_answer().await.map_err(|wrong| format!("{}: {wrong}", variant.name))?;
    }
    Ok(variants)
}

impl Variant {
    /// Sends `count` requests, one after the other, and finishes what they have put off.
    pub(crate) async fn send(&mut self, count: u32) -> Result<(), Box<dyn Error>> {
        for _ in 0..count {
            let (status, _) = self.answer().await?;
            if status != self.status {
                return Err(format!("{} answered {status}", self.name).into());
            }
        }
        (self.finish)().await
    }

    /// The same requests to the same router, for another thread.
    pub(crate) fn twin(&self) -> Self {
        Self {
            comparison: None,
            router: self.router.clone(),
            head: self.head.clone(),
            body: self.body.clone(),
            finish: Box::new(|| Box::pin(async { Ok(()) })),
            ..*self
        }
    }

    /// Sends one request and reads its answer to the end, as a server would.
    async fn answer(&mut self) -> Result<(StatusCode, Bytes), Box<dyn Error>> {
        let request = Request::from_parts(self.head.clone(), axum::body::Body::from(self.body.clone()));
        let response = self.router.call(request).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }

    async fn show_right_answer(&mut self) -> Result<(), Box<dyn Error>> {
        let (status, body) = self.answer().await?;
        let right = status == self.status && if status.is_success() { *body == *note::ANSWER } else { !body.is_empty() };
        if right { Ok(()) } else { Err(format!("{status} {}", String::from_utf8_lossy(&body)).into()) }
    }
}

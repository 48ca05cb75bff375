//! One guard more from line to line: what each stage adds.

use std::error::Error;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode, header};
use secure_action::authn::jwt::Jwt;
use secure_action::{ActionSet, Input, Json, Result, action, actions};

use super::app::{App, guarded, hs256};
use super::note::{CREATED, Created, NewNote};
use super::{Comparison, Part, Variant, scenario};

#[action(app = App, get = "/notes", public, audit = false, rate_limit = "10000000/1s")]
async fn unrecorded() -> Result<Json<Created>> {
    Ok(Json(CREATED))
}

#[action(app = App, get = "/notes", public, rate_limit = "10000000/1s")]
async fn recorded() -> Result<Json<Created>> {
    Ok(Json(CREATED))
}

#[action(app = App, get = "/notes", auth, rate_limit("10000000/1s", by = "ip"))]
async fn authenticated() -> Result<Json<Created>> {
    Ok(Json(CREATED))
}

#[action(app = App, get = "/notes", role = "editor", rate_limit("10000000/1s", by = "ip"))]
async fn authorized() -> Result<Json<Created>> {
    Ok(Json(CREATED))
}

#[action(
    app = App, get = "/notes", role = "editor",
    rate_limit("10000000/1s", by = "ip"),
    rate_limit("10000000/1s", by = "caller")
)]
async fn limited() -> Result<Json<Created>> {
    Ok(Json(CREATED))
}

#[action(
    app = App, get = "/notes", role = "editor",
    rate_limit("10000000/1s", by = "ip"),
    rate_limit("10000000/1s", by = "caller", burst = 10000000)
)]
async fn limited_steadily() -> Result<Json<Created>> {
    Ok(Json(CREATED))
}

#[action(
    app = App, post = "/notes", role = "editor",
    rate_limit("10000000/1s", by = "ip"),
    rate_limit("10000000/1s", by = "caller")
)]
async fn limited_with_input(input: Input<NewNote>) -> Result<Json<Created>> {
    std::hint::black_box(input.into_inner());
    Ok(Json(CREATED))
}

/// Each has the guards of the one it is compared with and one more.
pub(crate) fn variants() -> std::result::Result<Vec<Variant>, Box<dyn Error>> {
    let get = || -> std::result::Result<(Parts, Bytes), Box<dyn Error>> {
        let (mut head, _) = scenario::authenticated()?;
        head.method = Method::GET;
        head.headers.remove(header::CONTENT_TYPE);
        head.headers.remove(header::CONTENT_LENGTH);
        Ok((head, Bytes::new()))
    };
    let uncached = || hs256().cache(0);
    Ok(vec![
        stage(BASE, "bare handler", hs256(), actions![unrecorded], get()?)?,
        stage("+ audit", BASE, hs256(), actions![recorded], get()?)?,
        stage("+ authentication, token known", "+ audit", hs256(), actions![authenticated], get()?)?,
        stage("+ signature and claims", "+ authentication, token known", uncached(), actions![authenticated], get()?)?,
        stage("+ role", "+ signature and claims", uncached(), actions![authorized], get()?)?,
        stage("+ limit by caller, strict", "+ role", uncached(), actions![limited], get()?)?,
        stage("+ limit by caller, steady", "+ role", uncached(), actions![limited_steadily], get()?)?,
        stage(
            "+ input: read, parse, validate",
            "+ limit by caller, strict",
            uncached(),
            actions![limited_with_input],
            scenario::authenticated()?,
        )?,
    ])
}

const BASE: &str = "admission, limit by address";

fn stage(
    name: &'static str,
    against: &'static str,
    jwt: Jwt,
    actions: ActionSet<App>,
    (head, body): (Parts, Bytes),
) -> std::result::Result<Variant, Box<dyn Error>> {
    let (router, finish) = guarded(jwt, actions)?;
    let comparison = Some(Comparison { against, part: Part::Added, at_most: None });
    Ok(Variant { name, comparison, router, head, body, status: StatusCode::OK, finish })
}

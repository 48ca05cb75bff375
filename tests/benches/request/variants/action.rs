//! The same guards as attributes of a function.

use std::error::Error;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use secure_action::authn::jwt::Jwt;
use secure_action::{Input, Json, Result, action, actions};

use super::app::{App, guarded, hs256};
use super::by_hand::{BY_HAND, BY_HAND_401};
use super::note::{CREATED, Created, NewNote};
use super::{Comparison, Part, Variant, scenario};

/// Creates a note.
///
/// A strict limit, not the steady rate that the one by hand is: it is what a user of the attribute writes first.
#[action(app = App, post = "/notes", role = "editor", rate_limit = "10000000/1s")]
async fn create_note(input: Input<NewNote>) -> Result<Json<Created>> {
    std::hint::black_box(input.into_inner());
    Ok(Json(CREATED))
}

/// A token that was signed in advance and expires in the year 2100, and the key that it holds under. The key's other half
/// was never kept.
const RS256_TOKEN: &str = include_str!("action/rs256.token");
const RS256_KEY: &str = include_str!("action/rs256.public.pem");

/// The action with a token it does not remember, with tokens it does, and without one.
pub(crate) fn variants() -> std::result::Result<Vec<Variant>, Box<dyn Error>> {
    let (mut rs256, body) = scenario::authenticated()?;
    rs256.headers.insert(header::AUTHORIZATION, HeaderValue::try_from(format!("Bearer {RS256_TOKEN}"))?);
    Ok(vec![
        guards("action", hs256().cache(0), scenario::authenticated()?, 0.68)?,
        guards("action, HS256 token known", hs256(), scenario::authenticated()?, 0.4)?,
        guards("action, RS256 token known", Jwt::rs256(RS256_KEY), (rs256, body), 0.4)?,
        Variant {
            comparison: Some(Comparison { against: BY_HAND_401, part: Part::Whole, at_most: Some(0.85) }),
            status: StatusCode::UNAUTHORIZED,
            ..guards("action, no token: 401", hs256(), scenario::anonymous()?, 0.75)?
        },
    ])
}

fn guards(
    name: &'static str,
    jwt: Jwt,
    (head, body): (Parts, Bytes),
    at_most: f64,
) -> std::result::Result<Variant, Box<dyn Error>> {
    let (router, finish) = guarded(jwt, actions![create_note])?;
    Ok(Variant {
        name,
        comparison: Some(Comparison { against: BY_HAND, part: Part::Guards, at_most: Some(at_most) }),
        router,
        head,
        body,
        status: StatusCode::OK,
        finish,
    })
}

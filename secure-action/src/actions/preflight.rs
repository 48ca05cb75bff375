//! CORS: preflights are requests like any other.

use std::convert::Infallible;
use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use http::header::VARY;
use http::{HeaderMap, Method, StatusCode};
use tower::{Layer, ServiceExt, service_fn};
use tower_http::cors::CorsLayer;

use crate::answer::{Draft, Response};
use crate::pipeline::{self, Guard};

/// The router, whose answers `cors` lets other origins read, and whose preflights `guard` guards.
pub(super) fn layered(router: Router, cors: CorsLayer, guard: Arc<Guard>) -> Router {
    let preflights = cors.clone();
    router.layer(cors).layer(from_fn(move |request: Request, next: Next| {
        let (preflights, guard) = (preflights.clone(), Arc::clone(&guard));
        async move {
            // As the layer sees it: it answers every one by itself.
            if request.method() != Method::OPTIONS {
                return next.run(request).await;
            }
            let allowed = allowed(&preflights, request.headers().clone()).await;
            pipeline::answer(guard, request, move || Ok(draft(&allowed))).await
        }
    }))
}

/// What the layer says about a preflight.
async fn allowed(cors: &CorsLayer, headers: HeaderMap) -> HeaderMap {
    let mut head = Request::new(Body::empty());
    *head.method_mut() = Method::OPTIONS;
    *head.headers_mut() = headers;
    let nothing = service_fn(|_: Request| ready(Ok::<_, Infallible>(Response::new(Body::empty()))));
    let Ok(answer) = cors.layer(nothing).oneshot(head).await;
    answer.into_parts().0.headers
}

fn draft(allowed: &HeaderMap) -> Draft {
    let of_cors = allowed.iter().filter(|(name, _)| **name == VARY || name.as_str().starts_with("access-control-"));
    of_cors.fold(Draft::empty(StatusCode::OK), |draft, (name, value)| draft.with(name.clone(), value.clone()))
}

//! Running teamspace, and a crowd that calls it: no limit by address or caller comes between a judge and what it judges.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::header::AUTHORIZATION;
use http::{HeaderValue, StatusCode};
use http_body_util::BodyExt;
use teamspace::data::Data;
use teamspace::{router, tokens};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// The token that stands for that of somebody else with each request.
pub(crate) const CROWD: &str = "crowd";

/// How many there are.
const MEMBERS: u32 = 250;

/// How many requests one of them makes in a row: what it wrote, it may also change.
const IN_A_ROW: u32 = 4;

pub(crate) struct Crowd {
    pub(crate) url: String,
    app: Router,
    answers: Answers,
    folder: tempfile::TempDir,
}

/// The routes that were called, and what they answered.
type Answers = Arc<Mutex<Vec<(String, StatusCode)>>>;

#[derive(Clone)]
struct Faces {
    next: Arc<AtomicU32>,
    authorizations: Arc<[HeaderValue]>,
    answers: Answers,
}

impl Crowd {
    /// Teamspace with a crowd of administrators.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = Data::open(folder.path().join("data")).await.expect("a database");
        let mut authorizations = Vec::new();
        for number in 0..MEMBERS {
            let id = format!("member_{number}");
            let insert = sqlx::query("INSERT INTO users (id, email, name, role) VALUES (?, ? || '@example.com', ?, 'admin')");
            insert.bind(&id).bind(&id).bind(&id).execute(data.database()).await.expect("a new user");
            let token = tokens::issue(&data, &id).await.expect("a token");
            authorizations.push(HeaderValue::try_from(format!("Bearer {token}")).expect("a header"));
        }
        let faces = Faces { next: Arc::default(), authorizations: authorizations.into(), answers: Arc::default() };
        let answers = Arc::clone(&faces.answers);
        let app = router(&data).expect("a sound configuration").layer(from_fn_with_state(faces, with_another_face));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(secure_action::serve(listener, app.clone()));
        Self { url, app, answers, folder }
    }

    /// A folder of this crowd.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The document, as a file: it is for callers, and not every judge can bring a token where it loads it.
    pub(crate) async fn document(&self) -> String {
        let request = Request::get("/openapi.json")
            .header(AUTHORIZATION, format!("Bearer {CROWD}"))
            .body(Body::empty())
            .expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("a router does not fail");
        let text = response.into_body().collect().await.expect("a body").to_bytes();
        let path = self.folder.path().join("openapi.json");
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    /// What was answered since the last time.
    pub(crate) fn take_answers(&self) -> Vec<(String, StatusCode)> {
        std::mem::take(&mut *self.answers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Each request comes from another address, and the crowd's token is that of the next member.
async fn with_another_face(State(faces): State<Faces>, mut request: Request, next: Next) -> Response {
    let number = faces.next.fetch_add(1, Ordering::Relaxed);
    let address = SocketAddr::from((Ipv4Addr::from(0xC612_0000 + number), 1));
    request.extensions_mut().insert(ConnectInfo(address));
    let crowd = request.headers().get(AUTHORIZATION).is_some_and(|value| value == format!("Bearer {CROWD}").as_str());
    let member = faces.authorizations.get((number / IN_A_ROW % MEMBERS) as usize);
    if let Some(member) = member.filter(|_| crowd) {
        request.headers_mut().insert(AUTHORIZATION, member.clone());
    }
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let route = format!("{} {path}", request.method());
    let response = next.run(request).await;
    faces.answers.lock().unwrap_or_else(PoisonError::into_inner).push((route, response.status()));
    response
}

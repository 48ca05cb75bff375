//! Several authenticators: names, issuers, two credentials at once, and headers that they leave for the answer.

use axum::Router;
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secure_action::authn::jwt::Jwt;
use secure_action::authn::{Authentication, Authenticator, Identity, Presented};
use secure_action::{ActionError, Caller, Json, NoContent, Refusal, Result, Security, action, actions};
use serde_json::json;

use crate::documents::Document;
use crate::world::{Answer, App, KEY, World, call};

const PARTNER_KEY: &[u8; 32] = b"\x17\x5e\xc4\x02\xbb\x91\x3d\x68\xf6\x4a\x0f\xd9\x27\x83\xec\x50\xa1\x7c\x36\x99\x08\xe5\x4d\xb2\x6f\x14\xca\x71\x2b\xd8\x93\x5f";

#[action(app = App, get = "/any", auth)]
async fn any(caller: Caller) -> Result<Json<[String; 2]>> {
    Ok(Json([caller.authenticator().to_owned(), caller.id().to_owned()]))
}

#[action(app = App, get = "/ours", auth(jwt))]
async fn ours(caller: Caller) -> Result<Json<[String; 2]>> {
    Ok(Json([caller.authenticator().to_owned(), caller.id().to_owned()]))
}

#[action(app = App, get = "/partners", auth("partner-jwt"))]
async fn partners(caller: Caller) -> Result<Json<[String; 2]>> {
    Ok(Json([caller.authenticator().to_owned(), caller.id().to_owned()]))
}

#[action(app = App, get = "/tokens", auth(jwt, "partner-jwt"))]
async fn tokens_only(caller: Caller) -> Result<Json<[String; 2]>> {
    Ok(Json([caller.authenticator().to_owned(), caller.id().to_owned()]))
}

#[action(app = App, get = "/limited", auth, rate_limit = "1/1m")]
async fn limited() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/cookie", auth(cookie))]
async fn with_cookie() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/admin", auth(cookie), role = "admin")]
async fn admins() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(app = App, get = "/failing", auth(cookie))]
async fn failing() -> Result<NoContent> {
    Err(ActionError::internal("no good"))
}

#[action(app = App, get = "/panicking", auth(cookie))]
async fn panicking() -> Result<NoContent> {
    panic!("no good")
}

#[action(app = App, get = "/slow", auth(cookie), timeout = "1s")]
async fn slow() -> Result<NoContent> {
    std::future::pending().await
}

#[action(app = App, post = "/stored", auth(cookie), audit = "durable", timeout = "1s")]
async fn stored() -> Result<NoContent> {
    Ok(NoContent)
}

/// A cookie, renewed with every call and cleared when it does not hold: `renew`, `late`, anything else is bad.
struct Cookies;

const CLEAR: &str = "id=; Max-Age=0";

impl Authenticator for Cookies {
    fn name(&self) -> &'static str {
        "cookie"
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        let leave = |value| presented.outgoing.append(SET_COOKIE, value);
        let Some(cookie) = presented.head.headers.get("cookie") else {
            return Authentication::Absent;
        };
        let client = HeaderValue::try_from(presented.client.to_string()).expect("an address");
        presented.outgoing.append(HeaderName::from_static("x-seen-from"), client);
        // What every answer has, it keeps.
        presented.outgoing.append(http::header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("sniff"));
        presented.outgoing.append(http::header::CONTENT_LENGTH, HeaderValue::from_static("7"));
        match cookie.as_bytes() {
            b"renew" => {
                leave(HeaderValue::from_static("id=new"));
                leave(HeaderValue::from_static("theme=dark"));
                Authentication::Decided(Ok(Identity::new("uma")))
            }
            b"late" => Authentication::Pending(Box::pin(async move {
                leave(HeaderValue::from_static("id=late"));
                Ok(Identity::new("uma"))
            })),
            b"down" => {
                leave(HeaderValue::from_static("id=kept"));
                Authentication::Decided(Err(Refusal::unavailable("the store is down")))
            }
            _ => {
                leave(HeaderValue::from_static(CLEAR));
                Authentication::Decided(Err(Refusal::invalid_credentials("no such session")))
            }
        }
    }

    fn challenge(&self) -> HeaderValue {
        HeaderValue::from_static("Session realm=\"tests\"")
    }

    fn security_scheme(&self) -> serde_json::Value {
        json!({ "type": "apiKey", "in": "cookie", "name": "id" })
    }
}

fn main_tokens() -> Jwt {
    Jwt::hs256(KEY).issuer("https://id.example").audience("tests")
}

fn partner_tokens() -> Jwt {
    Jwt::hs256(PARTNER_KEY).issuer("https://partner.example").audience("tests").named("partner-jwt")
}

fn partner_token(world: &World, key: &[u8], issuer: &str) -> String {
    use secure_action::request::Clock as _;

    let claims = json!({
        "iss": issuer, "aud": "tests", "sub": "pia", "exp": world.clock.now().unix_seconds() + 600, "roles": ["admin"],
    });
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key)).expect("a token")
}

/// With the authenticators in either order.
fn routers() -> [(World, Router); 2] {
    [false, true].map(|reversed| {
        let world = World::new();
        let security = Security::builder().clock(world.clock.clone()).audit(world.trail.clone());
        let security = if reversed {
            security.authenticate(Cookies).authenticate(partner_tokens()).authenticate(main_tokens())
        } else {
            security.authenticate(main_tokens()).authenticate(partner_tokens()).authenticate(Cookies)
        };
        let actions =
            actions![any, ours, partners, tokens_only, limited, with_cookie, admins, failing, panicking, slow, stored];
        let router = world.documented_router(security, actions);
        (world, router)
    })
}

#[tokio::test]
async fn a_token_is_decided_by_the_authenticator_of_its_issuer() {
    for (world, router) in routers() {
        let (ours, theirs) = (world.token("uma", &[]), partner_token(&world, PARTNER_KEY, "https://partner.example"));
        for _ in 0..2 {
            for (path, token, expected) in [
                ("/any", &ours, Some(["jwt", "uma"])),
                ("/any", &theirs, Some(["partner-jwt", "pia"])),
                ("/tokens", &ours, Some(["jwt", "uma"])),
                ("/tokens", &theirs, Some(["partner-jwt", "pia"])),
                ("/ours", &ours, Some(["jwt", "uma"])),
                ("/ours", &theirs, None),
                ("/partners", &ours, None),
                ("/partners", &theirs, Some(["partner-jwt", "pia"])),
            ] {
                let answer = call("GET", path).token(token).send(&router).await;
                match expected {
                    Some(expected) => assert_eq!(answer.json(), json!(expected), "{path}"),
                    None => {
                        answer.is_problem(401, "UNAUTHENTICATED");
                        assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""), "{path}");
                    }
                }
            }
        }
    }
}

/// Nor does it matter that one issuer's name is a part of the other's, or stands elsewhere in the token.
#[tokio::test]
async fn an_issuer_may_be_named_in_a_token_of_another() {
    const PARTNER: &str = "https://id.example/partner";

    let partner_tokens = || Jwt::hs256(PARTNER_KEY).issuer(PARTNER).audience("tests").typ("at+jwt").named("partner-jwt");
    for reversed in [false, true] {
        let world = World::new();
        let security = Security::builder().clock(world.clock.clone()).audit(world.trail.clone());
        let security = match reversed {
            false => security.authenticate(main_tokens()).authenticate(partner_tokens()),
            true => security.authenticate(partner_tokens()).authenticate(main_tokens()),
        };
        let router = world.documented_router(security, actions![any]);
        let token = |key: &[u8], issuer: &str, named: &str, typ: &str| {
            let expires = secure_action::request::Clock::now(&world.clock).unix_seconds() + 600;
            let claims = json!({
                "iss": issuer, "aud": ["tests", named], "azp": named, "sub": "pia", "exp": expires, "roles": ["admin"],
            });
            let header = Header { typ: Some(typ.to_owned()), ..Header::new(Algorithm::HS256) };
            jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key)).expect("a token")
        };
        for _ in 0..2 {
            for (token, name) in [
                (token(PARTNER_KEY, PARTNER, "https://id.example", "at+jwt"), "partner-jwt"),
                (token(KEY, "https://id.example", PARTNER, "JWT"), "jwt"),
            ] {
                let answer = call("GET", "/any").token(&token).send(&router).await;
                assert_eq!(answer.json(), json!([name, "pia"]), "{reversed} {answer:?}");
            }
            for token in [
                token(KEY, PARTNER, "https://id.example", "at+jwt"),
                token(PARTNER_KEY, "https://id.example", PARTNER, "JWT"),
                token(PARTNER_KEY, PARTNER, "https://id.example", "JWT"),
            ] {
                call("GET", "/any").token(&token).send(&router).await.is_problem(401, "UNAUTHENTICATED");
            }
        }
    }
}

/// What a token says of its issuer, before it is verified, chooses who verifies it, and lets nobody in.
#[tokio::test]
async fn nobody_is_let_in_by_the_name_of_an_issuer() {
    for (world, router) in routers() {
        for (key, issuer) in [
            (KEY, "https://partner.example"),
            (PARTNER_KEY, "https://id.example"),
            (KEY, "https://elsewhere.example"),
            (PARTNER_KEY, "https://elsewhere.example"),
            (PARTNER_KEY, ""),
            (b"another key, of thirty-two bytes", "https://partner.example"),
        ] {
            let token = partner_token(&world, key, issuer);
            for path in ["/any", "/tokens", "/ours", "/partners"] {
                let answer = call("GET", path).token(&token).send(&router).await;
                answer.is_problem(401, "UNAUTHENTICATED");
            }
        }
        // Nor by two of them.
        let payload =
            r#"{"iss":"https://partner.example","iss":"https://id.example","aud":"tests","sub":"eve","exp":9999999999}"#;
        let token = signed(payload, KEY);
        call("GET", "/any").token(&token).send(&router).await.is_problem(401, "UNAUTHENTICATED");
    }
}

fn signed(payload: &str, key: &[u8]) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode(payload));
    let key = EncodingKey::from_secret(key);
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("a signature");
    format!("{message}.{signature}")
}

#[tokio::test]
async fn each_scheme_is_challenged_for_once() {
    for (_, router) in routers() {
        let challenges = |answer: &Answer| -> Vec<String> {
            let mut all: Vec<_> = answer
                .headers
                .get_all("www-authenticate")
                .iter()
                .map(|value| value.to_str().expect("text").to_owned())
                .collect();
            all.sort();
            all
        };
        let answer = call("GET", "/any").send(&router).await;
        answer.is_problem(401, "UNAUTHENTICATED");
        assert_eq!(challenges(&answer), ["Bearer", "Session realm=\"tests\""]);
        let answer = call("GET", "/tokens").send(&router).await;
        assert_eq!(challenges(&answer), ["Bearer"]);
    }
}

#[tokio::test]
async fn two_credentials_are_one_too_many_where_both_are_accepted() {
    for (world, router) in routers() {
        let token = world.token("tom", &[]);
        for cookie in ["renew", "late"] {
            let both = |path| call("GET", path).token(&token).header("cookie", cookie);
            let answer = both("/any").send(&router).await;
            answer.is_problem(400, "MALFORMED_INPUT");
            let challenges: Vec<_> = answer.headers.get_all("www-authenticate").iter().collect();
            assert!(challenges.contains(&&HeaderValue::from_static("Bearer error=\"invalid_request\"")), "{challenges:?}");
            // The other is not looked at where one is meant.
            assert_eq!(both("/ours").send(&router).await.json(), json!(["jwt", "tom"]));
            assert_eq!(both("/cookie").send(&router).await.status, 204);
        }
        // A bad one is bad whatever stands beside it.
        for call in [
            call("GET", "/any").token(&token).header("cookie", "bad"),
            call("GET", "/any").token("not.a.token").header("cookie", "renew"),
        ] {
            call.send(&router).await.is_problem(401, "UNAUTHENTICATED");
        }
    }
}

/// Asserts the status, and that the answer has what the authenticator left.
#[track_caller]
fn is_left(answer: &Answer, status: u16, expected: &[&str]) {
    assert_eq!(answer.status, status, "{answer:?}");
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies, expected, "{answer:?}");
    assert_eq!(answer.header("x-seen-from"), Some("203.0.113.9"), "{answer:?}");
    assert_eq!(answer.headers.get_all("x-content-type-options").iter().collect::<Vec<_>>(), ["nosniff"]);
    assert!(answer.headers.get_all("content-length").iter().count() <= 1, "{answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
}

const RENEWED: &[&str] = &["id=new", "theme=dark"];

#[tokio::test]
async fn what_an_authenticator_leaves_is_on_every_answer() {
    for (_, router) in routers() {
        for (method, path, cookie, status, expected) in [
            ("GET", "/cookie", "renew", 204, RENEWED),
            ("GET", "/cookie", "late", 204, &["id=late"]),
            ("GET", "/cookie", "bad", 401, &[CLEAR]),
            ("GET", "/cookie", "down", 503, &["id=kept"]),
            ("GET", "/admin", "renew", 403, RENEWED),
            ("GET", "/limited", "renew", 204, RENEWED),
            ("GET", "/limited", "renew", 429, RENEWED),
            ("GET", "/failing", "renew", 500, RENEWED),
            ("GET", "/panicking", "late", 500, &["id=late"]),
            ("POST", "/stored", "renew", 204, RENEWED),
        ] {
            is_left(&call(method, path).header("cookie", cookie).send(&router).await, status, expected);
        }
        // Nothing is left where nobody was asked.
        let answer = call("GET", "/ours").header("cookie", "renew").send(&router).await;
        assert_eq!(answer.header("set-cookie"), None);
    }
}

/// Time that is paused passes as soon as everybody waits.
#[tokio::test(start_paused = true)]
async fn what_an_authenticator_leaves_outlives_the_deadline() {
    for (world, router) in routers() {
        is_left(&call("GET", "/slow").header("cookie", "renew").send(&router).await, 503, RENEWED);
        // The answer that stands in for one whose event was not stored.
        world.trail.fail(true);
        is_left(&call("POST", "/stored").header("cookie", "renew").send(&router).await, 503, RENEWED);
        world.trail.fail(false);
    }
}

#[tokio::test]
async fn names_are_those_of_the_configuration() {
    let world = World::new();
    let start = |security: secure_action::SecurityBuilder<App>| {
        let security = security.audit(world.trail.clone()).clock(world.clock.clone());
        security.build().map_err(|error| error.to_string())
    };
    let text = |error: Result<Security<App>, String>| error.expect_err("a fault");
    let twice = text(start(Security::builder().authenticate(main_tokens()).authenticate(partner_tokens().named("jwt"))));
    assert!(twice.contains("two authenticators are called `jwt`: give one another name, as by `Jwt::named`"), "{twice}");
    let issuer = text(start(Security::builder().authenticate(main_tokens()).authenticate(main_tokens().named("other"))));
    assert!(issuer.contains("`jwt` and `other` both decide about what `https://id.example` issued"), "{issuer}");
    for name in ["", "a b", "a/b", "ä"] {
        let fault = text(start(Security::builder().authenticate(main_tokens().named(name))));
        assert!(fault.contains(&format!("an authenticator is called `{name}`: a name has letters")), "{fault}");
    }
    // A name that nobody has, with the one that was meant.
    let security = start(Security::builder().authenticate(main_tokens()).authenticate(partner_tokens().named("partner-jtw")));
    let security = security.map_err(|error| panic!("{error}")).expect("a sound configuration");
    let actions = secure_action::Actions::new(security, world.clone()).mount(actions![partners, with_cookie]);
    let fault = actions.into_router().expect_err("a fault").to_string();
    assert!(
        fault.contains("`partners` accepts `partner-jwt`, but no authenticator has that name: did you mean `partner-jtw`?")
            && fault
                .contains("`with_cookie` accepts `cookie`, but no authenticator has that name: there are `jwt`, `partner-jtw`"),
        "{fault}"
    );
}

#[tokio::test]
async fn the_document_calls_each_by_its_name() {
    let [(_, router), _] = routers();
    let document = Document::fetch(&router).await.0;
    let schemes = document["components"]["securitySchemes"].as_object().expect("schemes");
    assert_eq!(schemes.keys().collect::<Vec<_>>(), ["cookie", "jwt", "partner-jwt"]);
    assert_eq!(document["paths"]["/tokens"]["get"]["security"], json!([{ "jwt": [] }, { "partner-jwt": [] }]));
}

/// A page has to set the header of a token itself; a cookie, and whatever says nothing about it, goes along by itself.
#[test]
fn what_is_not_said_to_be_set_by_a_page_is_ambient() {
    assert!(!main_tokens().ambient());
    assert!(Cookies.ambient());
}

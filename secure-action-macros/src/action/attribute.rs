//! The attribute as it is written: every key read, nothing yet compared with anything else.

#![expect(clippy::unreachable, reason = "darling writes it for literals, which `Keys::read` keeps out")]

mod access;
mod credentials;
mod limit;
mod plain;
mod route;

use darling::FromMeta;
use proc_macro2::{Ident, TokenStream};
use syn::{LitStr, Path};

pub(crate) use self::access::Names;
use self::access::{Permissions, Public, Roles};
pub(crate) use self::credentials::{Credentials, StepUp};
pub(crate) use self::limit::{By, Limit};
use self::plain::{App, BodyLimit, Door, Event, Tag, Timeout};
pub(crate) use self::plain::{Audit, Target};
pub(crate) use self::route::{Method, Route};
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value};
use crate::said::{Bare, Keys, Misplaced, Said, Unknown};

const KEYS: [&str; 20] = [
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "public",
    "auth",
    "role",
    "permission",
    "scoped",
    "target",
    "rate_limit",
    "body_limit",
    "timeout",
    "audit",
    "event",
    "tag",
    "deprecated",
    "app",
    "crate",
];

/// The keys that say who may call.
const ACCESS_KEYS: [&str; 4] = ["public", "auth", "role", "permission"];

/// Words that stand for something else elsewhere, and what is written here.
const ELSEWHERE: [(&[&str], &str); 12] = [
    (&["method", "path", "route", "url", "uri"], "a route is written with its method: `get = \"/users/{id}\"`"),
    (&["head"], "an action that answers GET answers HEAD as well: write `get = \"/users/{id}\"`"),
    (&["options"], "the preflight of a browser is answered for all actions: see `Cors`"),
    (
        &["anyone", "anonymous", "everybody", "everyone", "guest", "none", "open"],
        "for everybody on the internet, write `public`",
    ),
    (
        &["authenticated", "authorized", "login", "logged_in", "private", "protected"],
        "for whoever is authenticated, write `auth`",
    ),
    (&["limit", "limits", "quota", "throttle"], "write `rate_limit = \"5/15m\"`"),
    (
        &["log", "logged", "logging", "record", "trail"],
        "every call leaves an event; write `audit = \"durable\"` to wait until it is stored, or `audit = false` for none",
    ),
    (&["deadline", "time_limit"], "write `timeout = \"10s\"`"),
    (&["size", "max_size", "max_body", "size_limit"], "write `body_limit = \"64KB\"`"),
    (
        &["description", "doc", "docs", "summary", "title"],
        "summary and description are the doc comment of the function: write `/// ...`",
    ),
    (&["state", "policy"], "the application says which: write `app = path::to::App`"),
    (&["cors", "origin"], "origins are part of the configuration: see `Cors`"),
];

/// Words for a permission.
const PERMISSION: [&str; 18] = [
    "ability",
    "allow",
    "allowed",
    "can",
    "demand",
    "demands",
    "grant",
    "need",
    "needs",
    "perm",
    "perms",
    "privilege",
    "require",
    "required",
    "requires",
    "right",
    "scope",
    "scopes",
];

/// What conditions are combined with elsewhere, such as in `cfg`.
const LOGIC: [&str; 3] = ["not", "any", "all"];

/// What `#[action(...)]` says. A key that could not be read is absent, and its fault reported.
#[derive(Debug, Default)]
pub(crate) struct Attribute {
    pub(crate) route: Option<Route>,
    pub(crate) public: Option<Ident>,
    pub(crate) auth: Option<Credentials>,
    /// Options of `auth` that stand beside it, not in it.
    pub(crate) outside_auth: Vec<Ident>,
    pub(crate) roles: Option<Names>,
    pub(crate) permissions: Option<Names>,
    /// `scoped`, where it stands.
    pub(crate) scoped: Option<Ident>,
    pub(crate) target: Option<Target>,
    pub(crate) rate_limits: Vec<Limit>,
    /// Bytes.
    pub(crate) body_limit: Option<u64>,
    /// Seconds.
    pub(crate) timeout: Option<u64>,
    pub(crate) audit: Option<Audit>,
    pub(crate) event: Option<LitStr>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) deprecated: bool,
    pub(crate) app: Option<Path>,
    /// `crate = path`: what the runtime crate is called.
    pub(crate) door: Option<Path>,
    /// Whether an access decision may be among what could not be read: then its absence is not a second mistake.
    pub(crate) access_unclear: bool,
    /// Whether a route may be among what could not be read.
    pub(crate) route_unclear: bool,
}

/// The keys as darling sorts them.
#[derive(Default, FromMeta)]
struct Known {
    #[darling(multiple)]
    get: Vec<Said<Route>>,
    #[darling(multiple)]
    post: Vec<Said<Route>>,
    #[darling(multiple)]
    put: Vec<Said<Route>>,
    #[darling(multiple)]
    patch: Vec<Said<Route>>,
    #[darling(multiple)]
    delete: Vec<Said<Route>>,
    #[darling(multiple)]
    public: Vec<Said<Public>>,
    #[darling(multiple)]
    auth: Vec<Said<Credentials>>,
    #[darling(multiple)]
    max_age: Vec<Said<Misplaced>>,
    #[darling(multiple)]
    acr: Vec<Said<Misplaced>>,
    #[darling(multiple)]
    role: Vec<Said<Roles>>,
    #[darling(multiple)]
    permission: Vec<Said<Permissions>>,
    #[darling(multiple)]
    scoped: Vec<Said<Bare>>,
    #[darling(multiple)]
    target: Vec<Said<Target>>,
    #[darling(multiple)]
    rate_limit: Vec<Said<Limit>>,
    #[darling(multiple)]
    body_limit: Vec<Said<BodyLimit>>,
    #[darling(multiple)]
    timeout: Vec<Said<Timeout>>,
    #[darling(multiple)]
    audit: Vec<Said<Audit>>,
    #[darling(multiple)]
    event: Vec<Said<Event>>,
    #[darling(multiple)]
    tag: Vec<Said<Tag>>,
    #[darling(multiple)]
    deprecated: Vec<Said<Bare>>,
    #[darling(multiple)]
    app: Vec<Said<App>>,
    #[darling(multiple, rename = "crate")]
    door: Vec<Said<Door>>,
    #[darling(flatten)]
    unknown: Unknown,
}

impl Attribute {
    /// Reads every key, and reports each that is unknown, repeated or malformed.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        const TWICE: &str = "remove one of them";
        let Keys { sorted, written, unclear } = Keys::<Known>::read(tokens, errors);
        // Who writes an option of `auth` beside it has `auth` in mind.
        let decides =
            |key: &Ident| ACCESS_KEYS.iter().any(|access| key == access) || Credentials::example(&key.to_string()).is_some();
        let mut attribute =
            Self { access_unclear: unclear || written.iter().any(decides), route_unclear: unclear, ..Self::default() };
        let routes = [sorted.get, sorted.post, sorted.put, sorted.patch, sorted.delete];
        attribute.take_route(routes.into_iter().flatten().collect(), &written, errors);
        attribute.public = Said::once(sorted.public, TWICE, errors).filter(|said| said.value.is_some()).map(|said| said.key);
        attribute.auth = Said::once(sorted.auth, TWICE, errors).and_then(Said::into_value);
        for misplaced in [sorted.max_age, sorted.acr] {
            attribute.outside_auth.extend(Said::once(misplaced, TWICE, errors).map(|said| said.key));
        }
        let help = "name all roles in one key: `role(\"a\", \"b\")` admits any of them";
        attribute.roles = Said::once(sorted.role, help, errors).and_then(Said::into_value).map(|Roles(names)| names);
        let help = "name all permissions in one key: `permission(\"a:b\", \"c:d\")` demands all of them";
        attribute.permissions =
            Said::once(sorted.permission, help, errors).and_then(Said::into_value).map(|Permissions(names)| names);
        attribute.scoped = Said::once(sorted.scoped, TWICE, errors).map(|said| said.key);
        attribute.target = Said::once(sorted.target, TWICE, errors).and_then(Said::into_value);
        attribute.rate_limits = sorted.rate_limit.into_iter().filter_map(|limit| limit.told(errors).value).collect();
        attribute.body_limit =
            Said::once(sorted.body_limit, TWICE, errors).and_then(Said::into_value).map(|BodyLimit(bytes)| bytes);
        attribute.timeout =
            Said::once(sorted.timeout, TWICE, errors).and_then(Said::into_value).map(|Timeout(seconds)| seconds);
        attribute.audit = Said::once(sorted.audit, TWICE, errors).and_then(Said::into_value);
        attribute.event = Said::once(sorted.event, TWICE, errors).and_then(Said::into_value).map(|Event(word)| word);
        attribute.tag = Said::once(sorted.tag, TWICE, errors).and_then(Said::into_value).map(|Tag(heading)| heading);
        attribute.deprecated = Said::once(sorted.deprecated, TWICE, errors).is_some();
        attribute.app = Said::once(sorted.app, TWICE, errors).and_then(Said::into_value).map(|App(path)| path);
        attribute.door = Said::once(sorted.door, TWICE, errors).and_then(Said::into_value).map(|Door(path)| path);
        for entry in sorted.unknown.iter() {
            attribute.unknown(entry, &entry.name(), errors);
        }
        attribute
    }

    /// The first route as they are written; every other is one too many.
    fn take_route(&mut self, mut routes: Vec<Said<Route>>, written: &[Ident], errors: &mut Errors) {
        routes.sort_by_key(|route| written.iter().position(|key| *key == route.key));
        let mut routes = routes.into_iter();
        let Some(first) = routes.next().map(|route| route.told(errors)) else {
            return;
        };
        for Said { key, .. } in routes {
            let fault = if key == first.key {
                Fault::new(format!("the key `{key}` stands twice")).help("remove one of them")
            } else {
                Fault::new(format!("`{key}` is a second route beside `{}`", first.key))
                    .help("an action has one method and one path; write another action for the other")
            };
            errors.add(&key, fault);
        }
        self.route_unclear |= first.value.is_none();
        self.route = first.value;
    }

    fn unknown(&mut self, entry: &Entry, name: &str, errors: &mut Errors) {
        let fault = Fault::new(format!("unknown key `{name}`"));
        if let Some((words, help)) = ELSEWHERE.iter().find(|(words, _)| words.contains(&name)) {
            self.route_unclear |= words.contains(&"route") || ["head", "options"].contains(&name);
            self.access_unclear |= words.contains(&"open") || words.contains(&"private");
            errors.add(&entry.key, fault.help(help));
            return;
        }
        if PERMISSION.contains(&name) {
            self.access_unclear = true;
            errors.add(&entry.key, fault.help(entry.demanded()));
            return;
        }
        // Methods are often written in capital letters.
        let fault = match nearest(&name.to_ascii_lowercase(), KEYS) {
            _ if LOGIC.contains(&name) && entry.is_path() => {
                self.route_unclear = true;
                fault.help("an action has one method: write `get = \"...\"`, and another action for another one")
            }
            _ if LOGIC.contains(&name) => {
                self.access_unclear = true;
                fault.help("nothing can be negated or combined; say who may call, as in `auth` or `role(\"a\", \"b\")`")
            }
            Some(meant) => {
                self.access_unclear |= ACCESS_KEYS.contains(&meant);
                self.route_unclear |= Method::of_key(meant).is_some();
                fault.help(format!("did you mean `{meant}`?"))
            }
            None if matches!(entry.value, Value::Nothing) => {
                // Such a word is most likely a role.
                self.access_unclear = true;
                fault.help(format!("a role is written `role = \"{name}\"`; the keys are {}", listed(KEYS, '`')))
            }
            None => fault.help(format!("the keys are {}", listed(KEYS, '`'))),
        };
        errors.add(&entry.key, fault);
    }
}

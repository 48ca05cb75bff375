//! The attribute as it is written: every key read, nothing yet compared with anything else.

mod access;
mod credentials;
mod limit;
mod plain;
mod route;

use proc_macro2::{Ident, TokenStream};
use syn::{LitStr, Path};

pub(crate) use self::access::Names;
pub(crate) use self::credentials::{Credentials, StepUp};
pub(crate) use self::limit::{By, Limit};
pub(crate) use self::plain::{Audit, Target};
pub(crate) use self::route::{Method, Route};
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, split};

const KEYS: [&str; 17] = [
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "public",
    "auth",
    "role",
    "permission",
    "target",
    "rate_limit",
    "body_limit",
    "timeout",
    "audit",
    "tag",
    "deprecated",
    "app",
];

/// The keys that say who may call.
const ACCESS_KEYS: [&str; 4] = ["public", "auth", "role", "permission"];

/// Words that stand for something else elsewhere, and what is written here.
const ELSEWHERE: [(&[&str], &str); 4] = [
    (&["method", "path", "route", "url", "uri"], "a route is written with its method: `get = \"/users/{id}\"`"),
    (
        &["anyone", "anonymous", "everybody", "everyone", "guest", "none", "open"],
        "for everybody on the internet, write `public`",
    ),
    (
        &["authenticated", "authorized", "login", "logged_in", "private", "protected"],
        "for whoever is authenticated, write `auth`",
    ),
    (&["limit", "limits", "quota", "throttle"], "write `rate_limit = \"5/15m\"`"),
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
    pub(crate) target: Option<plain::Target>,
    pub(crate) rate_limits: Vec<Limit>,
    /// Bytes.
    pub(crate) body_limit: Option<u64>,
    /// Seconds.
    pub(crate) timeout: Option<u64>,
    pub(crate) audit: Option<Audit>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) deprecated: bool,
    pub(crate) app: Option<Path>,
    /// Whether an access decision may be among what could not be read: then its absence is not a second mistake.
    pub(crate) access_unclear: bool,
    /// Whether a route may be among what could not be read.
    pub(crate) route_unclear: bool,
}

impl Attribute {
    /// Reads every key, and reports each that is unknown, repeated or malformed.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut attribute = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for piece in split(tokens, errors) {
            match Entry::read(&piece, errors) {
                Some(entry) => {
                    if attribute.is_new(&entry, &mut seen, errors) {
                        attribute.take(&entry, errors);
                    }
                }
                None => (attribute.access_unclear, attribute.route_unclear) = (true, true),
            }
        }
        attribute
    }

    /// Reports a key that stands twice.
    fn is_new(&mut self, entry: &Entry, seen: &mut Vec<String>, errors: &mut Errors) -> bool {
        let name = entry.name();
        let method = |name: &str| Method::of_key(name).is_some();
        let fault = if name == "rate_limit" {
            None
        } else if seen.contains(&name) {
            let help = match name.as_str() {
                "role" => "name all roles in one key: `role(\"a\", \"b\")` admits any of them",
                "permission" => "name all permissions in one key: `permission(\"a:b\", \"c:d\")` demands all of them",
                _ => "remove one of them",
            };
            Some(Fault::new(format!("the key `{name}` stands twice")).help(help))
        } else if method(&name) {
            let earlier = seen.iter().find(|earlier| method(earlier));
            earlier.map(|earlier| {
                Fault::new(format!("`{name}` is a second route beside `{earlier}`"))
                    .help("an action has one method and one path; write another action for the other")
            })
        } else {
            None
        };
        seen.push(name);
        let is_new = fault.is_none();
        if let Some(fault) = fault {
            errors.add(&entry.key, fault);
        }
        is_new
    }

    fn take(&mut self, entry: &Entry, errors: &mut Errors) {
        let name = entry.name();
        if ACCESS_KEYS.contains(&name.as_str()) {
            // Until it turns out well.
            self.access_unclear = true;
        }
        if let Some(method) = Method::of_key(&name) {
            self.route = Route::read(method, entry, errors);
            self.route_unclear |= self.route.is_none();
            return;
        }
        match name.as_str() {
            "public" if matches!(&entry.value, Value::Assigned(value) if value.to_string() == "false") => {
                let fault = Fault::new("`public` takes no value");
                errors.add(entry.place(), fault.help("leave the key out: nothing is public that does not say so"));
            }
            "public" => {
                entry.bare(errors);
                self.public = Some(entry.key.clone());
            }
            "auth" => self.auth = Credentials::read(entry, errors),
            "role" => self.roles = Names::roles(entry, errors),
            "permission" => self.permissions = Names::permissions(entry, errors),
            "target" => self.target = plain::Target::read(entry, errors),
            "rate_limit" => self.rate_limits.extend(Limit::read(entry, errors)),
            "body_limit" => self.body_limit = plain::body_limit(entry, errors),
            "timeout" => self.timeout = plain::timeout(entry, errors),
            "audit" => self.audit = Audit::read(entry, errors),
            "tag" => self.tag = plain::tag(entry, errors),
            "deprecated" => {
                entry.bare(errors);
                self.deprecated = true;
            }
            "app" => self.app = plain::app(entry, errors),
            _ if Credentials::example(&name).is_some() => {
                // Who writes it has `auth` in mind.
                self.access_unclear = true;
                self.outside_auth.push(entry.key.clone());
            }
            _ => self.unknown(entry, &name, errors),
        }
    }

    fn unknown(&mut self, entry: &Entry, name: &str, errors: &mut Errors) {
        let fault = Fault::new(format!("unknown key `{name}`"));
        if let Some((words, help)) = ELSEWHERE.iter().find(|(words, _)| words.contains(&name)) {
            self.route_unclear |= words.contains(&"route");
            self.access_unclear |= words.contains(&"open") || words.contains(&"private");
            errors.add(&entry.key, fault.help(help));
            return;
        }
        // Methods are often written in capital letters.
        let fault = match nearest(&name.to_ascii_lowercase(), KEYS) {
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

//! The rules between keys, and between the attribute and the signature: one small function each.

use quote::ToTokens;

use super::attribute::{self, Attribute, Method, Route};
use super::documentation::Documentation;
use super::function::Function;
use super::item::Item;
use super::model::{Access, Action, Audit, By, Limit, Target};
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::door;

/// The action, if attribute and signature hold together.
pub(crate) fn check<'i>(
    attribute: &Attribute,
    item: &'i Item,
    function: Option<&Function>,
    errors: &mut Errors,
) -> Option<Action<'i>> {
    let name = item.name();
    check_name(item, errors);
    let access = check_access(attribute, item, errors);
    let route = attribute.route.clone().unwrap_or_else(|| Route::of_function(&name, item.signature.ident.span()));
    check_outside_auth(attribute, errors);
    check_scoped(attribute, errors);
    check_audit(attribute, route.method, errors);
    check_event(attribute, errors);
    check_repeated_limits(attribute, errors);
    let public = attribute.public.is_some();
    let limits: Vec<_> = attribute.rate_limits.iter().map(|limit| check_limit(limit, public, function, errors)).collect();
    let target = check_target(attribute, &route, function, errors);
    let function = function?;
    if !attribute.route_unclear {
        check_parameters(&route, function, errors);
    }
    Some(Action {
        ident: &item.signature.ident,
        visibility: &item.visibility,
        conditions: item.conditions().collect(),
        documentation: Documentation::read(&item.attributes),
        app: attribute.app.clone(),
        method: route.method,
        has_parameters: !route.path.parameters.is_empty(),
        path: route.path.text.clone(),
        path_span: route.span,
        access: access?,
        target: target?,
        limits: limits.into_iter().collect::<Option<_>>()?,
        body_limit: attribute.body_limit,
        timeout: attribute.timeout,
        audit: match attribute.audit {
            None => Audit::Recorded,
            Some(attribute::Audit::Durable) => Audit::Durable,
            Some(attribute::Audit::Off(_)) => Audit::Off,
        },
        event: attribute.event.clone(),
        tag: attribute.tag.clone(),
        deprecated: attribute.deprecated || item.is_deprecated(),
        arguments: function.arguments.iter().map(|argument| argument.ty.clone()).collect(),
        unused: function.arguments.iter().enumerate().filter_map(|(index, argument)| Some((index, argument.unused?))).collect(),
        output: function.output.clone(),
        answer: function.answer.clone(),
        failure: function.failure.clone(),
        name,
    })
}

/// `async fn metrics()`, `async fn bool()`: the type of that name would stand for another one in the whole module
fn check_name(item: &Item, errors: &mut Errors) {
    if let Some(what) = taken(&item.name()) {
        let ident = &item.signature.ident;
        let fault =
            Fault::new(format!("an action cannot be called `{ident}`: its type would stand for the {what} of that name"));
        errors.add(ident, fault.help("give the function another name"));
    }
}

/// What has a name that the type of an action cannot have.
pub(crate) fn taken(name: &str) -> Option<&'static str> {
    const PRIMITIVES: [&str; 17] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];

    if PRIMITIVES.contains(&name) {
        return Some("primitive type");
    }
    door::is_crate(name).then_some("crate")
}

/// `#[action]`, `#[action(public, role = "admin")]`
fn check_access(attribute: &Attribute, item: &Item, errors: &mut Errors) -> Option<Access> {
    let Attribute { public, auth, roles, permissions, .. } = attribute;
    let guards = [
        auth.as_ref().map(|auth| &auth.key),
        roles.as_ref().map(|names| &names.key),
        permissions.as_ref().map(|names| &names.key),
    ];
    if public.is_some() {
        for guard in guards.into_iter().flatten() {
            let fault = Fault::new(format!("`{guard}` contradicts `public`"));
            errors.add(guard, fault.help("remove one of them: an action is for anyone or for some"));
        }
        return Some(Access::Public);
    }
    if guards.iter().all(Option::is_none) {
        if !attribute.access_unclear {
            let fault = Fault::new(format!("the action `{}` does not say who may call it", item.name()));
            let help =
                "write `auth`, `role = \"...\"` or `permission = \"...\"`; for everybody on the internet, write `public`";
            errors.add(&item.signature.ident, fault.help(help));
        }
        return None;
    }
    let literals = |names: &Option<attribute::Names>| names.as_ref().map(|names| names.literals.clone()).unwrap_or_default();
    Some(Access::Guarded {
        schemes: auth.as_ref().map(|auth| auth.schemes.clone()).unwrap_or_default(),
        roles: literals(roles),
        permissions: literals(permissions),
        scoped: attribute.scoped.is_some(),
        step_up: auth.as_ref().map(|auth| auth.step_up.clone()).filter(|step_up| !step_up.is_empty()),
    })
}

/// `#[action(auth, max_age = "5m")]`, `#[action(public, max_age = "5m")]`
fn check_outside_auth(attribute: &Attribute, errors: &mut Errors) {
    for option in &attribute.outside_auth {
        let example = attribute::Credentials::example(&option.to_string()).unwrap_or("...");
        let fault = if attribute.public.is_some() {
            Fault::new(format!("`{option}` on a public action, whose callers do not authenticate"))
                .help(format!("remove it, or write `auth({example})` instead of `public`"))
        } else {
            Fault::new(format!("unknown key `{option}`")).help(format!("it is an option of `auth`: write `auth({example})`"))
        };
        errors.add(option, fault);
    }
}

/// `#[action(public, scoped)]`, `#[action(permission = "note:read", scoped)]`
fn check_scoped(attribute: &Attribute, errors: &mut Errors) {
    let Some(scoped) = &attribute.scoped else {
        return;
    };
    if attribute.public.is_some() {
        let fault = Fault::new("`scoped` on a public action, whose callers need no credentials");
        errors.add(scoped, fault.help("remove it"));
    } else if attribute.permissions.is_some() {
        let fault = Fault::new("`scoped` beside `permission`, which says which scope a narrowed credential needs");
        errors.add(scoped, fault.help("remove it"));
    }
}

/// `#[action(post = "/users", auth, audit = false)]`
fn check_audit(attribute: &Attribute, method: Method, errors: &mut Errors) {
    if let Some(attribute::Audit::Off(value)) = &attribute.audit
        && method != Method::Get
        && !attribute.route_unclear
    {
        let fault = Fault::new(format!("`audit = false` on a {} action, which changes state", method.as_str()));
        errors.add(value, fault.help("only `get` actions can go without an event"));
    }
}

/// `#[action(get = "/users", auth, audit = false, event = "sensitive_read")]`
fn check_event(attribute: &Attribute, errors: &mut Errors) {
    if let (Some(attribute::Audit::Off(_)), Some(event)) = (&attribute.audit, &attribute.event) {
        let fault = Fault::new("`event` contradicts `audit = false`");
        errors.add(event, fault.help("remove one of them: what leaves no event has no kind of event"));
    }
}

/// `#[action(public, rate_limit = "5/1m", rate_limit = "5/1m")]`
fn check_repeated_limits(attribute: &Attribute, errors: &mut Errors) {
    for (index, limit) in attribute.rate_limits.iter().enumerate() {
        if attribute.rate_limits.iter().take(index).any(|earlier| limit.repeats(earlier)) {
            errors.add(&limit.literal, Fault::new("the same rate limit stands twice").help("remove one of them"));
        }
    }
}

/// `target = "idd"` on a route `/posts/{id}`, `target = "input.id"` on a function without an input
#[expect(clippy::option_option, reason = "no target, or one that is at fault")]
fn check_target(
    attribute: &Attribute,
    route: &Route,
    function: Option<&Function>,
    errors: &mut Errors,
) -> Option<Option<Target>> {
    let Some(attribute::Target { literal, fields }) = &attribute.target else {
        return Some(None);
    };
    let name = literal.value();
    if !fields.is_empty() {
        let argument = check_input(literal, function, errors)?;
        let name = name.trim_start_matches("input.").to_owned();
        return Some(Some(Target::Input { name, argument, fields: fields.clone(), span: literal.span() }));
    }
    if attribute.route_unclear || route.path.parameters.contains(&name) {
        return Some(Some(Target::Parameter { name, span: literal.span() }));
    }
    let fault = Fault::new(format!("the route {} has no parameter `{name}`", route.path.text));
    let help = match nearest(&name, route.path.parameters.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "name one of its parameters, or a field of the input: `target = \"input.id\"`".to_owned(),
    };
    errors.add(literal, fault.help(help));
    None
}

/// `Path((id, name)): Path<(u32, String)>` on a route `/users/{id}`, `Path(id): Path<u32>` on a route `/users/{id}/notes/{note}`
fn check_parameters(route: &Route, function: &Function, errors: &mut Errors) {
    let parameters = route.path.parameters.len();
    // Of two, each is one too many.
    let paths = function.arguments.iter().filter(|argument| argument.is_path()).count();
    for argument in function.arguments.iter().filter(|_| paths == 1) {
        let Some((ty, taken)) = argument.parameters().filter(|(_, taken)| parameters > 0 && *taken != parameters) else {
            continue;
        };
        let count = |number: usize| format!("{number} parameter{}", if number == 1 { "" } else { "s" });
        let fault =
            Fault::new(format!("the route {} has {}, and this takes {}", route.path.text, count(parameters), count(taken)));
        let names: Vec<String> = route.path.parameters.iter().map(|name| format!("{{{name}}}")).collect();
        errors.add(ty, fault.help(format!("take {}, in this order", listed(names.iter().map(String::as_str), '`'))));
    }
}

fn check_limit(limit: &attribute::Limit, public: bool, function: Option<&Function>, errors: &mut Errors) -> Option<Limit> {
    check_quota(limit, errors);
    check_skip(limit, public, errors);
    let default = if public { By::Ip } else { By::Caller };
    // Every key is checked, also behind a wrong one.
    let by: Vec<_> = limit.by.iter().map(|by| check_key(by, public, function, errors)).collect();
    let by = by.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Limit {
        quota: limit.rate.quota,
        seconds: limit.rate.seconds,
        burst: limit.burst,
        by: if by.is_empty() { vec![default] } else { by },
        skip: limit.skip.as_ref().map(|skip| skip.roles.clone()).unwrap_or_default(),
        failures: limit.failures,
        denies: limit.denies,
    })
}

fn check_key(by: &attribute::By, public: bool, function: Option<&Function>, errors: &mut Errors) -> Option<By> {
    Some(match by {
        attribute::By::Ip(_) => By::Ip,
        attribute::By::Global(_) => By::Global,
        attribute::By::Caller(literal) => {
            check_caller(literal, public, errors);
            By::Caller
        }
        attribute::By::Input(literal, fields) => By::Input {
            name: literal.value().trim_start_matches("input.").to_owned(),
            argument: check_input(literal, function, errors)?,
            fields: fields.clone(),
            span: literal.span(),
        },
    })
}

/// `rate_limit = "20000000/1s"`, `rate_limit = "5/500d"`, `rate_limit("1/1d", burst = 400)`
fn check_quota(limit: &attribute::Limit, errors: &mut Errors) {
    /// What the counters of a strict window hold: `RateLimit::MAX_QUOTA`.
    const MOST: u32 = 16_777_215;
    /// `RateLimit::MAX_WINDOW`.
    const LONGEST: u64 = 366 * 24 * 3600;

    let (quota, seconds, literal) = (limit.rate.quota, limit.rate.seconds, &limit.literal);
    if seconds > LONGEST {
        let fault = Fault::new(format!("the window of `{}` is longer than a year", literal.value()));
        errors.add(literal, fault.help("366 days, `366d`, are the longest"));
        return;
    }
    match limit.burst {
        None if quota > MOST => {
            let fault = Fault::new(format!("`{}` is more than a strict window can count", literal.value()));
            let help = format!(
                "{MOST} requests are the most; use a shorter window, or a steady rate, which has no such bound: `burst = ...`"
            );
            errors.add(literal, fault.help(help));
        }
        // In nanoseconds, as `RateLimit` reckons it.
        Some(burst) => {
            let interval = (u128::from(seconds) * 1_000_000_000).div_ceil(u128::from(quota));
            if interval * u128::from(burst) > u128::from(LONGEST) * 1_000_000_000 {
                let fault = Fault::new(format!("`burst = {burst}` takes over a year to refill at `{}`", literal.value()));
                errors.add(literal, fault.help("366 days are the longest: use a smaller burst"));
            }
        }
        None => {}
    }
}

/// `#[action(public, rate_limit("5/1m", skip = "admin"))]`
fn check_skip(limit: &attribute::Limit, public: bool, errors: &mut Errors) {
    if let Some(skip) = limit.skip.as_ref().filter(|_| public) {
        let fault = Fault::new("`skip` on a public action, whose callers have no roles");
        errors.add(&skip.key, fault.help("remove it, or demand `auth`"));
    }
}

/// `#[action(public, rate_limit("5/1m", by = "caller"))]`
fn check_caller(literal: &impl ToTokens, public: bool, errors: &mut Errors) {
    if public {
        let fault = Fault::new("a limit by caller on a public action, whose callers are not known");
        errors.add(literal, fault.help("count by \"ip\", or demand `auth`"));
    }
}

/// `rate_limit("5/1m", by = "input.email")` on a function without an input: the position of the argument that is meant.
fn check_input(literal: &syn::LitStr, function: Option<&Function>, errors: &mut Errors) -> Option<usize> {
    // What is wrong with the signature has been said.
    let position = function?.input();
    if position.is_none() {
        let fault = Fault::new(format!("`{}`, but the function takes no input", literal.value()));
        errors.add(literal, fault.help("add an argument `input: Input<T>`"));
    }
    position
}

//! Route paths: `"/users/{id}/role"`.

use crate::diagnostics::Fault;

/// A well-formed path and the names of its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoutePath {
    pub(crate) text: String,
    pub(crate) parameters: Vec<String>,
}

/// Reads a path. The router would panic on some of the refused ones at start-up, and match others never or too often.
pub(crate) fn parse(text: &str) -> Result<RoutePath, Fault> {
    let Some(rest) = text.strip_prefix('/') else {
        return Err(Fault::new(format!("the path `{text}` does not begin with `/`")).help(format!("write \"/{text}\"")));
    };
    if let Some((path, _)) = text.split_once(['?', '#']) {
        return Err(Fault::new(format!("the path `{text}` contains a query"))
            .help(format!("write \"{path}\", and take `Query<T>` in the function")));
    }
    let mut parameters: Vec<String> = Vec::new();
    if rest.is_empty() {
        return Ok(RoutePath { text: text.to_owned(), parameters });
    }
    if rest.ends_with('/') && !rest.ends_with("//") {
        return Err(Fault::new(format!("the path `{text}` ends with `/`: the same path without it would not be found"))
            .help(format!("write \"{}\"", text.trim_end_matches('/'))));
    }
    for segment in rest.split('/') {
        if let Some(name) = parameter(segment, text)? {
            if parameters.iter().any(|earlier| earlier == name) {
                return Err(Fault::new(format!("the path `{text}` has the parameter `{{{name}}}` twice"))
                    .help("give each parameter its own name"));
            }
            parameters.push(name.to_owned());
        }
    }
    Ok(RoutePath { text: text.to_owned(), parameters })
}

/// The name of the parameter that a segment is, or nothing if it is plain text.
fn parameter<'s>(segment: &'s str, path: &str) -> Result<Option<&'s str>, Fault> {
    match segment {
        "" => {
            return Err(
                Fault::new(format!("the path `{path}` has an empty segment")).help("write a single `/` between segments")
            );
        }
        "." | ".." => {
            return Err(Fault::new(format!("the path `{path}` contains `{segment}`, which clients resolve before they ask"))
                .help("write the path out"));
        }
        _ => {}
    }
    if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return parameter_name(name, path).map(Some);
    }
    if segment.contains(['{', '}']) {
        return Err(Fault::new(format!("`{segment}` in the path `{path}` is neither a parameter nor plain text"))
            .help("a parameter is a whole segment in one pair of braces: `/{id}/`"));
    }
    if let Some(name) = segment.strip_prefix(':') {
        return Err(Fault::new(format!("`{segment}` in the path `{path}` is not a parameter"))
            .help(format!("write parameters in braces: `{{{name}}}`")));
    }
    if segment.contains('*') {
        return Err(wildcard(segment, path));
    }
    let stray =
        segment.chars().find(|character| !(character.is_ascii_alphanumeric() || "-._~!$&'()+,;=:@".contains(*character)));
    match stray {
        None => Ok(None),
        Some('%') => Err(Fault::new(format!("the path `{path}` is percent-encoded: a path has one spelling only"))
            .help("use letters, digits, `-`, `.`, `_` and `~`")),
        Some(character) => {
            Err(Fault::new(format!("the path `{path}` contains {character:?}, which does not occur in a request"))
                .help("use letters, digits, `-`, `.`, `_` and `~`"))
        }
    }
}

fn parameter_name<'s>(name: &'s str, path: &str) -> Result<&'s str, Fault> {
    if name.starts_with('*') {
        return Err(wildcard(&format!("{{{name}}}"), path));
    }
    let mut characters = name.chars();
    let begins_well = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    if begins_well && characters.all(|character| character.is_ascii_alphanumeric() || character == '_') {
        Ok(name)
    } else {
        Err(Fault::new(format!("`{{{name}}}` in the path `{path}` is not a parameter"))
            .help("name a parameter like a field: `{id}`, `{user_id}`"))
    }
}

fn wildcard(segment: &str, path: &str) -> Fault {
    Fault::new(format!("`{segment}` in the path `{path}` would match any number of segments"))
        .help("an action answers one shape of path; name each segment: `{id}`")
        .note("to serve files, merge a router of its own")
}

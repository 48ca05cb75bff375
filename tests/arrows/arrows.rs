//! Who needs whom: the arrows between rooms, and those between files.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Import, Module};

/// What each needs of others.
pub(crate) type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The files at the door: they hand on what is in the rooms, and hold nothing that a room could need.
const DOOR: [&str; 2] = ["__private", "macros"];

/// The arrows between the rooms: the first names of the paths from the crate's root.
pub(crate) fn between_rooms(modules: &[Module]) -> Arrows {
    let mut arrows = Arrows::new();
    for (index, module) in modules.iter().enumerate() {
        let Some(room) = module.path.first().filter(|room| !DOOR.contains(&room.as_str())) else {
            continue;
        };
        let needs = arrows.entry(room.clone()).or_default();
        for path in module.imports.iter().map(|import| &import.path).chain(&module.paths) {
            needs.extend(named_room(modules, index, path).filter(|other| other != room));
        }
    }
    arrows
}

/// The arrows between the files of the rooms. A file that only hands on what another one declares does not need it, and that a
/// part, `table/sets.rs`, needs what it is a part of, `table.rs`, counts for nothing.
pub(crate) fn between_files(modules: &[Module]) -> Arrows {
    let mut arrows = Arrows::new();
    for (index, module) in modules.iter().enumerate().filter(|(_, module)| !module.path.is_empty()) {
        let used = |import: &&Import| !import.handed_on || module.names.contains(&import.name);
        let imports = module.imports.iter().filter(used).map(|import| &import.path);
        let found = imports.chain(&module.paths).filter_map(|path| declared_in(modules, index, path, 0));
        let found: Vec<_> = found.map(|other| modules[other].file.display().to_string()).collect();
        let file = module.file.display().to_string();
        arrows
            .entry(file.clone())
            .or_default()
            .extend(found.into_iter().filter(|other| *other != file && !is_part_of(&file, other)));
    }
    arrows
}

fn is_part_of(file: &str, whole: &str) -> bool {
    whole
        .strip_suffix("rs")
        .is_some_and(|stem| file.strip_prefix(&stem[..stem.len() - 1]).is_some_and(|rest| rest.starts_with('/')))
}

fn named_room(modules: &[Module], module: usize, path: &[String]) -> Option<String> {
    let (mut at, mut rest) = (module, path);
    let from_above = rest.first().is_some_and(|first| first == "crate" || first == "super");
    if !from_above {
        return None;
    }
    while let [first, tail @ ..] = rest {
        at = match first.as_str() {
            "crate" => 0,
            "super" => parent(modules, at)?,
            _ => break,
        };
        rest = tail;
    }
    if at != 0 {
        return None;
    }
    let first = rest.first()?;
    if modules[0].children.contains_key(first) {
        return Some(first.clone());
    }
    // What the door hands on is named by its room all the same.
    let room = modules[declared_in(modules, 0, std::slice::from_ref(first), 0)?].path.first()?;
    Some(room.clone())
}

/// The module in which the end of a path is declared; `None` for what is not of this crate.
fn declared_in(modules: &[Module], module: usize, path: &[String], depth: usize) -> Option<usize> {
    // A name that is brought in by way of itself.
    if depth > 16 {
        return None;
    }
    let [first, rest @ ..] = path else { return Some(module) };
    match first.as_str() {
        "crate" => declared_in_or_here(modules, 0, rest, depth),
        "self" => declared_in_or_here(modules, module, rest, depth),
        "super" => declared_in_or_here(modules, parent(modules, module)?, rest, depth),
        name => match modules[module].children.get(name) {
            Some(child) => declared_in_or_here(modules, *child, rest, depth),
            None => {
                let import = modules[module].imports.iter().find(|import| import.name == name)?;
                let whole: Vec<_> = import.path.iter().chain(rest).cloned().collect();
                declared_in(modules, module, &whole, depth + 1)
            }
        },
    }
}

/// The same, of a path into a module of this crate: what it does not bring in, it declares.
fn declared_in_or_here(modules: &[Module], module: usize, path: &[String], depth: usize) -> Option<usize> {
    declared_in(modules, module, path, depth).or(Some(module))
}

fn parent(modules: &[Module], module: usize) -> Option<usize> {
    modules.iter().position(|other| other.children.values().any(|child| *child == module))
}

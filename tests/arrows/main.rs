//! The rooms of the runtime crate: who imports whom, held against what `ARCHITECTURE.md` allows and `docs/house.dot` draws.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod arrows;
mod circles;
mod said;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arrows::Arrows;
use source::Module;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn modules() -> Vec<Module> {
    source::modules(&Path::new(ROOT).join("secure-action/src"))
}

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(file)).expect("a file of the repository")
}

fn table() -> Arrows {
    said::allowed(&text("ARCHITECTURE.md"))
}

/// One line for each arrow, so that a difference is one line.
fn lines(arrows: &Arrows) -> BTreeSet<String> {
    arrows.iter().flat_map(|(from, to)| to.iter().map(move |to| format!("{from} -> {to}"))).collect()
}

#[test]
fn every_room_is_in_the_table() {
    let rooms: Vec<_> = arrows::between_rooms(&modules()).into_keys().collect();
    let listed: Vec<_> = table().into_keys().collect();
    assert_eq!(listed, rooms);
}

#[test]
fn rooms_import_what_the_table_allows_and_nothing_else() {
    let (used, allowed) = (lines(&arrows::between_rooms(&modules())), lines(&table()));
    let forbidden: Vec<_> = used.difference(&allowed).collect();
    assert!(forbidden.is_empty(), "not in the table of ARCHITECTURE.md: {forbidden:#?}");
    let unused: Vec<_> = allowed.difference(&used).collect();
    assert!(unused.is_empty(), "in the table of ARCHITECTURE.md, but nobody's: {unused:#?}");
}

#[test]
fn no_rooms_need_each_other() {
    let circles = circles::circles(&arrows::between_rooms(&modules()));
    assert!(circles.is_empty(), "{circles:#?}");
}

/// A stage gets what it needs of another one from the pipeline, as plain data.
#[test]
fn no_stage_imports_another() {
    const STAGES: [&str; 5] = ["authn", "authz", "rate_limit", "input", "audit"];
    let arrows = arrows::between_rooms(&modules());
    for stage in STAGES {
        for other in STAGES {
            assert!(!arrows[stage].contains(other), "{stage} -> {other}");
        }
    }
}

/// The picture leaves out what follows from its arrows by way of others.
#[test]
fn the_picture_shows_the_table() {
    let (drawn, table) = (said::drawn(&text("docs/house.dot")), table());
    let wrong: Vec<_> = lines(&drawn).difference(&lines(&table)).cloned().collect();
    assert!(wrong.is_empty(), "drawn in docs/house.dot, but not in the table: {wrong:#?}");
    for (room, others) in &table {
        let missing: Vec<_> = others.difference(&circles::reached(&drawn, room)).cloned().collect();
        assert!(missing.is_empty(), "docs/house.dot shows no way from {room} to {missing:#?}");
    }
}

#[test]
fn the_pictures_are_drawn_from_their_sources() {
    for picture in ["house", "request"] {
        let svg = text(&format!("docs/{picture}.svg"));
        let drawn = lines(&said::drawn(&text(&format!("docs/{picture}.dot"))));
        let shown: BTreeSet<_> = svg
            .lines()
            .filter_map(|line| line.strip_prefix("<title>")?.strip_suffix("</title>")?.split_once("&#45;&gt;"))
            .map(|(from, to)| format!("{from} -> {to}"))
            .collect();
        assert_eq!(shown, drawn, "draw docs/{picture}.svg anew, as docs/{picture}.dot says");
    }
}

/// Files that need each other, and why neither direction alone would do.
const TOGETHER: [(&[&str], &str); 2] = [
    (
        &["input/strict/access.rs", "input/strict/visitor.rs"],
        "serde's two halves: what is visited gives access to its parts, each of which is visited",
    ),
    (
        &[
            "pipeline/identification.rs",
            "pipeline/limits.rs",
            "pipeline/permission.rs",
            "pipeline/receipt.rs",
            "pipeline/taking.rs",
        ],
        "each stage demands the proof of the one before it, and the limits stand in three places of the order",
    ),
];

#[test]
fn no_two_files_of_a_room_need_each_other_without_a_reason() {
    let circles = circles::circles(&arrows::between_files(&modules()));
    let known: BTreeSet<BTreeSet<_>> =
        TOGETHER.iter().map(|(files, _)| files.iter().map(|file| (*file).to_owned()).collect()).collect();
    let new: Vec<_> = circles.difference(&known).collect();
    assert!(new.is_empty(), "these need each other: let one direction do, or say in `TOGETHER` why not: {new:#?}");
    let gone: Vec<_> = known.difference(&circles).collect();
    assert!(gone.is_empty(), "these need each other no more: {gone:#?}");
}

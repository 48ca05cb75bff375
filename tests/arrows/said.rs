//! What the documentation says: the table of the rooms in `ARCHITECTURE.md`, and the pictures.

use crate::arrows::Arrows;

/// The table whose rows begin with a room, `| `room` | what it is for | `other` `another` |`.
pub(crate) fn allowed(architecture: &str) -> Arrows {
    let (_, after) = architecture.split_once("| room | what is in it | may import |").expect("the table of the rooms");
    let rows = after.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").collect();
        let room = quoted(cells[0]).next().expect("a room");
        (room, quoted(cells[2]).collect())
    })
    .collect()
}

/// The arrows of a picture, `a -> b -> {c d}`, from its source: one statement on a line.
pub(crate) fn drawn(picture: &str) -> Arrows {
    let mut arrows = Arrows::new();
    for line in picture.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let statement = line.split('[').next().unwrap_or_default().trim();
        let statement = statement.strip_prefix("{ rank = same;").unwrap_or(statement);
        let ends: Vec<Vec<_>> = statement.split("->").map(|names| names_of(names).collect()).collect();
        for pair in ends.windows(2) {
            for from in &pair[0] {
                arrows.entry(from.clone()).or_default().extend(pair[1].iter().cloned());
            }
        }
    }
    arrows
}

fn names_of(text: &str) -> impl Iterator<Item = String> {
    text.split([' ', '{', '}', ';']).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

//! What the macros generate for typical uses, word for word: `expansions/<use>.rs` and beside it `<use>.expanded.rs`, which
//! is part of a change and of its review. `EXPANSIONS=overwrite cargo test -p secure-action-macros` writes them anew.

mod invocations;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use self::invocations::replace;

const FOLDER: &str = "expansions";
const HOW_TO_OVERWRITE: &str =
    "if the change is meant: run `EXPANSIONS=overwrite cargo test -p secure-action-macros` and review the difference";

#[test]
fn the_generated_code_is_as_reviewed() {
    let (mut uses, mut golden) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(FOLDER).expect("the folder of expansions") {
        let path = entry.expect("a file").path();
        let files = if path.to_string_lossy().ends_with(".expanded.rs") { &mut golden } else { &mut uses };
        files.insert(path);
    }
    assert!(uses.len() >= 10, "{uses:?}");
    let surplus = golden.iter().filter(|path| !uses.iter().any(|used| golden_of(used) == **path));
    if env::var_os("EXPANSIONS").is_some_and(|word| word == "overwrite") {
        surplus.for_each(|path| fs::remove_file(path).expect("a surplus file is removed"));
        uses.iter().for_each(|path| fs::write(golden_of(path), expanded(path)).expect("a file is written"));
        return;
    }
    let surplus = surplus.map(|path| format!("{}: nothing expands to this file", path.display()));
    let faults: Vec<String> = surplus.chain(uses.iter().filter_map(|path| fault(path))).collect();
    assert!(faults.is_empty(), "\n{}\n\n{HOW_TO_OVERWRITE}\n", faults.join("\n\n"));
}

/// In what the golden file of this use differs from what is generated.
fn fault(path: &Path) -> Option<String> {
    let golden = golden_of(path);
    match fs::read_to_string(&golden) {
        Err(_) => Some(format!("{}: there is no such file", golden.display())),
        Ok(reviewed) => first_difference(&reviewed, &expanded(path)).map(|text| format!("{}:{text}", golden.display())),
    }
}

/// `public.rs` -> `public.expanded.rs`
fn golden_of(path: &Path) -> PathBuf {
    path.with_extension("expanded.rs")
}

fn expanded(path: &Path) -> String {
    let source = fs::read_to_string(path).expect("a use");
    let mut count = 0;
    let tokens = replace(&source, |invocation| {
        count += 1;
        invocation.expand()
    });
    let tokens = tokens.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(count > 0, "{}: no macro is used", path.display());
    let file = syn::parse2(tokens).unwrap_or_else(|error| panic!("{}: what is generated is no Rust: {error}", path.display()));
    let text = prettyplease::unparse(&file);
    assert!(!text.contains("compile_error"), "{}: the use is a mistake:\n{text}", path.display());
    text
}

/// The first line that differs, and those around it, as `diff` shows them.
fn first_difference(reviewed: &str, generated: &str) -> Option<String> {
    const BEFORE: usize = 3;
    const SHOWN: usize = 6;

    let (old, new): (Vec<&str>, Vec<&str>) = (reviewed.lines().collect(), generated.lines().collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    if same == old.len() && same == new.len() {
        return None;
    }
    let mut text = format!("{}: generated is another line than reviewed:", same + 1);
    let mut show = |sign: char, lines: &[&str]| lines.iter().for_each(|line| text.push_str(&format!("\n{sign} {line}")));
    // From the end as well, so that one line more or less is not a difference of all that follow.
    let rest = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(old, new)| old == new).count();
    show(' ', &old[same.saturating_sub(BEFORE)..same]);
    show('-', &old[same..(old.len() - rest).min(same + SHOWN)]);
    show('+', &new[same..(new.len() - rest).min(same + SHOWN)]);
    Some(text)
}

#[test]
fn a_difference_is_shown_where_it_begins() {
    let reviewed = "a\nb\nc\nd\ne\nf\n";
    assert_eq!(first_difference(reviewed, reviewed), None);
    let changed = first_difference(reviewed, "a\nb\nc\nd\nx\ny\nf\n").expect("a difference");
    assert_eq!(changed, "5: generated is another line than reviewed:\n  b\n  c\n  d\n- e\n+ x\n+ y");
    let shorter = first_difference(reviewed, "a\nb\n").expect("a difference");
    assert_eq!(shorter, "3: generated is another line than reviewed:\n  a\n  b\n- c\n- d\n- e\n- f");
}

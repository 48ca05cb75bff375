//! Classic mistakes and where they are caught: `mistakes/*.rs`, each a small program with one of them.
//!
//! `MISTAKES=overwrite` writes the tables of `README.md` and `mistakes/README.md` anew.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod corpus;
mod messages;

use std::fs;
use std::path::Path;

use corpus::tables::{self, BEGIN, END};
use corpus::{Caught, Mistake};

#[test]
fn each_is_caught_where_it_says() {
    if messages::counted("each_is_caught_where_it_says").is_some() {
        return;
    }
    let cases = trybuild::TestCases::new();
    for mistake in corpus::read() {
        match mistake.caught {
            Caught::ByTheCompiler => cases.compile_fail(mistake.path()),
            Caught::AtStartUp | Caught::AtRunTime | Caught::Not => cases.pass(mistake.path()),
        }
    }
}

#[test]
fn one_mistake_is_one_error() {
    for mistake in corpus::read() {
        let messages = mistake.path().with_extension("stderr");
        let fails = mistake.caught == Caught::ByTheCompiler;
        assert_eq!(messages.exists(), fails, "{}", messages.display());
        if fails {
            messages::one_mistake_is_one_error(&messages);
        }
    }
}

#[test]
fn most_are_caught_by_the_compiler_and_none_escapes_without_a_reason() {
    let mistakes = corpus::read();
    let numbers: Vec<_> = mistakes.iter().map(|mistake| mistake.number).collect();
    assert_eq!(numbers, (1..=mistakes.len()).collect::<Vec<_>>());
    assert!(numbers.len() >= 60, "{}", numbers.len());
    let by_the_compiler = mistakes.iter().filter(|mistake| mistake.caught == Caught::ByTheCompiler).count();
    assert!(by_the_compiler >= 45, "{by_the_compiler}");
    for mistake in mistakes.iter().filter(|mistake| mistake.caught == Caught::Not) {
        assert!(mistake.because.is_some(), "{}: `not caught` has a reason", mistake.file);
    }
}

#[test]
fn the_tables_are_current() {
    let mistakes = corpus::read();
    is_current(Path::new("../README.md"), &mistakes, tables::by_class);
    is_current(Path::new("mistakes/README.md"), &mistakes, tables::one_by_one);
}

#[track_caller]
fn is_current(document: &Path, mistakes: &[Mistake], table: fn(&[Mistake]) -> String) {
    let text = fs::read_to_string(document).expect("a document");
    let (before, rest) = text.split_once(BEGIN).expect("where the table begins");
    let (_, after) = rest.split_once(END).expect("where the table ends");
    let expected = format!("{before}{BEGIN}\n{}{END}{after}", table(mistakes));
    if std::env::var_os("MISTAKES").is_some_and(|value| value == "overwrite") {
        fs::write(document, expected).expect("a document that can be written");
    } else {
        assert!(
            text == expected,
            "{}: run `MISTAKES=overwrite cargo test -p secure-action-tests --test mistakes`",
            document.display()
        );
    }
}

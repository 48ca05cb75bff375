//! What must not compile, word for word: `ui/<kind of mistake>/*.rs` with their `.stderr`, and what must: `ui/pass`.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod messages;

use std::{fs, io};

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    for folder in folders().expect("the folder `ui`") {
        cases.compile_fail(format!("{folder}/*.rs"));
    }
}

/// One mistake, one error, at the user's own token: no back-traces into macros, no private paths.
#[test]
fn one_mistake_is_one_error() {
    let mut cases = 0;
    for folder in folders().expect("the folder `ui`") {
        for file in fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "stderr") {
                messages::one_mistake_is_one_error(&path);
                cases += 1;
            }
        }
    }
    assert!(cases >= 40, "{cases}");
}

/// The folders of failing cases.
fn folders() -> io::Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir("ui")? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name() != "pass" {
            folders.push(format!("ui/{}", entry.file_name().to_string_lossy()));
        }
    }
    folders.sort();
    Ok(folders)
}

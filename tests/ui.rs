//! What must not compile, word for word: `ui/<kind of mistake>/*.rs` with their `.stderr`, and what must: `ui/pass`.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod messages;

use std::{fs, io};

#[test]
fn messages() {
    if messages::counted("messages").is_some() {
        return;
    }
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
    // A folder that gets lost is noticed.
    assert!(cases >= 240, "{cases}");
}

/// Every use whose expansion is kept is one that a user can write.
#[test]
fn every_kept_use_is_compiled() {
    let compiled = fs::read_to_string("ui/pass/expansions.rs").expect("the case");
    let mut uses = 0;
    for file in fs::read_dir("../secure-action-macros/expansions").expect("the folder of expansions") {
        let name = file.expect("a file").file_name().into_string().expect("a name");
        if let Some(module) = name.strip_suffix(".rs").filter(|module| !module.ends_with(".expanded")) {
            assert!(compiled.contains(&format!("    pub mod {module};\n")), "ui/pass/expansions.rs: {module}");
            uses += 1;
        }
    }
    assert!(uses >= 12, "{uses}");
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

//! What the compiler's messages about a failing case must be like: shared by `ui` and `mistakes`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Asserts that the mistakes of a case are one error each, at the user's own token: no back-traces into macros, no private
/// paths. A case with more than one mistake says so in its first line: `// errors: 2`.
pub(crate) fn one_mistake_is_one_error(stderr: &Path) {
    let messages = fs::read_to_string(stderr).expect("messages");
    let expected = mistakes(&stderr.with_extension("rs"));
    let errors = messages.lines().filter(|line| line.starts_with("error") && !line.starts_with("error: aborting")).count();
    assert_eq!(errors, expected, "{}:\n{messages}", stderr.display());
    // Other crates' derives tell of themselves.
    for text in [
        "in the attribute macro `action",
        "in the derive macro `PublicError",
        "in the derive macro `Visible",
        "in the macro `secure_action",
        "in the macro `action",
        "in the macro `policy",
        "cannot find function",
        "__private",
        "originates in the macro",
    ] {
        assert!(!messages.contains(text), "{}: {text}:\n{messages}", stderr.display());
    }
}

/// Runs the test `name` of this program once more, with a compiler that counts, and asserts that each of the cases which it
/// compiles is told as many errors as it has mistakes. Nothing for the second run, which is to do the work.
pub(crate) fn counted(name: &str) -> Option<()> {
    const FOLDER: &str = "ERRORS_TOLD";

    if env::var_os(FOLDER).is_some() {
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("errors-told-{name}"));
    // What an earlier run has left is of cases that may be gone.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let mut again = Command::new(env::current_exe().expect("this program"));
    again.args(["--exact", name, "--nocapture"]).args(env::args().filter(|argument| argument.starts_with("trybuild=")));
    again.env(FOLDER, &folder).env("RUSTC_WORKSPACE_WRAPPER", env!("CARGO_BIN_EXE_counting-compiler"));
    assert!(again.status().expect("this program").success(), "{name}");
    let mut wrong = Vec::new();
    for file in fs::read_dir(&folder).expect("the folder") {
        let told = fs::read_to_string(file.expect("a file").path()).expect("what was told");
        let (source, count) = told.trim_end().split_once('\n').expect("a case and a number");
        let (source, count) = (PathBuf::from(source), count.parse::<usize>().expect("a number"));
        if source.with_extension("stderr").exists() && mistakes(&source) != count {
            wrong.push(format!("{}: {count} errors, {} mistakes", source.display(), mistakes(&source)));
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "told more than once, or not at all:\n{}", wrong.join("\n"));
    Some(())
}

/// How many mistakes a case has.
fn mistakes(case: &Path) -> usize {
    let source = fs::read_to_string(case).expect("a case");
    let line = source.lines().next().and_then(|line| line.strip_prefix("// errors: "));
    line.map_or(1, |count| count.parse().expect("a number"))
}

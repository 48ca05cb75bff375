//! What the compiler's messages about a failing case must be like: shared by `ui` and `mistakes`.

use std::fs;
use std::path::Path;

/// Asserts that the mistakes of a case are one error each, at the user's own token: no back-traces into macros, no private
/// paths. A case with more than one mistake says so in its first line: `// errors: 2`.
pub(crate) fn one_mistake_is_one_error(stderr: &Path) {
    let messages = fs::read_to_string(stderr).expect("messages");
    let source = fs::read_to_string(stderr.with_extension("rs")).expect("a case");
    let expected = source
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("// errors: "))
        .map_or(1, |count| count.parse().expect("a number"));
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

//! A compiler that keeps how many errors it has told: `counting-compiler rustc ...`, for `RUSTC_WORKSPACE_WRAPPER`.
//!
//! cargo, and trybuild behind it, leave out what is told twice. A user's editor does not.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

fn main() -> io::Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let rustc = arguments.next().unwrap_or_else(|| "rustc".into());
    let arguments: Vec<OsString> = arguments.collect();
    let output = Command::new(rustc).args(&arguments).stdout(Stdio::inherit()).stderr(Stdio::piped()).output()?;
    let source = arguments.iter().map(Path::new).find(|argument| argument.extension().is_some_and(|end| end == "rs"));
    if let (Some(folder), Some(source)) = (env::var_os("ERRORS_TOLD"), source) {
        let source = fs::canonicalize(source)?;
        let file: String = source.to_string_lossy().chars().map(|letter| if letter == '/' { '-' } else { letter }).collect();
        let told = format!("{}\n{}\n", source.display(), errors(&output.stderr));
        fs::write(Path::new(&folder).join(file), told)?;
    }
    io::stderr().write_all(&output.stderr)?;
    Ok(if output.status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How many errors these lines of JSON are, but for the last, which says that there were some.
fn errors(messages: &[u8]) -> usize {
    let messages = String::from_utf8_lossy(messages);
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages
        .filter(|message| message.get("level").is_some_and(|level| level == "error"))
        .filter(|message| {
            !message.get("message").is_some_and(|text| text.as_str().is_some_and(|text| text.starts_with("aborting")))
        })
        .count()
}

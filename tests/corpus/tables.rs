//! The tables in the documents: how many mistakes of each class are caught where, and one by one.

use std::fs;

use super::{CLASSES, Caught, Mistake};

pub(crate) const BEGIN: &str = "<!-- mistakes: begin -->";
pub(crate) const END: &str = "<!-- mistakes: end -->";

/// For the front page: classes and numbers.
pub(crate) fn by_class(mistakes: &[Mistake]) -> String {
    let mut table = "| OWASP API Security Top 10 |".to_owned();
    for caught in Caught::ALL {
        table += &format!(" {} |", caught.words());
    }
    table += "\n|---|--:|--:|--:|--:|\n";
    for (id, name) in CLASSES.iter().filter(|(id, _)| mistakes.iter().any(|mistake| mistake.class == *id)) {
        table += &row(&format!("{id} {name}"), mistakes, |mistake| mistake.class == *id);
    }
    table + &row(&format!("**all {}**", mistakes.len()), mistakes, |_| true)
}

fn row(title: &str, mistakes: &[Mistake], of: impl Fn(&Mistake) -> bool) -> String {
    let count = |caught| match mistakes.iter().filter(|mistake| of(mistake) && mistake.caught == caught).count() {
        0 => String::new(),
        count => count.to_string(),
    };
    let [compiler, start, run, not] = Caught::ALL.map(count);
    format!("| {title} | {compiler} | {start} | {run} | {not} |\n")
}

/// For the folder itself: each mistake, and what is said about it.
pub(crate) fn one_by_one(mistakes: &[Mistake]) -> String {
    let mut table = "| | mistake | class | caught | |\n|---|---|---|---|---|\n".to_owned();
    for mistake in mistakes {
        let Mistake { file, number, sentence, class, cwe, caught, because } = mistake;
        let said = because.clone().unwrap_or_else(|| first_error(mistake));
        table += &format!(
            "| [{number:02}]({file}) | {sentence} | {} [CWE-{cwe}](https://cwe.mitre.org/data/definitions/{cwe}.html) | {} | {said} |\n",
            class.trim_end_matches(":2023"),
            caught.words(),
        );
    }
    table
}

/// What the compiler says first, as code in a cell of a table.
fn first_error(mistake: &Mistake) -> String {
    let messages = fs::read_to_string(mistake.path().with_extension("stderr")).unwrap_or_default();
    let Some((_, said)) = messages.lines().find(|line| line.starts_with("error")).and_then(|line| line.split_once(": ")) else {
        return String::new();
    };
    let said = said.trim_start_matches("evaluation panicked: ");
    format!("`` {} ``", said.replace('|', r"\|"))
}

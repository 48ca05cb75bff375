//! The programs in `mistakes/`, as their headers describe them.

pub(crate) mod tables;

use std::fs;
use std::path::{Path, PathBuf};

/// The OWASP API Security Top 10 of 2023.
pub(crate) const CLASSES: [(&str, &str); 10] = [
    ("API1:2023", "Broken Object Level Authorization"),
    ("API2:2023", "Broken Authentication"),
    ("API3:2023", "Broken Object Property Level Authorization"),
    ("API4:2023", "Unrestricted Resource Consumption"),
    ("API5:2023", "Broken Function Level Authorization"),
    ("API6:2023", "Unrestricted Access to Sensitive Business Flows"),
    ("API7:2023", "Server Side Request Forgery"),
    ("API8:2023", "Security Misconfiguration"),
    ("API9:2023", "Improper Inventory Management"),
    ("API10:2023", "Unsafe Consumption of APIs"),
];

/// A program with one mistake.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) file: String,
    pub(crate) number: usize,
    /// The mistake in a developer's words.
    pub(crate) sentence: String,
    /// One of [`CLASSES`].
    pub(crate) class: &'static str,
    /// Its number in the Common Weakness Enumeration.
    pub(crate) cwe: u32,
    pub(crate) caught: Caught,
    pub(crate) because: Option<String>,
}

/// Where a mistake is caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caught {
    ByTheCompiler,
    AtStartUp,
    AtRunTime,
    Not,
}

impl Caught {
    pub(crate) const ALL: [Self; 4] = [Self::ByTheCompiler, Self::AtStartUp, Self::AtRunTime, Self::Not];

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::ByTheCompiler => "by the compiler",
            Self::AtStartUp => "at start-up",
            Self::AtRunTime => "at run time",
            Self::Not => "not caught",
        }
    }
}

impl Mistake {
    pub(crate) fn path(&self) -> PathBuf {
        Path::new("mistakes").join(&self.file)
    }

    /// What the header of a program says; `None` if it has not the form that all of them have.
    fn parse(file: String, source: &str) -> Option<Self> {
        let header: Vec<_> = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        let [sentence, "", class, caught, rest @ ..] = header.as_slice() else {
            return None;
        };
        let because = match rest {
            [] => None,
            [because] => Some(because.strip_prefix("Because: ")?.to_owned()),
            _ => return None,
        };
        let (class, cwe) = class.strip_prefix("Class: ")?.split_once(", CWE-")?;
        let caught = caught.strip_prefix("Caught: ")?;
        let (number, words) = file.strip_suffix(".rs")?.split_once('_')?;
        let plain = number.len() == 2 && words.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        (plain && sentence.ends_with('.')).then_some(())?;
        Some(Self {
            number: number.parse().ok()?,
            sentence: (*sentence).to_owned(),
            class: CLASSES.iter().map(|(id, _)| *id).find(|id| *id == class)?,
            cwe: cwe.parse().ok()?,
            caught: Caught::ALL.into_iter().find(|known| known.words() == caught)?,
            because,
            file,
        })
    }
}

/// All of them, in their order.
pub(crate) fn read() -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for entry in fs::read_dir("mistakes").expect("the folder `mistakes`") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let file = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let source = fs::read_to_string(&path).expect("a program");
        let mistake = Mistake::parse(file, &source);
        mistakes.push(mistake.unwrap_or_else(|| panic!("{}: its name or its header has not the form", path.display())));
    }
    mistakes.sort_by(|a, b| a.file.cmp(&b.file));
    mistakes
}

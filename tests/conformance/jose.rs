//! 100,000 mutated tokens and keys against `jose` from npm: every one that is decided otherwise is of a class that is named here,
//! with the reason. A seed makes the mutations; the keys are new in each run.
//!
//! Run by `tests/run.sh --real`; alone with
//! `tests/real/jose.sh install && cargo test -p secure-action-tests --features real-jose --test jose`.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

#[path = "jose/chance.rs"]
mod chance;
#[path = "jose/classes.rs"]
mod classes;
#[path = "jose/issuers.rs"]
mod issuers;
#[path = "jose/keys.rs"]
mod keys;
#[path = "jose/tokens.rs"]
mod tokens;
mod verdict;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Command, Stdio};

use chance::Chance;
use classes::{CLASSES, Class, Here};
use issuers::{AUDIENCE, ISSUER, Issuer, Issuers, Kind, issuers};
use serde_json::json;
use verdict::{NOW, Verdict, verdict, verdict_of_both};

const SEED: u64 = 7517;
const TOKENS: usize = 60_000;
const KEYS: usize = 40_000;

/// A key and a token, as both sides get them.
struct Case {
    kind: Kind,
    /// What was done to it.
    mutation: &'static str,
    key: String,
    token: String,
    ours: Verdict,
}

#[test]
fn mutated_tokens_and_keys_are_decided_as_by_jose_or_for_a_named_reason() {
    let issuers = issuers();
    let mut chance = Chance(SEED);
    let mut cases: Vec<Case> = (0..TOKENS).map(|_| token_case(issuers.pick(&mut chance), &mut chance)).collect();
    cases.extend((0..KEYS).map(|_| key_case(&issuers, &mut chance)));
    let theirs = jose(&cases);
    assert_eq!(theirs.len(), cases.len(), "an answer for each");

    let mut agreed = 0;
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let mut unknown: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let ours = case.ours == Verdict::Accepted;
        if ours == (theirs == "ok") {
            agreed += 1;
        } else if let Some(class) = CLASSES.iter().position(|class| class.holds(case, theirs)) {
            *found.entry(class).or_default() += 1;
        } else {
            let name = format!("{}: {:?}, jose: {theirs}", case.mutation, case.ours);
            unknown.entry(name).or_insert_with(|| (0, format!("{}\n{}", case.key, case.token))).0 += 1;
        }
    }
    let accepted = cases.iter().filter(|case| case.ours == Verdict::Accepted).count();
    println!("{} tokens and keys, {accepted} accepted, {agreed} decided as by jose", cases.len());
    for (class, count) in &found {
        println!("{count:>6} {}", CLASSES[*class].describe());
    }
    for (name, (count, example)) in &unknown {
        println!("UNKNOWN {count:>6} {name}\n{example}");
    }
    assert!(unknown.is_empty(), "{} classes are not named", unknown.len());
    for (index, class) in CLASSES.iter().enumerate() {
        assert!(found.contains_key(&index), "nothing is of the class {:?} any more", class.reason);
    }
}

fn token_case(issuer: &Issuer, chance: &mut Chance) -> Case {
    let (mutation, token) = tokens::mutated(issuer, chance);
    let ours = verdict(&issuer.jwt, &token);
    Case { kind: issuer.kind, mutation, key: issuer.jwk.to_string(), token, ours }
}

fn key_case(issuers: &Issuers, chance: &mut Chance) -> Case {
    let (kind, (mutation, key, token)) = if chance.below(10) == 0 {
        (Kind::Set, keys::set(issuers, chance))
    } else {
        let issuer = issuers.pick(chance);
        let (mutation, key) = keys::mutated(issuer, chance);
        (issuer.kind, (mutation, key, issuer.good_token()))
    };
    let jwt = kind.jwt(&key).cache(0);
    // A service with a faulty key does not start, whatever its other keys verify.
    let ours = verdict_of_both(&jwt, &token);
    Case { kind, mutation, key, token, ours }
}

/// What `jose` says of each.
fn jose(cases: &[Case]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/jose/check.mjs");
    let mut node = Command::new("node")
        .args([script, ISSUER, AUDIENCE, &NOW.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node: run tests/real/jose.sh install");
    let mut questions = BufWriter::new(node.stdin.take().expect("a pipe"));
    let answers = BufReader::new(node.stdout.take().expect("a pipe"));
    let lines = std::thread::scope(|scope| {
        scope.spawn(move || {
            for case in cases {
                let kind = match case.kind {
                    Kind::Public => "public",
                    Kind::Secret => "secret",
                    Kind::Set => "set",
                };
                let question = json!({ "kind": kind, "key": case.key, "token": case.token });
                writeln!(questions, "{question}").expect("jose listens");
            }
        });
        answers.lines().map(|line| line.expect("a line")).collect()
    });
    assert!(node.wait().expect("the end of node").success(), "see what node says above");
    lines
}

impl Class {
    fn holds(&self, case: &Case, theirs: &str) -> bool {
        let verdict = match &case.ours {
            Verdict::Accepted => theirs,
            Verdict::Key(reason) | Verdict::Token(reason) => reason,
        };
        (self.here == Here::Accepted) == (case.ours == Verdict::Accepted)
            && verdict.contains(self.verdict)
            && (self.mutations.is_empty() || self.mutations.contains(&case.mutation))
    }

    fn describe(&self) -> String {
        format!("{:?} here only: {} ({:?}, {:?})", self.here, self.reason, self.verdict, self.mutations)
    }
}

//! What the audit trail must not keep, whatever stands around it.

use secure_action::audit::measure;
use serde_json::{Value, json};

/// Stands in every secret below, and in nothing else that is recorded.
const CORE: &str = "q7Zk0Vw3Xy9Bn4Mt";
/// Around the core, what secrets are known by.
const SHAPES: [(&str, &str); 7] = [
    ("Bearer ", ""),
    ("eyJhbGciOiJIUzI1NiJ9.eyJ", ".c2ln"),
    ("sk_live_", ""),
    ("ghp_", "a1B2"),
    ("postgres://app:", "@db.internal/orders"),
    ("https://x.example/cb?code=", "&x=1"),
    ("/reset#access_token=", ""),
];

/// A secret between two texts, under a key that says nothing: as a text, as a key, in a list, and where it is made short.
pub fn redaction_shape(data: &[u8]) -> Option<()> {
    let (choice, data) = data.split_first()?;
    let text = std::str::from_utf8(data).ok().filter(|text| !text.contains(CORE))?;
    let (before, after) = text.split_once('\0').unwrap_or((text, ""));
    let (head, tail) = SHAPES.get(usize::from(choice % 8)).copied().unwrap_or(("AKIA", "IOSFODNN7EXAMPLE"));
    // A secret that is a part of another word is none.
    let secret = format!("{before} {head}{CORE}{tail} {after}");
    let filler = "x".repeat(if choice & 8 == 8 { 6000 } else { 0 });
    for value in [
        json!({ "note": secret, "filler": filler }),
        json!({ "notes": [1, [secret], null], "filler": filler }),
        json!({ &*secret: 1, "filler": filler }),
    ] {
        hides(&value.to_string());
    }
    Some(())
}

/// A secret beside its name, among other members: some of lines `key<TAB>value` come before the name, between, and behind.
pub fn redaction_neighbour(data: &[u8]) -> Option<()> {
    const NAMES: [&str; 4] = ["name", "Key", "field", "header"];
    const CONTENTS: [&str; 4] = ["value", "Content", "data", "val"];
    const WORDS: [&str; 4] = ["password", "x-api-key", "dbPassword", "otp_code"];
    let (choice, data) = data.split_first()?;
    let pick = |of: [&'static str; 4], at: u32| of.get(usize::from(choice >> at & 3)).copied().unwrap_or_default();
    let text = std::str::from_utf8(data).ok().filter(|text| !text.contains(CORE))?;
    let named = json!({ "value": CORE, "more": [CORE] });
    let pairs =
        [(pick(NAMES, 0), json!(pick(WORDS, 4))), (pick(CONTENTS, 2), if choice & 64 == 64 { json!(CORE) } else { named })];
    let mut members = text.split('\n').map(|line| line.split_once('\t').unwrap_or((line, "")));
    let mut object = String::from("{");
    let mut add = |key: &str, value: &Value| {
        let separator = if object.len() > 1 { "," } else { "" };
        object.push_str(&format!("{separator}{}:{value}", Value::from(key)));
    };
    for pair in if choice & 128 == 128 { [1, 0] } else { [0, 1] } {
        members.by_ref().take(2).for_each(|(key, value)| add(key, &json!(value)));
        pairs.get(pair).into_iter().for_each(|(key, value)| add(key, value));
    }
    members.for_each(|(key, value)| add(key, &json!(value)));
    object.push('}');
    hides(&object);
    hides(&format!("[{{\"all\":{object}}}]"));
    Some(())
}

/// The line of an event with this input is JSON, and the secret is not in it.
fn hides(input: &str) {
    let mut event = measure::event(1);
    measure::set_input(&mut event, None, input.as_bytes());
    let mut line = Vec::new();
    event.write_json(&mut line);
    let shown: Value = serde_json::from_slice(&line).expect("JSON");
    assert!(!shown.to_string().contains(CORE), "{input}\n{shown}");
}

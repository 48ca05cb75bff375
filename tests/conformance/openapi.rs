//! The OpenAPI document before foreign judges: validators, linters, a generator of clients, and a fuzzer that holds running teamspace
//! against what its document says.
//!
//! Run by `tests/run.sh --real`; alone with
//! `tests/real/openapi.sh install && cargo test -p secure-action-tests --features real-openapi --test openapi`.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "openapi/crowd.rs"]
mod crowd;
#[path = "openapi/rooms.rs"]
mod rooms;

use std::path::{Path, PathBuf};

use crowd::{CROWD, Crowd};
use http::StatusCode;
use serde_json::Value;
use tokio::process::Command;

/// Where the judges are installed.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/openapi")
}

/// Runs one of the judges; its words, and whether it found nothing.
async fn judged(judge: &str, arguments: &[&str], within: &Path) -> (bool, String) {
    let mut command = Command::new(folder().join(judge));
    command.args(arguments).current_dir(within).env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    let output = command.output().await.expect("the judge is installed");
    let words = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (output.status.success(), words)
}

#[tokio::test(flavor = "multi_thread")]
async fn validators_and_linters_find_neither_errors_nor_warnings() {
    let crowd = Crowd::start().await;
    let document = crowd.document().await;
    let ruleset = folder().join("spectral.yaml").display().to_string();
    let judges: [(&str, &[&str]); 3] = [
        ("venv/bin/openapi-spec-validator", &[&document]),
        ("node_modules/.bin/spectral", &["lint", "--ruleset", &ruleset, "--fail-severity", "hint", &document]),
        ("node_modules/.bin/redocly", &["lint", "--extends", "recommended", "--format", "json", &document]),
    ];
    for (judge, arguments) in judges {
        let (sound, words) = judged(judge, arguments, crowd.folder()).await;
        assert!(sound, "{judge}: {words}");
        // Redocly succeeds with warnings.
        if let Some(report) = words.find("{\n").and_then(|start| words.get(start..)) {
            let mut reports = serde_json::Deserializer::from_str(report).into_iter::<Value>();
            let totals = reports.next().expect("a report").expect("JSON")["totals"].clone();
            assert_eq!((&totals["errors"], &totals["warnings"]), (&0.into(), &0.into()), "{judge}: {words}");
        } else {
            assert!(!judge.contains("redocly"), "no report: {words}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fuzzer_finds_nothing_that_the_document_does_not_say() {
    let crowd = Crowd::start().await;
    let token = format!("Authorization: Bearer {CROWD}");
    let (document, url) = (crowd.document().await, crowd.url.as_str());
    let all = [
        "run",
        &document,
        "--url",
        url,
        "--checks",
        "all",
        "--seed",
        "1",
        "--continue-on-failure",
        "--no-color",
        "--max-examples",
    ];

    let (sound, words) =
        judged("venv/bin/schemathesis", &[&all[..], &["60", "--header", &token]].concat(), crowd.folder()).await;
    assert!(sound, "{words}");
    // It got through to the functions, and not only to the guards.
    let answered = crowd.take_answers();
    let successes = |route: &str| answered.iter().filter(|(known, status)| known == route && status.is_success()).count();
    for (route, least) in [
        ("POST /users", 1),
        ("GET /users/{id}", 10),
        ("PATCH /profile", 10),
        ("POST /users/{id}/role", 10),
        ("POST /posts", 10),
        ("GET /posts", 10),
        ("GET /posts/{id}", 10),
        ("PATCH /posts/{id}", 1),
        ("DELETE /posts/{id}", 10),
    ] {
        assert!(successes(route) >= least, "{route}: {} successes\n{words}", successes(route));
    }
    let of = |wanted: StatusCode| answered.iter().filter(|(_, status)| *status == wanted).count();
    assert!(of(StatusCode::UNPROCESSABLE_ENTITY) >= 100, "{words}");
    let limited = answered.iter().filter(|(route, status)| route != "POST /users" && *status == StatusCode::TOO_MANY_REQUESTS);
    assert!(limited.count() < 20, "limits came between, beside that by e-mail address: {words}");

    // A token of random characters may be none at all, which is a 400 (RFC 6750).
    let nobody = ["20", "--generation-with-security-parameters", "false"];
    let (sound, words) = judged("venv/bin/schemathesis", &[&all[..], &nobody].concat(), crowd.folder()).await;
    assert!(sound, "without credentials: {words}");
    let answered = crowd.take_answers();
    assert!(answered.iter().all(|(route, status)| route == "POST /users" || !status.is_success()), "{words}");
    assert!(answered.iter().filter(|(_, status)| *status == StatusCode::UNAUTHORIZED).count() >= 50, "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_client_compiles_narrows_on_codes_and_calls() {
    let crowd = Crowd::start().await;
    let rooms = rooms::start().await;
    std::fs::create_dir_all(folder().join("generated")).expect("a folder");
    for (document, name) in [(crowd.document().await, "teamspace"), (format!("{rooms}/openapi.json"), "rooms")] {
        let types = format!("generated/{name}.d.ts");
        let arguments = [document.as_str(), "--default-non-nullable", "false", "--output", &types];
        let (generated, words) = judged("node_modules/.bin/openapi-typescript", &arguments, &folder()).await;
        assert!(generated, "{words}");
    }
    let (compiled, words) = judged("node_modules/.bin/tsc", &["--project", "."], &folder()).await;
    assert!(compiled, "{words}");
    let mut client = Command::new("node");
    client.arg("generated/js/client.js").args([&crowd.url, &rooms, CROWD]).current_dir(folder());
    let output = client.output().await.expect("node is installed");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "as documented\n", "{}", String::from_utf8_lossy(&output.stderr));
}

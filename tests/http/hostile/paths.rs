//! Paths: dots, escapes and null bytes, and spellings that might lead around a guard.

use super::target::{ECHO, Target};
use crate::world::call;

/// Ways to write `/users/7` that a lenient reader takes for it.
const SPELLINGS: [&str; 24] = [
    "/users/7/",
    "//users/7",
    "/users//7",
    "/./users/7",
    "/users/./7",
    "/x/../users/7",
    "/files/../users/7",
    "/files/%2e%2e/users/7",
    "/files/..%2fusers%2f7",
    "/files/%2e%2e%2fusers/7",
    "/files/..%5cusers%5c7",
    "/files/%252e%252e/users/7",
    "/%2e/users/7",
    "/%75sers/7",
    "/USERS/7",
    "/users%2f7",
    "/users/7%2f",
    "/users;a=b/7",
    "/users/7;a=b",
    "/users/%207",
    "/users/7%00",
    "/users/7%00.json",
    "/users/7.",
    "/users/%ef%bc%97",
];

#[tokio::test]
async fn no_spelling_of_a_path_leads_around_a_guard() {
    let target = Target::new().await;
    for path in SPELLINGS {
        let answer = target.attack(call("DELETE", path)).await;
        assert!(matches!(answer.status.as_u16(), 401 | 404 | 405), "{path}: {answer:?}");
    }
    // Nor does one become another user's number.
    let admin = target.admin();
    for id in
        ["%20", "7%20", "%2b7", "07", "7%00", "%007", "7.0", "7e0", "-7", "0x7", "4294967296", "%ef%bc%97", "7%0a", "7,8", ECHO]
    {
        let answer = target.attack(call("DELETE", format!("/users/{id}")).token(&admin)).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{id}: {answer:?}");
    }
    assert_eq!(target.attack(call("DELETE", "/users/7").token(&admin)).await.status, 204);
}

#[tokio::test]
async fn bytes_that_are_no_text_and_control_characters_are_refused() {
    let target = Target::new().await;
    let admin = target.admin();
    for bad in ["%ff", "%c0%af", "%ed%a0%80", "%e9", "%00", "a%00b", "%0a", "%0d%0a", "%7f", "%1b", "%c2%85"] {
        target.attack(call("GET", format!("/files/{bad}"))).await.is_problem(400, "MALFORMED_INPUT");
        target.attack(call("DELETE", format!("/users/{bad}")).token(&admin)).await.is_problem(400, "MALFORMED_INPUT");
    }
}

#[tokio::test]
async fn every_escape_in_a_path_is_answered() {
    let target = Target::new().await;
    for byte in 0..=255_u8 {
        for path in [format!("/files/a%{byte:02x}b"), format!("/files/%{byte:02X}"), format!("/files/{ECHO}%{byte:02x}")] {
            let answer = target.attack(call("GET", &path)).await;
            // A separator at the end, or a dot alone, is part of a way and not of a name.
            let way = matches!(byte, b'/' | b'\\') && !path.ends_with('b') || byte == b'.' && path.len() == "/files/%2E".len();
            let refused = byte.is_ascii_control() || !byte.is_ascii() || way;
            assert_eq!(answer.status, if refused { 400 } else { 200 }, "{byte}: {answer:?}");
        }
    }
    for odd in ["%", "%4", "%zz", "%%", "a%", "%u0041", "../..", "%2e%2e/%2e%2e", "a//b", "a?"] {
        let answer = target.attack(call("GET", format!("/files/{odd}"))).await;
        assert!(matches!(answer.status.as_u16(), 200 | 400 | 404), "{odd}: {answer:?}");
    }
}

#[tokio::test]
async fn a_parameter_is_a_name_and_no_way_to_one() {
    let target = Target::new().await;
    for way in
        ["..", ".", "%2e%2e", "..%2f..%2fetc%2fpasswd", "..%5c..%5cboot.ini", "%2fetc%2fpasswd", "a%2f..%2fb", "a%2f%2fb"]
    {
        target.attack(call("GET", format!("/files/{way}"))).await.is_problem(400, "MALFORMED_INPUT");
    }
    for name in ["a%2fb", "...", "a..b", ".env", "a%5cb"] {
        assert_eq!(target.attack(call("GET", format!("/files/{name}"))).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn long_paths_are_answered() {
    let target = Target::new().await;
    for path in [
        format!("/files/{}", "a".repeat(60_000)),
        format!("/files/{}", "a/".repeat(30_000)),
        format!("/files/{}", "%2e%2e/".repeat(8_000)),
        format!("/{}", "a/".repeat(30_000)),
        format!("/users/{}", "9".repeat(60_000)),
        "/".repeat(60_000),
    ] {
        target.attack(call("GET", path)).await;
    }
}

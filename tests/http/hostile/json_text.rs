//! Text that is not quite JSON: cut off, wrongly encoded, or another dialect.

use super::target::{ECHO, ORDER, Target};
use crate::world::call;

const JSON: &str = "application/json";

#[tokio::test]
async fn an_order_cut_off_at_any_byte_is_refused() {
    let target = Target::new().await;
    for end in 0..ORDER.len() {
        let answer = target.attack(call("POST", "/orders").body(JSON, &ORDER[..end])).await;
        answer.is_problem(400, "MALFORMED_INPUT");
    }
}

#[tokio::test]
async fn an_order_with_any_byte_spoiled_is_answered() {
    let target = Target::new().await;
    for at in 0..ORDER.len() {
        for byte in [0, b'"', b'\\', b'}', 0x7f, 0x80, 0xff] {
            let mut body = ORDER.as_bytes().to_vec();
            body[at] = byte;
            target.attack(call("POST", "/orders").body(JSON, body)).await;
        }
    }
}

#[tokio::test]
async fn other_dialects_and_trailing_text_are_refused() {
    let target = Target::new().await;
    for body in [
        "",
        " ",
        "\0",
        "{",
        "}",
        r#"{"name":"x","count":1}{}"#,
        r#"{"name":"x","count":1}x"#,
        "{\"name\":\"x\",\"count\":1}\0",
        r#"{"name":"x","count":1,}"#,
        r#"{,"name":"x","count":1}"#,
        r#"{name:"x",count:1}"#,
        r#"{'name':'x','count':1}"#,
        r#"{"name":"x","count":1} // done"#,
        r#"{"name":"x","count":0x1}"#,
        r#"{"name":"x","count":01}"#,
        r#"{"name":"x","count":+1}"#,
        r#"{"name":"x","count":1.}"#,
        r#"{"name":"x","count":.5}"#,
        r#"{"name":"x","count":NaN}"#,
        r#"{"name":"x","count":1,"price":Infinity}"#,
        r#"{"name":"x","count":1,"price":NaN}"#,
        r#"{"name":"x","count":TRUE}"#,
        r#"{"name":"x","count":undefined}"#,
        r#"{"name":"x" "count":1}"#,
        "name=x&count=1",
        "<order/>",
    ] {
        target.attack(call("POST", "/orders").body(JSON, body)).await.is_problem(400, "MALFORMED_INPUT");
    }
}

#[tokio::test]
async fn text_is_utf_8_without_a_mark_and_without_halves_of_characters() {
    let target = Target::new().await;
    let named = |name: &[u8]| [br#"{"count":1,"name":""#, name, br#""}"#].concat();
    for name in [
        &b"\xff"[..],
        b"\x80",
        b"\xc0\xaf",         // `/`, overlong
        b"\xe0\x80\xaf",     // and longer
        b"\xed\xa0\x80",     // half of a surrogate pair
        b"\xf4\x90\x80\x80", // beyond the last character
        b"\xf0\x9f\x98",     // cut off
        b"\xe9",             // Latin-1
        b"\0",
        b"\n",
        b"\t",
        b"\x1f",
        br"\ud800",
        br"\udc00",
        br"\ud800\ud800",
        br"\udc00\ud800",
        br"\ud800x",
        br"\ud83d\u0041",
        br"\x41",
        br"\u12",
        br"\u{41}",
        br"\'",
        br"\",
    ] {
        target.attack(call("POST", "/orders").body(JSON, named(name))).await.is_problem(400, "MALFORMED_INPUT");
    }
    target.attack(call("POST", "/orders").body(JSON, named(br"\u0000"))).await.is_problem(422, "VALIDATION_ERROR");
    for name in [&br"\ud83d\ude00"[..], b"\x7f", "\u{feff}".as_bytes(), "\u{10ffff}".as_bytes()] {
        assert_eq!(target.attack(call("POST", "/orders").body(JSON, named(name))).await.status, 200);
    }
    // A byte order mark in front, and text of two or four bytes for each character.
    let utf16: Vec<u8> = ORDER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf32: Vec<u8> = ORDER.chars().flat_map(|char| u32::from(char).to_be_bytes()).collect();
    for body in [[b"\xef\xbb\xbf", ORDER.as_bytes()].concat(), [b"\xff\xfe", utf16.as_slice()].concat(), utf16, utf32] {
        target.attack(call("POST", "/orders").body(JSON, body)).await.is_problem(400, "MALFORMED_INPUT");
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_do_not_come_back() {
    let target = Target::new().await;
    let mut body = format!(r#"{{"name":"{ECHO}","count":"#).into_bytes();
    body.extend(0..=255);
    target.attack(call("POST", "/orders").body(JSON, body)).await.is_problem(400, "MALFORMED_INPUT");
}

//! What is hidden by its looks, and what only looks alike.

use proptest::prelude::*;

use super::*;

const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

#[test]
fn trap_44_shapes_of_secrets_are_hidden_whole() {
    for text in [
        JWT,
        &format!("my token: {JWT}."),
        &format!("key_{JWT}"),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9.",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0Mi",
        "Bearer 2YotnFZFEjr1zCsicMWpAA",
        "curl -H 'authorization: bearer   mF_9.B5f-4.1JqM'",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Authorization: basic dXNlcjpwYXNz",
        "postgres://app:hunter2@db.internal/orders",
        "see https://ada:p%40ss@example.com for more",
        "redis://:hunter2@cache:6379",
        "4111111111111111",
        "4111 1111 1111 1111",
        "card: 5500-0000-0000-0004, exp. 12/29",
        "12/29 4111 1111 1111 1111 123",
        "3782 822463 10005",
        "6011000990139424",
        "2223003122003222",
        "4222222222222",
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
        "x -----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        "use sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "AKIAIOSFODNN7EXAMPLE",
        "https://x.example/AKIAIOSFODNN7EXAMPLE/a",
    ] {
        assert_eq!(shown(text), REDACTED, "{text}");
    }
    assert!(is_card("4111111111111111"));
}

#[test]
fn trap_44_of_a_url_the_secret_parameters_go() {
    for (text, expected) in [
        ("https://x.example/reset?token=s3cret&lang=en#top", "https://x.example/reset?token=[REDACTED]&lang=en#top"),
        ("https://x.example/cb#access_token=s3cret&state=1", "https://x.example/cb#access_token=[REDACTED]&state=1"),
        ("/reset?user=ada&new%5Fpassword=a;b", "/reset?user=ada&new%5Fpassword=[REDACTED]"),
        ("go to /a?user[password]=s3cret now", "go to /a?user[password]=[REDACTED] now"),
        ("/a?next=/b?token=s3cret", "/a?next=/b?token=[REDACTED]"),
        ("/a?next=%2Fb%3Ftoken%3Ds3cret&x=1", "/a?next=[REDACTED]&x=1"),
        ("/a?x=Bearer%20mF_9.B5f-4.1JqM&y=2", "/a?x=[REDACTED]&y=2"),
        ("/a?h=AKIAIOSFODNN7EXAMPLE&y=2", "/a?h=[REDACTED]&y=2"),
        (
            "https://b.example/f?X-Amz-Date=1&X-Amz-Signature=fe5f80",
            "https://b.example/f?X-Amz-Date=1&X-Amz-Signature=[REDACTED]",
        ),
        ("password=s3cret&user=ada", "password=[REDACTED]&user=ada"),
    ] {
        assert_eq!(shown(text), expected);
    }
    assert_eq!(shown(&format!("/a?x={JWT}&y=1")), "/a?x=[REDACTED]&y=1");
}

#[test]
fn trap_44_codes_and_states_of_oauth_go() {
    for (text, expected) in [
        (
            "https://x.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj&x=1",
            "https://x.example/cb?code=[REDACTED]&state=[REDACTED]&x=1",
        ),
        ("/cb?State=Ab12Cd34&C%4FDE=7", "/cb?State=[REDACTED]&C%4FDE=[REDACTED]"),
        ("/cb#state=abcdefghIjklmnop&x=1", "/cb#state=[REDACTED]&x=1"),
        ("/go?next=%2Fcb%3Fcode%3DSplxlOB", "/go?next=[REDACTED]"),
    ] {
        assert_eq!(shown(text), expected);
    }
    for text in
        ["/a?state=open", "/a?state=CA&x=1", "/a?state=in_progress", "/a?zip_code=1&status_code=2", "exit code=1", "code=1"]
    {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn trap_44_ids_that_are_secrets_are_hashed() {
    for id in [JWT, "Bearer 2YotnFZFEjr1zCsicMWpAA", "AKIAIOSFODNN7EXAMPLE", "https://a:b@c", "sig=1", "x?token=s3cret"] {
        for shown in [shown_id(id), shown_resource(id)] {
            assert!(shown.starts_with("hash:") && !shown.contains(id), "{id}: {shown}");
        }
        assert_eq!(shown_id(id), shown_id(id), "one is told from another");
    }
    assert_ne!(shown_id("sig=1"), shown_id("sig=2"));
    for card in ["4111111111111111", "378282246310005", "4111-1111-1111-1111", "cards/4111111111111111"] {
        assert!(shown_resource(card).starts_with("hash:"), "{card}");
        assert_eq!(shown_id(card), card, "nobody is called so, but many are called by a number");
    }
    for id in [
        "",
        "42",
        "ada",
        "ada@example.com",
        "auth0|507f1f77bcf86cd799439011",
        "CN=ada,OU=Users,DC=example",
        "550e8400-e29b-41d4-a716-446655440000",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "6011000990139424001",
        "4222222222222",
        "110169484474386276334",
        "hash:0123456789abcdef",
        "https://id.example.com/users/7",
    ] {
        assert_eq!((&*shown_id(id), &*shown_resource(id)), (id, id));
    }
}

#[test]
fn trap_44_what_only_looks_alike_stays() {
    for text in [
        "",
        "passenger",
        "heyJude.live.at.wembley",
        "keyJson.first.second",
        "eyJ",
        "the bearer of bad news",
        "bearer certificates",
        "Basic training",
        "basic JavaScript course",
        "a basic authentication scheme",
        "https://example.com/@ada",
        "https://example.com:8080/a@b",
        "ssh://git@example.com/repo.git",
        "ada@example.com",
        "4111111111111112",
        "4111 1111 1111 1112",
        "1234567890123456",
        "550e8400-e29b-41d4-a716-446655440000",
        "45678901-1234-4567-8123-456789012345",
        "978-3-16-148410-0",
        "9783161484100",
        "+49 30 901820 12345",
        "+4915123456789",
        "555-123-4567",
        "2026-11-25 2026-11-26",
        "2026-11-25T01:38:02.123456Z",
        "20261125013802123",
        "1795225220123456",
        "4.111111111111111",
        "DE89370400440532013000",
        "192.168.100.100 192.168.100.101",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "sk-fading-circle-animation-2",
        "ghp_short",
        "npm_config_cache_folder",
        "/search?q=token&page_token=3&max_tokens=5",
        "a == b, token = c, x >= 1",
        "/a?monkey=1&passenger=2",
        "?token=&x=",
        "==&=#=%zz=+",
    ] {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn no_text_takes_longer_than_its_length() {
    for part in [
        "eyJ",
        "eyJaaaaaaaaa.",
        "-eyJaaaaaaaaa",
        "bearer ",
        "basic a",
        "://a:",
        "x=%",
        "a=&",
        "4",
        "4111 ",
        "4-",
        "ghp_",
        "-----BEGIN ",
        "%25",
        "?=a+",
    ] {
        let text = part.repeat(1_000_000 / part.len());
        let _ = shown(&text);
    }
}

/// A number of `length` digits with its check digit.
fn card(head: &str, digits: &str, length: usize) -> String {
    let body: String = head.chars().chain(digits.chars()).take(length - 1).collect();
    (0..10).map(|check| format!("{body}{check}")).find(|number| is_card(number)).unwrap_or(body)
}

prop_compose! {
    fn secret()(
        kind in 0..7, text in "[a-z0-9]{9,30}[A-Z][0-9]", digits in "[0-9]{18}", length in 13_usize..20, head in "4|5[1-5]|6011|3[47]", dashed: bool,
    ) -> (String, String) {
        let whole = match kind {
            0 => format!("eyJ{text}.{text}.{text}"),
            1 => format!("Bearer {text}"),
            2 => format!("https://ada:{text}@example.com"),
            3 => format!("/a?user=1&reset_token={text}"),
            4 => format!("/a#access_token={text}&x=1"),
            5 => format!("sk_live_{text}{text}"),
            _ => {
                let number = card(&head, &digits, length);
                let groups: Vec<_> = number.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect();
                let number = groups.join(if dashed { "-" } else { " " });
                return (number.clone(), number);
            }
        };
        (whole, text)
    }
}

proptest! {
    #[test]
    fn no_secret_survives((whole, secret) in secret(), before in "([a-z ,;]{0,20} )?", after in "( [a-z ,;]{0,20})?") {
        let text = format!("{before}{whole}{after}");
        prop_assert!(!shown(&text).contains(&secret), "{text}");
        let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        prop_assert!(!shown(&format!("/go?next={encoded}")).contains(&secret), "{text}");
    }

    #[test]
    fn any_text_is_shown_or_hidden(text in "(\\PC|[=&%+?#.: 4-]|eyJ|bearer |://|token){0,60}") {
        let _ = shown(&text);
    }
}

proptest! {
    /// The glance spares searches, never a secret.
    #[test]
    fn trap_44_a_glance_hides_as_much_as_a_search(
        parts in prop::collection::vec(prop::sample::select(vec![
            JWT, "eyJhbGciOiJ", ".", "a.", "Bearer ", "basic\t", "QWxhZGRpbjpvcGVu", "2YotnFZFEjr1", " ", "://", "ada:", "pw", "@x", "sk_live_",
            "4eC39HqLyjWDarjt", "AKIA", "-----BEGIN ", "PRIVATE KEY", "-----", "4111", "111111111111", "-", "é", "/",
        ]), 0..8),
    ) {
        let text = parts.concat();
        prop_assert_eq!(is_secret(&text, Glance::at(&text)), is_secret(&text, Glance::EVERYTHING), "{}", text);
    }
}

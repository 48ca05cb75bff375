//! Where a search may begin: inputs that reach far into each parser. Every one of them, and what is left of it when it is
//! cut or has a byte changed, keeps the properties, so that a target that cannot pass is noticed without a fuzzer.

use http::StatusCode;

const CLAIMS: &str = r#"{"alg":"HS256","typ":"JWT"}
{"iss":"https://id.example.com","aud":["notes","other"],"sub":"ada","exp":4102444800.5,"nbf":1,"iat":1,"auth_time":2,"acr":"mfa","jti":"7","roles":["editor","unknown"]}"#;
const NOTE: &str = r#"{"title":" \u0041 note \ud83d\ude00","author":"Ada@Example.com","priority":2,"kind":{"published":{"at":null}},"weight":-1e-3,"tags":["a","b"]}"#;
const FORM: &str = "title=A+n%C3%B6te&author=ada%40example.com&priority=2&weight=0.5&tags=a&tags=b";

fn mutations(seed: &[u8], property: impl Fn(&[u8])) {
    property(seed);
    for at in 0..seed.len() {
        property(&seed[..at]);
        property(&seed[at..]);
        for byte in [0, b'"', b',', b'-', b'0', b'9', b'{', 0x80, 0xff] {
            let mut changed = seed.to_vec();
            changed[at] = byte;
            property(&changed);
        }
    }
}

fn text_mutations(seeds: &[&str], property: fn(&str)) {
    for seed in seeds {
        mutations(seed.as_bytes(), |data| {
            if let Ok(text) = std::str::from_utf8(data) {
                property(text);
            }
        });
    }
}

#[test]
fn notations() {
    text_mutations(&["5/15m", "4294967295/366d", "00/0s", "18446744073709551616/1d"], crate::rate);
    text_mutations(&["10s", "366d", "18446744073709551615d"], crate::duration);
    text_mutations(&["64KB", "1GB", "18446744073709551615GB"], crate::size);
    text_mutations(&["/users/{id}/role", "/", "/a/{b}/{c}", "/{a}{b}", "/a/../b", "/{*rest}"], crate::route);
}

#[test]
fn credentials() {
    assert_eq!(crate::bearer(b"Bearer eyJhbGciOiJub25lIn0.e30."), Some(StatusCode::UNAUTHORIZED));
    wire_mutations(b"Bearer eyJhbGciOiJub25lIn0.e30.", crate::bearer);
    wire_mutations(b"bearer  x\nBasic YTpi", crate::bearer);
    assert_eq!(crate::claims(CLAIMS.as_bytes()), Some(StatusCode::OK));
    wire_mutations(CLAIMS.as_bytes(), crate::claims);
}

#[test]
fn addresses() {
    for choice in 0..4 {
        for line in
            ["203.0.113.7, 10.0.0.2", "for=\"[2001:db8::1]:80\";proto=https, for=203.0.113.7", "for=_hidden\nfor=unknown"]
        {
            mutations(line.as_bytes(), |data| {
                crate::forwarded(&[&[choice], data].concat());
            });
        }
    }
    for line in ["\0203.0.113.7", "\x02203.0.113.7, 10.0.0.2", "\x03for=\"[2001:db8::1]:80\", for=203.0.113.7"] {
        assert_eq!(crate::forwarded(line.as_bytes()), Some(StatusCode::OK), "{line:?}");
    }
}

#[test]
fn hosts() {
    for (line, status) in [
        ("notes.example.com", StatusCode::OK),
        ("NOTES.example.com:443", StatusCode::OK),
        ("a.notes.example.com:8080", StatusCode::OK),
        ("[::1]:3000", StatusCode::OK),
        ("x.example", StatusCode::MISDIRECTED_REQUEST),
        ("notes.example.com@x.example", StatusCode::BAD_REQUEST),
        ("notes.example.com\nx.example", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(crate::host(line.as_bytes()), Some(status), "{line}");
        wire_mutations(line.as_bytes(), crate::host);
    }
}

#[test]
fn secrets() {
    for choice in 0..16 {
        for text in ["\0", "note: \0.", "a=b&\0 eyJ", "card 4111 \0 1111", "\"\u{7f}é\0%2"] {
            mutations(text.as_bytes(), |data| {
                crate::redaction_shape(&[&[choice], data].concat());
            });
        }
    }
    for choice in 0..=255 {
        let text = "a\tb\nname\tc\nd\te\nvalue\tx\nf\tg";
        crate::redaction_neighbour(&[&[choice], text.as_bytes()].concat());
        if choice % 37 == 0 {
            mutations(text.as_bytes(), |data| {
                crate::redaction_neighbour(&[&[choice], data].concat());
            });
        }
    }
}

#[test]
fn inputs() {
    assert_eq!(crate::json_input(NOTE.as_bytes()), Some(StatusCode::OK));
    wire_mutations(NOTE.as_bytes(), crate::json_input);
    wire_mutations(&b"[".repeat(200), crate::json_input);
    assert_eq!(crate::form_input(FORM.as_bytes()), Some(StatusCode::OK));
    wire_mutations(FORM.as_bytes(), crate::form_input);
    assert_eq!(crate::query("text=a%20b+c&page=3"), Some(StatusCode::OK));
    text_mutations(&["text=a%20b+c&page=3", "text=%F0%9F%98%80"], |text| {
        crate::query(text);
    });
}

fn wire_mutations(seed: &[u8], property: fn(&[u8]) -> Option<StatusCode>) {
    mutations(seed, |data| {
        property(data);
    });
}

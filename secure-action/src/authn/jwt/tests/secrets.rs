//! Secrets that must not start: what everybody has, and what everybody guesses.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::keys::{ALGORITHMS, KEYS, pem};
use super::public_keys::{faults, hex};
use super::*;

fn fault(secret: &[u8]) -> String {
    let faults = faults(KeyRing::new().hs256(secret));
    assert!(faults.len() < 2, "{faults:?}");
    faults.into_iter().next().unwrap_or_default()
}

#[track_caller]
fn assert_fault(what: &str, secret: &[u8], reason: &str) {
    let fault = fault(secret);
    assert!(fault.contains(reason), "{what}: {fault:?}");
}

/// A public key in every form in which it is handed around.
fn forms(algorithm: Algorithm) -> Vec<(&'static str, Vec<u8>)> {
    let der = KEYS.public_der(algorithm);
    let pem = KEYS.public_pem(algorithm);
    let body = pem.lines().filter(|line| !line.starts_with("---")).collect::<Vec<_>>();
    let wide = |text: &str, little: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    vec![
        ("PEM", pem.clone().into()),
        ("PEM behind a mark", format!("\u{feff}{pem}").into()),
        ("PEM of wide letters", wide(&format!("\u{feff}{pem}"), true)),
        ("PEM of wide letters, big-endian", wide(&pem, false)),
        ("PEM in one line", pem.replace('\n', "\\n").into()),
        ("PEM in quotes", format!("\"{}\"", pem.replace('\n', "\\n")).into()),
        ("PEM behind a comment", format!("# the key\n{pem}").into()),
        ("PEM in base64", STANDARD.encode(&pem).into()),
        ("PEM without its last line", pem.trim_end().rsplit_once('\n').expect("lines").0.into()),
        ("PEM without its first line", pem.split_once('\n').expect("lines").1.into()),
        ("DER", der.clone()),
        ("DER and a line break", [&der[..], b"\n"].concat()),
        ("the body of PEM", body.join("\n").into()),
        ("the body in one line", body.concat().into()),
        ("base64url", URL_SAFE_NO_PAD.encode(&der).into()),
        ("base64 of base64", STANDARD.encode(body.concat()).into()),
        ("base64 behind a name", format!("data:application/x-pem-file;base64,{}", STANDARD.encode(&pem)).into()),
        ("lines behind a sign", body.iter().map(|line| format!("> {line}\n")).collect::<String>().into()),
        ("an assignment", format!("JWT_KEY={}", body.concat()).into()),
        ("a letter too much", format!("{}A", body.concat().trim_end_matches('=')).into()),
        ("hexadecimal digits", hex_of(&der).into()),
        ("hexadecimal digits with colons", hex_of(&der).as_bytes().chunks(2).collect::<Vec<_>>().join(&b':')),
    ]
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_public_key_in_any_form_is_no_secret() {
    for algorithm in [Algorithm::ES256, Algorithm::ES384, Algorithm::RS256, Algorithm::EdDSA] {
        for (form, secret) in forms(algorithm) {
            assert_fault(&format!("{algorithm:?}, {form}"), &secret, "is not a secret but a");
        }
    }
    assert_fault("PKCS #1", aws_lc_rs::signature::KeyPair::public_key(&KEYS.rsa).as_ref(), "DER");
    let p256 = KEYS.public_der(Algorithm::ES256);
    assert_fault("the body without its first letters", &STANDARD.encode(&p256).as_bytes()[8..], "DER");
    let point = &p256[p256.len() - 65..];
    assert_fault("a point", point, "a point on a curve");
    assert_fault("a point in base64", STANDARD.encode(point).as_bytes(), "a point on a curve");
    assert_fault("its coordinates", &point[1..], "a point on a curve");
    assert_fault("a compressed point", &[&[2 + (point[64] & 1)], &point[1..33]].concat(), "a point on a curve");
    for other in [
        r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
        r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
        r#" "kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK""#,
    ] {
        assert_fault("a JWK", other.as_bytes(), "JSON");
        assert_fault("a JWK in base64", STANDARD.encode(other).as_bytes(), "JSON");
    }
    let ssh = "AAAAC3NzaC1lZDI1NTE5AAAAIIgJoBmHDOZ9CIv7lJXe0wpdZkHtxfXx2mMpGB3ZL9Zq";
    for form in [format!("ssh-ed25519 {ssh} me@here"), ssh.to_owned()] {
        assert_fault("SSH", form.as_bytes(), "a key of SSH");
    }
    assert_fault("SSH, decoded", &STANDARD.decode(ssh).expect("base64"), "a key of SSH");
    assert_fault("a certificate", pem("CERTIFICATE", &[0x30; 64]).as_bytes(), "certificate in PEM form");
    let body = [&[0x30, 0x82, 3, 9, 0x30, 0x82, 1, 0xf1, 0xa0, 3, 2, 1, 2][..], &[0x55; 64]].concat();
    assert_fault("the body of a certificate", STANDARD.encode(&body).as_bytes(), "DER");
}

#[test]
fn a_placeholder_or_a_pattern_is_no_secret() {
    for secret in [
        "your-256-bit-secret-your-256-bit-secret",
        "change_me_to_something_long_and_hard",
        "this is a very long string of letters",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyz012345",
        "zyxwvutsrqponmlkjihgfedcbazyxwvu",
        "qwertyuiopasdfghjklzxcvbnm123456",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Tr0ub4dor&3xKq9Tr0ub4dor&3xKq9Tr0ub4dor&3xKq9",
    ] {
        assert_fault(secret, secret.as_bytes(), "is a placeholder, not random");
        assert!(!fault(secret.as_bytes()).contains(secret));
    }
    let counted: Vec<u8> = (0..32).collect();
    assert_fault("0, 1, 2, ...", &counted, "is a placeholder, not random");
}

#[test]
fn a_published_secret_is_no_secret() {
    // Each hex or base64 text also as what it stands for.
    for secret in [
        "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
        "r9iMKoe5CRMgvJBBtp4HrqN7QiPpUToj",
    ] {
        assert_fault(secret, secret.as_bytes(), "is published");
        assert_fault("with a line break", format!("{secret}\n").as_bytes(), "is published");
        assert_fault("in base64", STANDARD.encode(secret).as_bytes(), "is published");
    }
    for digits in [
        "404e635266556a586e3272357538782f413f4428472b4b6250645367566b5970",
        "09D25E094FAA6CA2556C818166B7A9563B93F7099F6F0F4CAA6CF63B88E8D3E7",
    ] {
        assert_fault("in other letters", digits.as_bytes(), "is published");
    }
    assert_fault("decoded", &hex("09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"), "is published");
    let rfc_7515 = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    assert_fault("RFC 7515, A.1", rfc_7515.as_bytes(), "is published");
    assert_fault("RFC 7515, A.1, decoded", &URL_SAFE_NO_PAD.decode(rfc_7515).expect("base64url"), "is published");
}

#[test]
fn random_secrets_start() {
    for _ in 0..300 {
        let mut secret = [0; 64];
        getrandom::fill(&mut secret).expect("random bytes");
        assert_eq!(fault(&secret[..32]), "");
        assert_eq!(fault(&secret), "");
        assert_eq!(fault(STANDARD.encode(&secret[..32]).as_bytes()), "");
        assert_eq!(fault(URL_SAFE_NO_PAD.encode(&secret[..48]).as_bytes()), "");
        assert_eq!(fault(hex_of(&secret[..32]).as_bytes()), "");
    }
}

/// Whatever is made of a public key and given as a secret, a token that is signed with it must not pass.
#[tokio::test]
async fn no_token_signed_with_a_public_key_passes() {
    fn signed(secret: &[u8]) -> String {
        let header = base64url(br#"{"alg":"HS256"}"#);
        let message = format!("{header}.{}", base64url(claims().to_string().as_bytes()));
        let key = EncodingKey::from_secret(secret);
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).expect("a signature");
        format!("{message}.{signature}")
    }
    for algorithm in ALGORITHMS.into_iter().filter(|algorithm| !format!("{algorithm:?}").starts_with("HS")) {
        for (form, secret) in forms(algorithm) {
            let jwt = Jwt::hs256(&secret).issuer("https://id.example").audience("api");
            assert_eq!(ask(&jwt, &signed(&secret)).await, Err(401), "{algorithm:?}, {form}");
        }
    }
}

//! A public key out of PEM text (RFC 7468): exactly one, and nothing that merely resembles one.

use jsonwebtoken::crypto::aws_lc;
use simple_asn1::{ASN1Block, OID, from_der};

use super::public::PublicKey;

/// `openssl` makes what is demanded out of what is often handed over.
const FROM_CERTIFICATE: &str = "`openssl x509 -in certificate.pem -pubkey -noout`";
const FROM_PRIVATE: &str = "`openssl pkey -in private.pem -pubout`";
const FROM_SSH: &str = "`ssh-keygen -e -m pkcs8 -f key.pub`";
const FROM_DER: &str = "`openssl pkey -pubin -inform DER -in key.der`";

/// The only key in the text.
pub(super) fn read(text: &[u8]) -> Result<PublicKey, String> {
    let blocks = pem::parse_many(text).map_err(|_| "is not a public key in PEM form".to_owned())?;
    let [block] = blocks.as_slice() else {
        return Err(if blocks.is_empty() {
            not_pem(text)
        } else {
            format!("is {} blocks of PEM: give each key a call of its own", blocks.len())
        });
    };
    match block.tag() {
        "PUBLIC KEY" => subject_public_key_info(block.contents()),
        "RSA PUBLIC KEY" => rsa(block.contents()),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Err(format!(
            "is a certificate, not a public key: nobody checks here who signed it and until when; take the key from \
             {FROM_CERTIFICATE}"
        )),
        tag if tag.ends_with("PRIVATE KEY") => Err(format!(
            "is a private key, not a public key, and has no business where tokens are only verified: take the public one \
             from {FROM_PRIVATE}"
        )),
        _ => Err("is not a public key in PEM form".to_owned()),
    }
}

/// What the text is instead of PEM.
fn not_pem(text: &[u8]) -> String {
    let start = text.trim_ascii_start();
    if start.starts_with(b"ssh-") || start.starts_with(b"ecdsa-") {
        return format!("is not a public key in PEM form but one of SSH: convert it with {FROM_SSH}");
    }
    if start.starts_with(b"{") {
        return "is not a public key in PEM form but JSON: use `jwk` or `jwk_set`".to_owned();
    }
    if text.starts_with(&[0x30]) {
        return format!("is not a public key in PEM form but DER: convert it with {FROM_DER}");
    }
    "is not a public key in PEM form".to_owned()
}

/// `SubjectPublicKeyInfo` (RFC 5280, section 4.1.2.7), and nothing behind it.
fn subject_public_key_info(der: &[u8]) -> Result<PublicKey, String> {
    let blocks = from_der(der).map_err(|_| malformed())?;
    let [ASN1Block::Sequence(_, info)] = blocks.as_slice() else { return Err(malformed()) };
    let [ASN1Block::Sequence(_, algorithm), ASN1Block::BitString(_, bits, key)] = info.as_slice() else {
        return Err(malformed());
    };
    if *bits != key.len() * 8 {
        return Err(malformed());
    }
    let Some((ASN1Block::ObjectIdentifier(_, kind), parameters)) = algorithm.split_first() else { return Err(malformed()) };
    match (numbers(kind).as_slice(), parameters) {
        ([1, 2, 840, 113_549, 1, 1, 1], [ASN1Block::Null(_)]) => rsa(key),
        ([1, 3, 101, 112], []) => Ok(PublicKey::Ed25519(key.clone())),
        ([1, 2, 840, 10045, 2, 1], [ASN1Block::ObjectIdentifier(_, curve)]) => match numbers(curve).as_slice() {
            [1, 2, 840, 10045, 3, 1, 7] => Ok(PublicKey::P256(key.clone())),
            [1, 3, 132, 0, 34] => Ok(PublicKey::P384(key.clone())),
            [1, 3, 132, 0, 35] => Err("is on the curve P-521, which ES512 needs: it is not supported".to_owned()),
            [1, 3, 132, 0, 10] => Err("is on the curve secp256k1, that of ES256K: it is not supported".to_owned()),
            _ => Err("is on a curve that is not supported: take P-256 or P-384".to_owned()),
        },
        ([1, 2, 840, 10045, 2, 1], _) => Err("has a curve of its own instead of a named one".to_owned()),
        _ => Err("is not a public key of a known kind".to_owned()),
    }
}

/// `RSAPublicKey` (RFC 8017, appendix A.1.1).
fn rsa(der: &[u8]) -> Result<PublicKey, String> {
    let (n, e) = (aws_lc::DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key)(der)
        .map_err(|_| "is not a public key that RSA can have: its numbers are malformed, even or out of bounds".to_owned())?;
    Ok(PublicKey::Rsa { n, e })
}

fn malformed() -> String {
    "is not a public key in PEM form: its content is malformed".to_owned()
}

/// The numbers of an object identifier; none of those that are too large for any that is known here.
fn numbers(oid: &OID) -> Vec<u32> {
    oid.as_vec().unwrap_or_default()
}

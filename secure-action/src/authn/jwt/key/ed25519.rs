//! A point of Ed25519 that no signature should be checked with.

use num_bigint::BigUint;

/// The ordinates of the points of order 8, little-endian.
const ORDER_8: [[u8; 32]; 2] = [
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05,
        0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa,
        0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

/// What speaks against this point.
pub(super) fn fault(point: &[u8]) -> Option<String> {
    let Ok(mut ordinate) = <[u8; 32]>::try_from(point) else { return Some("is not 32 bytes long".to_owned()) };
    if let Some(last) = ordinate.last_mut() {
        // The sign of the other coordinate.
        *last &= 0x7f;
    }
    let y = BigUint::from_bytes_le(&ordinate);
    let one = BigUint::from(1_u8);
    let p = (&one << 255) - 19_u8;
    if y >= p {
        return Some("is not a point on the curve Ed25519".to_owned());
    }
    if y <= one || y == &p - 1_u8 || ORDER_8.contains(&ordinate) {
        return Some("is a point of small order, for which everybody can sign".to_owned());
    }
    (!has_abscissa(&y, &p)).then(|| "is not a point on the curve Ed25519".to_owned())
}

/// Whether there is an x for this y: x² = (y² - 1) / (d y² + 1) has a root (RFC 8032, section 5.1.3).
fn has_abscissa(y: &BigUint, p: &BigUint) -> bool {
    let one = BigUint::from(1_u8);
    let inverse = |number: &BigUint| number.modpow(&(p - 2_u8), p);
    let d = (p - 121_665_u32) * inverse(&BigUint::from(121_666_u32)) % p;
    let square = y * y % p;
    let x_square = (&square + p - &one) * inverse(&((d * &square + &one) % p)) % p;
    x_square.modpow(&((p - &one) / 2_u8), p) == one
}

//! Checks signatures with whichever backend of jsonwebtoken it was built with; see `jwt_backends.sh`.

use std::error::Error;
use std::time::Instant;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};

/// As long as the header and the claims of a usual token.
const MESSAGE: &[u8] = &[b'a'; 260];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("expected a folder with keys")?;
    let read = |name: &str| std::fs::read(format!("{folder}/{name}.pem"));
    let secret = [7; 32];
    let keys = [
        (Algorithm::HS256, EncodingKey::from_secret(&secret), DecodingKey::from_secret(&secret)),
        (Algorithm::ES256, EncodingKey::from_ec_pem(&read("ec")?)?, DecodingKey::from_ec_pem(&read("ec.public")?)?),
        (Algorithm::RS256, EncodingKey::from_rsa_pem(&read("rsa")?)?, DecodingKey::from_rsa_pem(&read("rsa.public")?)?),
        (Algorithm::EdDSA, EncodingKey::from_ed_pem(&read("ed")?)?, DecodingKey::from_ed_pem(&read("ed.public")?)?),
    ];
    for (algorithm, sign, check) in keys {
        let signature = crypto::sign(MESSAGE, &sign, algorithm)?;
        let mut best = f64::INFINITY;
        // The best of some rounds: the others were disturbed.
        for _ in 0..9 {
            let start = Instant::now();
            for _ in 0..1000 {
                if !crypto::verify(&signature, MESSAGE, &check, algorithm)? {
                    return Err("a good signature was refused".into());
                }
            }
            best = best.min(start.elapsed().as_nanos() as f64 / 1000.0);
        }
        println!("{algorithm:?}\t{best:.0}");
    }
    Ok(())
}

//! RSA keys that are not what they should be, as far as a public key shows it (NIST SP 800-89, section 5.3.3, and the faults
//! of generators that are known since).

use num_bigint::BigUint;

const SMALLEST: u64 = 2048;
/// Larger ones make checking a signature slow enough to be an attack, and aws-lc refuses them.
const LARGEST: u64 = 8192;
/// Factors up to here are looked for one by one.
const SMALL: u32 = 1 << 16;

/// All that speaks against a key. One that no signature can be checked with is a fault as well: it would refuse every token.
pub(super) fn faults(n: &[u8], e: &[u8]) -> Vec<String> {
    let (n, e) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
    let mut faults = Vec::new();
    // 3 is small and sound: what it was blamed for are verifiers that do not look at the whole padding.
    if !e.bit(0) || e < BigUint::from(3_u8) || e.bits() > 33 {
        faults.push("has an exponent that is even, below 3 or above 33 bits".to_owned());
    }
    faults.extend(match n.bits() {
        ..SMALLEST => Some(format!("has fewer than {SMALLEST} bits")),
        SMALLEST..=LARGEST => weakness(&n).map(str::to_owned),
        _ => Some(format!("has more than {LARGEST} bits")),
    });
    faults
}

/// The first known weakness of a modulus, the cheap ones first.
fn weakness(n: &BigUint) -> Option<&'static str> {
    if has_small_factor(n) {
        Some("has a modulus with a small factor: everybody can factor it")
    } else if is_roca(n) {
        Some("has the modulus of a generator that makes factors which can be guessed (ROCA, CVE-2017-15361)")
    } else if is_power(n) {
        Some("has a modulus that is a power of another number: everybody can factor it")
    } else if has_close_factors(n) {
        Some("has a modulus whose factors lie next to each other: everybody can factor it (CVE-2022-26320)")
    } else {
        None
    }
}

fn has_small_factor(n: &BigUint) -> bool {
    !n.bit(0) || (3..SMALL).step_by(2).any(|divisor| n % divisor == BigUint::ZERO)
}

/// Whether n is a power of 65537 modulo each of the first 39 primes, as it is by chance once in 2^27, and always where the
/// factors have the form k·M + (65537^a mod M) (Nemec and others, "The Return of Coppersmith's Attack", 2017).
fn is_roca(n: &BigUint) -> bool {
    const PRIMES: [u32; 38] = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
        127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];

    PRIMES.iter().all(|prime| {
        let rest = n % prime;
        let generator = 65_537 % prime;
        let mut power = 1;
        (1..*prime).any(|_| {
            power = power * generator % prime;
            rest == BigUint::from(power)
        })
    })
}

/// Whether n is a power of another number, which has no small factor.
fn is_power(n: &BigUint) -> bool {
    let highest = u32::try_from(n.bits() / u64::from(SMALL.ilog2())).unwrap_or(u32::MAX);
    let is_prime =
        |number: &u32| (2..*number).take_while(|divisor| divisor * divisor <= *number).all(|d| !number.is_multiple_of(d));
    (2..=highest).filter(is_prime).any(|exponent| n.nth_root(exponent).pow(exponent) == *n)
}

/// Fermat's way, a few steps of it: n = a² - b² with a next to the root of n. Random factors never come that close.
fn has_close_factors(n: &BigUint) -> bool {
    const STEPS: u32 = 32;

    let root = n.sqrt();
    (1..=STEPS).any(|step| {
        let a = &root + step;
        let square = &a * &a - n;
        square.sqrt().pow(2) == square
    })
}

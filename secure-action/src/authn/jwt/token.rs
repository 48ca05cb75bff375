//! The three parts of a token, read strictly: what is not exactly a token is none.

use std::borrow::Cow;
use std::ops::Range;

use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine};
use jsonwebtoken::Algorithm;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::rejected::Rejected;

/// The longest token. Longer ones do not fit into what other servers accept as a header.
const LONGEST: usize = 8 * 1024;

/// base64url without padding, without white space, and with every unused bit zero: one text for one value.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_allow_trailing_bits(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// A token taken apart; nothing of it is believed yet.
pub(super) struct Parts<'t> {
    /// What is signed: header and payload as they stand in the token.
    pub(super) message: &'t [u8],
    pub(super) header: &'t [u8],
    pub(super) payload: &'t [u8],
    pub(super) signature: &'t [u8],
}

impl<'t> Parts<'t> {
    pub(super) fn of(token: &'t [u8]) -> Result<Self, Rejected> {
        if token.len() > LONGEST {
            return Err(Rejected("too long"));
        }
        let mut dots = memchr::memchr_iter(b'.', token);
        let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
            return Err(Rejected("not three parts"));
        };
        let part = |range: Range<usize>| token.get(range).unwrap_or_default();
        Ok(Self {
            message: part(0..second),
            header: part(0..first),
            payload: part(first + 1..second),
            signature: part(second + 1..token.len()),
        })
    }
}

pub(super) fn decode(part: &[u8]) -> Result<Vec<u8>, Rejected> {
    BASE64URL.decode(part).map_err(|_| Rejected("not base64url"))
}

/// The header. What it says about keys, other than a name, has no field here: it cannot be used by mistake.
#[derive(Deserialize)]
pub(super) struct Header<'h> {
    #[serde(borrow)]
    pub(super) alg: Cow<'h, str>,
    #[serde(borrow, default)]
    pub(super) typ: Option<Cow<'h, str>>,
    #[serde(borrow, default)]
    pub(super) kid: Option<Cow<'h, str>>,
    /// Extensions that must be understood; none is (RFC 7515, section 4.1.11).
    #[serde(default, deserialize_with = "present")]
    crit: Option<IgnoredAny>,
    /// Whether the payload is encoded; it must be (RFC 7797).
    #[serde(default, deserialize_with = "present")]
    b64: Option<IgnoredAny>,
}

/// `null` is a value, not an absent member.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl<'h> Header<'h> {
    pub(super) fn of(json: &'h [u8]) -> Result<Self, Rejected> {
        let json = str::from_utf8(json).map_err(|_| Rejected("malformed header"))?;
        let header: Self = serde_json::from_str(json).map_err(|_| Rejected("malformed header"))?;
        if header.crit.is_some() || header.b64.is_some() {
            return Err(Rejected("critical extensions"));
        }
        Ok(header)
    }

    /// The algorithm, if it is spelt exactly as registered. `none`, in whatever spelling, is not one.
    pub(super) fn algorithm(&self) -> Result<Algorithm, Rejected> {
        Ok(match &*self.alg {
            "HS256" => Algorithm::HS256,
            "HS384" => Algorithm::HS384,
            "HS512" => Algorithm::HS512,
            "ES256" => Algorithm::ES256,
            "ES384" => Algorithm::ES384,
            "RS256" => Algorithm::RS256,
            "RS384" => Algorithm::RS384,
            "RS512" => Algorithm::RS512,
            "PS256" => Algorithm::PS256,
            "PS384" => Algorithm::PS384,
            "PS512" => Algorithm::PS512,
            // Two names of one algorithm where the key is one of Ed25519 (RFC 9864, section 2.2).
            "EdDSA" | "Ed25519" => Algorithm::EdDSA,
            _ => return Err(Rejected("unknown algorithm")),
        })
    }

    /// Whether the token is of the demanded kind; without a demand, of a kind that access tokens have.
    pub(super) fn is_of(&self, demanded: Option<&str>) -> bool {
        const USUAL: [&str; 2] = ["jwt", "at+jwt"];

        let kind = self.typ.as_deref().map(|typ| {
            let prefix = typ.get(.."application/".len()).filter(|prefix| prefix.eq_ignore_ascii_case("application/"));
            prefix.map_or(typ, |prefix| typ.get(prefix.len()..).unwrap_or_default())
        });
        match (kind, demanded) {
            (Some(kind), Some(demanded)) => kind.eq_ignore_ascii_case(demanded),
            (None, Some(_)) => false,
            (Some(kind), None) => USUAL.iter().any(|usual| kind.eq_ignore_ascii_case(usual)),
            (None, None) => true,
        }
    }
}

//! The claims, decoded once: each at most once, in its own shape.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use smallvec::SmallVec;

use super::names::{Names, Text};

/// The claims that decide. An absent claim and `null` are the same: not there.
#[derive(Default)]
pub(super) struct Claims<'c> {
    pub(super) iss: Option<Cow<'c, str>>,
    pub(super) sub: Option<Cow<'c, str>>,
    pub(super) aud: Audience<'c>,
    pub(super) exp: Option<Seconds>,
    pub(super) nbf: Option<Seconds>,
    pub(super) iat: Option<Seconds>,
    pub(super) auth_time: Option<Seconds>,
    pub(super) acr: Option<Cow<'c, str>>,
    pub(super) jti: Option<Cow<'c, str>>,
    pub(super) sid: Option<Cow<'c, str>>,
    pub(super) roles: Names<'c>,
    pub(super) scopes: Names<'c>,
}

/// Where roles and scopes are.
#[derive(Clone, Copy)]
pub(super) struct Places<'p> {
    /// The claim, and the way on from there.
    pub(super) roles: &'p [String],
    pub(super) scopes: Option<&'p str>,
}

impl<'c> Claims<'c> {
    /// The names that have a meaning of their own, and so cannot hold roles or scopes.
    pub(super) const NAMES: [&'static str; 10] = ["iss", "sub", "jti", "sid", "aud", "exp", "nbf", "iat", "auth_time", "acr"];

    pub(super) fn of(json: &'c [u8], places: Places<'c>) -> Option<Self> {
        // Once for the whole, not for each text in it.
        let mut deserializer = serde_json::Deserializer::from_str(str::from_utf8(json).ok()?);
        let claims = places.deserialize(&mut deserializer).ok()?;
        deserializer.end().ok()?;
        Some(claims)
    }

    /// Who says to have issued the token, before anything of it is verified.
    pub(super) fn unverified_issuer(json: &[u8]) -> Option<Cow<'_, str>> {
        #[derive(Deserialize)]
        struct Unverified<'c> {
            #[serde(borrow)]
            iss: Option<Text<'c>>,
        }

        serde_json::from_slice::<Unverified<'_>>(json).ok()?.iss.map(|Text(issuer)| issuer)
    }
}

impl<'de> DeserializeSeed<'de> for Places<'de> {
    type Value = Claims<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Places<'de> {
    type Value = Claims<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut claims = Claims::default();
        let mut seen: SmallVec<[Cow<'de, str>; 12]> = SmallVec::new();
        while let Some(Text(name)) = map.next_key()? {
            // Two parsers would read a claim that stands there twice differently (RFC 8725, section 2.4).
            if seen.contains(&name) {
                return Err(A::Error::custom("duplicate claim"));
            }
            match &*name {
                "iss" => claims.iss = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0),
                "sub" => claims.sub = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0),
                "jti" => claims.jti = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0),
                "sid" => claims.sid = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0),
                "aud" => claims.aud = map.next_value::<Option<Audience<'de>>>()?.unwrap_or_default(),
                "exp" => claims.exp = map.next_value()?,
                "nbf" => claims.nbf = map.next_value()?,
                "iat" => claims.iat = map.next_value()?,
                "auth_time" => claims.auth_time = map.next_value()?,
                "acr" => claims.acr = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0),
                other => match self.roles {
                    [roles, path @ ..] if other == roles => claims.roles = map.next_value_seed(Names::at(path))?,
                    _ if Some(other) == self.scopes => claims.scopes = map.next_value_seed(Names::at(&[]))?,
                    _ => {
                        map.next_value::<IgnoredAny>()?;
                    }
                },
            }
            seen.push(name);
        }
        Ok(claims)
    }
}

/// One audience or several.
#[derive(Default)]
pub(super) struct Audience<'c>(SmallVec<[Cow<'c, str>; 1]>);

impl Audience<'_> {
    pub(super) fn contains(&self, audience: &str) -> bool {
        self.0.iter().any(|known| known == audience)
    }
}

impl<'de> Deserialize<'de> for Audience<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrSeveral;

        impl<'de> Visitor<'de> for OneOrSeveral {
            type Value = Audience<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an audience")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Audience(SmallVec::from_iter([Cow::Borrowed(text)])))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Audience(SmallVec::from_iter([Cow::Owned(text.to_owned())])))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut audiences = SmallVec::new();
                while let Some(Text(audience)) = seq.next_element()? {
                    audiences.push(audience);
                }
                Ok(Audience(audiences))
            }
        }

        deserializer.deserialize_any(OneOrSeveral)
    }
}

/// A date, in seconds since 1970-01-01 UTC (RFC 7519, section 2): whole or with a fraction, until the year 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seconds(pub(super) u64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const LATEST: f64 = 253_402_300_799.0;

        let seconds = f64::deserialize(deserializer)?;
        if (0.0..=LATEST).contains(&seconds) { Ok(Self(seconds as u64)) } else { Err(D::Error::custom("not a date")) }
    }
}

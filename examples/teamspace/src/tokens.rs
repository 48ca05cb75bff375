//! Access tokens: issued on the console, verified on every request, refused once they name an old role.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secure_action::authn::jwt::{Jwt, Revocation, TokenIds};
use serde::Serialize;
use sqlx::SqlitePool;

use crate::data::Data;

const ISSUER: &str = "https://teamspace.example";
const AUDIENCE: &str = "teamspace";
/// Short, because a token cannot learn anything new: 15 minutes.
const LIFETIME: u64 = 15 * 60;

/// The claims of an access token (RFC 9068).
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    iat: u64,
    exp: u64,
    roles: [&'a str; 1],
}

/// A token for the user `id`, with the role it has now.
///
/// # Errors
/// If there is no such user.
pub async fn issue(data: &Data, id: &str) -> Result<String, Box<dyn Error>> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT role FROM users WHERE id = ?").bind(id).fetch_optional(data.database()).await?;
    let (role,) = row.ok_or_else(|| format!("there is no user `{id}`"))?;
    let iat = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let claims = Claims { iss: ISSUER, aud: AUDIENCE, sub: id, iat, exp: iat + LIFETIME, roles: [&role] };
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
    Ok(jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(data.key()))?)
}

/// What verifies them.
pub(crate) fn authenticator(data: &Data) -> Jwt {
    Jwt::hs256(data.key()).issuer(ISSUER).audience(AUDIENCE).typ("at+jwt").revoked_by(OldRoles(data.database().clone()))
}

/// Refuses tokens of users that are gone or whose role has changed since.
struct OldRoles(SqlitePool);

impl Revocation for OldRoles {
    async fn is_revoked(&self, token: &TokenIds) -> Result<bool, Box<dyn Error + Send + Sync>> {
        let row: Option<(i64,)> = sqlx::query_as("SELECT tokens_valid_from FROM users WHERE id = ?")
            .bind(token.subject())
            .fetch_optional(&self.0)
            .await?;
        Ok(row.is_none_or(|(valid_from,)| {
            token.issued_at().is_none_or(|issued| i64::try_from(issued).is_ok_and(|issued| issued < valid_from))
        }))
    }
}

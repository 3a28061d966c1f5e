//! The API's bearer tokens.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use marmelad_core::kernel::{AdminId, Entropy, PortError};
use marmelad_core::sessions::{AccessClaims, AccessToken, AccessTokens};
use marmelad_core::staff::Admin;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// Signs JWTs with HS256, and takes nothing that was signed otherwise.
pub struct JwtAccessTokens {
    key: EncodingKey,
    reading_key: DecodingKey,
    rules: Validation,
    ttl: Duration,
    entropy: Arc<dyn Entropy>,
}

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// `admins.id`, as text.
    pub sub: String,
    /// This token's own name, by which it is revoked: 32 hex digits.
    pub jti: String,
    /// Signed at, seconds since 1970.
    pub iat: i64,
    /// Not taken from then on, seconds since 1970.
    pub exp: i64,
    /// The admin's `auth_epoch` then: a greater one in the database ends the token.
    pub epoch: i64,
    /// The admin's role then, for the panel; the server asks the database.
    pub role: String,
}

impl JwtAccessTokens {
    /// Signs with `secret`; tokens hold for `ttl`.
    pub fn new(secret: &SecretString, ttl: Duration, entropy: Arc<dyn Entropy>) -> Self {
        let secret = secret.expose_secret().as_bytes();
        let mut rules = Validation::new(Algorithm::HS256);
        // By the clock of the house, which tests can set.
        rules.validate_exp = false;
        Self {
            key: EncodingKey::from_secret(secret),
            reading_key: DecodingKey::from_secret(secret),
            rules,
            ttl,
            entropy,
        }
    }
}

impl AccessTokens for JwtAccessTokens {
    fn issue(&self, admin: &Admin, now: DateTime<Utc>) -> Result<AccessToken, PortError> {
        let broken = |source| PortError::Broken { what: "signing an access token", source };
        let ttl = chrono::Duration::from_std(self.ttl).map_err(|error| broken(error.into()))?;
        let claims = Claims {
            sub: admin.id.to_string(),
            jti: hex::encode(&self.entropy.draw()[..16]),
            iat: now.timestamp(),
            exp: (now + ttl).timestamp(),
            epoch: admin.auth_epoch,
            role: admin.role.to_string(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.key)
            .map_err(|error| broken(error.into()))?;
        Ok(AccessToken { token, ttl })
    }

    fn read(&self, token: &str, now: DateTime<Utc>) -> Option<AccessClaims> {
        let claims =
            jsonwebtoken::decode::<Claims>(token, &self.reading_key, &self.rules).ok()?.claims;
        let expires_at = DateTime::from_timestamp(claims.exp, 0)?;
        let admin_id = claims.sub.parse().ok()?;
        (now < expires_at).then_some(AccessClaims {
            admin_id: AdminId(admin_id),
            jti: claims.jti,
            epoch: claims.epoch,
            expires_at,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use marmelad_core::kernel::TelegramId;
    use marmelad_core::staff::Role;

    use super::*;
    use crate::system::OsEntropy;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn admin() -> Admin {
        Admin {
            id: AdminId(42),
            telegram_id: TelegramId(7),
            display_name: "Ольга".into(),
            username: None,
            role: Role::Marketing,
            is_active: true,
            can_broadcast_from_chat: false,
            notification_groups: Vec::new(),
            auth_epoch: 3,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_token_says_whose_it_is_until_it_ends() {
        let tokens =
            JwtAccessTokens::new(&SECRET.into(), Duration::from_mins(1), Arc::new(OsEntropy));
        let now = "2026-03-05T10:00:00.500Z".parse().unwrap();
        let issued = tokens.issue(&admin(), now).unwrap();
        assert_eq!(issued.ttl, chrono::Duration::seconds(60));

        let claims = tokens.read(&issued.token, now).unwrap();
        assert_eq!((claims.admin_id, claims.epoch), (AdminId(42), 3));
        let end = "2026-03-05T10:01:00Z".parse().unwrap();
        assert_eq!(claims.expires_at, end);
        assert!(tokens.read(&issued.token, end).is_none());
        let just_before = end - chrono::Duration::milliseconds(1);
        assert!(tokens.read(&issued.token, just_before).is_some());

        let again = tokens.issue(&admin(), now).unwrap();
        assert_ne!(claims.jti, tokens.read(&again.token, now).unwrap().jti);
    }

    #[test]
    fn what_we_did_not_sign_is_not_taken() {
        let now = "2026-03-05T10:00:00Z".parse().unwrap();
        let ttl = Duration::from_mins(1);
        let tokens = JwtAccessTokens::new(&SECRET.into(), ttl, Arc::new(OsEntropy));
        let stranger = "another secret of thirty-two bytes".into();
        let stranger = JwtAccessTokens::new(&stranger, ttl, Arc::new(OsEntropy));
        let forged = stranger.issue(&admin(), now).unwrap().token;
        let ours = tokens.issue(&admin(), now).unwrap().token;
        let parts: Vec<&str> = ours.split('.').collect();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", parts[1]);
        let cut = format!("{}.{}", parts[0], parts[1]);
        for bad in [forged.as_str(), &unsigned, &cut, "", "a.b.c"] {
            assert!(tokens.read(bad, now).is_none(), "{bad}");
        }
        assert!(tokens.read(&ours, now).is_some());
    }
}

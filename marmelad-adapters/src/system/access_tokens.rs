//! The API's bearer tokens.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use marmelad_core::domain::admin::Admin;
use marmelad_core::ports::{AccessToken, AccessTokens, Entropy, PortError};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// Signs JWTs with HS256.
pub struct JwtAccessTokens {
    key: EncodingKey,
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
        let key = EncodingKey::from_secret(secret.expose_secret().as_bytes());
        Self { key, ttl, entropy }
    }
}

impl AccessTokens for JwtAccessTokens {
    fn issue(&self, admin: &Admin, now: DateTime<Utc>) -> Result<AccessToken, PortError> {
        let broken = |source| PortError::Broken {
            what: "signing an access token",
            source,
        };
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
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jsonwebtoken::{DecodingKey, Validation};
    use marmelad_core::domain::admin::Role;
    use marmelad_core::domain::ids::{AdminId, TelegramId};

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

    fn decode(token: &str, secret: &str) -> Result<Claims, jsonwebtoken::errors::Error> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.validate_exp = false;
        let key = DecodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::decode::<Claims>(token, &key, &rules).map(|data| data.claims)
    }

    #[test]
    fn a_token_says_whose_it_is_and_until_when() {
        let tokens =
            JwtAccessTokens::new(&SECRET.into(), Duration::from_mins(1), Arc::new(OsEntropy));
        let now = "2026-03-05T10:00:00.500Z".parse().unwrap();
        let issued = tokens.issue(&admin(), now).unwrap();
        assert_eq!(issued.ttl, chrono::Duration::seconds(60));

        let claims = decode(&issued.token, SECRET).unwrap();
        assert_eq!(
            (claims.sub.as_str(), claims.epoch, claims.role.as_str()),
            ("42", 3, "marketing")
        );
        assert_eq!(
            (claims.iat, claims.exp),
            (now.timestamp(), now.timestamp() + 60)
        );
        let again = decode(&tokens.issue(&admin(), now).unwrap().token, SECRET).unwrap();
        assert_ne!(claims.jti, again.jti);
        assert!(decode(&issued.token, "another secret").is_err());
    }
}

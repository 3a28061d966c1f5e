//! One-time login links for the panel.

use chrono::Duration;
use sha2::{Digest, Sha256};

/// Time to live of a login link.
pub const LOGIN_TOKEN_TTL: Duration = Duration::minutes(5);

/// The secret of a login link: 256 random bits as 64 lower-case hex digits. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginToken(String);

impl LoginToken {
    pub fn from_entropy(entropy: [u8; 32]) -> Self {
        Self(hex::encode(entropy))
    }

    /// Parses a token; `None` when the text has another form.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        fits.then(|| Self(text.to_owned()))
    }

    /// Exposes the secret for the link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The stored form: SHA-256 as 64 hex digits.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// The login address: `{PANEL_URL}/login?token=…`.
    pub fn link(&self, panel_url: &str) -> String {
        format!("{}/login?token={}", panel_url.trim_end_matches('/'), self.0)
    }
}

impl std::fmt::Debug for LoginToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_link_and_is_stored_hashed() {
        let token = LoginToken::from_entropy([0xab; 32]);
        assert_eq!(LoginToken::parse(token.reveal()), Some(token.clone()));
        assert_ne!(token.hash(), token.reveal());
        assert_eq!(
            token.link("http://localhost:8000/"),
            format!("http://localhost:8000/login?token={}", token.reveal())
        );
        assert_eq!(format!("{token:?}"), "LoginToken(…)");
        assert_eq!(LoginToken::parse("xyz"), None);
    }
}

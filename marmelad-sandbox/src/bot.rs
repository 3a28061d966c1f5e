//! The two bots of the product.

use serde::{Deserialize, Serialize};

/// Which of the two bots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotKind {
    Main,
    /// The cashiers' and admins' bot.
    Auth,
}

impl BotKind {
    /// Both bots, main first.
    pub const ALL: [Self; 2] = [Self::Main, Self::Auth];

    /// `main` or `auth`, as in the control API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Auth => "auth",
        }
    }
}

impl std::fmt::Display for BotKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The bot's user id: the digits of a token `<digits>:<35 characters>`.
/// `None` when the text has another shape.
pub(crate) fn token_id(token: &str) -> Option<i64> {
    let (digits, secret) = token.split_once(':')?;
    let secret_fits = secret.len() == 35
        && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    let digits_fit = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (secret_fits && digits_fit).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_digits_and_35_characters() {
        assert_eq!(token_id("7000000001:AAMainBotSandboxTokenForTestsOnly_1"), Some(7_000_000_001));
        assert_eq!(token_id("7000000001:short"), None);
        assert_eq!(token_id(":AAMainBotSandboxTokenForTestsOnly_1"), None);
        assert_eq!(token_id("no colon"), None);
    }
}

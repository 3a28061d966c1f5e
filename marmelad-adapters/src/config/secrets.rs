//! Secrets: checked without ever being printed.

use std::collections::BTreeSet;

use marmelad_core::kernel::BotKind;
use secrecy::{ExposeSecret, SecretString};

use super::AppEnv;
use super::reader::{Reader, Wrong};

/// The tokens of both bots.
#[derive(Debug, Clone)]
pub struct BotTokens {
    /// `TELEGRAM_MAIN_BOT_TOKEN`.
    pub main: BotToken,
    /// `TELEGRAM_AUTH_BOT_TOKEN`.
    pub auth: BotToken,
}

/// A Bot API token, `123456789:` and 35 characters or so.
#[derive(Debug, Clone)]
pub struct BotToken(SecretString);

const TOKEN_EXPECTED: &str = "a token from @BotFather: digits, a colon and about 35 of A-Za-z0-9_-";
pub(super) const WEBHOOK_SECRET_EXPECTED: &str =
    "16 to 256 of A-Za-z0-9_-, for example from `openssl rand -hex 32`";
pub(super) const JWT_SECRET_EXPECTED: &str =
    "at least 32 random bytes, for example from `openssl rand -hex 32`";

impl BotTokens {
    pub(super) fn load(read: &mut Reader<'_>) -> Option<Self> {
        let main = read.required("TELEGRAM_MAIN_BOT_TOKEN", TOKEN_EXPECTED, BotToken::parse);
        let auth = read.required("TELEGRAM_AUTH_BOT_TOKEN", TOKEN_EXPECTED, BotToken::parse);
        let (main, auth) = (main?, auth?);
        if main.reveal() == auth.reveal() {
            let wrong = Wrong::secret("is the token of the main bot", "the token of a second bot");
            read.report("TELEGRAM_AUTH_BOT_TOKEN", wrong);
        }
        Some(Self { main, auth })
    }

    /// The token of a bot.
    pub fn of(&self, bot: BotKind) -> &BotToken {
        match bot {
            BotKind::Main => &self.main,
            BotKind::Auth => &self.auth,
        }
    }
}

impl BotToken {
    /// The secret itself, for the address of a call and nothing else.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let fits = text.split_once(':').is_some_and(|(id, secret)| {
            !id.is_empty()
                && id.bytes().all(|byte| byte.is_ascii_digit())
                && (30..=100).contains(&secret.len())
                && secret.bytes().all(is_token_byte)
        });
        if fits {
            Ok(Self(text.into()))
        } else {
            Err(Wrong::secret("does not look like a bot token", TOKEN_EXPECTED))
        }
    }
}

pub(super) fn webhook_secret(text: &str, app_env: AppEnv) -> Result<SecretString, Wrong> {
    if !(16..=256).contains(&text.len()) {
        let wrong = format!("has {} characters", text.chars().count());
        return Err(Wrong::secret(wrong, WEBHOOK_SECRET_EXPECTED));
    }
    if !text.bytes().all(is_token_byte) {
        let wrong = "has characters that Telegram does not take";
        return Err(Wrong::secret(wrong, WEBHOOK_SECRET_EXPECTED));
    }
    if app_env == AppEnv::Prod {
        refuse_guessable(text, WEBHOOK_SECRET_EXPECTED)?;
    }
    Ok(text.into())
}

/// A secret fit for production.
pub(super) fn jwt_secret(text: &str) -> Result<SecretString, Wrong> {
    if text.len() < 32 {
        let wrong = format!("has only {} bytes", text.len());
        return Err(Wrong::secret(wrong, JWT_SECRET_EXPECTED));
    }
    refuse_guessable(text, JWT_SECRET_EXPECTED)?;
    Ok(text.into())
}

/// Catches `aaaa…`, `123123…` and the like, not real randomness: 16 random hex digits hold fewer than
/// 6 different ones about once in a million.
fn refuse_guessable(text: &str, expected: &str) -> Result<(), Wrong> {
    let different: BTreeSet<u8> = text.bytes().collect();
    if different.len() < 6 {
        return Err(Wrong::secret("is easy to guess", expected));
    }
    Ok(())
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

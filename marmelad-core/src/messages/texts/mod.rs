//! The registry of bot messages: Russian defaults and the placeholders each text may use.
//!
//! To add a text, put an entry into the file of its bot (`main_bot`, `notices`, `auth_bot`, `staff`). The entry
//! becomes `TextKey::NAME` and the setting `text_<name>`, with its checks, on every front end. Button labels are
//! fixed and stand in [`buttons`]; the words that replace a missing value stand in [`words`].

use std::fmt;

mod auth_bot;
pub mod buttons;
mod check;
mod main_bot;
mod notices;
pub(crate) mod placeholder;
mod staff;
mod template;
pub mod words;

pub use check::{TextError, TextFault, check_text, names_in};
pub(crate) use check::{TextRules, faults};
pub use placeholder::Placeholder;
pub use template::render;

use crate::messages::escape;

/// One of the texts of the registry.
#[derive(Clone, Copy)]
pub struct TextKey(&'static TextSpec);

/// What the registry knows about a text.
#[derive(Debug)]
pub struct TextSpec {
    /// The setting's key without `text_`.
    pub name: &'static str,
    /// Description of the text's use, in Russian.
    pub ru: &'static str,
    /// Description of the text's use, in English.
    pub en: &'static str,
    /// How Telegram shows it.
    pub surface: Surface,
    /// The placeholders that the text may use.
    pub placeholders: &'static [Placeholder],
    pub default: &'static str,
}

/// How Telegram shows a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// A message: HTML, 1–4096 UTF-16 units after parsing.
    Message,
    /// The short answer to a pressed button: plain text, 1–200 UTF-16 units.
    Toast,
}

impl Surface {
    /// The longest text that Telegram shows, in UTF-16 units.
    pub const fn limit(self) -> usize {
        match self {
            Self::Message => 4096,
            Self::Toast => 200,
        }
    }
}

/// The bot and the occasion of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPlace {
    /// A reply of the main bot.
    MainBot,
    /// A notification of the main bot to a client.
    Notices,
    /// A reply of the auth bot.
    AuthBot,
    Staff,
}

impl TextKey {
    /// Every text, in the order in which the panel shows them.
    pub fn all() -> impl Iterator<Item = Self> {
        [main_bot::ALL, notices::ALL, auth_bot::ALL, staff::ALL].into_iter().flatten().copied()
    }

    pub fn place(self) -> TextPlace {
        let is_among = |all: &[Self]| all.iter().any(|key| key.name() == self.name());
        if is_among(main_bot::ALL) {
            TextPlace::MainBot
        } else if is_among(notices::ALL) {
            TextPlace::Notices
        } else if is_among(auth_bot::ALL) {
            TextPlace::AuthBot
        } else {
            TextPlace::Staff
        }
    }

    /// Finds a text by its name without `text_`.
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|key| key.name() == name)
    }

    pub const fn spec(self) -> &'static TextSpec {
        self.0
    }

    /// The setting's key without its `text_`.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The key of the setting that holds the text: `text_<name>`.
    pub fn setting(self) -> String {
        format!("text_{}", self.0.name)
    }

    /// Renders a text with its values, escaped unless the placeholder holds HTML.
    ///
    /// A placeholder without a value is rendered empty. A line whose placeholders are all empty is left out, so one
    /// text serves with and without, for example, a purchase amount.
    pub fn render(self, template: &str, values: &[(&str, &str)]) -> String {
        debug_assert!(
            values.iter().all(|(name, _)| self.placeholder(name).is_some()),
            "text `{}` has no placeholder for one of {values:?}",
            self.0.name
        );
        template::render_with(template, |name| {
            let placeholder = self.placeholder(name)?;
            let value =
                values.iter().find(|(given, _)| *given == name).map_or("", |(_, value)| value);
            Some(if placeholder.is_html || self.0.surface == Surface::Toast {
                value.into()
            } else {
                escape(value)
            })
        })
    }

    fn placeholder(self, name: &str) -> Option<&'static Placeholder> {
        self.0.placeholders.iter().find(|placeholder| placeholder.name == name)
    }
}

impl PartialEq for TextKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for TextKey {}

impl fmt::Debug for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextKey({})", self.0.name)
    }
}

/// Declares the texts of one file: constants of [`TextKey`] and the list of them.
macro_rules! texts {
    ($($name:ident $surface:ident $key:literal [$($placeholder:expr),* $(,)?] ru $ru:literal en $en:literal = $default:expr;)+) => {
        impl super::TextKey {
            $(
                #[doc = $en]
                pub const $name: Self = Self(&super::TextSpec {
                    name: $key,
                    ru: $ru,
                    en: $en,
                    surface: super::Surface::$surface,
                    placeholders: &[$($placeholder),*],
                    default: $default,
                });
            )+
        }

        /// The texts of this file.
        pub(super) const ALL: &[super::TextKey] = &[$(super::TextKey::$name),+];
    };
}
use texts;

#[cfg(test)]
mod tests;

//! What the business talks about, and its rules as pure functions.
//!
//! Nothing here reads a clock, draws a random number or touches the outside: instants, zones and
//! randomness come in as arguments, so every rule can be tested with a table.

/// Words of a closed set, as stored in columns and JSON: `as_str`, `Display`, `FromStr`, `ALL`.
macro_rules! text_enum {
    ($name:ident { $($variant:ident => $word:literal,)+ }) => {
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| {
                    $crate::domain::UnknownWord {
                        word: word.to_owned(),
                        expected: Self::ALL.iter().map(|value| value.as_str()).collect(),
                    }
                })
            }
        }
    };
}
pub(crate) use text_enum;

/// A word outside its closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not one of {}", .expected.join(", "))]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// What would be right.
    pub expected: Vec<&'static str>,
}

pub mod admin;
pub mod audit;
pub mod birthday;
pub mod blocklist;
pub mod bot;
pub mod broadcast;
pub mod budget;
pub mod calendar;
pub mod callback;
pub mod campaign;
pub mod cashier;
pub mod chat_pace;
pub mod code;
pub mod consent;
pub mod delivery;
pub mod digest;
pub mod discount;
pub mod discount_list;
pub mod html;
pub mod ids;
pub mod issue;
pub mod login;
pub mod marketing;
pub mod media;
pub mod message;
pub mod money;
pub mod notice;
pub mod order;
pub mod page;
pub mod recurrence;
pub mod redemption;
pub mod report;
pub mod ru;
pub mod segment;
pub mod settings;
pub mod sorting;
pub mod subscription;
pub mod tag;
pub mod template;
pub mod texts;
pub mod timeline;
pub mod undo;
pub mod usage_list;
pub mod user;
pub mod user_edit;
pub mod user_list;
pub mod wording;
pub mod wrong_codes;
pub mod zone;

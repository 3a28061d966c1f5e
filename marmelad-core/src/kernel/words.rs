//! Enums stored as words in columns and JSON.

/// Declares an enum stored as words, with `as_str`, `Display`, `FromStr` and `ALL`.
macro_rules! text_enum {
    ($name:ident { $($variant:ident => $word:literal,)+ }) => {
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

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
            type Err = $crate::kernel::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| {
                    $crate::kernel::UnknownWord {
                        word: word.to_owned(),
                        expected: Self::ALL.iter().map(|value| value.as_str()).collect(),
                    }
                })
            }
        }
    };
}
pub(crate) use text_enum;

/// A word that names no value of the enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not one of {}", .expected.join(", "))]
pub struct UnknownWord {
    pub word: String,
    /// The words that are accepted.
    pub expected: Vec<&'static str>,
}

//! Discount codes (three letters and four digits), and reading them from typed text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::discounts::is_rude;

/// A well-formed code such as `ДЯА4589`: three of [`DiscountCode::LETTERS`], then four ASCII digits.
///
/// A well-formed code is not necessarily issued: only the store knows which codes exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct DiscountCode(String);

/// The text is not exactly a [`DiscountCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a code of three letters and four digits such as ДЯА4589")]
pub struct InvalidCode;

impl DiscountCode {
    /// The 28 letters of codes: the Russian alphabet without Ё, Й, Ъ, Ы, Ь, which are easily confused.
    pub const LETTERS: [char; 28] = [
        'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'К', 'Л', 'М', 'Н', 'О', 'П', 'Р', 'С', 'Т',
        'У', 'Ф', 'Х', 'Ц', 'Ч', 'Ш', 'Щ', 'Э', 'Ю', 'Я',
    ];

    /// A code that looks real, for previews.
    pub fn example() -> Self {
        Self("ДЯА4589".to_owned())
    }

    /// Draws a code; `next(bound)` returns a uniform number below `bound`.
    ///
    /// Draws again when the triple is on the blocklist, so `next` must not repeat the same numbers forever.
    pub fn from_draw(next: &mut dyn FnMut(u32) -> u32) -> Self {
        let mut letter = || Self::LETTERS[next(28) as usize % Self::LETTERS.len()];
        let triple = loop {
            let triple = [letter(), letter(), letter()];
            if !is_rude(triple) {
                break triple;
            }
        };
        let number = (0..4).fold(0, |number, _| number * 10 + next(10) % 10);
        Self(format!("{}{number:04}", String::from_iter(triple)))
    }

    /// Reads the stored form; any difference gives `None`.
    pub fn parse_exact(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let letters =
            chars.by_ref().take(3).filter(|letter| Self::LETTERS.contains(letter)).count();
        let rest = chars.as_str();
        (letters == 3 && rest.len() == 4 && rest.bytes().all(|digit| digit.is_ascii_digit()))
            .then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for DiscountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for DiscountCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for DiscountCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse_exact(text).ok_or(InvalidCode)
    }
}

impl TryFrom<String> for DiscountCode {
    type Error = InvalidCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Text typed by a cashier, client or operator in place of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// A well-formed code to look up.
    Code(DiscountCode),
    /// Not a code: answered as "not found" without a look-up, and not counted as a guess.
    NotACode {
        /// The first 32 characters of the trimmed text, for the usage log.
        kept: String,
    },
}

impl TypedCode {
    /// Reads typed or pasted text. Accepts any case, spaces, dashes, Latin look-alikes, a leading
    /// «промокод» and a surrounding sentence.
    pub fn read(raw: &str) -> Self {
        let composed: String = raw.nfc().collect();
        read_whole(&composed)
            .or_else(|| read_only_token(&composed))
            .map_or_else(|| Self::NotACode { kept: keep(raw) }, Self::Code)
    }

    /// The code, if the whole text is one; a sentence that contains a code gives `None`.
    pub fn read_alone(raw: &str) -> Option<DiscountCode> {
        let composed: String = raw.nfc().collect();
        read_whole(&composed)
    }

    /// The code, if the text is one.
    pub fn code(&self) -> Option<&DiscountCode> {
        match self {
            Self::Code(code) => Some(code),
            Self::NotACode { .. } => None,
        }
    }

    /// The text for the usage log: the code in its stored form, otherwise the first 32 characters typed.
    pub fn kept(&self) -> &str {
        match self {
            Self::Code(code) => code.as_ref(),
            Self::NotACode { kept } => kept,
        }
    }
}

/// Length of a code, in characters.
const LENGTH: usize = 7;
/// Maximum length of kept text that is not a code, in characters.
const KEPT_CHARS: usize = 32;
/// Words that people put before a code, as [`fold_latin`] leaves them (the last one is «CODE»).
const PREFIXES: [&str; 3] = ["ПРОМОКОД", "КОД", "СОDЕ"];

fn keep(raw: &str) -> String {
    let start: String = raw.trim().chars().take(KEPT_CHARS).collect();
    start.trim_end().to_owned()
}

/// Reads the whole text as one code, with at most one prefix before it.
fn read_whole(composed: &str) -> Option<DiscountCode> {
    let signs: Vec<char> =
        composed.chars().filter(|sign| sign.is_alphanumeric()).map(fold_case).collect();
    if signs.len() <= LENGTH {
        return fit(&signs);
    }
    let rest = PREFIXES.iter().find_map(|prefix| strip_prefix(&signs, prefix))?;
    fit(rest)
}

/// Reads the only word of the text that is a code; with two codes the text is ambiguous and gives `None`.
fn read_only_token(composed: &str) -> Option<DiscountCode> {
    let mut codes = composed.split(|sign: char| !sign.is_alphanumeric()).filter_map(|token| {
        let signs: Vec<char> = token.chars().map(fold_case).collect();
        fit(&signs)
    });
    let only = codes.next()?;
    codes.next().is_none().then_some(only)
}

fn strip_prefix<'a>(signs: &'a [char], prefix: &str) -> Option<&'a [char]> {
    let length = prefix.chars().count();
    let head = signs.get(..length)?;
    head.iter().copied().map(fold_latin).eq(prefix.chars()).then(|| &signs[length..])
}

/// Converts look-alikes according to their position and checks the result.
fn fit(signs: &[char]) -> Option<DiscountCode> {
    if signs.len() != LENGTH {
        return None;
    }
    let (letters, digits) = signs.split_at(3);
    let letters = letters.iter().copied().map(at_letter_place);
    let digits = digits.iter().copied().map(at_digit_place);
    DiscountCode::parse_exact(&letters.chain(digits).collect::<String>())
}

fn at_letter_place(sign: char) -> char {
    match sign {
        '0' => 'О',
        '3' => 'З',
        other => fold_latin(other),
    }
}

fn at_digit_place(sign: char) -> char {
    match sign {
        'O' | 'О' => '0',
        'З' => '3',
        'I' | 'L' | 'І' => '1',
        other => other,
    }
}

/// Upper case, one character for one (ß and similar characters fit no code), with Ё as Е and Й as И.
fn fold_case(sign: char) -> char {
    let mut upper = sign.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some('Ё'), None) => 'Е',
        (Some('Й'), None) => 'И',
        (Some(single), None) => single,
        _ => sign,
    }
}

/// Converts Latin capitals to the Cyrillic letters that look the same.
fn fold_latin(sign: char) -> char {
    match sign {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        other => other,
    }
}

#[cfg(test)]
mod tests;

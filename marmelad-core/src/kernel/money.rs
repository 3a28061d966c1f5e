//! Exact sums of money and discount values; floats are never used.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A sum of at least 0, stored as whole kopecks and written as roubles with two decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

/// Why an amount was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("an amount such as 1500 or 1500.50 is needed")]
    NotANumber,
    /// More than two decimal places.
    #[error("an amount has at most two places after the point")]
    TooPrecise,
    /// Outside [`Money::MIN_AMOUNT`]–[`Money::MAX_AMOUNT`].
    #[error("an amount is from 0.01 to 9999999.99")]
    OutOfRange,
}

impl MoneyError {
    /// The message for cashiers; empty when the bot's example explains enough.
    pub const fn in_russian(self) -> &'static str {
        match self {
            Self::NotANumber => "",
            Self::TooPrecise => "После запятой может быть не больше двух цифр.",
            Self::OutOfRange => "Сумма должна быть от 0,01 до 9 999 999,99 ₽.",
        }
    }
}

impl Money {
    pub const ZERO: Self = Self(0);
    pub const MIN_AMOUNT: Self = Self(1);
    pub const MAX_AMOUNT: Self = Self(999_999_999);

    /// From whole kopecks; `None` below 0.
    pub fn from_kopecks(kopecks: i64) -> Option<Self> {
        (kopecks >= 0).then_some(Self(kopecks))
    }

    pub const fn kopecks(self) -> i64 {
        self.0
    }

    /// The sum minus a saving, at least 0.
    #[must_use]
    pub fn less(self, saving: Self) -> Self {
        Self((self.0 - saving.0).max(0))
    }

    /// Parses a purchase amount as a cashier types it: `1500`, `1 500,50`, `1500 ₽`, `1500 руб.`.
    pub fn parse_typed(text: &str) -> Result<Self, MoneyError> {
        let folded = text.to_lowercase();
        let bare = folded.trim().trim_end_matches('.');
        let bare = ["₽", "рублей", "рубля", "рубль", "руб", "р"]
            .iter()
            .find_map(|unit| bare.strip_suffix(unit))
            .unwrap_or(bare);
        let number: String = bare
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if c == ',' { '.' } else { c })
            .collect();
        number.parse::<Self>()?.as_amount()
    }

    /// Accepts a valid purchase amount: 0.01–9 999 999.99.
    pub fn as_amount(self) -> Result<Self, MoneyError> {
        if (Self::MIN_AMOUNT..=Self::MAX_AMOUNT).contains(&self) {
            Ok(self)
        } else {
            Err(MoneyError::OutOfRange)
        }
    }
}

impl std::ops::AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Parses digits with at most two decimal places: `150`, `150.5`, `150.00`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(MoneyError::NotANumber);
        }
        if fraction.len() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        let whole: i64 = whole.parse().map_err(|_| MoneyError::OutOfRange)?;
        let fraction: i64 =
            format!("{fraction:0<2}").parse().map_err(|_| MoneyError::NotANumber)?;
        whole
            .checked_mul(100)
            .and_then(|kopecks| kopecks.checked_add(fraction))
            .map(Self)
            .ok_or(MoneyError::OutOfRange)
    }
}

impl fmt::Display for Money {
    /// Writes two decimal places, as JSON carries the sum: `150.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A percentage above 0 and at most 100, with two decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i64);

impl Percent {
    /// From hundredths of a percent, 1–10 000.
    pub fn from_hundredths(hundredths: i64) -> Option<Self> {
        (1..=10_000).contains(&hundredths).then_some(Self(hundredths))
    }

    /// Hundredths of a percent.
    pub const fn hundredths(self) -> i64 {
        self.0
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The text form is that of money: digits with two decimal places.
        let Money(hundredths) = Money::deserialize(deserializer)?;
        Self::from_hundredths(hundredths)
            .ok_or_else(|| serde::de::Error::custom("a percentage is from 0.01 to 100.00"))
    }
}

impl fmt::Display for Percent {
    /// Writes two decimal places, as JSON carries the percentage: `10.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// The saving of a discount (`value` and `value_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "value_type", content = "value", rename_all = "snake_case")]
pub enum DiscountValue {
    /// A percentage of the purchase.
    Percent(Percent),
    /// A fixed sum above 0; the saving never exceeds the purchase.
    Fixed(Money),
}

/// The unit of a discount value, as stored in `value_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    Percent,
    Fixed,
}

crate::kernel::text_enum!(ValueType {
    Percent => "percent",
    Fixed => "fixed",
});

impl DiscountValue {
    /// Builds the value from its stored columns; `None` when the number is out of range.
    pub fn from_hundredths(value_type: ValueType, hundredths: i64) -> Option<Self> {
        match value_type {
            ValueType::Percent => Percent::from_hundredths(hundredths).map(Self::Percent),
            ValueType::Fixed => {
                Money::from_kopecks(hundredths).filter(|sum| sum.0 > 0).map(Self::Fixed)
            }
        }
    }

    /// Hundredths of a percent, or kopecks.
    pub const fn hundredths(self) -> i64 {
        match self {
            Self::Percent(percent) => percent.0,
            Self::Fixed(sum) => sum.0,
        }
    }

    pub const fn value_type(self) -> ValueType {
        match self {
            Self::Percent(_) => ValueType::Percent,
            Self::Fixed(_) => ValueType::Fixed,
        }
    }

    /// The saving on a purchase, at most its amount: the fixed sum, or amount × percent / 100, rounded half up to
    /// kopecks.
    #[must_use]
    pub fn discount_on(self, amount: Money) -> Money {
        match self {
            Self::Percent(percent) => {
                let exact = i128::from(amount.0) * i128::from(percent.0);
                // The saving is at most 100 % of the amount, so it fits the same integer type.
                Money(i64::try_from((exact + 5_000) / 10_000).unwrap_or(amount.0))
            }
            Self::Fixed(sum) => sum.min(amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1500", Ok(150_000))]
    #[case(" 1 500,50 ", Ok(150_050))]
    #[case("1\u{a0}500.5 ₽", Ok(150_050))]
    #[case("1500 руб.", Ok(150_000))]
    #[case("1500р", Ok(150_000))]
    #[case("1500 Р.", Ok(150_000))]
    #[case("1\u{202f}500\u{2009}₽", Ok(150_000))]
    #[case("500.", Ok(50_000))]
    #[case("0,01", Ok(1))]
    #[case("9999999,99", Ok(999_999_999))]
    #[case("0", Err(MoneyError::OutOfRange))]
    #[case("10000000", Err(MoneyError::OutOfRange))]
    #[case("99999999999999999999", Err(MoneyError::OutOfRange))]
    #[case("1,505", Err(MoneyError::TooPrecise))]
    #[case("-5", Err(MoneyError::NotANumber))]
    #[case("1.500,50", Err(MoneyError::NotANumber))]
    #[case("1e5", Err(MoneyError::NotANumber))]
    #[case("много", Err(MoneyError::NotANumber))]
    #[case("", Err(MoneyError::NotANumber))]
    fn typed_amounts(#[case] text: &str, #[case] kopecks: Result<i64, MoneyError>) {
        assert_eq!(Money::parse_typed(text).map(Money::kopecks), kopecks);
    }

    #[rstest]
    #[case::ten_percent(ValueType::Percent, 1_000, "1500.50", "150.05")]
    #[case::half_a_kopeck_goes_up(ValueType::Percent, 1_000, "0.05", "0.01")]
    #[case::less_than_half_goes_down(ValueType::Percent, 1_000, "0.04", "0.00")]
    #[case::everything(ValueType::Percent, 10_000, "9999999.99", "9999999.99")]
    #[case::fixed(ValueType::Fixed, 15_000, "1500.00", "150.00")]
    #[case::no_more_than_the_purchase(ValueType::Fixed, 15_000, "100.00", "100.00")]
    fn savings(
        #[case] kind: ValueType,
        #[case] value: i64,
        #[case] amount: &str,
        #[case] saving: &str,
    ) {
        let value = DiscountValue::from_hundredths(kind, value).unwrap();
        assert_eq!(value.discount_on(amount.parse().unwrap()).to_string(), saving);
    }

    #[test]
    fn the_greatest_sums_do_not_overflow() {
        let all = DiscountValue::from_hundredths(ValueType::Percent, 10_000).unwrap();
        let greatest = Money::from_kopecks(i64::MAX).unwrap();
        assert_eq!(all.discount_on(greatest), greatest);
    }

    #[test]
    fn values_out_of_range_are_none() {
        assert_eq!(DiscountValue::from_hundredths(ValueType::Percent, 10_001), None);
        assert_eq!(DiscountValue::from_hundredths(ValueType::Percent, 0), None);
        assert_eq!(DiscountValue::from_hundredths(ValueType::Fixed, 0), None);
    }

    #[test]
    fn json_is_a_string_with_two_places() {
        let money: Money = serde_json::from_str("\"150.5\"").unwrap();
        assert_eq!(serde_json::to_string(&money).unwrap(), "\"150.50\"");
        assert!(serde_json::from_str::<Money>("150.5").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Ok(money) = Money::parse_typed(&text) {
                prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
            }
        }

        #[test]
        fn a_saving_is_never_more_than_the_purchase(percent in 1_i64..=10_000, kopecks in 1_i64..=999_999_999) {
            let amount = Money::from_kopecks(kopecks).unwrap();
            let value = DiscountValue::from_hundredths(ValueType::Percent, percent).unwrap();
            prop_assert!(value.discount_on(amount) <= amount);
        }
    }
}

//! Purchase amounts in bodies.

use marmelad_core::kernel::{Money, MoneyError};

use crate::problem::Problem;
use crate::views::Decimal;

/// The amount of a purchase, 0.01–9999999.99 roubles. `path` is its JSON Pointer.
pub(crate) fn amount(path: &str, number: &Decimal) -> Result<Money, Problem> {
    let read = number.0.parse::<Money>().and_then(Money::as_amount);
    read.map_err(|error| match error {
        MoneyError::NotANumber => Problem::malformed(path, error.to_string()),
        MoneyError::TooPrecise => Problem::invalid(path, "too_precise", error.to_string()),
        MoneyError::OutOfRange => Problem::invalid(path, "out_of_range", error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::problem::Kind;

    #[rstest]
    #[case("1500", Ok(150_000))]
    #[case("0.01", Ok(1))]
    #[case("9999999.99", Ok(999_999_999))]
    #[case("0.00", Err(Kind::InvalidValue))]
    #[case("10000000.00", Err(Kind::InvalidValue))]
    #[case("99999999999999999999", Err(Kind::InvalidValue))]
    #[case("1.001", Err(Kind::InvalidValue))]
    #[case("-5", Err(Kind::BadRequest))]
    #[case("1 500,50", Err(Kind::BadRequest))]
    #[case("", Err(Kind::BadRequest))]
    fn amounts(#[case] text: &str, #[case] expected: Result<i64, Kind>) {
        let read = amount("/amount", &Decimal(text.to_owned()));
        assert_eq!(read.map(Money::kopecks).map_err(|problem| problem.kind), expected);
    }
}

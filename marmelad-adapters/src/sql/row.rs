//! From columns to domain values: a value that does not read is reported with table, row and column.

use std::fmt::Display;
use std::str::FromStr;

use marmelad_core::discounts::UsageType;
use marmelad_core::kernel::{DiscountValue, Money, PortError, ValueType};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{Encode, QueryBuilder, Type};

use super::dialect::{self, Database, Hundredths};
use crate::sql::fault::Fault;

/// Adds `column IN (…)` for at least one id. Pads the list to a power of two by repeating ids, so that few different
/// statements are prepared.
pub(super) fn push_in(
    sql: &mut QueryBuilder<Database>,
    column: &str,
    ids: impl Iterator<Item = i64>,
) {
    let ids: Vec<i64> = ids.collect();
    let fill = ids.last().copied().into_iter().cycle();
    sql.push(column).push(" IN (");
    let mut list = sql.separated(", ");
    let length = ids.len().next_power_of_two();
    for id in ids.into_iter().chain(fill).take(length) {
        list.push_bind(id);
    }
    sql.push(")");
}

/// The table and id of the row that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowOf {
    pub(super) table: &'static str,
    pub(super) id: i64,
}

impl RowOf {
    pub(super) fn corrupt(self, column: &str, why: impl Display) -> Fault {
        Fault::Port(PortError::Corrupt {
            table: self.table,
            id: self.id,
            why: format!("{column}: {why}"),
        })
    }

    /// Parses text: a word of a closed set, a code, a slug.
    pub(super) fn word<T>(self, column: &str, word: &str) -> Result<T, Fault>
    where
        T: FromStr,
        T::Err: Display,
    {
        word.parse().map_err(|error: T::Err| self.corrupt(column, error))
    }

    pub(super) fn count(self, column: &str, number: i64) -> Result<u32, Fault> {
        u32::try_from(number).map_err(|error| self.corrupt(column, error))
    }

    pub(super) fn count_opt(self, column: &str, number: Option<i64>) -> Result<Option<u32>, Fault> {
        number.map(|number| self.count(column, number)).transpose()
    }

    pub(super) fn json<T: DeserializeOwned>(
        self,
        column: &str,
        Json(value): Json<Value>,
    ) -> Result<T, Fault> {
        serde_json::from_value(value).map_err(|error| self.corrupt(column, error))
    }

    pub(super) fn money(self, column: &str, number: Hundredths) -> Result<Money, Fault> {
        self.hundredths(column, number).and_then(|kopecks| {
            Money::from_kopecks(kopecks).ok_or_else(|| self.corrupt(column, "below 0"))
        })
    }

    pub(super) fn money_opt(
        self,
        column: &str,
        number: Option<Hundredths>,
    ) -> Result<Option<Money>, Fault> {
        number.map(|number| self.money(column, number)).transpose()
    }

    /// The discount value of the columns `value` and `value_type`.
    pub(super) fn discount_value(
        self,
        value: Hundredths,
        value_type: &str,
    ) -> Result<DiscountValue, Fault> {
        let kind: ValueType = self.word("value_type", value_type)?;
        let hundredths = self.hundredths("value", value)?;
        DiscountValue::from_hundredths(kind, hundredths)
            .ok_or_else(|| self.corrupt("value", "out of its range"))
    }

    /// The usage type of the columns `usage_type` and `max_uses`.
    pub(super) fn usage(self, usage_type: &str, max_uses: i64) -> Result<UsageType, Fault> {
        match (usage_type, self.count("max_uses", max_uses)?) {
            ("single", 1) => Ok(UsageType::Single),
            ("multi", max_uses) => Ok(UsageType::Multi { max_uses }),
            (other, max_uses) => {
                Err(self.corrupt("usage_type", format_args!("`{other}` with {max_uses} uses")))
            }
        }
    }

    fn hundredths(self, column: &str, number: Hundredths) -> Result<i64, Fault> {
        dialect::to_hundredths(number)
            .ok_or_else(|| self.corrupt(column, "more than two decimal places"))
    }
}

/// Money as a column stores it.
pub(super) fn money_column(money: Money) -> Hundredths {
    dialect::from_hundredths(money.kopecks())
}

/// The beginning of a text, at most `chars` characters.
pub(super) fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// Adds the values between the brackets of `IN (…)`, at least one.
pub(super) fn push_list<T>(query: &mut QueryBuilder<Database>, values: impl IntoIterator<Item = T>)
where
    T: for<'q> Encode<'q, Database> + Type<Database> + Send + 'static,
{
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
}

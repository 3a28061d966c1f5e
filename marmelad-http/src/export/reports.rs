//! The table of each report as a file. Its columns are fields of the API's objects.

use poem_openapi::types::ToJSON;
use serde_json::Value;

use super::{Cell, Rows};
use crate::views;

/// Type of a column.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Number,
    /// Money, or percent: two places.
    Places,
    Day,
    /// An instant, shown in the time zone of the shops.
    Time,
}

pub(crate) struct ReportTable {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    kinds: &'static [Kind],
}

macro_rules! table {
    ($table:ident: $name:literal { $($column:literal: $kind:ident,)+ }) => {
        pub(crate) const $table: ReportTable = ReportTable {
            name: $name,
            columns: &[$($column),+],
            kinds: &[$(Kind::$kind),+],
        };
    };
}

table!(SUMMARY: "report-summary" {
    "from": Day, "to": Day, "new_clients": Number, "subscribed": Number, "blocked": Number,
    "opted_out": Number, "issued": Number, "redeemed": Number, "undone": Number, "redemption_rate": Places,
    "orders": Number, "revenue": Places, "discount": Places,
});
table!(DISCOUNTS: "report-discounts" {
    "template_id": Number, "name": Text, "issued": Number, "redeemed": Number, "undone": Number,
    "redemption_rate": Places, "orders": Number, "revenue": Places, "discount": Places,
});
table!(CASHIERS: "report-cashiers" {
    "cashier_id": Number, "name": Text, "shop": Text, "redeemed": Number, "undone": Number,
    "wrong_codes": Number, "orders": Number, "revenue": Places, "discount": Places,
});
table!(CAMPAIGNS: "report-campaigns" {
    "campaign_id": Number, "slug": Text, "name": Text, "joined": Number, "new_clients": Number,
    "issued": Number, "redeemed": Number, "undone": Number, "redemption_rate": Places, "orders": Number,
    "revenue": Places, "discount": Places,
});
table!(BROADCASTS: "report-broadcasts" {
    "broadcast_id": Number, "title": Text, "status": Text, "started_at": Time, "audience": Number,
    "sent": Number, "issued": Number, "redeemed": Number, "redemption_rate": Places, "orders": Number,
    "revenue": Places, "discount": Places, "net": Places,
});

impl ReportTable {
    pub(crate) fn rows(&self, lines: &[impl ToJSON]) -> Rows {
        lines.iter().map(|line| self.row(line)).collect()
    }

    fn row(&self, line: &impl ToJSON) -> Vec<Cell> {
        let object = views::to_json(line);
        let columns = self.columns.iter().zip(self.kinds);
        columns.map(|(column, kind)| kind.cell(&object[*column])).collect()
    }
}

impl Kind {
    fn cell(self, value: &Value) -> Cell {
        let text = value.as_str();
        match self {
            Self::Text => text.map(ToOwned::to_owned).into(),
            Self::Number => value.as_i64().into(),
            Self::Places => text
                .and_then(|text| text.parse().ok())
                .map_or_else(|| text.map(ToOwned::to_owned).into(), Cell::Money),
            Self::Day => text.and_then(|text| text.parse().ok()).map_or(Cell::Empty, Cell::Day),
            Self::Time => text.and_then(|text| text.parse().ok()).map_or(Cell::Empty, Cell::Time),
        }
    }
}

//! The usage log.

use marmelad_core::discounts as domain;
use marmelad_core::discounts::UsageRecord;
use poem_openapi::Object;

use super::{Client, Timestamp, UsageStatus, Viewer, words};

words! {
    /// Where an attempt was made.
    UsageSource mirrors domain::UsageSource {
        /// In the auth bot.
        Bot = "bot",
        /// Through the REST API.
        Api = "api",
        /// Through the command line.
        Cli = "cli",
    }
}

/// An entry of the usage log: an attempt to redeem a code, or an undo.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UsageLog {
    /// Id of the entry.
    pub id: i64,
    /// Id of the discount, if the code exists.
    pub discount_id: Option<i64>,
    /// The code in its normal form; if it is not a code, the beginning of the input. Masked (`ДЯА••••`) for
    /// `readonly` admins while it can be redeemed.
    pub code: String,
    /// Result of the attempt.
    pub status: UsageStatus,
    /// Where the attempt was made.
    pub source: UsageSource,
    /// The cashier who tried.
    pub cashier_id: Option<i64>,
    /// The admin who tried.
    pub admin_id: Option<i64>,
    /// The client who holds the code, if it exists.
    pub user: Option<Client>,
    /// Shop of the cashier at that time.
    pub shop: Option<String>,
    /// Purchase that was recorded.
    pub order_id: Option<i64>,
    /// Of an undo: the entry of the redemption.
    pub undoes_log_id: Option<i64>,
    /// Of a redemption: when it was undone.
    pub undone_at: Option<Timestamp>,
    /// Of an undo: the reason.
    pub reason: Option<String>,
    /// Time of the attempt.
    pub created_at: Timestamp,
}

impl UsageLog {
    /// The entry with the code masked for the viewer.
    pub fn for_viewer(record: UsageRecord, viewer: Viewer) -> Self {
        Self {
            id: record.id.0,
            discount_id: record.discount_id.map(|id| id.0),
            // An input that is not a code may contain several codes or a phone.
            code: viewer.code(&record.code, record.discount_id.is_some() && !record.is_redeemable),
            status: record.status.into(),
            source: record.source.into(),
            cashier_id: record.cashier_id.map(|id| id.0),
            admin_id: record.admin_id.map(|id| id.0),
            user: record.client.map(Into::into),
            shop: record.shop,
            order_id: record.order_id.map(|id| id.0),
            undoes_log_id: record.undoes_log_id.map(|id| id.0),
            undone_at: record.undone_at.map(Into::into),
            reason: record.reason,
            created_at: record.at.into(),
        }
    }
}

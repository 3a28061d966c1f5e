//! The usage log.

use marmelad_core::domain::redemption as domain;
use marmelad_core::domain::usage_list::UsageRecord;
use poem_openapi::Object;

use super::{Client, Timestamp, UsageStatus, Viewer, words};

words! {
    /// Where an attempt came from.
    UsageSource mirrors domain::UsageSource {
        /// The auth bot.
        Bot = "bot",
        /// The REST API.
        Api = "api",
        /// The command line.
        Cli = "cli",
    }
}

/// One attempt to use a code, or an undo.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UsageLog {
    /// Row id.
    pub id: i64,
    /// The discount, when the code is one.
    pub discount_id: Option<i64>,
    /// The code in its normal form, else what was typed, cut; masked (`ДЯА••••`) for `readonly` admins while it can be
    /// redeemed.
    pub code: String,
    /// How it ended.
    pub status: UsageStatus,
    /// From where.
    pub source: UsageSource,
    /// The cashier, if it was one.
    pub cashier_id: Option<i64>,
    /// The admin, if it was one.
    pub admin_id: Option<i64>,
    /// Whose code it is, when it is one.
    pub user: Option<Client>,
    /// Where the cashier worked.
    pub shop: Option<String>,
    /// The purchase that it recorded.
    pub order_id: Option<i64>,
    /// Of an undo: the redemption that it took back.
    pub undoes_log_id: Option<i64>,
    /// Of a redemption: when it was taken back.
    pub undone_at: Option<Timestamp>,
    /// Of an undo: why.
    pub reason: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

impl UsageLog {
    /// As a viewer sees it.
    pub fn for_viewer(record: UsageRecord, viewer: Viewer) -> Self {
        Self {
            id: record.id.0,
            discount_id: record.discount_id.map(|id| id.0),
            // What is no code of ours may hold several of them, or somebody's phone.
            code: viewer.code(
                &record.code,
                record.discount_id.is_some() && !record.is_redeemable,
            ),
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

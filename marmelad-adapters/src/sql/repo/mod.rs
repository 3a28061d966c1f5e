//! The repositories, written once and compiled for each database.

mod admins;
mod audit;
mod broadcasts;
mod budget;
mod calendar;
mod campaigns;
mod cashiers;
mod conditions;
mod counting;
mod dialogues;
mod discounts;
mod health;
mod idempotency;
mod inbox;
mod lanes;
mod leases;
mod ledger;
mod login_tokens;
mod media;
mod notifications;
mod orders;
mod outbox;
mod processes;
mod reports;
mod row;
mod schema;
mod seed;
mod segments;
mod sessions;
mod settings;
mod templates;
mod totals;
mod users;
mod wrong_codes;

use std::sync::Arc;

use super::dialect::Db;
use crate::sql::{ConnectError, SqlOptions, SqlStore};

/// Opens the database and fills every port with it.
pub(in crate::sql) async fn open(url: &str, options: SqlOptions) -> Result<SqlStore, ConnectError> {
    let db = Db::connect(url, &options).await?;
    Ok(SqlStore {
        alerts: Arc::new(outbox::NotificationQueue::new(db.clone())),
        admins: Arc::new(admins::Admins::new(db.clone())),
        audit: Arc::new(audit::AuditLog::new(db.clone())),
        broadcasts: Arc::new(broadcasts::Broadcasts::new(db.clone())),
        calendar: Arc::new(calendar::JobCalendar::new(db.clone())),
        campaigns: Arc::new(campaigns::Campaigns::new(db.clone())),
        cashiers: Arc::new(cashiers::Cashiers::new(db.clone())),
        dialogues: Arc::new(dialogues::Dialogues::new(db.clone())),
        discount_lists: Arc::new(discounts::Lists::new(db.clone())),
        discounts: Arc::new(discounts::Discounts::new(db.clone())),
        health: Arc::new(health::DatabaseHealth::new(db.clone())),
        idempotency: Arc::new(idempotency::Keys::new(db.clone())),
        inbox: Arc::new(inbox::Inbox::new(db.clone())),
        leases: Arc::new(leases::NamedLeases::new(db.clone())),
        ledger: Arc::new(ledger::Ledger::new(db.clone())),
        login_tokens: Arc::new(login_tokens::HashedTokens::new(db.clone())),
        sessions: Arc::new(sessions::RevokedTokens::new(db.clone())),
        media: Arc::new(media::UploadedMedia::new(db.clone())),
        orders: Arc::new(orders::Orders::new(db.clone())),
        outbox: Arc::new(outbox::NotificationQueue::new(db.clone())),
        processes: Arc::new(processes::Processes::new(db.clone())),
        rates: Arc::new(budget::RateBudgets::new(db.clone())),
        reports: Arc::new(reports::Counted::new(db.clone())),
        segments: Arc::new(segments::Segments::new(db.clone())),
        settings: Arc::new(settings::StoredSettings::new(db.clone(), options.settings)),
        templates: Arc::new(templates::Templates::new(db.clone())),
        users: Arc::new(users::Users::new(db.clone())),
        wrong_codes: Arc::new(wrong_codes::WrongCodes::new(db.clone())),
        schema: Arc::new(schema::DatabaseSchema::new(db.clone())),
        seeder: Arc::new(seed::BulkSeeder::new(db)),
    })
}

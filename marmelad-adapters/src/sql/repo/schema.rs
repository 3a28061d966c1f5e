//! Migrating, and what every shop begins with.

use std::path::Path;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::audit::AuditEntry;
use marmelad_core::discounts::{Recurrence, TemplateEvent, TemplateTerms, UsageType};
use marmelad_core::kernel::{DiscountValue, Percent, PortError};

use super::super::dialect::{Db, for_update};
use super::health::applied_migrations;
use super::{audit, templates};
use crate::sql::fault::{Fault, retry};
use crate::sql::store::Schema;
use crate::sql::{BackupError, Connections, MigrateError};

pub(super) struct DatabaseSchema {
    db: Db,
}

impl DatabaseSchema {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_seed(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        // Two processes may come here at once on a new database: the second waits for the first.
        sqlx::query(concat!(
            "SELECT hash FROM audit_head WHERE id = 1",
            for_update!()
        ))
        .fetch_one(&mut *tx)
        .await?;
        let existing: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM discount_templates")
            .fetch_one(&mut *tx)
            .await?;
        if existing > 0 {
            return Ok(());
        }
        for terms in first_templates() {
            let id = templates::insert(&mut tx, &terms, now).await?;
            let entry = AuditEntry::system("create_template", "discount_template").about(id);
            audit::append(&mut tx, entry, now).await?;
        }
        Ok(tx.commit().await?)
    }
}

#[async_trait]
impl Schema for DatabaseSchema {
    async fn migrate(&self) -> Result<usize, MigrateError> {
        let before = applied_migrations(&self.db)
            .await
            .map_err(PortError::from)?;
        self.db.migrate().await?;
        let after = applied_migrations(&self.db)
            .await
            .map_err(PortError::from)?;
        Ok(after.saturating_sub(before))
    }

    async fn seed(&self, now: DateTime<Utc>) -> Result<(), PortError> {
        retry(|| self.try_seed(now)).await
    }

    async fn backup(&self, to: &Path, replace: bool) -> Result<u64, BackupError> {
        self.db.backup(to, replace).await
    }

    fn connections(&self) -> Connections {
        self.db.connections()
    }

    async fn close(&self) {
        self.db.close().await;
    }
}

/// One for the channel subscription, one for birthdays.
fn first_templates() -> impl Iterator<Item = TemplateTerms> {
    let terms = |name: &str, percent: i64, event, duration_days, recurrence| {
        Some(TemplateTerms {
            name: name.to_owned(),
            description: None,
            value: DiscountValue::Percent(Percent::from_hundredths(percent * 100)?),
            event,
            usage: UsageType::Single,
            duration_days,
            recurrence,
            min_order_amount: None,
            total_limit: None,
            valid_from: None,
            valid_until: None,
            message_text: None,
            is_active: true,
        })
    };
    [
        terms(
            "Скидка за подписку",
            10,
            TemplateEvent::Subscription,
            30,
            Recurrence::Days { value: 30 },
        ),
        terms(
            "Подарок на день рождения",
            15,
            TemplateEvent::Birthday,
            14,
            Recurrence::Yearly,
        ),
    ]
    .into_iter()
    .flatten()
}

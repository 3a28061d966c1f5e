//! Migrations, the templates that every shop begins with, and the rest of the database's upkeep.

use std::path::Path;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::audit::AuditEntry;
use marmelad_core::discounts::{Recurrence, TemplateEvent, TemplateTerms, UsageType};
use marmelad_core::kernel::{DiscountValue, Percent, PortError};
use marmelad_core::system::Health;

use super::super::discounts::templates;
use super::super::{Store, audit};
use super::seed;
use crate::sql::maintenance::{BackupError, Connections, Maintenance, MigrateError};
use crate::sql::seed::{SeedClient, SeedShops, Seeded};

#[async_trait]
impl Maintenance for Store {
    async fn migrate(&self) -> Result<usize, MigrateError> {
        let before = self.database().await?.applied;
        self.db.migrate().await?;
        let after = self.database().await?.applied;
        Ok(after.saturating_sub(before))
    }

    async fn add_first_templates(&self, now: DateTime<Utc>) -> Result<(), PortError> {
        self.db
            .transaction("schema.add_first_templates", async |mut tx| {
                // Two processes may come here at once on a new database: the second waits for the first.
                audit::lock_head(&mut tx).await?;
                let sql = "SELECT COUNT(*) FROM discount_templates";
                let existing: i64 = sqlx::query_scalar(sql).fetch_one(&mut *tx).await?;
                if existing > 0 {
                    return Ok(());
                }
                for terms in first_templates() {
                    let id = templates::insert(&mut tx, &terms, now).await?;
                    let entry =
                        AuditEntry::system("create_template", "discount_template").about(id);
                    audit::append(&mut tx, entry, now).await?;
                }
                Ok(())
            })
            .await
    }

    async fn seed(
        &self,
        shops: &SeedShops,
        clients: &mut (dyn Iterator<Item = Vec<SeedClient>> + Send),
    ) -> Result<Seeded, PortError> {
        let first = clients.next().unwrap_or_default();
        let mut written = first.len();
        let opened = self
            .db
            .transaction("seed.open_shops", async |mut tx| {
                seed::open_shops(&mut tx, shops, &first).await
            })
            .await?;
        let Some(places) = opened else {
            return Ok(Seeded::NotEmpty);
        };
        for more in clients {
            self.db
                .transaction("seed.add_clients", async |mut tx| {
                    seed::add_clients(&mut tx, &places, &more).await
                })
                .await?;
            written += more.len();
        }
        if let Err(error) = self.db.refresh_statistics().await {
            // The clients are stored; the scheduler refreshes the statistics later.
            tracing::warn!(%error, "the database's statistics could not be refreshed");
        }
        Ok(Seeded::Filled(written as u64))
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

/// A template for the channel subscription and one for birthdays.
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
        terms("Подарок на день рождения", 15, TemplateEvent::Birthday, 14, Recurrence::Yearly),
    ]
    .into_iter()
    .flatten()
}

//! The opened database with every port that it serves.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use marmelad_core::alerts::Alerts;
use marmelad_core::audit::AuditRepo;
use marmelad_core::broadcasts::{BroadcastRepo, DeliveryLog};
use marmelad_core::calendar::Calendar;
use marmelad_core::campaigns::CampaignRepo;
use marmelad_core::clients::UserRepo;
use marmelad_core::discounts::{DiscountLists, DiscountRepo, TemplateRepo, WrongCodeLimiter};
use marmelad_core::intake::{DialogueStore, UpdateInbox};
use marmelad_core::kernel::PortError;
use marmelad_core::media::MediaRepo;
use marmelad_core::notifications::Outbox;
use marmelad_core::orders::OrderRepo;
use marmelad_core::reports::Reports;
use marmelad_core::segments::SegmentRepo;
use marmelad_core::sessions::{IdempotencyKeys, LoginTokens, Sessions};
use marmelad_core::settings::SettingsRepo;
use marmelad_core::staff::{AdminRepo, CashierRepo};
use marmelad_core::system::{Health, Leases, ProcessRegistry, SchemaState};

use crate::rate_limiter::RateStore;

use super::maintenance::{BackupError, Connections, Maintenance, MigrateError};
use super::seed::{SeedClient, SeedShops, Seeded};

/// Declares [`SqlStore`] with a field per port, and how one store fills all of them.
macro_rules! sql_store {
    ($($field:ident: $port:ident,)+) => {
        /// Every port that the database serves. Cheap to clone.
        #[derive(Clone)]
        pub struct SqlStore {
            $(pub $field: Arc<dyn $port>,)+
            maintenance: Arc<dyn Maintenance>,
        }

        impl SqlStore {
            pub(super) fn new<S>(store: S) -> Self
            where
                S: $($port +)+ Maintenance + 'static,
            {
                let store = Arc::new(store);
                Self {
                    $($field: store.clone(),)+
                    maintenance: store,
                }
            }
        }
    };
}

sql_store! {
    admins: AdminRepo,
    alerts: Alerts,
    audit: AuditRepo,
    broadcasts: BroadcastRepo,
    rates: RateStore,
    calendar: Calendar,
    campaigns: CampaignRepo,
    cashiers: CashierRepo,
    dialogues: DialogueStore,
    discount_lists: DiscountLists,
    discounts: DiscountRepo,
    health: Health,
    idempotency: IdempotencyKeys,
    inbox: UpdateInbox,
    leases: Leases,
    delivery_log: DeliveryLog,
    login_tokens: LoginTokens,
    media: MediaRepo,
    orders: OrderRepo,
    outbox: Outbox,
    processes: ProcessRegistry,
    reports: Reports,
    segments: SegmentRepo,
    sessions: Sessions,
    settings: SettingsRepo,
    templates: TemplateRepo,
    users: UserRepo,
    wrong_codes: WrongCodeLimiter,
}

impl SqlStore {
    /// Applies the missing migrations and returns how many they were. A database without any template
    /// gets the two that every shop begins with. Safe when several processes migrate at once.
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<usize, MigrateError> {
        let applied = self.maintenance.migrate().await?;
        self.maintenance.add_first_templates(now).await?;
        Ok(applied)
    }

    /// How far the database is migrated.
    pub async fn status(&self) -> Result<SchemaState, PortError> {
        self.health.database().await
    }

    /// Fills a migrated database that has no clients; one that has some is left as it is.
    pub async fn seed(
        &self,
        shops: &SeedShops,
        clients: &mut (dyn Iterator<Item = Vec<SeedClient>> + Send),
    ) -> Result<Seeded, PortError> {
        self.maintenance.seed(shops, clients).await
    }

    /// Writes a consistent copy of an SQLite database without blocking writers, and returns the copy's length in
    /// bytes. Replaces an existing file only if `replace` is set, and only once the copy is complete.
    pub async fn backup(&self, to: &Path, replace: bool) -> Result<u64, BackupError> {
        self.maintenance.backup(to, replace).await
    }

    /// This process's open connections.
    pub fn connections(&self) -> Connections {
        self.maintenance.connections()
    }

    /// Closes every connection after its running query.
    pub async fn close(&self) {
        self.maintenance.close().await;
    }
}

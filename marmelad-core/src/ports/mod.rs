//! What the use cases need from outside, one trait per file.
//!
//! The rules of the house:
//!
//! 1. **A method is one transaction.** It takes a command that holds everything which must commit
//!    together (the change, its audit entry, the notification to queue) and answers with an outcome.
//!    No transaction object crosses this border.
//! 2. **Outcomes are not errors.** "Not found" is `Option` or a variant; [`PortError`] is for faults.
//! 3. **Limits hold in the store**: in the `WHERE` of one conditional statement, behind a UNIQUE key, or
//!    under a lock taken in the same transaction. Where the rule needs what the lock protects, the
//!    store loads it and asks the pure rule in [`crate::domain`].
//! 4. **Time and randomness are arguments**, drawn by the use case from [`Clock`], [`CodeGenerator`]
//!    and [`Entropy`].
//!
//! To add a port: write the trait with its commands here, give it `#[cfg_attr(any(test, feature =
//! "mocks"), mockall::automock)]`, add a field to [`Ports`], fill it in the adapters' bootstrap, and
//! write its contract tests there, which run on every backend.

mod access_tokens;
mod admin_repo;
mod audit_repo;
mod backlog;
mod broadcast_ledger;
mod broadcast_repo;
mod calendar;
mod campaign_repo;
mod cashier_repo;
mod clock;
mod code_generator;
mod dialogue_store;
mod discount_lists;
mod discount_repo;
mod entropy;
mod health;
mod idempotency_keys;
mod leases;
mod login_tokens;
mod media_repo;
mod media_store;
mod messenger;
mod order_repo;
mod outbox;
mod process_registry;
mod progress_hints;
mod rate_limiter;
mod reports;
mod segment_repo;
mod sessions;
mod settings_repo;
mod subscription_cache;
mod template_repo;
mod update_inbox;
mod update_source;
mod user_repo;
mod wrong_code_limiter;

use std::sync::Arc;

pub use access_tokens::*;
pub use admin_repo::*;
pub use audit_repo::*;
pub use backlog::*;
pub use broadcast_ledger::*;
pub use broadcast_repo::*;
pub use calendar::*;
pub use campaign_repo::*;
pub use cashier_repo::*;
pub use clock::*;
pub use code_generator::*;
pub use dialogue_store::*;
pub use discount_lists::*;
pub use discount_repo::*;
pub use entropy::*;
pub use health::*;
pub use idempotency_keys::*;
pub use leases::*;
pub use login_tokens::*;
pub use media_repo::*;
pub use media_store::*;
pub use messenger::*;
pub use order_repo::*;
pub use outbox::*;
pub use process_registry::*;
pub use progress_hints::*;
pub use rate_limiter::*;
pub use reports::*;
pub use segment_repo::*;
pub use sessions::*;
pub use settings_repo::*;
pub use subscription_cache::*;
pub use template_repo::*;
pub use update_inbox::*;
pub use update_source::*;
pub use user_repo::*;
pub use wrong_code_limiter::*;

pub use crate::error::PortError;

/// Every port, filled. Cheap to clone.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port")]
pub struct Ports {
    pub access_tokens: Arc<dyn AccessTokens>,
    pub admins: Arc<dyn AdminRepo>,
    pub audit: Arc<dyn AuditRepo>,
    pub broadcasts: Arc<dyn BroadcastRepo>,
    pub rate_limiter: Arc<dyn RateLimiter>,
    pub calendar: Arc<dyn Calendar>,
    pub campaigns: Arc<dyn CampaignRepo>,
    pub cashiers: Arc<dyn CashierRepo>,
    pub clock: Arc<dyn Clock>,
    pub codes: Arc<dyn CodeGenerator>,
    pub dialogues: Arc<dyn DialogueStore>,
    pub discount_lists: Arc<dyn DiscountLists>,
    pub discounts: Arc<dyn DiscountRepo>,
    pub entropy: Arc<dyn Entropy>,
    pub health: Arc<dyn Health>,
    pub idempotency: Arc<dyn IdempotencyKeys>,
    pub leases: Arc<dyn Leases>,
    pub ledger: Arc<dyn BroadcastLedger>,
    pub login_tokens: Arc<dyn LoginTokens>,
    pub media: Arc<dyn MediaRepo>,
    pub media_store: Arc<dyn MediaStore>,
    pub messenger: Arc<dyn Messenger>,
    pub orders: Arc<dyn OrderRepo>,
    pub outbox: Arc<dyn Outbox>,
    pub processes: Arc<dyn ProcessRegistry>,
    pub progress: Arc<dyn ProgressHints>,
    pub reports: Arc<dyn Reports>,
    pub segments: Arc<dyn SegmentRepo>,
    pub sessions: Arc<dyn Sessions>,
    pub settings: Arc<dyn SettingsRepo>,
    pub subscriptions: Arc<dyn SubscriptionCache>,
    pub templates: Arc<dyn TemplateRepo>,
    pub inbox: Arc<dyn UpdateInbox>,
    pub updates: Arc<dyn UpdateSource>,
    pub users: Arc<dyn UserRepo>,
    pub wrong_codes: Arc<dyn WrongCodeLimiter>,
}

#[cfg(any(test, feature = "mocks"))]
impl Ports {
    /// Mocks without expectations: replace those that a test needs; any other call panics.
    pub fn mocked() -> Self {
        Self {
            access_tokens: Arc::new(MockAccessTokens::new()),
            admins: Arc::new(MockAdminRepo::new()),
            audit: Arc::new(MockAuditRepo::new()),
            broadcasts: Arc::new(MockBroadcastRepo::new()),
            rate_limiter: Arc::new(MockRateLimiter::new()),
            calendar: Arc::new(MockCalendar::new()),
            campaigns: Arc::new(MockCampaignRepo::new()),
            cashiers: Arc::new(MockCashierRepo::new()),
            clock: Arc::new(MockClock::new()),
            codes: Arc::new(MockCodeGenerator::new()),
            dialogues: Arc::new(MockDialogueStore::new()),
            discount_lists: Arc::new(MockDiscountLists::new()),
            discounts: Arc::new(MockDiscountRepo::new()),
            entropy: Arc::new(MockEntropy::new()),
            health: Arc::new(MockHealth::new()),
            idempotency: Arc::new(MockIdempotencyKeys::new()),
            leases: Arc::new(MockLeases::new()),
            ledger: Arc::new(MockBroadcastLedger::new()),
            login_tokens: Arc::new(MockLoginTokens::new()),
            media: Arc::new(MockMediaRepo::new()),
            media_store: Arc::new(MockMediaStore::new()),
            messenger: Arc::new(MockMessenger::new()),
            orders: Arc::new(MockOrderRepo::new()),
            outbox: Arc::new(MockOutbox::new()),
            processes: Arc::new(MockProcessRegistry::new()),
            progress: Arc::new(MockProgressHints::new()),
            reports: Arc::new(MockReports::new()),
            segments: Arc::new(MockSegmentRepo::new()),
            sessions: Arc::new(MockSessions::new()),
            settings: Arc::new(MockSettingsRepo::new()),
            subscriptions: Arc::new(MockSubscriptionCache::new()),
            templates: Arc::new(MockTemplateRepo::new()),
            inbox: Arc::new(MockUpdateInbox::new()),
            updates: Arc::new(MockUpdateSource::new()),
            users: Arc::new(MockUserRepo::new()),
            wrong_codes: Arc::new(MockWrongCodeLimiter::new()),
        }
    }
}

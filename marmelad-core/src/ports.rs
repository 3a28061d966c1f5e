//! The struct of all ports: adapters fill it and services take their ports from it.

use std::sync::Arc;

use crate::{
    alerts, audit, broadcasts, calendar, campaigns, clients, delivery, discounts, intake, kernel,
    media, notifications, orders, reports, segments, sessions, settings, staff, system,
};

macro_rules! ports {
    ($($field:ident: $area:ident::$port:ident / $mock:ident,)+) => {
        /// All ports with their adapters. Cheap to clone.
        #[derive(Clone)]
        pub struct Ports {
            $(pub $field: Arc<dyn $area::$port>,)+
        }

        #[cfg(any(test, feature = "mocks"))]
        impl Ports {
            /// Mocks without expectations. A test replaces the ports it needs; a call to any other port panics.
            pub fn mocked() -> Self {
                Self { $($field: Arc::new($area::$mock::new()),)+ }
            }
        }
    };
}

ports! {
    access_tokens: sessions::AccessTokens / MockAccessTokens,
    alerts: alerts::Alerts / MockAlerts,
    admins: staff::AdminRepo / MockAdminRepo,
    audit: audit::AuditRepo / MockAuditRepo,
    broadcasts: broadcasts::BroadcastRepo / MockBroadcastRepo,
    calendar: calendar::Calendar / MockCalendar,
    campaigns: campaigns::CampaignRepo / MockCampaignRepo,
    cashiers: staff::CashierRepo / MockCashierRepo,
    clock: kernel::Clock / MockClock,
    codes: discounts::CodeGenerator / MockCodeGenerator,
    dialogues: intake::DialogueStore / MockDialogueStore,
    discount_lists: discounts::DiscountLists / MockDiscountLists,
    discounts: discounts::DiscountRepo / MockDiscountRepo,
    entropy: kernel::Entropy / MockEntropy,
    health: system::Health / MockHealth,
    idempotency: sessions::IdempotencyKeys / MockIdempotencyKeys,
    leases: system::Leases / MockLeases,
    delivery_log: broadcasts::DeliveryLog / MockDeliveryLog,
    login_tokens: sessions::LoginTokens / MockLoginTokens,
    media: media::MediaRepo / MockMediaRepo,
    media_store: media::MediaStore / MockMediaStore,
    messenger: delivery::Messenger / MockMessenger,
    orders: orders::OrderRepo / MockOrderRepo,
    outbox: notifications::Outbox / MockOutbox,
    processes: system::ProcessRegistry / MockProcessRegistry,
    progress: broadcasts::ProgressHints / MockProgressHints,
    rate_limiter: delivery::RateLimiter / MockRateLimiter,
    reports: reports::Reports / MockReports,
    segments: segments::SegmentRepo / MockSegmentRepo,
    sessions: sessions::Sessions / MockSessions,
    settings: settings::SettingsRepo / MockSettingsRepo,
    subscriptions: clients::SubscriptionCache / MockSubscriptionCache,
    templates: discounts::TemplateRepo / MockTemplateRepo,
    inbox: intake::UpdateInbox / MockUpdateInbox,
    updates: intake::UpdateSource / MockUpdateSource,
    users: clients::UserRepo / MockUserRepo,
    wrong_codes: discounts::WrongCodeLimiter / MockWrongCodeLimiter,
}

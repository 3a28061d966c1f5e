//! Values and applications for the tests of services.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::audit::{AuditRepo, MockAuditRepo};
use crate::broadcasts::{
    Audience, Broadcast, BroadcastContent, BroadcastStatus, BroadcastTerms, Excluded,
    OutcomeCounts, Recipient,
};
use crate::campaigns::{Campaign, CampaignTerms};
use crate::discounts::{
    ClientCard, CodeGenerator, Discount, DiscountCode, DiscountSource, MockCodeGenerator,
    Recurrence, Redeemer, Template, TemplateEvent, TemplateTerms, UsageSource, UsageType,
};
use crate::kernel::{
    AdminId, BroadcastId, CashierId, ClientId, DiscountId, DiscountValue, MediaId, MessageId,
    MockClock, TelegramId, ValueType,
};
use crate::media::{Media, MediaKind, StoredFile};
use crate::people::{Gender, TelegramProfile, User};
use crate::settings::{BootDefaults, MockSettingsRepo, Settings};
use crate::staff::{Admin, Cashier, CashierStatus, NotificationGroup, Role};
use crate::{App, AppContext, Ports};

/// Noon of 5 March 2026 in Vladivostok.
pub(crate) const NOW: &str = "2026-03-05T02:00:00Z";

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn app_at(now: &str, ports: Ports) -> App {
    app_with_settings(now, &[], ports)
}

pub(crate) fn app_with_settings(now: &str, settings: &[(&str, &str)], ports: Ports) -> App {
    let rows =
        settings.iter().map(|(key, value)| ((*key).to_owned(), serde_json::Value::from(*value)));
    let settings = Arc::new(Settings::load(BootDefaults::default(), rows).0);
    let mut repo = MockSettingsRepo::new();
    repo.expect_current().returning(move || Ok(Arc::clone(&settings)));
    let mut clock = MockClock::new();
    clock.expect_now().return_const(instant(now));
    let context = AppContext {
        zone: chrono_tz::Asia::Vladivostok,
        test_ids: BTreeSet::new(),
        panel_url: "http://localhost:8000".into(),
        own_bot_api: false,
    };
    App::new(&Ports { settings: Arc::new(repo), clock: Arc::new(clock), ..ports }, context)
}

/// Expects one audit entry of this action.
pub(crate) fn recording(action: &'static str) -> Arc<dyn AuditRepo> {
    let mut audit = MockAuditRepo::new();
    audit
        .expect_record()
        .once()
        .withf(move |entry, _| entry.action() == action)
        .returning(|_, _| Ok(()));
    Arc::new(audit)
}

pub(crate) fn codes() -> Arc<dyn CodeGenerator> {
    let mut codes = MockCodeGenerator::new();
    codes.expect_draw().returning(|| DiscountCode::parse_exact("ДЯА4589").unwrap());
    Arc::new(codes)
}

pub(crate) fn profile() -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(100),
        username: Some("anna".into()),
        first_name: Some("Анна".into()),
        last_name: None,
    }
}

/// The client of [`profile`], seen a minute ago.
pub(crate) fn client() -> User {
    User {
        id: ClientId(1),
        telegram_id: TelegramId(100),
        username: Some("anna".into()),
        first_name: Some("Анна".into()),
        last_name: None,
        display_name: "Анна".into(),
        phone: None,
        gender: Gender::Unknown,
        birthday: None,
        birthday_changed_at: None,
        last_celebrated_on: None,
        is_subscribed: false,
        subscription_checked_at: None,
        is_blocked: false,
        is_opted_out: false,
        consent_at: None,
        consent_version: None,
        marketing_consent_at: None,
        tags: Vec::new(),
        is_test: false,
        campaign_id: None,
        last_seen_at: Some(instant("2026-03-05T01:59:00Z")),
        anonymized_at: None,
        created_at: instant("2026-01-01T00:00:00Z"),
    }
}

pub(crate) fn client_card() -> ClientCard {
    ClientCard { user_id: ClientId(1), display_name: "Анна".into() }
}

/// A discount of 10 %, single use, valid until 4 April 2026 inclusive.
pub(crate) fn discount() -> Discount {
    Discount {
        id: DiscountId(1),
        user_id: ClientId(1),
        template_id: Some(1.into()),
        campaign_id: None,
        broadcast_id: None,
        source: DiscountSource::Subscription,
        code: DiscountCode::parse_exact("ДЯА4589").unwrap(),
        value: DiscountValue::from_hundredths(ValueType::Percent, 1_000).unwrap(),
        usage: UsageType::Single,
        uses_count: 0,
        min_order_amount: None,
        expires_at: instant("2026-04-04T13:59:59.999Z"),
        used_at: None,
        used_by_cashier_id: None,
        revoked_at: None,
        revoke_reason: None,
        is_test: false,
        created_at: instant(NOW),
    }
}

/// The template that issued [`discount`].
pub(crate) fn template() -> Template {
    Template {
        id: 1.into(),
        terms: TemplateTerms {
            name: "За подписку".into(),
            description: None,
            value: discount().value,
            event: TemplateEvent::Subscription,
            usage: UsageType::Single,
            duration_days: 30,
            recurrence: Recurrence::Days { value: 30 },
            min_order_amount: None,
            total_limit: None,
            valid_from: None,
            valid_until: None,
            message_text: None,
            is_active: true,
        },
        issued_count: 1,
        created_at: instant(NOW),
    }
}

/// A campaign open to everybody, with a template.
pub(crate) fn campaign() -> Campaign {
    Campaign {
        id: 1.into(),
        terms: CampaignTerms {
            slug: "leto".parse().unwrap(),
            name: "Лето".into(),
            description: None,
            template_id: Some(2.into()),
            starts_at: None,
            ends_at: None,
            total_limit: None,
            is_active: true,
        },
        joined_count: 1,
        created_at: instant(NOW),
    }
}

pub(crate) fn cashier() -> Cashier {
    Cashier {
        id: CashierId(1),
        telegram_id: TelegramId(100),
        display_name: "Анна".into(),
        username: None,
        shop: Some("Светланская, 1".into()),
        status: CashierStatus::Active,
        approved_by_admin_id: Some(AdminId(1)),
        approved_at: Some(instant(NOW)),
        rejected_at: None,
        deactivated_at: None,
        created_at: instant(NOW),
    }
}

pub(crate) fn by_cashier() -> Redeemer {
    Redeemer { cashier_id: Some(CashierId(1)), admin_id: None, source: UsageSource::Bot }
}

/// A broadcast draft to everybody that copies a message of [`admin`].
pub(crate) fn broadcast() -> Broadcast {
    Broadcast {
        id: BroadcastId(1),
        terms: BroadcastTerms {
            title: "Весна".into(),
            content: BroadcastContent::Copy {
                source_chat: admin().telegram_id,
                source_message: MessageId(7),
                buttons: Vec::new(),
                unsubscribe_button: true,
            },
            audience: Audience::default(),
            template_id: None,
            scheduled_at: None,
            rate_per_minute: None,
            ignore_quiet_hours: false,
        },
        status: BroadcastStatus::Draft,
        started_at: None,
        finished_at: None,
        waiting_until: None,
        created_by_admin_id: Some(admin().id),
        audience_total: 0,
        is_fanned_out: false,
        excluded: Excluded::default(),
        counts: OutcomeCounts::default(),
        stop: None,
        recall: None,
        created_at: instant(NOW),
        updated_at: instant(NOW),
    }
}

/// A recipient of a broadcast who gets no code.
pub(crate) fn recipient() -> Recipient {
    Recipient {
        chat: TelegramId(100).into(),
        first_name: Some("Анна".into()),
        display_name: "Анна Иванова".into(),
        discount: None,
    }
}

/// An uploaded video, known to Telegram by this file id.
pub(crate) fn uploaded_video(telegram_file_id: Option<&str>) -> Media {
    Media {
        id: MediaId(3),
        kind: MediaKind::Video,
        file: StoredFile {
            path: "ab/abc".into(),
            file_name: "клип.mp4".into(),
            content_type: "video/mp4".into(),
            size_bytes: 10,
        },
        sha256: "abc".into(),
        telegram_file_id: telegram_file_id.map(str::to_owned),
        created_at: instant(NOW),
    }
}

pub(crate) fn admin() -> Admin {
    Admin {
        id: AdminId(1),
        telegram_id: TelegramId(9),
        display_name: "Ольга".into(),
        username: None,
        role: Role::Owner,
        is_active: true,
        can_broadcast_from_chat: false,
        notification_groups: NotificationGroup::ALL.to_vec(),
        auth_epoch: 0,
        created_at: instant(NOW),
    }
}

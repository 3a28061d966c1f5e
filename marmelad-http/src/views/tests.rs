#![allow(clippy::unwrap_used)]

use marmelad_core::discounts::{code, discount, template};
use marmelad_core::kernel::{AdminId, CampaignId, ClientId, Money, TelegramId, money};
use marmelad_core::people::user;
use marmelad_core::settings;
use marmelad_core::settings::BootDefaults;
use marmelad_core::staff::admin;
use serde_json::json;

use super::*;

#[test]
fn words_are_spelled_as_in_the_database() {
    let all = [
        Role::spellings(),
        NotificationGroup::spellings(),
        Gender::spellings(),
        CashierStatus::spellings(),
        ValueType::spellings(),
        UsageKind::spellings(),
        SettingGroup::spellings(),
        DiscountSource::spellings(),
        TemplateEvent::spellings(),
        UsageStatus::spellings(),
        UsageSource::spellings(),
        DiscountState::spellings(),
        OrderSource::spellings(),
        OrderStatus::spellings(),
        AuditActor::spellings(),
        BroadcastKind::spellings(),
        BroadcastStatus::spellings(),
        RecipientStatus::spellings(),
        SkipReason::spellings(),
        RecallStatus::spellings(),
        GroupBy::spellings(),
        CalendarJob::spellings(),
    ];
    for (shown, stored) in all.into_iter().flatten() {
        assert_eq!(shown, stored);
    }
}

#[test]
fn instants_are_utc_with_milliseconds() {
    let at = Timestamp("2026-03-05T20:00:00.5+10:00".parse().unwrap());
    assert_eq!(to_json(&at), "2026-03-05T10:00:00.500Z");
    assert_eq!(to_json(&Day("2002-02-03".parse().unwrap())), "2002-02-03");
}

#[test]
fn an_admin_leaves_out_what_is_not_set() {
    let admin = admin::Admin {
        id: AdminId(1),
        telegram_id: TelegramId(42),
        display_name: "Ольга".into(),
        username: None,
        role: admin::Role::Owner,
        is_active: true,
        can_broadcast_from_chat: false,
        notification_groups: vec![admin::NotificationGroup::Alerts],
        auth_epoch: 7,
        created_at: "2026-03-05T10:00:00Z".parse().unwrap(),
    };
    assert_eq!(
        to_json(&Admin::from(admin)),
        json!({
            "id": 1,
            "telegram_id": 42,
            "display_name": "Ольга",
            "role": "owner",
            "is_active": true,
            "can_broadcast_from_chat": false,
            "notification_groups": ["alerts"],
            "created_at": "2026-03-05T10:00:00.000Z",
        })
    );
}

#[test]
fn a_discount_carries_money_as_text() {
    let discount = discount::Discount {
        id: marmelad_core::kernel::DiscountId(9),
        user_id: ClientId(5),
        template_id: None,
        campaign_id: Some(CampaignId(2)),
        broadcast_id: None,
        source: discount::DiscountSource::Campaign,
        code: code::DiscountCode::parse_exact("ДЯА4589").unwrap(),
        value: money::DiscountValue::Fixed(Money::from_kopecks(15_000).unwrap()),
        usage: template::UsageType::Multi { max_uses: 3 },
        uses_count: 1,
        min_order_amount: Money::from_kopecks(50_050),
        expires_at: "2026-03-05T13:59:59.999Z".parse().unwrap(),
        used_at: None,
        used_by_cashier_id: None,
        revoked_at: None,
        revoke_reason: None,
        is_test: false,
        created_at: "2026-02-05T10:00:00Z".parse().unwrap(),
    };
    let shown = to_json(&Discount::from(discount));
    assert_eq!(shown["value"], "150.00");
    assert_eq!(shown["value_type"], "fixed");
    assert_eq!(shown["min_order_amount"], "500.50");
    assert_eq!((&shown["usage_type"], &shown["max_uses"]), (&json!("multi"), &json!(3)));
    assert_eq!(shown["uses_left"], 2);
    assert_eq!(shown["expires_at"], "2026-03-05T13:59:59.999Z");
    assert!(shown.get("template_id").is_none());
}

#[test]
fn a_phone_can_be_left_out() {
    let user = user::User {
        id: ClientId(5),
        telegram_id: TelegramId(101),
        username: None,
        first_name: Some("Анна".into()),
        last_name: None,
        display_name: "Анна".into(),
        phone: Some("+79001234567".into()),
        gender: user::Gender::Female,
        birthday: Some("2002-02-03".parse().unwrap()),
        birthday_changed_at: None,
        last_celebrated_on: None,
        is_subscribed: true,
        subscription_checked_at: None,
        is_blocked: false,
        is_opted_out: false,
        consent_at: None,
        consent_version: None,
        marketing_consent_at: None,
        tags: vec!["vip".into()],
        is_test: false,
        campaign_id: None,
        last_seen_at: None,
        anonymized_at: None,
        created_at: "2026-02-05T10:00:00Z".parse().unwrap(),
    };
    let shown = to_json(&User::for_viewer(user.clone(), Viewer::Full));
    assert_eq!(shown["phone"], "+79001234567");
    assert_eq!(shown["birthday"], "2002-02-03");
    let shown = to_json(&User::for_viewer(user, Viewer::Readonly));
    assert!(shown.get("phone").is_none());
}

#[test]
fn the_registry_tells_ranges_and_defaults() {
    let specs = SettingSpec::all(&settings::Settings::defaults(BootDefaults::default()), &[]);
    let find = |key: &str| specs.iter().find(|spec| spec.key == key).map(to_json).unwrap();
    let hour = find("reminder_hour");
    assert_eq!(
        (&hour["type"], &hour["min"], &hour["max"]),
        (&json!("integer"), &json!(0), &json!(23))
    );
    assert_eq!(hour["default"], 12);
    assert!(find("privacy_policy_url").get("default").is_none());
    assert!(
        specs.iter().any(|spec| { spec.placeholders.as_ref().is_some_and(|all| !all.is_empty()) })
    );
}

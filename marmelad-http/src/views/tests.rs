#![allow(clippy::unwrap_used)]

use marmelad_core::discounts::{code, discount, template};
use marmelad_core::kernel::{CampaignId, ClientId, Money, money};
use marmelad_core::settings;
use marmelad_core::settings::BootDefaults;
use serde_json::json;

use super::*;
use crate::paging::IsTest;

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
        IsTest::spellings(),
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

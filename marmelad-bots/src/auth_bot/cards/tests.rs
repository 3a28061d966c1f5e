use chrono::{DateTime, Utc};
use marmelad_core::delivery::ButtonAction;
use marmelad_core::discounts::{DiscountSource, RedeemedOrder, UsageType};
use marmelad_core::kernel::{CashierId, ClientId, DiscountId, DiscountValue, OrderId, ValueType};
use marmelad_core::settings::{BootDefaults, Settings};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn roubles(kopecks: i64) -> Money {
    Money::from_kopecks(kopecks).unwrap()
}

fn with_wording<T>(render: impl FnOnce(&Wording<'_>) -> T) -> T {
    let settings = Settings::defaults(BootDefaults::default());
    render(&Wording {
        settings: &settings,
        zone: chrono_tz::Asia::Vladivostok,
        now: at("2026-03-05T02:00:00Z"),
    })
}

/// 10 %, single use, until 4 April 2026 inclusive.
fn discount() -> Discount {
    Discount {
        id: DiscountId(1),
        user_id: ClientId(1),
        template_id: None,
        campaign_id: None,
        broadcast_id: None,
        source: DiscountSource::Subscription,
        code: DiscountCode::parse_exact("ДЯА4589").unwrap(),
        value: DiscountValue::from_hundredths(ValueType::Percent, 1_000).unwrap(),
        usage: UsageType::Single,
        uses_count: 0,
        min_order_amount: None,
        expires_at: at("2026-04-04T13:59:59.999Z"),
        used_at: None,
        used_by_cashier_id: None,
        revoked_at: None,
        revoke_reason: None,
        is_test: false,
        created_at: at("2026-03-05T02:00:00Z"),
    }
}

fn client() -> ClientCard {
    ClientCard { user_id: ClientId(1), display_name: "<b>Анна</b> & Ко".into() }
}

fn labels(card: &Card) -> Vec<(&str, &str)> {
    let buttons = card.buttons.iter().flatten();
    buttons
        .map(|button| match &button.action {
            ButtonAction::Callback(data) => (button.label.as_str(), data.as_str()),
            ButtonAction::Url(url) => (button.label.as_str(), url.as_str()),
        })
        .collect()
}

#[test]
fn a_valid_code_shows_client_value_and_day_and_asks() {
    let card = with_wording(|wording| valid(wording, &discount(), &client()));
    assert_eq!(
        card.html,
        "Код валиден: ДЯА4589. Клиент: &lt;b&gt;Анна&lt;/b&gt; &amp; Ко. Скидка: 10 %. \
         До 4 апреля включительно. Погасить?"
    );
    assert_eq!(
        labels(&card),
        [
            ("Погасить", "redeem:ДЯА4589"),
            ("Погасить с суммой", "amount:ДЯА4589"),
            ("Отмена", "cancel"),
        ]
    );
}

#[test]
fn a_minimum_and_the_uses_left_are_told_beforehand() {
    let discount = Discount {
        min_order_amount: Some(roubles(50_000)),
        usage: UsageType::Multi { max_uses: 3 },
        uses_count: 1,
        ..discount()
    };
    let card = with_wording(|wording| valid(wording, &discount, &client()));
    assert!(card.html.contains("Нужна покупка от 500 ₽."), "{}", card.html);
    assert!(card.html.contains("Осталось использований: 2."), "{}", card.html);
}

fn redemption(order: Option<RedeemedOrder>) -> Redemption {
    Redemption {
        usage_log_id: UsageLogId(7),
        discount: Discount { uses_count: 1, ..discount() },
        client: client(),
        order,
        at: at("2026-03-05T02:00:00Z"),
        is_replay: false,
    }
}

#[test]
fn a_redemption_says_what_is_to_be_paid_and_can_be_undone() {
    let order = RedeemedOrder {
        id: OrderId(1),
        amount: roubles(150_050),
        discount_amount: roubles(15_005),
    };
    let card = with_wording(|wording| redeemed(wording, &redemption(Some(order))));
    assert!(card.html.starts_with("Погашено ✅"), "{}", card.html);
    for line in [
        "Сумма покупки: 1 500,50 ₽",
        "Скидка с этой покупки: 150,05 ₽",
        "<b>К оплате: 1 350,45 ₽</b>",
    ] {
        assert!(card.html.contains(line), "{}", card.html);
    }
    assert_eq!(labels(&card), [("Отменить погашение", "undo:7")]);
}

#[test]
fn without_an_amount_no_sums_are_named() {
    let card = with_wording(|wording| redeemed(wording, &redemption(None)));
    assert!(!card.html.contains('₽') && !card.html.contains("Осталось"), "{}", card.html);
}

fn refusal(refusal: Refusal, past: Option<&PastRedemption>) -> Card {
    with_wording(|wording| refused(wording, "ДЯА4589", refusal, past))
}

#[test]
fn every_refusal_says_what_a_cashier_can_tell_the_client() {
    let yesterday = at("2026-03-04T04:05:00Z");
    let past = PastRedemption {
        usage_log_id: UsageLogId(3),
        cashier_id: Some(CashierId(1)),
        shop: Some("Светланская, 10".into()),
        at: yesterday,
        undone_at: None,
    };
    let used = Refusal::AlreadyUsed { at: Some(yesterday) };
    assert_eq!(
        refusal(used, Some(&past)).html,
        "Код уже погашен: ДЯА4589\n\nКогда: 4 марта в 14:05\nГде: Светланская, 10"
    );
    assert_eq!(refusal(used, None).html, "Код уже погашен: ДЯА4589\n\nКогда: 4 марта в 14:05");
    for (why, expected) in [
        (Refusal::NotFound, "Код не найден"),
        (Refusal::Expired { at: at("2026-03-04T13:59:59.999Z") }, "до 4 марта включительно"),
        (Refusal::Revoked { at: yesterday }, "Код отозван: ДЯА4589"),
        (Refusal::CashierNotActive, "Доступ отключён"),
        (Refusal::BelowMinimum { minimum: roubles(50_000) }, "Сумма меньше минимальной: 500 ₽"),
        (Refusal::Paused { until: at("2026-03-05T02:04:01Z") }, "Попробуйте через 5 минут"),
        (Refusal::Paused { until: at("2026-03-05T01:00:00Z") }, "Попробуйте через 1 минуту"),
    ] {
        let card = refusal(why, None);
        assert!(card.html.contains(expected), "{}", card.html);
        assert!(card.buttons.is_empty(), "{card:?}");
    }
}

#[test]
fn where_an_amount_is_missing_the_card_goes_on_with_it() {
    let minimum = roubles(50_000);
    let card = refusal(Refusal::AmountRequired { minimum }, None);
    assert!(card.html.contains("Нужна сумма покупки"), "{}", card.html);
    assert_eq!(labels(&card), [("Погасить с суммой", "amount:ДЯА4589"), ("Отмена", "cancel")]);
}

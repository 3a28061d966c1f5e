//! «Мои скидки».

use chrono::Duration;
use marmelad_core::audit::Actor;
use marmelad_core::discounts::{TemplateEvent, UsageType};
use marmelad_core::kernel::{TelegramId, TemplateId};

use crate::harness::{Person, Shop, terms};

const MINE: &str = "Мои скидки";

async fn issue(shop: &Shop, to: &Person, template: TemplateId, count: usize) {
    let whom = TelegramId(to.id);
    shop.within(move |app| async move {
        for _ in 0..count {
            app.discounts.issue_manually(whom, template, &Actor::Cli).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn the_list_has_every_code_that_would_be_redeemed() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks(MINE, "У вас нет активных скидок").await;
    let mut many = terms(TemplateEvent::Manual);
    many.usage = UsageType::Multi { max_uses: 5 };
    many.duration_days = 1;
    let many = shop.add_template(many).await;
    let single = shop.add_template(terms(TemplateEvent::Manual)).await;
    issue(&shop, &anna, many, 1).await;
    issue(&shop, &anna, single, 2).await;
    shop.db.execute("UPDATE discounts SET revoked_at = created_at WHERE id = 3").await;
    let list = anna.asks(MINE, "Ваши активные скидки").await.html();
    let codes = shop.db.texts("SELECT code FROM discounts ORDER BY id").await;
    let codes: Vec<String> = codes.into_iter().flatten().collect();
    let line = format!("{} — скидка 10 %, до 6 марта включительно", codes[0]);
    assert!(list.contains(&line), "{list}");
    assert!(list.contains("осталось использований: 5"), "{list}");
    assert!(list.contains(&codes[1]) && !list.contains(&codes[2]));
    shop.later(Duration::days(2)).await;
    let list = anna.asks(MINE, "Ваши активные скидки").await.html();
    assert!(!list.contains(&codes[0]) && list.contains(&codes[1]));
    shop.close().await;
}

#[tokio::test]
async fn a_very_long_list_says_how_much_is_left_out() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    let template = shop.add_template(terms(TemplateEvent::Manual)).await;
    issue(&shop, &anna, template, 150).await;
    let list = anna.asks(MINE, "Ваши активные скидки").await;
    let length = list.0.text.encode_utf16().count();
    assert!(length <= 4096, "{length}");
    let shown = list.html().matches("скидка 10 %").count();
    assert!(list.html().contains(&format!("…и ещё {} ", 150 - shown)));
    shop.close().await;
}

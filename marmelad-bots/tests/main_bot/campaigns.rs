//! Campaign links.

use chrono::Duration;
use marmelad_core::discounts::TemplateEvent;

use crate::harness::{Shop, terms};

async fn shop_with_campaign() -> Shop {
    let shop = Shop::open().await;
    let mut gift = terms(TemplateEvent::Campaign);
    gift.message_text = Some("Попробуйте <b>мармелад</b>!".into());
    let gift = shop.add_template(gift).await;
    shop.add_campaign("leto-2026", Some(gift), |_| {}).await;
    shop
}

#[tokio::test]
async fn a_link_brings_its_code_with_the_welcome() {
    let shop = shop_with_campaign().await;
    let anna = shop.client("Анна");
    let gift = anna.asks("/start ref_Leto-2026", "Рады, что вы к нам заглянули").await;
    gift.says(&["10 %, до 4 апреля включительно", "<b>мармелад</b>"]);
    assert!(!anna.keyboard().is_empty());
    let stored = "SELECT d.code FROM discounts d JOIN campaign_users c ON c.discount_id = d.id \
        JOIN users u ON u.id = c.user_id AND u.campaign_id = c.campaign_id \
        WHERE d.source = 'campaign' AND c.is_new_user = 1";
    assert_eq!(shop.db.text(stored).await, Some(gift.code()));
    shop.close().await;
}

#[tokio::test]
async fn the_same_link_again_shows_the_same_code() {
    let shop = shop_with_campaign().await;
    let anna = shop.client("Анна");
    let first = anna.asks("/start ref_leto-2026", "Ваша скидка").await;
    let second = anna.asks("/start ref_leto-2026", "Ваша скидка").await;
    assert_eq!(first.code(), second.code());
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 1);
    assert_eq!(shop.db.int("SELECT joined_count FROM campaigns").await, 1);
    shop.later(Duration::days(31)).await;
    anna.asks("/start ref_leto-2026", "Здравствуйте, Анна!").await;
    shop.close().await;
}

#[tokio::test]
async fn whatever_the_link_says_the_client_is_welcome() {
    let shop = shop_with_campaign().await;
    let ended = shop.now() - Duration::milliseconds(1);
    shop.add_campaign("zima", None, |it| it.ends_at = Some(ended)).await;
    shop.add_campaign("full", None, |it| it.total_limit = Some(1)).await;
    shop.client("Первый").asks("/start ref_full", "Здравствуйте").await;
    for payload in [
        "ref_unknown",
        "ref_zima",
        "ref_full",
        "ref_",
        "ref_<script>",
        "ref_' OR 1=1",
        "leto-2026",
        "деловое",
        &"x".repeat(3000),
    ] {
        let client = shop.client("Анна");
        client.asks(&format!("/start {payload}"), "Здравствуйте, Анна!").await;
    }
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM campaign_users").await, 1);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 0);
    shop.close().await;
}

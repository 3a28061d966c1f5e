use marmelad_core::audit::Actor;
use marmelad_core::clients::SharedContact;
use marmelad_core::discounts::{
    IssueOutcome, RedeemCode, RedeemOutcome, Redeemer, UndoCode, UndoOutcome, UndoTarget,
    UsageSource,
};
use marmelad_core::kernel::{TelegramId, TemplateId};
use marmelad_core::people::TelegramProfile;
use marmelad_core::staff::{CashierDecision, Role};
use serde_json::{Value, json};

use crate::house::{House, problem};
use crate::staff::{Staff, body};

const PATH: &str = "/audit-logs";

async fn found(owner: &Staff<'_>, query: &str) -> Vec<Value> {
    let page = owner.read(&format!("{PATH}?{query}")).await;
    page["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_log_is_searched() {
    let house = House::open().await;
    house.clock.advance(chrono::TimeDelta::days(1));
    let owner = house.staff(Role::Owner).await;
    for hour in [9, 10] {
        body(owner.patch("/settings", json!({ "reminder_hour": hour })).await, 200).await;
        house.clock.advance(chrono::TimeDelta::hours(1));
    }
    let segment = json!({ "name": "Все", "filter": { "all": [] } });
    let segment = body(owner.post("/segments", segment).await, 201).await;
    let me = owner.read("/auth/me").await["id"].clone();

    let newest = found(&owner, "per_page=1").await.remove(0);
    assert_eq!(newest["action"], "create_segment");
    assert_eq!(newest["payload"]["segment_name"], json!({ "old": null, "new": "Все" }));
    let count = async |query: &str| found(&owner, query).await.len();
    assert_eq!(count("action=update_setting").await, 2);
    assert_eq!(count(&format!("admin_id={me}")).await, 3);
    assert_eq!(count("actor=admin").await, 3);
    assert_eq!(count("entity=segment").await, 1);
    assert_eq!(count(&format!("entity=segment&entity_id={}", segment["id"])).await, 1);
    assert_eq!(count("entity=segment&entity_id=999").await, 0);
    let request = newest["request_id"].as_str().unwrap();
    assert_eq!(count(&format!("request_id={request}")).await, 1);
    assert_eq!(count("actor=admin&created_from=2026-03-06T11:00:00Z").await, 2);
    assert_eq!(count("actor=admin&created_to=2026-03-06T10:00:00Z").await, 1);
    // 10:00 UTC is 20:00 in Vladivostok.
    assert_eq!(count("actor=admin&created_from=2026-03-06&created_to=2026-03-06").await, 3);
    assert_eq!(count("actor=admin&created_from=2026-03-07").await, 0);
    let oldest = found(&owner, "sort=created_at&actor=admin").await.remove(0);
    assert_eq!(oldest["payload"]["reminder_hour"]["new"], 9);

    for query in ["created_from=soon", "created_to=9999-01-01"] {
        let answer = owner.get(&format!("{PATH}?{query}")).await;
        problem(answer, 422, "invalid-value").await;
    }
    for query in ["actor=robot", "entity_id=x", "sort=id", "colour=red"] {
        let answer = owner.get(&format!("{PATH}?{query}")).await;
        problem(answer, 400, "bad-request").await;
    }
}

/// Everything about these people that may stand nowhere.
const PERSONAL: [&str; 7] =
    ["Евлампия", "Мармеладова", "evlampia", "79145550001", "1990-02-03", "Пульхерия", "pulheria"];

fn client(telegram_id: i64) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(telegram_id),
        username: Some("evlampia".into()),
        first_name: Some("Евлампия".into()),
        last_name: Some("Мармеладова".into()),
    }
}

/// What admins do by the API.
async fn work_as_admin(owner: &Staff<'_>) -> TemplateId {
    let template = json!({
        "name": "Чай", "value": "10", "value_type": "percent", "event": "manual", "duration_days": 14,
        "recurrence": { "type": "unlimited" },
    });
    let added = body(owner.post("/discount-templates", template.clone()).await, 201).await;
    let path = format!("/discount-templates/{}", added["id"]);
    body(owner.patch(&path, json!({ "total_limit": 5 })).await, 200).await;
    let other = body(owner.post("/discount-templates", template).await, 201).await;
    owner.delete(&format!("/discount-templates/{}", other["id"])).await;
    let segment = json!({ "name": "Все", "filter": { "all": [] } });
    let segment = body(owner.post("/segments", segment).await, 201).await;
    let path = format!("/segments/{}", segment["id"]);
    body(owner.patch(&path, json!({ "description": "Каждый" })).await, 200).await;
    owner.delete(&path).await;
    body(
        owner.patch("/settings", json!({ "reminder_hour": 9, "consent_version": "2" })).await,
        200,
    )
    .await;
    TemplateId(added["id"].as_i64().unwrap())
}

/// What clients, cashiers and operators do.
async fn work_in_the_shop(house: &House, template: TemplateId) {
    let app = house.app();
    let user = app.clients.meet(client(7)).await.unwrap();
    let contact = SharedContact { owner: Some(user.telegram_id), phone: "+79145550001".into() };
    app.clients.set_phone(&user, &contact).await.unwrap();
    app.clients.set_birthday(&user, "03.02.1990").await.unwrap();
    let cashier = TelegramProfile {
        telegram_id: TelegramId(8),
        username: Some("pulheria".into()),
        first_name: Some("Пульхерия".into()),
        last_name: None,
    };
    app.staff.request_access(cashier).await.unwrap();
    app.staff.decide_cashier(TelegramId(8), CashierDecision::Approve).await.unwrap();
    let mut codes = Vec::new();
    for _ in 0..3 {
        let issued = app.discounts.issue_manually(TelegramId(7), template, &Actor::Cli).await;
        match issued.unwrap() {
            IssueOutcome::Issued(discount) => codes.push(discount.code.to_string()),
            other => panic!("{other:?}"),
        }
    }
    let by = Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli };
    let redeem = RedeemCode {
        code: codes[0].clone(),
        by,
        amount: Some("900".parse().unwrap()),
        key: None,
        actor: Some(Actor::Cli),
    };
    let redeemed = app.discounts.redeem(redeem).await.unwrap();
    let RedeemOutcome::Redeemed(redeemed) = redeemed else { panic!("{redeemed:?}") };
    let undo = UndoCode {
        target: UndoTarget::Log(redeemed.usage_log_id),
        by,
        reason: "ошибка кассира".into(),
        actor: Some(Actor::Cli),
    };
    let undone = app.discounts.undo(undo).await.unwrap();
    assert!(matches!(undone, Some(UndoOutcome::Undone { .. })), "{undone:?}");
    app.discounts.revoke(&codes[1], "раздумали", &Actor::Cli).await.unwrap();
}

#[tokio::test]
async fn the_chain_holds_and_tells_nothing_personal() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let template = work_as_admin(&owner).await;
    work_in_the_shop(&house, template).await;
    let verify = async || house.app().audit.verify(|_| ()).await.unwrap().unwrap();
    let before = verify().await;
    assert!(before >= 15, "{before}");
    assert!(house.app().clients.erase_own_data(TelegramId(7)).await.unwrap());
    assert_eq!(verify().await, before + 1);

    let records = found(&owner, "per_page=200").await;
    assert_eq!(records.len() as u64, before + 1);
    let actions: Vec<_> = records.iter().map(|record| record["action"].as_str().unwrap()).collect();
    for action in [
        "create_template",
        "update_template",
        "delete_template",
        "create_segment",
        "update_segment",
        "delete_segment",
        "update_setting",
        "approve_cashier",
        "anonymize_user",
    ] {
        assert!(actions.contains(&action), "{action} is not among {actions:?}");
    }
    for record in &records {
        let text = record.to_string();
        for personal in PERSONAL {
            assert!(!text.contains(personal), "{personal} stands in {text}");
        }
    }
}

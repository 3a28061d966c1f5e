//! Broadcasts on their way to clients.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{
    BroadcastInput, BroadcastKind, ContentDraft, MovedBroadcast, SavedBroadcast, TestOutcome,
    Testers, UrlButton,
};
use marmelad_core::discounts::TemplateEvent;
use marmelad_core::kernel::{BroadcastId, PortError, TelegramId};
use marmelad_sandbox::{BotKind, Fault, Message};
use rstest::rstest;

use crate::harness::{Backend, OWNER, Person, Shop, terms};

const SENT: &str = "SELECT COUNT(*) FROM broadcasts WHERE status = 'sent'";

fn says(body: &str) -> BroadcastInput {
    BroadcastInput {
        title: "Весна".into(),
        content: ContentDraft {
            kind: Some(BroadcastKind::Html),
            body: Some(body.into()),
            buttons: vec![vec![UrlButton {
                text: "В магазин".into(),
                url: "https://example.com/".into(),
            }]],
            ..ContentDraft::default()
        },
        rate_per_minute: Some(0),
        ..BroadcastInput::default()
    }
}

async fn written(app: &App, input: BroadcastInput) -> BroadcastId {
    match app.broadcasts.create(input, &Actor::Cli).await.unwrap() {
        SavedBroadcast::Saved(broadcast) => broadcast.id,
        SavedBroadcast::Invalid(problems) => panic!("not saved: {problems:?}"),
    }
}

async fn begin(app: App, input: BroadcastInput) -> BroadcastId {
    let id = written(&app, input).await;
    moved(&app.broadcasts.start(id, &Actor::Cli).await);
    id
}

async fn plan(app: App, body: &str, at: DateTime<Utc>) -> BroadcastId {
    let id = written(&app, says(body)).await;
    moved(&app.broadcasts.schedule(id, Some(at), &Actor::Cli).await);
    id
}

#[track_caller]
fn moved(outcome: &Result<MovedBroadcast, PortError>) {
    assert!(matches!(outcome, Ok(MovedBroadcast::Moved(_))), "{outcome:?}");
}

async fn clients(shop: &Shop, names: &[&str]) -> Vec<Person> {
    let mut clients = Vec::new();
    for name in names {
        clients.push(shop.signed_up(name).await);
    }
    clients
}

/// How many such messages the bot wrote to a client.
fn received(shop: &Shop, client: &Person, text: &str) -> usize {
    let said = shop.telegram.bot_messages(BotKind::Main, client.id);
    let is_it = |message: &&Message| !message.deleted && message.text.contains(text);
    said.iter().filter(is_it).count()
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn everybody_gets_it_once_from_two_workers_and_the_owner_a_report(#[case] backend: Backend) {
    let mut shop = Shop::open_on(backend).await;
    let people = clients(&shop, &["Анна", "Борис", "Вера", "Глеб", "Дина", "Егор"]).await;
    people[5].asks("/stop", "Больше не").await;
    shop.start().await;
    let id = shop.within(|app| begin(app, says("Привет, {first_name}! <b>Скидки</b>"))).await;
    for (client, name) in people.iter().zip(["Анна", "Борис", "Вера", "Глеб", "Дина"])
    {
        let got = client.sees(&format!("Привет, {name}!")).await;
        assert_eq!(got.buttons(), ["В магазин", "Не присылать рассылки"]);
    }
    shop.until(SENT, 1).await;
    for client in &people[..5] {
        assert_eq!(received(&shop, client, "Скидки"), 1);
    }
    assert_eq!(received(&shop, &people[5], "Скидки"), 0, "who wants none gets none");
    let report = shop.owner().with(BotKind::Auth).sees("Рассылка «Весна» завершена").await;
    report.says(&["Доставлено: 5"]);
    let broadcast =
        shop.within(|app| async move { app.broadcasts.find(id).await }).await.unwrap().unwrap();
    assert_eq!((broadcast.counts.success, broadcast.excluded.opted_out), (5, 1));
    shop.close().await;
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn each_gets_a_code_of_their_own_that_a_cashier_takes(#[case] backend: Backend) {
    let shop = Shop::open_on(backend).await;
    let people = clients(&shop, &["Анна", "Борис"]).await;
    let template = shop.add_template(terms(TemplateEvent::Manual)).await;
    let text = says("Ваш код: {code}, скидка {value}");
    let input = BroadcastInput { template_id: Some(template), ..text };
    shop.within(|app| begin(app, input)).await;
    let mut codes = BTreeSet::new();
    for client in &people {
        let code = client.sees("Ваш код: ").await.code();
        client.asks("Мои скидки", &code).await;
        codes.insert(code);
    }
    assert_eq!(codes.len(), 2);
    shop.until(SENT, 1).await;
    let given =
        "SELECT COUNT(*) FROM discounts WHERE source = 'broadcast' AND broadcast_id IS NOT NULL";
    assert_eq!(shop.db.int(given).await, 2);
    shop.close().await;
}

#[tokio::test]
async fn it_waits_for_its_time_and_through_the_night() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    // Noon; the night begins at 21:00.
    let at = shop.now() + Duration::hours(10);
    shop.within(|app| plan(app, "Доброе утро", at)).await;
    shop.later(Duration::hours(9)).await;
    assert_eq!(received(&shop, &anna, "Доброе утро"), 0);
    shop.wait(Duration::hours(1));
    shop.until(
        "SELECT COUNT(*) FROM broadcasts WHERE status = 'sending' AND waiting_until IS NOT NULL",
        1,
    )
    .await;
    assert_eq!(received(&shop, &anna, "Доброе утро"), 0, "it is 22:00");
    shop.wait(Duration::hours(11));
    anna.sees("Доброе утро").await;
    shop.until(SENT, 1).await;
    shop.close().await;
}

#[tokio::test]
async fn a_start_that_was_missed_for_long_is_left_to_people() {
    let mut shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    let at = shop.now() + Duration::hours(1);
    let id = shop.within(|app| plan(app, "Обед", at)).await;
    shop.until_handled().await;
    shop.stop().await;
    shop.wait(Duration::hours(4));
    shop.start().await;
    shop.owner().with(BotKind::Auth).sees("не началась вовремя").await;
    assert_eq!(received(&shop, &anna, "Обед"), 0);
    moved(&shop.within(|app| async move { app.broadcasts.resume(id, &Actor::Cli).await }).await);
    anna.sees("Обед").await;
    shop.close().await;
}

#[tokio::test]
async fn what_telegram_refuses_for_everybody_stops_it() {
    let shop = Shop::open().await;
    let people = clients(&shop, &["Анна", "Борис", "Вера", "Глеб"]).await;
    let refused = Fault::bad_request("Bad Request: can't parse entities: unexpected end tag");
    shop.telegram.fault(refused.on(BotKind::Main).method("sendMessage").times(50));
    shop.within(|app| begin(app, says("Сломано"))).await;
    shop.owner().with(BotKind::Auth).sees("Рассылка «Весна» остановлена").await;
    shop.until("SELECT COUNT(*) FROM broadcast_logs WHERE status = 'pending'", 4).await;
    shop.telegram.clear_faults();
    for client in &people {
        assert_eq!(received(&shop, client, "Сломано"), 0);
    }
    shop.close().await;
}

#[tokio::test]
async fn an_answer_that_is_lost_is_not_asked_for_twice() {
    let shop = Shop::open().await;
    let people = clients(&shop, &["Анна", "Борис"]).await;
    shop.telegram.fault(Fault::cut_after().on(BotKind::Main).method("sendMessage").times(1));
    shop.within(|app| begin(app, says("Один раз"))).await;
    shop.until(SENT, 1).await;
    for client in &people {
        assert_eq!(received(&shop, client, "Один раз"), 1);
    }
    // A person decides whether to send it once more.
    let uncertain = "SELECT COUNT(*) FROM broadcast_logs WHERE status = 'uncertain'";
    assert_eq!(shop.db.int(uncertain).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn messages_are_taken_back() {
    let shop = Shop::open().await;
    let people = clients(&shop, &["Анна", "Борис"]).await;
    let id = shop.within(|app| begin(app, says("Ошибка в цене"))).await;
    shop.until(SENT, 1).await;
    shop.within(|app| async move { app.broadcasts.recall(id, false, &Actor::Cli).await })
        .await
        .unwrap();
    shop.until("SELECT COUNT(*) FROM broadcast_logs WHERE recall_status = 'recalled'", 2).await;
    shop.until("SELECT COUNT(*) FROM broadcasts WHERE recall_finished_at IS NOT NULL", 1).await;
    for client in &people {
        assert_eq!(received(&shop, client, "Ошибка в цене"), 0, "gone from the chat");
    }
    shop.close().await;
}

#[tokio::test]
async fn whoever_writes_it_sees_it_first() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    let author = shop.owner().with(BotKind::Main);
    let id =
        shop.within(|app| async move { written(&app, says("Проба для {first_name}")).await }).await;
    let test = || {
        let caller = Testers::Caller(TelegramId(OWNER));
        shop.within(move |app| async move { app.broadcasts.test(id, caller, &Actor::Cli).await })
    };
    let no_client_yet = TestOutcome::Unreachable(vec![OWNER]);
    assert_eq!(test().await.unwrap(), no_client_yet);
    author.asks("/start", "Здравствуйте").await;
    assert_eq!(test().await.unwrap(), TestOutcome::Queued(1));
    author.sees("Проба для").await;
    assert_eq!(received(&shop, &anna, "Проба"), 0);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM broadcast_logs").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn held_in_the_middle_it_goes_on_where_it_stopped() {
    let shop = Shop::open().await;
    let people = clients(&shop, &["Анна", "Борис", "Вера"]).await;
    // One a minute on the shop's clock.
    let slow = BroadcastInput { rate_per_minute: Some(1), ..says("По одному") };
    let id = shop.within(|app| begin(app, slow)).await;
    shop.until("SELECT COUNT(*) FROM broadcast_logs WHERE status = 'success'", 1).await;
    moved(&shop.within(|app| async move { app.broadcasts.pause(id, &Actor::Cli).await }).await);
    shop.later(Duration::minutes(10)).await;
    shop.until_handled().await;
    assert_eq!(shop.db.int("SELECT success_count FROM broadcasts").await, 1);
    moved(&shop.within(|app| async move { app.broadcasts.resume(id, &Actor::Cli).await }).await);
    for sent in 2..=3 {
        shop.until("SELECT success_count FROM broadcasts", sent).await;
        shop.wait(Duration::minutes(1));
    }
    shop.until(SENT, 1).await;
    for client in &people {
        assert_eq!(received(&shop, client, "По одному"), 1);
    }
    shop.close().await;
}

//! Telegram and we ourselves break down in the middle.

use chrono::Duration;
use marmelad_core::discounts::TemplateEvent;
use marmelad_sandbox::{BotKind, Fault};
use rstest::rstest;

use crate::harness::{Backend, Shop, terms};

const CODES: &str = "SELECT COUNT(*) FROM discounts";

/// Updates that are to be handled again.
const PUT_OFF: &str =
    "SELECT COUNT(*) FROM telegram_updates WHERE status = 'pending' AND attempts > 0";

fn sending(fault: Fault) -> Fault {
    fault.on(BotKind::Main).method("sendMessage")
}

#[tokio::test]
async fn an_update_delivered_again_is_handled_once() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let update = anna.says("/start");
    anna.sees("Здравствуйте").await;
    for _ in 0..3 {
        shop.telegram.redeliver(BotKind::Main, update).unwrap();
    }
    anna.asks("/help", "Вот что я умею").await;
    shop.until_handled().await;
    assert_eq!(anna.messages_from_bot(), 2);
    shop.close().await;
}

#[rstest]
#[case::server_error(Fault::http(500))]
#[case::proxy(Fault::http_html(502))]
#[case::cut_before(Fault::cut_before())]
#[case::cut_after(Fault::cut_after())]
#[case::garbage(Fault::garbage())]
#[case::slow_down(Fault::retry_after(1))]
#[tokio::test]
async fn whatever_telegram_does_the_client_gets_an_answer_and_one_code(#[case] fault: Fault) {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    shop.telegram.fault(sending(fault));
    anna.says("Проверить подписку");
    let code = anna.sees("Ваша скидка").await.code();
    shop.until_handled().await;
    assert_eq!(shop.db.texts("SELECT code FROM discounts").await, [Some(code)]);
    shop.close().await;
}

#[tokio::test]
async fn a_long_outage_is_sat_out() {
    let shop = Shop::open().await;
    let gift = shop.add_template(terms(TemplateEvent::Campaign)).await;
    shop.add_campaign("leto", Some(gift), |_| {}).await;
    let anna = shop.client("Анна");
    let outage = shop.telegram.fault(sending(Fault::http(502)).times(1000));
    anna.says("/start ref_leto");
    shop.until(PUT_OFF, 1).await;
    shop.telegram.disarm(outage);
    shop.wait(Duration::minutes(1));
    let gift = anna.sees("Рады, что вы к нам заглянули").await;
    assert_eq!(shop.db.texts("SELECT code FROM discounts").await, [Some(gift.code())]);
    shop.close().await;
}

#[tokio::test]
async fn an_answer_that_hangs_is_given_up_before_its_claim_runs_out() {
    let short = [("WORKER_LEASE_SECONDS", "2")];
    let shop = Shop::build(Backend::Sqlite, |telegram| telegram, &short).await;
    let anna = shop.client("Анна");
    anna.subscribes();
    let hang = Fault::hang(std::time::Duration::from_mins(10));
    shop.telegram.fault(sending(hang));
    anna.says("Проверить подписку");
    shop.until(PUT_OFF, 1).await;
    shop.wait(Duration::seconds(1));
    let code = anna.sees("Вы уже получали скидку").await.code();
    assert_eq!(shop.db.texts("SELECT code FROM discounts").await, [Some(code)]);
    shop.close().await;
}

#[tokio::test]
async fn a_text_that_its_owner_broke_costs_an_apology_and_no_code() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.subscribes();
    let refusal = Fault::bad_request("Bad Request: can't parse entities: x");
    shop.telegram.fault(sending(refusal));
    anna.asks("Проверить подписку", "Что-то пошло не так").await;
    anna.asks("Мои скидки", "Ваши активные скидки").await;
    assert_eq!(shop.db.int(CODES).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn what_was_being_handled_when_the_process_died_is_handled_after_it() {
    let mut shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    shop.until_handled().await;
    // The code is issued; its message hangs on the way until the process is gone.
    let hang = Fault::hang(std::time::Duration::from_mins(10));
    shop.telegram.fault(sending(hang));
    anna.says("Проверить подписку");
    shop.until(CODES, 1).await;
    shop.crash().await;
    let code = anna.sees("Вы уже получали скидку").await.code();
    shop.until_handled().await;
    assert_eq!(shop.db.texts("SELECT code FROM discounts").await, [Some(code)]);
    shop.close().await;
}

#[tokio::test]
async fn what_was_said_while_nobody_listened_is_answered_in_order() {
    let mut shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    shop.stop().await;
    let stopped = anna.messages_from_bot();
    for said in ["Указать ДР", "03.02.2002", "Профиль", "/cancel"] {
        anna.says(said);
    }
    shop.start().await;
    let all_answered = shop.telegram.wait_until(|telegram| {
        let sent = telegram.bot_messages(BotKind::Main, anna.id);
        (sent.len() == stopped + 4).then_some(sent)
    });
    let answers = all_answered.await.unwrap().split_off(stopped);
    let expected = ["Введите дату", "Спасибо, записали", "3 февраля 2002", "Отменено"];
    for (answer, expected) in answers.iter().zip(expected) {
        assert!(answer.text.contains(expected), "{}", answer.text);
    }
    shop.close().await;
}

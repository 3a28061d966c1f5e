//! `/broadcast`, for admins who may.

use chrono::Duration;
use futures::future::join_all;
use marmelad_core::broadcasts::ChatDraftOutcome;
use marmelad_core::callbacks::ChatDraft;
use marmelad_core::kernel::{BroadcastId, MessageId, TelegramId};
use marmelad_sandbox::BotKind;
use rstest::rstest;
use serde_json::json;

use crate::harness::{Backend, OWNER, Person, Seen, Shop};
use crate::main_bot::KEYBOARD;

const ASK: &str = "Пришлите одно сообщение";
const CONFIRM: &str = "Отправить?";
const UNKNOWN: &str = "Выберите действие на клавиатуре";
const STALE: &str = "Эта кнопка больше не действует";
const BROADCASTS: &str = "SELECT COUNT(*) FROM broadcasts";
const STARTS: &str = "SELECT COUNT(*) FROM audit_logs WHERE action = 'start_broadcast'";

/// A shop whose owner may broadcast from the chat with the main bot; nothing holds a broadcast's pace.
async fn shop(backend: Backend) -> (Shop, Person) {
    let shop = Shop::open_on(backend).await;
    shop.set("broadcast_rate_per_minute", 0).await;
    shop.db.execute("UPDATE admins SET can_broadcast_from_chat = 1").await;
    let olga = shop.owner().with(BotKind::Main);
    (shop, olga)
}

/// Shows a message for everybody, and answers with the question under it.
async fn shown(olga: &Person, text: &str) -> Seen {
    olga.asks("/broadcast", ASK).await;
    olga.asks(text, text).await;
    olga.sees(CONFIRM).await
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn one_message_goes_to_everybody_once_however_often_the_button_is_pressed(
    #[case] backend: Backend,
) {
    let (shop, olga) = shop(backend).await;
    let (anna, boris) = (shop.signed_up("Анна").await, shop.client("Борис"));
    boris.asks("/stop", "Больше не будем").await;

    olga.asks("/broadcast", ASK).await;
    let preview = olga.asks("Новый мармелад уже в лавке", "Новый мармелад");
    assert_eq!(preview.await.buttons(), ["Не присылать рассылки"]);
    let question = olga.sees(CONFIRM).await;
    question.says(&["Получателей: 2", "Не получат: отписались 1", "5 марта в 12:00"]);
    assert_eq!(question.buttons(), ["Отправить", "Отмена"]);
    assert_eq!(anna.messages_from_bot(), 1, "nothing before the button");

    let presses: Vec<_> = (0..20).map(|_| olga.presses_under(&question, "Отправить")).collect();
    for press in presses {
        press.answered().await;
    }
    let started = olga.finds_at(&question, "Рассылка началась").await;
    assert!(started.buttons().is_empty());
    assert_eq!(shop.db.int(STARTS).await, 1);

    let copy = anna.sees("Новый мармелад уже в лавке").await;
    assert_eq!(copy.buttons(), ["Не присылать рассылки"]);
    shop.until("SELECT COUNT(*) FROM broadcasts WHERE status = 'sent'", 1).await;
    assert_eq!((anna.messages_from_bot(), boris.messages_from_bot()), (2, 1));
    let kept =
        "SELECT title FROM broadcasts WHERE kind = 'copy' AND created_by_admin_id IS NOT NULL";
    assert_eq!(shop.db.text(kept).await, Some("Новый мармелад уже в лавке".into()));
    olga.presses_under(&question, "Отмена").answered().await;
    olga.finds_at(&question, "Рассылка началась").await;
    assert_eq!(shop.db.int(BROADCASTS).await, 1);
    shop.close().await;
}

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn of_twenty_presses_at_once_one_starts_it(#[case] backend: Backend) {
    let (shop, olga) = shop(backend).await;
    shown(&olga, "Новинка").await;
    let draft = ChatDraft {
        id: BroadcastId(shop.db.int("SELECT id FROM broadcasts").await),
        message: MessageId(shop.db.int("SELECT source_message_id FROM broadcasts").await),
    };
    let pressed = shop.within(|app| async move {
        join_all((0..20).map(|_| app.broadcasts.start_from_chat(TelegramId(OWNER), draft))).await
    });
    for came_of_it in pressed.await {
        let came_of_it = came_of_it.unwrap();
        assert!(matches!(came_of_it, ChatDraftOutcome::Started { .. }), "{came_of_it:?}");
    }
    assert_eq!(shop.db.int(STARTS).await, 1);
    olga.sees("Новинка").await;
    shop.until("SELECT COUNT(*) FROM broadcasts WHERE status = 'sent'", 1).await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM broadcast_logs").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn whatever_leaves_the_question_deletes_the_draft() {
    let (shop, olga) = shop(Backend::Sqlite).await;
    for (leaving, answer) in [
        ("/cancel", "Отменено"),
        ("Профиль", "Ваш профиль"),
        ("/help", "Вот что я умею"),
        ("/broadcast", ASK),
    ] {
        let question = shown(&olga, "Новинка").await;
        assert_eq!(shop.db.int(BROADCASTS).await, 1, "{leaving}");
        olga.asks(leaving, answer).await;
        shop.until_handled().await;
        assert_eq!(shop.db.int(BROADCASTS).await, 0, "{leaving}");
        let late = olga.presses_under(&question, "Отправить").answered().await;
        assert_eq!(late.text, STALE);
        shop.until_handled().await;
        let left = shop.telegram.message(BotKind::Main, OWNER, question.0.message_id);
        assert_eq!(left.unwrap().buttons().count(), 0);
    }
    let question = shown(&olga, "Новинка").await;
    let gone = olga.presses_until(&question, "Отмена", "Отменено").await;
    assert!(gone.buttons().is_empty());
    assert_eq!(shop.db.int(BROADCASTS).await, 0);
    olga.asks("Новинка", UNKNOWN).await;
    assert_eq!(shop.db.int(STARTS).await, 0);
    shop.close().await;
}

#[tokio::test]
async fn another_message_takes_the_place_of_the_first() {
    let (shop, olga) = shop(Backend::Sqlite).await;
    let first = shown(&olga, "С опечаткой").await;
    olga.asks("Без опечатки", "Без опечатки").await;
    let second = olga.sees(CONFIRM).await;
    assert_eq!(shop.db.text("SELECT title FROM broadcasts").await, Some("Без опечатки".into()));
    let late = olga.presses_under(&first, "Отправить").answered().await;
    assert_eq!(late.text, STALE);
    olga.presses_until(&second, "Отправить", "Рассылка началась").await;
    assert_eq!(shop.db.int(BROADCASTS).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn what_cannot_be_copied_is_refused_with_its_reason() {
    let (shop, olga) = shop(Backend::Sqlite).await;
    olga.asks("/broadcast", ASK).await;
    olga.asks("Привет, {first_name}", "В сообщении стоит {first_name}").await;
    let photo = json!([{ "file_id": "x", "file_unique_id": "x", "width": 1, "height": 1 }]);
    let poll = json!({
        "id": "1", "question": "Какой?", "options": [], "total_voter_count": 0, "is_closed": false,
        "is_anonymous": true, "type": "regular", "allows_multiple_answers": false,
    });
    let send = |fields: serde_json::Value| {
        let fields = fields.as_object().unwrap().clone();
        let posted = shop.telegram.send_raw(BotKind::Main, OWNER, "", fields);
        posted.unwrap();
        olga.reads_all();
    };
    send(json!({ "poll": poll }));
    olga.sees("Опросы и викторины не рассылаются").await;
    send(
        json!({ "pinned_message": { "message_id": 1, "date": 0, "chat": { "id": OWNER, "type": "private", "first_name": "Ольга" } } }),
    );
    olga.sees("Это служебное сообщение").await;
    send(json!({ "photo": photo, "media_group_id": "7" }));
    olga.sees("Это часть альбома").await;
    let answers = olga.messages_from_bot();
    send(json!({ "photo": photo, "media_group_id": "7" }));
    shop.until_handled().await;
    assert_eq!(olga.messages_from_bot(), answers, "an album is refused once");
    assert_eq!(shop.db.int(BROADCASTS).await, 0);

    shop.telegram.send_contact(BotKind::Main, OWNER).unwrap();
    olga.reads_all();
    let question = olga.finds(CONFIRM).await;
    let known = "SELECT COUNT(*) FROM users WHERE phone IS NOT NULL";
    assert_eq!(shop.db.int(known).await, 0, "a contact for everybody");
    olga.presses_until(&question, "Отмена", "Отменено").await;
    shop.close().await;
}

#[tokio::test]
async fn to_all_others_there_is_no_such_command() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    anna.asks("/broadcast", UNKNOWN).await;
    assert_eq!(anna.keyboard(), KEYBOARD);
    let olga = shop.owner().with(BotKind::Main);
    olga.asks("/broadcast", UNKNOWN).await;
    shop.db.execute("UPDATE admins SET can_broadcast_from_chat = 1, role = 'readonly'").await;
    olga.asks("/broadcast", UNKNOWN).await;
    shop.db.execute("UPDATE admins SET role = 'owner'").await;
    let question = shown(&olga, "Новинка").await;
    let send = question.button("Отправить").callback_data.unwrap();
    let welcome = anna.finds(UNKNOWN).await;
    let forged = anna.presses_data(&welcome, &send).answered().await;
    assert_eq!(forged.text, STALE);

    // Who loses the right loses the question too.
    shop.db.execute("UPDATE admins SET is_active = 0").await;
    let late = olga.presses_under(&question, "Отправить").answered().await;
    assert_eq!(late.text, STALE);
    olga.asks("Новинка", UNKNOWN).await;
    shop.until_handled().await;
    assert_eq!(shop.db.int(STARTS).await, 0);
    shop.close().await;
}

#[tokio::test]
async fn a_question_survives_a_restart_and_is_forgotten_after_a_day() {
    let (mut shop, olga) = shop(Backend::Sqlite).await;
    olga.asks("/broadcast", ASK).await;
    shop.until_handled().await;
    shop.restart().await;
    olga.asks("Новинка", "Новинка").await;
    let question = olga.sees(CONFIRM).await;
    shop.later(Duration::hours(24)).await;
    let late = olga.presses_under(&question, "Отправить").answered().await;
    assert_eq!(late.text, STALE);
    shop.until_handled().await;
    assert_eq!(shop.db.int(BROADCASTS).await, 0);
    shop.close().await;
}

#[tokio::test]
async fn a_message_for_nobody_is_not_kept() {
    let (shop, olga) = shop(Backend::Sqlite).await;
    olga.asks("/stop", "Больше не будем").await;
    olga.asks("/broadcast", ASK).await;
    olga.asks("Новинка", "некому отправить").await;
    assert_eq!(shop.db.int(BROADCASTS).await, 0);
    olga.asks("Новинка", UNKNOWN).await;

    olga.asks("Профиль", "Ваш профиль").await;
    olga.presses_and_sees("Снова получать рассылки", "Отлично").await;
    let question = shown(&olga, "Новинка").await;
    shop.db.execute("UPDATE users SET is_opted_out = 1").await;
    olga.presses_until(&question, "Отправить", "некому отправить").await;
    assert_eq!(shop.db.int(BROADCASTS).await, 0);
    shop.close().await;
}

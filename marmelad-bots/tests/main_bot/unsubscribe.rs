//! «Не присылать рассылки» under a broadcast.

use marmelad_core::broadcasts::{BroadcastContent, Recipient, UrlButton};
use marmelad_core::kernel::TelegramId;
use marmelad_sandbox::{BotKind, Fault};

use crate::harness::{Person, Seen, Shop};

const OPTED_OUT: &str = "SELECT is_opted_out FROM users WHERE telegram_id = 101";
const STOP: &str = "Не присылать рассылки";
const RESUME: &str = "Снова получать рассылки";

/// Sends Анна what a broadcast would.
async fn broadcast(shop: &Shop, anna: &Person) -> Seen {
    let content = BroadcastContent::Html {
        body: "{first_name}, у нас новинки".into(),
        media: None,
        buttons: vec![vec![UrlButton {
            text: "Каталог".into(),
            url: "https://example.com/catalogue".into(),
        }]],
        unsubscribe_button: true,
    };
    let recipient = Recipient {
        chat: TelegramId(anna.id).into(),
        first_name: Some("Анна".into()),
        display_name: "Анна".into(),
        discount: None,
    };
    let sent = shop.within(|app| async move {
        let content = app.broadcasts.prepare_content(content).await.unwrap().unwrap();
        app.broadcasts.deliver_content(&content, &recipient).await
    });
    sent.await.unwrap();
    anna.sees("Анна, у нас новинки").await
}

#[tokio::test]
async fn a_press_stops_marketing_and_turns_into_the_way_back() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    let message = broadcast(&shop, &anna).await;
    assert_eq!(message.buttons(), ["Каталог", STOP]);
    // The second press changes nothing more.
    for _ in 0..2 {
        let press = anna.presses_data(&message, "marketing:off");
        assert_eq!(press.answered().await.text, "Рассылки отключены");
        let answer = anna.sees("Больше не будем присылать").await;
        answer.says(&[RESUME]);
        assert_eq!(answer.buttons(), [RESUME]);
        anna.finds_buttons(&message, &["Каталог", RESUME]).await;
        assert_eq!(shop.db.int(OPTED_OUT).await, 1);
    }
    let press = anna.presses_data(&message, "marketing:on");
    assert_eq!(press.answered().await.text, "Рассылки включены");
    anna.sees("Отлично").await;
    anna.finds_buttons(&message, &["Каталог", STOP]).await;
    assert_eq!(shop.db.int(OPTED_OUT).await, 0);
    shop.close().await;
}

/// The button is a convenience; the wish counts.
#[tokio::test]
async fn buttons_that_cannot_be_changed_stop_nobody() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    let message = broadcast(&shop, &anna).await;
    let refused = Fault::bad_request("Bad Request: message can't be edited");
    shop.telegram.fault(refused.method("editMessageReplyMarkup"));
    anna.presses_under(&message, STOP);
    anna.sees("Больше не будем присылать").await;
    shop.until(OPTED_OUT, 1).await;
    shop.until_handled().await;
    shop.close().await;
}

/// Who never wrote to the bot since they came from a list is a client all the same.
#[tokio::test]
async fn somebody_who_only_gets_broadcasts_can_leave() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    shop.telegram.open_chat(BotKind::Main, anna.id);
    let message = broadcast(&shop, &anna).await;
    anna.presses_under(&message, STOP);
    anna.sees("Больше не будем присылать").await;
    assert_eq!(shop.db.int(OPTED_OUT).await, 1);
    shop.close().await;
}

//! The Telegram client against the sandbox: what it sends is what the Bot API takes, and each fault is
//! told as what is known of the message.

use std::time::Duration;

use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_adapters::telegram::{CALL_TIMEOUT, TelegramClient};
use marmelad_core::delivery::{
    BotCommand, InlineButton, Keyboard, MessageEdit, Messenger, OutgoingMessage, ReplyButton,
    SendError,
};
use marmelad_core::intake::UpdateSource;
use marmelad_core::kernel::{BotKind, MessageId, TelegramId};
use marmelad_sandbox::{BotKind as SandboxBot, Fault, Person, Sandbox};

const ANNA: i64 = 101;

async fn sandbox() -> (Sandbox, TelegramClient) {
    let sandbox = Sandbox::builder().person(Person::new(ANNA, "Анна")).start().await.unwrap();
    sandbox.send_text(SandboxBot::Main, ANNA, "/start").unwrap();
    let [main, auth] = [SandboxBot::Main, SandboxBot::Auth].map(|bot| sandbox.token(bot));
    let client = client(&sandbox, &main, &auth);
    (sandbox, client)
}

pub(crate) fn client(sandbox: &Sandbox, main: &str, auth: &str) -> TelegramClient {
    let variables = Variables::from_pairs([
        ("TELEGRAM_API_URL", sandbox.base_url().as_str()),
        ("TELEGRAM_MAIN_BOT_TOKEN", main),
        ("TELEGRAM_AUTH_BOT_TOKEN", auth),
    ]);
    let telegram = Config::load(Purpose::CliTelegram, &variables).unwrap().telegram;
    TelegramClient::new(&telegram).unwrap()
}

fn hello(keyboard: Option<Keyboard>) -> OutgoingMessage {
    OutgoingMessage {
        chat: TelegramId(ANNA).into(),
        html: "<b>Привет</b> &amp; добро".into(),
        keyboard,
    }
}

#[tokio::test]
async fn a_dialogue_from_the_first_word_to_the_edited_answer() {
    let (sandbox, client) = sandbox().await;

    let me = client.me(BotKind::Main).await.unwrap();
    assert_eq!(me.username, sandbox.username(SandboxBot::Main));
    let menu = [BotCommand { command: "start", description: "Начать" }];
    client.set_commands(BotKind::Main, &menu).await.unwrap();

    let updates = client.poll(BotKind::Main, None, Duration::ZERO).await.unwrap();
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0].chat_id, Some(ANNA));
    assert_eq!(updates[0].payload["message"]["text"], "/start");
    let offset = Some(updates[0].update_id + 1);

    let buttons = vec![vec![InlineButton::callback("Да", "yes")]];
    let message = hello(Some(Keyboard::Inline(buttons)));
    let sent = client.send(BotKind::Main, &message).await.unwrap();
    let shown = sandbox.bot_messages(SandboxBot::Main, ANNA).pop().unwrap();
    assert_eq!(i64::from(shown.message_id), sent.0);

    sandbox.press_label(SandboxBot::Main, ANNA, "Да").unwrap();
    let presses = client.poll(BotKind::Main, offset, Duration::from_secs(5)).await.unwrap();
    let press = &presses[0].payload["callback_query"];
    assert_eq!((presses[0].chat_id, &press["data"]), (Some(ANNA), &"yes".into()));
    let press_id = press["id"].as_str().unwrap();
    client.answer_callback_query(BotKind::Main, press_id, Some("Готово".into())).await.unwrap();

    let edit = MessageEdit {
        chat: TelegramId(ANNA).into(),
        message: sent,
        html: Some("Готово".into()),
        buttons: Vec::new(),
    };
    client.edit(BotKind::Main, &edit).await.unwrap();
    client.edit(BotKind::Main, &edit).await.expect("the same again is done already");
    let buttons_only = MessageEdit { html: None, ..edit };
    client.edit(BotKind::Main, &buttons_only).await.unwrap();

    let keyboard = Keyboard::Reply(vec![vec![
        ReplyButton::Text("Профиль".into()),
        ReplyButton::Contact("Телефон".into()),
    ]]);
    client.send(BotKind::Main, &hello(Some(keyboard))).await.unwrap();
    assert_eq!(sandbox.keyboard(SandboxBot::Main, ANNA), ["Профиль", "Телефон"]);
    client.send(BotKind::Main, &hello(Some(Keyboard::Remove))).await.unwrap();
}

/// What a fault means, and whether the message arrived all the same.
#[tokio::test]
async fn faults_are_told_as_what_is_known() {
    type Expected = fn(&SendError) -> bool;
    let not_sent: Expected = |error| matches!(error, SendError::NotSent(_));
    let unknown: Expected = |error| matches!(error, SendError::Unknown(_));
    let rejected: Expected = |error| matches!(error, SendError::Rejected(_));
    let body: Expected = |error| matches!(error, SendError::BodyRejected(_));
    let wait: Expected = |error| *error == SendError::RetryAfter(Duration::from_secs(3));
    let faults = [
        (Fault::http(502), not_sent, 0),
        (Fault::http_html(502), unknown, 0),
        (Fault::http_html(502).after_effect(), unknown, 1),
        (Fault::cut_before(), unknown, 0),
        (Fault::cut_after(), unknown, 1),
        (Fault::garbage(), unknown, 1),
        (Fault::retry_after(3), wait, 0),
        (Fault::bad_request("Bad Request: can't parse entities: x"), body, 0),
        (Fault::bad_request("Bad Request: have no rights to send a message"), rejected, 0),
    ];
    let (sandbox, client) = sandbox().await;
    let arrived = || sandbox.bot_messages(SandboxBot::Main, ANNA).len();
    for (fault, is_expected, delivered) in faults {
        let before = arrived();
        sandbox.fault(fault.clone().on(SandboxBot::Main).method("sendMessage"));
        let error = client.send(BotKind::Main, &hello(None)).await.unwrap_err();
        assert!(is_expected(&error), "{fault:?}: {error:?}");
        assert_eq!(arrived() - before, delivered, "{fault:?}");
    }
}

#[tokio::test]
async fn people_who_left_and_tokens_that_are_wrong() {
    let (sandbox, client) = sandbox().await;
    sandbox.block(SandboxBot::Main, ANNA).unwrap();
    let stranger = OutgoingMessage { chat: TelegramId(999).into(), ..hello(None) };
    for message in [hello(None), stranger] {
        let refused = client.send(BotKind::Main, &message).await;
        assert!(matches!(refused, Err(SendError::Blocked(_))), "{refused:?}");
    }
    let gone = MessageEdit {
        chat: TelegramId(ANNA).into(),
        message: MessageId(40_000),
        html: Some("x".into()),
        buttons: Vec::new(),
    };
    assert!(client.edit(BotKind::Main, &gone).await.is_err());

    let [main, auth] = [
        "7000000009:AAWrongBotTokenThatNobodyEverGaveOut_1",
        "7000000008:AAWrongBotTokenThatNobodyEverGaveOut_2",
    ];
    let impostor = self::client(&sandbox, main, auth);
    assert_eq!(impostor.me(BotKind::Main).await, Err(SendError::Unauthorized));
}

/// The server takes the message at once and says so too late.
#[tokio::test]
async fn an_answer_later_than_the_time_out_is_lost() {
    let (sandbox, client) = sandbox().await;
    sandbox.fault(Fault::hang_after(CALL_TIMEOUT * 2).on(SandboxBot::Main));
    let error = client.send(BotKind::Main, &hello(None)).await.unwrap_err();
    assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    assert_eq!(sandbox.bot_messages(SandboxBot::Main, ANNA).len(), 1);
}

//! The real teloxide client works against the sandbox.

use marmelad_sandbox::{BotKind, Person, Sandbox};
use teloxide::payloads::{
    AnswerCallbackQuerySetters, EditMessageReplyMarkupSetters, EditMessageTextSetters,
    GetUpdatesSetters, SendMessageSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{
    AllowedUpdate, ButtonRequest, ChatId, InlineKeyboardButton, InlineKeyboardMarkup,
    KeyboardButton, KeyboardMarkup, MessageEntityKind, ParseMode, UpdateKind, UserId,
};
use teloxide::{ApiError, Bot, RequestError};

use crate::client::ANNA;

pub(crate) async fn sandbox() -> Sandbox {
    let sandbox = Sandbox::builder()
        .person(Person::new(ANNA, "Анна").last_name("Петрова").username("anna"))
        .start()
        .await
        .unwrap();
    sandbox.open_chat(BotKind::Main, ANNA);
    sandbox
}

pub(crate) fn bot(sandbox: &Sandbox, kind: BotKind) -> Bot {
    // The build machine may have proxies set; loopback needs none.
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    Bot::with_client(sandbox.token(kind), client).set_api_url(sandbox.base_url().parse().unwrap())
}

pub(crate) fn api_error<T: std::fmt::Debug>(result: Result<T, RequestError>) -> ApiError {
    match result.unwrap_err() {
        RequestError::Api(error) => error,
        other => panic!("not an API error: {other:?}"),
    }
}

fn keyboard() -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new([[
        InlineKeyboardButton::callback("Погасить", "redeem:ДЯА4589"),
        InlineKeyboardButton::url("Канал", "https://t.me/marmelad_channel".parse().unwrap()),
    ]])
}

#[tokio::test]
async fn the_bot_knows_itself() {
    let sandbox = sandbox().await;
    let me = bot(&sandbox, BotKind::Main).get_me().await.unwrap();
    assert_eq!(me.id.0, 7_000_000_001);
    assert_eq!(me.username(), "marmelad_main_bot");
    let other = bot(&sandbox, BotKind::Auth).get_me().await.unwrap();
    assert_eq!(other.username(), "marmelad_auth_bot");
}

#[tokio::test]
async fn updates_arrive_typed_and_are_confirmed_by_the_offset() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    sandbox.send_text(BotKind::Main, ANNA, "/start ref_лето").unwrap();
    sandbox.send_contact(BotKind::Main, ANNA).unwrap();
    sandbox.send_sticker(BotKind::Main, ANNA, "🎉").unwrap();
    sandbox.send_photo(BotKind::Main, ANNA, vec![0xFF, 0xD8, 0xFF], "фото").unwrap();
    sandbox.block(BotKind::Main, ANNA).unwrap();
    let updates = bot
        .get_updates()
        .allowed_updates([
            AllowedUpdate::Message,
            AllowedUpdate::CallbackQuery,
            AllowedUpdate::MyChatMember,
        ])
        .await
        .unwrap();
    assert_eq!(updates.len(), 5);
    let UpdateKind::Message(first) = &updates[0].kind else {
        panic!("{:?}", updates[0]);
    };
    assert_eq!(first.text(), Some("/start ref_лето"));
    assert_eq!(first.from.as_ref().unwrap().full_name(), "Анна Петрова");
    assert_eq!(first.entities().unwrap()[0].kind, MessageEntityKind::BotCommand);
    let UpdateKind::Message(second) = &updates[1].kind else {
        panic!("{:?}", updates[1]);
    };
    assert_eq!(second.contact().unwrap().user_id, Some(UserId(101)));
    let UpdateKind::Message(third) = &updates[2].kind else {
        panic!("{:?}", updates[2]);
    };
    assert_eq!(third.sticker().unwrap().emoji.as_deref(), Some("🎉"));
    let UpdateKind::Message(fourth) = &updates[3].kind else {
        panic!("{:?}", updates[3]);
    };
    assert_eq!(fourth.caption(), Some("фото"));
    assert_eq!(fourth.photo().unwrap().len(), 1);
    let UpdateKind::MyChatMember(change) = &updates[4].kind else {
        panic!("{:?}", updates[4]);
    };
    assert!(change.new_chat_member.is_banned());

    let next = i32::try_from(updates[4].id.0).unwrap() + 1;
    assert!(bot.get_updates().offset(next).await.unwrap().is_empty());
    assert_eq!(sandbox.pending_updates(BotKind::Main), 0);
}

#[tokio::test]
async fn messages_with_keyboards_are_sent_edited_answered_and_deleted() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    let chat = ChatId(ANNA);
    let sent = bot
        .send_message(chat, "Код <b>ДЯА4589</b> &lt;3")
        .parse_mode(ParseMode::Html)
        .reply_markup(keyboard())
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("Код ДЯА4589 <3"));
    assert_eq!(sent.entities().unwrap()[0].kind, MessageEntityKind::Bold);
    assert_eq!(sent.reply_markup(), Some(&keyboard()));

    let pressed = sandbox.press_label(BotKind::Main, ANNA, "Погасить").unwrap();
    let updates = bot.get_updates().await.unwrap();
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else {
        panic!("{:?}", updates[0]);
    };
    assert_eq!(query.data.as_deref(), Some("redeem:ДЯА4589"));
    assert_eq!(query.message.as_ref().unwrap().id(), sent.id);
    bot.answer_callback_query(query.id.clone()).text("Готово").show_alert(true).await.unwrap();
    let answer = sandbox.callback_answer(&pressed.callback_query_id).await.unwrap();
    assert_eq!(answer.text, "Готово");
    assert!(answer.show_alert);
    sandbox.expire_presses();
    api_error(bot.answer_callback_query(query.id.clone()).await);

    let undo = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Отменить", "undo:1")]]);
    let edited = bot
        .edit_message_text(chat, sent.id, "Погашено ✅")
        .reply_markup(undo.clone())
        .await
        .unwrap();
    assert_eq!(edited.text(), Some("Погашено ✅"));
    assert!(edited.edit_date().is_some());
    assert_eq!(
        api_error(bot.edit_message_text(chat, sent.id, "Погашено ✅").reply_markup(undo).await),
        ApiError::MessageNotModified
    );
    bot.edit_message_reply_markup(chat, sent.id).await.unwrap();
    let bare = sandbox.message(BotKind::Main, ANNA, sent.id.0).unwrap();
    assert!(bare.markup.is_none());
    assert_eq!(bare.edits.len(), 2);
    bot.edit_message_reply_markup(chat, sent.id).reply_markup(keyboard()).await.unwrap();

    bot.delete_message(chat, sent.id).await.unwrap();
    assert_eq!(
        api_error(bot.delete_message(chat, sent.id).await),
        ApiError::MessageToDeleteNotFound
    );
    assert_eq!(
        api_error(bot.edit_message_text(chat, sent.id, "x").await),
        ApiError::MessageToEditNotFound
    );
}

#[tokio::test]
async fn reply_keyboards_and_the_contact_button() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    let contact = KeyboardButton::new("Поделиться").request(ButtonRequest::Contact);
    bot.send_message(ChatId(ANNA), "Меню")
        .reply_markup(KeyboardMarkup::new([vec![KeyboardButton::new("Мои скидки"), contact]]))
        .await
        .unwrap();
    assert_eq!(sandbox.keyboard(BotKind::Main, ANNA), ["Мои скидки", "Поделиться"]);
    sandbox.tap(BotKind::Main, ANNA, "Мои скидки").unwrap();
    sandbox.tap(BotKind::Main, ANNA, "Поделиться").unwrap();
    sandbox.tap(BotKind::Main, ANNA, "Другое").unwrap_err();
    let updates = bot.get_updates().await.unwrap();
    let texts: Vec<_> = updates
        .iter()
        .map(|update| match &update.kind {
            UpdateKind::Message(message) => (message.text(), message.contact().is_some()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(texts, [(Some("Мои скидки"), false), (None, true)]);
}

#[tokio::test]
async fn refusals_that_teloxide_knows() {
    let sandbox = sandbox().await;
    let main = bot(&sandbox, BotKind::Main);
    let chat = ChatId(ANNA);
    assert_eq!(api_error(main.send_message(ChatId(555), "x").await), ApiError::ChatNotFound);
    assert_eq!(api_error(main.send_message(chat, " ").await), ApiError::MessageTextIsEmpty);
    assert_eq!(
        api_error(main.send_message(chat, "ы".repeat(4097)).await),
        ApiError::MessageIsTooLong
    );
    let bad_html = main.send_message(chat, "<b>x").parse_mode(ParseMode::Html).await;
    assert_eq!(
        api_error(bad_html),
        ApiError::CantParseEntities(
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
                .to_owned()
        )
    );
    sandbox.block(BotKind::Main, ANNA).unwrap();
    assert_eq!(api_error(main.send_message(chat, "x").await), ApiError::BotBlocked);
    sandbox.unblock(BotKind::Main, ANNA).unwrap();
    main.send_message(chat, "x").await.unwrap();
    sandbox.set_deactivated(ANNA, true).unwrap();
    assert_eq!(api_error(main.send_message(chat, "x").await), ApiError::UserDeactivated);
    let stranger = bot(&sandbox, BotKind::Main);
    let wrong =
        Bot::with_client("1:AAWrongTokenWrongTokenWrongTokenWro", stranger.client().clone())
            .set_api_url(sandbox.base_url().parse().unwrap());
    assert_eq!(api_error(wrong.get_me().await), ApiError::InvalidToken);
}

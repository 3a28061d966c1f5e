//! The real teloxide client: channel, commands, files, webhook settings.

use marmelad_sandbox::{BotKind, MemberStatus, Person};
use teloxide::ApiError;
use teloxide::net::Download;
use teloxide::payloads::{SendPhotoSetters, SetWebhookSetters};
use teloxide::requests::Requester;
use teloxide::types::{
    AllowedUpdate, BotCommand, ChatId, ChatMemberKind, InputFile, MessageId, ParseMode, Recipient,
    UserId,
};

use crate::client::ANNA;
use crate::teloxide_client::{api_error, bot, sandbox};

#[tokio::test]
async fn channel_membership_as_teloxide_reads_it() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    let channel = Recipient::ChannelUsername("@marmelad_channel".to_owned());
    let user = UserId(101);
    for (status, kind) in [
        (MemberStatus::Left, "left"),
        (MemberStatus::Member, "member"),
        (MemberStatus::Administrator, "administrator"),
        (MemberStatus::Creator, "creator"),
        (MemberStatus::Restricted, "restricted"),
        (MemberStatus::RestrictedOutside, "restricted"),
        (MemberStatus::Kicked, "kicked"),
    ] {
        sandbox.set_member(ANNA, status).unwrap();
        let member = bot.get_chat_member(channel.clone(), user).await.unwrap();
        assert_eq!(member.is_present(), status.is_inside(), "{status:?}");
        let read = serde_json::to_value(&member.kind).unwrap();
        assert_eq!(read["status"], kind);
    }
    assert_eq!(
        api_error(bot.get_chat_member(channel.clone(), UserId(999)).await),
        ApiError::UserNotFound
    );
    let me = bot.get_me().await.unwrap().id;
    let own = bot.get_chat_member(channel.clone(), me).await.unwrap();
    assert!(matches!(own.kind, ChatMemberKind::Administrator(_)));

    let outsider = self::bot(&sandbox, BotKind::Auth);
    let refusal = api_error(outsider.get_chat_member(channel.clone(), user).await);
    assert_eq!(refusal.to_string(), "Unknown error: \"Bad Request: member list is inaccessible\"");
    let chat = outsider.get_chat(channel.clone()).await.unwrap();
    assert!(chat.is_channel());
    assert_eq!(bot.get_chat_member_count(channel).await.unwrap(), 1);
    bot.get_chat(ChatId(ANNA)).await.unwrap();
}

#[tokio::test]
async fn commands_are_kept() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    let commands = vec![BotCommand::new("start", "Начать"), BotCommand::new("help", "Помощь")];
    bot.set_my_commands(commands.clone()).await.unwrap();
    assert_eq!(bot.get_my_commands().await.unwrap(), commands);
    bot.delete_my_commands().await.unwrap();
    assert!(bot.get_my_commands().await.unwrap().is_empty());
    api_error(bot.set_my_commands([BotCommand::new("Ы", "x")]).await);
}

#[tokio::test]
async fn copies_and_photos() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    let posted = sandbox.send_text(BotKind::Main, ANNA, "Всем привет").unwrap();
    sandbox.add_person(Person::new(102, "Борис"));
    sandbox.open_chat(BotKind::Main, 102);
    let copy =
        bot.copy_message(ChatId(102), ChatId(ANNA), MessageId(posted.message_id)).await.unwrap();
    let copied = sandbox.message(BotKind::Main, 102, copy.0).unwrap();
    assert_eq!(copied.text, "Всем привет");
    assert!(copied.is_from_bot());
    assert_eq!(
        api_error(bot.copy_message(ChatId(102), ChatId(ANNA), MessageId(1)).await),
        ApiError::MessageToCopyNotFound
    );

    let png = b"\x89PNG\r\n\x1a\n0123".to_vec();
    let photo = bot
        .send_photo(ChatId(ANNA), InputFile::memory(png.clone()).file_name("a.png"))
        .caption("<i>Новинка</i>")
        .parse_mode(ParseMode::Html)
        .await
        .unwrap();
    assert_eq!(photo.caption(), Some("Новинка"));
    let file_id = photo.photo().unwrap()[0].file.id.clone();
    let again = bot.send_photo(ChatId(102), InputFile::file_id(file_id.clone())).await.unwrap();
    assert_eq!(again.photo().unwrap()[0].file.id, file_id);
    let file = bot.get_file(file_id).await.unwrap();
    let mut content = Vec::new();
    bot.download_file(&file.path, &mut content).await.unwrap();
    assert_eq!(content, png);
    bot.send_photo(ChatId(ANNA), InputFile::url("https://example.com/a.jpg".parse().unwrap()))
        .await
        .unwrap();
    api_error(bot.send_photo(ChatId(ANNA), InputFile::memory("no image")).await);
    bot.send_document(ChatId(ANNA), InputFile::memory("отчёт").file_name("a.txt")).await.unwrap();
    bot.send_animation(ChatId(ANNA), InputFile::memory("gif").file_name("a.gif")).await.unwrap();
    bot.send_video(ChatId(ANNA), InputFile::memory("mp4").file_name("a.mp4")).await.unwrap();
}

#[tokio::test]
async fn webhook_settings() {
    let sandbox = sandbox().await;
    let bot = bot(&sandbox, BotKind::Main);
    assert!(bot.get_webhook_info().await.unwrap().url.is_none());
    bot.set_webhook("https://bots.example.com/bot/main/webhook".parse().unwrap())
        .secret_token("secret_secret_secret".to_owned())
        .allowed_updates([AllowedUpdate::Message])
        .await
        .unwrap();
    let info = bot.get_webhook_info().await.unwrap();
    assert_eq!(info.allowed_updates, Some(vec![AllowedUpdate::Message]));
    assert!(
        api_error(bot.get_updates().await)
            .to_string()
            .contains("can't use getUpdates method while webhook is active")
    );
    assert_eq!(
        api_error(bot.set_webhook("https://bots.example.com:5000/".parse().unwrap()).await),
        ApiError::BadWebhookPort
    );
    bot.delete_webhook().await.unwrap();
    assert!(bot.get_updates().await.unwrap().is_empty());
}

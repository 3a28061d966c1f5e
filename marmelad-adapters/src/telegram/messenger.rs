//! The port `Messenger`.

use async_trait::async_trait;
use chrono::DateTime;
use marmelad_core::delivery::{
    BotCommand, BotIdentity, Deleted, Delivered, DeliveryContent, Membership, MessageEdit,
    Messenger, OutgoingDelivery, OutgoingMessage, SendError,
};
use marmelad_core::kernel::{Address, BotKind, MessageId, TelegramId, WebhookInfo};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, DeleteMessage, DeleteWebhook,
    DeleteWebhookSetters, EditMessageReplyMarkup, EditMessageReplyMarkupSetters, EditMessageText,
    EditMessageTextSetters, GetChatMember, GetMe, GetWebhookInfo, SendMessage, SendMessageSetters,
    SetMyCommands, SetWebhook, SetWebhookSetters,
};
use teloxide::types::{self as tg, ChatId, LinkPreviewOptions, ParseMode, Recipient, UserId};

use super::answer::says;
use super::updates::ALLOWED;
use super::{TelegramClient, keyboards};

/// Telegram's maximum of parallel webhook requests. Each request is answered as soon as its updates are stored.
const MAX_CONNECTIONS: u8 = 100;

/// Refusals to delete that mean: there is no such message.
const NOT_THERE: [&str; 3] =
    ["message to delete not found", "message_id_invalid", "message not found"];
/// Refusals to delete that mean: the message stays.
const NOT_LET_GO: [&str; 2] = ["message can't be deleted", "message_delete_forbidden"];

#[async_trait]
impl Messenger for TelegramClient {
    async fn me(&self, bot: BotKind) -> Result<BotIdentity, SendError> {
        let Me { id, username } = self.call(bot, &GetMe::new()).await?;
        Ok(BotIdentity { address: TelegramId(id).into(), username })
    }

    async fn webhook(&self, bot: BotKind) -> Result<WebhookInfo, SendError> {
        let told: Webhook = self.call(bot, &GetWebhookInfo::new()).await?;
        let failed_at = told.last_error_date.and_then(DateTime::from_timestamp_secs);
        Ok(WebhookInfo {
            url: Some(told.url).filter(|url| !url.is_empty()),
            pending: told.pending_update_count,
            last_error: failed_at.map(|at| (at, told.last_error_message.unwrap_or_default())),
            max_connections: told.max_connections,
        })
    }

    /// What waits is kept: nobody is left without an answer because a webhook moved.
    async fn set_webhook(&self, bot: BotKind) -> Result<String, SendError> {
        let Some(webhooks) = &self.webhooks else {
            return Err(SendError::Rejected("no webhook is configured".into()));
        };
        let url = webhooks.url(bot).clone();
        let payload = SetWebhook::new(url.clone())
            .secret_token(webhooks.secret.expose_secret())
            .max_connections(MAX_CONNECTIONS)
            .allowed_updates(ALLOWED)
            .drop_pending_updates(false);
        let _: IgnoredAny = self.call(bot, &payload).await?;
        Ok(url.into())
    }

    async fn delete_webhook(&self, bot: BotKind) -> Result<(), SendError> {
        let payload = DeleteWebhook::new().drop_pending_updates(false);
        let _: IgnoredAny = self.call(bot, &payload).await?;
        Ok(())
    }

    async fn send(&self, bot: BotKind, message: &OutgoingMessage) -> Result<MessageId, SendError> {
        let mut payload = SendMessage::new(ChatId(message.chat.telegram_id().0), &message.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW);
        if let Some(keyboard) = &message.keyboard {
            payload = payload.reply_markup(keyboards::reply_markup(keyboard)?);
        }
        let Sent { message_id } = self.call(bot, &payload).await?;
        Ok(MessageId(message_id))
    }

    async fn deliver(
        &self,
        bot: BotKind,
        delivery: &OutgoingDelivery,
    ) -> Result<Delivered, SendError> {
        match &delivery.content {
            DeliveryContent::Text { html } => self.send_text(bot, delivery, html).await,
            DeliveryContent::Media { media, caption } => {
                self.send_media(bot, delivery, media, caption).await
            }
            DeliveryContent::Copy { from_chat, message } => {
                self.copy(bot, delivery, *from_chat, *message).await
            }
        }
    }

    async fn delete(
        &self,
        bot: BotKind,
        chat: Address,
        message: MessageId,
    ) -> Result<Deleted, SendError> {
        let message = tg::MessageId(narrow(message.0)?);
        let payload = DeleteMessage::new(ChatId(chat.telegram_id().0), message);
        let answer: Result<IgnoredAny, SendError> = self.call(bot, &payload).await;
        match answer {
            Ok(_) => Ok(Deleted::Done),
            Err(SendError::Rejected(said)) if says(&said, &NOT_THERE) => Ok(Deleted::NotFound),
            Err(SendError::Rejected(said)) if says(&said, &NOT_LET_GO) => Ok(Deleted::TooOld),
            Err(error) => Err(error),
        }
    }

    async fn edit(&self, bot: BotKind, edit: &MessageEdit) -> Result<(), SendError> {
        let chat = ChatId(edit.chat.telegram_id().0);
        let message = tg::MessageId(narrow(edit.message.0)?);
        let buttons = keyboards::inline(&edit.buttons)?;
        let answer: Result<IgnoredAny, SendError> = if let Some(html) = &edit.html {
            let payload = EditMessageText::new(chat, message, html)
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW)
                .reply_markup(buttons);
            self.call(bot, &payload).await
        } else {
            let payload = EditMessageReplyMarkup::new(chat, message).reply_markup(buttons);
            self.call(bot, &payload).await
        };
        unless_said(answer, "message is not modified")
    }

    async fn answer_callback_query(
        &self,
        bot: BotKind,
        query_id: &str,
        text: Option<String>,
    ) -> Result<(), SendError> {
        let mut payload = AnswerCallbackQuery::new(tg::CallbackQueryId(query_id.to_owned()));
        if let Some(text) = text {
            payload = payload.text(text);
        }
        unless_said(self.call(bot, &payload).await, "query is too old")
    }

    async fn membership(
        &self,
        bot: BotKind,
        channel: &str,
        user: Address,
    ) -> Result<Membership, SendError> {
        let Ok(user) = u64::try_from(user.telegram_id().0) else {
            return Err(SendError::Rejected("not the id of a Telegram user".into()));
        };
        let channel = match channel.parse() {
            Ok(id) => Recipient::Id(ChatId(id)),
            Err(_) => Recipient::ChannelUsername(channel.to_owned()),
        };
        let payload = GetChatMember::new(channel, UserId(user));
        let mut answer = self.call::<_, Member>(bot, &payload).await;
        if is_stranger(&answer) {
            // Telegram says so for a moment about somebody who has just joined.
            answer = self.call(bot, &payload).await;
        }
        if is_stranger(&answer) { Ok(Membership::Outside) } else { answer?.place() }
    }

    async fn set_commands(&self, bot: BotKind, commands: &[BotCommand]) -> Result<(), SendError> {
        let commands = commands.iter().map(|it| tg::BotCommand::new(it.command, it.description));
        let _: IgnoredAny = self.call(bot, &SetMyCommands::new(commands)).await?;
        Ok(())
    }
}

pub(super) const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Without a webhook the address is empty.
#[derive(Deserialize)]
struct Webhook {
    url: String,
    #[serde(default)]
    pending_update_count: u32,
    last_error_date: Option<i64>,
    last_error_message: Option<String>,
    max_connections: Option<u32>,
}

#[derive(Deserialize)]
struct Me {
    id: i64,
    username: String,
}

#[derive(Deserialize)]
pub(super) struct Sent {
    pub(super) message_id: i64,
}

/// The part of `ChatMember` that matters, read leniently: new kinds of members must not break it.
#[derive(Deserialize)]
struct Member {
    status: String,
    #[serde(default)]
    is_member: bool,
}

impl Member {
    fn place(&self) -> Result<Membership, SendError> {
        match self.status.as_str() {
            "creator" | "administrator" | "member" => Ok(Membership::Member),
            "restricted" => Ok(Membership::Restricted { is_member: self.is_member }),
            "left" | "kicked" => Ok(Membership::Outside),
            other => Err(SendError::Unknown(format!("an unknown member status `{other}`"))),
        }
    }
}

/// A user of whom the channel knows nothing.
fn is_stranger(answer: &Result<Member, SendError>) -> bool {
    let phrases = ["user not found", "participant_id_invalid"];
    matches!(answer, Err(SendError::Rejected(said)) if says(said, &phrases))
}

/// A refusal that means "done already" is success.
fn unless_said(answer: Result<IgnoredAny, SendError>, phrase: &str) -> Result<(), SendError> {
    match answer {
        Err(SendError::Rejected(said)) if says(&said, &[phrase]) => Ok(()),
        answer => answer.map(|_| ()),
    }
}

/// Message ids are 32 bits wide in the Bot API's private chats.
pub(super) fn narrow(id: i64) -> Result<i32, SendError> {
    id.try_into().map_err(|_| SendError::Rejected(format!("{id} is not the id of a message")))
}

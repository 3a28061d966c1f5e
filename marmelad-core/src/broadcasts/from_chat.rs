//! `/broadcast`: an admin sends one message to the main bot, sees a preview and sends it to all
//! clients.
//!
//! The preview creates a draft. Its button starts this draft, at most once however often the button
//! is pressed. An unused draft is deleted or expires.

use chrono::{DateTime, Duration, Utc};

use crate::audit::Actor;
use crate::broadcasts::{
    AudienceCount, Broadcast, BroadcastContent, BroadcastInput, BroadcastKind, BroadcastService,
    BroadcastStatus, ChangeBroadcastOutcome, ContentDraft, ContentProblem, CopySource,
    MovedBroadcast, PreflightOutcome, PreparedContent, Recipient, SavedBroadcast,
};
use crate::callbacks::ChatDraft;
use crate::delivery::OutgoingDelivery;
use crate::kernel::{PortError, TelegramId};
use crate::messages::ru;
use crate::messages::texts::words;
use crate::staff::Admin;

/// How long a draft waits for its button; the same as a dialogue's lifetime.
pub const CHAT_DRAFT_TTL: Duration = Duration::hours(24);
/// Longest title made of the message's first words, in characters.
const TITLE_LENGTH: usize = 60;

/// A message that an admin wants to broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    pub source: CopySource,
    /// Text or caption; the broadcast's title is made of the first words.
    pub words: Option<String>,
}

/// The audience of a chat broadcast, and when sending would end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatOutlook {
    /// The number of recipients and of clients left out.
    pub audience: AudienceCount,
    /// When the last message would be sent.
    pub finishes_at: DateTime<Utc>,
}

/// Result of a callback query from a button under the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatDraftOutcome {
    /// The broadcast runs: started by this callback query or an earlier one.
    Started {
        /// Number of recipients, if already known.
        count: Option<u64>,
    },
    /// The audience is empty; the draft was deleted.
    Nobody,
    /// The draft was deleted on request.
    Discarded,
    /// The draft does not exist any more, or belongs to somebody else.
    Stale,
}

impl BroadcastService {
    /// The admin with this Telegram id, if allowed to broadcast from a chat.
    pub async fn chat_broadcaster(&self, id: TelegramId) -> Result<Option<Admin>, PortError> {
        let admin = self.admins.find_by_telegram_id(id).await?;
        Ok(admin.filter(Admin::may_broadcast_from_chat))
    }

    /// The audience and the expected end; `None` when the audience is empty.
    pub async fn chat_outlook(
        &self,
        message: &ChatMessage,
    ) -> Result<Option<ChatOutlook>, PortError> {
        match self.preflight_input(self.chat_input(message)).await? {
            PreflightOutcome::Preflight(preflight) if preflight.audience.total == 0 => Ok(None),
            PreflightOutcome::Preflight(preflight) => Ok(Some(ChatOutlook {
                audience: preflight.audience,
                finishes_at: preflight.finishes_at,
            })),
            PreflightOutcome::Invalid(problems) => Err(unfit(&problems)),
            PreflightOutcome::NotFound => Err(unfit(&[])),
        }
    }

    /// The message to the admin exactly as recipients would get it.
    pub fn chat_preview(&self, message: &ChatMessage) -> Result<OutgoingDelivery, PortError> {
        let content = self.chat_input(message).content.into_content();
        let content = content.map_err(|problems| unfit(&problems))?;
        let prepared = PreparedContent::new(content, None).ok_or_else(|| unfit(&[]))?;
        Ok(prepared.render(&Recipient {
            chat: message.source.chat.into(),
            first_name: None,
            display_name: String::new(),
            discount: None,
        }))
    }

    /// Stores the message as a draft that waits for its button.
    pub async fn draft_from_chat(
        &self,
        admin: &Admin,
        message: &ChatMessage,
    ) -> Result<ChatDraft, PortError> {
        let actor = Actor::admin_in_chat(admin.id);
        match self.create(self.chat_input(message), &actor).await? {
            SavedBroadcast::Saved(broadcast) => {
                Ok(ChatDraft { id: broadcast.id, message: message.source.message })
            }
            SavedBroadcast::Invalid(problems) => Err(unfit(&problems)),
        }
    }

    /// Handles «Отправить»: starts the broadcast, at most once for any number of callback queries.
    pub async fn start_from_chat(
        &self,
        by: TelegramId,
        draft: ChatDraft,
    ) -> Result<ChatDraftOutcome, PortError> {
        let Some(admin) = self.chat_broadcaster(by).await? else {
            return Ok(ChatDraftOutcome::Stale);
        };
        let Some(broadcast) = self.of_chat(&admin, draft).await? else {
            return Ok(ChatDraftOutcome::Stale);
        };
        let (id, actor) = (draft.id, Actor::admin_in_chat(admin.id));
        let is_draft = broadcast.status == BroadcastStatus::Draft;
        if is_draft && self.context.now() - broadcast.created_at >= CHAT_DRAFT_TTL {
            self.delete(id, &actor).await?;
            return Ok(ChatDraftOutcome::Stale);
        }
        if !is_draft {
            return Ok(begun(&broadcast));
        }
        match self.start(id, &actor).await? {
            MovedBroadcast::Moved(broadcast) => {
                let settings = self.context.settings().await?;
                let reach = self.reach(broadcast.terms.audience, &settings);
                let count = self.broadcasts.count_audience(reach).await?;
                Ok(ChatDraftOutcome::Started { count: Some(count.total) })
            }
            MovedBroadcast::EmptyAudience(_) => {
                self.delete(id, &actor).await?;
                Ok(ChatDraftOutcome::Nobody)
            }
            MovedBroadcast::Invalid(problems) | MovedBroadcast::NotReady(problems) => {
                Err(unfit(&problems))
            }
            MovedBroadcast::NotFound => Ok(ChatDraftOutcome::Stale),
            // Another callback query was faster.
            MovedBroadcast::WrongState { .. } => {
                let now = self.broadcasts.find(id).await?;
                Ok(now.as_ref().map_or(ChatDraftOutcome::Stale, begun))
            }
        }
    }

    /// Handles «Отмена», or the end of the dialogue: deletes the draft. A running broadcast continues.
    pub async fn discard_from_chat(
        &self,
        by: TelegramId,
        draft: ChatDraft,
    ) -> Result<ChatDraftOutcome, PortError> {
        let Some(admin) = self.admins.find_by_telegram_id(by).await? else {
            return Ok(ChatDraftOutcome::Stale);
        };
        if self.broadcasts.find(draft.id).await?.is_none() {
            return Ok(ChatDraftOutcome::Discarded);
        }
        let Some(broadcast) = self.of_chat(&admin, draft).await? else {
            return Ok(ChatDraftOutcome::Stale);
        };
        let actor = Actor::admin_in_chat(admin.id);
        Ok(match self.delete(draft.id, &actor).await? {
            ChangeBroadcastOutcome::Changed(_) | ChangeBroadcastOutcome::NotFound => {
                ChatDraftOutcome::Discarded
            }
            ChangeBroadcastOutcome::WrongState(status) => begun(&Broadcast { status, ..broadcast }),
        })
    }

    /// Loads the draft of a button. Callback data may be forged, so the draft must be the admin's
    /// own and made in this chat.
    async fn of_chat(
        &self,
        admin: &Admin,
        draft: ChatDraft,
    ) -> Result<Option<Broadcast>, PortError> {
        let found = self.broadcasts.find(draft.id).await?;
        Ok(found.filter(|broadcast| {
            let is_of_message = matches!(
                broadcast.terms.content,
                BroadcastContent::Copy { source_chat, source_message, .. }
                    if source_chat == admin.telegram_id && source_message == draft.message
            );
            is_of_message && broadcast.created_by_admin_id == Some(admin.id)
        }))
    }

    fn chat_input(&self, message: &ChatMessage) -> BroadcastInput {
        let moment = || ru::moment(self.context.now(), self.context.zone, self.context.now());
        let words = message.words.as_deref().and_then(first_words);
        BroadcastInput {
            title: words.unwrap_or_else(|| format!("{}, {}", words::FROM_CHAT, moment())),
            content: ContentDraft {
                kind: Some(BroadcastKind::Copy),
                source_chat_id: Some(message.source.chat.0),
                source_message_id: Some(message.source.message.0),
                ..ContentDraft::default()
            },
            ..BroadcastInput::default()
        }
    }
}

/// The result for a broadcast that is no longer a draft.
fn begun(broadcast: &Broadcast) -> ChatDraftOutcome {
    match broadcast.status {
        BroadcastStatus::Draft | BroadcastStatus::Canceled => ChatDraftOutcome::Stale,
        _ => ChatDraftOutcome::Started {
            count: broadcast.is_fanned_out.then_some(broadcast.audience_total.into()),
        },
    }
}

/// The first line's first words, cut between words where possible.
fn first_words(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TITLE_LENGTH {
        return Some(line);
    }
    let cut: String = line.chars().take(TITLE_LENGTH - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    Some(format!("{whole}…"))
}

/// A copyable message always makes a valid broadcast; a problem here is a defect.
fn unfit(problems: &[ContentProblem]) -> PortError {
    let told: Vec<_> =
        problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect();
    PortError::Broken { what: "making a broadcast of a message", source: told.join("; ").into() }
}

#[cfg(test)]
mod tests;

//! `/broadcast`: an admin sends one message to the main bot, looks at it, and it goes to everybody.
//!
//! The draft is made when the message is shown with its buttons. It begins from that draft, which happens once however
//! often the button is pressed, and what is left alone or called off is deleted or grows stale.

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

/// So long a message waits for its button; as long as a bot waits for an answer.
pub const CHAT_DRAFT_TTL: Duration = Duration::hours(24);
/// The longest title made of a message's words, in characters.
const TITLE_LENGTH: usize = 60;

/// A message that an admin wants everybody to get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Where it stands.
    pub source: CopySource,
    /// Its text or caption: the broadcast is called by its first words.
    pub words: Option<String>,
}

/// Who would get it, and until when that takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatOutlook {
    /// Who gets it, and who is left out.
    pub audience: AudienceCount,
    /// When the last one would have it.
    pub finishes_at: DateTime<Utc>,
}

/// What came of pressing a button under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatPress {
    /// It goes out, by this press or by one before.
    Started {
        /// To so many, as far as that is known.
        count: Option<u64>,
    },
    /// Nobody would get it; the draft is gone.
    Nobody,
    /// It was called off; the draft is gone.
    Discarded,
    /// There is nothing behind the button any more, or nothing of theirs.
    Stale,
}

impl BroadcastService {
    /// The admin who may broadcast from a chat, if this person is one.
    pub async fn chat_broadcaster(&self, id: TelegramId) -> Result<Option<Admin>, PortError> {
        let admin = self.admins.find_by_telegram_id(id).await?;
        Ok(admin.filter(Admin::may_broadcast_from_chat))
    }

    /// Who would get a message; `None`: nobody.
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

    /// The message as everybody would get it, to its author.
    pub fn chat_preview(&self, message: &ChatMessage) -> Result<OutgoingDelivery, PortError> {
        let content = self.chat_input(message).content.into_content();
        let content = content.map_err(|problems| unfit(&problems))?;
        let prepared = PreparedContent::new(content, None).ok_or_else(|| unfit(&[]))?;
        Ok(prepared.render(&Recipient {
            chat: message.source.chat,
            first_name: None,
            display_name: String::new(),
            discount: None,
        }))
    }

    /// Keeps it as a draft, until a button under it is pressed.
    pub async fn draft_from_chat(
        &self,
        admin: &Admin,
        message: &ChatMessage,
    ) -> Result<ChatDraft, PortError> {
        let actor = Actor::admin_in_chat(admin.id);
        match self.create(self.chat_input(message), &actor).await? {
            SavedBroadcast::Saved(broadcast) => Ok(ChatDraft {
                id: broadcast.id,
                message: message.source.message,
            }),
            SavedBroadcast::Invalid(problems) => Err(unfit(&problems)),
        }
    }

    /// «Отправить». However often it is pressed, the broadcast begins once.
    pub async fn start_from_chat(
        &self,
        by: TelegramId,
        draft: ChatDraft,
    ) -> Result<ChatPress, PortError> {
        let Some(admin) = self.chat_broadcaster(by).await? else {
            return Ok(ChatPress::Stale);
        };
        let Some(broadcast) = self.of_chat(&admin, draft).await? else {
            return Ok(ChatPress::Stale);
        };
        let (id, actor) = (draft.id, Actor::admin_in_chat(admin.id));
        let is_draft = broadcast.status == BroadcastStatus::Draft;
        if is_draft && self.context.now() - broadcast.created_at >= CHAT_DRAFT_TTL {
            self.delete(id, &actor).await?;
            return Ok(ChatPress::Stale);
        }
        if !is_draft {
            return Ok(begun(&broadcast));
        }
        match self.start(id, &actor).await? {
            MovedBroadcast::Moved(broadcast) => {
                let settings = self.context.settings().await?;
                let reach = self.reach(broadcast.terms.audience, &settings);
                let count = self.broadcasts.count_audience(reach).await?;
                Ok(ChatPress::Started {
                    count: Some(count.total),
                })
            }
            MovedBroadcast::EmptyAudience(_) => {
                self.delete(id, &actor).await?;
                Ok(ChatPress::Nobody)
            }
            MovedBroadcast::Invalid(problems) => Err(unfit(&problems)),
            MovedBroadcast::NotFound => Ok(ChatPress::Stale),
            // Another press was faster.
            MovedBroadcast::WrongState { .. } => {
                let now = self.broadcasts.find(id).await?;
                Ok(now.as_ref().map_or(ChatPress::Stale, begun))
            }
        }
    }

    /// «Отмена», or whatever leaves the question: deletes the draft. One that goes out already goes on.
    pub async fn discard_from_chat(
        &self,
        by: TelegramId,
        draft: ChatDraft,
    ) -> Result<ChatPress, PortError> {
        let Some(admin) = self.admins.find_by_telegram_id(by).await? else {
            return Ok(ChatPress::Stale);
        };
        if self.broadcasts.find(draft.id).await?.is_none() {
            return Ok(ChatPress::Discarded);
        }
        let Some(broadcast) = self.of_chat(&admin, draft).await? else {
            return Ok(ChatPress::Stale);
        };
        let actor = Actor::admin_in_chat(admin.id);
        Ok(match self.delete(draft.id, &actor).await? {
            ChangeBroadcastOutcome::Changed(_) | ChangeBroadcastOutcome::NotFound => {
                ChatPress::Discarded
            }
            ChangeBroadcastOutcome::WrongState(status) => begun(&Broadcast {
                status,
                ..broadcast
            }),
        })
    }

    /// What a button says may come from anybody: only what they made here themselves is theirs to press.
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

/// Where a broadcast stands that is no draft any more.
fn begun(broadcast: &Broadcast) -> ChatPress {
    match broadcast.status {
        BroadcastStatus::Draft | BroadcastStatus::Canceled => ChatPress::Stale,
        _ => ChatPress::Started {
            count: broadcast
                .is_laid_out
                .then_some(broadcast.audience_total.into()),
        },
    }
}

/// The first line's words, cut between two of them where there is a place.
fn first_words(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TITLE_LENGTH {
        return Some(line);
    }
    let cut: String = line.chars().take(TITLE_LENGTH - 1).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    Some(format!("{whole}…"))
}

/// A message that can be copied makes a broadcast that can be sent: anything else is a defect.
fn unfit(problems: &[ContentProblem]) -> PortError {
    let told: Vec<_> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.path, problem.message))
        .collect();
    PortError::Broken {
        what: "making a broadcast of a message",
        source: told.join("; ").into(),
    }
}

#[cfg(test)]
mod tests;

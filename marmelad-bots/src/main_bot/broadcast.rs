//! `/broadcast`: an admin sends one message, sees what everybody would get, and sends it with a button.
//!
//! The draft is made last, right before its buttons are shown, so that an update which is handled again makes at most
//! one that nobody sees a button of. Whether anything begins is decided by the draft alone: a button works once, and
//! no longer than the draft is there.

use marmelad_core::broadcasts::{
    ChatMessage, ChatPress, CopySource, NotCopyable, check_copyable, left_out,
};
use marmelad_core::callbacks::ChatDraft;
use marmelad_core::delivery::SendError;
use marmelad_core::kernel::PortError;
use marmelad_core::messages::{TextKey, ru};
use teloxide::types::Message;

use super::state::{MainDialogue, State};
use super::visit::Visit;
use super::{help, keyboards, state};
use crate::shared::{HandlerError, HandlerResult, Press, exit};

/// Asks for the message. To all others there is no such command.
pub(super) async fn asked(visit: Visit, dialogue: MainDialogue) -> HandlerResult {
    if !may(&visit).await? {
        return help::not_understood(visit).await;
    }
    visit.client().await?;
    dialogue
        .update(State::WaitingForBroadcast { album: None })
        .await?;
    visit
        .say(TextKey::CHAT_BROADCAST_ASK, &[], keyboards::main())
        .await
}

/// A message came: the first one, or another in place of the one that was shown.
pub(super) async fn sent(
    visit: Visit,
    dialogue: MainDialogue,
    state: State,
    message: Message,
) -> HandlerResult {
    let admin = visit
        .app
        .broadcasts
        .chat_broadcaster(visit.telegram_id())
        .await?;
    let Some(admin) = admin else {
        state::leave(visit.clone(), dialogue, state).await;
        return help::not_understood(visit).await;
    };
    let source = match copyable(&message)? {
        Ok(source) => source,
        Err(why) => return refuse(&visit, &dialogue, &state, &message, &why).await,
    };
    let wanted = ChatMessage {
        source,
        words: message
            .text()
            .or_else(|| message.caption())
            .map(str::to_owned),
    };
    let Some(outlook) = visit.app.broadcasts.chat_outlook(&wanted).await? else {
        visit
            .say(TextKey::CHAT_BROADCAST_NOBODY, &[], keyboards::main())
            .await?;
        state::leave(visit, dialogue, state).await;
        return Ok(());
    };
    match visit
        .chat
        .deliver(&visit.app.broadcasts.chat_preview(&wanted)?)
        .await
    {
        Ok(_) => {}
        Err(HandlerError::Telegram(
            SendError::BodyRejected(_) | SendError::FileRejected(_) | SendError::Rejected(_),
        )) => {
            return refuse(
                &visit,
                &dialogue,
                &state,
                &message,
                &NotCopyable::Unsupported,
            )
            .await;
        }
        Err(error) => return Err(error),
    }
    discard(&visit, &state).await?;
    let draft = visit
        .app
        .broadcasts
        .draft_from_chat(&admin, &wanted)
        .await?;
    dialogue
        .update(State::ConfirmingBroadcast { draft })
        .await?;
    let settings = visit.app.settings().await?;
    let values = [
        ("count", &*ru::grouped_count(outlook.audience.total)),
        ("excluded", &*left_out(outlook.audience.excluded)),
        (
            "finish_at",
            &*visit.app.wording(&settings).moment(outlook.finishes_at),
        ),
    ];
    visit
        .say(
            TextKey::CHAT_BROADCAST_CONFIRM,
            &values,
            keyboards::broadcast(draft),
        )
        .await
}

/// «Отправить» or «Отмена» under a message for everybody.
pub(super) async fn pressed(
    visit: Visit,
    dialogue: MainDialogue,
    state: State,
    press: Press,
    choice: Choice,
) -> HandlerResult {
    let (Choice::Send(draft) | Choice::Cancel(draft)) = choice;
    let came_of_it = match choice {
        Choice::Send(draft) => {
            visit
                .app
                .broadcasts
                .start_from_chat(visit.telegram_id(), draft)
                .await?
        }
        Choice::Cancel(draft) => {
            visit
                .app
                .broadcasts
                .discard_from_chat(visit.telegram_id(), draft)
                .await?
        }
    };
    if came_of_it == ChatPress::Stale {
        super::press::stale(visit.clone(), press.clone()).await?;
        visit.rebutton(&press, Vec::new()).await;
    } else {
        let acknowledged = visit.chat.acknowledge(&press, None);
        let told = tell(&visit, &press, draft, came_of_it);
        futures::join!(acknowledged, told).1?;
    }
    if matches!(state, State::ConfirmingBroadcast { draft: waiting } if waiting == draft) {
        exit(dialogue).await;
    }
    Ok(())
}

/// What was pressed, under which draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Send(ChatDraft),
    Cancel(ChatDraft),
}

/// Puts what came of a press in place of the question.
async fn tell(
    visit: &Visit,
    press: &Press,
    draft: ChatDraft,
    came_of_it: ChatPress,
) -> HandlerResult {
    match came_of_it {
        ChatPress::Started { count } => {
            let count = count.map(ru::grouped_count).unwrap_or_default();
            let values = [("number", &*draft.id.to_string()), ("count", &*count)];
            visit
                .replace(press, TextKey::CHAT_BROADCAST_STARTED, &values)
                .await
        }
        ChatPress::Nobody => {
            visit
                .replace(press, TextKey::CHAT_BROADCAST_NOBODY, &[])
                .await
        }
        ChatPress::Discarded => visit.replace(press, TextKey::CANCELLED, &[]).await,
        ChatPress::Stale => Ok(()),
    }
}

/// Says why a message cannot be sent to everybody, and goes on waiting for another. The parts of an album come one by
/// one; it is refused once.
async fn refuse(
    visit: &Visit,
    dialogue: &MainDialogue,
    state: &State,
    message: &Message,
    why: &NotCopyable,
) -> HandlerResult {
    let album = message.media_group_id().map(|id| id.0.clone());
    let known = match state {
        State::WaitingForBroadcast { album } => album.as_ref(),
        _ => None,
    };
    if album.is_some() && album.as_ref() == known {
        return Ok(());
    }
    discard(visit, state).await?;
    let values = [("why", &*why.to_string())];
    visit
        .say(
            TextKey::CHAT_BROADCAST_UNSUPPORTED,
            &values,
            keyboards::main(),
        )
        .await?;
    let waiting = State::WaitingForBroadcast { album };
    if *state != waiting {
        dialogue.update(waiting).await?;
    }
    Ok(())
}

/// What was shown before is not sent any more.
pub(super) async fn discard(visit: &Visit, state: &State) -> Result<(), PortError> {
    if let State::ConfirmingBroadcast { draft } = state {
        visit
            .app
            .broadcasts
            .discard_from_chat(visit.telegram_id(), *draft)
            .await?;
    }
    Ok(())
}

async fn may(visit: &Visit) -> Result<bool, PortError> {
    let admin = visit
        .app
        .broadcasts
        .chat_broadcaster(visit.telegram_id())
        .await?;
    Ok(admin.is_some())
}

/// The rule reads what the Bot API sends.
fn copyable(message: &Message) -> Result<Result<CopySource, NotCopyable>, PortError> {
    let json = serde_json::to_value(message).map_err(|error| PortError::Broken {
        what: "reading a message",
        source: error.into(),
    })?;
    Ok(check_copyable(&json))
}

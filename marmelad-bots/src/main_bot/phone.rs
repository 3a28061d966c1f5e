//! The phone number: the client's own contact, shared by the button.

use marmelad_core::clients::{SetPhone, SharedContact};
use marmelad_core::messages::TextKey;

use super::state::{MainDialogue, State};
use super::visit::Visit;
use super::{consent, keyboards};
use crate::shared::{HandlerResult, exit};

/// Asks for the contact.
pub(super) async fn asked(visit: &Visit, dialogue: &MainDialogue) -> HandlerResult {
    let user = visit.client().await?;
    if visit.app.clients.needs_consent(&user).await? {
        return consent::needed(visit, &user).await;
    }
    ask(visit, dialogue, TextKey::PHONE_ASK).await
}

/// A contact came, asked for or not.
pub(super) async fn shared(
    visit: Visit,
    dialogue: MainDialogue,
    contact: SharedContact,
) -> HandlerResult {
    let user = visit.client().await?;
    match visit.app.clients.set_phone(&user, &contact).await? {
        SetPhone::Saved(phone) => {
            let values = [("phone", phone.as_str())];
            visit
                .say(TextKey::PHONE_SAVED, &values, keyboards::main())
                .await?;
        }
        SetPhone::NotOwn => return ask(&visit, &dialogue, TextKey::PHONE_NOT_OWN).await,
        SetPhone::ConsentNeeded => consent::needed(&visit, &user).await?,
    }
    exit(dialogue.clone()).await;
    Ok(())
}

/// Something else came in place of the contact.
pub(super) async fn typed(visit: Visit, dialogue: MainDialogue) -> HandlerResult {
    visit.client().await?;
    ask(&visit, &dialogue, TextKey::PHONE_NOT_OWN).await
}

async fn ask(visit: &Visit, dialogue: &MainDialogue, text: TextKey) -> HandlerResult {
    dialogue.update(State::WaitingForPhone).await?;
    visit.say(text, &[], keyboards::share_phone()).await
}

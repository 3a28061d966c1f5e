//! The bot of the cashiers and admins.
//!
//! | module | what it answers |
//! |---|---|
//! | `code` | a code typed at the till |
//! | `press` | buttons: finds the right one of the modules below, ends the waiting |
//! | `redeem` | «Погасить», «Отмена» |
//! | `amount` | «Погасить с суммой» and the amount |
//! | `undo` | «Отменить погашение» and the reason |
//! | `requests` | «Одобрить», «Отклонить» |
//! | `commands` | `/start`, `/help`, `/cancel`, `/login`, «Я кассир» |
//! | `contact` | whoever has no access |
//! | `cards` | what is shown of a code: pure functions |
//! | `state` | what was begun in a chat |
//!
//! A handler reads its input, calls one method of [`App`](marmelad_core::App) and renders the outcome.

mod amount;
mod cards;
mod code;
mod commands;
mod contact;
mod press;
mod redeem;
mod requests;
mod say;
mod state;
mod toast;
mod typed;
mod undo;

use dptree::case;
use teloxide::dispatching::dialogue;
use teloxide::prelude::*;

use crate::shared::{DialogueStorage, Press, Schema, profile_of};
use commands::Command;
use state::State;
use typed::Typed;

/// The handler tree.
pub fn schema() -> Schema {
    dptree::entry()
        .branch(messages())
        .branch(presses())
        // Who blocks the bot of the staff, or comes back, changes nothing.
        .branch(Update::filter_my_chat_member().endpoint(|| async { Ok(()) }))
}

/// A command leaves what was begun; other text belongs to it; the rest is meant as a code. While it cannot be
/// known what was begun, only codes are taken: other text may be an amount or a reason.
fn messages() -> Schema {
    Update::filter_message()
        .filter_map(|message: Message| message.from.as_ref().map(profile_of))
        .map(|message: Message| Typed::of(&message))
        .chain(dialogue::enter::<Update, DialogueStorage, State, _>())
        .branch(
            dptree::filter_map(|typed: Typed| typed.text().and_then(Command::read))
                .endpoint(commands::answer),
        )
        .branch(case![State::Amount(asked)].endpoint(amount::typed))
        .branch(case![State::Undo(begun)].endpoint(undo::reason))
        .branch(
            case![State::Unknown]
                .filter(|typed: Typed| !typed.is_code_alone())
                .endpoint(code::typed_in_doubt),
        )
        .endpoint(code::typed)
}

fn presses() -> Schema {
    Update::filter_callback_query()
        .map(|query: CallbackQuery| Press::of(&query))
        .branch(dptree::filter(|press: Press| press.message.is_none()).endpoint(press::stale))
        .chain(dialogue::enter::<Update, DialogueStorage, State, _>())
        .endpoint(press::answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_gets_everything_that_its_handlers_ask_for() {
        let given = [
            dptree::Type::of::<marmelad_core::App>(),
            dptree::Type::of::<crate::shared::Chat>(),
            dptree::Type::of::<std::sync::Arc<DialogueStorage>>(),
            dptree::Type::of::<Update>(),
        ];
        let schema = schema();
        let dptree::HandlerSignature::Other { obligations, .. } = schema.sig() else {
            panic!("an empty tree")
        };
        let missing: Vec<_> = obligations
            .keys()
            .filter(|wanted| !given.contains(wanted))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

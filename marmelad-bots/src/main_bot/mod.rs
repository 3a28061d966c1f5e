//! The bot of the clients.
//!
//! [`schema`] is the whole of it: what was said or pressed → the function that answers. Each subject is
//! a file: it reads what the client sent, calls one method of the application and puts the outcome
//! into words.
//!
//! | module | subject |
//! |---|---|
//! | `said` | what a message says: a command, a button of the keyboard, a contact |
//! | `visit` | who is writing, and the way to answer |
//! | `state` | what the bot is waiting for |
//! | `keyboards` | every keyboard and button |
//! | `start`, `help` | `/start`; `/help`, `/cancel` and what is not understood |
//! | `consent` | the two consents |
//! | `subscription`, `discounts` | codes |
//! | `profile`, `birthday`, `phone`, `gender`, `marketing`, `erase` | the client's data |
//! | `broadcast` | `/broadcast`, for admins |
//! | `press` | pressed inline buttons |
//! | `reach` | the client blocks the bot or comes back |
//!
//! An update whose answer did not reach Telegram is handled again from the beginning. So what is
//! called here stands repetition, and a question's state is left only after its answer was sent.

mod birthday;
mod broadcast;
mod consent;
mod discounts;
mod erase;
mod gender;
mod help;
mod keyboards;
mod marketing;
mod phone;
mod press;
mod profile;
mod reach;
mod said;
mod start;
mod state;
mod subscription;
mod visit;

use dptree::case;
use marmelad_core::App;
use teloxide::dispatching::dialogue;
use teloxide::prelude::*;

use crate::shared::{Chat, DialogueStorage, HandlerResult, Press, Schema};
use said::Said;
use state::State;
use visit::Visit;

/// The handler tree.
pub fn schema() -> Schema {
    dptree::entry()
        .branch(Update::filter_message().chain(messages()))
        .branch(Update::filter_callback_query().chain(presses()))
        .branch(Update::filter_my_chat_member().endpoint(reach::changed))
}

fn messages() -> Schema {
    visits()
        .chain(in_dialogue())
        .map(|message: Message| Said::of(&message))
        .branch(
            // Commands and buttons leave whatever was begun.
            dptree::filter(|said: Said| said.leaves_state())
                .filter_async(state::leave)
                .branch(case![Said::Start(payload)].endpoint(start::start))
                .branch(case![Said::Help].endpoint(help::help))
                .branch(case![Said::Cancel].endpoint(help::cancelled))
                .branch(case![Said::Stop].endpoint(marketing::stopped))
                .branch(case![Said::MyDiscounts].endpoint(discounts::listed))
                .branch(case![Said::CheckSubscription].endpoint(subscription::checked))
                .branch(case![Said::SetBirthday].endpoint(birthday::asked))
                .branch(case![Said::Profile].endpoint(profile::shown))
                .branch(case![Said::Broadcast].endpoint(broadcast::asked))
                .branch(case![Said::UnknownCommand].endpoint(help::not_understood)),
        )
        .branch(
            // Before contacts: one may be what everybody is to get.
            dptree::filter(|state: State| state.is_broadcast()).endpoint(broadcast::sent),
        )
        .branch(case![Said::Contact(contact)].endpoint(phone::shared))
        .branch(case![State::WaitingForDate].endpoint(birthday::typed))
        .branch(case![State::WaitingForPhone].endpoint(phone::typed))
        .branch(case![State::Unknown].endpoint(help::not_now))
        .endpoint(help::not_understood)
}

fn presses() -> Schema {
    visits()
        .map(|query: CallbackQuery| Press::of(&query))
        .branch(
            dptree::filter(|query: CallbackQuery, press: Press| press::is_stale(&query, &press))
                .endpoint(press::stale),
        )
        .filter_map(|press: Press| press::button(&press))
        .chain(in_dialogue())
        .branch(dptree::filter_map(press::choice).endpoint(broadcast::pressed))
        .filter_async(state::leave)
        .endpoint(press::handle)
}

fn visits() -> Schema {
    dptree::filter_map(|app: App, chat: Chat, update: Update| Visit::of(app, chat, &update))
}

fn in_dialogue() -> Schema {
    dialogue::enter::<Update, DialogueStorage, State, HandlerResult>()
}

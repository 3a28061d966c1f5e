//! What the people did and saw, to be compared with the books.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use marmelad_sandbox::{BotKind, Posted, Pressed};
use tokio::sync::watch;

use crate::stage::Held;

/// Kept by everybody together.
#[derive(Default)]
pub(super) struct Journal {
    pages: Mutex<Pages>,
    progress: watch::Sender<Progress>,
}

/// How much was done.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Progress {
    /// Codes redeemed at the tills.
    pub(super) redeemed: usize,
    /// Clients who got their code and found it in their list.
    pub(super) clients: usize,
}

/// Somebody was told that they redeemed a code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Redemption {
    pub(crate) code: String,
    /// The cashier's Telegram id; `None` for the operator.
    pub(crate) cashier: Option<i64>,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Pages {
    /// Every update that Telegram had to deliver.
    pub(crate) updates: BTreeSet<(BotKind, u32)>,
    /// Every press, by the id that its answer goes to.
    pub(crate) presses: Vec<String>,
    /// How many messages a chat has when each question is answered once.
    pub(crate) answers: BTreeMap<(BotKind, i64), usize>,
    /// Codes that somebody began to redeem.
    pub(crate) begun: Vec<Held>,
    /// Whoever was told that they redeemed a code.
    pub(crate) redeemed: BTreeSet<Redemption>,
    /// Clients by Telegram id, with the code that they were given.
    pub(crate) clients: BTreeMap<i64, String>,
    /// What had to be done once more.
    pub(crate) repeated: Vec<String>,
}

impl Journal {
    /// Follows what was done.
    pub(super) fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// All of it, as far as it is written.
    pub(super) fn pages(&self) -> Pages {
        self.pages.lock().unwrap().clone()
    }

    /// Somebody opened a chat that holds this many messages of the bot.
    pub(super) fn entered(&self, bot: BotKind, chat: i64, messages: usize) {
        self.write(|pages| pages.answers.insert((bot, chat), messages));
    }

    pub(super) fn wrote(&self, bot: BotKind, chat: i64, posted: Posted) {
        self.write(|pages| {
            pages.updates.insert((bot, posted.update_id));
            *pages.answers.entry((bot, chat)).or_default() += 1;
        });
    }

    pub(super) fn pressed(&self, bot: BotKind, pressed: Pressed) {
        self.write(|pages| {
            pages.updates.insert((bot, pressed.update_id));
            pages.presses.push(pressed.callback_query_id);
        });
    }

    /// Somebody goes about redeeming a code.
    pub(super) fn began(&self, held: &Held) {
        self.write(|pages| pages.begun.push(held.clone()));
    }

    /// Somebody was told that they redeemed it.
    pub(super) fn redeemed(&self, redemption: Redemption) {
        let at_till = redemption.cashier.is_some();
        self.write(|pages| pages.redeemed.insert(redemption));
        if at_till {
            self.progress.send_modify(|progress| progress.redeemed += 1);
        }
    }

    /// A client has a code and sees it.
    pub(super) fn got(&self, client: i64, code: String) {
        self.write(|pages| pages.clients.insert(client, code));
        self.progress.send_modify(|progress| progress.clients += 1);
    }

    /// Somebody got no answer, or an apology.
    pub(super) fn repeated(&self, what: String) {
        self.write(|pages| pages.repeated.push(what));
    }

    fn write<T>(&self, entry: impl FnOnce(&mut Pages) -> T) -> T {
        entry(&mut self.pages.lock().unwrap())
    }
}

//! People who write to the bots all the time: eight cashiers, an operator who redeems some of the same
//! codes at the command line, and eight clients at a time who come for their first code.
//!
//! They behave as people do: what gets no answer for some seconds, or an apology, is done once more.

mod cashier;
mod chat;
mod client;
mod journal;
mod operator;

use std::sync::Arc;
use std::time::Duration;

use marmelad_sandbox::{BotKind, Sandbox};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::cluster::Cluster;
use crate::stage::{self, CASHIERS};
use cashier::{Cashier, Till};
use chat::Chat;
use client::Visits;
use journal::Journal;
pub(crate) use journal::{Pages, Redemption};

/// After so long without an answer a person does it once more.
pub(crate) const IMPATIENT: Duration = Duration::from_secs(4);
/// Whoever waits so long sees every answer that comes at all.
pub(crate) const PATIENT: Duration = Duration::from_mins(2);
/// How many clients write at the same time.
const CLIENTS: usize = 8;
/// Nothing that is waited for takes so long, unless it never comes.
const GIVE_UP: Duration = Duration::from_mins(3);

/// The people, while they write.
pub(crate) struct Traffic {
    people: JoinSet<()>,
    journal: Arc<Journal>,
    closing: CancellationToken,
}

/// What everybody has at hand.
#[derive(Clone)]
struct Surroundings {
    telegram: Sandbox,
    journal: Arc<Journal>,
    patience: Duration,
    /// Told when nobody shall begin anything new.
    closing: CancellationToken,
}

impl Traffic {
    pub(crate) async fn begin(cluster: &Cluster, patience: Duration) -> Self {
        let codes = stage::codes(&cluster.mariadb).await;
        let around = Surroundings {
            telegram: cluster.telegram.clone(),
            journal: Arc::new(Journal::default()),
            patience,
            closing: CancellationToken::new(),
        };
        let mut people = JoinSet::new();
        let (calls, called) = mpsc::unbounded_channel();
        let till = Arc::new(Till::new(codes, calls, &around));
        for id in CASHIERS {
            let chat = Chat::new(&around, BotKind::Auth, id);
            people.spawn(Cashier::new(chat, till.clone()).serve());
        }
        let app = cluster.operator.app.clone();
        people.spawn(operator::redeem(app, called, around.journal.clone()));
        let visits = Arc::new(Visits::new(&around));
        for _ in 0..CLIENTS {
            let visits = visits.clone();
            people.spawn(async move { visits.one_after_another().await });
        }
        Self { people, journal: around.journal, closing: around.closing }
    }

    /// Waits until this many more codes are redeemed, and this many more clients have got theirs.
    pub(crate) async fn goes_on(&mut self, codes: usize, clients: usize) {
        let mut progress = self.journal.progress();
        let begun = *progress.borrow_and_update();
        let is_enough = |now: &journal::Progress| {
            now.redeemed >= begun.redeemed + codes && now.clients >= begun.clients + clients
        };
        loop {
            tokio::select! {
                reached = progress.wait_for(is_enough) => {
                    reached.unwrap();
                    return;
                }
                Some(ended) = self.people.join_next() => fine(ended),
                () = tokio::time::sleep(GIVE_UP) => panic!("nothing goes on; repeated: {:#?}", self.journal.pages().repeated),
            }
        }
    }

    /// Nobody begins anything new; when everybody is done, here is what they did and saw.
    pub(crate) async fn ends(mut self) -> Pages {
        self.closing.cancel();
        while let Some(ended) = self.people.join_next().await {
            fine(ended);
        }
        self.journal.pages()
    }
}

/// What disappoints one of the people fails the test.
fn fine(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        std::panic::resume_unwind(error.into_panic());
    }
}

//! A broadcast to everybody, and the two workers that send it.

use std::time::{Duration, Instant};

use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{
    BroadcastInput, BroadcastKind, BroadcastStatus, ContentDraft, MovedBroadcast, SavedBroadcast,
};
use marmelad_core::kernel::BroadcastId;
use marmelad_core::settings::SettingsChange;
use marmelad_sandbox::{BotKind, Fault, Message, Person};
use sqlx::{MySqlPool, QueryBuilder};

use crate::cluster::{Cluster, Mode};
use crate::servers::random;
use crate::stage::HOLDERS;

const BODY: &str = "Новинки недели уже на полках";
/// So long nothing moves only when nothing ever will.
const PATIENCE: Duration = Duration::from_mins(3);
/// Telegram ids of the clients that come to those of the stage.
const MORE: i64 = 100_000;

/// A broadcast and its surroundings.
pub(super) struct Mailing {
    pub(super) cluster: Cluster,
    pub(super) id: BroadcastId,
    /// Telegram ids of all who are to get it.
    pub(super) audience: Vec<i64>,
    /// The database, past the application.
    pub(super) books: MySqlPool,
    /// Ids of the processes that were killed.
    pub(super) killed: Vec<u32>,
}

impl Mailing {
    /// A draft for this many clients, at least those of the stage, and two workers that run. The bot sends `rate` messages a
    /// second, 1–30; 0 = as fast as it can.
    pub(super) async fn open(lease: u32, size: usize, rate: u32) -> Self {
        let mut cluster = Cluster::open(Mode::Polling, lease, &["worker", "worker"]).await;
        cluster.telegram.clear_faults();
        let books = cluster.mariadb.pool().await;
        let more = size.saturating_sub(HOLDERS.count());
        let more = MORE..MORE + i64::try_from(more).unwrap();
        add_clients(&books, &more.clone().collect::<Vec<_>>()).await;
        for id in more.clone() {
            cluster.telegram.add_person(Person::new(id, "Гость"));
            cluster.telegram.open_chat(BotKind::Main, id);
        }
        let wanted = [("telegram_rate_per_second".to_owned(), rate.into())];
        let app = &cluster.operator.app;
        let changed = app.settings.change(&wanted, &Actor::Cli).await.unwrap();
        assert!(matches!(changed, SettingsChange::Changed(_)), "{changed:?}");
        let input = BroadcastInput {
            title: "Новинки".to_owned(),
            content: ContentDraft {
                kind: Some(BroadcastKind::Html),
                body: Some(BODY.to_owned()),
                ..ContentDraft::default()
            },
            rate_per_minute: Some(0),
            ignore_quiet_hours: true,
            ..BroadcastInput::default()
        };
        let saved = app.broadcasts.create(input, &Actor::Cli).await.unwrap();
        let SavedBroadcast::Saved(draft) = saved else {
            panic!("{saved:?}");
        };
        cluster.start().await;
        Self {
            cluster,
            id: draft.id,
            audience: HOLDERS.chain(more).collect(),
            books,
            killed: Vec::new(),
        }
    }

    /// Every message of the main bot takes effect at once, and its answer comes so much later.
    pub(super) fn answers_after(&self, late: Duration) {
        let slow = Fault::hang_after(late).method("sendMessage");
        let hour = Duration::from_hours(1);
        self.cluster.telegram.fault(slow.during(hour));
    }

    pub(super) async fn begins(&self) {
        let app = &self.cluster.operator.app;
        let moved = app.broadcasts.start(self.id, &Actor::Cli).await.unwrap();
        assert!(matches!(moved, MovedBroadcast::Moved(_)), "{moved:?}");
    }

    /// Its messages in somebody's chat.
    pub(super) fn messages(&self, chat: i64) -> Vec<Message> {
        let mut messages = self.cluster.telegram.bot_messages(BotKind::Main, chat);
        messages.retain(|message| message.text == BODY);
        messages
    }

    /// About how many have got it: chats in which the bot wrote something.
    fn delivered(&self) -> usize {
        self.cluster.telegram.chats(BotKind::Main).len()
    }

    /// Waits until this many have got the broadcast, or nobody is left.
    pub(super) async fn until_delivered(&self, count: usize) {
        self.until(|delivered, is_sent| delivered >= count || is_sent).await;
    }

    /// Waits until nobody is left.
    pub(super) async fn until_sent(&self) {
        self.until(|_, is_sent| is_sent).await;
    }

    async fn until(&self, is_enough: impl Fn(usize, bool) -> bool) {
        let (mut before, mut deadline) = (0, Instant::now() + PATIENCE);
        loop {
            let delivered = self.delivered();
            let app = &self.cluster.operator.app;
            let broadcast = app.broadcasts.find(self.id).await.unwrap().unwrap();
            if is_enough(delivered, broadcast.status == BroadcastStatus::Sent) {
                return;
            }
            if delivered > before {
                (before, deadline) = (delivered, Instant::now() + PATIENCE);
            }
            assert!(
                Instant::now() < deadline,
                "it does not get on after {delivered} messages: {broadcast:?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// SIGKILL for either worker, at some moment within the next fifth of a second; another is started in its place.
    pub(super) async fn kills_one(&mut self) {
        tokio::time::sleep(Duration::from_millis(random() % 200)).await;
        let either = &mut self.cluster.replicas[usize::from(random().is_multiple_of(2))];
        self.killed.push(either.kill().await);
        either.start().await;
    }
}

async fn add_clients(books: &MySqlPool, ids: &[i64]) {
    for ids in ids.chunks(1_000) {
        let mut query = QueryBuilder::new(
            "INSERT INTO users (telegram_id, first_name, display_name, gender, tags, is_test, created_at, updated_at) ",
        );
        query.push_values(ids, |mut row, id| {
            row.push_bind(id);
            row.push("'Гость', 'Гость', 'unknown', '[]', 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)");
        });
        query.build().execute(books).await.unwrap();
    }
}

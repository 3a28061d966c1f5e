#![allow(clippy::unwrap_used)]

mod book;
mod fair;
mod faults;
mod stops;
mod telegram;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{
    Audience, Broadcast, BroadcastContent, BroadcastStatus, BroadcastTerms, Excluded,
    MockBroadcastRepo, MockProgressHints, OutcomeCounts, PreparedContent,
};
use marmelad_core::delivery::{Messenger, MockMessenger, MockRateLimiter};
use marmelad_core::kernel::Clock;
use marmelad_core::settings::{BootDefaults, MockSettingsRepo, Settings};
use marmelad_core::{AppContext, Ports};
use serde_json::json;

use super::*;
use crate::worker::tests::open_limiter;
use book::Book;
use telegram::Telegram;

/// A clock that goes only when it is told to.
#[derive(Debug, Clone, Default)]
struct Hands(Arc<AtomicI64>);

impl Hands {
    fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        let seconds = self.0.load(Ordering::SeqCst);
        DateTime::UNIX_EPOCH + chrono::Duration::seconds(seconds)
    }
}

/// A broadcast to this many clients, after its fan-out.
fn broadcast_to(id: i64, recipients: u32) -> Broadcast {
    Broadcast {
        id: BroadcastId(id),
        terms: BroadcastTerms {
            title: "Всем".into(),
            content: BroadcastContent::Html {
                body: "Привет".into(),
                media: None,
                buttons: Vec::new(),
                unsubscribe_button: false,
            },
            audience: Audience::default(),
            template_id: None,
            scheduled_at: None,
            rate_per_minute: Some(0),
            ignore_quiet_hours: true,
        },
        status: BroadcastStatus::Sending,
        started_at: Some(DateTime::UNIX_EPOCH),
        finished_at: None,
        waiting_until: None,
        created_by_admin_id: None,
        audience_total: recipients,
        is_fanned_out: true,
        excluded: Excluded::default(),
        counts: OutcomeCounts::default(),
        stop: None,
        recall: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    }
}

/// What a worker works with.
struct Scene {
    book: Book,
    clock: Hands,
    limiter: MockRateLimiter,
    messenger: Arc<dyn Messenger>,
    /// Messages a second, of the bot; 0 = no limit.
    per_second: u32,
}

impl Scene {
    fn new(book: Book) -> Self {
        Self {
            book,
            clock: Hands::default(),
            limiter: open_limiter(),
            messenger: Arc::new(Telegram::default()),
            per_second: 0,
        }
    }

    fn shared(self) -> Shared {
        let rows = [("telegram_rate_per_second".to_owned(), json!(self.per_second))];
        let settings = Arc::new(Settings::load(BootDefaults::default(), rows).0);
        let mut repo = MockSettingsRepo::new();
        repo.expect_current().returning(move || Ok(Arc::clone(&settings)));
        let (mut broadcasts, book) = (MockBroadcastRepo::new(), self.book.clone());
        broadcasts.expect_find().returning(move |id| Ok(book.broadcast(id)));
        let mut progress = MockProgressHints::new();
        progress.expect_announce().returning(|_| Ok(()));
        let ports = Ports {
            delivery_log: Arc::new(self.book),
            broadcasts: Arc::new(broadcasts),
            rate_limiter: Arc::new(self.limiter),
            clock: Arc::new(self.clock),
            settings: Arc::new(repo),
            messenger: self.messenger,
            progress: Arc::new(progress),
            ..Ports::mocked()
        };
        let context = AppContext {
            zone: chrono_tz::UTC,
            test_ids: std::collections::BTreeSet::new(),
            panel_url: String::new(),
            own_bot_api: true,
        };
        Shared {
            app: App::new(&ports, context),
            options: Arc::new(Options {
                owner: "worker".into(),
                lease: Duration::from_secs(30),
                batch: 30,
            }),
            queue: SendQueue::default(),
            slots: Slots::new(),
            stop: CancellationToken::new(),
        }
    }
}

/// With leases of hours, so that nothing gives up.
fn patient(shared: Shared) -> Shared {
    let options = Options { lease: Duration::from_hours(4), ..(*shared.options).clone() };
    Shared { options: Arc::new(options), ..shared }
}

/// A run of the broadcast 1 that nobody else looks after.
fn run(shared: &Shared, recipients: u32) -> Run {
    Run::new(shared.clone(), broadcast_to(1, recipients), CancellationToken::new())
}

fn prepared() -> Arc<PreparedContent> {
    let content = broadcast_to(1, 1).terms.content;
    Arc::new(PreparedContent::new(content, None).unwrap())
}

/// The worker of a whole process.
fn working(shared: &Shared) -> tokio::task::JoinHandle<()> {
    let shared = shared.clone();
    tokio::spawn(async move {
        let options = (*shared.options).clone();
        broadcast(&shared.app, options, &shared.queue, &shared.stop).await;
    })
}

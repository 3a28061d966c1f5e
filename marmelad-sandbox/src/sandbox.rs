//! The handle of a running sandbox.

mod act;
mod read;
mod rig;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::DropGuard;
use tokio_util::task::TaskTracker;

pub(crate) use act::shown_keyboard;
pub use read::WaitError;

use crate::bot::BotKind;
use crate::builder::Builder;
use crate::server;
use crate::shared::Shared;
use crate::state_file::StateFile;
use crate::webhook::{self, Pace};

/// A running sandbox. Clones are the same sandbox; it stops when
/// [`stop`](Self::stop) is called or the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Sandbox {
    shared: Shared,
    local: SocketAddr,
    tasks: TaskTracker,
    /// Stops the sandbox when its last owner is dropped; the server's own clone has `None`.
    _owner: Option<Arc<DropGuard>>,
}

impl Sandbox {
    /// A sandbox with defaults: a free port, two tokens, `@marmelad_channel`
    /// administered by the main bot, no people, no limits, no faults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn run(
        shared: Shared,
        listener: TcpListener,
        local: SocketAddr,
        state_file: Option<StateFile>,
        pace: Pace,
    ) -> Self {
        let tasks = TaskTracker::new();
        let served = Self { _owner: None, shared, local, tasks: tasks.clone() };
        let shared = &served.shared;
        for bot in BotKind::ALL {
            tasks.spawn(webhook::deliver(shared.clone(), bot, pace));
        }
        tasks.spawn(serve_and_save(served.clone(), listener, state_file));
        tasks.close();
        Self { _owner: Some(Arc::new(served.shared.stop_guard())), ..served }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Address it listens on.
    pub(crate) fn local(&self) -> SocketAddr {
        self.local
    }

    /// Stops serving, saves the state and waits for both.
    pub async fn stop(&self) {
        self.shared.stop();
        self.tasks.wait().await;
    }

    /// Value for `TELEGRAM_API_URL`: `http://127.0.0.1:<port>`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.local)
    }

    /// Port it listens on.
    pub fn port(&self) -> u16 {
        self.local.port()
    }

    /// Token of a bot.
    pub fn token(&self, bot: BotKind) -> String {
        self.shared.read(|world| world.bot(bot).token.clone())
    }

    /// Username of a bot without `@`.
    pub fn username(&self, bot: BotKind) -> String {
        self.shared.read(|world| world.bot(bot).username.clone())
    }

    /// Id of the channel, `-100…`.
    pub fn channel_id(&self) -> i64 {
        self.shared.read(|world| world.channel.id)
    }

    /// Username of the channel with its `@`.
    pub fn channel(&self) -> String {
        self.shared.read(|world| format!("@{}", world.channel.username))
    }
}

/// Serves until the end, and saves once more after the last answer.
async fn serve_and_save(sandbox: Sandbox, listener: TcpListener, file: Option<StateFile>) {
    let shared = sandbox.shared.clone();
    let Some(file) = file else {
        return server::run(sandbox, listener).await;
    };
    tokio::join!(server::run(sandbox, listener), file.keep(&shared));
    file.save(&shared).await;
}

//! Configuration and start of a sandbox.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::bot::{BotKind, token_id};
use crate::clock::{Clock, TimeControl};
use crate::sandbox::Sandbox;
use crate::shared::Shared;
use crate::state_file::StateFile;
use crate::webhook::Pace;
use crate::world::World;
use crate::world::bots::BotState;
use crate::world::callbacks::Callbacks;
use crate::world::calls::Calls;
use crate::world::faults::Faults;
use crate::world::files::Files;
use crate::world::limits::Limits;
use crate::world::members::{Channel, MemberStatus};
use crate::world::people::{Group, Person};

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The sandbox pretends to be Telegram to this machine only.
    #[error("the sandbox listens on loopback addresses only, not on {0}")]
    NotLoopback(IpAddr),
    /// A token is not `<digits>:<35 characters>`, or both bots have one id.
    #[error("the token of the {0} bot must be <digits>:<35 characters> with digits of its own")]
    Token(BotKind),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        source: std::io::Error,
    },
    /// The state file is there and cannot be read.
    #[error("cannot read the state file {path}")]
    State {
        path: PathBuf,
        /// What is wrong with it.
        source: std::io::Error,
    },
}

/// Settings of a sandbox about to start; see [`Sandbox::builder`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    address: SocketAddr,
    clock: Clock,
    tokens: [String; 2],
    usernames: [String; 2],
    channel: Channel,
    people: Vec<Person>,
    groups: Vec<Group>,
    limits: Limits,
    open: bool,
    history_limit: usize,
    call_log_limit: usize,
    state_file: Option<PathBuf>,
    pace: Pace,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock: Clock::default(),
            tokens: [
                "7000000001:AAMainBotSandboxTokenForTestsOnly_1".to_owned(),
                "7000000002:AAAuthBotSandboxTokenForTestsOnly_2".to_owned(),
            ],
            usernames: ["marmelad_main_bot".to_owned(), "marmelad_auth_bot".to_owned()],
            channel: Channel {
                id: -1_001_234_567_890,
                username: "marmelad_channel".to_owned(),
                title: "Мармеладный дворик".to_owned(),
                members: BTreeMap::new(),
                everyone_else: MemberStatus::Left,
                admin_bots: BTreeSet::from([BotKind::Main]),
            },
            people: Vec::new(),
            groups: Vec::new(),
            limits: Limits::default(),
            open: false,
            history_limit: 2_000,
            call_log_limit: 10_000,
            state_file: None,
            pace: Pace::default(),
        }
    }
}

impl Builder {
    /// Port on 127.0.0.1; 0, the default, lets the system choose.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Address to listen on; anything but loopback is refused at start.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets a clock that the chat page can move forward; the default is the machine's.
    pub fn time_control(mut self, control: Arc<dyn TimeControl>) -> Self {
        self.clock = Clock::controlled(control);
        self
    }

    /// Token of a bot, `<digits>:<35 characters>`; the digits are its user id.
    pub fn token(mut self, bot: BotKind, token: impl Into<String>) -> Self {
        self.tokens[bot as usize] = token.into();
        self
    }

    /// Username of a bot without `@`.
    pub fn username(mut self, bot: BotKind, username: impl Into<String>) -> Self {
        self.usernames[bot as usize] = username.into();
        self
    }

    /// Username of the channel, with or without `@`.
    pub fn channel(mut self, username: impl AsRef<str>) -> Self {
        username.as_ref().trim_start_matches('@').clone_into(&mut self.channel.username);
        self
    }

    /// Id of the channel, `-100…`.
    pub fn channel_id(mut self, id: i64) -> Self {
        self.channel.id = id;
        self
    }

    /// Status in the channel of everybody not set otherwise; `Left` by default.
    pub fn everyone_else(mut self, status: MemberStatus) -> Self {
        self.channel.everyone_else = status;
        self
    }

    /// A person known from the start.
    pub fn person(mut self, person: Person) -> Self {
        self.people.push(person);
        self
    }

    /// A group known from the start.
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// Sending limits; none by default.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Every positive id is a person who has started both bots: for large
    /// audiences that nobody wants to add one by one.
    pub fn open_world(mut self, open: bool) -> Self {
        self.open = open;
        self
    }

    /// Messages kept per chat and bot, 2000 by default; 0 keeps none (then
    /// nothing can be edited, copied or read back).
    pub fn history_limit(mut self, messages: usize) -> Self {
        self.history_limit = messages;
        self
    }

    /// Calls kept in the log, 10 000 by default; 0 keeps counters only.
    pub fn call_log_limit(mut self, calls: usize) -> Self {
        self.call_log_limit = calls;
        self
    }

    /// Keeps people, chats and numbers in this file over restarts; uploads
    /// go to a folder `<file>.files` beside it.
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// Waits between tries of a webhook: the first and the longest.
    pub fn webhook_backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.pace = Pace { first, longest };
        self
    }

    /// Reads the state file, listens and serves.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        if !self.address.ip().is_loopback() {
            return Err(StartError::NotLoopback(self.address.ip()));
        }
        let state_file = self.state_file.clone().map(StateFile::new);
        let mut world = self.world()?;
        if let Some(file) = &state_file {
            let failed = |source| StartError::State { path: file.path().to_owned(), source };
            world.files = Files::new(Some(file.uploads()), Vec::new());
            if let Some(saved) = file.load().map_err(failed)? {
                world.restore(saved, Some(file.uploads()));
            }
        }
        let listen = |source| StartError::Listen { address: self.address, source };
        let listener = TcpListener::bind(self.address).await.map_err(listen)?;
        let local = listener.local_addr().map_err(listen)?;
        let shared = Shared::new(world, self.call_log_limit > 0);
        Ok(Sandbox::run(shared, listener, local, state_file, self.pace))
    }

    fn world(&self) -> Result<World, StartError> {
        let mut ids = Vec::new();
        for bot in BotKind::ALL {
            let id = token_id(&self.tokens[bot as usize])
                .filter(|id| !ids.contains(id))
                .ok_or(StartError::Token(bot))?;
            ids.push(id);
        }
        let bot = |kind: BotKind, name: &str| {
            let at = kind as usize;
            let token = self.tokens[at].clone();
            let username = self.usernames[at].clone();
            BotState::new(kind, ids[at], token, username, name, self.clock.clone())
        };
        Ok(World {
            clock: self.clock.clone(),
            jumps: Vec::new(),
            bots: [
                bot(BotKind::Main, "Мармеладный дворик"),
                bot(BotKind::Auth, "Мармеладный дворик: касса"),
            ],
            people: self.people.iter().map(|p| (p.id, p.clone())).collect(),
            groups: self.groups.iter().map(|g| (g.id, g.clone())).collect(),
            channel: self.channel.clone(),
            dialogs: HashMap::new(),
            files: Files::default(),
            callbacks: Callbacks::default(),
            calls: Calls::new(self.call_log_limit),
            faults: Faults::default(),
            limits: self.limits,
            open: self.open,
            history_limit: self.history_limit,
        })
    }
}

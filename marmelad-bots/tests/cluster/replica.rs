//! One process of `marmelad-bots`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

use crate::servers::{Program, free_port, leashed};

/// A start takes less than a second; one that takes this long is none.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a process is told by its environment.
pub(crate) type Environment = Vec<(&'static str, String)>;

/// A place for one process, filled or not: what is started in it again is a new process.
pub(crate) struct Replica {
    /// What its logs are called: `bots-1`.
    pub(crate) name: String,
    /// Where it listens for webhooks.
    pub(crate) address: SocketAddr,
    roles: &'static str,
    environment: Environment,
    folder: PathBuf,
    starts: u32,
    running: Option<Program>,
}

impl Replica {
    /// A place in a folder, with no process yet.
    pub(crate) fn new(name: String, roles: &'static str, folder: &Path) -> Self {
        Self {
            name,
            address: SocketAddr::from(([127, 0, 0, 1], free_port())),
            roles,
            environment: Vec::new(),
            folder: folder.to_owned(),
            starts: 0,
            running: None,
        }
    }

    /// From the next start on it is told this.
    pub(crate) fn told(&mut self, environment: &Environment) {
        self.environment.clone_from(environment);
        let address = self.address.to_string();
        self.environment.push(("BOTS_ADDR", address));
    }

    /// Starts a process; returns when it works.
    pub(crate) async fn start(&mut self) {
        assert!(self.running.is_none(), "{} runs", self.name);
        self.starts += 1;
        let mut command = leashed(env!("CARGO_BIN_EXE_marmelad-bots"));
        command
            .args(["--roles", self.roles])
            .env_clear()
            // Without a file `.env`.
            .current_dir(&self.folder)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        let log = self.folder.join(format!("{}.{}.log", self.name, self.starts));
        self.running = Some(Program::start(command, &log));
        if self.takes_updates() {
            self.until_ready().await;
        }
    }

    /// The id of its process.
    pub(crate) fn process(&self) -> u32 {
        self.running.as_ref().expect("it runs").id()
    }

    /// Whether both bots run here.
    pub(crate) fn takes_updates(&self) -> bool {
        self.roles.split(',').any(|role| role == "bots")
    }

    /// SIGKILL; answers the id that its process had.
    pub(crate) async fn kill(&mut self) -> u32 {
        let process = self.process();
        self.running().kill().await;
        process
    }

    /// SIGSTOP: as when the machine under it is moved.
    pub(crate) async fn freeze(&self) {
        self.running.as_ref().expect("it runs").signal("STOP").await;
    }

    /// SIGCONT: it does not know that time went by.
    pub(crate) async fn thaw(&self) {
        self.running.as_ref().expect("it runs").signal("CONT").await;
    }

    /// SIGTERM; it must end by itself and be content with how.
    pub(crate) async fn stop(&mut self) {
        assert_eq!(self.end().await, Some(0), "{}", self.name);
    }

    /// SIGTERM; answers with which code it ended.
    pub(crate) async fn end(&mut self) -> Option<i32> {
        self.running().terminate().await.code()
    }

    /// SIGTERM, then a new process.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    /// The process, which must not have ended by itself.
    fn running(&mut self) -> Program {
        let mut program = self.running.take().expect("it was started");
        assert!(program.is_running(), "{} ended by itself:\n{}", self.name, program.told());
        program
    }

    async fn until_ready(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        let takes_webhooks = self.environment.contains(&("BOT_MODE", "webhook".to_owned()));
        let program = self.running.as_mut().expect("it was started");
        while program.told().matches("the bot is ready").count() < 2
            || takes_webhooks && TcpStream::connect(self.address).await.is_err()
        {
            assert!(
                program.is_running() && Instant::now() < deadline,
                "{} did not start:\n{}",
                self.name,
                program.told()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

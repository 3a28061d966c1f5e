//! Startup in order: sandbox, database, generated data, then the parts that serve.

use std::path::PathBuf;
use std::sync::Arc;

use chrono_tz::Tz;
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_adapters::sql::seed::Seeded;
use marmelad_adapters::telemetry::{self, describe};
use marmelad_core::audit::Actor;
use marmelad_core::kernel::TelegramId;
use marmelad_core::sessions::LoginLinkOutcome;
use marmelad_sandbox::{BotKind, Sandbox};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::clock::DemoClock;
use super::folder::Folder;
use super::people::{OWNER, SUBSCRIBER};
use super::startup_summary::StartupSummary;
use super::time_travel::{Requests, TimeTravel};
use super::{bots, broadcast, people, ports};
use crate::args::DemoArgs;
use crate::exit::Failure;
use crate::output::{Output, Progress};
use crate::seed::{Plan, fill};

const ZONE: Tz = Tz::Asia__Vladivostok;

/// Seed of the generated data.
const STORY: u64 = 1;

/// Everything that the serving parts need.
pub(super) struct Demo {
    sandbox: Sandbox,
    running: Running,
    config: Config,
    folder: PathBuf,
}

impl Demo {
    /// Starts sandbox, database and data, and reserves the panel's port. Only the sandbox serves so far.
    pub(super) async fn start(
        args: &DemoArgs,
        folder: &Folder,
        out: Output,
    ) -> Result<(Self, TcpListener, Requests), Failure> {
        let listener = ports::listen(args.port, out).await?;
        let clock = DemoClock::open(folder.clock()).map_err(|error| {
            let what = format!("cannot read {}: {error}", folder.clock().display());
            Failure::fault("clock", format!("{what}; `--fresh` starts over"))
        })?;
        let (travel, jumps) = TimeTravel::new(clock.clone(), ZONE);
        let sandbox = start_sandbox(args, folder, travel, out).await?;
        let config = configuration(folder, &sandbox, &listener)?;
        telemetry::init(&config.log);
        let running = bootstrap(&config, by(clock)).await?;
        let demo = Self { sandbox, running, config, folder: folder.path().to_owned() };
        demo.fill(args.users).await?;
        people::employ(&demo.running.app).await?;
        broadcast::begin(&demo.running.app).await?;
        Ok((demo, listener, jumps))
    }

    /// Generates data in an empty database.
    async fn fill(&self, users: u32) -> Result<(), Failure> {
        let plan =
            Plan { users, rng_seed: STORY, zone: self.config.zone, now: self.running.app.now() };
        let progress = Progress::new("Making clients", users.into());
        let seeded = fill(&self.running.store, plan, |made| progress.at(made)).await?;
        if matches!(seeded, Seeded::Filled(_)) {
            people::name_owner(&self.running.app).await?;
        }
        Ok(())
    }

    /// Starts API, panel, bots and worker; each runs until `stop`.
    pub(super) fn run(
        &self,
        listener: TcpListener,
        jumps: Requests,
        stop: &CancellationToken,
    ) -> JoinSet<Result<(), Failure>> {
        let mut parts = JoinSet::new();
        let (app, config, until) = (self.running.app.clone(), self.config.clone(), stop.clone());
        parts.spawn(async move {
            marmelad_http::serve(app, &config, listener, until)
                .await
                .map_err(|error| Failure::fault("api", describe(&error)))
        });
        let (app, config, until) = (self.running.app.clone(), self.config.clone(), stop.clone());
        parts.spawn(bots::keep(app, config, jumps, until));
        parts
    }

    /// Builds the startup summary with a new login link.
    pub(super) async fn startup_summary(&self) -> Result<StartupSummary, Failure> {
        let link =
            self.running.app.sessions.issue_login_link(TelegramId(OWNER), Some(Actor::Cli)).await?;
        Ok(StartupSummary {
            panel: self.config.panel_url.clone(),
            login_link: match link {
                LoginLinkOutcome::Link(link) => Some(link.url),
                // The owner was deactivated in the panel.
                LoginLinkOutcome::NotFound | LoginLinkOutcome::Inactive => None,
            },
            chats: self.sandbox.base_url(),
            data: self.folder.clone(),
            database_url: self.config.database.reveal().to_owned(),
        })
    }

    /// Saves the sandbox's chats and closes the database; called after all parts have stopped.
    pub(super) async fn stop(self) {
        self.sandbox.stop().await;
        self.running.close().await;
    }
}

/// Makes all parts use the demo's clock.
fn by(clock: DemoClock) -> Overrides {
    Overrides { clock: Some(Arc::new(clock)), ..Overrides::default() }
}

async fn start_sandbox(
    args: &DemoArgs,
    folder: &Folder,
    travel: TimeTravel,
    out: Output,
) -> Result<Sandbox, Failure> {
    let is_first_start = !folder.chats().exists();
    // An open world, so that broadcasts reach generated clients too.
    let builder = Sandbox::builder()
        .open_world(true)
        .time_control(Arc::new(travel))
        .state_file(folder.chats())
        .token(BotKind::Main, &folder.secrets.main_token)
        .token(BotKind::Auth, &folder.secrets.auth_token);
    let builder = people::ALL.iter().fold(builder, |builder, role| builder.person(role.person()));
    let sandbox = ports::sandbox(builder, args.chat_port, out).await?;
    if is_first_start {
        sandbox
            .join_channel(SUBSCRIBER)
            .map_err(|error| Failure::fault("chats", describe(&error)))?;
    }
    Ok(sandbox)
}

/// The demo's configuration; of the environment only `RUST_LOG` is read.
fn configuration(
    folder: &Folder,
    sandbox: &Sandbox,
    listener: &TcpListener,
) -> Result<Config, Failure> {
    let address =
        listener.local_addr().map_err(|error| Failure::fault("port", error.to_string()))?;
    let variables = Variables::from_pairs([
        ("TZ", ZONE.name().to_owned()),
        ("DB_URL", folder.database_url()),
        ("MEDIA_DIR", folder.media().display().to_string()),
        ("PANEL_URL", format!("http://{address}")),
        ("HTTP_ADDR", address.to_string()),
        ("TELEGRAM_API_URL", sandbox.base_url()),
        ("TELEGRAM_MAIN_BOT_TOKEN", folder.secrets.main_token.clone()),
        ("TELEGRAM_AUTH_BOT_TOKEN", folder.secrets.auth_token.clone()),
        ("TELEGRAM_CHANNEL_ID", sandbox.channel()),
        ("JWT_SECRET", folder.secrets.jwt_secret.clone()),
        ("FIRST_SUPERADMIN_TG_ID", OWNER.to_string()),
        ("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".into())),
    ]);
    Ok(Config::load(Purpose::Demo, &variables)?)
}

//! `backup`, `demo`, `migrate`, `seed`, `webhook`, `probe`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use marmelad_core::kernel::BotKind;

/// Arguments of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli demo
  marmelad-cli demo --data /tmp/shop --port 8000 --chat-port 8080
  marmelad-cli demo --fresh              starts over

Ctrl-C stops everything; the next start goes on with the same data.")]
pub struct DemoArgs {
    /// Folder with the demo's data.
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
    /// Start over: remove the data of an earlier demo from the folder first.
    #[arg(long)]
    pub fresh: bool,
    /// Port of the panel and the API; when it is taken, the next free port is used. 0 = any free port.
    #[arg(long, default_value_t = 8000)]
    pub port: u16,
    /// Port of the chat page; when it is taken, the next free port is used. 0 = any free port.
    #[arg(long, default_value_t = 8080)]
    pub chat_port: u16,
    /// Number of clients generated at the first start, 1 to 1 000 000.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub users: u32,
}

/// Arguments of `migrate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli migrate
  marmelad-cli migrate status --json")]
pub struct MigrateArgs {
    /// A subcommand; without one the migrations are applied.
    #[command(subcommand)]
    pub command: Option<MigrateCommand>,
}

/// Subcommands of `migrate`.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Show applied and pending migrations without changing anything.
    #[command(after_help = "Example:
  marmelad-cli migrate status")]
    Status,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli backup /var/backups/marmelad-2026-03-05.db
  marmelad-cli backup nightly.db --force      replaces the last one when the copy is whole

The copy is a database by itself: to go back, stop everything and put it in the place of the file that DB_URL names,
without its -wal and -shm. A MySQL or MariaDB server is copied by mariadb-dump or mysqldump.")]
pub struct BackupArgs {
    /// Path of the copy.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `seed`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli seed
  marmelad-cli seed --users 100000 --rng-seed 7

A database that has clients is left as it is. A new or outdated one is migrated first.")]
pub struct SeedArgs {
    /// Number of clients, 1 to 1 000 000.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub users: u32,
    /// Seed of the generator; the same seed gives the same clients and the same history up to today.
    #[arg(long, default_value_t = 1)]
    pub rng_seed: u64,
}

/// Commands on webhooks.
#[derive(Debug, Subcommand)]
pub enum WebhookCommand {
    /// Set the configured webhooks; Telegram delivers waiting updates to them, too.
    #[command(after_help = "Examples:
  marmelad-cli webhook set
  marmelad-cli webhook set --bot auth

Needs TELEGRAM_WEBHOOK_MAIN_URL, TELEGRAM_WEBHOOK_AUTH_URL and TELEGRAM_WEBHOOK_SECRET. marmelad-bots does the same
at its start when BOT_MODE is webhook.")]
    Set(WhichBots),
    /// Delete the webhooks so that updates can be polled (BOT_MODE=polling); no update is lost.
    #[command(after_help = "Examples:
  marmelad-cli webhook delete
  marmelad-cli webhook delete --bot main")]
    Delete(WhichBots),
    /// Show the webhook address, the number of waiting updates and the last error.
    #[command(after_help = "Examples:
  marmelad-cli webhook info
  marmelad-cli webhook info --json | jq '.[] | select(.pending > 100)'")]
    Info(WhichBots),
}

/// Selection of bots.
#[derive(Debug, Args)]
pub struct WhichBots {
    /// Only this bot; both when left out.
    #[arg(long, value_enum)]
    bot: Option<TypedBot>,
}

impl WhichBots {
    /// The selected bots.
    pub fn all(&self) -> Vec<BotKind> {
        match self.bot {
            None => vec![BotKind::Main, BotKind::Auth],
            Some(TypedBot::Main) => vec![BotKind::Main],
            Some(TypedBot::Auth) => vec![BotKind::Auth],
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TypedBot {
    /// The bot of clients.
    Main,
    /// The bot of cashiers and admins.
    Auth,
}

/// Arguments of `probe`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli probe http://127.0.0.1:8000/ready
  marmelad-cli probe http://127.0.0.1:9100/health

Exit code 0 when the answer is 2xx, else 1. For health checks where there is no other HTTP client.")]
pub struct ProbeArgs {
    /// The address to request, http only.
    pub url: String,
    /// Timeout in seconds, 1 to 60.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u64).range(1..=60))]
    pub timeout: u64,
}

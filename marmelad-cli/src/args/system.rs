//! `backup`, `demo`, `migrate`, `seed`, `webhook`, `probe`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use marmelad_core::kernel::BotKind;

/// `demo`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli demo
  marmelad-cli demo --data /tmp/shop --port 8000 --chat-port 8080
  marmelad-cli demo --fresh              starts over

Ctrl-C stops everything; the next start goes on with the same data.")]
pub struct DemoArgs {
    /// Folder of the demo's data.
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub data: PathBuf,
    /// Start over: what an earlier demo left in the folder is removed first.
    #[arg(long)]
    pub fresh: bool,
    /// Port of the panel and the API; taken: the next free one. 0 = any.
    #[arg(long, default_value_t = 8000)]
    pub port: u16,
    /// Port of the chat page; taken: the next free one. 0 = any.
    #[arg(long, default_value_t = 8080)]
    pub chat_port: u16,
    /// How many made-up clients the first start makes, 1 to 1 000 000.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub users: u32,
}

/// `migrate`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli migrate
  marmelad-cli migrate status --json")]
pub struct MigrateArgs {
    /// What to do instead of migrating.
    #[command(subcommand)]
    pub command: Option<MigrateCommand>,
}

/// `migrate …`
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Say how far the database is migrated; changes nothing.
    #[command(after_help = "Example:
  marmelad-cli migrate status")]
    Status,
}

/// `backup`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli backup /var/backups/marmelad-2026-03-05.db
  marmelad-cli backup nightly.db --force      replaces the last one when the copy is whole

The copy is a database by itself: to go back, stop everything and put it in the place of the file that DB_URL names,
without its -wal and -shm. A MySQL or MariaDB server is copied by mariadb-dump or mysqldump.")]
pub struct BackupArgs {
    /// Where the copy is to be.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Replace a file that is there.
    #[arg(long)]
    pub force: bool,
}

/// `seed`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli seed
  marmelad-cli seed --users 100000 --rng-seed 7

A database that has clients is left as it is. A new or outdated one is migrated first.")]
pub struct SeedArgs {
    /// How many clients, 1 to 1 000 000.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub users: u32,
    /// The same number makes the same people and the same history up to today.
    #[arg(long, default_value_t = 1)]
    pub rng_seed: u64,
}

/// `webhook …`
#[derive(Debug, Subcommand)]
pub enum WebhookCommand {
    /// Have Telegram deliver updates to the configured addresses; what waits is delivered there too.
    #[command(after_help = "Examples:
  marmelad-cli webhook set
  marmelad-cli webhook set --bot auth

Needs TELEGRAM_WEBHOOK_MAIN_URL, TELEGRAM_WEBHOOK_AUTH_URL and TELEGRAM_WEBHOOK_SECRET. marmelad-bots does the same
at its start when BOT_MODE is webhook.")]
    Set(WhichBots),
    /// Have Telegram deliver updates nowhere, so that they can be polled (BOT_MODE=polling); none is lost.
    #[command(after_help = "Examples:
  marmelad-cli webhook delete
  marmelad-cli webhook delete --bot main")]
    Delete(WhichBots),
    /// Say where updates are delivered, how many wait, and what went wrong last.
    #[command(after_help = "Examples:
  marmelad-cli webhook info
  marmelad-cli webhook info --json | jq '.[] | select(.pending > 100)'")]
    Info(WhichBots),
}

/// One bot or both.
#[derive(Debug, Args)]
pub struct WhichBots {
    /// Only this bot; both when left out.
    #[arg(long, value_enum)]
    bot: Option<TypedBot>,
}

impl WhichBots {
    /// Those that are meant.
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
    /// The clients' bot.
    Main,
    /// The bot of cashiers and admins.
    Auth,
}

/// `probe`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  marmelad-cli probe http://127.0.0.1:8000/ready
  marmelad-cli probe http://127.0.0.1:9100/health

Exit code 0 when the answer is 2xx, else 1. For health checks where there is no other HTTP client.")]
pub struct ProbeArgs {
    /// What to ask for, http only.
    pub url: String,
    /// How long the answer may take, in seconds, 1 to 60.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u64).range(1..=60))]
    pub timeout: u64,
}

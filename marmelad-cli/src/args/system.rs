//! `demo`, `migrate`, `seed`

use std::path::PathBuf;

use clap::{Args, Subcommand};

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

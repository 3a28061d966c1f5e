//! The command line: commands, their options, and help with examples.

mod broadcast;
mod code;
mod people;
mod report;
mod settings;
mod system;
mod template;
mod user;

use clap::{Parser, Subcommand};

pub use broadcast::{
    BroadcastCommand, ButtonRow, CopyFrom, CreateBroadcast, MediaOptions, Paging, WhichBroadcast,
};
pub use code::{CodeCommand, Redeem};
pub use people::{AddAdmin, AdminCommand, CashierCommand};
pub use report::{Days, ReportCommand};
pub use settings::{AuditCommand, SettingsCommand};
pub use system::{
    BackupArgs, DemoArgs, MigrateArgs, MigrateCommand, ProbeArgs, SeedArgs, WebhookCommand,
    WhichBots,
};
pub use template::{Change, TemplateCommand, TemplateOptions, TypedRecurrence};
pub use user::{ExportUsers, ImportUsers, ListUsers, UserCommand};

/// Operator commands of «Мармеладный дворик».
#[derive(Debug, Parser)]
#[command(
    name = "marmelad-cli",
    version,
    about,
    max_term_width = 100,
    after_help = "Examples:
  marmelad-cli demo                      run everything on this machine, with generated data
  marmelad-cli migrate                   create the database or apply pending migrations
  marmelad-cli admin add 123456789 --role owner
  marmelad-cli code check 'дяа 4589'
  marmelad-cli user list --search анна --json
  marmelad-cli broadcast start 5

The configuration is read from the environment and from .env in the working folder; `doctor` checks it.
Exit codes: 0 ok, 1 failure (database, network), 2 usage or configuration, 3 not found, 4 already used,
5 expired, 6 refused (revoked, paused, amount, role, state)."
)]
pub struct Cli {
    /// Print JSON for scripts instead of text for people.
    #[arg(long, global = true)]
    pub json: bool,
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
}

/// All commands of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run everything on this machine: API, panel, bots and a Telegram sandbox, with generated data.
    Demo(DemoArgs),
    /// Create the database or apply pending migrations.
    Migrate(MigrateArgs),
    /// Fill an empty database with generated clients and one year of history.
    Seed(SeedArgs),
    /// Check configuration, database, bots, channel and webhooks, and advise what to fix.
    #[command(after_help = "Examples:
  marmelad-cli doctor
  marmelad-cli doctor --json | jq '.checks[] | select(.status == \"error\")'")]
    Doctor,
    /// Set, delete or show the webhooks of the bots.
    #[command(subcommand)]
    Webhook(WebhookCommand),
    /// Copy the SQLite database while the system keeps running.
    Backup(BackupArgs),
    /// Check whether a process answers over HTTP.
    Probe(ProbeArgs),
    /// Commands that need an open, migrated database.
    #[command(flatten)]
    Shop(ShopCommand),
    /// Print the REST API's OpenAPI document.
    #[command(after_help = "Example:
  marmelad-cli openapi > openapi/openapi.json")]
    Openapi,
    /// Print a completion script for a shell.
    #[command(after_help = "Examples:
  marmelad-cli completions bash > ~/.local/share/bash-completion/completions/marmelad-cli
  marmelad-cli completions fish > ~/.config/fish/completions/marmelad-cli.fish")]
    Completions {
        /// The shell to complete for.
        shell: clap_complete::Shell,
    },
}

/// Commands that need an open, migrated database.
#[derive(Debug, Subcommand)]
pub enum ShopCommand {
    /// Check, redeem, undo, issue and revoke codes.
    #[command(subcommand)]
    Code(CodeCommand),
    /// List, add and change discount templates.
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Create, send, watch and recall broadcasts.
    #[command(subcommand)]
    Broadcast(BroadcastCommand),
    /// List, show, import and export clients.
    #[command(subcommand)]
    User(UserCommand),
    /// List cashiers, approve or reject requests, withdraw access.
    #[command(subcommand)]
    Cashier(CashierCommand),
    /// Add and list admins, and issue login links to the panel.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Show reports on a period.
    #[command(subcommand)]
    Report(ReportCommand),
    /// List, show and change settings.
    #[command(subcommand)]
    Settings(SettingsCommand),
    /// List and verify the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
}

/// Joins clap's error into one line and adds a hint at --help.
pub fn in_one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let said = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let said = said.trim_start_matches("error: ");
    match text.lines().find_map(|line| line.trim().strip_prefix("Usage: ")) {
        Some(usage) => format!("{said}; usage: {usage} (see --help)"),
        None => format!("{said} (see --help)"),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples() {
        fn walk(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            if command.get_subcommands().next().is_none() {
                let help = command.get_after_help().map(ToString::to_string);
                assert!(
                    help.is_some_and(
                        |help| help.contains("Example") && help.contains("marmelad-cli")
                    ),
                    "{path}"
                );
            }
            command.get_subcommands().for_each(|sub| walk(sub, &path));
        }
        walk(&Cli::command(), "");
    }

    #[test]
    fn a_wrong_command_line_is_told_in_one_line() {
        let error = Cli::try_parse_from(["marmelad-cli", "code", "revoke", "ДЯА4589"]).unwrap_err();
        let line = in_one_line(&error);
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(line.contains("--reason") && line.contains("--help"), "{line}");
    }
}

//! `settings …`, `audit …`

use clap::Subcommand;

/// Settings.
#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    /// List all settings in force.
    #[command(after_help = "Examples:
  marmelad-cli settings list
  marmelad-cli settings list --texts
  marmelad-cli settings list --json | jq .quiet_hours")]
    List {
        /// The bots' messages too.
        #[arg(long)]
        texts: bool,
    },
    /// Show one setting, what it is for and what it may be.
    #[command(after_help = "Example:
  marmelad-cli settings get wrong_code_limit")]
    Get {
        /// Its key.
        key: String,
    },
    /// Change a setting; it is in force everywhere within 5 seconds.
    #[command(after_help = "Examples:
  marmelad-cli settings set telegram_channel_id @sweets
  marmelad-cli settings set quiet_hours 21:00-09:00
  marmelad-cli settings set digest_hour null       back to the default")]
    Set {
        /// Its key.
        key: String,
        /// The value; `null` is back to the default (of quiet hours: none at all).
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
}

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List the newest changes, newest first.
    #[command(after_help = "Example:
  marmelad-cli audit list --limit 20")]
    List {
        /// How many, 1 to 1000.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
        limit: u32,
    },
    /// Check that nobody changed the log since it was written.
    #[command(after_help = "Example:
  marmelad-cli audit verify")]
    Verify,
}

//! `settings …`, `audit …`

use clap::Subcommand;

/// Commands on settings.
#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    /// List all settings in force.
    #[command(after_help = "Examples:
  marmelad-cli settings list
  marmelad-cli settings list --texts
  marmelad-cli settings list --json | jq .quiet_hours")]
    List {
        /// Include the bots' messages.
        #[arg(long)]
        texts: bool,
    },
    /// Show one setting with its description and allowed values.
    #[command(after_help = "Example:
  marmelad-cli settings get wrong_code_limit")]
    Get {
        /// The setting's key, as `settings list` shows it.
        key: String,
    },
    /// Change a setting; all processes use the new value within 5 seconds.
    #[command(after_help = "Examples:
  marmelad-cli settings set telegram_channel_id @sweets
  marmelad-cli settings set quiet_hours 21:00-09:00
  marmelad-cli settings set digest_hour null       back to the default")]
    Set {
        /// The setting's key, as `settings list` shows it.
        key: String,
        /// The value; `null` restores the default (for quiet hours: no quiet hours).
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
}

/// Commands on the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List the newest changes, newest first.
    #[command(after_help = "Example:
  marmelad-cli audit list --limit 20")]
    List {
        /// Number of entries, 1 to 1000.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
        limit: u32,
    },
    /// Verify by the hash chain that no entry was changed afterwards.
    #[command(after_help = "Example:
  marmelad-cli audit verify")]
    Verify,
}

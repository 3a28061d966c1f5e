//! `template …`

use std::str::FromStr;

use clap::{Args, Subcommand};
use marmelad_core::discounts::{Recurrence, TemplateEvent};
use marmelad_core::kernel::{Money, Percent};

/// Commands on discount templates.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List templates, newest first.
    #[command(after_help = "Example:
  marmelad-cli template list")]
    List,
    /// Add a discount template.
    #[command(after_help = "Examples:
  marmelad-cli template add --name 'За подписку' --percent 10 --event subscription --days 30 --recurrence days:30
  marmelad-cli template add --name 'Чашка чая' --fixed 150 --event manual --days 14 --min-order 500")]
    Add(TemplateOptions),
    /// Change a template; issued codes keep their terms.
    #[command(after_help = "Examples:
  marmelad-cli template set 3 --percent 12.5
  marmelad-cli template set 3 --active false
  marmelad-cli template set 3 --limit none      no budget any more")]
    Set {
        /// The template's id, as `template list` shows it.
        id: i64,
        /// The terms to change.
        #[command(flatten)]
        options: TemplateOptions,
    },
}

/// The terms of a template; an absent option keeps the present value or takes the default.
#[derive(Debug, Default, Args)]
pub struct TemplateOptions {
    /// Name shown to staff, 1 to 120 characters.
    #[arg(long)]
    pub name: Option<String>,
    /// Description shown to staff; `none` removes it.
    #[arg(long)]
    pub description: Option<Change<String>>,
    /// Saving in percent: more than 0, at most 100.
    #[arg(long, conflicts_with = "fixed", value_parser = percent)]
    pub percent: Option<Percent>,
    /// Saving as a fixed sum in roubles.
    #[arg(long, value_parser = Money::parse_typed)]
    pub fixed: Option<Money>,
    /// Event that issues a code: subscription, birthday, campaign, manual.
    #[arg(long)]
    pub event: Option<TemplateEvent>,
    /// Number of uses of one code; 1 by default.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub uses: Option<u32>,
    /// Days that a code is valid after its day of issue, 1 to 3650.
    #[arg(long)]
    pub days: Option<u32>,
    /// How often one client may receive a code: once, days:30, monthly, yearly, unlimited; once by default.
    #[arg(long)]
    pub recurrence: Option<TypedRecurrence>,
    /// Smallest purchase in roubles for which the code is valid; `none` removes the condition.
    #[arg(long, value_name = "AMOUNT", value_parser = |text: &str| Change::read(text, Money::parse_typed))]
    pub min_order: Option<Change<Money>>,
    /// Budget: greatest number of codes ever issued; `none` removes it.
    #[arg(long, value_name = "CODES")]
    pub limit: Option<Change<u32>>,
    /// First day (or instant) of issue: 2026-03-05, 2026-03-05T10:00:00Z; `none` removes it.
    #[arg(long, value_name = "WHEN")]
    pub from: Option<Change<String>>,
    /// Last day (or instant) of issue; `none` removes it.
    #[arg(long, value_name = "WHEN")]
    pub until: Option<Change<String>>,
    /// Text added to the client's message; `none` removes it.
    #[arg(long)]
    pub text: Option<Change<String>>,
    /// Whether the template issues codes; true by default.
    #[arg(long, action = clap::ArgAction::Set)]
    pub active: Option<bool>,
}

/// A new value, or the removal of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// Set this value.
    To(T),
    /// Remove the value; typed as `none`.
    Away,
}

impl<T> Change<T> {
    fn read<E>(text: &str, value: impl FnOnce(&str) -> Result<T, E>) -> Result<Self, E> {
        if text == "none" { Ok(Self::Away) } else { value(text).map(Self::To) }
    }

    /// The value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::To(value) => Some(value),
            Self::Away => None,
        }
    }
}

impl<T: FromStr> FromStr for Change<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        Self::read(text, str::parse)
    }
}

/// A recurrence as typed: `days:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedRecurrence(pub Recurrence);

impl FromStr for TypedRecurrence {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let days = || text.strip_prefix("days:").and_then(|days| days.parse().ok());
        Ok(Self(match text {
            "once" => Recurrence::Once,
            "monthly" => Recurrence::Monthly,
            "yearly" => Recurrence::Yearly,
            "unlimited" => Recurrence::Unlimited,
            _ => Recurrence::Days {
                value: days().ok_or("once, days:30, monthly, yearly or unlimited is needed")?,
            },
        }))
    }
}

fn percent(text: &str) -> Result<Percent, &'static str> {
    text.replace(',', ".")
        .trim_end_matches('%')
        .parse::<Money>()
        .ok()
        .and_then(|number| Percent::from_hundredths(number.kopecks()))
        .ok_or("a number above 0, at most 100, with at most two places is needed")
}

//! `template …`

use std::str::FromStr;

use clap::{Args, Subcommand};
use marmelad_core::discounts::{Recurrence, TemplateEvent};
use marmelad_core::kernel::{Money, Percent};

/// Templates.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List templates, newest first.
    #[command(after_help = "Example:
  marmelad-cli template list")]
    List,
    /// Add a template.
    #[command(after_help = "Examples:
  marmelad-cli template add --name 'За подписку' --percent 10 --event subscription --days 30 --recurrence days:30
  marmelad-cli template add --name 'Чашка чая' --fixed 150 --event manual --days 14 --min-order 500")]
    Add(TemplateOptions),
    /// Change a template; codes already issued keep their terms.
    #[command(after_help = "Examples:
  marmelad-cli template set 3 --percent 12.5
  marmelad-cli template set 3 --active false
  marmelad-cli template set 3 --limit none      no budget any more")]
    Set {
        /// Its id, as `template list` shows it.
        id: i64,
        /// What changes.
        #[command(flatten)]
        options: TemplateOptions,
    },
}

/// The terms of a template; what is not given stays as it is, or takes its default.
#[derive(Debug, Default, Args)]
pub struct TemplateOptions {
    /// Shown to staff, 1 to 120 characters.
    #[arg(long)]
    pub name: Option<String>,
    /// Shown to staff; `none` removes it.
    #[arg(long)]
    pub description: Option<Change<String>>,
    /// What the client saves, in percent: more than 0, at most 100.
    #[arg(long, conflicts_with = "fixed", value_parser = percent)]
    pub percent: Option<Percent>,
    /// What the client saves, in roubles.
    #[arg(long, value_parser = Money::parse_typed)]
    pub fixed: Option<Money>,
    /// What makes the system issue it: subscription, birthday, campaign, manual.
    #[arg(long)]
    pub event: Option<TemplateEvent>,
    /// How many times one code holds; 1 unless given.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub uses: Option<u32>,
    /// How many days a code lives after its day of issue, 1 to 3650.
    #[arg(long)]
    pub days: Option<u32>,
    /// How often one client may get it: once, days:30, monthly, yearly, unlimited; once unless given.
    #[arg(long)]
    pub recurrence: Option<TypedRecurrence>,
    /// The smallest purchase it holds for; `none` removes it.
    #[arg(long, value_name = "AMOUNT", value_parser = |text: &str| Change::read(text, Money::parse_typed))]
    pub min_order: Option<Change<Money>>,
    /// Budget: at most so many codes ever; `none` removes it.
    #[arg(long, value_name = "CODES")]
    pub limit: Option<Change<u32>>,
    /// First day (or instant) of issue: 2026-03-05, 2026-03-05T10:00:00Z; `none` removes it.
    #[arg(long, value_name = "WHEN")]
    pub from: Option<Change<String>>,
    /// Last day (or instant) of issue; `none` removes it.
    #[arg(long, value_name = "WHEN")]
    pub until: Option<Change<String>>,
    /// Added to the client's message; `none` removes it.
    #[arg(long)]
    pub text: Option<Change<String>>,
    /// Whether it issues; true unless given.
    #[arg(long, action = clap::ArgAction::Set)]
    pub active: Option<bool>,
}

/// A new value, or none at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// This.
    To(T),
    /// Nothing: `none`.
    Away,
}

impl<T> Change<T> {
    fn read<E>(text: &str, value: impl FnOnce(&str) -> Result<T, E>) -> Result<Self, E> {
        if text == "none" {
            Ok(Self::Away)
        } else {
            value(text).map(Self::To)
        }
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
        let days = || {
            text.strip_prefix("days:")
                .and_then(|days| days.parse().ok())
        };
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

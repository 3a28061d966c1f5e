//! Conversion of options to a template's terms.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_core::discounts::{Recurrence, TemplateTerms, UsageType};
use marmelad_core::kernel::{DiscountValue, zone};

use crate::args::{Change, TemplateOptions};
use crate::exit::Failure;

/// The terms of a new template.
pub(super) fn fresh(options: TemplateOptions, zone: Tz) -> Result<TemplateTerms, Failure> {
    let missing = || {
        Failure::usage(
            "a new template needs --name, --percent or --fixed, --event and --days (see --help)",
        )
    };
    let terms = TemplateTerms {
        name: options.name.clone().ok_or_else(missing)?,
        description: None,
        value: value(&options).ok_or_else(missing)?,
        event: options.event.ok_or_else(missing)?,
        usage: UsageType::Single,
        duration_days: options.days.ok_or_else(missing)?,
        recurrence: Recurrence::Once,
        min_order_amount: None,
        total_limit: None,
        valid_from: None,
        valid_until: None,
        message_text: None,
        is_active: true,
    };
    changed(terms, options, zone)
}

/// Applies the options to existing terms.
pub(super) fn changed(
    mut terms: TemplateTerms,
    options: TemplateOptions,
    zone: Tz,
) -> Result<TemplateTerms, Failure> {
    if let Some(value) = value(&options) {
        terms.value = value;
    }
    put(&mut terms.name, options.name);
    put(&mut terms.event, options.event);
    put(&mut terms.duration_days, options.days);
    put(&mut terms.is_active, options.active);
    put(&mut terms.recurrence, options.recurrence.map(|typed| typed.0));
    put(&mut terms.description, options.description.map(Change::into_option));
    put(&mut terms.min_order_amount, options.min_order.map(Change::into_option));
    put(&mut terms.total_limit, options.limit.map(Change::into_option));
    put(&mut terms.message_text, options.text.map(Change::into_option));
    if let Some(uses) = options.uses {
        terms.usage = match uses {
            1 => UsageType::Single,
            max_uses => UsageType::Multi { max_uses },
        };
    }
    if let Some(from) = options.from {
        terms.valid_from = instant(from, |day| zone::start_of_day(day, zone))?;
    }
    if let Some(until) = options.until {
        terms.valid_until = instant(until, |day| zone::end_of_day(day, zone))?;
    }
    Ok(terms)
}

fn value(options: &TemplateOptions) -> Option<DiscountValue> {
    options.percent.map(DiscountValue::Percent).or(options.fixed.map(DiscountValue::Fixed))
}

fn put<T>(place: &mut T, wanted: Option<T>) {
    if let Some(wanted) = wanted {
        *place = wanted;
    }
}

/// Parses an instant, or a day as its first or last instant.
fn instant(
    typed: Change<String>,
    of_day: impl FnOnce(NaiveDate) -> DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Failure> {
    let Some(text) = typed.into_option() else {
        return Ok(None);
    };
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Some(of_day(day)));
    }
    match DateTime::parse_from_rfc3339(&text) {
        Ok(at) => Ok(Some(at.with_timezone(&Utc))),
        Err(_) => Err(Failure::usage(format!(
            "`{text}` is no day such as 2026-03-05 and no instant such as 2026-03-05T10:00:00Z"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use marmelad_core::discounts::TemplateEvent;

    use super::*;
    use crate::args::{Cli, Command, ShopCommand, TemplateCommand};

    const ZONE: Tz = chrono_tz::Asia::Vladivostok;

    fn options(line: &str) -> TemplateOptions {
        let words = ["marmelad-cli", "template", "add"].into_iter().chain(line.split(' '));
        match Cli::parse_from(words).command {
            Command::Shop(ShopCommand::Template(TemplateCommand::Add(options))) => options,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn options_become_terms() {
        let options = options(
            "--name Чай --percent 12,5 --event manual --days 14 --uses 3 --recurrence days:30 \
             --min-order 1500,50 --limit 100 --from 2026-03-05 --until 2026-03-05",
        );
        let terms = fresh(options, ZONE).unwrap();
        assert_eq!(terms.value.hundredths(), 1_250);
        assert_eq!((terms.event, terms.duration_days), (TemplateEvent::Manual, 14));
        assert_eq!(terms.usage, UsageType::Multi { max_uses: 3 });
        assert_eq!(terms.recurrence, Recurrence::Days { value: 30 });
        assert_eq!(terms.min_order_amount.unwrap().to_string(), "1500.50");
        assert_eq!(terms.valid_from, Some("2026-03-04T14:00:00Z".parse().unwrap()));
        assert_eq!(terms.valid_until, Some("2026-03-05T13:59:59.999Z".parse().unwrap()));
        assert!(terms.problems().is_empty());
    }

    #[test]
    fn what_is_not_named_stays() {
        let chai = options("--name Чай --fixed 150 --event manual --days 14 --limit 5");
        let old = fresh(chai, ZONE).unwrap();
        assert_eq!(changed(old.clone(), TemplateOptions::default(), ZONE).unwrap(), old);
        let unlimited = changed(old.clone(), options("--limit none --active false"), ZONE).unwrap();
        assert_eq!((unlimited.total_limit, unlimited.is_active), (None, false));
        assert_eq!(unlimited.value, old.value);
    }

    #[test]
    fn a_new_template_names_what_it_lacks() {
        let failure = fresh(options("--name Чай"), ZONE).unwrap_err();
        assert!(failure.message.contains("--days"), "{}", failure.message);
    }
}

//! Refused redemptions as problems.

use chrono::{DateTime, SecondsFormat, Utc};
use marmelad_core::discounts::Refusal;

use crate::problem::{FieldError, Kind, Problem, kind};

/// The failures of a redemption.
pub(crate) type RedeemProblems = (
    kind::NotFound,
    kind::AlreadyUsed,
    kind::Expired,
    kind::Revoked,
    kind::AmountRequired,
    kind::BelowMinimum,
    kind::CashierNotActive,
    kind::Paused,
);

/// The problem of a refused redemption. `path` points at the amount in the body.
pub(crate) fn redeem_problem(refusal: Refusal, path: &str, now: DateTime<Utc>) -> Problem {
    match refusal {
        Refusal::NotFound => Problem::new(Kind::NotFound).because("There is no such code"),
        Refusal::AlreadyUsed { at: Some(at) } => {
            Problem::new(Kind::AlreadyUsed).because(format!("It was redeemed at {}", instant(at)))
        }
        Refusal::AlreadyUsed { at: None } => Problem::new(Kind::AlreadyUsed),
        Refusal::Expired { at } => {
            Problem::new(Kind::Expired).because(format!("It ended at {}", instant(at)))
        }
        Refusal::Revoked { at } => {
            Problem::new(Kind::Revoked).because(format!("It was withdrawn at {}", instant(at)))
        }
        Refusal::CashierNotActive => Problem::new(Kind::CashierNotActive),
        Refusal::AmountRequired { minimum } => amount_error(
            Kind::AmountRequired,
            path,
            "amount_required",
            format!("an amount of at least {minimum} is needed"),
        ),
        Refusal::BelowMinimum { minimum } => amount_error(
            Kind::BelowMinimum,
            path,
            "below_minimum",
            format!("at least {minimum} is needed"),
        ),
        Refusal::Paused { until } => Problem {
            retry_after: Some(seconds_until(until, now)),
            ..Problem::new(Kind::Paused)
                .because(format!("Codes are taken again at {}", instant(until)))
        },
    }
}

fn amount_error(kind: Kind, path: &str, code: &str, message: String) -> Problem {
    Problem::of_fields(kind, vec![FieldError::new(path, code, message)])
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Seconds until an instant, rounded up; at least 1.
fn seconds_until(until: DateTime<Utc>, now: DateTime<Utc>) -> u64 {
    let millis = u64::try_from((until - now).num_milliseconds()).unwrap_or(0);
    millis.div_ceil(1000).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use marmelad_core::kernel::Money;
    use rstest::rstest;

    use super::*;
    use crate::problem::Kinds;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[rstest]
    #[case(Refusal::NotFound, 404, "not-found")]
    #[case(Refusal::AlreadyUsed { at: None }, 409, "already-used")]
    #[case(Refusal::Expired { at: at("2026-03-05T13:59:59.999Z") }, 409, "expired")]
    #[case(Refusal::Revoked { at: at("2026-03-05T10:00:00Z") }, 409, "revoked")]
    #[case(Refusal::CashierNotActive, 403, "cashier-not-active")]
    #[case(Refusal::AmountRequired { minimum: Money::MIN_AMOUNT }, 422, "amount-required")]
    #[case(Refusal::BelowMinimum { minimum: Money::MIN_AMOUNT }, 422, "below-minimum")]
    #[case(Refusal::Paused { until: at("2026-03-05T10:05:00Z") }, 429, "paused")]
    fn each_refusal_has_its_status(
        #[case] refusal: Refusal,
        #[case] status: u16,
        #[case] slug: &str,
    ) {
        let problem = redeem_problem(refusal, "/order_amount", at("2026-03-05T10:00:00Z"));
        assert_eq!(problem.kind.status(), status);
        assert_eq!(problem.kind.slug(), slug);
        assert!(RedeemProblems::all().contains(&problem.kind));
        let is_paused = matches!(refusal, Refusal::Paused { .. });
        assert_eq!(problem.retry_after, is_paused.then_some(300));
    }

    #[rstest]
    #[case("2026-03-05T10:00:00.001Z", 1)]
    #[case("2026-03-05T10:00:01.001Z", 2)]
    #[case("2026-03-05T09:00:00Z", 1)]
    fn seconds_are_rounded_up(#[case] until: &str, #[case] seconds: u64) {
        assert_eq!(seconds_until(at(until), at("2026-03-05T10:00:00Z")), seconds);
    }
}

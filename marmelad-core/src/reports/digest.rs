//! The morning digest for owners: the numbers of a day and what needs attention.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::discounts::Template;
use crate::kernel::{BroadcastId, Money, TemplateId};
use crate::messages::ru;
use crate::messages::texts::words;

/// Numbers of a day, without test users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayNumbers {
    pub redeemed: u64,
    /// Total of the purchases with redeemed codes whose amounts are known.
    pub redeemed_amount: Money,
    /// Total of all purchases.
    pub revenue: Money,
    /// Total saved by codes.
    pub discount: Money,
    pub joined: u64,
    /// Clients who blocked the bot on this day and still block it.
    pub blocked: u64,
}

/// What needs attention now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Attention {
    /// Broadcasts that are being sent.
    pub sending: Vec<DigestBroadcast>,
    /// Broadcasts that need a person to go on.
    pub stuck: Vec<DigestBroadcast>,
    /// Templates whose budget is nearly used up.
    pub budgets: Vec<BudgetLine>,
}

/// A broadcast in the digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestBroadcast {
    /// `None` in digests queued by older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<BroadcastId>,
    pub title: String,
    pub state: BroadcastState,
}

/// State of a broadcast in the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastState {
    /// Sending; percentage of the audience handled so far.
    Sending(u32),
    /// Sending, but without progress for [`STANDING_AFTER`].
    Standing,
    Paused,
    /// Stopped by an error.
    Error,
    /// Scheduled start missed by [`LATE_AFTER`].
    Late,
}

/// A template's budget in the digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// `None` in digests queued by older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TemplateId>,
    pub template: String,
    /// Number of codes left.
    pub left: u32,
}

/// A sending broadcast without progress for this long counts as standing.
pub const STANDING_AFTER: Duration = Duration::hours(1);
/// A scheduled broadcast counts as late this long after its start time.
pub const LATE_AFTER: Duration = Duration::hours(2);
/// A budget counts as scarce when at most this percentage is left.
const SCARCE_PERCENT: u64 = 10;
/// Number of list entries named; the rest is only counted.
const NAMED: usize = 5;

/// Facts about an unfinished broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBroadcast {
    pub id: BroadcastId,
    pub title: String,
    /// Status: `scheduled`, `sending`, `paused` or `error`.
    pub status: String,
    pub scheduled_at: Option<DateTime<Utc>>,
    /// End of a deliberate wait, such as quiet hours.
    pub waiting_until: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    pub audience: u64,
    /// Number of recipients handled, with any result.
    pub done: u64,
}

impl OpenBroadcast {
    /// State at `now`; `None` when the broadcast waits for its scheduled start.
    pub fn state(&self, now: DateTime<Utc>) -> Option<BroadcastState> {
        let is_late = || self.scheduled_at.is_some_and(|at| at + LATE_AFTER < now);
        let waits = || self.waiting_until.is_some_and(|until| until > now);
        match self.status.as_str() {
            "error" => Some(BroadcastState::Error),
            "paused" => Some(BroadcastState::Paused),
            "scheduled" if is_late() => Some(BroadcastState::Late),
            "sending" if self.updated_at + STANDING_AFTER < now && !waits() => {
                Some(BroadcastState::Standing)
            }
            "sending" => {
                let percent = self.done.min(self.audience) * 100 / self.audience.max(1);
                Some(BroadcastState::Sending(u32::try_from(percent).unwrap_or(100)))
            }
            _ => None,
        }
    }
}

impl Attention {
    /// Selects what needs attention at `now`.
    pub fn of(broadcasts: &[OpenBroadcast], templates: &[Template], now: DateTime<Utc>) -> Self {
        let lines = broadcasts.iter().filter_map(|broadcast| {
            Some(DigestBroadcast {
                id: Some(broadcast.id),
                title: broadcast.title.clone(),
                state: broadcast.state(now)?,
            })
        });
        let (sending, stuck) =
            lines.partition(|line| matches!(line.state, BroadcastState::Sending(_)));
        let budgets = templates.iter().filter_map(|template| scarce(template, now)).collect();
        Self { sending, stuck, budgets }
    }

    /// «Весенняя коллекция» — 40 %; «…» — 7 %.
    pub fn sending_line(&self) -> String {
        listed(self.sending.iter().map(DigestBroadcast::in_russian))
    }

    /// «Осенняя распродажа» — на паузе.
    pub fn stuck_line(&self) -> String {
        listed(self.stuck.iter().map(DigestBroadcast::in_russian))
    }

    /// «Подарок к Пасхе» — осталось 12.
    pub fn budgets_line(&self) -> String {
        listed(
            self.budgets
                .iter()
                .map(|line| format!("«{}» — {} {}", line.template, words::LEFT, line.left)),
        )
    }
}

impl DigestBroadcast {
    fn in_russian(&self) -> String {
        let state = match self.state {
            BroadcastState::Sending(percent) => format!("{percent} %"),
            BroadcastState::Standing => words::STANDING.to_owned(),
            BroadcastState::Paused => words::PAUSED.to_owned(),
            BroadcastState::Error => words::STOPPED_ON_ERROR.to_owned(),
            BroadcastState::Late => words::NOT_STARTED.to_owned(),
        };
        format!("«{}» — {state}", self.title)
    }
}

/// The budget line of an active, unexpired template whose budget is scarce.
fn scarce(template: &Template, now: DateTime<Utc>) -> Option<BudgetLine> {
    let terms = &template.terms;
    let (limit, left) = (terms.total_limit?, template.budget_left()?);
    let is_over = terms.valid_until.is_some_and(|until| until < now);
    let is_scarce = u64::from(left) * 100 <= u64::from(limit) * SCARCE_PERCENT;
    (terms.is_active && !is_over && is_scarce).then(|| BudgetLine {
        id: Some(template.id),
        template: terms.name.clone(),
        left,
    })
}

fn listed(entries: impl ExactSizeIterator<Item = String>) -> String {
    let more = entries.len().saturating_sub(NAMED);
    let mut named: Vec<String> = entries.take(NAMED).collect();
    if more > 0 {
        named.push(format!("{} {}", words::AND_MORE, ru::grouped_count(more as u64)));
    }
    named.join("; ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::testing::{NOW, template};

    fn now() -> DateTime<Utc> {
        NOW.parse().unwrap()
    }

    fn broadcast(status: &str) -> OpenBroadcast {
        OpenBroadcast {
            id: BroadcastId(5),
            title: "Весна".into(),
            status: status.into(),
            scheduled_at: Some(now() - Duration::hours(3)),
            waiting_until: None,
            updated_at: now(),
            audience: 200,
            done: 81,
        }
    }

    #[rstest]
    #[case("sending", Some(BroadcastState::Sending(40)))]
    #[case("paused", Some(BroadcastState::Paused))]
    #[case("error", Some(BroadcastState::Error))]
    #[case("scheduled", Some(BroadcastState::Late))]
    #[case("draft", None)]
    fn a_broadcast_stands(#[case] status: &str, #[case] state: Option<BroadcastState>) {
        assert_eq!(broadcast(status).state(now()), state);
    }

    #[test]
    fn one_that_waits_on_purpose_does_not_stand_still() {
        let mut sending = broadcast("sending");
        sending.updated_at = now() - Duration::minutes(61);
        assert_eq!(sending.state(now()), Some(BroadcastState::Standing));
        sending.waiting_until = Some(now() + Duration::minutes(1));
        assert_eq!(sending.state(now()), Some(BroadcastState::Sending(40)));
        let mut scheduled = broadcast("scheduled");
        scheduled.scheduled_at = Some(now() - Duration::hours(2));
        assert_eq!(scheduled.state(now()), None);
        let mut empty = broadcast("sending");
        (empty.audience, empty.done) = (0, 0);
        assert_eq!(empty.state(now()), Some(BroadcastState::Sending(0)));
    }

    #[rstest]
    #[case::much(Some(100), 89, None)]
    #[case::a_tenth(Some(100), 90, Some(10))]
    #[case::spent(Some(100), 100, Some(0))]
    #[case::overdrawn_by_an_edit(Some(50), 90, Some(0))]
    #[case::no_budget(None, 90, None)]
    fn a_budget_is_near_its_end(
        #[case] limit: Option<u32>,
        #[case] issued: u32,
        #[case] left: Option<u32>,
    ) {
        let mut template = template();
        template.terms.total_limit = limit;
        template.issued_count = issued;
        let told = Attention::of(&[], &[template.clone()], now()).budgets;
        assert_eq!(told.first().map(|line| line.left), left);
        template.terms.is_active = false;
        assert_eq!(Attention::of(&[], &[template], now()).budgets, []);
    }

    #[test]
    fn long_lists_are_cut() {
        let broadcasts: Vec<_> = (0..7).map(|_| broadcast("sending")).collect();
        let attention = Attention::of(&broadcasts, &[], now());
        let line = attention.sending_line();
        assert!(line.starts_with("«Весна» — 40 %; «Весна»"), "{line}");
        assert!(line.ends_with("«Весна» — 40 %; и ещё 2"), "{line}");
        assert_eq!(attention.stuck_line(), "");
    }
}

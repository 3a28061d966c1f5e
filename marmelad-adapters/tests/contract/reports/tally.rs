//! The same numbers, counted by hand: each row is looked at, and its local day read off a calendar.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::broadcasts::BroadcastStatus;
use marmelad_core::kernel::{BroadcastId, CampaignId, CashierId, Money, TemplateId};
use marmelad_core::reports::{
    BroadcastLine, BroadcastNumbers, CampaignLine, CampaignNumbers, CashierLine, CashierNumbers,
    CodeNumbers, OfferLine, Period, SummaryNumbers,
};

use super::rows::{Code, Order, Press, Rows};

pub(super) struct Tally<'a> {
    pub(super) rows: &'a Rows,
    pub(super) period: &'a Period,
}

/// First and last local day.
pub(super) type Days = (NaiveDate, NaiveDate);

pub(super) fn money(kopecks: i64) -> Money {
    Money::from_kopecks(kopecks).unwrap()
}

impl Tally<'_> {
    pub(super) fn each<T>(&self, count: impl Fn(&Self, Days) -> T) -> Vec<T> {
        let buckets = self.period.buckets.iter();
        buckets.map(|bucket| count(self, (bucket.first, bucket.last))).collect()
    }

    pub(super) fn all<T>(&self, count: impl Fn(&Self, Days) -> T) -> T {
        count(self, self.days())
    }

    fn days(&self) -> Days {
        (self.period.from, self.period.to)
    }

    fn is_in(&self, at: DateTime<Utc>, (first, last): Days) -> bool {
        let day = at.with_timezone(&self.period.zone).date_naive();
        first <= day && day <= last
    }

    fn is_tester(&self, user: i64) -> bool {
        self.rows.clients.iter().any(|client| client.id == user && client.is_test)
    }

    fn code(&self, id: i64) -> &Code {
        let mut codes = self.rows.codes.iter();
        codes.find(|code| code.id == id).unwrap()
    }

    fn is_genuine(&self, code: &Code) -> bool {
        !code.is_test && !self.is_tester(code.user)
    }

    /// Successful presses of genuine codes.
    fn redemptions(&self, days: Days) -> impl Iterator<Item = (&Press, &Code)> {
        self.rows
            .presses
            .iter()
            .filter(move |press| press.status == "success" && self.is_in(press.at, days))
            .map(|press| (press, self.code(press.code.unwrap())))
            .filter(|(_, code)| self.is_genuine(code))
    }

    fn orders(&self, days: Days) -> impl Iterator<Item = &Order> {
        self.rows.orders.iter().filter(move |order| {
            !order.is_undone
                && !order.is_test
                && !self.is_tester(order.user)
                && self.is_in(order.at, days)
        })
    }

    fn numbers(
        &self,
        days: Days,
        is_meant: impl Fn(&Code) -> bool,
        is_sale: impl Fn(&Order) -> bool,
    ) -> CodeNumbers {
        let mut numbers = CodeNumbers::default();
        for code in &self.rows.codes {
            if is_meant(code) && self.is_genuine(code) && self.is_in(code.created_at, days) {
                numbers.issued += 1;
            }
        }
        for (press, _) in self.redemptions(days).filter(|(_, code)| is_meant(code)) {
            numbers.undone += u64::from(press.is_undone);
            numbers.redeemed += u64::from(!press.is_undone);
        }
        for order in self.orders(days).filter(|order| is_sale(order)) {
            numbers.orders += 1;
            numbers.revenue += money(order.kopecks);
            numbers.discount += money(order.saved);
        }
        numbers
    }

    /// Of codes that are meant, sales with them.
    fn numbers_of(&self, days: Days, is_meant: impl Fn(&Code) -> bool + Copy) -> CodeNumbers {
        self.numbers(days, is_meant, |order| {
            order.code.is_some_and(|code| is_meant(self.code(code)))
        })
    }

    pub(super) fn summary(&self, days: Days) -> SummaryNumbers {
        let clients: Vec<_> = self.rows.clients.iter().filter(|it| !it.is_test).collect();
        let count = |number: usize| number as u64;
        let came = || clients.iter().filter(|it| self.is_in(it.created_at, days));
        let then = |at: Option<DateTime<Utc>>| at.is_some_and(|at| self.is_in(at, days));
        SummaryNumbers {
            new_clients: count(came().count()),
            subscribed: count(came().filter(|it| it.is_subscribed).count()),
            blocked: count(clients.iter().filter(|it| then(it.blocked_at)).count()),
            opted_out: count(clients.iter().filter(|it| then(it.opted_out_at)).count()),
            codes: self.numbers(days, |_| true, |_| true),
        }
    }

    pub(super) fn codes(&self, days: Days) -> CodeNumbers {
        self.numbers_of(days, |_| true)
    }

    pub(super) fn offers(&self) -> Vec<OfferLine> {
        let mut lines = Vec::new();
        let names = ["Скидка за подписку", "Подарок на день рождения"];
        for template in [None, Some(1), Some(2)] {
            for source in ["broadcast", "campaign", "import", "manual"] {
                let numbers = self.numbers_of(self.days(), |code| {
                    code.template == template && code.source == source
                });
                if numbers != CodeNumbers::default() {
                    lines.push(OfferLine {
                        template_id: template.map(TemplateId),
                        template: template
                            .map(|id| names[usize::try_from(id).unwrap() - 1].to_owned()),
                        source: source.parse().unwrap(),
                        numbers,
                    });
                }
            }
        }
        lines
    }

    fn work(&self, days: Days, is_theirs: impl Fn(Option<i64>) -> bool) -> CashierNumbers {
        let mut numbers = CashierNumbers::default();
        for (press, _) in self.redemptions(days).filter(|(press, _)| is_theirs(press.cashier)) {
            numbers.undone += u64::from(press.is_undone);
            numbers.redeemed += u64::from(!press.is_undone);
        }
        for press in self.rows.presses.iter().filter(|press| press.status == "not_found") {
            let is_counted = is_theirs(press.cashier) && self.is_in(press.at, days);
            numbers.wrong_codes += u64::from(is_counted);
        }
        for order in self.orders(days).filter(|order| is_theirs(order.cashier)) {
            numbers.orders += 1;
            numbers.revenue += money(order.kopecks);
            numbers.discount += money(order.saved);
        }
        numbers
    }

    pub(super) fn cashiers(&self, days: Days) -> CashierNumbers {
        self.work(days, |cashier| cashier.is_some())
    }

    pub(super) fn cashier_lines(&self) -> Vec<CashierLine> {
        let lines = (1..=2).map(|id| CashierLine {
            cashier_id: CashierId(id),
            name: format!("Кассир {id}"),
            shop: Some(format!("Магазин {id}")),
            numbers: self.work(self.days(), |cashier| cashier == Some(id)),
        });
        lines.filter(|line| line.numbers != CashierNumbers::default()).collect()
    }

    pub(super) fn campaigns(&self, campaign: Option<i64>, days: Days) -> CampaignNumbers {
        let is_meant = |of: Option<i64>| of.is_some() && (campaign.is_none() || of == campaign);
        let members: Vec<_> = self
            .rows
            .members
            .iter()
            .filter(|member| is_meant(Some(member.campaign)))
            .filter(|member| !self.is_tester(member.user) && self.is_in(member.at, days))
            .collect();
        CampaignNumbers {
            joined: members.len() as u64,
            new_clients: members.iter().filter(|member| member.is_new).count() as u64,
            codes: self.numbers_of(days, |code| is_meant(code.campaign)),
        }
    }

    pub(super) fn campaign_lines(&self) -> Vec<CampaignLine> {
        let lines = (1..=2).map(|id| CampaignLine {
            campaign_id: CampaignId(id),
            slug: format!("c{id}"),
            name: format!("Акция {id}"),
            numbers: self.campaigns(Some(id), self.days()),
        });
        lines.filter(|line| line.numbers != CampaignNumbers::default()).collect()
    }

    /// Those started in these days, with everything that became of them.
    pub(super) fn broadcasts(&self) -> Vec<BroadcastLine> {
        let mut lines: Vec<_> = self
            .rows
            .broadcasts
            .iter()
            .filter(|broadcast| !broadcast.is_test)
            .filter_map(|broadcast| {
                let started_at = broadcast.started_at?;
                self.is_in(started_at, self.days()).then_some((broadcast, started_at))
            })
            .map(|(broadcast, started_at)| {
                let mut numbers = BroadcastNumbers {
                    audience: broadcast.audience.unsigned_abs(),
                    sent: broadcast.sent.unsigned_abs(),
                    ..BroadcastNumbers::default()
                };
                let is_its = |code: &Code| code.broadcast == Some(broadcast.id);
                for code in self.rows.codes.iter().filter(|code| is_its(code)) {
                    numbers.issued += 1;
                    numbers.redeemed += u64::from(code.used_at.is_some());
                }
                for order in &self.rows.orders {
                    if !order.is_undone && order.code.is_some_and(|code| is_its(self.code(code))) {
                        numbers.orders += 1;
                        numbers.revenue += money(order.kopecks);
                        numbers.discount += money(order.saved);
                    }
                }
                BroadcastLine {
                    broadcast_id: BroadcastId(broadcast.id),
                    title: format!("Рассылка {}", broadcast.id),
                    status: BroadcastStatus::Sent,
                    started_at,
                    numbers,
                }
            })
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse((line.started_at, line.broadcast_id)));
        lines
    }
}

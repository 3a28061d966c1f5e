//! Generation of a client's year: joining, codes, purchases, birthday.

use std::time::Duration as Span;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_adapters::sql::seed::{SeedAttempt, SeedClient, SeedDiscount, SeedEnding};
use marmelad_core::discounts::{UsageStatus, UsageType};
use marmelad_core::kernel::{Money, TelegramId, zone};
use marmelad_core::people::{Gender, Phone, TelegramProfile, celebrated_on, may_celebrate};

use super::dice::{Dice, later};
use super::offers::{Offer, Offers, some_cashier};
use super::{DAYS, names};

/// The first Telegram id of made-up clients; see [`super::offers::FIRST_CASHIER`].
const FIRST_CLIENT: i64 = 9_000_000_000_001;
/// Days without a greeting after the birthday was set.
const HOLD_DAYS: u32 = 7;

/// The state shared by all generated clients.
pub(super) struct World {
    pub(super) offers: Offers,
    pub(super) dice: Dice,
    pub(super) zone: Tz,
    pub(super) opened: NaiveDate,
    /// All events precede this day.
    pub(super) today: NaiveDate,
}

impl World {
    /// Generates one of `count` clients, numbered by first contact; later months bring more of them.
    pub(super) fn client(&mut self, number: u32, count: u32) -> SeedClient {
        // The square root makes each month busier than the one before.
        let (place, places) =
            (i64::from(number) * 1_000 + self.dice.between(0..=999), i64::from(count) * 1_000);
        let day = (DAYS * DAYS * place / places).isqrt();
        let joined = later(self.opened, day);
        let created_at = self.dice.opening_hours(joined, self.zone);
        let gender = if self.dice.percent(62) { Gender::Female } else { Gender::Male };
        let mut client = SeedClient {
            profile: self.profile(number, gender),
            phone: self.phone(),
            gender: if self.dice.percent(70) { gender } else { Gender::Unknown },
            birthday: None,
            last_celebrated_on: None,
            subscription: None,
            blocked_at: None,
            opted_out_at: None,
            tags: Vec::new(),
            campaign: self.campaign_open_at(created_at),
            created_at,
            last_seen_at: created_at,
            discounts: Vec::new(),
        };
        self.join(&mut client);
        self.subscribe(&mut client);
        self.celebrate(&mut client);
        self.leave_traces(&mut client);
        client.discounts.sort_by_key(|discount| discount.issued_at);
        client
    }

    fn profile(&mut self, number: u32, gender: Gender) -> TelegramProfile {
        let (given, ending) = match gender {
            Gender::Male => (names::MEN, ""),
            _ => (names::WOMEN, "а"),
        };
        let family = self.dice.word(names::FAMILIES);
        TelegramProfile {
            telegram_id: TelegramId(FIRST_CLIENT + i64::from(number)),
            username: self.dice.percent(45).then(|| {
                let nick = self.dice.pick(names::NICKS).unwrap_or_default();
                format!("{nick}{number}")
            }),
            first_name: Some(self.dice.word(given).to_owned()),
            last_name: self.dice.percent(80).then(|| format!("{family}{ending}")),
        }
    }

    fn phone(&mut self) -> Option<Phone> {
        // No operator uses this prefix.
        let number = format!("+7998{:07}", self.dice.between(0..=9_999_999));
        self.dice.percent(55).then(|| number.parse().ok()).flatten()
    }

    fn campaign_open_at(&mut self, at: DateTime<Utc>) -> Option<usize> {
        let campaigns = self.offers.shops.campaigns.iter().enumerate();
        let open: Vec<usize> = campaigns
            .filter(|(_, one)| one.starts_at <= at && one.ends_at.is_none_or(|end| at <= end))
            .map(|(place, _)| place)
            .collect();
        if self.dice.percent(40) { self.dice.pick(&open) } else { None }
    }

    fn join(&mut self, client: &mut SeedClient) {
        let Some(place) = client.campaign else { return };
        if let Some(offer) = self.offers.campaigns.get(place).cloned().flatten() {
            let discount = self.discount(&offer, client.created_at, Some(place), client);
            client.discounts.push(discount);
        }
    }

    /// Issues subscription codes, one every thirty days.
    fn subscribe(&mut self, client: &mut SeedClient) {
        let Some(offer) = self.offers.subscription.clone() else {
            return;
        };
        if !self.dice.percent(85) {
            client.subscription = Some((false, client.created_at));
            return;
        }
        let mut at = client.created_at + Duration::minutes(self.dice.between(1..=20));
        while zone::local_day(at, self.zone) < self.today {
            let discount = self.discount(&offer, at, None, client);
            client.discounts.push(discount);
            client.subscription = Some((true, at));
            client.last_seen_at = client.last_seen_at.max(at);
            if !self.dice.percent(60) {
                break;
            }
            let next = later(zone::local_day(at, self.zone), self.dice.between(31..=75));
            at = self.dice.opening_hours(next, self.zone);
        }
    }

    /// Sets the birthday, and issues the gift when the birthday fell into the year.
    fn celebrate(&mut self, client: &mut SeedClient) {
        if !self.dice.percent(60) {
            return;
        }
        let age = self.dice.between(14..=75);
        let born = later(self.today, 0) - Duration::days(age * 365 + self.dice.between(0..=364));
        let given_at = client.created_at + Duration::minutes(self.dice.between(1..=30));
        client.birthday = Some((born, given_at));
        let Some(offer) = self.offers.birthday.clone() else {
            return;
        };
        for year in self.opened.year()..=self.today.year() {
            let day = celebrated_on(born, year);
            let given = zone::local_day(given_at, self.zone);
            let due = given < day && day < self.today;
            if due
                && may_celebrate(
                    day,
                    client.last_celebrated_on,
                    Some(given_at),
                    HOLD_DAYS,
                    self.zone,
                )
            {
                let at = zone::start_of_day(day, self.zone) + Duration::hours(9);
                let discount = self.discount(&offer, at, None, client);
                client.discounts.push(discount);
                client.last_celebrated_on = Some(day);
            }
        }
    }

    /// Adds tags and a multi-use coffee code, and marks some clients as blocked or opted out.
    fn leave_traces(&mut self, client: &mut SeedClient) {
        if self.dice.percent(12) {
            client.tags.extend(self.dice.pick(names::TAGS).map(str::to_owned));
        }
        if self.dice.percent(3) {
            let offer = self.offers.coffee.clone();
            let at = client.created_at + Duration::minutes(self.dice.between(30..=120));
            let discount = self.discount(&offer, at, None, client);
            client.discounts.push(discount);
        }
        let gone = |chance, dice: &mut Dice| dice.percent(chance).then_some(client.last_seen_at);
        client.blocked_at = gone(4, &mut self.dice);
        client.opted_out_at = gone(5, &mut self.dice);
    }

    fn discount(
        &mut self,
        offer: &Offer,
        issued_at: DateTime<Utc>,
        campaign: Option<usize>,
        client: &mut SeedClient,
    ) -> SeedDiscount {
        let last_day = later(zone::local_day(issued_at, self.zone), offer.duration_days.into());
        let mut discount = SeedDiscount {
            template: offer.template,
            terms: offer.terms,
            source: offer.source,
            campaign,
            code: self.dice.code(),
            issued_at,
            expires_at: zone::end_of_day(last_day, self.zone),
            revoked: None,
            attempts: Vec::new(),
        };
        self.use_up(&mut discount);
        if let Some(last) = discount.attempts.last() {
            client.last_seen_at = client.last_seen_at.max(last.at);
        } else if self.dice.percent(1) {
            let why = self.dice.pick(names::REVOKE_REASONS).unwrap_or_default();
            discount.revoked = Some((issued_at + Duration::minutes(5), why.to_owned()));
        }
        discount
    }

    /// Redeems half of the codes; some are tried a second time or too late.
    fn use_up(&mut self, discount: &mut SeedDiscount) {
        let wanted = match discount.terms.usage {
            UsageType::Single => i64::from(self.dice.percent(52)),
            UsageType::Multi { max_uses } => self.dice.between(1..=i64::from(max_uses)),
        };
        let mut after = discount.issued_at;
        for _ in 0..wanted {
            let Some(at) = self.visit(after, discount.expires_at) else {
                return;
            };
            let undone = self.dice.percent(2).then(|| {
                let why = self.dice.pick(names::UNDO_REASONS).unwrap_or_default();
                (Span::from_secs(90), why.to_owned())
            });
            let success = |order, undone| SeedEnding::Success { order, undone };
            let order = self.purchase(discount);
            self.attempt(discount, at, success(order, undone.clone()));
            after = at;
            if undone.is_some() {
                after = at + Duration::minutes(3);
                self.attempt(discount, after, success(order, None));
            }
        }
        let used_up = wanted == i64::from(discount.terms.usage.max_uses());
        if used_up && self.dice.percent(4) {
            let at = after + Duration::minutes(self.dice.between(1..=30));
            self.attempt(discount, at, SeedEnding::Refused(UsageStatus::AlreadyUsed));
        } else if wanted == 0 && self.dice.percent(4) {
            let too_late =
                later(zone::local_day(discount.expires_at, self.zone), self.dice.between(1..=6));
            if too_late < self.today {
                let at = self.dice.opening_hours(too_late, self.zone);
                self.attempt(discount, at, SeedEnding::Refused(UsageStatus::Expired));
            }
        }
    }

    fn attempt(&mut self, discount: &mut SeedDiscount, at: DateTime<Utc>, ending: SeedEnding) {
        discount.attempts.push(SeedAttempt { cashier: some_cashier(&mut self.dice), at, ending });
    }

    /// A moment in opening hours after `after`, before `until` and before today.
    fn visit(&mut self, after: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let first = later(zone::local_day(after, self.zone), 1);
        let last = zone::local_day(until, self.zone);
        let days = (last - first).num_days();
        if days < 0 {
            return None;
        }
        let day = later(first, self.dice.between(0..=days));
        (day < self.today).then(|| self.dice.opening_hours(day, self.zone))
    }

    /// A purchase amount, mostly small; one in six is left out where the discount allows it.
    fn purchase(&mut self, discount: &SeedDiscount) -> Option<(Money, Money)> {
        let share = self.dice.between(0..=999);
        let roubles = 180 + share * share * 4_200 / 1_000_000;
        let kopecks = if self.dice.percent(70) { 0 } else { 50 };
        let minimum = discount.terms.min_order_amount;
        let amount = Money::from_kopecks(roubles * 100 + kopecks)?.max(minimum.unwrap_or_default());
        let recorded = minimum.is_some() || self.dice.percent(84);
        recorded.then(|| (amount, discount.terms.value.discount_on(amount)))
    }
}

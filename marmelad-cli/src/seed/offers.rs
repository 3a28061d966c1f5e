//! Generated templates, campaigns and cashiers.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_adapters::sql::seed::{
    SeedCampaign, SeedCashier, SeedShops, SeedTemplate, SeedTerms, SeedUnknownCode,
};
use marmelad_core::discounts::{
    DiscountSource, Recurrence, Template, TemplateEvent, TemplateTerms, UsageType,
};
use marmelad_core::kernel::{DiscountValue, Money, Percent, zone};
use marmelad_core::staff::CashierStatus;

use super::dice::{Dice, later};
use super::names;

/// First Telegram id of generated cashiers, far above real ids, so that no real person is written to.
pub(super) const FIRST_CASHIER: i64 = 9_100_000_000_001;

/// Number of active cashiers; inactive ones follow them in the list.
const ACTIVE_CASHIERS: usize = 6;

/// A template with the terms of its codes.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) template: SeedTemplate,
    pub(super) terms: SeedTerms,
    pub(super) duration_days: u32,
    pub(super) source: DiscountSource,
}

/// All generated templates, campaigns and cashiers.
pub(super) struct Offers {
    pub(super) shops: SeedShops,
    /// The template in force for subscriptions.
    pub(super) subscription: Option<Offer>,
    /// The template in force for birthdays.
    pub(super) birthday: Option<Offer>,
    pub(super) coffee: Offer,
    pub(super) campaigns: Vec<Option<Offer>>,
}

impl Offers {
    /// Generates the offers of a year that ends at the beginning of `today`.
    pub(super) fn new(
        existing: &[Template],
        opened: NaiveDate,
        zone: Tz,
        now: DateTime<Utc>,
        dice: &mut Dice,
    ) -> Self {
        let templates = templates();
        let added = |place: usize| Offer::of(SeedTemplate::Added(place), &templates[place]);
        let (coffee, campaigns) = (added(2), campaigns(opened, zone));
        let by_campaign = campaigns.iter().map(|one| one.template.map(added)).collect();
        let in_force = |event| {
            let newest =
                existing.iter().filter(|one| one.terms.event == event && one.usable(now).is_ok());
            newest
                .max_by_key(|one| one.id)
                .map(|one| Offer::of(SeedTemplate::Existing(one.id.0), &one.terms))
        };
        Self {
            subscription: in_force(TemplateEvent::Subscription),
            birthday: in_force(TemplateEvent::Birthday),
            coffee,
            campaigns: by_campaign,
            shops: SeedShops {
                templates,
                campaigns,
                cashiers: cashiers(opened, zone, dice),
                unknown_codes: unknown_codes(opened, zone, dice),
                clients: 0,
                opened_at: zone::start_of_day(opened, zone),
                now,
            },
        }
    }
}

impl Offer {
    fn of(template: SeedTemplate, terms: &TemplateTerms) -> Self {
        Self {
            template,
            terms: SeedTerms {
                value: terms.value,
                usage: terms.usage,
                min_order_amount: terms.min_order_amount,
            },
            duration_days: terms.duration_days,
            source: match terms.event {
                TemplateEvent::Subscription => DiscountSource::Subscription,
                TemplateEvent::Birthday => DiscountSource::Birthday,
                TemplateEvent::Campaign => DiscountSource::Campaign,
                TemplateEvent::Manual => DiscountSource::Manual,
            },
        }
    }
}

/// A cashier who may redeem.
pub(super) fn some_cashier(dice: &mut Dice) -> usize {
    dice.place(ACTIVE_CASHIERS)
}

fn templates() -> Vec<TemplateTerms> {
    let percent =
        |percent: i64| Percent::from_hundredths(percent * 100).map(DiscountValue::Percent);
    let roubles = |roubles: i64| Money::from_kopecks(roubles * 100).map(DiscountValue::Fixed);
    let terms = |name: &str, value: Option<DiscountValue>, event, duration_days| {
        value.map(|value| TemplateTerms {
            name: name.to_owned(),
            description: None,
            value,
            event,
            usage: UsageType::Single,
            duration_days,
            recurrence: Recurrence::Once,
            min_order_amount: None,
            total_limit: None,
            valid_from: None,
            valid_until: None,
            message_text: None,
            is_active: true,
        })
    };
    let all = [
        terms("Скидка по ссылке", percent(15), TemplateEvent::Campaign, 21),
        terms("Какао в подарок", roubles(150), TemplateEvent::Campaign, 30)
            .map(|terms| TemplateTerms { min_order_amount: Money::from_kopecks(50_000), ..terms }),
        terms("Пять чашек кофе", roubles(100), TemplateEvent::Manual, 90).map(|terms| {
            TemplateTerms {
                usage: UsageType::Multi { max_uses: 5 },
                recurrence: Recurrence::Unlimited,
                ..terms
            }
        }),
        terms("Праздничная скидка", percent(20), TemplateEvent::Campaign, 14),
    ];
    all.into_iter().flatten().collect()
}

fn campaigns(opened: NaiveDate, zone: Tz) -> Vec<SeedCampaign> {
    let campaign = |slug: &str, name: &str, template, from, days: Option<i64>| {
        slug.parse().ok().map(|slug| SeedCampaign {
            slug,
            name: name.to_owned(),
            template,
            starts_at: zone::start_of_day(later(opened, from), zone),
            ends_at: days.map(|days| zone::end_of_day(later(opened, from + days), zone)),
        })
    };
    let all = [
        campaign("vitrina", "QR-код на витрине", Some(0), 0, None),
        campaign("listovka", "Листовки на Светланской", Some(1), 60, Some(120)),
        campaign("blogger", "Пост у блогера", Some(0), 150, Some(30)),
        campaign("prazdnik", "Праздничная неделя", Some(3), 230, Some(14)),
        campaign("sosedi", "Соседний бизнес-центр", None, 90, None),
    ];
    all.into_iter().flatten().collect()
}

fn cashiers(opened: NaiveDate, zone: Tz, dice: &mut Dice) -> Vec<SeedCashier> {
    let statuses = std::iter::repeat_n(CashierStatus::Active, ACTIVE_CASHIERS)
        .chain([CashierStatus::Inactive, CashierStatus::Rejected]);
    let cashier = |(id, status)| SeedCashier {
        telegram_id: id,
        display_name: format!("{} {}а", dice.word(names::WOMEN), dice.word(names::FAMILIES)),
        shop: dice.pick(names::SHOPS).unwrap_or_default().to_owned(),
        status,
        at: zone::start_of_day(opened, zone) + Duration::hours(9),
    };
    (FIRST_CASHIER..).zip(statuses).map(cashier).collect()
}

/// Wrong codes, one every other day. They come from the same generator as clients' codes, so they are never issued.
fn unknown_codes(opened: NaiveDate, zone: Tz, dice: &mut Dice) -> Vec<SeedUnknownCode> {
    (0..super::DAYS)
        .step_by(2)
        .map(|day| SeedUnknownCode {
            code: dice.code().to_string(),
            cashier: some_cashier(dice),
            at: dice.opening_hours(later(opened, day), zone),
        })
        .collect()
}

//! Counting for reports: every number equals a count by hand over all rows.

mod rows;
mod tally;

use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;
use marmelad_core::discounts::{DiscountSource, RedeemOutcome, TemplateEvent};
use marmelad_core::kernel::CampaignId;
use marmelad_core::notifications::Notice;
use marmelad_core::reports::{
    Attention, CampaignNumbers, CashierNumbers, CodeNumbers, DayNumbers, GroupBy, Period,
    PeriodQuery, SummaryNumbers, UnfinishedRun, Waiting,
};
use marmelad_core::system::CalendarJob;

use crate::scene::{redemption, roubles, sale, terms};
use crate::world::{World, ZONE, at};
use rows::Rows;
use tally::Tally;

contract!(
    every_number_equals_a_count_by_hand,
    a_day_at_the_shop,
    nothing_happened,
    what_waits_for_somebody,
);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str, group_by: GroupBy, zone: Tz) -> Period {
    let query = PeriodQuery { from: Some(day(from)), to: Some(day(to)), group_by: Some(group_by) };
    Period::of(query, day(to), zone).unwrap()
}

async fn every_number_equals_a_count_by_hand(world: World) {
    let rows = Rows::scattered();
    rows.write(&world).await;
    let reports = &world.reports;
    for zone in [chrono_tz::Europe::Berlin, ZONE] {
        for (from, to, group_by) in [
            ("2026-03-20", "2026-04-10", GroupBy::Day),
            ("2026-03-29", "2026-03-29", GroupBy::Day),
            ("2026-03-18", "2026-04-12", GroupBy::Week),
            ("2026-03-01", "2026-04-30", GroupBy::Month),
        ] {
            let period = period(from, to, group_by, zone);
            let tally = Tally { rows: &rows, period: &period };
            let (buckets, span) = (&period.buckets, period.span());
            let about = format!("{from} {to} {group_by} {zone}");
            let summary = reports.summary(buckets).await.unwrap();
            assert_eq!(summary, tally.each(Tally::summary), "{about}");
            let total = tally.all(Tally::summary);
            assert_eq!(summary.into_iter().sum::<SummaryNumbers>(), total, "{about}");
            assert_eq!(reports.codes(buckets).await.unwrap(), tally.each(Tally::codes), "{about}");
            assert_eq!(reports.offers(span).await.unwrap(), tally.offers(), "{about}");
            let series = reports.cashier_series(buckets).await.unwrap();
            assert_eq!(series, tally.each(Tally::cashiers), "{about}");
            let mut cashiers = reports.cashiers(span).await.unwrap();
            cashiers.sort_by_key(|line| line.cashier_id);
            assert_eq!(cashiers, tally.cashier_lines(), "{about}");
            for campaign in [None, Some(2)] {
                let id = campaign.map(CampaignId);
                let series = reports.campaign_series(id, buckets).await.unwrap();
                let expected = tally.each(|tally, days| tally.campaigns(campaign, days));
                assert_eq!(series, expected, "{about}");
            }
            let mut campaigns = reports.campaigns(span).await.unwrap();
            campaigns.sort_by_key(|line| line.campaign_id);
            assert_eq!(campaigns, tally.campaign_lines(), "{about}");
            assert_eq!(reports.broadcasts(span).await.unwrap(), tally.broadcasts(), "{about}");
        }
    }
    // The rows hold every case, or the comparison would prove little.
    let everything = period("2026-03-01", "2026-04-30", GroupBy::Month, ZONE);
    let tally = Tally { rows: &rows, period: &everything };
    let total = tally.all(Tally::summary);
    for number in [
        total.new_clients,
        total.subscribed,
        total.blocked,
        total.opted_out,
        total.codes.issued,
        total.codes.redeemed,
        total.codes.undone,
        total.codes.orders,
        tally.all(Tally::cashiers).wrong_codes,
        tally.all(|tally, days| tally.campaigns(None, days)).new_clients,
    ] {
        assert!(number > 3, "{total:?}");
    }
    assert_eq!((tally.cashier_lines().len(), tally.campaign_lines().len()), (2, 2));
    assert!(tally.broadcasts().len() > 1);
    assert!(tally.offers().iter().any(|line| line.template_id.is_none()));
}

/// Through the ports that the shop works with.
async fn a_day_at_the_shop(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    for slug in ["leto", "zima"] {
        world.giving_campaign(slug, template).await;
    }
    let mut codes = Vec::new();
    for (number, (slug, telegram_id, is_new_user)) in [
        ("leto", 1, true),
        ("leto", 2, false),
        ("zima", 2, true),
        ("zima", 3, true),
        ("zima", 4, true),
    ]
    .into_iter()
    .enumerate()
    {
        let user = world.user(telegram_id).await.id;
        codes.push(world.joined(user, slug, number, is_new_user).await.unwrap().code);
    }
    let (ira, olga) = (world.till(901).await, world.till(902).await);
    world.redeemed(sale(&codes[0], ira, 1000, at(10))).await;
    world.redeemed(redemption(&codes[1], ira, at(10))).await;
    world.redeemed(sale(&codes[2], olga, 300, at(10))).await;
    world.redeemed(sale(&codes[3], olga, 500, at(10))).await;
    // Used up: a refusal, which is none of these numbers.
    let refused = world.redeem(sale(&codes[0], olga, 1000, at(11))).await;
    assert!(matches!(refused, RedeemOutcome::Refused { .. }), "{refused:?}");
    // Taken back the next day: the day of the redemption loses it.
    world.undone(&codes[3], at(0) + Duration::days(1)).await;
    world.revoke(&codes[4], at(12)).await;
    let period = period("2026-03-05", "2026-03-06", GroupBy::Day, ZONE);
    let reports = &world.reports;
    let sold = CodeNumbers {
        issued: 5,
        redeemed: 3,
        undone: 1,
        orders: 2,
        revenue: roubles(1300),
        discount: roubles(130),
    };
    let first_day = SummaryNumbers { new_clients: 4, codes: sold, ..SummaryNumbers::default() };
    let summary = reports.summary(&period.buckets).await.unwrap();
    assert_eq!(summary, [first_day, SummaryNumbers::default()]);
    let offers = reports.offers(period.span()).await.unwrap();
    assert_eq!(offers.len(), 1);
    assert_eq!((offers[0].source, offers[0].numbers), (DiscountSource::Campaign, sold));
    let cashiers = reports.cashiers(period.span()).await.unwrap();
    let of_olga = cashiers.iter().find(|line| Some(line.cashier_id) == olga.cashier_id).unwrap();
    assert_eq!(of_olga.shop.as_deref(), Some("Светланская"));
    let (revenue, discount) = (roubles(300), roubles(30));
    let expected =
        CashierNumbers { redeemed: 1, undone: 1, wrong_codes: 0, orders: 1, revenue, discount };
    assert_eq!(of_olga.numbers, expected);
    let campaigns = reports.campaigns(period.span()).await.unwrap();
    let zima = campaigns.iter().find(|line| line.slug == "zima").unwrap();
    let codes = CodeNumbers { issued: 3, redeemed: 1, undone: 1, orders: 1, revenue, discount };
    assert_eq!(zima.numbers, CampaignNumbers { joined: 3, new_clients: 3, codes });
}

async fn nothing_happened(world: World) {
    let period = period("2024-01-01", "2024-12-31", GroupBy::Day, ZONE);
    let (reports, span) = (&world.reports, period.span());
    let summary = reports.summary(&period.buckets).await.unwrap();
    assert_eq!(summary, vec![SummaryNumbers::default(); 366]);
    assert_eq!(reports.offers(span).await.unwrap(), []);
    assert_eq!(reports.cashiers(span).await.unwrap(), []);
    assert_eq!(reports.campaigns(span).await.unwrap(), []);
    assert_eq!(reports.broadcasts(span).await.unwrap(), []);
}

async fn what_waits_for_somebody(world: World) {
    let waiting = async |now| world.reports.waiting(now).await.unwrap();
    assert_eq!(waiting(at(0)).await, Waiting::default());
    world.request(77).await;
    // One that waits and was not sent, one that failed, one in somebody's hands.
    for telegram_id in 1..=3 {
        world.owner(telegram_id).await;
    }
    let day = day("2026-03-05");
    let (numbers, attention) = (DayNumbers::default(), Attention::default());
    let calendar = &world.calendar;
    calendar.queue_digest(Notice::Digest { day, numbers, attention }, day, at(0)).await.unwrap();
    let ids = world.raw.ints("SELECT id FROM notifications WHERE kind = 'digest'").await;
    for (id, status) in ids.iter().zip(["failed", "sending"]) {
        let change = format!("notifications SET status = '{status}', lease_until = created_at");
        world.set(&change, id).await;
    }
    world.execute("UPDATE notifications SET status = 'sent' WHERE kind <> 'digest'").await;
    for (status, is_test) in [("paused", false), ("sending", false), ("error", true)] {
        world.insert_broadcast(status, is_test, "failed_count = 3, uncertain_count = 2").await;
    }
    calendar.begin(CalendarJob::Birthdays, day, at(0)).await.unwrap();
    calendar.begin(CalendarJob::Digest, day, at(0)).await.unwrap();
    calendar.finish(CalendarJob::Digest, day, at(1)).await.unwrap();
    let expected = Waiting {
        cashier_requests: 1,
        failed_notifications: 1,
        stuck_notifications: 0,
        failed_messages: 6,
        uncertain_messages: 4,
        unfinished_runs: Vec::new(),
    };
    assert_eq!(waiting(at(2)).await, expected);
    let later = Waiting {
        stuck_notifications: 2,
        unfinished_runs: vec![UnfinishedRun { job: CalendarJob::Birthdays, day }],
        ..expected
    };
    assert_eq!(waiting(at(1) + Waiting::UNFINISHED_AFTER).await, later);
    let after = waiting(at(1) + Waiting::LATELY).await;
    assert_eq!((after.failed_notifications, after.unfinished_runs), (0, Vec::new()));
}

//! Counting for reports: every number equals a count by hand over all rows.

mod rows;
mod tally;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use marmelad_core::campaigns::{CampaignTerms, JoinCampaign, JoinOutcome, NewCampaign};
use marmelad_core::discounts::{
    DiscountSource, RedeemDiscount, Redeemer, RevokeDiscount, TemplateEvent, UndoRedemption,
    UndoTarget,
};
use marmelad_core::kernel::{CampaignId, TelegramId};
use marmelad_core::reports::{
    CampaignNumbers, CashierNumbers, CodeNumbers, GroupBy, Period, PeriodQuery, SummaryNumbers,
    UnfinishedRun, Waiting,
};
use marmelad_core::staff::RequestAccess;
use marmelad_core::system::CalendarJob;

use crate::scene::{codes, redemption, roubles, terms};
use crate::world::{World, ZONE, at, profile};
use rows::Rows;
use tally::Tally;

contract!(
    every_number_equals_a_count_by_hand,
    a_day_at_the_shop,
    nothing_happened,
    what_waits_for_somebody,
);

fn period(from: &str, to: &str, group_by: GroupBy, zone: Tz) -> Period {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let query = PeriodQuery { from: Some(day(from)), to: Some(day(to)), group_by: Some(group_by) };
    Period::of(query, day(to), zone).unwrap()
}

async fn every_number_equals_a_count_by_hand(world: World) {
    let rows = Rows::scattered();
    rows.write(&world).await;
    let reports = &world.store.reports;
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
            assert_eq!(
                reports.cashier_series(buckets).await.unwrap(),
                tally.each(Tally::cashiers),
                "{about}"
            );
            let mut cashiers = reports.cashiers(span).await.unwrap();
            cashiers.sort_by_key(|line| line.cashier_id);
            assert_eq!(cashiers, tally.cashier_lines(), "{about}");
            let all = reports.campaign_series(None, buckets).await.unwrap();
            assert_eq!(all, tally.each(|tally, days| tally.campaigns(None, days)), "{about}");
            let second = reports.campaign_series(Some(CampaignId(2)), buckets).await.unwrap();
            assert_eq!(second, tally.each(|tally, days| tally.campaigns(Some(2), days)), "{about}");
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
    assert_eq!(tally.cashier_lines().len(), 2);
    assert_eq!(tally.campaign_lines().len(), 2);
    assert!(tally.broadcasts().len() > 1);
    assert!(tally.offers().iter().any(|line| line.template_id.is_none()));
}

/// Through the ports that the shop works with.
async fn a_day_at_the_shop(world: World) {
    let template = world.template(terms(TemplateEvent::Campaign)).await.id;
    let mut joined = Vec::new();
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
        let campaign = NewCampaign {
            terms: CampaignTerms {
                slug: slug.parse().unwrap(),
                name: slug.to_uppercase(),
                description: None,
                template_id: Some(template),
                starts_at: None,
                ends_at: None,
                total_limit: None,
                is_active: true,
            },
            audit: crate::scene::entry("create_campaign"),
            now: at(0),
        };
        world.store.campaigns.add(campaign).await.unwrap();
        let join = JoinCampaign {
            user_id: world.user(telegram_id).await.id,
            slug: slug.parse().unwrap(),
            is_new_user,
            may_issue: true,
            codes: codes(number),
            now: at(1),
            zone: ZONE,
        };
        match world.store.campaigns.join(join).await.unwrap() {
            JoinOutcome::Joined { discount: Some(discount), .. } => joined.push(discount),
            other => panic!("{other:?}"),
        }
    }
    let (ira, olga) = (world.till(901).await, world.till(902).await);
    let redeem = async |place: usize, by: Redeemer, rub: Option<i64>, now: DateTime<Utc>| {
        let command =
            RedeemDiscount { amount: rub.map(roubles), ..redemption(&joined[place].code, by, now) };
        world.store.discounts.redeem(command).await.unwrap();
    };
    redeem(0, ira, Some(1000), at(10)).await;
    redeem(1, ira, None, at(10)).await;
    redeem(2, olga, Some(300), at(10)).await;
    redeem(3, olga, Some(500), at(10)).await;
    // Used up: a refusal, which is none of these numbers.
    redeem(0, olga, Some(1000), at(11)).await;
    // Taken back the next day: the day of the redemption loses it.
    let undo = UndoRedemption {
        target: UndoTarget::LastOf(joined[3].code.clone()),
        by: crate::scene::operator(),
        reason: "ошибка".into(),
        now: at(0) + Duration::days(1),
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    let revoke = RevokeDiscount {
        code: joined[4].code.clone(),
        reason: "ошибка".into(),
        now: at(12),
        audit: crate::scene::entry("revoke_discount"),
    };
    world.store.discounts.revoke(revoke).await.unwrap();
    let (day, next_day) = ("2026-03-05", "2026-03-06");
    let period = period(day, next_day, GroupBy::Day, ZONE);
    let reports = &world.store.reports;
    let sold = CodeNumbers {
        issued: 5,
        redeemed: 3,
        undone: 1,
        orders: 2,
        revenue: roubles(1300),
        discount: roubles(130),
    };
    assert_eq!(
        reports.summary(&period.buckets).await.unwrap(),
        [
            SummaryNumbers { new_clients: 4, codes: sold, ..SummaryNumbers::default() },
            SummaryNumbers::default()
        ]
    );
    let offers = reports.offers(period.span()).await.unwrap();
    assert_eq!(offers.len(), 1);
    assert_eq!((offers[0].source, offers[0].numbers), (DiscountSource::Campaign, sold));
    let cashiers = reports.cashiers(period.span()).await.unwrap();
    let of_olga = cashiers.iter().find(|line| Some(line.cashier_id) == olga.cashier_id);
    let of_olga = of_olga.unwrap();
    assert_eq!(of_olga.shop.as_deref(), Some("Светланская"));
    assert_eq!(
        of_olga.numbers,
        CashierNumbers {
            redeemed: 1,
            undone: 1,
            wrong_codes: 0,
            orders: 1,
            revenue: roubles(300),
            discount: roubles(30),
        }
    );
    let campaigns = reports.campaigns(period.span()).await.unwrap();
    let zima = campaigns.iter().find(|line| line.slug == "zima").unwrap();
    assert_eq!(
        zima.numbers,
        CampaignNumbers {
            joined: 3,
            new_clients: 3,
            codes: CodeNumbers {
                issued: 3,
                redeemed: 1,
                undone: 1,
                orders: 1,
                revenue: roubles(300),
                discount: roubles(30),
            },
        }
    );
}

async fn nothing_happened(world: World) {
    let period = period("2024-01-01", "2024-12-31", GroupBy::Day, ZONE);
    let (reports, span) = (&world.store.reports, period.span());
    assert_eq!(
        reports.summary(&period.buckets).await.unwrap(),
        vec![SummaryNumbers::default(); 366]
    );
    assert_eq!(reports.offers(span).await.unwrap(), []);
    assert_eq!(reports.cashiers(span).await.unwrap(), []);
    assert_eq!(reports.campaigns(span).await.unwrap(), []);
    assert_eq!(reports.broadcasts(span).await.unwrap(), []);
}

async fn what_waits_for_somebody(world: World) {
    let reports = &world.store.reports;
    assert_eq!(reports.waiting(at(0)).await.unwrap(), Waiting::default());
    let request = RequestAccess { profile: profile(77, "Ира"), now: at(0) };
    world.store.cashiers.request_access(request).await.unwrap();
    // One that waits and was not sent, one that failed, one in somebody's hands.
    for telegram_id in 1..=3 {
        world.owner(TelegramId(telegram_id).0).await;
    }
    let notice = marmelad_core::notifications::Notice::Digest {
        day: "2026-03-05".parse().unwrap(),
        numbers: marmelad_core::reports::DayNumbers::default(),
        attention: marmelad_core::reports::Attention::default(),
    };
    let calendar = &world.store.calendar;
    let day: NaiveDate = "2026-03-05".parse().unwrap();
    calendar.queue_digest(notice, day, at(0)).await.unwrap();
    let ids =
        world.texts("SELECT dedupe_key FROM notifications WHERE kind = 'digest' ORDER BY id").await;
    for (key, status) in [(&ids[0], "failed"), (&ids[1], "sending")] {
        world
            .execute(&format!(
                "UPDATE notifications SET status = '{status}', lease_until = created_at WHERE dedupe_key = '{key}'"
            ))
            .await;
    }
    world.execute("UPDATE notifications SET status = 'sent' WHERE kind <> 'digest'").await;
    for (status, test) in [("paused", "false"), ("sending", "false"), ("error", "true")] {
        world
            .execute(&format!(
                "INSERT INTO broadcasts (kind, title, media_type, buttons, status, is_test, failed_count, \
                 uncertain_count, created_at, updated_at) SELECT 'html', '{status}', 'none', '[]', \
                 '{status}', {test}, 3, 2, created_at, created_at FROM discount_templates ORDER BY id LIMIT 1"
            ))
            .await;
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
    assert_eq!(reports.waiting(at(2)).await.unwrap(), expected);
    let later = at(1) + Waiting::UNFINISHED_AFTER;
    assert_eq!(
        reports.waiting(later).await.unwrap(),
        Waiting {
            stuck_notifications: 2,
            unfinished_runs: vec![UnfinishedRun { job: CalendarJob::Birthdays, day }],
            ..expected
        }
    );
    let after = at(1) + Waiting::LATELY;
    let waiting = reports.waiting(after).await.unwrap();
    assert_eq!((waiting.failed_notifications, waiting.unfinished_runs), (0, Vec::new()));
}

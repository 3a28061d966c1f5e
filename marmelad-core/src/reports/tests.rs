use std::sync::Arc;

use crate::Ports;
use crate::broadcasts::BroadcastStatus;
use crate::campaigns::MockCampaignRepo;
use crate::discounts::DiscountSource;
use crate::kernel::{BroadcastId, CampaignId, CashierId, TemplateId};
use crate::reports::{
    Attention, BroadcastLine, BroadcastNumbers, CampaignLine, CampaignNumbers,
    CampaignStatsOutcome, CashierLine, CashierNumbers, CodeNumbers, MockReports, OfferLine,
    PeriodQuery, SummaryNumbers, Waiting,
};
use crate::testing::{NOW, app_at};

fn day_before_and_today() -> PeriodQuery {
    PeriodQuery { from: Some("2026-03-04".parse().unwrap()), ..PeriodQuery::default() }
}

fn cashier(id: i64, redeemed: u64, wrong_codes: u64) -> CashierLine {
    CashierLine {
        cashier_id: CashierId(id),
        name: format!("Кассир {id}"),
        shop: None,
        numbers: CashierNumbers { redeemed, wrong_codes, ..CashierNumbers::default() },
    }
}

fn campaign(id: i64, joined: u64) -> CampaignLine {
    CampaignLine {
        campaign_id: CampaignId(id),
        slug: format!("c{id}"),
        name: format!("Акция {id}"),
        numbers: CampaignNumbers { joined, ..CampaignNumbers::default() },
    }
}

fn with(reports: MockReports) -> Ports {
    Ports { reports: Arc::new(reports), ..Ports::mocked() }
}

#[tokio::test]
async fn a_summary_adds_up_and_names_the_best() {
    let mut reports = MockReports::new();
    reports.expect_summary().once().returning(|buckets| {
        assert_eq!(buckets.len(), 2);
        let day = |new_clients| SummaryNumbers { new_clients, ..SummaryNumbers::default() };
        Ok(vec![day(2), day(3)])
    });
    reports.expect_cashiers().returning(|_| {
        let mut lines: Vec<_> = (1..=7).map(|id| cashier(id, id.unsigned_abs(), 0)).collect();
        lines.push(cashier(8, 0, 9));
        Ok(lines)
    });
    reports.expect_campaigns().returning(|_| Ok(vec![campaign(1, 4), campaign(2, 9)]));
    reports
        .expect_waiting()
        .returning(|_| Ok(Waiting { cashier_requests: 2, ..Waiting::default() }));
    reports.expect_attention().returning(|_| Ok(Attention::default()));
    let app = app_at(NOW, with(reports));
    let period = app.reports.period(day_before_and_today()).unwrap();
    let report = app.reports.summary(period).await.unwrap();
    assert_eq!(report.totals.new_clients, 5);
    let series: Vec<_> = report
        .series
        .iter()
        .map(|point| (point.first.to_string(), point.numbers.new_clients))
        .collect();
    assert_eq!(series, [("2026-03-04".to_owned(), 2), ("2026-03-05".to_owned(), 3)]);
    let ids = report.top_cashiers.iter().map(|line| line.cashier_id.0);
    assert_eq!(ids.collect::<Vec<_>>(), [7, 6, 5, 4, 3]);
    assert_eq!(report.top_campaigns[0].campaign_id, CampaignId(2));
    assert_eq!(report.attention.waiting.cashier_requests, 2);
}

#[tokio::test]
async fn codes_are_told_by_template_and_by_source() {
    let offer = |template: Option<i64>, source, issued, redeemed| OfferLine {
        template_id: template.map(TemplateId),
        template: template.map(|id| format!("Шаблон {id}")),
        source,
        numbers: CodeNumbers { issued, redeemed, ..CodeNumbers::default() },
    };
    let mut reports = MockReports::new();
    reports.expect_codes().returning(|_| Ok(vec![CodeNumbers::default(); 2]));
    reports.expect_offers().returning(move |_| {
        Ok(vec![
            offer(Some(1), DiscountSource::Manual, 5, 1),
            offer(Some(2), DiscountSource::Manual, 7, 2),
            offer(Some(1), DiscountSource::Broadcast, 9, 4),
            offer(None, DiscountSource::Import, 0, 3),
        ])
    });
    let app = app_at(NOW, with(reports));
    let period = app.reports.period(day_before_and_today()).unwrap();
    let report = app.reports.discounts(period).await.unwrap();
    let by_template: Vec<_> = report
        .by_template
        .iter()
        .map(|line| {
            let id = line.template_id.map(|id| id.0);
            (id, line.numbers.issued, line.numbers.redeemed)
        })
        .collect();
    assert_eq!(by_template, [(Some(1), 14, 5), (None, 0, 3), (Some(2), 7, 2)]);
    assert_eq!(report.by_template[0].name.as_deref(), Some("Шаблон 1"));
    let by_source: Vec<_> = report
        .by_source
        .iter()
        .map(|line| (line.source, line.numbers.issued, line.numbers.redeemed))
        .collect();
    assert_eq!(
        by_source,
        [
            (DiscountSource::Broadcast, 9, 4),
            (DiscountSource::Manual, 12, 3),
            (DiscountSource::Import, 0, 3),
        ]
    );
}

#[tokio::test]
async fn broadcasts_stand_where_they_were_started() {
    let mut reports = MockReports::new();
    reports.expect_broadcasts().returning(|_| {
        let line = |id, started_at: &str, sent| BroadcastLine {
            broadcast_id: BroadcastId(id),
            title: "Весна".into(),
            status: BroadcastStatus::Sent,
            started_at: started_at.parse().unwrap(),
            numbers: BroadcastNumbers { sent, ..BroadcastNumbers::default() },
        };
        Ok(vec![
            line(3, "2026-03-05T01:00:00Z", 10),
            line(2, "2026-03-04T14:00:00Z", 5),
            line(1, "2026-03-04T13:59:59.999Z", 1),
        ])
    });
    let app = app_at(NOW, with(reports));
    let period = app.reports.period(day_before_and_today()).unwrap();
    let report = app.reports.broadcasts(period).await.unwrap();
    let sent: Vec<_> = report.series.iter().map(|point| point.numbers.sent).collect();
    assert_eq!((sent, report.totals.sent), (vec![1, 15], 16));
}

#[tokio::test]
async fn a_campaign_is_looked_at_from_its_first_day() {
    let stats = async |ends_at: Option<&str>, query: PeriodQuery| {
        let mut known = crate::testing::campaign();
        known.created_at = "2026-02-28T15:00:00Z".parse().unwrap();
        known.terms.ends_at = ends_at.map(|at| at.parse().unwrap());
        let mut campaigns = MockCampaignRepo::new();
        campaigns.expect_find().returning(move |_| Ok(Some(known.clone())));
        let mut reports = MockReports::new();
        reports.expect_campaign_series().returning(|id, buckets| {
            assert!(id.is_some());
            let numbers = CampaignNumbers { joined: 2, ..CampaignNumbers::default() };
            Ok(vec![numbers; buckets.len()])
        });
        let ports = Ports { campaigns: Arc::new(campaigns), ..with(reports) };
        let outcome = app_at(NOW, ports).reports.campaign_stats(CampaignId(1), query).await;
        match outcome.unwrap() {
            CampaignStatsOutcome::Stats(stats) => *stats,
            other => panic!("{other:?}"),
        }
    };
    let running = stats(None, PeriodQuery::default()).await;
    let days = (running.period.from, running.period.to);
    let date = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    assert_eq!(days, (date("2026-03-01"), date("2026-03-05")));
    assert_eq!((running.totals.joined, running.series.len()), (2, 5));
    let over = stats(Some("2026-03-02T12:00:00Z"), PeriodQuery::default()).await;
    assert_eq!(over.period.to, date("2026-03-02"));
    let never = stats(Some("2020-03-02T12:00:00Z"), PeriodQuery::default()).await;
    assert_eq!(never.series.len(), 1);
    let asked = PeriodQuery { to: Some(date("2026-01-05")), ..PeriodQuery::default() };
    assert_eq!(stats(None, asked).await.period.from, date("2026-01-05"));
}

//! `report summary|discounts|cashiers|campaigns|broadcasts`

mod tables;

use marmelad_core::kernel::Money;
use marmelad_core::messages::ru;
use marmelad_core::reports::{GroupBy, Period, Point};
use marmelad_http::views;

use crate::args::{Days, ReportCommand};
use crate::exit::Failure;
use crate::output::{Bar, chart, line_width};
use crate::session::Session;

pub(super) async fn run(command: ReportCommand, session: &Session) -> Result<(), Failure> {
    match command {
        ReportCommand::Summary(days) => summary(period(days, session)?, session).await,
        ReportCommand::Discounts(days) => discounts(period(days, session)?, session).await,
        ReportCommand::Cashiers(days) => cashiers(period(days, session)?, session).await,
        ReportCommand::Campaigns(days) => campaigns(period(days, session)?, session).await,
        ReportCommand::Broadcasts(days) => broadcasts(period(days, session)?, session).await,
    }
}

fn period(days: Days, session: &Session) -> Result<Period, Failure> {
    let period = session.app.reports.period(days.into());
    period.map_err(|error| Failure::usage(format!("{error} (--from, --to, --group-by)")))
}

async fn summary(period: Period, session: &Session) -> Result<(), Failure> {
    let report = session.app.reports.summary(period).await?;
    session.out.show(
        || views::json_of::<views::SummaryReport, _>(&report),
        || {
            let (period, series) = (&report.period, &report.series);
            let mut parts = vec![
                heading("The shop", period),
                tables::summary(&report.totals),
                money_chart("Revenue", period, series, |numbers| numbers.codes.revenue),
                bars("Redeemed", period, series, |numbers| numbers.codes.redeemed),
                tables::days(period, series),
            ];
            if !report.top_cashiers.is_empty() {
                parts.push(tables::cashiers(&report.top_cashiers));
            }
            if !report.top_campaigns.is_empty() {
                parts.push(tables::campaigns(&report.top_campaigns));
            }
            parts.push(tables::attention(&report.attention));
            parts.join("\n\n")
        },
    )
}

async fn discounts(period: Period, session: &Session) -> Result<(), Failure> {
    let report = session.app.reports.discounts(period).await?;
    session.out.show(
        || views::json_of::<views::DiscountReport, _>(&report),
        || {
            let (period, series) = (&report.period, &report.series);
            [
                heading("Codes", period),
                tables::codes(report.totals),
                bars("Issued", period, series, |numbers| numbers.issued),
                bars("Redeemed", period, series, |numbers| numbers.redeemed),
                tables::by_template(&report.by_template),
                tables::by_source(&report.by_source),
            ]
            .join("\n\n")
        },
    )
}

async fn cashiers(period: Period, session: &Session) -> Result<(), Failure> {
    let report = session.app.reports.cashiers(period).await?;
    session.out.show(
        || views::json_of::<views::CashierReport, _>(&report),
        || {
            let (period, series) = (&report.period, &report.series);
            [
                heading("Cashiers", period),
                bars("Redeemed", period, series, |numbers| numbers.redeemed),
                tables::cashiers(&report.cashiers),
            ]
            .join("\n\n")
        },
    )
}

async fn campaigns(period: Period, session: &Session) -> Result<(), Failure> {
    let report = session.app.reports.campaigns(period).await?;
    session.out.show(
        || views::json_of::<views::CampaignReport, _>(&report),
        || {
            let (period, series) = (&report.period, &report.series);
            [
                heading("Campaigns", period),
                bars("Joined", period, series, |numbers| numbers.joined),
                tables::campaigns(&report.campaigns),
            ]
            .join("\n\n")
        },
    )
}

async fn broadcasts(period: Period, session: &Session) -> Result<(), Failure> {
    let report = session.app.reports.broadcasts(period).await?;
    session.out.show(
        || views::json_of::<views::BroadcastReport, _>(&report),
        || {
            let (period, series) = (&report.period, &report.series);
            [
                heading("Broadcasts", period),
                bars("Sent", period, series, |numbers| numbers.sent),
                tables::broadcasts(&report.broadcasts, session),
            ]
            .join("\n\n")
        },
    )
}

fn heading(what: &str, period: &Period) -> String {
    format!("{what}, {} to {}, {}", period.from, period.to, period.zone)
}

fn money_chart<N: Copy>(
    what: &str,
    period: &Period,
    series: &[Point<N>],
    value: impl Fn(N) -> Money,
) -> String {
    // A bar needs no more precision than whole roubles.
    let roubles = |numbers| u64::try_from(value(numbers).kopecks() / 100).unwrap_or_default();
    bars(&format!("{what}, ₽"), period, series, roubles)
}

fn bars<N: Copy>(
    what: &str,
    period: &Period,
    series: &[Point<N>],
    value: impl Fn(N) -> u64,
) -> String {
    let bar = |point: &Point<N>| Bar {
        label: tables::short_day(period, point.first),
        value: value(point.numbers),
    };
    let by = match period.group_by {
        GroupBy::Day => "by day",
        GroupBy::Week => "by week",
        GroupBy::Month => "by month",
    };
    let bars: Vec<_> = series.iter().map(bar).collect();
    chart(&format!("{what} {by}"), &bars, line_width(), ru::grouped_count)
}

//! Tables of reports.

use chrono::NaiveDate;
use marmelad_core::kernel::Money;
use marmelad_core::messages::ru;
use marmelad_core::reports::{
    BroadcastLine, CampaignLine, CashierLine, CodeNumbers, GroupBy, Needs, Period, Point, Share,
    SourceLine, SummaryNumbers, TemplateLine,
};

use crate::output::{self, one_line};
use crate::session::Session;

/// Greatest number of rows by day; longer periods appear only in the chart and in `--json`.
const MOST_ROWS: usize = 31;

fn count(number: u64) -> String {
    ru::grouped_count(number)
}

fn rate(share: Option<Share>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{share} %"))
}

/// Whole roubles, for columns that stand side by side.
fn roubles(sum: Money) -> String {
    ru::grouped_count(u64::try_from(sum.kopecks() / 100).unwrap_or_default())
}

/// A day, shortened to the parts that differ within the period.
pub(super) fn short_day(period: &Period, day: NaiveDate) -> String {
    let form = match period.group_by {
        GroupBy::Month => "%Y-%m",
        GroupBy::Day | GroupBy::Week => "%m-%d",
    };
    day.format(form).to_string()
}

pub(super) fn summary(numbers: &SummaryNumbers) -> String {
    let subscribed =
        format!("{}, {} of them subscribed", count(numbers.new_clients), count(numbers.subscribed));
    let lost = format!(
        "{} blocked the bot, {} opted out",
        count(numbers.blocked),
        count(numbers.opted_out)
    );
    let clients = output::card([("New clients", subscribed), ("Lost", lost)]);
    format!("{clients}\n{}", codes(numbers.codes))
}

pub(super) fn codes(numbers: CodeNumbers) -> String {
    output::card([
        ("Codes issued", count(numbers.issued)),
        (
            "Redeemed",
            format!(
                "{} ({}), {} more undone",
                count(numbers.redeemed),
                rate(numbers.redemption_rate()),
                count(numbers.undone)
            ),
        ),
        ("Purchases", count(numbers.orders)),
        ("Revenue", ru::money(numbers.revenue)),
        ("Discount given", ru::money(numbers.discount)),
    ])
}

pub(super) fn days(period: &Period, series: &[Point<SummaryNumbers>]) -> String {
    if series.len() > MOST_ROWS {
        return format!("{} points; --json has them all.", series.len());
    }
    let from = match period.group_by {
        GroupBy::Day => "Day",
        GroupBy::Week => "Week from",
        GroupBy::Month => "Month",
    };
    let rows = series.iter().map(|point| {
        let [issued, redeemed, undone, rate, revenue, saved] = codes_cells(point.numbers.codes);
        let day = short_day(period, point.first);
        [day, count(point.numbers.new_clients), issued, redeemed, undone, rate, revenue, saved]
    });
    output::table(
        [from, "New", "Issued", "Redeemed", "Undone", "Rate", "Revenue, ₽", "Saved, ₽"],
        &[0, 5, 6, 7],
        rows,
        "",
    )
}

pub(super) fn by_template(lines: &[TemplateLine]) -> String {
    let name = |line: &TemplateLine| line.name.clone().unwrap_or_else(|| "(imported)".to_owned());
    codes_by("Template", lines.iter().map(|line| (one_line(&name(line), 24), line.numbers)))
}

pub(super) fn by_source(lines: &[SourceLine]) -> String {
    codes_by("Given for", lines.iter().map(|line| (line.source.to_string(), line.numbers)))
}

fn codes_by(what: &str, lines: impl Iterator<Item = (String, CodeNumbers)>) -> String {
    let rows = lines.map(|(name, numbers)| {
        let [issued, redeemed, undone, rate, revenue, saved] = codes_cells(numbers);
        [name, issued, redeemed, undone, rate, revenue, saved]
    });
    output::table(
        [what, "Issued", "Redeemed", "Undone", "Rate", "Revenue, ₽", "Saved, ₽"],
        &[4, 5, 6],
        rows,
        "No codes in these days.",
    )
}

/// Issued, redeemed, undone, rate, revenue, saved.
fn codes_cells(numbers: CodeNumbers) -> [String; 6] {
    [
        count(numbers.issued),
        count(numbers.redeemed),
        count(numbers.undone),
        rate(numbers.redemption_rate()),
        roubles(numbers.revenue),
        roubles(numbers.discount),
    ]
}

pub(super) fn cashiers(lines: &[CashierLine]) -> String {
    let rows = lines.iter().map(|line| {
        [
            one_line(&line.name, 24),
            one_line(line.shop.as_deref().unwrap_or_default(), 20),
            count(line.numbers.redeemed),
            count(line.numbers.undone),
            count(line.numbers.wrong_codes),
            roubles(line.numbers.revenue),
        ]
    });
    output::table(
        ["Cashier", "Shop", "Redeemed", "Undone", "Wrong codes", "Revenue, ₽"],
        &[5],
        rows,
        "No cashier did anything in these days.",
    )
}

pub(super) fn campaigns(lines: &[CampaignLine]) -> String {
    let rows = lines.iter().map(|line| {
        let [issued, redeemed, _, rate, revenue, saved] = codes_cells(line.numbers.codes);
        let (joined, new) = (count(line.numbers.joined), count(line.numbers.new_clients));
        [one_line(&line.name, 24), joined, new, issued, redeemed, rate, revenue, saved]
    });
    output::table(
        ["Campaign", "Joined", "New", "Issued", "Redeemed", "Rate", "Revenue, ₽", "Saved, ₽"],
        &[5, 6, 7],
        rows,
        "Nothing happened in a campaign in these days.",
    )
}

pub(super) fn broadcasts(lines: &[BroadcastLine], session: &Session) -> String {
    let rows = lines.iter().map(|line| {
        let numbers = line.numbers;
        [
            line.broadcast_id.to_string(),
            one_line(&line.title, 24),
            session.local_day(line.started_at),
            count(numbers.sent),
            count(numbers.issued),
            count(numbers.redeemed),
            rate(numbers.redemption_rate()),
            roubles(numbers.net()),
        ]
    });
    output::table(
        ["Id", "Title", "Started", "Sent", "Issued", "Redeemed", "Rate", "Paid, ₽"],
        &[0, 2, 6, 7],
        rows,
        "No broadcast was started in these days.",
    )
}

pub(super) fn attention(needs: &Needs) -> String {
    let waiting = &needs.waiting;
    let some = |number: u64| match number {
        0 => String::new(),
        _ => count(number),
    };
    let runs = waiting.unfinished_runs.iter();
    let runs: Vec<_> = runs.map(|run| format!("{} of {}", run.job, run.day)).collect();
    let card = output::card([
        ("Cashier requests", some(waiting.cashier_requests)),
        ("Broadcasts stuck", needs.digest.stuck_line()),
        ("Broadcasts going out", needs.digest.sending_line()),
        ("Budgets near their end", needs.digest.budgets_line()),
        ("Notifications failed", some(waiting.failed_notifications)),
        ("Notifications stuck", some(waiting.stuck_notifications)),
        ("Recipients missed", some(waiting.failed_messages)),
        ("Recipients uncertain", some(waiting.uncertain_messages)),
        ("Jobs not finished", runs.join(", ")),
    ]);
    if card.is_empty() {
        "Nothing needs a look now.".to_owned()
    } else {
        format!("Needs a look now\n{card}")
    }
}

//! Tables of reports.

use chrono::NaiveDate;
use marmelad_core::kernel::Money;
use marmelad_core::messages::ru;
use marmelad_core::reports::{
    BroadcastLine, CampaignLine, CashierLine, CodeNumbers, GroupBy, Needs, Period, Point, Share,
    SourceLine, SummaryNumbers, TemplateLine,
};

use crate::output::{Table, one_line};
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
    let clients = Table::card([("New clients", subscribed), ("Lost", lost)]);
    format!("{clients}\n{}", codes(numbers.codes))
}

pub(super) fn codes(numbers: CodeNumbers) -> String {
    Table::card([
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
    let mut table = Table::new(
        [from, "New", "Issued", "Redeemed", "Undone", "Rate", "Revenue, ₽", "Saved, ₽"],
        "",
    )
    .unbroken(&[0, 5, 6, 7]);
    for point in series {
        let (numbers, codes) = (point.numbers, point.numbers.codes);
        table.row([
            short_day(period, point.first),
            count(numbers.new_clients),
            count(codes.issued),
            count(codes.redeemed),
            count(codes.undone),
            rate(codes.redemption_rate()),
            roubles(codes.revenue),
            roubles(codes.discount),
        ]);
    }
    table.to_string()
}

pub(super) fn by_template(lines: &[TemplateLine]) -> String {
    let mut table = codes_by("Template");
    for line in lines {
        let name = line.name.as_deref().unwrap_or("(imported)");
        table.row(codes_row(one_line(name, 24), line.numbers));
    }
    table.to_string()
}

pub(super) fn by_source(lines: &[SourceLine]) -> String {
    let mut table = codes_by("Given for");
    for line in lines {
        table.row(codes_row(line.source.to_string(), line.numbers));
    }
    table.to_string()
}

fn codes_by(what: &str) -> Table {
    Table::new(
        [what, "Issued", "Redeemed", "Undone", "Rate", "Revenue, ₽", "Saved, ₽"],
        "No codes in these days.",
    )
    .unbroken(&[4, 5, 6])
}

fn codes_row(what: String, numbers: CodeNumbers) -> [String; 7] {
    [
        what,
        count(numbers.issued),
        count(numbers.redeemed),
        count(numbers.undone),
        rate(numbers.redemption_rate()),
        roubles(numbers.revenue),
        roubles(numbers.discount),
    ]
}

pub(super) fn cashiers(lines: &[CashierLine]) -> String {
    let mut table = Table::new(
        ["Cashier", "Shop", "Redeemed", "Undone", "Wrong codes", "Revenue, ₽"],
        "No cashier did anything in these days.",
    )
    .unbroken(&[5]);
    for line in lines {
        let numbers = line.numbers;
        table.row([
            one_line(&line.name, 24),
            one_line(line.shop.as_deref().unwrap_or_default(), 20),
            count(numbers.redeemed),
            count(numbers.undone),
            count(numbers.wrong_codes),
            roubles(numbers.revenue),
        ]);
    }
    table.to_string()
}

pub(super) fn campaigns(lines: &[CampaignLine]) -> String {
    let mut table = Table::new(
        ["Campaign", "Joined", "New", "Issued", "Redeemed", "Rate", "Revenue, ₽", "Saved, ₽"],
        "Nothing happened in a campaign in these days.",
    )
    .unbroken(&[5, 6, 7]);
    for line in lines {
        let (numbers, codes) = (line.numbers, line.numbers.codes);
        table.row([
            one_line(&line.name, 24),
            count(numbers.joined),
            count(numbers.new_clients),
            count(codes.issued),
            count(codes.redeemed),
            rate(codes.redemption_rate()),
            roubles(codes.revenue),
            roubles(codes.discount),
        ]);
    }
    table.to_string()
}

pub(super) fn broadcasts(lines: &[BroadcastLine], session: &Session) -> String {
    let mut table = Table::new(
        ["Id", "Title", "Started", "Sent", "Issued", "Redeemed", "Rate", "Paid, ₽"],
        "No broadcast was started in these days.",
    )
    .unbroken(&[0, 2, 6, 7]);
    for line in lines {
        let numbers = line.numbers;
        table.row([
            line.broadcast_id.to_string(),
            one_line(&line.title, 24),
            session.local_day(line.started_at),
            count(numbers.sent),
            count(numbers.issued),
            count(numbers.redeemed),
            rate(numbers.redemption_rate()),
            roubles(numbers.net()),
        ]);
    }
    table.to_string()
}

pub(super) fn attention(needs: &Needs) -> String {
    let waiting = &needs.waiting;
    let some = |number: u64| match number {
        0 => String::new(),
        _ => count(number),
    };
    let runs = waiting.unfinished_runs.iter();
    let runs: Vec<_> = runs.map(|run| format!("{} of {}", run.job, run.day)).collect();
    let card = Table::card([
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

//! `report …`

use crate::shop::Shop;

const REPORTS: [&str; 5] = ["summary", "discounts", "cashiers", "campaigns", "broadcasts"];

#[test]
fn every_report_fits_a_terminal_of_eighty_columns() {
    let shop = Shop::seeded(60);
    for report in REPORTS {
        for more in [&[][..], &["--group-by", "month", "--from", "2025-06-01"][..]] {
            let args = [&["report", report], more].concat();
            let text = shop.run(&args).ok().stdout;
            assert!(text.lines().count() > 3, "{report}: {text}");
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{report}: {line}");
            }
        }
    }
}

#[test]
fn a_summary_shows_numbers_bars_and_what_needs_a_look() {
    let shop = Shop::seeded(200);
    let text = shop.run(&["report", "summary"]).ok().stdout;
    for part in
        ["New clients", "Revenue, ₽ by day", "Redeemed by day", "└──", "Cashier  ", "Campaign  "]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("Needs a look now") || text.contains("Nothing needs a look now"));
}

#[test]
fn scripts_get_the_apis_objects() {
    let shop = Shop::seeded(60);
    for report in REPORTS {
        let value = shop.json(&["report", report, "--from", "2026-01-01", "--to", "2026-01-14"]);
        assert_eq!(value["from"], "2026-01-01", "{report}");
        assert_eq!(value["group_by"], "day");
        assert_eq!(value["series"].as_array().unwrap().len(), 14);
        assert!(value["totals"]["revenue"].as_str().unwrap().contains('.'));
    }
}

#[test]
fn days_that_cannot_be_reported_on_are_told() {
    let shop = Shop::migrated();
    let args = ["report", "summary", "--from", "2026-03-05", "--to", "2026-03-04"];
    shop.run(&args).failed(2, &["before", "--from"]);
    let args = ["report", "summary", "--from", "2020-01-01", "--to", "2026-03-04"];
    shop.run(&args).failed(2, &["1096 days"]);
    let args = ["report", "cashiers", "--from", "yesterday"];
    shop.run(&args).failed(2, &["--from"]);
    let args = ["report", "cashiers", "--group-by", "year"];
    shop.run(&args).failed(2, &["day, week, month"]);
    let text = shop.run(&["report", "broadcasts"]).ok().stdout;
    assert!(text.contains("No broadcast was started"), "{text}");
}

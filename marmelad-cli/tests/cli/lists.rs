//! Tables for people.

use crate::shop::Shop;

#[test]
fn every_list_fits_a_terminal_of_eighty_columns() {
    let shop = Shop::seeded(60);
    let name = "Александра Константиновна";
    shop.run(&["admin", "add", "1234567890", "--role", "owner", "--name", name]).ok();
    let url = format!("https://example.com/{}", "a".repeat(90));
    shop.run(&["settings", "set", "privacy_policy_url", &url]).ok();
    let title = "Очень длинное название рассылки ".repeat(7);
    let create = ["broadcast", "create", "--text", "x", "--title", title.as_str()];
    shop.run(&create).ok();
    for args in [
        &["user", "list"][..],
        &["user", "show", "9000000000001"],
        &["cashier", "list"],
        &["admin", "list"],
        &["template", "list"],
        &["broadcast", "list"],
        &["broadcast", "show", "1"],
        &["broadcast", "preflight", "1"],
        &["settings", "list", "--texts"],
        &["settings", "get", "quiet_hours"],
        &["audit", "list"],
    ] {
        let text = shop.run(args).ok().stdout;
        assert!(text.lines().count() > 1, "{args:?}");
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
    }
}

//! `template …`

use serde_json::json;

use crate::shop::{Shop, words};

#[test]
fn templates_are_added_and_changed() {
    let shop = Shop::migrated();
    let added = shop.json(&words(
        "template add --name Чай --fixed 150 --event manual --days 14 --uses 3 --recurrence days:30 \
         --min-order 500 --limit 10",
    ));
    assert_eq!((&added["value"], &added["value_type"]), (&json!("150.00"), &json!("fixed")));
    assert_eq!((&added["usage_type"], &added["max_uses"]), (&json!("multi"), &json!(3)));
    assert_eq!(added["recurrence"], json!({ "type": "days", "value": 30 }));
    assert_eq!(added["min_order_amount"], "500.00");

    let id = added["id"].to_string();
    let change = format!("template set {id} --percent 12.5 --limit none --active false");
    let changed = shop.json(&words(&change));
    assert_eq!((&changed["value"], &changed["value_type"]), (&json!("12.50"), &json!("percent")));
    assert_eq!((&changed["is_active"], changed.get("total_limit")), (&json!(false), None));
    assert_eq!(changed["name"], "Чай");

    let all = shop.json(&["template", "list"]);
    assert_eq!(all[0], changed);
    assert_eq!(all.as_array().unwrap().len(), 3);
}

#[test]
fn rules_are_told() {
    let shop = Shop::migrated();
    shop.run(&["template", "add", "--name", "Чай"]).failed(2, &["--event", "--days"]);
    shop.run(&words("template add --name ДР --percent 10 --event birthday --days 9999"))
        .failed(2, &["recurrence", "yearly", "3650"]);
    shop.run(&["template", "set", "1", "--percent", "101"]).failed(2, &["at most 100"]);
    shop.run(&["template", "set", "1", "--from", "soon"]).failed(2, &["2026-03-05"]);
    shop.fails(&["template", "set", "99", "--active", "true"], 3, "not_found");
    shop.run(&["template", "set", "1", "--percent", "5", "--fixed", "5"])
        .failed(2, &["cannot be used with"]);
}

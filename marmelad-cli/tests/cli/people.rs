//! `user …`, `cashier …`, `admin …`

use serde_json::json;

use crate::shop::Shop;

#[test]
fn clients_are_listed_in_pages_and_found() {
    let shop = Shop::seeded(60);
    let page = shop.json(&["user", "list", "--page", "2", "--per-page", "25"]);
    assert_eq!(page["items"].as_array().unwrap().len(), 25);
    assert_eq!(
        (&page["total"], &page["total_exact"], &page["page"], &page["per_page"]),
        (&json!(60), &json!(true), &json!(2), &json!(25))
    );
    let client = &page["items"][0];
    for field in
        ["id", "telegram_id", "display_name", "gender", "is_subscribed", "tags", "created_at"]
    {
        assert!(client.get(field).is_some(), "{field}: {client}");
    }
    assert!(client.as_object().unwrap().values().all(|value| !value.is_null()), "{client}");

    let telegram_id = client["telegram_id"].to_string();
    let found = shop.json(&["user", "list", "--search", &telegram_id]);
    assert_eq!(found["items"][0], *client);
    let shown = shop.json(&["user", "show", &telegram_id]);
    assert_eq!(shown["display_name"], client["display_name"]);
    assert!(shown["active_discounts"].is_array());
}

#[test]
fn a_client_who_is_not_there_is_not_found() {
    let shop = Shop::migrated();
    shop.fails(&["user", "show", "1"], 3, "not_found");
    assert_eq!(shop.json(&["user", "list"])["total"], 0);
    assert!(shop.run(&["user", "list"]).ok().stdout.contains("No clients"));
}

#[test]
fn cashiers_are_let_in_and_out() {
    let shop = Shop::seeded(20);
    let of = |status: &str| {
        shop.json(&["cashier", "list", "--status", status])[0]["telegram_id"].to_string()
    };
    let inactive = of("inactive");
    let approved = shop.json(&["cashier", "approve", &inactive, "--shop", " Русская,  2 "]);
    assert_eq!(
        (&approved["status"], &approved["is_active"], &approved["shop"]),
        (&json!("active"), &json!(true), &json!("Русская, 2"))
    );
    shop.fails(&["cashier", "approve", &inactive], 6, "wrong_state");
    shop.fails(&["cashier", "reject", &inactive], 6, "wrong_state");
    assert_eq!(shop.json(&["cashier", "deactivate", &inactive])["status"], "inactive");
    shop.fails(&["cashier", "deactivate", &inactive], 6, "wrong_state");
    for command in ["approve", "reject", "deactivate"] {
        shop.fails(&["cashier", command, "77"], 3, "not_found");
    }
    assert!(
        shop.run(&["cashier", "list", "--status", "pending"])
            .ok()
            .stdout
            .contains("No such cashiers")
    );
}

#[test]
fn admins_are_added_changed_and_let_into_the_panel() {
    let shop = Shop::migrated();
    assert!(shop.run(&["admin", "list"]).ok().stdout.contains("No admins yet"));
    let added = shop.json(&["admin", "add", "42", "--role", "owner", "--name", "Ольга"]);
    assert_eq!((&added["role"], &added["is_active"]), (&json!("owner"), &json!(true)));
    assert_eq!(added["notification_groups"].as_array().unwrap().len(), 4);
    let less = ["admin", "add", "42", "--role", "marketing"];
    shop.fails(&less, 6, "last_owner");
    shop.run(&["admin", "add", "41", "--role", "owner"]).ok();

    let changed =
        shop.json(&["admin", "add", "42", "--role", "marketing", "--groups", "alerts,broadcasts"]);
    assert_eq!(changed["display_name"], "Ольга");
    assert_eq!((&changed["id"], &changed["role"]), (&added["id"], &json!("marketing")));
    assert_eq!(changed["notification_groups"], json!(["alerts", "broadcasts"]));
    assert_eq!(shop.json(&["admin", "list"]).as_array().unwrap().len(), 2);

    let link = shop.json(&["admin", "login-link", "42"]);
    assert!(link["url"].as_str().unwrap().starts_with("http://localhost:8000/login?token="));
    shop.fails(&["admin", "login-link", "43"], 3, "not_found");
    shop.run(&["admin", "add", "42", "--role", "king"]).failed(2, &["readonly", "owner"]);
    shop.run(&["admin", "add", "-5"]).failed(2, &["see --help"]);

    let log = shop.run(&["audit", "list", "--json"]).ok().stdout;
    assert!(
        !log.contains("Ольга") && !log.contains("token="),
        "no names and secrets in the log: {log}"
    );
}

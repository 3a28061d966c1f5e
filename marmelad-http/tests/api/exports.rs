//! Lists as files.

use marmelad_core::audit::Actor;
use marmelad_core::clients::ClientPatch;
use marmelad_core::staff::Role;
use poem::http::header;

use crate::house::{House, problem};
use crate::users::client;

async fn text(response: poem::test::TestResponse) -> String {
    response.assert_status_is_ok();
    String::from_utf8(response.0.into_body().into_vec().await.unwrap()).unwrap()
}

#[tokio::test]
async fn clients_go_into_a_file_that_runs_no_formulas() {
    let house = House::open().await;
    let marketing = house.staff(Role::Marketing).await;
    let evil = client(&house, 1, "=HYPERLINK(\"http://x\")", "Ли").await;
    client(&house, 2, "Борис", "Ли").await;
    let patch = ClientPatch {
        phone: Some(Some("+79001234567".into())),
        tags: Some(vec!["vip".into(), "весна".into()]),
        ..ClientPatch::default()
    };
    house.app().clients.edit(evil.id, patch, &Actor::Cli).await.unwrap();

    let response = marketing.get("/users/export?format=csv&sort=id").await;
    problem(response, 400, "bad-request").await;
    let response = marketing.get("/users/export").await;
    response.assert_header(header::CONTENT_TYPE, "text/csv; charset=utf-8");
    response.assert_header(header::CONTENT_DISPOSITION, "attachment; filename=\"users.csv\"");
    let file = text(response).await;
    let lines: Vec<_> = file.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}id;telegram_id;"), "{file}");
    assert_eq!(lines.len(), 4, "{file}");
    assert!(lines[1].contains("\"'=HYPERLINK"), "{file}");
    assert!(lines[1].contains(";'+79001234567;unknown;;vip, весна;"), "{file}");
    assert!(!file.contains(";=") && !file.contains(";+"), "{file}");

    let file = text(marketing.get("/users/export?tag=vip").await).await;
    assert_eq!(file.split("\r\n").count(), 3, "{file}");
    let log = house.app().ports().audit.newest(10).await.unwrap();
    let exports: Vec<_> = log.iter().filter(|record| record.row.action == "export_users").collect();
    assert_eq!(exports.len(), 2, "one row for each export");
    assert_eq!(exports[0].row.payload["filter"]["new"]["tag"], "vip");
}

#[tokio::test]
async fn a_workbook_is_a_workbook() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    client(&house, 1, "Анна", "Ли").await;
    for path in ["/users/export?format=xlsx", "/discounts/export?format=xlsx"] {
        let response = owner.get(path).await;
        response.assert_status_is_ok();
        response.assert_header(
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        );
        let bytes = response.0.into_body().into_vec().await.unwrap();
        assert!(bytes.starts_with(b"PK"), "{path}");
    }
    problem(owner.get("/users/export?format=pdf").await, 400, "bad-request").await;
}

#[tokio::test]
async fn discounts_go_into_a_file() {
    let house = House::open().await;
    let owner = house.staff(Role::Owner).await;
    let user = client(&house, 1, "Анна", "Ли").await;
    let template = house.app().discounts.list_templates().await.unwrap()[0].id;
    house.app().discounts.give_code(user.id, template, &Actor::Cli).await.unwrap();
    let file = text(owner.get("/discounts/export?state=active").await).await;
    let row = file.split("\r\n").nth(1).unwrap();
    assert!(row.contains(";active;") && row.contains(",00;percent;manual;"), "{file}");
    let file = text(owner.get("/discounts/export?state=used").await).await;
    assert_eq!(file.split("\r\n").count(), 2, "{file}");
    problem(owner.get("/broadcasts/999/logs/export").await, 404, "not-found").await;
}

#[tokio::test]
async fn every_report_is_a_file_too() {
    let house = House::open().await;
    client(&house, 1, "Анна", "Ли").await;
    let marketing = house.staff(Role::Marketing).await;
    for (name, lines) in
        [("summary", 2), ("discounts", 1), ("cashiers", 1), ("campaigns", 1), ("broadcasts", 1)]
    {
        let path = format!("/reports/{name}/export?from=2026-03-05&to=2026-03-05");
        let response = marketing.get(&path).await;
        let file = text(response).await;
        let found: Vec<_> = file.trim_end().split("\r\n").collect();
        assert_eq!(found.len(), lines, "{name}: {file}");
        assert!(found[0].ends_with("revenue;discount") || found[0].ends_with(";net"), "{file}");
        if name == "summary" {
            assert!(found[1].starts_with("2026-03-05;2026-03-05;1;"), "{file}");
        }
    }
    let response = marketing.get("/reports/summary/export?format=xlsx").await;
    response.assert_status_is_ok();
    let bytes = response.0.into_body().into_vec().await.unwrap();
    assert!(bytes.starts_with(b"PK"));
    let log = house.app().ports().audit.newest(10).await.unwrap();
    let exports = log.iter().filter(|it| it.row.action == "export_report");
    assert_eq!(exports.count(), 6, "one row for each export");
    let response = marketing.get("/reports/nothing/export").await;
    problem(response, 400, "bad-request").await;
}

//! `backup FILE`

use sqlx::Executor;

use crate::shop::Shop;

#[tokio::test]
async fn a_copy_is_a_database_by_itself() {
    let shop = Shop::seeded(60);
    // Somebody is in the middle of a change, which the copy does not hold up and does not show.
    let mut writer = shop.database().await;
    writer.execute("BEGIN IMMEDIATE; UPDATE users SET display_name = 'Никто'").await.unwrap();
    let copied = shop.json(&["backup", "copy.db"]);
    writer.execute("ROLLBACK").await.unwrap();
    assert_eq!(copied["file"], "copy.db");
    let length = std::fs::metadata(shop.path().join("copy.db")).unwrap().len();
    assert_eq!(copied["bytes"], length);
    let left: Vec<_> = std::fs::read_dir(shop.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".backup"))
        .collect();
    assert!(left.is_empty(), "{left:?}");

    let there = shop.json(&["user", "list"]);
    let copy = [("DB_URL", "sqlite:copy.db")];
    let ran = shop.run_with(&copy, &["user", "list", "--json"]).ok();
    assert_eq!(ran.json(), there);
    assert_eq!(there["total"], 60);
    shop.run_with(&copy, &["audit", "verify"]).ok();
}

#[test]
fn what_is_there_stays_unless_forced() {
    let shop = Shop::migrated();
    let path = shop.path().join("copy.db");
    std::fs::write(&path, "mine").unwrap();
    shop.fails(&["backup", "copy.db"], 6, "exists");
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    shop.run(&["backup", "copy.db", "--force"]).ok();
    assert!(std::fs::read(&path).unwrap().starts_with(b"SQLite format 3"));
    // Neither a name for the database itself.
    let itself = ["backup", "./marmelad.db", "--force"];
    shop.fails(&itself, 6, "exists");
    let nowhere = ["backup", "no/such/folder/copy.db"];
    shop.fails(&nowhere, 1, "backup");
}

#[test]
fn without_a_database_there_is_no_copy() {
    let shop = Shop::empty();
    assert_eq!(shop.failure(&["backup", "copy.db"]).0, 1);
    assert!(!shop.path().join("copy.db").exists());
}

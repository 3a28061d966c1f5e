//! `user import`, `user export`

use serde_json::{Value, json};

use crate::shop::Shop;

const FILE: &str = "telegram_id;first_name;last_name;phone;gender;birthday;tags\n\
    101;Анна;Ёлкина;+7 900 123-45-67;female;29.02.2000;vip, весна\n\
    102;Борис;;;;;\n";

fn with_file(text: &str) -> Shop {
    let shop = Shop::migrated();
    std::fs::write(shop.path().join("in.csv"), text).unwrap();
    shop
}

fn counts(report: &Value) -> [i64; 3] {
    ["created", "updated", "unchanged"].map(|count| report[count].as_i64().unwrap())
}

#[test]
fn a_file_is_tried_imported_and_imported_again() {
    let shop = with_file(FILE);
    let tried = shop.json(&["user", "import", "in.csv", "--dry-run"]);
    assert_eq!(counts(&tried), [2, 0, 0]);
    assert_eq!(tried["rows"][1], json!({ "line": 3, "telegram_id": 102, "result": "created" }));
    assert_eq!(shop.json(&["user", "list"])["total"], 0);
    let told = shop.run(&["user", "import", "in.csv"]).ok().stdout;
    assert!(told.contains("2 new, 0 changed"), "{told}");
    assert_eq!(counts(&shop.json(&["user", "import", "in.csv"])), [0, 0, 2]);

    let anna = shop.json(&["user", "list", "--search", "елк", "--tag", "vip"]);
    let anna = &anna["items"][0];
    assert_eq!(
        (&anna["phone"], &anna["birthday"], &anna["tags"]),
        (&json!("+79001234567"), &json!("2000-02-29"), &json!(["vip", "весна"]))
    );
    let log = shop.json(&["audit", "list"]);
    let imports = log.as_array().unwrap().iter().filter(|row| row["action"] == "import_users");
    assert_eq!(imports.count(), 1);
}

#[test]
fn wrong_rows_are_told_by_line_and_column_and_change_nothing() {
    let shop = with_file(
        "telegram_id,phone,birthday,gender,tags\n\
         abc,12,31.02.2000,robot,\n\
         101,,,female,vip\n\
         101,,,male,\n",
    );
    let tried = shop.json(&["user", "import", "in.csv", "--dry-run"]);
    assert_eq!(tried["invalid"], 2);
    let errors = tried["rows"][0]["errors"].as_array().unwrap();
    let columns: Vec<_> = errors.iter().map(|error| error["column"].as_str().unwrap()).collect();
    assert_eq!(columns, ["telegram_id", "phone", "gender", "birthday"]);
    assert_eq!(
        (&tried["rows"][1]["line"], &tried["rows"][1]["errors"][0]["code"]),
        (&json!(4), &json!("repeated"))
    );
    let told = shop.run(&["user", "import", "in.csv", "--dry-run"]).ok().stdout;
    assert!(told.contains("line 2: birthday: there is no such day"), "{told}");
    shop.fails(&["user", "import", "in.csv"], 2, "invalid_rows");
    assert_eq!(shop.json(&["user", "list"])["total"], 0);
}

#[test]
fn files_that_are_none_are_refused() {
    let shop = with_file("name;phone\nАнна;1\n");
    shop.run(&["user", "import", "in.csv"]).failed(2, &["there is no column `name`"]);
    shop.fails(&["user", "import", "nowhere.csv"], 1, "file");
    std::fs::write(shop.path().join("in.csv"), "phone\n1\n").unwrap();
    shop.run(&["user", "import", "in.csv"]).failed(2, &["telegram_id is missing"]);
    std::fs::write(shop.path().join("in.csv"), "").unwrap();
    shop.run(&["user", "import", "in.csv"]).failed(2, &["empty"]);
}

#[test]
fn what_is_exported_comes_back_as_it_was() {
    let shop = with_file(
        "telegram_id;first_name;display_name;phone;tags\n\
         101;'=HYPERLINK(1);'=HYPERLINK(1);'+79001234567;\"[\"\"a,b\"\",\"\"vip\"\"]\"\n\
         102;O'Нил;Кофейня «У моря»;;\n",
    );
    shop.run(&["user", "import", "in.csv"]).ok();
    let exported = shop.json(&["user", "export", "out.csv"]);
    assert_eq!(exported, json!({ "file": "out.csv", "users": 2 }));
    let file = std::fs::read_to_string(shop.path().join("out.csv")).unwrap();
    assert!(file.starts_with("\u{feff}id;telegram_id;"), "{file}");
    assert!(file.contains(";'=HYPERLINK(1);") && !file.contains(";="), "{file}");
    let printed = shop.run(&["user", "export", "-"]).ok().stdout;
    assert_eq!(printed, file);

    assert_eq!(counts(&shop.json(&["user", "import", "out.csv"])), [0, 0, 2]);
    let other = Shop::migrated();
    std::fs::write(other.path().join("in.csv"), &file).unwrap();
    assert_eq!(counts(&other.json(&["user", "import", "in.csv"])), [2, 0, 0]);
    let user = other.json(&["user", "show", "101"]);
    assert_eq!(
        (&user["first_name"], &user["tags"]),
        (&json!("=HYPERLINK(1)"), &json!(["a,b", "vip"]))
    );
    assert_eq!(other.json(&["user", "show", "102"])["display_name"], "Кофейня «У моря»");

    assert_eq!(shop.failure(&["user", "export", "out.csv"]).0, 2, "nothing is overwritten");
    let one = shop.json(&["user", "export", "vip.csv", "--tag", "vip"]);
    assert_eq!(one["users"], 1);
}

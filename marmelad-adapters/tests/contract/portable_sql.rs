//! SQL that only one of MySQL 8 and MariaDB 10.11 (or only one of the two dialects) understands must
//! not come in.

use std::path::{Path, PathBuf};

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_under(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// Each file without its comments, in upper case, with single spaces.
fn statements(folder: &str, comment: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let code: Vec<_> =
            text.lines().filter(|line| !line.trim_start().starts_with(comment)).collect();
        let words: Vec<_> = code
            .iter()
            .flat_map(|line| line.split_whitespace())
            .filter(|word| *word != "\\")
            .collect();
        (path, words.join(" ").to_uppercase())
    };
    let files: Vec<_> = files_under(&root).into_iter().map(read).collect();
    assert!(!files.is_empty());
    files
}

fn refuse(files: &[(PathBuf, String)], forbidden: &[&str]) {
    for (path, text) in files {
        for words in forbidden {
            assert!(
                !text.contains(words),
                "{}: `{words}` is not understood everywhere",
                path.display()
            );
        }
    }
}

/// What one of the servers lacks.
const SERVER_SPECIFIC: [&str; 9] = [
    " RETURNING",
    "_0900_",
    "_UCA1400_",
    "ADD COLUMN IF NOT EXISTS",
    "INDEX IF NOT EXISTS",
    "DROP COLUMN IF EXISTS",
    "CREATE SEQUENCE",
    "MEMBER OF",
    "INVISIBLE",
];

#[test]
fn migrations_keep_to_what_mysql_and_mariadb_share() {
    let files = statements("../migrations/mysql", "--");
    refuse(&files, &SERVER_SPECIFIC);
    for (path, text) in &files {
        for column in text.split(',') {
            let has_default = column.contains(" DEFAULT ") && !column.contains("DEFAULT CHARSET");
            let is_long = [" JSON", " TEXT", " BLOB"].iter().any(|kind| column.contains(kind));
            assert!(!(has_default && is_long), "{}: a default on{column}", path.display());
        }
    }
}

#[test]
fn new_reserved_words_are_quoted() {
    const RESERVED: &str = "KEY RANK GROUPS SYSTEM WINDOW OVER OF ROW ROWS LATERAL RECURSIVE FUNCTION EMPTY LEAD LAG \
                            CUBE MANUAL PARALLEL QUALIFY TABLESAMPLE OFFSET RETURNING VALUES";
    const TYPES: &str = "BIGINT INT VARCHAR TEXT INTEGER JSON DATE DATETIME DECIMAL";
    let is_one_of = |words: &str, word: &str| words.split(' ').any(|one| one == word);
    for folder in ["../migrations/mysql", "../migrations/sqlite"] {
        for (path, text) in statements(folder, "--") {
            for definition in text.split([',', '(']) {
                let mut words = definition.split_whitespace();
                if let (Some(name), Some(kind)) = (words.next(), words.next())
                    && is_one_of(TYPES, kind)
                {
                    assert!(!is_one_of(RESERVED, name), "{}: quote {name}", path.display());
                }
            }
        }
    }
}

#[test]
fn repositories_keep_to_what_every_database_understands() {
    let files = statements("src/sql", "//");
    refuse(&files, &SERVER_SPECIFIC);
    refuse(
        &files,
        &[
            "INSERT IGNORE",
            "INSERT OR IGNORE",
            "ON DUPLICATE KEY",
            "ON CONFLICT",
            "REPLACE INTO",
            " NOW()",
            "CURRENT_TIMESTAMP",
            "UTC_TIMESTAMP",
            "DATETIME('NOW'",
            "STRFTIME(",
            " LIKE ",
            "LOWER(",
            "UPPER(",
            "JSON_EXTRACT",
        ],
    );
}

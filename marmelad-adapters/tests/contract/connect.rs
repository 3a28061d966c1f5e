//! What is told when a database cannot be opened.

use marmelad_adapters::sql::{ConnectError, SqlOptions, connect};

use marmelad_testkit::server_url;

async fn refused(url: &str, create_if_missing: bool) -> ConnectError {
    let options = SqlOptions { create_if_missing, ..SqlOptions::default() };
    connect(url, options).await.err().unwrap()
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    assert!(matches!(refused("postgres://localhost/x", true).await, ConnectError::UnknownScheme));
    assert!(matches!(refused("nonsense", true).await, ConnectError::UnknownScheme));
    assert!(matches!(refused("sqlite::memory:", true).await, ConnectError::InMemory));
}

#[tokio::test]
async fn a_missing_file_is_made_only_when_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no.db");
    let url = format!("sqlite:{}", path.display());
    assert!(
        matches!(refused(&url, false).await, ConnectError::FileMissing(missing) if missing == path)
    );
    assert!(!path.exists());
    let store = connect(&url, SqlOptions::default()).await.unwrap();
    assert_eq!(store.status().await.unwrap().applied, 0);
    store.close().await;
    assert!(path.exists());
}

/// The first connection to a new file switches it to WAL and the last one cleans up; both lock the file for a moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_open_and_close_one_new_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..40 {
        let url = format!("sqlite:{}", folder.path().join(format!("{round}.db")).display());
        let opening = (0..8).map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let store = connect(&url, SqlOptions::default()).await?;
                store.close().await;
                Ok::<_, ConnectError>(())
            })
        });
        for opened in futures::future::join_all(opening).await {
            opened.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn what_is_no_database_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("letter.txt");
    std::fs::write(&text, "Дорогая редакция! ".repeat(100)).unwrap();
    let refused_text = refused(&format!("sqlite:{}", text.display()), true).await;
    assert!(matches!(refused_text, ConnectError::NotADatabase(_)), "{refused_text:?}");
    let refused_folder = refused(&format!("sqlite:{}", folder.path().display()), true).await;
    assert!(matches!(refused_folder, ConnectError::FileUnusable { .. }), "{refused_folder:?}");
    let nowhere = folder.path().join("no/such/folder/x.db");
    let refused_nowhere = refused(&format!("sqlite:{}", nowhere.display()), true).await;
    assert!(matches!(refused_nowhere, ConnectError::FileUnusable { .. }), "{refused_nowhere:?}");
}

#[tokio::test]
async fn a_server_that_refuses_is_told_apart_from_one_that_is_away() {
    let server = url::Url::parse(&server_url()).unwrap();

    let mut wrong_password = server.clone();
    wrong_password.set_password(Some("wrong")).unwrap();
    let denied = refused(wrong_password.as_str(), true).await;
    assert!(matches!(denied, ConnectError::AccessDenied { .. }), "{denied:?}");
    assert!(!format!("{denied}").contains("wrong"));

    let mut no_database = server.clone();
    no_database.set_path("/there_is_no_such_database");
    let unknown = refused(no_database.as_str(), true).await;
    assert!(matches!(unknown, ConnectError::NoSuchDatabase { .. }), "{unknown:?}");

    let mut away = server;
    away.set_port(Some(1)).unwrap();
    let away = refused(away.as_str(), true).await;
    assert!(matches!(away, ConnectError::ServerAway { .. }), "{away:?}");
}

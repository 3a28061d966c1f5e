//! The fragments say what the core's rule says, for every combination, on both databases.

#![allow(clippy::unwrap_used)]

use marmelad_core::clients::{ContactState, MessageClass, Obstacle, may_send};
use marmelad_core::notifications::MARKETING_KINDS;
use sqlx::{AssertSqlSafe, Connection};

use super::super::dialect::{Conn, Database};
use super::{allowed, skipped, unwanted_notification};

async fn connect() -> Conn {
    if <Database as sqlx::Database>::NAME == "SQLite" {
        return Conn::connect("sqlite::memory:").await.unwrap();
    }
    let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL names no MariaDB");
    Conn::connect(&server).await.unwrap()
}

fn every_client() -> impl Iterator<Item = ContactState> {
    (0..16).map(|bits| ContactState {
        is_anonymized: bits & 1 != 0,
        is_blocked: bits & 2 != 0,
        is_opted_out: bits & 4 != 0,
        has_agreed: bits & 8 != 0,
    })
}

/// Whether a condition holds for a client and a notification of some kind.
async fn holds(conn: &mut Conn, condition: &str, client: ContactState, kind: &str) -> bool {
    let some_time = |is_set: bool| is_set.then_some("2026-03-05 10:00:00");
    let sql = format!(
        "SELECT CASE WHEN {condition} THEN 1 ELSE 0 END FROM (SELECT ? AS kind) n CROSS JOIN (SELECT \
         ? AS anonymized_at, ? AS is_blocked, ? AS is_opted_out, ? AS marketing_consent_at) u"
    );
    let holds: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(kind)
        .bind(some_time(client.is_anonymized))
        .bind(client.is_blocked)
        .bind(client.is_opted_out)
        .bind(some_time(client.has_agreed))
        .fetch_one(conn)
        .await
        .unwrap();
    holds == 1
}

#[tokio::test]
async fn broadcasts_go_to_whom_the_rule_allows() {
    let mut conn = connect().await;
    for client in every_client() {
        for needs_consent in [false, true] {
            let expected = may_send(MessageClass::Marketing, client, needs_consent);
            let what = format!("{client:?}, needs_consent: {needs_consent}");
            let is_allowed = holds(&mut conn, &allowed(needs_consent), client, "").await;
            assert_eq!(is_allowed, expected.is_ok(), "{what}");
            for reason in Obstacle::ALL {
                let condition = skipped(*reason, needs_consent);
                let is_reason = holds(&mut conn, &condition, client, "").await;
                assert_eq!(is_reason, expected == Err(*reason), "{what}, {reason}");
            }
        }
    }
}

#[tokio::test]
async fn notifications_go_to_whom_the_rule_allows() {
    let mut conn = connect().await;
    let marketing = MARKETING_KINDS.map(|kind| (kind, MessageClass::Marketing));
    let service = [("redeemed", MessageClass::Service), ("undone", MessageClass::Service)];
    for client in every_client() {
        for (kind, class) in marketing.into_iter().chain(service) {
            // Consent was checked when the notification was queued.
            let expected = may_send(class, client, false);
            let is_unwanted = holds(&mut conn, &unwanted_notification(), client, kind).await;
            assert_eq!(is_unwanted, expected.is_err(), "{kind} to {client:?}");
        }
    }
}

//! What must hold in the end, whatever happened.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use marmelad_sandbox::BotKind;
use sqlx::{AssertSqlSafe, MySqlPool};

use crate::cluster::Cluster;
use crate::traffic::{Pages, Redemption};

/// What is put off comes within this time, unless it never does.
const PATIENCE: Duration = Duration::from_mins(3);

impl Cluster {
    /// Waits until every update is handled and everybody is told what they are to be told.
    pub(crate) async fn until_quiet(&self) {
        let (books, deadline) = (self.mariadb.pool().await, Instant::now() + PATIENCE);
        loop {
            let waiting = BotKind::ALL.map(|bot| self.telegram.pending_updates(bot));
            let updates = left(&books, "telegram_updates", "'done'").await;
            let notices =
                left(&books, "notifications", "'sent', 'failed', 'blocked', 'dropped'").await;
            if waiting == [0; 2] && (updates, notices) == (0, 0) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "with Telegram: {waiting:?}, not handled: {updates}, not told: {notices}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Nothing is lost and nothing done twice: codes, updates, notifications.
    pub(crate) async fn balances(&self, pages: &Pages) {
        self.until_quiet().await;
        let books = self.mariadb.pool().await;
        each_code_is_used_once(&books, pages).await;
        each_client_has_one_code(&books, pages).await;
        each_update_is_done(&books, pages).await;
        each_notification_is_sent(&books, pages).await;
        for (code, count) in self.notices(pages) {
            assert!(count > 0, "the holder of {code} was not told");
        }
    }

    /// Nobody noticed anything: no question was repeated, each was answered once, and at once: nothing had
    /// to wait until a process that was gone could be taken for dead.
    pub(crate) async fn was_not_noticed(&self, pages: &Pages) {
        assert_eq!(pages.repeated, [""; 0]);
        let books = self.mariadb.pool().await;
        for table in ["telegram_updates", "notifications"] {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE attempts > 1");
            let again: i64 =
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&books).await.unwrap();
            assert_eq!(again, 0, "{table} begun more than once");
        }
        for (&(bot, chat), answers) in &pages.answers {
            let messages = self.telegram.bot_messages(bot, chat);
            let texts: Vec<_> = messages.iter().map(|message| &message.text).collect();
            assert_eq!(messages.len(), *answers, "{bot} {chat}: {texts:#?}");
        }
        for (code, count) in self.notices(pages) {
            assert_eq!(count, 1, "the holder of {code} was told more than once");
        }
    }

    /// The waiting of every pressed button was ended.
    pub(crate) async fn every_press_was_answered(&self, pages: &Pages) {
        for press in &pages.presses {
            let answer = self.telegram.callback_answer(press);
            let answer = tokio::time::timeout(Duration::ZERO, answer).await;
            assert!(answer.is_ok(), "a press was left waiting");
        }
    }

    /// How often the holder of each code read that it was used.
    fn notices(&self, pages: &Pages) -> Vec<(String, usize)> {
        let of = |held: &crate::stage::Held| {
            let messages = self.telegram.bot_messages(BotKind::Main, held.holder);
            let told = format!("Ваш код {} использован", held.code);
            let count = messages.iter().filter(|it| it.text.contains(&told)).count();
            (held.code.clone(), count)
        };
        pages.begun.iter().map(of).collect()
    }
}

async fn left(books: &MySqlPool, table: &str, ended: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE status NOT IN ({ended})");
    let count = sqlx::query_scalar(AssertSqlSafe(sql));
    count.fetch_one(books).await.unwrap()
}

/// One use and one row in the log, and whoever it names was told so; nobody else was.
async fn each_code_is_used_once(books: &MySqlPool, pages: &Pages) {
    let rows: Vec<(String, Option<i64>)> = sqlx::query_as(
        "SELECT l.code, c.telegram_id FROM discount_usage_logs l \
         LEFT JOIN cashiers c ON c.id = l.cashier_id WHERE l.status = 'success'",
    )
    .fetch_all(books)
    .await
    .unwrap();
    let count = rows.len();
    let rows = rows.into_iter();
    let logged: BTreeSet<_> = rows.map(|(code, cashier)| Redemption { code, cashier }).collect();
    let unseen: Vec<_> = logged.difference(&pages.redeemed).collect();
    let unlogged: Vec<_> = pages.redeemed.difference(&logged).collect();
    assert!(
        unseen.is_empty() && unlogged.is_empty(),
        "logged, but nobody was told: {unseen:?}; told, but not logged: {unlogged:?}"
    );
    assert_eq!(count, pages.begun.len(), "one row for each code");
    let used: Vec<(String, i64)> =
        sqlx::query_as("SELECT code, uses_count FROM discounts WHERE uses_count > 0")
            .fetch_all(books)
            .await
            .unwrap();
    let used: BTreeMap<_, _> = used.into_iter().collect();
    let begun = pages.begun.iter().map(|held| (held.code.clone(), 1));
    assert_eq!(used, begun.collect());
}

/// But for requests that were decided before anybody read them.
async fn each_notification_is_sent(books: &MySqlPool, pages: &Pages) {
    let rows: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT kind, status, COUNT(*) FROM notifications GROUP BY kind, status")
            .fetch_all(books)
            .await
            .unwrap();
    let is_redeemed = |(kind, _, _): &&(String, String, i64)| kind == "redeemed";
    let redeemed: Vec<_> = rows.iter().filter(is_redeemed).collect();
    let count = i64::try_from(pages.begun.len()).unwrap();
    assert_eq!(redeemed, [&("redeemed".to_owned(), "sent".to_owned(), count)]);
    let is_lost = |(kind, status, _): &&(String, String, i64)| {
        status != "sent" && (kind, status) != (&"cashier_request".to_owned(), &"dropped".to_owned())
    };
    let lost: Vec<_> = rows.iter().filter(is_lost).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

async fn each_client_has_one_code(books: &MySqlPool, pages: &Pages) {
    let given: Vec<(i64, String)> = sqlx::query_as(
        "SELECT u.telegram_id, d.code FROM discounts d JOIN users u ON u.id = d.user_id \
         WHERE d.source = 'subscription' ORDER BY u.telegram_id",
    )
    .fetch_all(books)
    .await
    .unwrap();
    let seen: Vec<_> = pages.clients.clone().into_iter().collect();
    assert_eq!(given, seen);
}

async fn each_update_is_done(books: &MySqlPool, pages: &Pages) {
    let taken: Vec<(String, i64)> =
        sqlx::query_as("SELECT bot, update_id FROM telegram_updates WHERE status = 'done'")
            .fetch_all(books)
            .await
            .unwrap();
    let taken: BTreeSet<_> = taken.into_iter().collect();
    let made = pages.updates.iter();
    let made: BTreeSet<_> = made.map(|(bot, id)| (bot.to_string(), i64::from(*id))).collect();
    let lost: Vec<_> = made.difference(&taken).collect();
    let strange: Vec<_> = taken.difference(&made).collect();
    assert!(lost.is_empty() && strange.is_empty(), "lost: {lost:?}; nobody's: {strange:?}");
}

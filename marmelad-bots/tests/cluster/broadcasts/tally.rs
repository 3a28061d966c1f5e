//! What must hold in the end: what the delivery_log says is what stands in the chats.

use std::collections::BTreeMap;
use std::fmt;

use marmelad_core::broadcasts::BroadcastStatus;

use super::mailing::Mailing;

/// So many messages are on their way at once from one process.
pub(super) const IN_FLIGHT: usize = marmelad_bots::worker::broadcasts::IN_FLIGHT;

/// How it ended, counted in the chats and in the delivery_log.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) once: usize,
    pub(super) twice: usize,
    pub(super) never: usize,
    /// Number of log rows per outcome.
    pub(super) rows: BTreeMap<String, usize>,
    /// The most `uncertain` rows that one killed process left behind.
    pub(super) most_of_one: usize,
}

impl Tally {
    /// Rows with an outcome.
    pub(super) fn of(&self, status: &str) -> usize {
        self.rows.get(status).copied().unwrap_or_default()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (once, twice, never) = (self.once, self.twice, self.never);
        let (rows, most) = (&self.rows, self.most_of_one);
        write!(
            f,
            "once {once}, twice {twice}, never {never}; rows {rows:?}; most uncertain of one killed process {most}"
        )
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    chat: i64,
    status: String,
    claim_id: Option<String>,
    message: Option<i64>,
    error: Option<String>,
}

impl Row {
    /// The process that sent it.
    fn process(&self) -> Option<u32> {
        self.claim_id.as_ref()?.split(':').next()?.parse().ok()
    }
}

impl Mailing {
    /// Nobody was left out, nobody got it twice, and who surely got it has it. Told on standard output.
    pub(super) async fn balances(&self, name: &str) -> Tally {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT u.telegram_id AS chat, l.status, l.claim_id, l.telegram_message_id AS message, \
             l.error_message AS error FROM broadcast_logs l JOIN users u ON u.id = l.user_id \
             WHERE l.broadcast_id = ? ORDER BY u.telegram_id",
        )
        .bind(self.id.0)
        .fetch_all(&self.books)
        .await
        .unwrap();
        let listed: Vec<i64> = rows.iter().map(|row| row.chat).collect();
        assert_eq!(listed, self.audience, "one row for each client");
        let mut tally = Tally::default();
        let mut left_behind: BTreeMap<u32, usize> = BTreeMap::new();
        for row in &rows {
            *tally.rows.entry(row.status.clone()).or_default() += 1;
            let messages = self.messages(row.chat);
            match messages.len() {
                0 => tally.never += 1,
                1 => tally.once += 1,
                _ => tally.twice += 1,
            }
            let numbers: Vec<i64> = messages.iter().map(|it| it.message_id.into()).collect();
            match row.status.as_str() {
                "success" => assert_eq!(numbers, Vec::from_iter(row.message), "{}", row.chat),
                "uncertain" => {
                    assert_eq!(row.message, None, "{}", row.chat);
                    let killed = row.process().filter(|it| self.killed.contains(it));
                    if let Some(process) = killed {
                        *left_behind.entry(process).or_default() += 1;
                    }
                }
                // Nothing in these tests refuses a message for good.
                other => panic!("{}: {other} {:?}", row.chat, row.error),
            }
        }
        tally.most_of_one = left_behind.values().copied().max().unwrap_or_default();
        println!("{name}: {tally}; kills {}", self.killed.len());
        assert_eq!(tally.twice, 0, "{tally}");
        assert!(tally.most_of_one <= IN_FLIGHT, "{left_behind:?}");
        self.counters_equal(&tally).await;
        tally
    }

    async fn counters_equal(&self, tally: &Tally) {
        let app = &self.cluster.operator.app;
        let broadcast = app.broadcasts.find(self.id).await.unwrap().unwrap();
        assert_eq!(broadcast.status, BroadcastStatus::Sent);
        let counts = &broadcast.counts;
        let counted = [
            ("success", counts.success),
            ("failed", counts.failed),
            ("blocked", counts.blocked),
            ("skipped", counts.skipped),
            ("uncertain", counts.uncertain),
        ];
        for (status, count) in counted {
            assert_eq!(count as usize, tally.of(status), "{status}");
        }
        assert_eq!(broadcast.audience_total as usize, self.audience.len());
    }
}

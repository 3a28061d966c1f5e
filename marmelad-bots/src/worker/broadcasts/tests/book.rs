//! A delivery_log in memory, with faults to order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::broadcasts::{
    Broadcast, BroadcastStatus, ClaimRecipients, ClaimedRecall, DeliveryLog, FanOut,
    MarkedRecipient, RecallStatus, Recipient, RecordAndMark, RecordedAndMarked, SendOutcome,
    UnmarkRecipients,
};
use marmelad_core::delivery::Backlog;
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, ClientId, PortError, TelegramId};

use super::broadcast_to;

/// Rows are chats are clients: one number for all three, different in all broadcasts.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) broadcasts: BTreeMap<i64, Broadcast>,
    pub(super) pending: BTreeMap<i64, VecDeque<i64>>,
    pub(super) marked: BTreeSet<i64>,
    /// How each try ended, in order.
    pub(super) outcomes: Vec<(i64, SendOutcome)>,
    pub(super) unmarked: Vec<i64>,
    pub(super) claim_ids: BTreeSet<String>,
    /// A run let its claimed rows go.
    pub(super) released: bool,
    /// Number of transactions that mark recipients and commit, and whose answers are then lost.
    pub(super) lost_answers: u32,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Book(Arc<Mutex<Pages>>);

impl Book {
    /// With broadcasts to these rows.
    pub(super) fn of(broadcasts: &[(i64, std::ops::Range<i64>)]) -> Self {
        let book = Self::default();
        for (id, rows) in broadcasts {
            let count = u32::try_from(rows.end - rows.start).unwrap();
            let mut pages = book.pages();
            pages.broadcasts.insert(*id, broadcast_to(*id, count));
            pages.pending.insert(*id, rows.clone().collect());
        }
        book
    }

    pub(super) fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap()
    }

    pub(super) fn broadcast(&self, id: BroadcastId) -> Option<Broadcast> {
        self.pages().broadcasts.get(&id.0).cloned()
    }

    pub(super) fn set(&self, id: i64, status: BroadcastStatus) {
        self.pages().broadcasts.get_mut(&id).unwrap().status = status;
    }

    pub(super) fn status(&self, id: i64) -> BroadcastStatus {
        self.pages().broadcasts[&id].status
    }

    /// Who got it, in order.
    pub(super) fn got_it(&self) -> Vec<i64> {
        let pages = self.pages();
        let sent = pages.outcomes.iter();
        sent.filter(|(_, outcome)| matches!(outcome, SendOutcome::Sent(_)))
            .map(|(row, _)| *row)
            .collect()
    }
}

fn lost() -> PortError {
    PortError::Unavailable { what: "the database", source: "the answer to COMMIT was lost".into() }
}

#[async_trait]
impl DeliveryLog for Book {
    async fn running(&self) -> Result<Vec<Broadcast>, PortError> {
        let pages = self.pages();
        let all = pages.broadcasts.values();
        Ok(all.filter(|broadcast| broadcast.status == BroadcastStatus::Sending).cloned().collect())
    }

    async fn fan_out(&self, _: FanOut) -> Result<bool, PortError> {
        Ok(true)
    }

    async fn claim(&self, command: ClaimRecipients) -> Result<Vec<BroadcastLogId>, PortError> {
        let mut pages = self.pages();
        pages.claim_ids.insert(command.claim_id);
        let pending = pages.pending.entry(command.id.0).or_default();
        let count = pending.len().min(command.limit as usize);
        Ok(pending.drain(..count).map(BroadcastLogId).collect())
    }

    async fn turn(&self, command: RecordAndMark) -> Result<RecordedAndMarked, PortError> {
        let mut pages = self.pages();
        for result in command.results {
            let row = result.log.0;
            if !pages.marked.remove(&row) {
                continue;
            }
            let broadcast = pages.broadcasts.get_mut(&command.id.0).unwrap();
            match &result.outcome {
                SendOutcome::Sent(_) => broadcast.counts.success += 1,
                SendOutcome::Retry { at, .. } if *at <= command.now => {
                    pages.pending.entry(command.id.0).or_default().push_back(row);
                }
                _ => {}
            }
            pages.outcomes.push((row, result.outcome));
        }
        let status = pages.broadcasts[&command.id.0].status;
        let mark = match status {
            BroadcastStatus::Sending => command.mark,
            _ => Vec::new(),
        };
        for log in &mark {
            assert!(pages.marked.insert(log.0), "{log} is marked twice");
        }
        if pages.lost_answers > 0 && !mark.is_empty() {
            pages.lost_answers -= 1;
            return Err(lost());
        }
        let marked = mark.into_iter().map(|log| MarkedRecipient {
            log,
            user_id: ClientId(log.0),
            recipient: Recipient {
                chat: TelegramId(log.0).into(),
                first_name: None,
                display_name: "Анна".into(),
                discount: None,
            },
            attempts: 0,
        });
        Ok(RecordedAndMarked { marked: marked.collect(), status })
    }

    async fn unmark(&self, command: UnmarkRecipients) -> Result<(), PortError> {
        let mut pages = self.pages();
        for log in command.rows {
            pages.marked.remove(&log.0);
            pages.unmarked.push(log.0);
            pages.pending.entry(command.id.0).or_default().push_back(log.0);
        }
        Ok(())
    }

    async fn release(&self, _: &str, _: DateTime<Utc>) -> Result<(), PortError> {
        self.pages().released = true;
        Ok(())
    }

    async fn expire(&self, _: DateTime<Utc>) -> Result<u64, PortError> {
        Ok(0)
    }

    async fn finish(&self, id: BroadcastId, _: DateTime<Utc>) -> Result<bool, PortError> {
        let mut pages = self.pages();
        let broadcast = pages.broadcasts.get_mut(&id.0).unwrap();
        let is_over = broadcast.status == BroadcastStatus::Sending && broadcast.left() == 0;
        if is_over {
            broadcast.status = BroadcastStatus::Sent;
        }
        Ok(is_over)
    }

    async fn wait_until(
        &self,
        _: BroadcastId,
        _: Option<DateTime<Utc>>,
        _: DateTime<Utc>,
    ) -> Result<(), PortError> {
        Ok(())
    }

    async fn recalling(&self) -> Result<Vec<Broadcast>, PortError> {
        Ok(Vec::new())
    }

    async fn claim_recalls(&self, _: ClaimRecipients) -> Result<Vec<ClaimedRecall>, PortError> {
        Ok(Vec::new())
    }

    async fn record_recalls(
        &self,
        _: &str,
        _: Vec<(BroadcastLogId, RecallStatus)>,
        _: DateTime<Utc>,
    ) -> Result<(), PortError> {
        Ok(())
    }

    async fn revoke_codes(
        &self,
        _: BroadcastId,
        _: u32,
        _: DateTime<Utc>,
    ) -> Result<u64, PortError> {
        Ok(0)
    }

    async fn backlog(&self) -> Result<Backlog, PortError> {
        Ok(Backlog { depth: 0, due_since: None })
    }
}

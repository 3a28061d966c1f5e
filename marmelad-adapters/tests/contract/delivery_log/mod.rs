//! The delivery_log of recipients: nobody gets a broadcast twice, nobody is lost, and the counters are what the rows say.

use std::collections::BTreeMap;

use chrono::Duration;
use marmelad_core::broadcasts::{
    Broadcast, ClaimRecipients, FanOut, MarkedRecipient, RecipientResult, RecordAndMark,
    RecordedAndMarked, SendOutcome,
};
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, MessageId};

use crate::broadcasts::started;
use crate::scene::code;
use crate::world::{World, ZONE, at};

mod again;
mod claims;
mod codes;
mod fan_out;
mod outcomes;
mod recall;

const LEASE: Duration = Duration::seconds(30);

fn claim(id: BroadcastId, worker: &str, limit: u32, millis: i64) -> ClaimRecipients {
    ClaimRecipients {
        id,
        claim_id: worker.into(),
        limit,
        now: at(millis),
        lease_until: at(millis) + LEASE,
    }
}

fn turn(id: BroadcastId, worker: &str, millis: i64) -> RecordAndMark {
    RecordAndMark {
        id,
        claim_id: worker.into(),
        results: Vec::new(),
        mark: Vec::new(),
        codes: Vec::new(),
        needs_consent: false,
        zone: ZONE,
        now: at(millis),
        lease_until: at(millis) + LEASE,
    }
}

impl World {
    async fn fan_out(&self, id: BroadcastId, limit: u32) -> bool {
        let command = FanOut { id, limit, needs_consent: false, zone: ZONE, now: at(0) };
        self.delivery_log.fan_out(command).await.unwrap()
    }

    async fn fanned_out(&self, broadcast: &Broadcast) -> BroadcastId {
        while !self.fan_out(broadcast.id, 1000).await {}
        broadcast.id
    }

    /// A running broadcast to this many clients, after its fan-out.
    async fn laid_down(&self, clients: usize) -> BroadcastId {
        self.clients(clients).await;
        self.fanned_out(&started(self).await).await
    }

    /// The same, and `me` is sending to everybody.
    async fn under_way(&self, clients: usize) -> (BroadcastId, Vec<MarkedRecipient>) {
        let id = self.laid_down(clients).await;
        (id, self.marked(id, "me", 100).await)
    }

    async fn claimed_at(
        &self,
        id: BroadcastId,
        worker: &str,
        limit: u32,
        millis: i64,
    ) -> Vec<BroadcastLogId> {
        self.delivery_log.claim(claim(id, worker, limit, millis)).await.unwrap()
    }

    async fn claimed(&self, id: BroadcastId, worker: &str, limit: u32) -> Vec<BroadcastLogId> {
        self.claimed_at(id, worker, limit, 0).await
    }

    async fn turned(&self, turn: RecordAndMark) -> RecordedAndMarked {
        self.delivery_log.turn(turn).await.unwrap()
    }

    /// Claims and marks up to `limit`.
    async fn marked(&self, id: BroadcastId, worker: &str, limit: u32) -> Vec<MarkedRecipient> {
        self.marked_at(id, worker, limit, 0).await
    }

    async fn marked_at(
        &self,
        id: BroadcastId,
        worker: &str,
        limit: u32,
        millis: i64,
    ) -> Vec<MarkedRecipient> {
        let mark = self.claimed_at(id, worker, limit, millis).await;
        let codes = (0..200).map(code).collect();
        self.turned(RecordAndMark { mark, codes, ..turn(id, worker, millis) }).await.marked
    }

    async fn recorded(
        &self,
        id: BroadcastId,
        worker: &str,
        results: Vec<RecipientResult>,
    ) -> RecordedAndMarked {
        let turn = RecordAndMark { results, ..turn(id, worker, 1000) };
        self.turned(turn).await
    }

    /// The counters, which must be what the rows say.
    async fn rows(&self, id: BroadcastId) -> BTreeMap<String, i64> {
        let words = format!("SELECT status FROM broadcast_logs WHERE broadcast_id = {id}");
        let mut rows = BTreeMap::new();
        for word in self.texts(&words).await {
            *rows.entry(word).or_default() += 1;
        }
        let broadcast = self.now(id).await;
        let counts = broadcast.counts;
        let counted = [
            ("success", counts.success),
            ("failed", counts.failed),
            ("blocked", counts.blocked),
            ("skipped", counts.skipped),
            ("uncertain", counts.uncertain),
        ];
        for (word, count) in counted {
            let found = rows.get(word).copied().unwrap_or_default();
            assert_eq!(i64::from(count), found, "{word}");
        }
        assert_eq!(i64::from(broadcast.audience_total), rows.values().sum::<i64>());
        rows
    }

    async fn told(&self, kind: &str) -> i64 {
        self.count(&format!("notifications WHERE kind = '{kind}'")).await
    }
}

fn result(marked: &MarkedRecipient, outcome: SendOutcome) -> RecipientResult {
    RecipientResult { log: marked.log, user_id: marked.user_id, outcome }
}

fn sent(marked: &MarkedRecipient) -> RecipientResult {
    result(marked, SendOutcome::Sent(MessageId(marked.log.0 + 5000)))
}

fn refused(marked: &MarkedRecipient) -> RecipientResult {
    result(marked, SendOutcome::BodyRejected("can't parse entities".into()))
}

fn failed(marked: &MarkedRecipient) -> RecipientResult {
    result(marked, SendOutcome::Failed("no".into()))
}

fn uncertain(marked: &MarkedRecipient) -> RecipientResult {
    result(marked, SendOutcome::Uncertain("cut".into()))
}

fn blocked(marked: &MarkedRecipient) -> RecipientResult {
    result(marked, SendOutcome::Blocked("bot was blocked".into()))
}

/// To be tried again from then on.
fn not_sent(marked: &MarkedRecipient, millis: i64) -> RecipientResult {
    let error = "not sent".into();
    result(marked, SendOutcome::Retry { at: at(millis), error, counts: true })
}

fn rows(of: &[(&str, i64)]) -> BTreeMap<String, i64> {
    of.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

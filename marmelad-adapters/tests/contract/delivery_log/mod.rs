//! The delivery_log of recipients: nobody gets a broadcast twice, nobody is lost, and the counters are what the rows say.

use std::collections::BTreeMap;

use chrono::Duration;
use marmelad_core::broadcasts::{
    Broadcast, ClaimRecipients, FanOut, MarkedRecipient, RecipientResult, RecordAndMark,
    RecordedAndMarked, SendOutcome,
};
use marmelad_core::kernel::{BroadcastId, BroadcastLogId, MessageId};

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
    /// So many clients, from Telegram id 1000.
    pub(crate) async fn clients(&self, count: i64) {
        for place in 0..count {
            self.user(1000 + place).await;
        }
    }

    async fn fan_out(&self, id: BroadcastId, limit: u32) -> bool {
        let command = FanOut { id, limit, needs_consent: false, zone: ZONE, now: at(0) };
        self.store.delivery_log.fan_out(command).await.unwrap()
    }

    async fn fanned_out(&self, broadcast: &Broadcast) -> BroadcastId {
        while !self.fan_out(broadcast.id, 1000).await {}
        broadcast.id
    }

    async fn claimed(&self, id: BroadcastId, worker: &str, limit: u32) -> Vec<BroadcastLogId> {
        let claim = claim(id, worker, limit, 0);
        self.store.delivery_log.claim(claim).await.unwrap()
    }

    async fn turned(&self, turn: RecordAndMark) -> RecordedAndMarked {
        self.store.delivery_log.turn(turn).await.unwrap()
    }

    /// Claims and marks up to `limit`.
    async fn marked(&self, id: BroadcastId, worker: &str, limit: u32) -> Vec<MarkedRecipient> {
        let mark = self.claimed(id, worker, limit).await;
        let turn =
            RecordAndMark { mark, codes: (0..200).map(code).collect(), ..turn(id, worker, 0) };
        self.turned(turn).await.marked
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

    async fn now(&self, id: BroadcastId) -> Broadcast {
        self.store.broadcasts.find(id).await.unwrap().unwrap()
    }

    /// The counters, which must be what the rows say.
    async fn rows(&self, id: BroadcastId) -> BTreeMap<String, i64> {
        let words = self
            .texts(&format!("SELECT status FROM broadcast_logs WHERE broadcast_id = {id}"))
            .await;
        let mut rows = BTreeMap::new();
        for word in words {
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
        self.number(&format!("SELECT COUNT(*) FROM notifications WHERE kind = '{kind}'")).await
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

fn rows(of: &[(&str, i64)]) -> BTreeMap<String, i64> {
    of.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

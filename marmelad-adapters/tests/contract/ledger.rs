//! The ledger of recipients: nobody gets a broadcast twice, nobody is lost, and the counters are what the rows say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use marmelad_core::domain::broadcast::{
    Broadcast, BroadcastMove, BroadcastStatus, MarkedRecipient, RecallStatus, RecipientStatus,
    SendOutcome, StopCode,
};
use marmelad_core::domain::ids::{BroadcastId, BroadcastLogId, MessageId, TemplateId};
use marmelad_core::domain::template::{TemplateEvent, TemplateTerms};
use marmelad_core::ports::{
    ChangeBroadcastOutcome, ClaimRecipients, LayOut, LedgerTurn, LedgerTurned, MoveBroadcast,
    RecallBroadcast, RecipientResult, RetryBroadcast, RetryBroadcastOutcome,
};

use crate::broadcasts::{started, with_template};
use crate::scene::{code, entry, terms};
use crate::world::{World, ZONE, at};

contract!(
    recipients_are_laid_down_in_portions_by_any_number_of_workers,
    who_cannot_get_it_is_left_out,
    a_row_goes_to_one_of_many_workers,
    a_claim_that_ran_out_is_taken_again,
    only_claimed_rows_are_marked_and_each_once,
    outcomes_and_counters_agree,
    an_answer_that_never_came_is_uncertain_and_one_that_comes_late_is_written,
    a_body_that_is_refused_three_times_in_a_row_stops_the_broadcast,
    a_body_that_is_refused_for_one_alone_fails_for_them,
    who_is_gone_meanwhile_is_skipped,
    everybody_gets_one_code_however_often_they_are_tried,
    when_the_budget_is_gone_the_rest_is_skipped_and_owners_are_told,
    a_template_switched_off_stops_the_broadcast,
    a_held_broadcast_marks_nobody,
    it_ends_when_nobody_is_left_and_is_reported_once,
    those_missed_get_it_after_all,
    messages_are_taken_back_and_unused_codes_revoked,
    what_is_being_taken_back_is_not_sent,
);

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

fn turn(id: BroadcastId, worker: &str, millis: i64) -> LedgerTurn {
    LedgerTurn {
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

    async fn lay_out(&self, id: BroadcastId, limit: u32) -> bool {
        let command = LayOut {
            id,
            limit,
            needs_consent: false,
            zone: ZONE,
            now: at(0),
        };
        self.store.ledger.lay_out(command).await.unwrap()
    }

    async fn laid_out(&self, broadcast: &Broadcast) -> BroadcastId {
        while !self.lay_out(broadcast.id, 1000).await {}
        broadcast.id
    }

    async fn claimed(&self, id: BroadcastId, worker: &str, limit: u32) -> Vec<BroadcastLogId> {
        let claim = claim(id, worker, limit, 0);
        self.store.ledger.claim(claim).await.unwrap()
    }

    async fn turned(&self, turn: LedgerTurn) -> LedgerTurned {
        self.store.ledger.turn(turn).await.unwrap()
    }

    /// Claims and marks up to `limit`.
    async fn marked(&self, id: BroadcastId, worker: &str, limit: u32) -> Vec<MarkedRecipient> {
        let mark = self.claimed(id, worker, limit).await;
        let turn = LedgerTurn {
            mark,
            codes: (0..200).map(code).collect(),
            ..turn(id, worker, 0)
        };
        self.turned(turn).await.marked
    }

    async fn recorded(
        &self,
        id: BroadcastId,
        worker: &str,
        results: Vec<RecipientResult>,
    ) -> LedgerTurned {
        let turn = LedgerTurn {
            results,
            ..turn(id, worker, 1000)
        };
        self.turned(turn).await
    }

    async fn now(&self, id: BroadcastId) -> Broadcast {
        self.store.broadcasts.find(id).await.unwrap().unwrap()
    }

    /// The counters, which must be what the rows say.
    async fn rows(&self, id: BroadcastId) -> BTreeMap<String, i64> {
        let words = self
            .texts(&format!(
                "SELECT status FROM broadcast_logs WHERE broadcast_id = {id}"
            ))
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
        assert_eq!(
            i64::from(broadcast.audience_total),
            rows.values().sum::<i64>()
        );
        rows
    }

    async fn told(&self, kind: &str) -> i64 {
        self.number(&format!(
            "SELECT COUNT(*) FROM notifications WHERE kind = '{kind}'"
        ))
        .await
    }
}

fn result(marked: &MarkedRecipient, outcome: SendOutcome) -> RecipientResult {
    RecipientResult {
        log: marked.log,
        user_id: marked.user_id,
        outcome,
    }
}

fn sent(marked: &MarkedRecipient) -> RecipientResult {
    result(marked, SendOutcome::Sent(MessageId(marked.log.0 + 5000)))
}

fn refused(marked: &MarkedRecipient) -> RecipientResult {
    result(
        marked,
        SendOutcome::BodyRejected("can't parse entities".into()),
    )
}

fn rows(of: &[(&str, i64)]) -> BTreeMap<String, i64> {
    of.iter()
        .map(|(word, count)| ((*word).to_owned(), *count))
        .collect()
}

async fn recipients_are_laid_down_in_portions_by_any_number_of_workers(world: World) {
    world.clients(25).await;
    let broadcast = started(&world).await;
    assert!(!world.lay_out(broadcast.id, 10).await);
    assert_eq!(world.now(broadcast.id).await.audience_total, 10);
    let id = broadcast.id;
    world
        .race(move |store, _| async move {
            let command = LayOut {
                id,
                limit: 4,
                needs_consent: false,
                zone: ZONE,
                now: at(0),
            };
            while !store.ledger.lay_out(command.clone()).await.unwrap() {}
        })
        .await;
    let now = world.now(id).await;
    assert_eq!((now.audience_total, now.is_laid_out), (25, true));
    assert_eq!(world.rows(id).await, rows(&[("pending", 25)]));
    let users = "SELECT COUNT(DISTINCT user_id) FROM broadcast_logs";
    assert_eq!(world.number(users).await, 25);
}

async fn who_cannot_get_it_is_left_out(world: World) {
    world.clients(6).await;
    let set = async |column: &str, telegram_id: i64| {
        world
            .execute(&format!(
                "UPDATE users SET {column} WHERE telegram_id = {telegram_id}"
            ))
            .await;
    };
    set("is_blocked = 1", 1000).await;
    set("is_opted_out = 1", 1001).await;
    set("is_test = 1", 1002).await;
    set("anonymized_at = '2026-01-01 00:00:00'", 1003).await;
    let id = world.laid_out(&started(&world).await).await;
    let reached = "SELECT u.telegram_id FROM broadcast_logs l JOIN users u ON u.id = l.user_id ORDER BY u.id LIMIT 1";
    assert_eq!(world.number(reached).await, 1004);
    assert_eq!(world.rows(id).await, rows(&[("pending", 2)]));
    // Whoever comes after the start is not meant.
    world.user(2000).await;
    assert_eq!(world.now(id).await.audience_total, 2);
}

async fn a_row_goes_to_one_of_many_workers(world: World) {
    world.clients(30).await;
    let id = world.laid_out(&started(&world).await).await;
    let claims = world
        .race(move |store, number| async move {
            let claim = claim(id, &format!("worker {number}"), 4, 0);
            store.ledger.claim(claim).await.unwrap()
        })
        .await;
    let all: Vec<_> = claims.iter().flatten().collect();
    let different: BTreeSet<_> = all.iter().map(|log| log.0).collect();
    assert_eq!(all.len(), different.len(), "claimed twice");
    let rest = world.claimed(id, "late", 100).await;
    assert_eq!(all.len() + rest.len(), 30, "lost");
}

async fn a_claim_that_ran_out_is_taken_again(world: World) {
    world.clients(3).await;
    let id = world.laid_out(&started(&world).await).await;
    assert_eq!(world.claimed(id, "dead", 2).await.len(), 2);
    assert_eq!(world.claimed(id, "alive", 5).await.len(), 1);
    let later = claim(id, "alive", 5, LEASE.num_milliseconds());
    assert_eq!(world.store.ledger.claim(later).await.unwrap().len(), 3);
    // What is let go is free at once.
    world.store.ledger.release("alive", at(1)).await.unwrap();
    assert_eq!(world.claimed(id, "other", 5).await.len(), 3);
}

async fn only_claimed_rows_are_marked_and_each_once(world: World) {
    world.clients(5).await;
    let id = world.laid_out(&started(&world).await).await;
    let mine = world.claimed(id, "me", 3).await;
    let theirs = world.claimed(id, "they", 2).await;
    let mark: Vec<_> = mine.iter().chain(&theirs).copied().collect();
    let wanted = LedgerTurn {
        mark,
        ..turn(id, "me", 0)
    };
    let turned = world.turned(wanted.clone()).await;
    let marked: Vec<_> = turned.marked.iter().map(|marked| marked.log).collect();
    assert_eq!((marked, turned.status), (mine, BroadcastStatus::Sending));
    assert_eq!(turned.marked[0].recipient.chat.0, 1000);
    assert_eq!(world.turned(wanted).await.marked, [], "marked before");
    assert_eq!(
        world.rows(id).await,
        rows(&[("pending", 2), ("sending", 3)])
    );
    // One worker, twenty times at once: each row goes out once.
    let racing = LedgerTurn {
        mark: theirs,
        ..turn(id, "they", 0)
    };
    let turns = world
        .race(move |store, _| {
            let turn = racing.clone();
            async move {
                store
                    .ledger
                    .turn(turn)
                    .await
                    .map(|turned| turned.marked.len())
            }
        })
        .await;
    let marked: usize = turns.into_iter().map(Result::unwrap_or_default).sum();
    assert_eq!(marked, 2);
}

async fn outcomes_and_counters_agree(world: World) {
    world.clients(6).await;
    let id = world.laid_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 6).await;
    let again = SendOutcome::Retry {
        at: at(60_000),
        error: "not sent".into(),
        counts: true,
    };
    let results = vec![
        sent(&marked[0]),
        result(&marked[1], SendOutcome::Blocked("bot was blocked".into())),
        result(&marked[2], SendOutcome::Failed("no".into())),
        result(&marked[3], SendOutcome::Uncertain("cut".into())),
        result(&marked[4], again),
        sent(&marked[5]),
    ];
    assert_eq!(
        world.recorded(id, "other", results.clone()).await.marked,
        []
    );
    assert_eq!(
        world.rows(id).await,
        rows(&[("sending", 6)]),
        "not theirs to tell"
    );
    for _ in 0..2 {
        // Told twice, since the answer of the database may have been lost.
        world.recorded(id, "me", results.clone()).await;
        let expected = [
            ("blocked", 1),
            ("failed", 1),
            ("pending", 1),
            ("success", 2),
            ("uncertain", 1),
        ];
        assert_eq!(world.rows(id).await, rows(&expected));
    }
    let blocked = "SELECT telegram_id FROM users WHERE is_blocked = 1 AND blocked_at IS NOT NULL";
    assert_eq!(world.number(blocked).await, 1001);
    let message = format!(
        "SELECT telegram_message_id FROM broadcast_logs WHERE id = {}",
        marked[5].log
    );
    assert_eq!(world.number(&message).await, marked[5].log.0 + 5000);
    assert_eq!(world.claimed(id, "me", 9).await, [], "it waits");
    let later = claim(id, "me", 9, 60_000);
    let again = world.store.ledger.claim(later).await.unwrap();
    assert_eq!(again, [marked[4].log]);
    let attempts = "SELECT MAX(attempts) FROM broadcast_logs WHERE status = 'pending'";
    assert_eq!(world.number(attempts).await, 1);
}

async fn an_answer_that_never_came_is_uncertain_and_one_that_comes_late_is_written(world: World) {
    world.clients(3).await;
    let id = world.laid_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 2).await;
    let expire = async |millis| world.store.ledger.expire(at(millis)).await.unwrap();
    assert_eq!(expire(29_999).await, 0);
    let expired: u64 = world
        .race(|store, _| async move { store.ledger.expire(at(30_000)).await.unwrap() })
        .await
        .into_iter()
        .sum();
    assert_eq!(expired, 2);
    assert_eq!(
        world.rows(id).await,
        rows(&[("pending", 1), ("uncertain", 2)])
    );
    let later = claim(id, "other", 9, 60_000);
    assert_eq!(
        world.store.ledger.claim(later).await.unwrap().len(),
        1,
        "never again by itself"
    );
    // The worker was only slow: what it knows is better than nothing.
    let waits = SendOutcome::Retry {
        at: at(90_000),
        error: "not sent".into(),
        counts: true,
    };
    let results = vec![sent(&marked[0]), result(&marked[1], waits)];
    world.recorded(id, "me", results).await;
    let expected = [("pending", 1), ("success", 1), ("uncertain", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
}

async fn a_body_that_is_refused_three_times_in_a_row_stops_the_broadcast(world: World) {
    world.clients(9).await;
    world.owner(900).await;
    let id = world.laid_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 4).await;
    let two = vec![refused(&marked[0]), refused(&marked[1])];
    let turned = world.recorded(id, "me", two).await;
    assert_eq!(turned.status, BroadcastStatus::Sending);
    // Over all workers.
    let others = world.marked(id, "other", 2).await;
    let third = LedgerTurn {
        results: vec![refused(&others[0])],
        mark: world.claimed(id, "other", 1).await,
        ..turn(id, "other", 0)
    };
    let turned = world.turned(third).await;
    assert_eq!(
        (turned.marked.len(), turned.status),
        (0, BroadcastStatus::Error)
    );
    let stopped = world.now(id).await;
    let reason = stopped.stop.unwrap();
    assert_eq!(reason.code, StopCode::BodyRejected);
    assert!(reason.message.contains("entities"), "{}", reason.message);
    assert_eq!(
        world.rows(id).await,
        rows(&[("pending", 6), ("sending", 3)])
    );
    assert_eq!(world.told("alert").await, 1);
    // What was under way is recorded; then it may go on.
    world
        .recorded(id, "me", vec![sent(&marked[2]), refused(&marked[3])])
        .await;
    world.recorded(id, "other", vec![sent(&others[1])]).await;
    assert_eq!(
        world.rows(id).await,
        rows(&[("pending", 7), ("success", 2)])
    );
    world.moved(id, BroadcastMove::Resume).await;
    let resumed = world.now(id).await;
    assert_eq!(
        (resumed.status, resumed.stop),
        (BroadcastStatus::Sending, None)
    );
}

async fn a_body_that_is_refused_for_one_alone_fails_for_them(world: World) {
    world.clients(4).await;
    let id = world.laid_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 4).await;
    let mut odd = marked[0].clone();
    for tries in 0..3 {
        world
            .recorded(id, "me", vec![refused(&odd), sent(&marked[1 + tries])])
            .await;
        let again = claim(id, "me", 9, 60_000);
        if let [log] = world.store.ledger.claim(again).await.unwrap()[..] {
            let turn = LedgerTurn {
                mark: vec![log],
                ..turn(id, "me", 60_000)
            };
            odd = world.turned(turn).await.marked.remove(0);
        }
    }
    assert_eq!(world.rows(id).await, rows(&[("failed", 1), ("success", 3)]));
}

async fn who_is_gone_meanwhile_is_skipped(world: World) {
    world.clients(5).await;
    let id = world.laid_out(&started(&world).await).await;
    let mark = world.claimed(id, "me", 5).await;
    for (column, telegram_id) in [
        ("is_blocked = 1", 1000),
        ("is_opted_out = 1", 1001),
        ("anonymized_at = '2026-01-01 00:00:00'", 1002),
        ("marketing_consent_at = '2026-01-01 00:00:00'", 1003),
    ] {
        let sql = format!("UPDATE users SET {column} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let turn = LedgerTurn {
        mark,
        needs_consent: true,
        ..turn(id, "me", 0)
    };
    let marked = world.turned(turn).await.marked;
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0].recipient.chat.0, 1003);
    assert_eq!(
        world.rows(id).await,
        rows(&[("sending", 1), ("skipped", 4)])
    );
    let mut reasons = world
        .texts("SELECT skip_reason FROM broadcast_logs WHERE status = 'skipped'")
        .await;
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        ["anonymized", "blocked", "no_consent", "opted_out"]
    );
}

async fn everybody_gets_one_code_however_often_they_are_tried(world: World) {
    world.clients(4).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    // One of the codes to give is taken already.
    let other = world.user(2000).await;
    world
        .execute(&format!(
            "UPDATE users SET is_test = 1 WHERE id = {}",
            other.id
        ))
        .await;
    world.single(other.id, 0).await;
    world
        .execute(&format!("UPDATE discounts SET code = '{}'", code(1)))
        .await;
    let id = world
        .laid_out(&with_template(&world, template.id).await)
        .await;
    let first = world.marked(id, "me", 4).await;
    let of = |marked: &[MarkedRecipient]| -> BTreeMap<i64, String> {
        let code = |marked: &MarkedRecipient| marked.recipient.discount.clone().unwrap().code;
        marked
            .iter()
            .map(|marked| (marked.user_id.0, code(marked)))
            .collect()
    };
    let codes = of(&first);
    world.totals_equal_the_rows().await;
    assert_eq!(codes.values().collect::<BTreeSet<_>>().len(), 4);
    assert!(!codes.values().any(|given| *given == code(1).to_string()));
    let results = first.iter().map(|marked| {
        let again = SendOutcome::Retry {
            at: at(0),
            error: "not sent".into(),
            counts: true,
        };
        result(marked, again)
    });
    world.recorded(id, "me", results.collect()).await;
    let second = world.marked(id, "me", 4).await;
    assert_eq!(of(&second), codes, "the same as before");
    assert_eq!(issued(&world, template.id).await, (4, 4));
    let kept = "SELECT COUNT(*) FROM broadcast_logs l JOIN discounts d ON d.id = l.discount_id AND d.user_id = l.user_id";
    assert_eq!(world.number(kept).await, 4);
}

/// The template's count, and codes of the broadcast.
async fn issued(world: &World, template: TemplateId) -> (i64, i64) {
    let count = format!("SELECT issued_count FROM discount_templates WHERE id = {template}");
    let codes =
        "SELECT COUNT(*) FROM discounts WHERE broadcast_id IS NOT NULL AND source = 'broadcast'";
    (world.number(&count).await, world.number(codes).await)
}

async fn when_the_budget_is_gone_the_rest_is_skipped_and_owners_are_told(world: World) {
    world.clients(5).await;
    world.owner(900).await;
    let limited = TemplateTerms {
        total_limit: Some(3),
        ..terms(TemplateEvent::Manual)
    };
    let template = world.template(limited).await;
    let id = world
        .laid_out(&with_template(&world, template.id).await)
        .await;
    let marked = world.marked(id, "me", 4).await;
    assert_eq!(marked.len(), 3);
    let held = world.now(id).await;
    assert_eq!(held.status, BroadcastStatus::Paused);
    assert_eq!(held.stop.unwrap().code, StopCode::Budget);
    assert_eq!(
        world.rows(id).await,
        rows(&[("pending", 1), ("sending", 3), ("skipped", 1)])
    );
    assert_eq!(world.told("alert").await, 1);
    assert_eq!(issued(&world, template.id).await, (3, 3));
    // The owner gives more.
    world
        .execute("UPDATE discount_templates SET total_limit = 10")
        .await;
    world.moved(id, BroadcastMove::Resume).await;
    assert_eq!(world.marked(id, "me", 4).await.len(), 1);
}

async fn a_template_switched_off_stops_the_broadcast(world: World) {
    world.clients(2).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let id = world
        .laid_out(&with_template(&world, template.id).await)
        .await;
    world
        .execute("UPDATE discount_templates SET is_active = 0")
        .await;
    assert_eq!(world.marked(id, "me", 2).await, []);
    let stopped = world.now(id).await;
    assert_eq!(stopped.status, BroadcastStatus::Error);
    assert_eq!(stopped.stop.unwrap().code, StopCode::TemplateUnusable);
    assert_eq!(world.rows(id).await, rows(&[("pending", 2)]));
}

async fn a_held_broadcast_marks_nobody(world: World) {
    world.clients(4).await;
    let id = world.laid_out(&started(&world).await).await;
    let mark = world.claimed(id, "me", 4).await;
    world.moved(id, BroadcastMove::Pause).await;
    let wanted = LedgerTurn {
        mark,
        ..turn(id, "me", 0)
    };
    let turned = world.turned(wanted.clone()).await;
    assert_eq!(
        (turned.marked.len(), turned.status),
        (0, BroadcastStatus::Paused)
    );
    world.moved(id, BroadcastMove::Resume).await;
    assert_eq!(world.turned(wanted).await.marked.len(), 4);
}

async fn it_ends_when_nobody_is_left_and_is_reported_once(world: World) {
    world.clients(2).await;
    world.owner(900).await;
    let broadcast = started(&world).await;
    let id = broadcast.id;
    let finish = async || world.store.ledger.finish(id, at(5000)).await.unwrap();
    assert!(!finish().await, "not laid out");
    world.laid_out(&broadcast).await;
    assert!(!finish().await, "nobody tried");
    let marked = world.marked(id, "me", 2).await;
    assert!(!finish().await, "two are on their way");
    world
        .recorded(id, "me", marked.iter().map(sent).collect())
        .await;
    let ends = world
        .race(move |store, _| async move { store.ledger.finish(id, at(5000)).await.unwrap() })
        .await;
    assert_eq!(ends.into_iter().filter(|ended| *ended).count(), 1);
    let ended = world.now(id).await;
    assert_eq!(
        (ended.status, ended.finished_at),
        (BroadcastStatus::Sent, Some(at(5000)))
    );
    assert_eq!(world.told("broadcast_report").await, 1);
    assert_eq!(world.store.ledger.running().await.unwrap(), []);
}

async fn those_missed_get_it_after_all(world: World) {
    world.clients(4).await;
    let id = world.laid_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 4).await;
    let results = vec![
        sent(&marked[0]),
        result(&marked[1], SendOutcome::Failed("no".into())),
        result(&marked[2], SendOutcome::Uncertain("cut".into())),
        result(&marked[3], SendOutcome::Blocked("blocked".into())),
    ];
    world.recorded(id, "me", results).await;
    let command = |statuses: &[RecipientStatus]| RetryBroadcast {
        id,
        statuses: statuses.iter().copied().collect(),
        audit: entry("retry_broadcast"),
        now: at(9000),
    };
    let retry = async |statuses: &[RecipientStatus]| {
        world
            .store
            .broadcasts
            .retry(command(statuses))
            .await
            .unwrap()
    };
    let failed = [RecipientStatus::Failed];
    assert_eq!(
        retry(&failed).await,
        RetryBroadcastOutcome::WrongState(BroadcastStatus::Sending)
    );
    assert!(world.store.ledger.finish(id, at(8000)).await.unwrap());
    let RetryBroadcastOutcome::Queued { count, broadcast } = retry(&failed).await else {
        panic!("not queued");
    };
    assert_eq!((count, broadcast.status), (1, BroadcastStatus::Sending));
    let expected = [
        ("blocked", 1),
        ("pending", 1),
        ("success", 1),
        ("uncertain", 1),
    ];
    assert_eq!(world.rows(id).await, rows(&expected));
    let later = claim(id, "me", 9, 9000);
    assert_eq!(
        world.store.ledger.claim(later).await.unwrap(),
        [marked[1].log]
    );
}

async fn messages_are_taken_back_and_unused_codes_revoked(world: World) {
    world.clients(4).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let id = world
        .laid_out(&with_template(&world, template.id).await)
        .await;
    let marked = world.marked(id, "me", 4).await;
    world
        .recorded(id, "me", marked[..3].iter().map(sent).collect())
        .await;
    let command = RecallBroadcast {
        id,
        revoke_codes: true,
        audit: entry("recall_broadcast"),
        now: at(9000),
    };
    let recall = async || {
        world
            .store
            .broadcasts
            .recall(command.clone())
            .await
            .unwrap()
    };
    assert_eq!(
        recall().await,
        ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending)
    );
    world.moved(id, BroadcastMove::Cancel).await;
    assert!(matches!(recall().await, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(world.store.ledger.recalling().await.unwrap().len(), 1);
    world
        .execute(&format!(
            "UPDATE discounts SET uses_count = 1 WHERE user_id = {}",
            marked[0].user_id
        ))
        .await;
    let claim = |worker: &str, millis| claim(id, worker, 2, millis);
    let first = world
        .store
        .ledger
        .claim_recalls(claim("me", 9000))
        .await
        .unwrap();
    assert_eq!(first.len(), 2);
    assert_eq!(first[0].message.0, first[0].log.0 + 5000);
    let second = world
        .store
        .ledger
        .claim_recalls(claim("other", 9000))
        .await
        .unwrap();
    assert_eq!(second.len(), 1, "each is taken by one");
    let results = vec![
        (first[0].log, RecallStatus::Recalled),
        (first[1].log, RecallStatus::TooLate),
    ];
    let ledger = &world.store.ledger;
    ledger
        .record_recalls(id, "me", results, at(9100))
        .await
        .unwrap();
    // The other died; its message is taken up again.
    assert_eq!(ledger.claim_recalls(claim("me", 9200)).await.unwrap(), []);
    assert_eq!(ledger.recalling().await.unwrap().len(), 1, "one is open");
    let last = ledger.claim_recalls(claim("me", 60_000)).await.unwrap();
    assert_eq!(last, second);
    let results = vec![(last[0].log, RecallStatus::Recalled)];
    ledger
        .record_recalls(id, "me", results, at(60_100))
        .await
        .unwrap();
    assert_eq!(ledger.claim_recalls(claim("me", 60_200)).await.unwrap(), []);
    assert_eq!(
        ledger.recalling().await.unwrap().len(),
        1,
        "one is on its way"
    );
    assert_eq!(ledger.expire(at(60_250)).await.unwrap(), 1);
    assert_eq!(ledger.claim_recalls(claim("me", 60_300)).await.unwrap(), []);
    assert_eq!(ledger.recalling().await.unwrap(), []);
    let recalled = "SELECT COUNT(*) FROM broadcast_logs WHERE recall_status = 'recalled'";
    assert_eq!(world.number(recalled).await, 2);
    let revoked = "SELECT COUNT(*) FROM discounts WHERE revoked_at IS NOT NULL";
    assert_eq!(
        world.number(revoked).await,
        2,
        "a used one and one not sent are left"
    );
}

async fn what_is_being_taken_back_is_not_sent(world: World) {
    world.clients(2).await;
    let id = world.laid_out(&started(&world).await).await;
    let marked = world.marked(id, "me", 2).await;
    let failed = result(&marked[1], SendOutcome::Failed("no".into()));
    let results = vec![sent(&marked[0]), failed];
    world.recorded(id, "me", results).await;
    let recall = async || {
        let command = RecallBroadcast {
            id,
            revoke_codes: false,
            audit: entry("recall_broadcast"),
            now: at(9000),
        };
        let recalled = world.store.broadcasts.recall(command).await.unwrap();
        assert!(matches!(recalled, ChangeBroadcastOutcome::Changed(_)));
    };
    world.moved(id, BroadcastMove::Pause).await;
    recall().await;
    let resume = || MoveBroadcast {
        id,
        wanted: BroadcastMove::Resume,
        scheduled_at: None,
        excluded: None,
        audit: entry("resume_broadcast").about(id.0),
        now: at(9000),
    };
    let refused = world.store.broadcasts.advance(resume()).await.unwrap();
    assert_eq!(
        refused,
        ChangeBroadcastOutcome::WrongState(BroadcastStatus::Paused)
    );
    let ledger = &world.store.ledger;
    let claimed = ledger
        .claim_recalls(claim(id, "me", 9, 9000))
        .await
        .unwrap();
    let results = vec![(claimed[0].log, RecallStatus::Recalled)];
    ledger
        .record_recalls(id, "me", results, at(9100))
        .await
        .unwrap();
    assert_eq!(
        ledger
            .claim_recalls(claim(id, "me", 9, 9200))
            .await
            .unwrap(),
        []
    );
    // Over: now it may go on, and so may those whom it missed, until the next recall.
    world.moved(id, BroadcastMove::Resume).await;
    assert!(ledger.finish(id, at(9300)).await.unwrap());
    recall().await;
    let retry = RetryBroadcast {
        id,
        statuses: [RecipientStatus::Failed].into(),
        audit: entry("retry_broadcast"),
        now: at(9400),
    };
    assert_eq!(
        world.store.broadcasts.retry(retry).await.unwrap(),
        RetryBroadcastOutcome::WrongState(BroadcastStatus::Sent)
    );
}

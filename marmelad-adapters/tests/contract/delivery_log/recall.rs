//! Messages are taken back.

use marmelad_core::broadcasts::{
    BroadcastMove, BroadcastStatus, ChangeBroadcastOutcome, MoveBroadcast, RecallBroadcast,
    RecallStatus, RecipientStatus, RetryBroadcast, RetryBroadcastOutcome, SendOutcome,
};
use marmelad_core::discounts::TemplateEvent;

use super::{claim, result, rows, sent};
use crate::broadcasts::{started, with_template};
use crate::scene::{entry, terms};
use crate::world::{World, at};

contract!(
    a_revoked_code_is_shown_to_nobody,
    messages_are_taken_back_and_unused_codes_revoked,
    what_is_being_taken_back_is_not_sent,
);

async fn messages_are_taken_back_and_unused_codes_revoked(world: World) {
    world.clients(4).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let id = world.fanned_out(&with_template(&world, template.id).await).await;
    let marked = world.marked(id, "me", 4).await;
    world.recorded(id, "me", marked[..3].iter().map(sent).collect()).await;
    let command =
        RecallBroadcast { id, revoke_codes: true, audit: entry("recall_broadcast"), now: at(9000) };
    let recall = async || world.store.broadcasts.recall(command.clone()).await.unwrap();
    assert_eq!(recall().await, ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending));
    world.moved(id, BroadcastMove::Cancel).await;
    assert!(matches!(recall().await, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(world.store.delivery_log.recalling().await.unwrap().len(), 1);
    world
        .execute(&format!(
            "UPDATE discounts SET uses_count = 1 WHERE user_id = {}",
            marked[0].user_id
        ))
        .await;
    let claim = |worker: &str, millis| claim(id, worker, 2, millis);
    let first = world.store.delivery_log.claim_recalls(claim("me", 9000)).await.unwrap();
    assert_eq!(first.len(), 2);
    assert_eq!(first[0].message.0, first[0].log.0 + 5000);
    let second = world.store.delivery_log.claim_recalls(claim("other", 9000)).await.unwrap();
    assert_eq!(second.len(), 1, "each is taken by one");
    let results =
        vec![(first[0].log, RecallStatus::Recalled), (first[1].log, RecallStatus::TooLate)];
    let delivery_log = &world.store.delivery_log;
    delivery_log.record_recalls("me", results, at(9100)).await.unwrap();
    // The other died; its message is taken up again.
    assert_eq!(delivery_log.claim_recalls(claim("me", 9200)).await.unwrap(), []);
    assert_eq!(delivery_log.recalling().await.unwrap().len(), 1, "one is open");
    let last = delivery_log.claim_recalls(claim("me", 60_000)).await.unwrap();
    assert_eq!(last, second);
    let results = vec![(last[0].log, RecallStatus::Recalled)];
    delivery_log.record_recalls("me", results, at(60_100)).await.unwrap();
    assert_eq!(delivery_log.claim_recalls(claim("me", 60_200)).await.unwrap(), []);
    assert_eq!(delivery_log.recalling().await.unwrap().len(), 1, "one is on its way");
    assert_eq!(delivery_log.expire(at(60_250)).await.unwrap(), 1);
    assert_eq!(delivery_log.claim_recalls(claim("me", 60_300)).await.unwrap(), []);
    assert_eq!(delivery_log.recalling().await.unwrap().len(), 1, "codes are left to revoke");
    let revoke = async || delivery_log.revoke_codes(id, 2, at(60_400)).await.unwrap();
    assert_eq!((revoke().await, revoke().await, revoke().await), (2, 1, 0));
    assert_eq!(delivery_log.claim_recalls(claim("me", 60_500)).await.unwrap(), []);
    assert_eq!(delivery_log.recalling().await.unwrap(), []);
    let recalled = "SELECT COUNT(*) FROM broadcast_logs WHERE recall_status = 'recalled'";
    assert_eq!(world.number(recalled).await, 2);
    let revoked = "SELECT COUNT(*) FROM discounts WHERE revoked_at IS NOT NULL";
    assert_eq!(
        world.number(revoked).await,
        3,
        "the used one is left; that of the message whose answer was lost is not"
    );
}

async fn what_is_being_taken_back_is_not_sent(world: World) {
    world.clients(2).await;
    let id = world.fanned_out(&started(&world).await).await;
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
        due_at: None,
        excluded: None,
        audit: entry("resume_broadcast").about(id.0),
        now: at(9000),
    };
    let refused = world.store.broadcasts.advance(resume()).await.unwrap();
    assert_eq!(refused, ChangeBroadcastOutcome::WrongState(BroadcastStatus::Paused));
    let delivery_log = &world.store.delivery_log;
    let claimed = delivery_log.claim_recalls(claim(id, "me", 9, 9000)).await.unwrap();
    let results = vec![(claimed[0].log, RecallStatus::Recalled)];
    delivery_log.record_recalls("me", results, at(9100)).await.unwrap();
    assert_eq!(delivery_log.claim_recalls(claim(id, "me", 9, 9200)).await.unwrap(), []);
    // Over: now it may go on, and so may those whom it missed, until the next recall.
    world.moved(id, BroadcastMove::Resume).await;
    assert!(delivery_log.finish(id, at(9300)).await.unwrap());
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

async fn a_revoked_code_is_shown_to_nobody(world: World) {
    world.clients(3).await;
    let template = world.template(terms(TemplateEvent::Manual)).await;
    let id = world.fanned_out(&with_template(&world, template.id).await).await;
    let marked = world.marked(id, "me", 2).await;
    let results = vec![
        sent(&marked[0]),
        result(
            &marked[1],
            SendOutcome::Retry { at: at(0), error: "not sent".into(), counts: true },
        ),
    ];
    world.recorded(id, "me", results).await;
    world.moved(id, BroadcastMove::Pause).await;
    let recall =
        RecallBroadcast { id, revoke_codes: true, audit: entry("recall_broadcast"), now: at(9000) };
    world.store.broadcasts.recall(recall.clone()).await.unwrap();
    // Asked for once more, and now without the codes: they are revoked all the same.
    let again = RecallBroadcast { revoke_codes: false, ..recall };
    world.store.broadcasts.recall(again).await.unwrap();
    let delivery_log = &world.store.delivery_log;
    assert_eq!(delivery_log.revoke_codes(id, 9, at(9000)).await.unwrap(), 2);
    let claimed = delivery_log.claim_recalls(claim(id, "me", 9, 9000)).await.unwrap();
    let results = vec![(claimed[0].log, RecallStatus::Recalled)];
    delivery_log.record_recalls("me", results, at(9100)).await.unwrap();
    let none = delivery_log.claim_recalls(claim(id, "me", 9, 9200)).await;
    assert_eq!(none.unwrap(), []);
    world.moved(id, BroadcastMove::Resume).await;
    let going = world.marked(id, "me", 9).await;
    let users: Vec<_> = going.iter().map(|marked| marked.user_id).collect();
    assert!(!users.contains(&marked[1].user_id), "with a revoked code");
    assert_eq!(users.len(), 1, "who had none gets one");
    let skipped = "SELECT skip_reason FROM broadcast_logs WHERE status = 'skipped'";
    assert_eq!(world.texts(skipped).await, ["code_revoked"]);
    let expected = [("sending", 1), ("skipped", 1), ("success", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
}

//! Messages are taken back.

use marmelad_core::broadcasts::{
    BroadcastMove, BroadcastStatus, ChangeBroadcastOutcome, ClaimedRecall, RecallBroadcast,
    RecallStatus, RecipientStatus, RetryBroadcastOutcome,
};
use marmelad_core::kernel::BroadcastId;

use super::{claim, failed, not_sent, rows, sent};
use crate::broadcasts::{movement, with_template};
use crate::scene::{entry, manual};
use crate::world::{World, at};

contract!(
    a_revoked_code_is_shown_to_nobody,
    messages_are_taken_back_and_unused_codes_revoked,
    what_is_being_taken_back_is_not_sent,
);

impl World {
    async fn recall(&self, id: BroadcastId, revoke_codes: bool) -> ChangeBroadcastOutcome {
        let audit = entry("recall_broadcast");
        let command = RecallBroadcast { id, revoke_codes, audit, now: at(9000) };
        self.broadcasts.recall(command).await.unwrap()
    }

    async fn claim_recalls(
        &self,
        id: BroadcastId,
        worker: &str,
        millis: i64,
    ) -> Vec<ClaimedRecall> {
        let claim = claim(id, worker, 2, millis);
        self.delivery_log.claim_recalls(claim).await.unwrap()
    }

    async fn recalled(&self, message: &ClaimedRecall, status: RecallStatus, millis: i64) {
        let results = vec![(message.log, status)];
        self.delivery_log.record_recalls("me", results, at(millis)).await.unwrap();
    }

    /// Recalls its one message.
    async fn recall_is_done(&self, id: BroadcastId) {
        let claimed = self.claim_recalls(id, "me", 9000).await;
        self.recalled(&claimed[0], RecallStatus::Recalled, 9100).await;
        assert_eq!(self.claim_recalls(id, "me", 9200).await, []);
    }

    /// How many broadcasts are being recalled.
    async fn recalling(&self) -> usize {
        self.delivery_log.recalling().await.unwrap().len()
    }

    /// A broadcast to this many clients, with a code for each.
    async fn laid_down_with_codes(&self, clients: usize) -> BroadcastId {
        self.clients(clients).await;
        let template = self.template(manual()).await.id;
        self.fanned_out(&with_template(self, template).await).await
    }
}

async fn messages_are_taken_back_and_unused_codes_revoked(world: World) {
    let id = world.laid_down_with_codes(4).await;
    let marked = world.marked(id, "me", 4).await;
    world.recorded(id, "me", marked[..3].iter().map(sent).collect()).await;
    let too_early = ChangeBroadcastOutcome::WrongState(BroadcastStatus::Sending);
    assert_eq!(world.recall(id, true).await, too_early);
    world.moved(id, BroadcastMove::Cancel).await;
    assert!(matches!(world.recall(id, true).await, ChangeBroadcastOutcome::Changed(_)));
    assert_eq!(world.recalling().await, 1);
    let used = format!("UPDATE discounts SET uses_count = 1 WHERE user_id = {}", marked[0].user_id);
    world.execute(&used).await;
    let first = world.claim_recalls(id, "me", 9000).await;
    assert_eq!(first.len(), 2);
    assert_eq!(first[0].message.0, first[0].log.0 + 5000);
    let second = world.claim_recalls(id, "other", 9000).await;
    assert_eq!(second.len(), 1, "each is taken by one");
    let results =
        vec![(first[0].log, RecallStatus::Recalled), (first[1].log, RecallStatus::TooLate)];
    world.delivery_log.record_recalls("me", results, at(9100)).await.unwrap();
    // The other died; its message is taken up again.
    assert_eq!(world.claim_recalls(id, "me", 9200).await, []);
    assert_eq!(world.recalling().await, 1, "one is open");
    let last = world.claim_recalls(id, "me", 60_000).await;
    assert_eq!(last, second);
    world.recalled(&last[0], RecallStatus::Recalled, 60_100).await;
    assert_eq!(world.claim_recalls(id, "me", 60_200).await, []);
    assert_eq!(world.recalling().await, 1, "one is on its way");
    assert_eq!(world.delivery_log.expire(at(60_250)).await.unwrap(), 1);
    assert_eq!(world.claim_recalls(id, "me", 60_300).await, []);
    assert_eq!(world.recalling().await, 1, "codes are left to revoke");
    for revoked in [2, 1, 0] {
        let delivery_log = &world.delivery_log;
        assert_eq!(delivery_log.revoke_codes(id, 2, at(60_400)).await.unwrap(), revoked);
    }
    assert_eq!(world.claim_recalls(id, "me", 60_500).await, []);
    assert_eq!(world.recalling().await, 0);
    assert_eq!(world.count("broadcast_logs WHERE recall_status = 'recalled'").await, 2);
    let revoked = world.count("discounts WHERE revoked_at IS NOT NULL").await;
    assert_eq!(
        revoked, 3,
        "the used one is left, that of the message whose answer was lost is not"
    );
}

async fn what_is_being_taken_back_is_not_sent(world: World) {
    let (id, marked) = world.under_way(2).await;
    world.recorded(id, "me", vec![sent(&marked[0]), failed(&marked[1])]).await;
    world.moved(id, BroadcastMove::Pause).await;
    world.recall(id, false).await;
    let resume = movement(id, BroadcastMove::Resume);
    let refused = world.broadcasts.advance(resume).await.unwrap();
    assert_eq!(refused, ChangeBroadcastOutcome::WrongState(BroadcastStatus::Paused));
    world.recall_is_done(id).await;
    // Over: now it may go on, and so may those whom it missed, until the next recall.
    world.moved(id, BroadcastMove::Resume).await;
    assert!(world.delivery_log.finish(id, at(9300)).await.unwrap());
    assert!(matches!(world.recall(id, false).await, ChangeBroadcastOutcome::Changed(_)));
    let refused = RetryBroadcastOutcome::WrongState(BroadcastStatus::Sent);
    assert_eq!(world.retry(id, &[RecipientStatus::Failed]).await, refused);
}

async fn a_revoked_code_is_shown_to_nobody(world: World) {
    let id = world.laid_down_with_codes(3).await;
    let marked = world.marked(id, "me", 2).await;
    world.recorded(id, "me", vec![sent(&marked[0]), not_sent(&marked[1], 0)]).await;
    world.moved(id, BroadcastMove::Pause).await;
    // Asked for once more, and then without the codes: they are revoked all the same.
    for revoke_codes in [true, false] {
        world.recall(id, revoke_codes).await;
    }
    assert_eq!(world.delivery_log.revoke_codes(id, 9, at(9000)).await.unwrap(), 2);
    world.recall_is_done(id).await;
    world.moved(id, BroadcastMove::Resume).await;
    let going = world.marked(id, "me", 9).await;
    assert_eq!(going.len(), 1, "who had none gets one");
    assert_ne!(going[0].user_id, marked[1].user_id, "with a revoked code");
    let skipped = "SELECT skip_reason FROM broadcast_logs WHERE status = 'skipped'";
    assert_eq!(world.texts(skipped).await, ["code_revoked"]);
    let expected = [("sending", 1), ("skipped", 1), ("success", 1)];
    assert_eq!(world.rows(id).await, rows(&expected));
}

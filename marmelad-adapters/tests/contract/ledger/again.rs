//! Those missed get it after all.

use marmelad_core::domain::broadcast::{BroadcastStatus, RecipientStatus, SendOutcome};
use marmelad_core::ports::{RetryBroadcast, RetryBroadcastOutcome};

use super::{claim, result, rows, sent};
use crate::broadcasts::started;
use crate::scene::entry;
use crate::world::{World, at};

contract!(those_missed_get_it_after_all,);

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

//! Who was found subscribed.

use marmelad_core::kernel::ClientId;

use crate::world::{World, at};

contract_of_what_may_vanish!(a_member_is_remembered_by_channel_and_user);

async fn a_member_is_remembered_by_channel_and_user(world: World) {
    let cache = &world.subscriptions;
    let known = async |channel, user| {
        let known = cache.is_known_member(channel, ClientId(user), at(1)).await;
        known.unwrap()
    };
    assert!(!known("@marmelad", 7).await);
    for _ in 0..2 {
        cache.remember_member("@marmelad", ClientId(7), at(0)).await.unwrap();
    }
    assert!(known("@marmelad", 7).await);
    assert!(!known("@marmelad", 8).await);
    assert!(!known("-1001", 7).await);
}

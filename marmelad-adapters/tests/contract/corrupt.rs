//! A row that somebody spoiled by hand is told with table, row and column.

use marmelad_core::kernel::PortError;

use crate::world::{World, at};

contract!(a_spoiled_code_is_told, spoiled_json_is_told, a_database_that_is_closed_is_unavailable,);

fn told<T: std::fmt::Debug>(result: Result<T, PortError>) -> (&'static str, i64, String) {
    match result.unwrap_err() {
        PortError::Corrupt { table, id, why } => (table, id, why),
        other => panic!("{other:?}"),
    }
}

async fn a_spoiled_code_is_told(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    world.execute("UPDATE discounts SET code = 'ABC1234'").await;
    let answer = world.store.discounts.active_of_user(user, at(0)).await;
    let (table, id, why) = told(answer);
    assert_eq!((table, id), ("discounts", discount.id.0));
    assert!(why.starts_with("code: "), "{why}");
}

async fn spoiled_json_is_told(world: World) {
    let owner = world.owner(1).await;
    world.execute("UPDATE admins SET notification_groups = '[\"gossip\"]'").await;
    let (table, id, why) = told(world.store.admins.find(owner.id).await);
    assert_eq!((table, id), ("admins", owner.id.0));
    assert!(why.starts_with("notification_groups: ") && why.contains("gossip"), "{why}");

    let user = world.user(7).await;
    world.execute("UPDATE users SET tags = '{}'").await;
    let (table, id, why) = told(world.store.users.find(user.id).await);
    assert_eq!((table, id), ("users", user.id.0));
    assert!(why.starts_with("tags: "), "{why}");
}

async fn a_database_that_is_closed_is_unavailable(world: World) {
    world.store.close().await;
    let error = world.store.status().await.unwrap_err();
    assert!(matches!(error, PortError::Unavailable { what: "the database", .. }), "{error:?}");
}

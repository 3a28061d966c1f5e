//! A row that somebody spoiled by hand is told with table, row and column.

use marmelad_core::kernel::PortError;
use serde_json::json;

use crate::world::{World, at};

contract!(what_is_spoiled_is_told, a_database_that_is_closed_is_unavailable,);

fn is_told<T: std::fmt::Debug>(result: Result<T, PortError>, spoiled: (&str, i64), column: &str) {
    match result.unwrap_err() {
        PortError::Corrupt { table, id, why } => {
            assert_eq!((table, id), spoiled);
            assert!(why.starts_with(&format!("{column}: ")), "{why}");
        }
        other => panic!("{other:?}"),
    }
}

async fn what_is_spoiled_is_told(world: World) {
    let owner = world.owner(1).await.id;
    let discount = world.held(7, 0).await;
    let user = discount.user_id;
    let men = json!({"field": "gender", "op": "eq", "value": "male"});
    let segment = world.segment_of("Мужчины", &men).await;
    for change in [
        "discounts SET code = 'ABC1234'",
        "admins SET notification_groups = '[\"gossip\"]'",
        "users SET tags = '{}'",
        "segments SET filter = '{\"any\": []}'",
    ] {
        world.execute(&format!("UPDATE {change}")).await;
    }
    let store = &world.store;
    let discounts = store.discounts.active_of_user(user, at(0)).await;
    is_told(discounts, ("discounts", discount.id.0), "code");
    is_told(store.admins.find(owner).await, ("admins", owner.0), "notification_groups");
    is_told(store.users.find(user).await, ("users", user.0), "tags");
    is_told(store.segments.find(segment).await, ("segments", segment.0), "filter: /any");
}

async fn a_database_that_is_closed_is_unavailable(world: World) {
    world.close().await;
    let error = world.status().await.unwrap_err();
    assert!(matches!(error, PortError::Unavailable { what: "the database", .. }), "{error:?}");
}

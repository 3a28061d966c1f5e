//! One-time login tokens.

use marmelad_core::sessions::{LoginToken, NewLoginToken};

use crate::scene::entry;
use crate::world::{World, at};

contract!(a_token_is_used_once_by_any_number_at_once, a_token_holds_to_its_last_millisecond);

fn token(byte: u8) -> String {
    LoginToken::from_entropy([byte; 32]).hash()
}

async fn add(world: &World, hash: String) -> NewLoginToken {
    let admin_id = world.owner(1).await.id;
    let command = NewLoginToken {
        admin_id,
        hash,
        expires_at: at(100),
        audit: entry("create_login_link"),
        now: at(0),
    };
    world.login_tokens.add(command.clone()).await.unwrap();
    command
}

async fn a_token_is_used_once_by_any_number_at_once(world: World) {
    let added = add(&world, token(1)).await;
    let answers = world
        .race(|world, _| async move { world.login_tokens.consume(&token(1), at(1)).await.unwrap() })
        .await;
    let admins: Vec<_> = answers.into_iter().flatten().collect();
    assert_eq!(admins.len(), 1);
    assert_eq!(admins[0].id, added.admin_id);
    assert_eq!(world.last_audit().await.row.action, "create_login_link");
}

async fn a_token_holds_to_its_last_millisecond(world: World) {
    add(&world, token(1)).await;
    add(&world, token(2)).await;
    assert_eq!(world.login_tokens.consume(&token(1), at(101)).await.unwrap(), None);
    assert!(world.login_tokens.consume(&token(2), at(100)).await.unwrap().is_some());
    assert_eq!(world.login_tokens.consume(&token(3), at(0)).await.unwrap(), None);
}

//! Access tokens that were taken back.

use marmelad_core::sessions::AccessClaims;

use crate::world::{World, at};

contract!(a_token_is_taken_back_for_good);

async fn a_token_is_taken_back_for_good(world: World) {
    let admin = world.owner(1).await;
    let (gone, kept) = ("a".repeat(32), "b".repeat(32));
    let token =
        AccessClaims { jti: gone.clone(), admin_id: admin.id, epoch: 0, expires_at: at(100) };
    let sessions = &world.sessions;
    let before = sessions.admin_of(admin.id, &gone).await.unwrap();
    assert_eq!(before, Some(admin.clone()));
    world
        .race_same(&token, |world, token| async move {
            world.sessions.revoke(&token, at(0)).await.unwrap();
        })
        .await;
    assert_eq!(sessions.admin_of(admin.id, &gone).await.unwrap(), None);
    let other = sessions.admin_of(admin.id, &kept).await.unwrap();
    assert_eq!(other, Some(admin));
}

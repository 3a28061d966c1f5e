//! Admins.

use marmelad_core::domain::admin::{NotificationGroup, Role};
use marmelad_core::domain::ids::{AdminId, TelegramId};
use marmelad_core::ports::{RequestAccess, SaveAdmin};

use crate::scene::owner;
use crate::world::{World, at, profile};

contract!(
    an_admin_comes_back_as_saved,
    one_row_however_many_save_at_once,
    the_first_owner_is_added_once,
    a_request_for_access_is_no_obstacle_to_the_first_owner
);

async fn an_admin_comes_back_as_saved(world: World) {
    let saved = world.owner(1).await;
    assert_eq!(
        (saved.role, saved.is_active, saved.auth_epoch),
        (Role::Owner, true, 0)
    );
    assert_eq!(saved.notification_groups, NotificationGroup::ALL);
    assert_eq!(
        world.store.admins.find(saved.id).await.unwrap().as_ref(),
        Some(&saved)
    );
    assert_eq!(
        world
            .store
            .admins
            .find_by_telegram_id(TelegramId(1))
            .await
            .unwrap(),
        Some(saved.clone())
    );
    assert_eq!(
        world.store.audit.newest(1).await.unwrap()[0].row.entity_id,
        Some(saved.id.0)
    );

    let less = SaveAdmin {
        role: Role::Readonly,
        is_active: false,
        notification_groups: vec![NotificationGroup::Alerts],
        username: Some("boss".into()),
        ..owner(1)
    };
    let changed = world.store.admins.save(less).await.unwrap();
    assert_eq!(
        (changed.id, changed.role, changed.is_active),
        (saved.id, Role::Readonly, false)
    );
    assert_eq!(changed.notification_groups, [NotificationGroup::Alerts]);
    assert_eq!(changed.auth_epoch, 1, "who loses access loses their tokens");
    assert_eq!(
        world.store.admins.save(owner(1)).await.unwrap().auth_epoch,
        1
    );

    world.owner(2).await;
    let all: Vec<_> = world
        .store
        .admins
        .list()
        .await
        .unwrap()
        .iter()
        .map(|admin| admin.telegram_id.0)
        .collect();
    assert_eq!(all, [1, 2]);
    assert_eq!(world.store.admins.find(AdminId(999)).await.unwrap(), None);
}

async fn one_row_however_many_save_at_once(world: World) {
    let answers = world
        .race(|store, _| async move { store.admins.save(owner(1)).await.unwrap() })
        .await;
    assert!(answers.iter().all(|admin| admin.id == answers[0].id));
    assert_eq!(world.number("SELECT COUNT(*) FROM admins").await, 1);
}

async fn the_first_owner_is_added_once(world: World) {
    let answers = world
        .race(|store, _| async move { store.admins.add_if_absent(owner(1)).await.unwrap() })
        .await;
    assert_eq!(answers.iter().filter(|added| **added).count(), 1);
    let saved = world
        .store
        .admins
        .save(SaveAdmin {
            is_active: false,
            ..owner(1)
        })
        .await
        .unwrap();
    assert!(!world.store.admins.add_if_absent(owner(1)).await.unwrap());
    assert_eq!(
        world.store.admins.find(saved.id).await.unwrap(),
        Some(saved),
        "whatever it says"
    );
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM audit_logs WHERE action = 'save_admin'")
            .await,
        2
    );
}

async fn a_request_for_access_is_no_obstacle_to_the_first_owner(world: World) {
    let request = RequestAccess {
        profile: profile(1, "Ольга"),
        now: at(0),
    };
    world.store.cashiers.request_access(request).await.unwrap();
    assert!(world.store.admins.add_if_absent(owner(1)).await.unwrap());
    assert!(!world.store.admins.add_if_absent(owner(1)).await.unwrap());
    let found = world.store.admins.find_by_telegram_id(TelegramId(1)).await;
    let admin = found.unwrap().unwrap();
    assert!(admin.is_active);
    assert_eq!((admin.role, &*admin.display_name), (Role::Owner, "Ольга"));
}

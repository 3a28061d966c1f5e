//! Admins.

use marmelad_core::kernel::{AdminId, PageRequest, TelegramId};
use marmelad_core::staff::{
    AddAdminOutcome, Admin, ChangeAdmin, ChangeAdminOutcome, NotificationGroup, RequestAccess,
    Role, SaveAdmin,
};

use crate::scene::{entry, owner, saved};
use crate::world::{World, at, profile};

contract!(
    an_admin_comes_back_as_saved,
    one_row_however_many_save_at_once,
    the_first_owner_is_added_once,
    a_request_for_access_is_no_obstacle_to_an_owner,
    a_change_says_what_changed,
    of_owners_who_depose_each_other_one_stays,
    saving_deposes_no_last_owner,
    lists_come_in_pages
);

async fn an_admin_comes_back_as_saved(world: World) {
    world.owner(2).await;
    let first = world.owner(1).await;
    assert_eq!((first.role, first.is_active, first.auth_epoch), (Role::Owner, true, 0));
    assert_eq!(first.notification_groups, NotificationGroup::ALL);
    let admins = &world.store.admins;
    assert_eq!(admins.find(first.id).await.unwrap().as_ref(), Some(&first));
    assert_eq!(admins.find_by_telegram_id(TelegramId(1)).await.unwrap(), Some(first.clone()));
    assert_eq!(world.store.audit.newest(1).await.unwrap()[0].row.entity_id, Some(first.id.0));

    let less = SaveAdmin {
        role: Role::Readonly,
        is_active: false,
        can_broadcast_from_chat: Some(true),
        notification_groups: vec![NotificationGroup::Alerts],
        username: Some("boss".into()),
        ..owner(1)
    };
    let changed = saved(admins.save(less).await.unwrap());
    assert_eq!((changed.id, changed.role, changed.is_active), (first.id, Role::Readonly, false));
    assert_eq!(changed.notification_groups, [NotificationGroup::Alerts]);
    assert_eq!(changed.auth_epoch, 1, "who loses access loses their tokens");
    let back = saved(admins.save(owner(1)).await.unwrap());
    assert_eq!(back.auth_epoch, 1);
    assert!(back.can_broadcast_from_chat, "not given: as it was");
    assert_eq!(admins.find(AdminId(999)).await.unwrap(), None);
}

async fn one_row_however_many_save_at_once(world: World) {
    let answers = world
        .race(|store, _| async move { saved(store.admins.save(owner(1)).await.unwrap()) })
        .await;
    assert!(answers.iter().all(|admin| admin.id == answers[0].id));
    assert_eq!(world.number("SELECT COUNT(*) FROM admins").await, 1);
}

fn is_added(outcome: &AddAdminOutcome) -> bool {
    matches!(outcome, AddAdminOutcome::Added(_))
}

async fn the_first_owner_is_added_once(world: World) {
    let answers = world
        .race(|store, _| async move { store.admins.add_if_absent(owner(1), true).await.unwrap() })
        .await;
    assert_eq!(answers.iter().filter(|answer| is_added(answer)).count(), 1);
    world.owner(2).await;
    let deposed = SaveAdmin { is_active: false, ..owner(1) };
    let deposed = saved(world.store.admins.save(deposed).await.unwrap());
    let again = world.store.admins.add_if_absent(owner(1), true).await;
    assert_eq!(again.unwrap(), AddAdminOutcome::Exists(deposed), "whatever it says");
    assert_eq!(
        world.number("SELECT COUNT(*) FROM audit_logs WHERE action = 'save_admin'").await,
        3
    );
}

async fn a_request_for_access_is_no_obstacle_to_an_owner(world: World) {
    for (telegram_id, keeps_name) in [(1, true), (2, false)] {
        let request = RequestAccess { profile: profile(telegram_id, "Ольга"), now: at(0) };
        world.store.cashiers.request_access(request).await.unwrap();
        let add = || {
            let command = owner(telegram_id);
            world.store.admins.add_if_absent(command, keeps_name)
        };
        let AddAdminOutcome::Added(admin) = add().await.unwrap() else {
            panic!("a request was an obstacle")
        };
        assert!(!is_added(&add().await.unwrap()));
        let name = if keeps_name { "Ольга" } else { "Владелец 2" };
        assert_eq!((admin.role, &*admin.display_name), (Role::Owner, name));
        assert!(admin.is_active);
    }
}

fn change_of(id: AdminId) -> ChangeAdmin {
    ChangeAdmin {
        id,
        display_name: None,
        role: None,
        is_active: None,
        can_broadcast_from_chat: None,
        notification_groups: None,
        audit: entry("update_admin"),
        now: at(1),
    }
}

async fn change(world: &World, command: ChangeAdmin) -> Admin {
    saved(world.store.admins.change(command).await.unwrap())
}

async fn a_change_says_what_changed(world: World) {
    world.owner(1).await;
    let other = world.owner(2).await;
    let command = ChangeAdmin {
        display_name: Some("Марина".into()),
        role: Some(Role::Marketing),
        can_broadcast_from_chat: Some(true),
        ..change_of(other.id)
    };
    let changed = change(&world, command.clone()).await;
    assert_eq!(
        changed,
        Admin {
            display_name: "Марина".into(),
            role: Role::Marketing,
            can_broadcast_from_chat: true,
            ..other.clone()
        }
    );
    let newest = || async { world.store.audit.newest(1).await.unwrap().remove(0) };
    let written = newest().await;
    assert_eq!(
        written.row.payload,
        serde_json::json!({
            "display_name": { "changed": true },
            "role": { "old": "owner", "new": "marketing" },
            "can_broadcast_from_chat": { "old": false, "new": true },
        })
    );
    assert_eq!(written.row.entity_id, Some(other.id.0));

    change(&world, command).await;
    assert_eq!(newest().await.id, written.id, "nothing changed");
    let out = ChangeAdmin { is_active: Some(false), ..change_of(other.id) };
    assert_eq!(change(&world, out).await.auth_epoch, 1);
    let nobody = world.store.admins.change(change_of(AdminId(999))).await;
    assert_eq!(nobody.unwrap(), ChangeAdminOutcome::NotFound);
}

async fn of_owners_who_depose_each_other_one_stays(world: World) {
    let ids: Vec<AdminId> = [world.owner(1).await.id, world.owner(2).await.id].into();
    let answers = world
        .race(|store, number| {
            let id = ids[number % 2];
            async move {
                let command = ChangeAdmin {
                    role: Some(Role::Readonly),
                    is_active: Some(number % 4 < 2),
                    ..change_of(id)
                };
                store.admins.change(command).await.unwrap()
            }
        })
        .await;
    assert!(answers.contains(&ChangeAdminOutcome::LastOwner));
    assert_eq!(
        world.number("SELECT COUNT(*) FROM admins WHERE role = 'owner' AND is_active = 1").await,
        1
    );
}

async fn saving_deposes_no_last_owner(world: World) {
    world.owner(1).await;
    let less = SaveAdmin { role: Role::Marketing, ..owner(1) };
    let outcome = world.store.admins.save(less).await.unwrap();
    assert_eq!(outcome, ChangeAdminOutcome::LastOwner);
}

async fn lists_come_in_pages(world: World) {
    for telegram_id in 1..=3 {
        world.owner(telegram_id).await;
    }
    let gone = SaveAdmin { is_active: false, ..owner(2) };
    saved(world.store.admins.save(gone).await.unwrap());
    let page = |is_active, page, per_page| {
        let admins = &world.store.admins;
        async move {
            let request = PageRequest { page, per_page };
            let found = admins.page(is_active, request).await.unwrap();
            let ids: Vec<i64> = found.items.iter().map(|it| it.telegram_id.0).collect();
            (ids, found.total)
        }
    };
    assert_eq!(page(None, 1, 2).await, (vec![1, 2], 3));
    assert_eq!(page(None, 2, 2).await, (vec![3], 3));
    assert_eq!(page(Some(true), 1, 50).await, (vec![1, 3], 2));
    assert_eq!(page(Some(false), 1, 50).await, (vec![2], 1));
    let all = world.store.admins.list().await.unwrap();
    assert_eq!(all.len(), 3);
}

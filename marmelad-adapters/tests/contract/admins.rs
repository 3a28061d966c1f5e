//! Admins.

use marmelad_core::kernel::{AdminId, PageRequest, TelegramId};
use marmelad_core::staff::{
    AddAdminOutcome, Admin, AdminChange, ChangeAdmin, ChangeAdminOutcome, NotificationGroup,
    RequestAccess, Role, SaveAdmin,
};
use serde_json::json;

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
    let admins = &world.admins;
    assert_eq!(admins.find(first.id).await.unwrap().as_ref(), Some(&first));
    assert_eq!(admins.find_by_telegram_id(TelegramId(1)).await.unwrap(), Some(first.clone()));
    assert_eq!(world.last_audit().await.row.entity_id, Some(first.id.0));

    let less = SaveAdmin {
        role: Role::Readonly,
        is_active: false,
        can_broadcast_from_chat: Some(true),
        notification_groups: vec![NotificationGroup::Alerts],
        username: Some("boss".into()),
        ..owner(1)
    };
    let changed = world.admin(less).await;
    assert_eq!((changed.id, changed.role, changed.is_active), (first.id, Role::Readonly, false));
    assert_eq!(changed.notification_groups, [NotificationGroup::Alerts]);
    assert_eq!(changed.auth_epoch, 1, "who loses access loses their tokens");
    let back = world.owner(1).await;
    assert_eq!(back.auth_epoch, 1);
    assert!(back.can_broadcast_from_chat, "not given: as it was");
    assert_eq!(admins.find(AdminId(999)).await.unwrap(), None);
}

async fn one_row_however_many_save_at_once(world: World) {
    let answers = world
        .race(|world, _| async move { saved(world.admins.save(owner(1)).await.unwrap()) })
        .await;
    assert!(answers.iter().all(|admin| admin.id == answers[0].id));
    assert_eq!(world.count("admins").await, 1);
}

async fn the_first_owner_is_added_once(world: World) {
    let answers = world
        .race(|world, _| async move { world.admins.add_if_absent(owner(1), true).await.unwrap() })
        .await;
    assert_eq!(matching!(answers, AddAdminOutcome::Added(_)), 1);
    world.owner(2).await;
    let deposed = world.admin(SaveAdmin { is_active: false, ..owner(1) }).await;
    let again = world.admins.add_if_absent(owner(1), true).await.unwrap();
    assert_eq!(again, AddAdminOutcome::Exists(deposed), "whatever it says");
    assert_eq!(world.audited("save_admin").await, 3);
}

async fn a_request_for_access_is_no_obstacle_to_an_owner(world: World) {
    for (telegram_id, keeps_name, name) in [(1, true, "Ольга"), (2, false, "Владелец 2")]
    {
        let request = RequestAccess { profile: profile(telegram_id, "Ольга"), now: at(0) };
        world.cashiers.request_access(request).await.unwrap();
        let add =
            async || world.admins.add_if_absent(owner(telegram_id), keeps_name).await.unwrap();
        let outcome = add().await;
        let AddAdminOutcome::Added(admin) = outcome else { panic!("{outcome:?}") };
        assert_eq!((admin.role, &*admin.display_name), (Role::Owner, name));
        assert!(admin.is_active);
        assert_eq!(add().await, AddAdminOutcome::Exists(admin));
    }
}

fn change_of(id: AdminId, change: AdminChange) -> ChangeAdmin {
    ChangeAdmin { id, change, audit: entry("update_admin"), now: at(1) }
}

async fn a_change_says_what_changed(world: World) {
    world.owner(1).await;
    let other = world.owner(2).await;
    let change = async |id, change| world.admins.change(change_of(id, change)).await.unwrap();
    let command = AdminChange {
        display_name: Some("Марина".into()),
        role: Some(Role::Marketing),
        can_broadcast_from_chat: Some(true),
        ..AdminChange::default()
    };
    let expected = Admin {
        display_name: "Марина".into(),
        role: Role::Marketing,
        can_broadcast_from_chat: true,
        ..other.clone()
    };
    // The second time nothing changes, and nothing is written.
    for _ in 0..2 {
        assert_eq!(saved(change(other.id, command.clone()).await), expected);
    }
    assert_eq!(world.audited("update_admin").await, 1);
    let written = world.last_audit().await.row;
    assert_eq!(written.entity_id, Some(other.id.0));
    let told = json!({
        "display_name": { "changed": true },
        "role": { "old": "owner", "new": "marketing" },
        "can_broadcast_from_chat": { "old": false, "new": true },
    });
    assert_eq!(written.payload, told);
    let out = AdminChange { is_active: Some(false), ..AdminChange::default() };
    assert_eq!(saved(change(other.id, out).await).auth_epoch, 1);
    let unknown = change(AdminId(999), AdminChange::default()).await;
    assert_eq!(unknown, ChangeAdminOutcome::NotFound);
}

async fn of_owners_who_depose_each_other_one_stays(world: World) {
    let ids = [world.owner(1).await.id, world.owner(2).await.id];
    let answers = world
        .race(move |world, number| async move {
            let change = AdminChange {
                role: Some(Role::Readonly),
                is_active: Some(number % 4 < 2),
                ..AdminChange::default()
            };
            world.admins.change(change_of(ids[number % 2], change)).await.unwrap()
        })
        .await;
    assert!(answers.contains(&ChangeAdminOutcome::LastOwner));
    assert_eq!(world.count("admins WHERE role = 'owner' AND is_active = 1").await, 1);
}

async fn saving_deposes_no_last_owner(world: World) {
    world.owner(1).await;
    let less = SaveAdmin { role: Role::Marketing, ..owner(1) };
    let outcome = world.admins.save(less).await.unwrap();
    assert_eq!(outcome, ChangeAdminOutcome::LastOwner);
}

async fn lists_come_in_pages(world: World) {
    for telegram_id in 1..=3 {
        world.owner(telegram_id).await;
    }
    world.admin(SaveAdmin { is_active: false, ..owner(2) }).await;
    let admins = &world.admins;
    for (is_active, page, expected, total) in [
        (None, 1, vec![1, 2], 3),
        (None, 2, vec![3], 3),
        (Some(true), 1, vec![1, 3], 2),
        (Some(false), 1, vec![2], 1),
    ] {
        let found = admins.page(is_active, PageRequest { page, per_page: 2 }).await.unwrap();
        let ids: Vec<i64> = found.items.iter().map(|it| it.telegram_id.0).collect();
        assert_eq!((ids, found.total), (expected, total), "{is_active:?}");
    }
    assert_eq!(admins.list().await.unwrap().len(), 3);
}

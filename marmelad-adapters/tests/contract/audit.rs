//! The audit chain.

use marmelad_core::audit::{
    AuditActor, AuditEntry, AuditFilter, AuditRecord, ChainBreak, ChainVerifier,
};
use marmelad_core::discounts::SaveTemplate;
use marmelad_core::kernel::{AuditLogId, PageRequest};

use crate::scene::{entry, manual, owner};
use crate::world::{World, at};

contract!(
    the_chain_holds_after_changes_of_every_kind_at_once,
    a_row_changed_by_hand_and_rows_cut_off_are_found,
    the_log_is_read_in_parts,
    the_log_is_searched,
);

async fn verify(world: &World) -> Result<u64, ChainBreak> {
    let mut verifier = ChainVerifier::new();
    for record in world.audit.read_after(None, 10_000).await.unwrap() {
        verifier.push(&record)?;
    }
    verifier.finish(&world.audit_head().await)
}

async fn the_chain_holds_after_changes_of_every_kind_at_once(world: World) {
    world
        .race(|world, number| async move {
            if number % 2 == 0 {
                world.admins.save(owner(i64::try_from(number).unwrap())).await.unwrap();
            } else {
                let audit = entry("update_setting")
                    .field("reminder_hour", Some(1), Some(number))
                    .field("text", Some("Привет, \"мир\" \\ 😀"), None)
                    .seen_from(Some("2001:db8::1".into()), Some("r".repeat(99)));
                let command = SaveTemplate { terms: manual(), audit, now: at(1) };
                world.templates.add(command).await.unwrap();
            }
        })
        .await;
    let seeded = 2;
    assert_eq!(verify(&world).await, Ok(seeded + 20));
}

async fn a_row_changed_by_hand_and_rows_cut_off_are_found(world: World) {
    world.owner(1).await;
    world.execute("UPDATE audit_logs SET entity_id = 99 WHERE id = 3").await;
    assert_eq!(verify(&world).await, Err(ChainBreak::Changed { id: 3 }));
    world.execute("DELETE FROM audit_logs WHERE id = 3").await;
    assert_eq!(verify(&world).await, Err(ChainBreak::CutOff));
}

async fn the_log_is_read_in_parts(world: World) {
    for telegram_id in 1..=3 {
        world.owner(telegram_id).await;
    }
    let audit = &world.audit;
    let ids = |records: Vec<AuditRecord>| records.iter().map(|it| it.id).collect::<Vec<_>>();
    for (after, limit, expected) in
        [(None, 2, &[1, 2][..]), (Some(2), 2, &[3, 4]), (Some(4), 9, &[5])]
    {
        let read = audit.read_after(after.map(AuditLogId), limit).await.unwrap();
        assert_eq!(ids(read), expected);
    }
    assert_eq!(ids(audit.newest(2).await.unwrap()), [5, 4]);
}

async fn the_log_is_searched(world: World) {
    let owner = world.owner(1).await.id;
    let entries = [
        AuditEntry::cli("create_template", "discount_template"),
        AuditEntry::admin(owner.0, "create_template", "thing").seen_from(None, Some("r-1".into())),
        AuditEntry::admin(owner.0, "issue", "thing").seen_from(None, Some("r-2".into())),
    ];
    for (place, audit) in (1..).zip(entries) {
        let command = SaveTemplate { terms: manual(), audit, now: at(place * 1000) };
        world.templates.add(command).await.unwrap();
    }
    let template = world.last_audit().await.row.entity_id;
    let since = || AuditFilter { from: Some(at(1000)), ..AuditFilter::default() };
    let thing = || AuditFilter { entity: Some("thing".into()), ..since() };
    for (filter, oldest_first, page, expected, total) in [
        (since(), false, 1, &[3, 2][..], 3),
        (since(), false, 2, &[1], 3),
        (since(), true, 1, &[1, 2], 3),
        (AuditFilter { actor: Some(AuditActor::Cli), ..since() }, false, 1, &[1], 1),
        (AuditFilter { admin_id: Some(owner), ..since() }, false, 1, &[3, 2], 2),
        (AuditFilter { action: Some("create_template".into()), ..since() }, false, 1, &[2, 1], 2),
        (thing(), false, 1, &[3, 2], 2),
        (AuditFilter { entity_id: template, ..since() }, false, 1, &[3], 1),
        (AuditFilter { request_id: Some("r-1".into()), ..since() }, false, 1, &[2], 1),
        (AuditFilter { until: Some(at(2999)), ..since() }, false, 1, &[2, 1], 2),
        (AuditFilter { entity_id: Some(1), ..thing() }, false, 1, &[], 0),
    ] {
        let request = PageRequest { page, per_page: 2 };
        let found = world.audit.search(&filter, oldest_first, request).await.unwrap();
        let second = |record: &AuditRecord| (record.row.created_at - at(0)).num_seconds();
        let seconds: Vec<_> = found.items.iter().map(second).collect();
        assert_eq!((&seconds[..], found.total), (expected, total), "{filter:?}");
    }
}

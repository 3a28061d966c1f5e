//! The audit chain.

use marmelad_core::audit::{
    AuditActor, AuditEntry, AuditFilter, AuditRecord, ChainBreak, ChainVerifier,
};
use marmelad_core::discounts::SaveTemplate;
use marmelad_core::kernel::{AuditLogId, Page, PageRequest};

use crate::scene::{entry, manual, owner};
use crate::world::{World, at};

contract!(
    the_chain_holds_after_changes_of_every_kind_at_once,
    a_row_changed_by_hand_is_found,
    rows_cut_off_are_found,
    the_log_is_read_in_parts,
    the_log_is_searched,
);

async fn verify(world: &World) -> Result<u64, ChainBreak> {
    let mut verifier = ChainVerifier::new();
    for record in world.store.audit.read_after(None, 10_000).await.unwrap() {
        verifier.push(&record)?;
    }
    verifier.finish(&world.audit_head().await)
}

async fn the_chain_holds_after_changes_of_every_kind_at_once(world: World) {
    world
        .race(|store, number| async move {
            if number % 2 == 0 {
                store.admins.save(owner(i64::try_from(number).unwrap())).await.unwrap();
            } else {
                let audit = entry("update_setting")
                    .field("reminder_hour", Some(1), Some(number))
                    .field("text", Some("Привет, \"мир\" \\ 😀"), None)
                    .seen_from(Some("2001:db8::1".into()), Some("r".repeat(99)));
                let command = SaveTemplate { terms: manual(), audit, now: at(1) };
                store.templates.add(command).await.unwrap();
            }
        })
        .await;
    let seeded = 2;
    assert_eq!(verify(&world).await, Ok(seeded + 20));
}

async fn a_row_changed_by_hand_is_found(world: World) {
    world.owner(1).await;
    world.owner(2).await;
    world.execute("UPDATE audit_logs SET entity_id = 99 WHERE id = 3").await;
    assert_eq!(verify(&world).await, Err(ChainBreak::Changed { id: 3 }));
}

async fn rows_cut_off_are_found(world: World) {
    world.owner(1).await;
    world.execute("DELETE FROM audit_logs WHERE id = 3").await;
    assert_eq!(verify(&world).await, Err(ChainBreak::CutOff));
}

async fn the_log_is_read_in_parts(world: World) {
    for telegram_id in 1..=3 {
        world.owner(telegram_id).await;
    }
    let read = async |after: Option<i64>, limit| {
        let records = world.store.audit.read_after(after.map(AuditLogId), limit).await.unwrap();
        records.iter().map(|record| record.id).collect::<Vec<_>>()
    };
    assert_eq!(read(None, 2).await, [1, 2]);
    assert_eq!(read(Some(2), 2).await, [3, 4]);
    assert_eq!(read(Some(4), 9).await, [5]);
    let newest: Vec<_> =
        world.store.audit.newest(2).await.unwrap().iter().map(|record| record.id).collect();
    assert_eq!(newest, [5, 4]);
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
        world.store.templates.add(command).await.unwrap();
    }
    let last = world.last_audit().await;
    let template = last.row.entity_id.unwrap();
    let page = async |filter: AuditFilter, oldest_first, page| -> Page<AuditRecord> {
        let request = PageRequest { page, per_page: 2 };
        world.store.audit.search(&filter, oldest_first, request).await.unwrap()
    };
    let since = || AuditFilter { from: Some(at(1000)), ..AuditFilter::default() };
    let seconds = |page: Page<AuditRecord>| -> (Vec<i64>, u64) {
        let second = |record: AuditRecord| (record.row.created_at - at(0)).num_seconds();
        (page.items.into_iter().map(second).collect(), page.total)
    };
    assert_eq!(seconds(page(since(), false, 1).await), (vec![3, 2], 3));
    assert_eq!(seconds(page(since(), false, 2).await), (vec![1], 3));
    assert_eq!(seconds(page(since(), true, 1).await), (vec![1, 2], 3));
    let filters: [(AuditFilter, Vec<i64>); 8] = [
        (AuditFilter { actor: Some(AuditActor::Cli), ..since() }, vec![1]),
        (AuditFilter { admin_id: Some(owner), ..since() }, vec![3, 2]),
        (AuditFilter { action: Some("create_template".into()), ..since() }, vec![2, 1]),
        (AuditFilter { entity: Some("thing".into()), ..since() }, vec![3, 2]),
        (AuditFilter { entity_id: Some(template), ..since() }, vec![3]),
        (AuditFilter { request_id: Some("r-1".into()), ..since() }, vec![2]),
        (AuditFilter { until: Some(at(2999)), ..since() }, vec![2, 1]),
        (AuditFilter { entity: Some("thing".into()), entity_id: Some(1), ..since() }, vec![]),
    ];
    for (filter, expected) in filters {
        let (found, total) = seconds(page(filter.clone(), false, 1).await);
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!(total, expected.len() as u64, "{filter:?}");
    }
}

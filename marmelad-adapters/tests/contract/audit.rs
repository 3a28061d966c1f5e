//! The audit chain.

use marmelad_core::domain::audit::{ChainBreak, ChainVerifier};
use marmelad_core::domain::ids::AuditLogId;
use marmelad_core::ports::ChangeSettings;
use serde_json::json;

use crate::scene::{entry, owner};
use crate::world::{World, at};

contract!(
    the_chain_holds_after_changes_of_every_kind_at_once,
    a_row_changed_by_hand_is_found,
    rows_cut_off_are_found,
    the_log_is_read_in_parts,
);

async fn verify(world: &World) -> Result<u64, ChainBreak> {
    let mut verifier = ChainVerifier::new();
    for record in world.store.audit.read_after(None, 10_000).await.unwrap() {
        verifier.push(&record)?;
    }
    verifier.finish(&world.store.audit.head().await.unwrap())
}

async fn the_chain_holds_after_changes_of_every_kind_at_once(world: World) {
    world
        .race(|store, number| async move {
            if number % 2 == 0 {
                store
                    .admins
                    .save(owner(i64::try_from(number).unwrap()))
                    .await
                    .unwrap();
            } else {
                let audit = entry("update_setting")
                    .field("reminder_hour", Some(1), Some(number))
                    .field("text", Some("Привет, \"мир\" \\ 😀"), None)
                    .seen_from(Some("2001:db8::1".into()), Some("r".repeat(99)));
                let changes = vec![("reminder_hour".to_owned(), Some(json!(number)), audit)];
                store
                    .settings
                    .change(ChangeSettings {
                        changes,
                        admin_id: None,
                        now: at(1),
                    })
                    .await
                    .unwrap();
            }
        })
        .await;
    let seeded = 2;
    assert_eq!(verify(&world).await, Ok(seeded + 20));
}

async fn a_row_changed_by_hand_is_found(world: World) {
    world.owner(1).await;
    world.owner(2).await;
    world
        .execute("UPDATE audit_logs SET entity_id = 99 WHERE id = 3")
        .await;
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
        let records = world
            .store
            .audit
            .read_after(after.map(AuditLogId), limit)
            .await
            .unwrap();
        records.iter().map(|record| record.id).collect::<Vec<_>>()
    };
    assert_eq!(read(None, 2).await, [1, 2]);
    assert_eq!(read(Some(2), 2).await, [3, 4]);
    assert_eq!(read(Some(4), 9).await, [5]);
    let newest: Vec<_> = world
        .store
        .audit
        .newest(2)
        .await
        .unwrap()
        .iter()
        .map(|record| record.id)
        .collect();
    assert_eq!(newest, [5, 4]);
}

//! Cashiers and their requests.

use chrono::Duration;
use marmelad_core::audit::AuditEntry;
use marmelad_core::kernel::{CashierId, PageRequest, TelegramId};
use marmelad_core::notifications::{Notice, NotificationResult};
use marmelad_core::staff::{
    ASK_AGAIN_AFTER, AccessAnswer, AccessRequest, Cashier, CashierDecision, CashierFilter,
    CashierStatus, ChangeCashier, DecideCashier, DecisionOutcome, NotificationGroup, RequestAccess,
    SaveAdmin,
};

use crate::outbox::claim_all;
use crate::scene::{decision_by_operator, owner, saved};
use crate::world::{World, at, profile};

contract!(
    one_request_however_many_contacts_arrive_at_once,
    a_contact_is_answered_by_the_record,
    a_rejected_person_asks_again_after_a_day,
    only_active_admins_of_the_group_are_told,
    the_first_decision_wins,
    the_other_admins_messages_say_who_decided,
    a_request_not_sent_yet_is_dropped,
    the_cashier_is_told,
    cashiers_are_listed_by_status,
    an_owner_corrects_name_and_shop,
    lists_come_in_pages
);

async fn ask(world: &World, telegram_id: i64, now: chrono::DateTime<chrono::Utc>) -> AccessRequest {
    let command = RequestAccess { profile: profile(telegram_id, "Ира"), now };
    world.store.cashiers.request_access(command).await.unwrap()
}

async fn kinds(world: &World, status: &str) -> Vec<String> {
    world
        .texts(&format!("SELECT kind FROM notifications WHERE status = '{status}' ORDER BY id"))
        .await
}

async fn one_request_however_many_contacts_arrive_at_once(world: World) {
    world.owner(1).await;
    world.owner(2).await;
    let answers = world
        .race(|store, _| async move {
            let command = RequestAccess { profile: profile(9, "Ира"), now: at(0) };
            store.cashiers.request_access(command).await.unwrap().answer
        })
        .await;
    assert_eq!(answers.iter().filter(|answer| **answer == AccessAnswer::File).count(), 1);
    assert_eq!(answers.iter().filter(|answer| **answer == AccessAnswer::Pending).count(), 19);
    assert_eq!(world.number("SELECT COUNT(*) FROM cashiers").await, 1);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM admins WHERE telegram_id = 9 AND is_active = 0").await,
        1
    );
    assert_eq!(kinds(&world, "pending").await, ["cashier_request", "cashier_request"]);
}

async fn a_contact_is_answered_by_the_record(world: World) {
    let asked = ask(&world, 9, at(0)).await;
    assert_eq!((asked.answer, asked.cashier.status), (AccessAnswer::File, CashierStatus::Pending));
    assert_eq!(ask(&world, 9, at(1)).await.answer, AccessAnswer::Pending);
    world.decide(&asked.cashier, CashierDecision::Approve).await;
    assert_eq!(ask(&world, 9, at(2)).await.answer, AccessAnswer::Active);
    world.decide(&asked.cashier, CashierDecision::Deactivate).await;
    assert_eq!(ask(&world, 9, at(3)).await.answer, AccessAnswer::Inactive);
}

async fn a_rejected_person_asks_again_after_a_day(world: World) {
    world.owner(1).await;
    let cashier = ask(&world, 9, at(0)).await.cashier;
    world.decide(&cashier, CashierDecision::Reject).await;
    let may_ask_at = at(0) + ASK_AGAIN_AFTER;
    assert_eq!(
        ask(&world, 9, may_ask_at - Duration::milliseconds(1)).await.answer,
        AccessAnswer::Rejected { may_ask_at }
    );
    let again = ask(&world, 9, may_ask_at).await;
    assert_eq!((again.answer, again.cashier.id), (AccessAnswer::File, cashier.id));
    assert_eq!(again.cashier.status, CashierStatus::Pending);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM notifications WHERE kind = 'cashier_request'").await,
        2
    );
}

async fn only_active_admins_of_the_group_are_told(world: World) {
    world.owner(1).await;
    for (telegram_id, command) in [
        (2, SaveAdmin { is_active: false, ..owner(2) }),
        (3, SaveAdmin { notification_groups: vec![NotificationGroup::Alerts], ..owner(3) }),
    ] {
        assert_eq!(
            saved(world.store.admins.save(command).await.unwrap()).telegram_id,
            TelegramId(telegram_id)
        );
    }
    ask(&world, 9, at(0)).await;
    assert_eq!(world.number("SELECT SUM(chat_id) - 0 = 1 FROM notifications").await, 1);
}

async fn the_first_decision_wins(world: World) {
    let admin = world.owner(1).await;
    let cashier = ask(&world, 9, at(0)).await.cashier;
    let wanted = cashier.clone();
    let answers = world
        .race(move |store, number| {
            let decision =
                if number % 2 == 0 { CashierDecision::Approve } else { CashierDecision::Reject };
            let command = DecideCashier {
                admin_id: Some(admin.id),
                only_pending: true,
                audit: AuditEntry::admin(admin.id.0, decision.action(), "cashier"),
                ..decision_by_operator(&wanted, decision)
            };
            async move { store.cashiers.decide(command).await.unwrap() }
        })
        .await;
    let decided: Vec<&Cashier> = answers
        .iter()
        .filter_map(|answer| {
            if let DecisionOutcome::Decided(cashier) = answer { Some(cashier) } else { None }
        })
        .collect();
    assert_eq!(decided.len(), 1);
    let stored = world.store.cashiers.find(cashier.id).await.unwrap().unwrap();
    assert_eq!(*decided[0], stored);
    let by = Some("Владелец 1".to_owned());
    for answer in &answers {
        if let DecisionOutcome::NotAllowed { cashier, decided_by } = answer {
            assert_eq!((cashier, decided_by), (&stored, &by));
        }
    }
    assert_eq!(
        world
            .number(
                "SELECT COUNT(*) FROM audit_logs WHERE entity_id = 1 AND action LIKE '%_cashier'"
            )
            .await,
        1
    );
    let unknown = DecideCashier {
        cashier_id: CashierId(999),
        ..decision_by_operator(&cashier, CashierDecision::Approve)
    };
    assert_eq!(world.store.cashiers.decide(unknown).await.unwrap(), DecisionOutcome::NotFound);
}

/// Sends what waits, as message 500 + chat.
async fn send_all(world: &World) {
    for notification in claim_all(world, "sender", at(1)).await {
        let sent = NotificationResult::Sent(marmelad_core::kernel::MessageId(
            500 + notification.chat.telegram_id().0,
        ));
        world.store.outbox.record("sender", vec![(notification.id, sent)], at(1)).await.unwrap();
    }
}

async fn the_other_admins_messages_say_who_decided(world: World) {
    for telegram_id in [1, 2, 3] {
        world.owner(telegram_id).await;
    }
    let cashier = ask(&world, 9, at(0)).await.cashier;
    send_all(&world).await;
    let command = DecideCashier {
        pressed_in_chat: Some(TelegramId(2)),
        shop: None,
        decided_by: "Владелец 2".into(),
        now: at(2),
        ..decision_by_operator(&cashier, CashierDecision::Approve)
    };
    world.store.cashiers.decide(command).await.unwrap();
    let told: Vec<_> = claim_all(&world, "editor", at(2))
        .await
        .into_iter()
        .filter_map(|notification| match notification.notice {
            Notice::CashierRequestDecided { message_id, approved, decided_by, .. } => {
                Some((notification.chat.telegram_id().0, message_id.0, approved, decided_by))
            }
            _ => None,
        })
        .collect();
    assert_eq!(told, [(1, 501, true, "Владелец 2".into()), (3, 503, true, "Владелец 2".into())]);
    // Later decisions leave the decided messages alone.
    world.decide(&cashier, CashierDecision::Deactivate).await;
    world.decide(&cashier, CashierDecision::Approve).await;
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM notifications WHERE kind = 'cashier_request_decided'")
            .await,
        2
    );
}

async fn a_request_not_sent_yet_is_dropped(world: World) {
    world.owner(1).await;
    let cashier = ask(&world, 9, at(0)).await.cashier;
    world.decide(&cashier, CashierDecision::Reject).await;
    assert_eq!(kinds(&world, "dropped").await, ["cashier_request"]);
    assert_eq!(kinds(&world, "pending").await, ["cashier_rejected"]);
}

async fn the_cashier_is_told(world: World) {
    let cashier = ask(&world, 9, at(0)).await.cashier;
    for (millis, decision, status) in [
        (1, CashierDecision::Reject, CashierStatus::Rejected),
        (2, CashierDecision::Approve, CashierStatus::Active),
        (3, CashierDecision::Deactivate, CashierStatus::Inactive),
    ] {
        let command = DecideCashier { now: at(millis), ..decision_by_operator(&cashier, decision) };
        let outcome = world.store.cashiers.decide(command).await.unwrap();
        let DecisionOutcome::Decided(decided) = outcome else { panic!("{outcome:?}") };
        assert_eq!(decided.status, status);
    }
    assert_eq!(
        kinds(&world, "pending").await,
        ["cashier_rejected", "cashier_approved", "cashier_deactivated"]
    );
    let stored = world.store.cashiers.find_by_telegram_id(TelegramId(9)).await.unwrap().unwrap();
    assert_eq!(
        (stored.approved_at, stored.deactivated_at, stored.rejected_at),
        (Some(at(2)), Some(at(3)), None)
    );
}

async fn cashiers_are_listed_by_status(world: World) {
    let active = world.cashier(9).await;
    let pending = ask(&world, 10, at(0)).await.cashier;
    let list = async |statuses: &[CashierStatus]| {
        world
            .store
            .cashiers
            .list(statuses)
            .await
            .unwrap()
            .into_iter()
            .map(|cashier| cashier.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(list(&[]).await, [active.id, pending.id]);
    assert_eq!(list(&[CashierStatus::Pending]).await, [pending.id]);
    assert_eq!(
        list(&[CashierStatus::Active, CashierStatus::Pending]).await,
        [active.id, pending.id]
    );
    assert_eq!(list(&[CashierStatus::Rejected]).await, []);
}

async fn an_owner_corrects_name_and_shop(world: World) {
    ask(&world, 9, at(0)).await;
    let asked = world.store.cashiers.find_by_telegram_id(TelegramId(9)).await;
    let old = asked.unwrap().unwrap();
    let command = ChangeCashier {
        id: old.id,
        display_name: Some("Ирина".into()),
        shop: Some(Some("Светланская".into())),
        audit: AuditEntry::cli("update_cashier", "cashier"),
        now: at(1),
    };
    let change = |command| async { world.store.cashiers.change(command).await.unwrap() };
    let expected =
        Cashier {
            display_name: "Ирина".into(), shop: Some("Светланская".into()), ..old.clone()
        };
    assert_eq!(change(command.clone()).await, Some(expected.clone()));
    let newest = || async { world.store.audit.newest(1).await.unwrap().remove(0) };
    let written = newest().await;
    assert_eq!(
        written.row.payload,
        serde_json::json!({
            "display_name": { "changed": true },
            "shop": { "old": null, "new": "Светланская" },
        })
    );
    assert_eq!(change(command.clone()).await, Some(expected.clone()));
    assert_eq!(newest().await.id, written.id, "nothing changed");

    let nowhere = ChangeCashier { display_name: None, shop: Some(None), ..command.clone() };
    let expected = Cashier { shop: None, ..expected };
    assert_eq!(change(nowhere).await, Some(expected));
    let nobody = ChangeCashier { id: CashierId(999), ..command };
    assert_eq!(change(nobody).await, None);
}

async fn lists_come_in_pages(world: World) {
    for telegram_id in 1..=3 {
        ask(&world, telegram_id, at(telegram_id)).await;
    }
    let cashiers = &world.store.cashiers;
    let second = cashiers.find_by_telegram_id(TelegramId(2)).await.unwrap();
    let command = decision_by_operator(&second.unwrap(), CashierDecision::Approve);
    cashiers.decide(command).await.unwrap();
    let page = |is_active, status, page, per_page| async move {
        let filter = CashierFilter { is_active, status };
        let request = PageRequest { page, per_page };
        let found = cashiers.page(filter, request).await.unwrap();
        let ids: Vec<i64> = found.items.iter().map(|it| it.telegram_id.0).collect();
        (ids, found.total)
    };
    assert_eq!(page(None, None, 1, 2).await, (vec![1, 2], 3));
    assert_eq!(page(None, None, 2, 2).await, (vec![3], 3));
    assert_eq!(page(Some(true), None, 1, 50).await, (vec![2], 1));
    assert_eq!(page(Some(false), None, 1, 50).await, (vec![1, 3], 2));
    let pending = Some(CashierStatus::Pending);
    assert_eq!(page(None, pending, 1, 50).await, (vec![1, 3], 2));
    let inactive = Some(CashierStatus::Inactive);
    assert_eq!(page(None, inactive, 1, 50).await, (vec![], 0));
}

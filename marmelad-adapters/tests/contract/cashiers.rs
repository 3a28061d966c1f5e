//! Cashiers and their requests.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::audit::AuditEntry;
use marmelad_core::kernel::{CashierId, MessageId, PageRequest, TelegramId};
use marmelad_core::notifications::{Notice, NotificationResult};
use marmelad_core::staff::{
    ASK_AGAIN_AFTER, AccessAnswer, AccessRequest, Cashier, CashierDecision, CashierFilter,
    CashierStatus, ChangeCashier, DecideCashier, DecisionOutcome, NotificationGroup, RequestAccess,
    SaveAdmin,
};
use serde_json::json;

use crate::outbox::claim_all;
use crate::scene::{decision_by_operator, owner};
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
    cashiers_are_listed_by_status_and_in_pages,
    an_owner_corrects_name_and_shop,
);

async fn ask(world: &World, now: DateTime<Utc>) -> AccessRequest {
    let command = RequestAccess { profile: profile(9, "Ира"), now };
    world.cashiers.request_access(command).await.unwrap()
}

async fn kinds(world: &World, status: &str) -> Vec<String> {
    let kinds = format!("SELECT kind FROM notifications WHERE status = '{status}' ORDER BY id");
    world.texts(&kinds).await
}

async fn one_request_however_many_contacts_arrive_at_once(world: World) {
    world.owner(1).await;
    world.owner(2).await;
    let answers = world
        .race(|world, _| async move {
            let command = RequestAccess { profile: profile(9, "Ира"), now: at(0) };
            world.cashiers.request_access(command).await.unwrap().answer
        })
        .await;
    assert_eq!(matching!(answers, AccessAnswer::File), 1);
    assert_eq!(matching!(answers, AccessAnswer::Pending), 19);
    assert_eq!(world.count("cashiers").await, 1);
    assert_eq!(world.count("admins WHERE telegram_id = 9 AND is_active = 0").await, 1);
    assert_eq!(kinds(&world, "pending").await, ["cashier_request", "cashier_request"]);
}

async fn a_contact_is_answered_by_the_record(world: World) {
    let asked = ask(&world, at(0)).await;
    assert_eq!((asked.answer, asked.cashier.status), (AccessAnswer::File, CashierStatus::Pending));
    assert_eq!(ask(&world, at(1)).await.answer, AccessAnswer::Pending);
    for (decision, answer) in [
        (CashierDecision::Approve, AccessAnswer::Active),
        (CashierDecision::Deactivate, AccessAnswer::Inactive),
    ] {
        world.decide(&asked.cashier, decision).await;
        assert_eq!(ask(&world, at(2)).await.answer, answer);
    }
}

async fn a_rejected_person_asks_again_after_a_day(world: World) {
    world.owner(1).await;
    let cashier = world.request(9).await;
    world.decide(&cashier, CashierDecision::Reject).await;
    let may_ask_at = at(0) + ASK_AGAIN_AFTER;
    let early = ask(&world, may_ask_at - Duration::milliseconds(1)).await.answer;
    assert_eq!(early, AccessAnswer::Rejected { may_ask_at });
    let again = ask(&world, may_ask_at).await;
    assert_eq!((again.answer, again.cashier.id), (AccessAnswer::File, cashier.id));
    assert_eq!(again.cashier.status, CashierStatus::Pending);
    assert_eq!(world.count("notifications WHERE kind = 'cashier_request'").await, 2);
}

async fn only_active_admins_of_the_group_are_told(world: World) {
    world.owner(1).await;
    world.admin(SaveAdmin { is_active: false, ..owner(2) }).await;
    let notification_groups = vec![NotificationGroup::Alerts];
    world.admin(SaveAdmin { notification_groups, ..owner(3) }).await;
    world.request(9).await;
    assert_eq!(world.raw.ints("SELECT chat_id FROM notifications").await, [1]);
}

async fn the_first_decision_wins(world: World) {
    let admin = world.owner(1).await;
    let cashier = world.request(9).await;
    let wanted = cashier.clone();
    let answers = world
        .race(move |world, number| {
            let decision =
                if number % 2 == 0 { CashierDecision::Approve } else { CashierDecision::Reject };
            let command = DecideCashier {
                admin_id: Some(admin.id),
                only_pending: true,
                audit: AuditEntry::admin(admin.id.0, decision.action(), "cashier"),
                ..decision_by_operator(&wanted, decision)
            };
            async move { world.cashiers.decide(command).await.unwrap() }
        })
        .await;
    let stored = world.cashiers.find(cashier.id).await.unwrap().unwrap();
    let refused = DecisionOutcome::NotAllowed {
        cashier: stored.clone(),
        decided_by: Some("Владелец 1".into()),
    };
    let decided = DecisionOutcome::Decided(stored);
    assert_eq!(answers.iter().filter(|answer| **answer == decided).count(), 1);
    assert_eq!(answers.iter().filter(|answer| **answer == refused).count(), 19);
    assert_eq!(world.count("audit_logs WHERE entity_id = 1 AND action LIKE '%_cashier'").await, 1);
    let approval = decision_by_operator(&cashier, CashierDecision::Approve);
    let unknown = DecideCashier { cashier_id: CashierId(999), ..approval };
    assert_eq!(world.cashiers.decide(unknown).await.unwrap(), DecisionOutcome::NotFound);
}

async fn the_other_admins_messages_say_who_decided(world: World) {
    for telegram_id in [1, 2, 3] {
        world.owner(telegram_id).await;
    }
    let cashier = world.request(9).await;
    for request in claim_all(&world, "sender", at(1)).await {
        let sent = NotificationResult::Sent(MessageId(500 + request.chat.telegram_id().0));
        world.outbox.record("sender", vec![(request.id, sent)], at(1)).await.unwrap();
    }
    let command = DecideCashier {
        pressed_in_chat: Some(TelegramId(2)),
        decided_by: "Владелец 2".into(),
        now: at(2),
        ..decision_by_operator(&cashier, CashierDecision::Approve)
    };
    world.cashiers.decide(command).await.unwrap();
    let mut told = Vec::new();
    for notification in claim_all(&world, "editor", at(2)).await {
        if let Notice::CashierRequestDecided { message_id, approved, decided_by, .. } =
            notification.notice
        {
            told.push((notification.chat.telegram_id().0, message_id.0, approved, decided_by));
        }
    }
    assert_eq!(told, [(1, 501, true, "Владелец 2".into()), (3, 503, true, "Владелец 2".into())]);
    // Later decisions leave the decided messages alone.
    world.decide(&cashier, CashierDecision::Deactivate).await;
    world.decide(&cashier, CashierDecision::Approve).await;
    assert_eq!(world.count("notifications WHERE kind = 'cashier_request_decided'").await, 2);
}

async fn a_request_not_sent_yet_is_dropped(world: World) {
    world.owner(1).await;
    let cashier = world.request(9).await;
    world.decide(&cashier, CashierDecision::Reject).await;
    assert_eq!(kinds(&world, "dropped").await, ["cashier_request"]);
    assert_eq!(kinds(&world, "pending").await, ["cashier_rejected"]);
}

async fn the_cashier_is_told(world: World) {
    let cashier = world.request(9).await;
    for (millis, decision, status) in [
        (1, CashierDecision::Reject, CashierStatus::Rejected),
        (2, CashierDecision::Approve, CashierStatus::Active),
        (3, CashierDecision::Deactivate, CashierStatus::Inactive),
    ] {
        let command = DecideCashier { now: at(millis), ..decision_by_operator(&cashier, decision) };
        let outcome = world.cashiers.decide(command).await.unwrap();
        let DecisionOutcome::Decided(decided) = outcome else { panic!("{outcome:?}") };
        assert_eq!(decided.status, status);
    }
    let told = ["cashier_rejected", "cashier_approved", "cashier_deactivated"];
    assert_eq!(kinds(&world, "pending").await, told);
    let stored = world.cashiers.find_by_telegram_id(TelegramId(9)).await.unwrap().unwrap();
    assert_eq!(
        (stored.approved_at, stored.deactivated_at, stored.rejected_at),
        (Some(at(2)), Some(at(3)), None)
    );
}

async fn cashiers_are_listed_by_status_and_in_pages(world: World) {
    use CashierStatus::{Active, Inactive, Pending, Rejected};
    for telegram_id in 1..=3 {
        world.request(telegram_id).await;
    }
    world.cashier(2).await;
    let cashiers = &world.cashiers;
    let ids = |found: Vec<Cashier>| found.iter().map(|it| it.telegram_id.0).collect::<Vec<_>>();
    for (statuses, expected) in [
        (&[][..], vec![1, 2, 3]),
        (&[Pending], vec![1, 3]),
        (&[Active, Pending], vec![1, 2, 3]),
        (&[Rejected], vec![]),
    ] {
        assert_eq!(ids(cashiers.list(statuses).await.unwrap()), expected, "{statuses:?}");
    }
    for (is_active, status, page, expected, total) in [
        (None, None, 1, vec![1, 2], 3),
        (None, None, 2, vec![3], 3),
        (Some(true), None, 1, vec![2], 1),
        (Some(false), None, 1, vec![1, 3], 2),
        (None, Some(Pending), 1, vec![1, 3], 2),
        (None, Some(Inactive), 1, vec![], 0),
    ] {
        let filter = CashierFilter { is_active, status };
        let found = cashiers.page(filter, PageRequest { page, per_page: 2 }).await.unwrap();
        assert_eq!((ids(found.items), found.total), (expected, total), "{is_active:?} {status:?}");
    }
}

async fn an_owner_corrects_name_and_shop(world: World) {
    let old = world.request(9).await;
    let command = ChangeCashier {
        id: old.id,
        display_name: Some("Ирина".into()),
        shop: Some(Some("Светланская".into())),
        audit: AuditEntry::cli("update_cashier", "cashier"),
        now: at(1),
    };
    let change = async |command| world.cashiers.change(command).await.unwrap();
    let expected =
        Cashier {
            display_name: "Ирина".into(), shop: Some("Светланская".into()), ..old
        };
    // The second time nothing changes, and nothing is written.
    for _ in 0..2 {
        assert_eq!(change(command.clone()).await, Some(expected.clone()));
    }
    assert_eq!(world.audited("update_cashier").await, 1);
    let told = json!({
        "display_name": { "changed": true },
        "shop": { "old": null, "new": "Светланская" },
    });
    assert_eq!(world.last_audit().await.row.payload, told);

    let nowhere = ChangeCashier { display_name: None, shop: Some(None), ..command.clone() };
    assert_eq!(change(nowhere).await, Some(Cashier { shop: None, ..expected }));
    assert_eq!(change(ChangeCashier { id: CashierId(999), ..command }).await, None);
}

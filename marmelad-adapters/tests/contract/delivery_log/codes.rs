//! Every recipient gets a code, while there are some.

use std::collections::{BTreeMap, BTreeSet};

use marmelad_core::alerts::StopCode;
use marmelad_core::broadcasts::{BroadcastMove, BroadcastStatus, MarkedRecipient};
use marmelad_core::discounts::TemplateTerms;
use marmelad_core::kernel::TemplateId;

use super::{not_sent, rows};
use crate::broadcasts::with_template;
use crate::scene::{code, manual};
use crate::world::World;

contract!(
    everybody_gets_one_code_however_often_they_are_tried,
    when_the_budget_is_gone_the_rest_is_skipped_and_owners_are_told,
    a_template_switched_off_stops_the_broadcast,
);

async fn everybody_gets_one_code_however_often_they_are_tried(world: World) {
    world.clients(4).await;
    // One of the codes to give is taken already.
    let other = world.held(2000, 0).await;
    world.set("users SET is_test = 1", other.user_id).await;
    world.set(&format!("discounts SET code = '{}'", code(1)), other.id).await;
    let template = world.template(manual()).await.id;
    let id = world.fanned_out(&with_template(&world, template).await).await;
    let first = world.marked(id, "me", 4).await;
    let of = |marked: &[MarkedRecipient]| -> BTreeMap<i64, String> {
        let code = |marked: &MarkedRecipient| marked.recipient.discount.clone().unwrap().code;
        marked.iter().map(|marked| (marked.user_id.0, code(marked))).collect()
    };
    let codes = of(&first);
    world.totals_equal_the_rows().await;
    assert_eq!(codes.values().collect::<BTreeSet<_>>().len(), 4);
    assert!(!codes.values().any(|given| *given == code(1).to_string()));
    let results = first.iter().map(|marked| not_sent(marked, 0)).collect();
    world.recorded(id, "me", results).await;
    let second = world.marked(id, "me", 4).await;
    assert_eq!(of(&second), codes, "the same as before");
    assert_eq!(issued(&world, template).await, (4, 4));
    let kept =
        "broadcast_logs l JOIN discounts d ON d.id = l.discount_id AND d.user_id = l.user_id";
    assert_eq!(world.count(kept).await, 4);
}

/// The template's count, and codes of the broadcast.
async fn issued(world: &World, template: TemplateId) -> (i64, i64) {
    let codes = world.count("discounts WHERE broadcast_id IS NOT NULL AND source = 'broadcast'");
    (world.find_template(template).await.issued_count.into(), codes.await)
}

async fn when_the_budget_is_gone_the_rest_is_skipped_and_owners_are_told(world: World) {
    world.clients(5).await;
    world.owner(900).await;
    let limited = TemplateTerms { total_limit: Some(3), ..manual() };
    let template = world.template(limited).await.id;
    let id = world.fanned_out(&with_template(&world, template).await).await;
    assert_eq!(world.marked(id, "me", 4).await.len(), 3);
    let held = world.now(id).await;
    assert_eq!(held.status, BroadcastStatus::Paused);
    assert_eq!(held.stop.unwrap().code, StopCode::Budget);
    assert_eq!(world.rows(id).await, rows(&[("pending", 1), ("sending", 3), ("skipped", 1)]));
    assert_eq!(world.told("alert").await, 1);
    assert_eq!(issued(&world, template).await, (3, 3));
    // The owner gives more.
    world.execute("UPDATE discount_templates SET total_limit = 10").await;
    world.moved(id, BroadcastMove::Resume).await;
    assert_eq!(world.marked(id, "me", 4).await.len(), 1);
}

async fn a_template_switched_off_stops_the_broadcast(world: World) {
    world.clients(2).await;
    let template = world.template(manual()).await.id;
    let id = world.fanned_out(&with_template(&world, template).await).await;
    world.execute("UPDATE discount_templates SET is_active = 0").await;
    assert_eq!(world.marked(id, "me", 2).await, []);
    let stopped = world.now(id).await;
    assert_eq!(stopped.status, BroadcastStatus::Error);
    assert_eq!(stopped.stop.unwrap().code, StopCode::TemplateUnusable);
    assert_eq!(world.rows(id).await, rows(&[("pending", 2)]));
}

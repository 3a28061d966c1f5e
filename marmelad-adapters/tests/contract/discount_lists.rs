//! Lists of discounts and of their usage.

use std::collections::BTreeMap;

use chrono::Duration;
use marmelad_core::discounts::{
    DiscountCode, DiscountFilter, DiscountList, DiscountSortKey, DiscountSource, DiscountState,
    ListedDiscount, Refusal, RefusedAttempt, TemplateEvent, TemplateTerms, UndoRedemption,
    UndoTarget, UsageFilter, UsageList, UsageRecord, UsageSource, UsageStatus,
};
use marmelad_core::kernel::{ClientId, DiscountId, PageRequest, Sorting, TimeRange, UsageLogId};

use crate::scene::{code, operator, redemption, terms};
use crate::world::{World, at};

contract!(
    every_discount_is_in_one_state,
    discounts_are_found_by_what_is_given,
    pages_come_in_order_and_do_not_overlap,
    portions_give_each_once,
    the_usage_log_tells_what_happened,
    attempts_are_found_by_what_is_given,
);

async fn list(world: &World, filter: DiscountFilter) -> Vec<DiscountId> {
    let sort = Sorting::ascending(DiscountSortKey::CreatedAt);
    let found = page(world, filter, sort, 1, 200).await;
    found.into_iter().map(|one| one.discount.id).collect()
}

async fn page(
    world: &World,
    filter: DiscountFilter,
    sort: Sorting<DiscountSortKey>,
    page: u32,
    per_page: u32,
) -> Vec<ListedDiscount> {
    let list = DiscountList { filter, sort, page: PageRequest { page, per_page }, now: at(1_000) };
    let found = world.store.discount_lists.list(list).await.unwrap();
    assert!(found.total >= found.items.len() as u64 && found.is_total_exact());
    found.items
}

/// Five clients with a discount each, by their numbers from 0: untouched, used, expired, revoked, revoked after use.
async fn lives(world: &World) -> Vec<(ClientId, DiscountId, DiscountCode)> {
    let mut all = Vec::new();
    for number in 0..5 {
        let user = world.user(100 + i64::try_from(number).unwrap()).await.id;
        let discount = world.single(user, number).await;
        all.push((user, discount.id, discount.code));
    }
    for place in [1, 4] {
        let redeem = redemption(&all[place].2, operator(), at(10));
        world.store.discounts.redeem(redeem).await.unwrap();
    }
    for (place, change) in [
        (2, "expires_at = created_at"),
        (3, "revoked_at = created_at"),
        (4, "revoked_at = created_at"),
    ] {
        let sql = format!("UPDATE discounts SET {change} WHERE id = {}", all[place].1);
        world.execute(&sql).await;
    }
    all
}

async fn every_discount_is_in_one_state(world: World) {
    let all = lives(&world).await;
    let mut states = BTreeMap::new();
    for state in DiscountState::ALL {
        let filter = DiscountFilter { state: Some(*state), ..DiscountFilter::default() };
        let sort = Sorting::descending(DiscountSortKey::ExpiresAt);
        for found in page(&world, filter, sort, 1, 50).await {
            assert_eq!(DiscountState::of(&found.discount, at(1_000)), *state);
            let before = states.insert(found.discount.id, *state);
            assert_eq!(before, None, "in two states");
        }
    }
    let expected = [
        DiscountState::Active,
        DiscountState::Used,
        DiscountState::Expired,
        DiscountState::Revoked,
        DiscountState::Revoked,
    ];
    let found: Vec<_> = all.iter().map(|(_, id, _)| states[id]).collect();
    assert_eq!(found, expected);
}

async fn discounts_are_found_by_what_is_given(world: World) {
    let all = lives(&world).await;
    let id = |place: usize| all[place].1;
    let found = world.store.discount_lists.find(id(1)).await.unwrap();
    let found = found.unwrap();
    assert_eq!(found.client.user_id, all[1].0);
    assert_eq!(found.client.display_name, "Анна");
    assert_eq!((found.discount.id, &found.discount.code), (id(1), &all[1].2));
    let missing = world.store.discount_lists.find(DiscountId(999)).await;
    assert_eq!(missing.unwrap(), None);

    world
        .execute(&format!(
            "UPDATE discounts SET is_test = true, source = 'import' WHERE id = {}",
            id(0)
        ))
        .await;
    let template = found.discount.template_id;
    let any = DiscountFilter::default;
    for (filter, expected) in [
        (any(), vec![id(0), id(1), id(2), id(3), id(4)]),
        (DiscountFilter { is_test: Some(false), ..any() }, vec![id(1), id(2), id(3), id(4)]),
        (DiscountFilter { is_test: Some(true), ..any() }, vec![id(0)]),
        (DiscountFilter { source: Some(DiscountSource::Import), ..any() }, vec![id(0)]),
        (DiscountFilter { user_id: Some(all[2].0), ..any() }, vec![id(2)]),
        (DiscountFilter { template_id: template, ..any() }, vec![id(1)]),
        (DiscountFilter { code_prefix: Some(all[3].2.to_string()), ..any() }, vec![id(3)]),
        (
            DiscountFilter {
                code_prefix: Some("АБВ".into()),
                state: Some(DiscountState::Used),
                ..any()
            },
            vec![id(1)],
        ),
        (
            DiscountFilter { code_prefix: Some("АБ".into()), ..any() },
            vec![id(0), id(1), id(2), id(3), id(4)],
        ),
        (DiscountFilter { code_prefix: Some("АБГ".into()), ..any() }, vec![]),
        (
            DiscountFilter { used: TimeRange { from: Some(at(10)), to: Some(at(10)) }, ..any() },
            vec![id(1), id(4)],
        ),
        (
            DiscountFilter { expires: TimeRange { from: None, to: Some(at(0)) }, ..any() },
            vec![id(2)],
        ),
        (DiscountFilter { created: TimeRange { from: Some(at(1)), to: None }, ..any() }, vec![]),
        (
            DiscountFilter { campaign_id: Some(1.into()), broadcast_id: Some(1.into()), ..any() },
            vec![],
        ),
    ] {
        assert_eq!(list(&world, filter.clone()).await, expected, "{filter:?}");
    }
}

async fn pages_come_in_order_and_do_not_overlap(world: World) {
    let all = lives(&world).await;
    for key in [DiscountSortKey::CreatedAt, DiscountSortKey::ExpiresAt, DiscountSortKey::UsedAt] {
        let mut orders = Vec::new();
        for sort in [Sorting::ascending(key), Sorting::descending(key)] {
            let mut ids = Vec::new();
            for number in 1..=3 {
                let found = page(&world, DiscountFilter::default(), sort, number, 2).await;
                ids.extend(found.into_iter().map(|one| one.discount.id));
            }
            assert_eq!(ids.len(), all.len(), "{key:?}");
            orders.push(ids);
        }
        orders[1].reverse();
        assert_eq!(orders[0], orders[1], "{key:?}");
    }
    let by_end = Sorting::ascending(DiscountSortKey::ExpiresAt);
    let first = page(&world, DiscountFilter::default(), by_end, 1, 1).await;
    assert_eq!(first[0].discount.id, all[2].1);
    let by_use = Sorting::descending(DiscountSortKey::UsedAt);
    let first = page(&world, DiscountFilter::default(), by_use, 1, 1).await;
    assert_eq!(first[0].discount.id, all[4].1);
}

async fn portions_give_each_once(world: World) {
    let all = lives(&world).await;
    let filter = DiscountFilter { code_prefix: Some("АБВ".into()), ..DiscountFilter::default() };
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let lists = &world.store.discount_lists;
        let portion = lists.portion(&filter, at(1_000), after, 2).await.unwrap();
        let Some(last) = portion.last() else { break };
        after = Some(last.discount.id);
        ids.extend(portion.into_iter().map(|one| one.discount.id));
    }
    let expected: Vec<_> = all.iter().map(|(_, id, _)| *id).collect();
    assert_eq!(ids, expected);
}

async fn logs(world: &World, filter: UsageFilter) -> Vec<UsageRecord> {
    let list =
        UsageList { filter, is_descending: false, page: PageRequest::default(), now: at(1_000) };
    let found = world.store.discount_lists.usage_logs(list).await.unwrap();
    assert_eq!(found.total, found.items.len() as u64);
    found.items
}

async fn the_usage_log_tells_what_happened(world: World) {
    let user = world.user(7).await.id;
    let discount = world.single(user, 0).await;
    let till = world.till(900).await;
    let lists = &world.store.discount_lists;
    let redeem = redemption(&discount.code, till, at(10));
    world.store.discounts.redeem(redeem).await.unwrap();
    let used = logs(&world, UsageFilter::default()).await.remove(0);
    assert!(!used.is_redeemable, "a code that is used up is no secret");
    assert_eq!((used.status, used.undone_at), (UsageStatus::Success, None));
    assert_eq!(used.shop.as_deref(), Some("Светланская"));
    assert_eq!(used.client.as_ref().unwrap().user_id, user);
    assert_eq!(used.at, at(10));
    let about = lists.discount_of_log(used.id).await.unwrap();
    assert_eq!(about, Some(discount.id));
    assert_eq!(lists.discount_of_log(UsageLogId(999)).await.unwrap(), None);

    let undo = UndoRedemption {
        target: UndoTarget::Log(used.id),
        by: operator(),
        reason: "ошибка".into(),
        now: at(20),
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    let both = logs(&world, UsageFilter::default()).await;
    assert_eq!((both[0].id, both[0].undone_at), (used.id, Some(at(20))));
    assert_eq!(both[1].undoes_log_id, Some(used.id));
    assert_eq!(both[1].reason.as_deref(), Some("ошибка"));
    assert!(both.iter().all(|record| record.is_redeemable));
    let late = UsageList {
        filter: UsageFilter::default(),
        is_descending: true,
        page: PageRequest::default(),
        now: at(0) + Duration::days(31),
    };
    let late = lists.usage_logs(late).await.unwrap().items;
    assert_eq!(late[0].id, both[1].id, "the newest first");
    assert!(late.iter().all(|record| !record.is_redeemable), "it ended");
}

async fn attempts_are_found_by_what_is_given(world: World) {
    let user = world.user(7).await.id;
    let minimum = TemplateTerms {
        min_order_amount: Some(crate::scene::roubles(500)),
        ..terms(TemplateEvent::Manual)
    };
    let discount = world.discount(user, 0, minimum).await;
    let till = world.till(900).await;
    let refused = redemption(&discount.code, till, at(10));
    world.store.discounts.redeem(refused).await.unwrap();
    let unknown = RefusedAttempt {
        code: code(9).to_string(),
        refusal: Refusal::NotFound,
        by: operator(),
        key: None,
        now: at(20),
    };
    world.store.discounts.log_refusal(unknown).await.unwrap();
    let ids: Vec<_> =
        logs(&world, UsageFilter::default()).await.iter().map(|record| record.id).collect();
    let any = UsageFilter::default;
    for (filter, expected) in [
        (
            UsageFilter {
                status: Some(UsageStatus::NotFound),
                source: Some(UsageSource::Cli),
                ..any()
            },
            vec![ids[1]],
        ),
        (
            UsageFilter {
                cashier_id: till.cashier_id, shop: Some("Светланская".into()), ..any()
            },
            vec![ids[0]],
        ),
        (
            UsageFilter { user_id: Some(user), discount_id: Some(discount.id), ..any() },
            vec![ids[0]],
        ),
        (UsageFilter { code_prefix: Some("АБВ000".into()), ..any() }, vec![ids[1]]),
        (UsageFilter { at: TimeRange { from: Some(at(11)), to: None }, ..any() }, vec![ids[1]]),
        (UsageFilter { shop: Some("Фокина".into()), ..any() }, vec![]),
    ] {
        let found = logs(&world, filter.clone()).await;
        let found: Vec<_> = found.iter().map(|record| record.id).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
    // Nothing is known of a code that nobody has.
    let unknown = logs(&world, any()).await.remove(1);
    assert_eq!((unknown.discount_id, unknown.client), (None, None));
    assert!(!unknown.is_redeemable);
}

//! Lists of discounts and of their usage.

use std::collections::BTreeMap;

use chrono::Duration;
use marmelad_core::discounts::{
    Discount, DiscountFilter, DiscountList, DiscountSortKey, DiscountSource, DiscountState,
    ListedDiscount, Refusal, UndoTarget, UsageFilter, UsageList, UsageRecord, UsageSource,
    UsageStatus,
};
use marmelad_core::kernel::{DiscountId, PageRequest, Sorting, TimeRange, UsageLogId};

use crate::scene::{code, operator, redemption, refused, undo, with_minimum};
use crate::world::{World, at};

contract!(
    every_discount_is_in_one_state,
    discounts_are_found_by_what_is_given,
    pages_come_in_order_and_do_not_overlap,
    portions_give_each_once,
    the_usage_log_tells_what_happened,
    attempts_are_found_by_what_is_given,
);

async fn page(
    world: &World,
    filter: &DiscountFilter,
    sort: Sorting<DiscountSortKey>,
    page: u32,
    per_page: u32,
) -> Vec<i64> {
    let page = PageRequest { page, per_page };
    let list = DiscountList { filter: filter.clone(), sort, page, now: at(1_000) };
    let found = world.discount_lists.list(list).await.unwrap();
    assert!(found.total >= found.items.len() as u64 && found.is_total_exact());
    ids(&found.items)
}

fn ids(found: &[ListedDiscount]) -> Vec<i64> {
    found.iter().map(|one| one.discount.id.0).collect()
}

/// Five clients with a discount each, by their ids from 1: untouched, used, expired, revoked, revoked after use.
async fn lives(world: &World) -> Vec<Discount> {
    let mut all = Vec::new();
    for number in 0..5 {
        all.push(world.held(100 + i64::try_from(number).unwrap(), number).await);
    }
    for place in [1, 4] {
        world.redeemed(redemption(&all[place].code, operator(), at(10))).await;
    }
    world.set("discounts SET expires_at = created_at", 3).await;
    world.execute("UPDATE discounts SET revoked_at = created_at WHERE id IN (4, 5)").await;
    all
}

async fn every_discount_is_in_one_state(world: World) {
    lives(&world).await;
    let mut states = BTreeMap::new();
    for state in DiscountState::ALL {
        let filter = DiscountFilter { state: Some(*state), ..DiscountFilter::default() };
        let sort = Sorting::descending(DiscountSortKey::ExpiresAt);
        for id in page(&world, &filter, sort, 1, 50).await {
            let found = world.discount_lists.find(DiscountId(id)).await.unwrap().unwrap();
            assert_eq!(DiscountState::of(&found.discount, at(1_000)), *state);
            assert_eq!(states.insert(id, *state), None, "in two states");
        }
    }
    let expected = [
        DiscountState::Active,
        DiscountState::Used,
        DiscountState::Expired,
        DiscountState::Revoked,
        DiscountState::Revoked,
    ];
    assert!(states.into_iter().eq((1..).zip(expected)));
}

async fn discounts_are_found_by_what_is_given(world: World) {
    let all = lives(&world).await;
    let find = async |id| world.discount_lists.find(DiscountId(id)).await.unwrap();
    let found = find(2).await.unwrap();
    assert_eq!((found.client.user_id, &*found.client.display_name), (all[1].user_id, "Анна"));
    assert_eq!((found.discount.id, &found.discount.code), (all[1].id, &all[1].code));
    assert_eq!(find(999).await, None);

    world.set("discounts SET is_test = true, source = 'import'", 1).await;
    let any = DiscountFilter::default;
    let prefix = |text: &str| DiscountFilter { code_prefix: Some(text.into()), ..any() };
    let period =
        |from: Option<i64>, to: Option<i64>| TimeRange { from: from.map(at), to: to.map(at) };
    let of_nothing =
        DiscountFilter { campaign_id: Some(1.into()), broadcast_id: Some(1.into()), ..any() };
    let used = DiscountFilter { state: Some(DiscountState::Used), ..prefix("АБВ") };
    for (filter, expected) in [
        (any(), &[1, 2, 3, 4, 5][..]),
        (DiscountFilter { is_test: Some(false), ..any() }, &[2, 3, 4, 5]),
        (DiscountFilter { is_test: Some(true), ..any() }, &[1]),
        (DiscountFilter { source: Some(DiscountSource::Import), ..any() }, &[1]),
        (DiscountFilter { user_id: Some(all[2].user_id), ..any() }, &[3]),
        (DiscountFilter { template_id: all[1].template_id, ..any() }, &[2]),
        (prefix(all[3].code.as_ref()), &[4]),
        (used, &[2]),
        (prefix("АБ"), &[1, 2, 3, 4, 5]),
        (prefix("АБГ"), &[]),
        (DiscountFilter { used: period(Some(10), Some(10)), ..any() }, &[2, 5]),
        (DiscountFilter { expires: period(None, Some(0)), ..any() }, &[3]),
        (DiscountFilter { created: period(Some(1), None), ..any() }, &[]),
        (of_nothing, &[]),
    ] {
        let sort = Sorting::ascending(DiscountSortKey::CreatedAt);
        assert_eq!(page(&world, &filter, sort, 1, 200).await, expected, "{filter:?}");
    }
}

async fn pages_come_in_order_and_do_not_overlap(world: World) {
    lives(&world).await;
    for (key, first, last) in [
        (DiscountSortKey::CreatedAt, 1, 5),
        (DiscountSortKey::ExpiresAt, 3, 5),
        (DiscountSortKey::UsedAt, 1, 5),
    ] {
        let mut orders = Vec::new();
        for sort in [Sorting::ascending(key), Sorting::descending(key)] {
            let mut ids = Vec::new();
            for number in 1..=3 {
                ids.extend(page(&world, &DiscountFilter::default(), sort, number, 2).await);
            }
            orders.push(ids);
        }
        assert_eq!((orders[0].len(), orders[0][0], orders[0][4]), (5, first, last), "{key:?}");
        orders[1].reverse();
        assert_eq!(orders[0], orders[1], "{key:?}");
    }
}

async fn portions_give_each_once(world: World) {
    lives(&world).await;
    let filter = DiscountFilter { code_prefix: Some("АБВ".into()), ..DiscountFilter::default() };
    let mut found = Vec::new();
    loop {
        let after = found.last().copied().map(DiscountId);
        let lists = &world.discount_lists;
        let portion = lists.portion(&filter, at(1_000), after, 2).await.unwrap();
        if portion.is_empty() {
            break;
        }
        found.extend(ids(&portion));
    }
    assert_eq!(found, [1, 2, 3, 4, 5]);
}

async fn logs(world: &World, filter: UsageFilter) -> Vec<UsageRecord> {
    let page = PageRequest::default();
    let list = UsageList { filter, is_descending: false, page, now: at(1_000) };
    let found = world.discount_lists.usage_logs(list).await.unwrap();
    assert_eq!(found.total, found.items.len() as u64);
    found.items
}

async fn the_usage_log_tells_what_happened(world: World) {
    let discount = world.held(7, 0).await;
    let till = world.till(900).await;
    let lists = &world.discount_lists;
    world.redeemed(redemption(&discount.code, till, at(10))).await;
    let used = logs(&world, UsageFilter::default()).await.remove(0);
    assert!(!used.is_redeemable, "a code that is used up is no secret");
    assert_eq!((used.status, used.undone_at, used.at), (UsageStatus::Success, None, at(10)));
    assert_eq!(used.shop.as_deref(), Some("Светланская"));
    assert_eq!(used.client.as_ref().unwrap().user_id, discount.user_id);
    assert_eq!(lists.discount_of_log(used.id).await.unwrap(), Some(discount.id));
    assert_eq!(lists.discount_of_log(UsageLogId(999)).await.unwrap(), None);

    world.undo(undo(UndoTarget::Log(used.id), operator(), at(20))).await;
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
    let discount = world.discount(world.user(7).await.id, 0, with_minimum(500)).await;
    let till = world.till(900).await;
    world.redeem(redemption(&discount.code, till, at(9))).await;
    let unknown = refused(code(9).as_ref(), Refusal::NotFound, operator());
    world.discounts.log_refusal(unknown).await.unwrap();
    let any = UsageFilter::default;
    let status = Some(UsageStatus::NotFound);
    let shop = |shop: &str| UsageFilter { shop: Some(shop.into()), ..any() };
    let of_discount = UsageFilter { discount_id: Some(discount.id), ..any() };
    for (filter, expected) in [
        (UsageFilter { status, source: Some(UsageSource::Cli), ..any() }, &[2][..]),
        (UsageFilter { cashier_id: till.cashier_id, ..shop("Светланская") }, &[1]),
        (UsageFilter { user_id: Some(discount.user_id), ..of_discount }, &[1]),
        (UsageFilter { code_prefix: Some("АБВ000".into()), ..any() }, &[2]),
        (UsageFilter { at: TimeRange { from: Some(at(10)), to: None }, ..any() }, &[2]),
        (shop("Фокина"), &[]),
    ] {
        let found = logs(&world, filter.clone()).await;
        let found: Vec<_> = found.iter().map(|record| record.id.0).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
    // Nothing is known of a code that nobody has.
    let unknown = logs(&world, any()).await.remove(1);
    assert_eq!((unknown.discount_id, unknown.client), (None, None));
    assert!(!unknown.is_redeemable);
}

//! Purchases that a till enters.

use chrono::Duration;
use marmelad_core::discounts::{
    Discount, Redeemer, Refusal, TemplateEvent, TemplateTerms, UndoRedemption, UndoTarget,
    UsageSource,
};
use marmelad_core::kernel::{ClientId, DiscountId, PageRequest, Sorting, TimeRange};
use marmelad_core::orders::{
    AddOrder, AddOrderOutcome, Order, OrderFilter, OrderList, OrderSortKey, OrderSource,
    OrderStatus,
};

use crate::scene::{entry, operator, redemption, roubles, terms};
use crate::world::{World, at};

contract!(
    a_purchase_is_entered_with_its_audit_entry,
    one_purchase_of_the_till_stands_once_of_twenty,
    a_discount_is_redeemed_with_its_purchase_once_of_twenty,
    many_purchases_with_one_discount_leave_one,
    a_repetition_after_a_crash_finds_what_was_done,
    a_refused_discount_leaves_no_purchase,
    what_does_not_belong_together_is_told,
    another_purchase_under_a_tills_id_is_refused,
    purchases_are_found_and_sorted,
);

fn till() -> Redeemer {
    Redeemer { source: UsageSource::Api, ..operator() }
}

fn purchase(user: ClientId, rub: i64) -> AddOrder {
    AddOrder {
        user_id: user,
        amount: roubles(rub),
        external_id: None,
        discount_id: None,
        by: till(),
        key: None,
        now: at(10),
        audit: entry("create_order"),
    }
}

async fn add(world: &World, command: AddOrder) -> AddOrderOutcome {
    world.store.orders.add(command).await.unwrap()
}

fn added(outcome: AddOrderOutcome) -> Order {
    match outcome {
        AddOrderOutcome::Added(order) | AddOrderOutcome::Known(order) => *order,
        other => panic!("{other:?}"),
    }
}

async fn count(world: &World, table: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM {table}")).await
}

/// A client with a discount.
async fn holder(world: &World, telegram_id: i64) -> (ClientId, Discount) {
    let user = world.user(telegram_id).await.id;
    let number = usize::try_from(telegram_id).unwrap();
    (user, world.single(user, number).await)
}

async fn a_purchase_is_entered_with_its_audit_entry(world: World) {
    let user = world.user(7).await;
    let command = AddOrder { external_id: Some("Чек-1".into()), ..purchase(user.id, 1500) };
    let order = added(add(&world, command).await);
    let expected = Order {
        id: order.id,
        client: marmelad_core::discounts::ClientCard {
            user_id: user.id,
            display_name: user.display_name,
        },
        discount_id: None,
        cashier_id: None,
        shop: None,
        amount: roubles(1500),
        discount_amount: roubles(0),
        external_id: Some("Чек-1".into()),
        source: OrderSource::Api,
        status: OrderStatus::Completed,
        is_test: false,
        created_at: at(10),
    };
    assert_eq!(order, expected);
    let found = world.store.orders.find(order.id).await.unwrap();
    assert_eq!(found, Some(expected));
    let audited = format!(
        "SELECT COUNT(*) FROM audit_logs WHERE action = 'create_order' AND entity_id = {}",
        order.id
    );
    assert_eq!(world.number(&audited).await, 1);
}

async fn one_purchase_of_the_till_stands_once_of_twenty(world: World) {
    let user = world.user(7).await.id;
    let orders = world
        .race(move |store, _| async move {
            let command = AddOrder { external_id: Some("receipt".into()), ..purchase(user, 100) };
            store.orders.add(command).await.unwrap()
        })
        .await;
    let is_new = |outcome: &&AddOrderOutcome| matches!(outcome, AddOrderOutcome::Added(_));
    assert_eq!(orders.iter().filter(is_new).count(), 1);
    let ids: Vec<_> = orders.into_iter().map(|order| added(order).id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(count(&world, "orders").await, 1);
}

async fn a_discount_is_redeemed_with_its_purchase_once_of_twenty(world: World) {
    let (user, discount) = holder(&world, 7).await;
    let orders = world
        .race(move |store, _| async move {
            let command = AddOrder {
                external_id: Some("receipt".into()),
                discount_id: Some(discount.id),
                ..purchase(user, 1000)
            };
            added(store.orders.add(command).await.unwrap())
        })
        .await;
    assert!(orders.iter().all(|order| order == &orders[0]));
    assert_eq!(orders[0].discount_amount, roubles(100));
    assert_eq!(count(&world, "orders").await, 1);
    let uses = "SELECT uses_count FROM discounts";
    assert_eq!(world.number(uses).await, 1);
    let logs = "SELECT COUNT(*) FROM discount_usage_logs WHERE status = 'success' AND order_id IS NOT NULL AND source = 'api'";
    assert_eq!(world.number(logs).await, 1);
    assert_eq!(count(&world, "discount_usage_logs").await, 1);
    let told = "SELECT COUNT(*) FROM notifications WHERE kind = 'redeemed'";
    assert_eq!(world.number(told).await, 1);
}

async fn many_purchases_with_one_discount_leave_one(world: World) {
    let (user, discount) = holder(&world, 7).await;
    let outcomes = world
        .race(move |store, number| async move {
            let command = AddOrder {
                external_id: Some(format!("receipt {number}")),
                discount_id: Some(discount.id),
                ..purchase(user, 1000)
            };
            store.orders.add(command).await.unwrap()
        })
        .await;
    let used_up = |outcome: &&AddOrderOutcome| {
        matches!(outcome, AddOrderOutcome::Refused { refusal: Refusal::AlreadyUsed { .. }, .. })
    };
    assert_eq!(outcomes.iter().filter(used_up).count(), 19);
    assert_eq!(count(&world, "orders").await, 1);
}

/// The first was done and its answer lost.
async fn a_repetition_after_a_crash_finds_what_was_done(world: World) {
    let (user, discount) = holder(&world, 7).await;
    let plain = AddOrder { key: Some("api:one".into()), ..purchase(user, 300) };
    let with_discount = AddOrder {
        key: Some("api:two".into()),
        discount_id: Some(discount.id),
        ..purchase(user, 1000)
    };
    for command in [plain, with_discount.clone()] {
        let first = added(add(&world, command.clone()).await);
        let later = AddOrder { now: at(60_000), ..command };
        let again = add(&world, later).await;
        assert_eq!(again, AddOrderOutcome::Added(Box::new(first)));
    }
    assert_eq!(count(&world, "orders").await, 2);
    assert_eq!(count(&world, "discount_usage_logs").await, 1);
    let other = AddOrder { amount: roubles(999), ..with_discount.clone() };
    assert_eq!(add(&world, other).await, AddOrderOutcome::KeyReused);
    // A refusal is answered again as it was, and written once.
    let refused = AddOrder { key: Some("api:three".into()), ..with_discount };
    let first = add(&world, refused.clone()).await;
    assert!(matches!(first, AddOrderOutcome::Refused { .. }), "{first:?}");
    assert_eq!(add(&world, refused).await, first);
    assert_eq!(count(&world, "discount_usage_logs").await, 2);
}

async fn a_refused_discount_leaves_no_purchase(world: World) {
    let user = world.user(7).await.id;
    let with_minimum =
        TemplateTerms { min_order_amount: Some(roubles(500)), ..terms(TemplateEvent::Manual) };
    let discount = world.discount(user, 1, with_minimum).await;
    let below = AddOrder {
        discount_id: Some(discount.id),
        external_id: Some("receipt".into()),
        ..purchase(user, 499)
    };
    let outcome = add(&world, below.clone()).await;
    let refusal = Refusal::BelowMinimum { minimum: roubles(500) };
    assert!(
        matches!(&outcome, AddOrderOutcome::Refused { refusal: why, .. } if *why == refusal),
        "{outcome:?}"
    );
    assert_eq!(count(&world, "orders").await, 0);
    let logged = "SELECT COUNT(*) FROM discount_usage_logs WHERE status = 'below_minimum'";
    assert_eq!(world.number(logged).await, 1);
    // The till's id is free, and the code is unused.
    let enough = AddOrder { amount: roubles(500), ..below };
    added(add(&world, enough).await);
    let late = AddOrder {
        discount_id: Some(world.single(user, 2).await.id),
        now: at(0) + Duration::days(31),
        ..purchase(user, 500)
    };
    let late = add(&world, late).await;
    assert!(
        matches!(late, AddOrderOutcome::Refused { refusal: Refusal::Expired { .. }, .. }),
        "{late:?}"
    );
}

async fn what_does_not_belong_together_is_told(world: World) {
    let (user, _) = holder(&world, 7).await;
    let (_, others) = holder(&world, 8).await;
    let nobody = add(&world, purchase(ClientId(999), 1)).await;
    assert_eq!(nobody, AddOrderOutcome::UserNotFound);
    let with = |id| AddOrder { discount_id: Some(id), ..purchase(user, 1) };
    let unknown = add(&world, with(DiscountId(999))).await;
    assert_eq!(unknown, AddOrderOutcome::DiscountNotFound);
    let not_theirs = add(&world, with(others.id)).await;
    assert_eq!(not_theirs, AddOrderOutcome::NotTheirs);
    world.execute("UPDATE users SET anonymized_at = created_at WHERE telegram_id = 7").await;
    let forgotten = add(&world, purchase(user, 1)).await;
    assert_eq!(forgotten, AddOrderOutcome::UserNotFound);
    assert_eq!(count(&world, "orders").await, 0);
    assert_eq!(count(&world, "discount_usage_logs").await, 0);
}

async fn another_purchase_under_a_tills_id_is_refused(world: World) {
    let (user, discount) = holder(&world, 7).await;
    let first = AddOrder { external_id: Some("receipt".into()), ..purchase(user, 100) };
    let id = added(add(&world, first.clone()).await).id;
    let known = add(&world, first.clone()).await;
    assert!(matches!(known, AddOrderOutcome::Known(order) if order.id == id));
    let other_amount = AddOrder { amount: roubles(101), ..first.clone() };
    let with_discount = AddOrder { discount_id: Some(discount.id), ..first.clone() };
    let of_another = AddOrder { user_id: world.user(8).await.id, ..first };
    for other in [other_amount, with_discount, of_another] {
        let outcome = add(&world, other).await;
        assert_eq!(outcome, AddOrderOutcome::ExternalIdTaken(id));
    }
    assert_eq!(count(&world, "orders").await, 1);
    let uses = "SELECT uses_count FROM discounts";
    assert_eq!(world.number(uses).await, 0);
}

async fn list(world: &World, filter: OrderFilter, sort: Sorting<OrderSortKey>) -> Vec<i64> {
    let mut found = Vec::new();
    for page in 1.. {
        let list = OrderList {
            filter: filter.clone(),
            sort,
            page: PageRequest { page, per_page: 2 },
            now: at(0),
        };
        let part = world.store.orders.list(list).await.unwrap();
        found.extend(part.items.iter().map(|order| order.id.0));
        if part.items.is_empty() {
            assert_eq!(part.total, found.len() as u64);
            break;
        }
    }
    found
}

async fn purchases_are_found_and_sorted(world: World) {
    let (anna, discount) = holder(&world, 7).await;
    let boris = world.user(8).await.id;
    let till = world.till(900).await;
    let mut ids = Vec::new();
    for (user, rub, millis) in [(anna, 300, 10), (boris, 100, 20), (boris, 300, 30)] {
        let command = AddOrder {
            external_id: (rub == 100).then(|| "receipt".into()),
            now: at(millis),
            ..purchase(user, rub)
        };
        ids.push(added(add(&world, command).await).id.0);
    }
    let redeem = marmelad_core::discounts::RedeemDiscount {
        amount: Some(roubles(200)),
        ..redemption(&discount.code, till, at(40))
    };
    world.store.discounts.redeem(redeem).await.unwrap();
    let redeemed = world.number("SELECT MAX(id) FROM orders").await;
    ids.push(redeemed);
    let test = AddOrder { now: at(50), ..purchase(world.user(9).await.id, 1) };
    let test = added(add(&world, test).await).id.0;
    world.execute(&format!("UPDATE orders SET is_test = true WHERE id = {test}")).await;

    let newest = Sorting::descending(OrderSortKey::CreatedAt);
    let all = OrderFilter::default;
    let found = async |filter| list(&world, filter, newest).await;
    let others = OrderFilter { is_test: Some(false), ..all() };
    assert_eq!(found(others.clone()).await, [ids[3], ids[2], ids[1], ids[0]]);
    assert_eq!(found(all()).await.len(), 5);
    let tests = OrderFilter { is_test: Some(true), ..all() };
    assert_eq!(found(tests).await, [test]);
    let by_amount = list(&world, others.clone(), Sorting::ascending(OrderSortKey::Amount)).await;
    assert_eq!(by_amount, [ids[1], ids[3], ids[0], ids[2]]);
    for (filter, expected) in [
        (OrderFilter { user_id: Some(boris), ..all() }, vec![ids[2], ids[1]]),
        (OrderFilter { discount_id: Some(discount.id), ..all() }, vec![ids[3]]),
        (
            OrderFilter {
                cashier_id: till.cashier_id,
                shop: Some("Светланская".into()),
                source: Some(OrderSource::Bot),
                ..all()
            },
            vec![ids[3]],
        ),
        (OrderFilter { external_id: Some("receipt".into()), ..all() }, vec![ids[1]]),
        (
            OrderFilter { created: TimeRange { from: Some(at(20)), to: Some(at(30)) }, ..all() },
            vec![ids[2], ids[1]],
        ),
        (
            // Years that no database can write down.
            OrderFilter {
                user_id: Some(boris),
                created: TimeRange {
                    from: Some(chrono::DateTime::<chrono::Utc>::MIN_UTC),
                    to: Some(chrono::DateTime::<chrono::Utc>::MAX_UTC),
                },
                ..all()
            },
            vec![ids[2], ids[1]],
        ),
    ] {
        assert_eq!(found(filter.clone()).await, expected, "{filter:?}");
    }
    let undo = UndoRedemption {
        target: UndoTarget::LastOf(discount.code),
        by: operator(),
        reason: "ошибка".into(),
        now: at(60),
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    let undone = OrderFilter { status: Some(OrderStatus::Undone), ..all() };
    assert_eq!(found(undone).await, [ids[3]]);
}

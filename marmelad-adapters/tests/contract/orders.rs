//! Purchases that a till enters.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::discounts::{ClientCard, Discount, Redeemer, Refusal, UsageSource};
use marmelad_core::kernel::{ClientId, DiscountId, PageRequest, Sorting, TimeRange};
use marmelad_core::orders::{
    AddOrder, AddOrderOutcome, Order, OrderFilter, OrderList, OrderSortKey, OrderSource,
    OrderStatus,
};

use crate::scene::{entry, operator, roubles, sale, with_minimum};
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

pub(crate) fn purchase(user: ClientId, rub: i64) -> AddOrder {
    AddOrder {
        user_id: user,
        amount: roubles(rub),
        external_id: None,
        discount_id: None,
        by: Redeemer { source: UsageSource::Api, ..operator() },
        key: None,
        now: at(10),
        audit: entry("create_order"),
    }
}

/// A purchase under the till's own id.
fn receipt(user: ClientId, rub: i64) -> AddOrder {
    AddOrder { external_id: Some("receipt".into()), ..purchase(user, rub) }
}

/// A purchase of 1000 roubles with a discount.
fn discounted(discount: &Discount) -> AddOrder {
    AddOrder { discount_id: Some(discount.id), ..purchase(discount.user_id, 1000) }
}

fn added(outcome: AddOrderOutcome) -> Order {
    match outcome {
        AddOrderOutcome::Added(order) | AddOrderOutcome::Known(order) => *order,
        other => panic!("{other:?}"),
    }
}

fn refusal(outcome: AddOrderOutcome) -> Refusal {
    match outcome {
        AddOrderOutcome::Refused { refusal, .. } => refusal,
        other => panic!("{other:?}"),
    }
}

impl World {
    pub(crate) async fn add_order(&self, command: AddOrder) -> AddOrderOutcome {
        self.orders.add(command).await.unwrap()
    }

    async fn orders_and_usage_logs(&self) -> (i64, i64) {
        (self.count("orders").await, self.count("discount_usage_logs").await)
    }
}

async fn a_purchase_is_entered_with_its_audit_entry(world: World) {
    let user = world.user(7).await;
    let order = added(world.add_order(receipt(user.id, 1500)).await);
    let expected = Order {
        id: order.id,
        client: ClientCard { user_id: user.id, display_name: user.display_name },
        discount_id: None,
        cashier_id: None,
        shop: None,
        amount: roubles(1500),
        discount_amount: roubles(0),
        external_id: Some("receipt".into()),
        source: OrderSource::Api,
        status: OrderStatus::Completed,
        is_test: false,
        created_at: at(10),
    };
    assert_eq!(order, expected);
    assert_eq!(world.orders.find(order.id).await.unwrap(), Some(expected));
    let audit = world.last_audit().await.row;
    assert_eq!((audit.action.as_str(), audit.entity_id), ("create_order", Some(order.id.0)));
}

async fn one_purchase_of_the_till_stands_once_of_twenty(world: World) {
    let user = world.user(7).await.id;
    let outcomes =
        world.race(move |world, _| async move { world.add_order(receipt(user, 100)).await }).await;
    assert_eq!(matching!(outcomes, AddOrderOutcome::Added(_)), 1);
    let orders: Vec<_> = outcomes.into_iter().map(added).collect();
    assert!(orders.iter().all(|order| order.id == orders[0].id));
    assert_eq!(world.count("orders").await, 1);
}

async fn a_discount_is_redeemed_with_its_purchase_once_of_twenty(world: World) {
    let discount = world.held(7, 0).await;
    let command = AddOrder { external_id: Some("receipt".into()), ..discounted(&discount) };
    let orders = world
        .race_same(&command, |world, command| async move { added(world.add_order(command).await) })
        .await;
    assert!(orders.iter().all(|order| order == &orders[0]));
    assert_eq!(orders[0].discount_amount, roubles(100));
    assert_eq!(world.orders_and_usage_logs().await, (1, 1));
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 1);
    let logged = "status = 'success' AND order_id IS NOT NULL AND source = 'api'";
    assert_eq!(world.count(&format!("discount_usage_logs WHERE {logged}")).await, 1);
    assert_eq!(world.count("notifications WHERE kind = 'redeemed'").await, 1);
}

async fn many_purchases_with_one_discount_leave_one(world: World) {
    let discount = world.held(7, 0).await;
    let command = discounted(&discount);
    let outcomes = world
        .race(move |world, number| {
            let external_id = Some(format!("receipt {number}"));
            let command = AddOrder { external_id, ..command.clone() };
            async move { world.add_order(command).await }
        })
        .await;
    let used_up =
        matching!(outcomes, AddOrderOutcome::Refused { refusal: Refusal::AlreadyUsed { .. }, .. });
    assert_eq!(used_up, 19);
    assert_eq!(world.count("orders").await, 1);
}

/// The first was done and its answer lost.
async fn a_repetition_after_a_crash_finds_what_was_done(world: World) {
    let discount = world.held(7, 0).await;
    let plain = AddOrder { key: Some("api:one".into()), ..purchase(discount.user_id, 300) };
    let with_discount = AddOrder { key: Some("api:two".into()), ..discounted(&discount) };
    for command in [plain, with_discount.clone()] {
        let first = added(world.add_order(command.clone()).await);
        let again = world.add_order(AddOrder { now: at(60_000), ..command }).await;
        assert_eq!(again, AddOrderOutcome::Added(Box::new(first)));
    }
    assert_eq!(world.orders_and_usage_logs().await, (2, 1));
    let other = AddOrder { amount: roubles(999), ..with_discount.clone() };
    assert_eq!(world.add_order(other).await, AddOrderOutcome::KeyReused);
    // A refusal is answered again as it was, and written once.
    let refused = AddOrder { key: Some("api:three".into()), ..with_discount };
    let first = world.add_order(refused.clone()).await;
    assert!(matches!(first, AddOrderOutcome::Refused { .. }), "{first:?}");
    assert_eq!(world.add_order(refused).await, first);
    assert_eq!(world.orders_and_usage_logs().await, (2, 2));
}

async fn a_refused_discount_leaves_no_purchase(world: World) {
    let user = world.user(7).await.id;
    let discount = world.discount(user, 1, with_minimum(500)).await;
    let below = AddOrder { discount_id: Some(discount.id), ..receipt(user, 499) };
    let minimum = roubles(500);
    let why = refusal(world.add_order(below.clone()).await);
    assert_eq!(why, Refusal::BelowMinimum { minimum });
    assert_eq!(world.count("orders").await, 0);
    assert_eq!(world.count("discount_usage_logs WHERE status = 'below_minimum'").await, 1);
    // The till's id is free, and the code is unused.
    added(world.add_order(AddOrder { amount: minimum, ..below }).await);
    let now = at(0) + Duration::days(31);
    let late = AddOrder { now, ..discounted(&world.single(user, 2).await) };
    let why = refusal(world.add_order(late).await);
    assert!(matches!(why, Refusal::Expired { .. }), "{why:?}");
}

async fn what_does_not_belong_together_is_told(world: World) {
    let user = world.user(7).await.id;
    let others = world.held(8, 0).await;
    let with = |id| AddOrder { discount_id: Some(id), ..purchase(user, 1) };
    for (command, outcome) in [
        (purchase(ClientId(999), 1), AddOrderOutcome::UserNotFound),
        (with(DiscountId(999)), AddOrderOutcome::DiscountNotFound),
        (with(others.id), AddOrderOutcome::NotTheirs),
    ] {
        assert_eq!(world.add_order(command).await, outcome);
    }
    world.set("users SET anonymized_at = created_at", user).await;
    assert_eq!(world.add_order(purchase(user, 1)).await, AddOrderOutcome::UserNotFound);
    assert_eq!(world.orders_and_usage_logs().await, (0, 0));
}

async fn another_purchase_under_a_tills_id_is_refused(world: World) {
    let discount = world.held(7, 0).await;
    let first = receipt(discount.user_id, 100);
    let id = added(world.add_order(first.clone()).await).id;
    let known = world.add_order(first.clone()).await;
    assert!(matches!(known, AddOrderOutcome::Known(order) if order.id == id));
    for other in [
        AddOrder { amount: roubles(101), ..first.clone() },
        AddOrder { discount_id: Some(discount.id), ..first.clone() },
        AddOrder { user_id: world.user(8).await.id, ..first },
    ] {
        assert_eq!(world.add_order(other).await, AddOrderOutcome::ExternalIdTaken(id));
    }
    assert_eq!(world.orders_and_usage_logs().await, (1, 0));
    assert_eq!(world.number("SELECT uses_count FROM discounts").await, 0);
}

async fn list(world: &World, filter: &OrderFilter, sort: Sorting<OrderSortKey>) -> Vec<i64> {
    let mut found = Vec::new();
    for page in 1.. {
        let page = PageRequest { page, per_page: 2 };
        let list = OrderList { filter: filter.clone(), sort, page, now: at(0) };
        let part = world.orders.list(list).await.unwrap();
        found.extend(part.items.iter().map(|order| order.id.0));
        if part.items.is_empty() {
            assert_eq!(part.total, found.len() as u64);
            break;
        }
    }
    found
}

async fn purchases_are_found_and_sorted(world: World) {
    let discount = world.held(7, 0).await;
    let (anna, boris) = (discount.user_id, world.user(8).await.id);
    let tester = world.user(9).await.id;
    let till = world.till(900).await;
    let entered = [
        AddOrder { now: at(10), ..purchase(anna, 300) },
        AddOrder { now: at(20), ..receipt(boris, 100) },
        AddOrder { now: at(30), ..purchase(boris, 300) },
        AddOrder { now: at(50), ..purchase(tester, 1) },
    ];
    for command in entered {
        added(world.add_order(command).await);
    }
    world.redeemed(sale(&discount.code, till, 200, at(40))).await;
    world.execute("UPDATE orders SET is_test = true WHERE id = 4").await;
    world.undone(&discount.code, at(60)).await;

    let newest = Sorting::descending(OrderSortKey::CreatedAt);
    let any = OrderFilter::default;
    let real = || OrderFilter { is_test: Some(false), ..any() };
    let by_amount = Sorting::ascending(OrderSortKey::Amount);
    assert_eq!(list(&world, &real(), by_amount).await, [2, 5, 1, 3]);
    let created = |from, to| OrderFilter { created: TimeRange { from, to }, ..any() };
    let of_the_till = OrderFilter {
        cashier_id: till.cashier_id,
        shop: Some("Светланская".into()),
        source: Some(OrderSource::Bot),
        ..any()
    };
    // Years that no database can write down.
    let ever = created(Some(DateTime::<Utc>::MIN_UTC), Some(DateTime::<Utc>::MAX_UTC));
    for (filter, expected) in [
        (any(), vec![4, 5, 3, 2, 1]),
        (real(), vec![5, 3, 2, 1]),
        (OrderFilter { is_test: Some(true), ..any() }, vec![4]),
        (OrderFilter { user_id: Some(boris), ..any() }, vec![3, 2]),
        (OrderFilter { discount_id: Some(discount.id), ..any() }, vec![5]),
        (of_the_till, vec![5]),
        (OrderFilter { external_id: Some("receipt".into()), ..any() }, vec![2]),
        (created(Some(at(20)), Some(at(30))), vec![3, 2]),
        (OrderFilter { user_id: Some(boris), ..ever }, vec![3, 2]),
        (OrderFilter { status: Some(OrderStatus::Undone), ..any() }, vec![5]),
    ] {
        assert_eq!(list(&world, &filter, newest).await, expected, "{filter:?}");
    }
}

//! What `users` keeps of codes and purchases always equals the rows.

use chrono::Duration;
use marmelad_core::discounts::{IssueOutcome, RedeemDiscount, UndoTarget};
use marmelad_core::kernel::DiscountId;
use marmelad_core::orders::AddOrder;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::orders::purchase;
use crate::scene::{erasure, issue_by, manual, multi, operator, redemption, roubles, sale, undo};
use crate::world::{RACERS, Raw, World, at};

contract!(
    totals_equal_the_rows_after_whatever_happened,
    totals_equal_the_rows_after_many_redeem_and_undo_at_once,
    the_migration_counts_what_is_there,
);

const STEPS: usize = 250;
const CLIENTS: usize = 3;

/// What may happen; numbers are taken modulo what there is. A tick takes the clock on, or back.
#[derive(Debug, Clone)]
enum Step {
    Issue { client: usize, is_multi: bool },
    Redeem { code: usize, roubles: Option<i64> },
    UndoLast { code: usize },
    Buy { client: usize, roubles: i64, with: Option<usize> },
    Revoke { code: usize },
    Anonymize { client: usize },
    Tick { seconds: i64 },
}

fn steps() -> impl Strategy<Value = Step> {
    let amount = prop::option::of(1..5_000_i64);
    prop_oneof![
        4 => (0..CLIENTS, any::<bool>()).prop_map(|(client, is_multi)| Step::Issue { client, is_multi }),
        8 => (any::<usize>(), amount).prop_map(|(code, roubles)| Step::Redeem { code, roubles }),
        5 => any::<usize>().prop_map(|code| Step::UndoLast { code }),
        3 => (0..CLIENTS, 1..5_000_i64, prop::option::of(any::<usize>()))
            .prop_map(|(client, roubles, with)| Step::Buy { client, roubles, with }),
        1 => any::<usize>().prop_map(|code| Step::Revoke { code }),
        1 => (0..CLIENTS * 20).prop_map(|client| Step::Anonymize { client }),
        4 => (-400..500_i64).prop_map(|seconds| Step::Tick { seconds }),
    ]
}

impl World {
    /// Compares every client with the rows.
    pub(crate) async fn totals_equal_the_rows(&self) {
        const COMPLETED: &str = "FROM orders o WHERE o.user_id = u.id AND o.status = 'completed'";
        const DISCOUNTS: &str = "FROM discounts d WHERE d.user_id = u.id";
        let pairs = [
            ("discounts_issued", format!("(SELECT COUNT(*) {DISCOUNTS})")),
            ("discounts_redeemed", format!("(SELECT COUNT(d.used_at) {DISCOUNTS})")),
            (
                "COALESCE(last_redeemed_at, '')",
                format!("COALESCE((SELECT MAX(d.used_at) {DISCOUNTS}), '')"),
            ),
            ("orders_count", format!("(SELECT COUNT(*) {COMPLETED})")),
            ("orders_total", format!("COALESCE((SELECT SUM(o.amount) {COMPLETED}), 0)")),
        ];
        for (kept, counted) in pairs {
            let differ = format!("SELECT COUNT(*) FROM users u WHERE {kept} <> {counted}");
            assert_eq!(self.number(&differ).await, 0, "{kept} is not {counted}");
        }
    }
}

async fn totals_equal_the_rows_after_whatever_happened(world: World) {
    let clients = world.clients(CLIENTS).await;
    let single = world.template(manual()).await.id;
    let multi = world.template(multi(4)).await.id;
    let mut runner = TestRunner::default();
    let (mut codes, mut now) = (Vec::new(), at(0));
    for number in 0..STEPS {
        let step = steps().new_tree(&mut runner).unwrap().current();
        let pick = |place: usize| codes.get(place % codes.len().max(1)).cloned();
        match step {
            Step::Issue { client, is_multi } => {
                let template = if is_multi { multi } else { single };
                let outcome = world.issue(issue_by(clients[client], template, number)).await;
                match outcome {
                    IssueOutcome::Issued(discount) => codes.push(discount.code),
                    other => assert_eq!(other, IssueOutcome::UserNotFound),
                }
            }
            Step::Redeem { code, roubles: paid } => {
                if let Some(code) = pick(code) {
                    let amount = paid.map(roubles);
                    let command = redemption(&code, operator(), now);
                    world.redeem(RedeemDiscount { amount, ..command }).await;
                }
            }
            Step::UndoLast { code } => {
                if let Some(code) = pick(code) {
                    world.undo(undo(UndoTarget::LastOf(code), operator(), now)).await;
                }
            }
            Step::Buy { client, roubles: paid, with } => {
                let discount_id = with.map(|id| DiscountId(i64::try_from(id % 50).unwrap() + 1));
                let purchase = purchase(clients[client], paid);
                world.add_order(AddOrder { discount_id, now, ..purchase }).await;
            }
            Step::Revoke { code } => {
                if let Some(code) = pick(code) {
                    world.revoke(&code, now).await;
                }
            }
            Step::Anonymize { client } => {
                if let Some(client) = clients.get(client) {
                    world.users.anonymize(erasure(*client)).await.unwrap();
                }
            }
            Step::Tick { seconds } => now += Duration::seconds(seconds),
        }
        world.totals_equal_the_rows().await;
    }
}

/// Uses and undos of different codes of one client, which touch the same row.
async fn totals_equal_the_rows_after_many_redeem_and_undo_at_once(world: World) {
    let mut codes = Vec::new();
    for number in 0..RACERS {
        codes.push(world.held(7, number).await.code);
    }
    for code in &codes[..RACERS / 2] {
        world.redeemed(redemption(code, operator(), at(0))).await;
    }
    world
        .race(move |world, number| {
            let code = codes[number].clone();
            let now = at(i64::try_from(number).unwrap() * 1000);
            async move {
                if number < RACERS / 2 {
                    world.undone(&code, now).await;
                } else {
                    world.redeemed(sale(&code, operator(), 100, now)).await;
                }
            }
        })
        .await;
    world.totals_equal_the_rows().await;
    let redeemed = world.number("SELECT discounts_redeemed FROM users").await;
    assert_eq!(redeemed, i64::try_from(RACERS / 2).unwrap());
}

async fn the_migration_counts_what_is_there(world: World) {
    for (client, user) in world.clients(4).await.into_iter().enumerate() {
        for number in 0..client {
            let code = world.single(user, client * 10 + number).await.code;
            if number > 0 {
                world.redeemed(sale(&code, operator(), 100, at(0))).await;
            }
        }
    }
    let kept =
        "SELECT SUM(discounts_issued * 100 + discounts_redeemed * 10 + orders_count) FROM users";
    let whole_number = match world.raw {
        Raw::Sqlite(_) => "INTEGER",
        Raw::MySql(_) => "SIGNED",
    };
    let kept = format!("SELECT CAST(({kept}) AS {whole_number})");
    assert_eq!(world.number(&kept).await, 633);
    world
        .execute(
            "UPDATE users SET discounts_issued = 0, discounts_redeemed = 0, last_redeemed_at = NULL, orders_count = 0, \
             orders_total = 0",
        )
        .await;
    let migration = match world.raw {
        Raw::Sqlite(_) => include_str!("../../../migrations/sqlite/0017_totals.sql"),
        Raw::MySql(_) => include_str!("../../../migrations/mysql/0017_totals.sql"),
    };
    let fills =
        migration.split(';').map(str::trim).filter(|statement| statement.starts_with("UPDATE"));
    for fill in fills {
        world.execute(fill).await;
    }
    world.totals_equal_the_rows().await;
    assert_eq!(world.number(&kept).await, 633);
}

//! What `users` keeps of codes and purchases always equals the rows.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::clients::AnonymizeUser;
use marmelad_core::discounts::{
    Discount, DiscountCode, IssueDiscount, IssueOutcome, RedeemDiscount, RevokeDiscount,
    TemplateEvent, TemplateTerms, UndoRedemption, UndoTarget, UsageType,
};
use marmelad_core::kernel::{ClientId, DiscountId, UsageLogId};
use marmelad_core::orders::AddOrder;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::redeem::redeemed;
use crate::scene::{entry, issue_by, operator, redemption, roubles, terms};
use crate::world::{RACERS, Raw, World, at};

contract!(
    totals_equal_the_rows_after_whatever_happened,
    totals_equal_the_rows_after_many_redeem_and_undo_at_once,
    the_migration_counts_what_is_there,
);

const STEPS: usize = 250;
const CLIENTS: usize = 3;

/// What may happen; numbers are taken modulo what there is.
#[derive(Debug, Clone)]
enum Step {
    Issue {
        client: usize,
        is_multi: bool,
    },
    Redeem {
        code: usize,
        roubles: Option<i64>,
    },
    UndoLast {
        code: usize,
    },
    Buy {
        client: usize,
        roubles: i64,
        with: Option<usize>,
    },
    Revoke {
        code: usize,
    },
    Anonymize {
        client: usize,
    },
    /// The clock goes on, or is set back.
    Tick {
        seconds: i64,
    },
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

    async fn used(&self, code: &DiscountCode, roubles_paid: Option<i64>, now: DateTime<Utc>) {
        let command = RedeemDiscount {
            amount: roubles_paid.map(roubles),
            ..redemption(code, operator(), now)
        };
        self.store.discounts.redeem(command).await.unwrap();
    }
}

fn undo(target: UndoTarget, now: DateTime<Utc>) -> UndoRedemption {
    UndoRedemption {
        target,
        by: operator(),
        reason: "ошибка".into(),
        now,
        audit: Some(entry("undo_redemption")),
    }
}

async fn issued(world: &World, command: IssueDiscount) -> Option<Discount> {
    match world.store.discounts.issue(command).await.unwrap() {
        IssueOutcome::Issued(discount) => Some(discount),
        IssueOutcome::UserNotFound => None,
        other => panic!("{other:?}"),
    }
}

async fn totals_equal_the_rows_after_whatever_happened(world: World) {
    let mut clients: Vec<ClientId> = Vec::new();
    for telegram_id in 1..=i64::try_from(CLIENTS).unwrap() {
        clients.push(world.user(telegram_id).await.id);
    }
    let single = world.template(terms(TemplateEvent::Manual)).await.id;
    let multi =
        TemplateTerms { usage: UsageType::Multi { max_uses: 4 }, ..terms(TemplateEvent::Manual) };
    let multi = world.template(multi).await.id;
    let mut runner = TestRunner::default();
    let (mut codes, mut now) = (Vec::new(), at(0));
    for number in 0..STEPS {
        let step = steps().new_tree(&mut runner).unwrap().current();
        let pick = |place: usize| codes.get(place % codes.len().max(1)).cloned();
        match step {
            Step::Issue { client, is_multi } => {
                let template = if is_multi { multi } else { single };
                let command = issue_by(clients[client], template, number);
                codes.extend(issued(&world, command).await.map(|discount| discount.code));
            }
            Step::Redeem { code, roubles } => {
                if let Some(code) = pick(code) {
                    world.used(&code, roubles, now).await;
                }
            }
            Step::UndoLast { code } => {
                if let Some(code) = pick(code) {
                    let command = undo(UndoTarget::LastOf(code), now);
                    world.store.discounts.undo(command).await.unwrap();
                }
            }
            Step::Buy { client, roubles: paid, with } => {
                let command = AddOrder {
                    user_id: clients[client],
                    amount: roubles(paid),
                    external_id: None,
                    discount_id: with.map(|id| DiscountId(i64::try_from(id % 50).unwrap() + 1)),
                    by: operator(),
                    key: None,
                    now,
                    audit: entry("create_order"),
                };
                world.store.orders.add(command).await.unwrap();
            }
            Step::Revoke { code } => {
                if let Some(code) = pick(code) {
                    let command = RevokeDiscount {
                        code,
                        reason: "ошибка".into(),
                        audit: entry("revoke_discount"),
                        now,
                    };
                    world.store.discounts.revoke(command).await.unwrap();
                }
            }
            Step::Anonymize { client } => {
                if let Some(client) = clients.get(client) {
                    let command =
                        AnonymizeUser { id: *client, audit: entry("anonymize_user"), now };
                    world.store.users.anonymize(command).await.unwrap();
                }
            }
            Step::Tick { seconds } => now += Duration::seconds(seconds),
        }
        world.totals_equal_the_rows().await;
    }
}

/// Uses and undos of different codes of one client, which touch the same row.
async fn totals_equal_the_rows_after_many_redeem_and_undo_at_once(world: World) {
    let user = world.user(7).await.id;
    let template = world.template(terms(TemplateEvent::Manual)).await.id;
    let mut codes = Vec::new();
    for number in 0..RACERS {
        let command = issue_by(user, template, number);
        codes.push(issued(&world, command).await.unwrap().code);
    }
    let mut logs = Vec::new();
    for code in &codes[..RACERS / 2] {
        let command = redemption(code, operator(), at(0));
        let done = world.store.discounts.redeem(command).await.unwrap();
        logs.push(redeemed(done).usage_log_id);
    }
    let answers = world
        .race(move |store, number| {
            let (code, log) = (codes[number].clone(), logs.get(number).copied());
            async move {
                let now = at(i64::try_from(number).unwrap() * 1000);
                match log {
                    Some(UsageLogId(log)) => {
                        let target = UndoTarget::Log(UsageLogId(log));
                        store.discounts.undo(undo(target, now)).await.is_ok()
                    }
                    None => {
                        let command = RedeemDiscount {
                            amount: Some(roubles(100)),
                            ..redemption(&code, operator(), now)
                        };
                        store.discounts.redeem(command).await.is_ok()
                    }
                }
            }
        })
        .await;
    assert!(answers.into_iter().all(|is_done| is_done));
    world.totals_equal_the_rows().await;
    let redeemed = world.number("SELECT discounts_redeemed FROM users").await;
    assert_eq!(redeemed, i64::try_from(RACERS / 2).unwrap());
}

async fn the_migration_counts_what_is_there(world: World) {
    let template = world.template(terms(TemplateEvent::Manual)).await.id;
    for client in 0..4 {
        let user = world.user(10 + i64::try_from(client).unwrap()).await.id;
        for number in 0..client {
            let command = issue_by(user, template, client * 10 + number);
            let code = issued(&world, command).await.unwrap().code;
            if number > 0 {
                world.used(&code, Some(100), at(0)).await;
            }
        }
    }
    let kept =
        "SELECT SUM(discounts_issued * 100 + discounts_redeemed * 10 + orders_count) FROM users";
    let kept = format!("SELECT CAST(({kept}) AS {})", world.whole_number());
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

impl World {
    fn whole_number(&self) -> &'static str {
        match self.raw {
            Raw::Sqlite(_) => "INTEGER",
            Raw::MySql(_) => "SIGNED",
        }
    }
}

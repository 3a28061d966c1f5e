//! Rows of every kind, strewn over the days around a clock change, many of them at the very borders of days.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::kernel::start_of_day;

use super::tally::money;
use crate::world::{World, ZONE, or_null};

pub(super) struct Client {
    pub(super) id: i64,
    pub(super) is_test: bool,
    pub(super) created_at: DateTime<Utc>,
    pub(super) is_subscribed: bool,
    pub(super) blocked_at: Option<DateTime<Utc>>,
    pub(super) opted_out_at: Option<DateTime<Utc>>,
}

pub(super) struct Code {
    pub(super) id: i64,
    pub(super) user: i64,
    pub(super) template: Option<i64>,
    pub(super) source: &'static str,
    pub(super) campaign: Option<i64>,
    pub(super) broadcast: Option<i64>,
    pub(super) is_test: bool,
    pub(super) created_at: DateTime<Utc>,
    pub(super) used_at: Option<DateTime<Utc>>,
    pub(super) is_revoked: bool,
}

pub(super) struct Press {
    pub(super) code: Option<i64>,
    pub(super) cashier: Option<i64>,
    pub(super) status: &'static str,
    pub(super) is_undone: bool,
    pub(super) at: DateTime<Utc>,
}

pub(super) struct Order {
    pub(super) user: i64,
    pub(super) code: Option<i64>,
    pub(super) cashier: Option<i64>,
    pub(super) kopecks: i64,
    pub(super) saved: i64,
    pub(super) is_undone: bool,
    pub(super) is_test: bool,
    pub(super) at: DateTime<Utc>,
}

pub(super) struct Member {
    pub(super) campaign: i64,
    pub(super) user: i64,
    pub(super) is_new: bool,
    pub(super) at: DateTime<Utc>,
}

pub(super) struct Broadcast {
    pub(super) id: i64,
    pub(super) started_at: Option<DateTime<Utc>>,
    pub(super) is_test: bool,
    pub(super) audience: i64,
    pub(super) sent: i64,
}

#[derive(Default)]
pub(super) struct Rows {
    pub(super) clients: Vec<Client>,
    pub(super) codes: Vec<Code>,
    pub(super) presses: Vec<Press>,
    pub(super) orders: Vec<Order>,
    pub(super) members: Vec<Member>,
    pub(super) broadcasts: Vec<Broadcast>,
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % end
    }

    fn one_in(&mut self, sides: i64) -> bool {
        self.below(sides) == 0
    }

    fn cashier(&mut self) -> Option<i64> {
        Some(self.below(3)).filter(|id| *id > 0)
    }

    /// Half of them within a millisecond of the border of a local day.
    fn instant(&mut self) -> DateTime<Utc> {
        let zone = if self.one_in(2) { ZONE } else { chrono_tz::Europe::Berlin };
        let first: chrono::NaiveDate = "2026-03-15".parse().unwrap();
        let start = start_of_day(first + Duration::days(self.below(32)), zone);
        let millis = if self.one_in(2) { self.below(3) - 1 } else { self.below(86_400_000) };
        start + Duration::milliseconds(millis)
    }
}

impl Rows {
    pub(super) fn scattered() -> Self {
        let mut dice = Dice(7);
        let mut rows = Self::default();
        for id in 1..=120 {
            let maybe = |dice: &mut Dice| dice.one_in(4).then(|| dice.instant());
            rows.clients.push(Client {
                id,
                is_test: dice.one_in(8),
                created_at: dice.instant(),
                is_subscribed: dice.one_in(2),
                blocked_at: maybe(&mut dice),
                opted_out_at: maybe(&mut dice),
            });
        }
        for id in 1..=6 {
            rows.broadcasts.push(Broadcast {
                id,
                started_at: (id != 6).then(|| dice.instant()),
                is_test: id == 5,
                audience: 100 * id,
                sent: 90 * id,
            });
        }
        for campaign in 1..=2 {
            for user in 1..=60 {
                if dice.one_in(2) {
                    rows.members.push(Member {
                        campaign,
                        user,
                        is_new: dice.one_in(2),
                        at: dice.instant(),
                    });
                }
            }
        }
        for id in 1..=400 {
            rows.add_code(id, &mut dice);
        }
        for _ in 0..60 {
            rows.presses.push(Press {
                code: None,
                cashier: dice.cashier(),
                status: "not_found",
                is_undone: false,
                at: dice.instant(),
            });
            // A purchase without a code.
            let user = 1 + dice.below(120);
            rows.orders.push(Order {
                user,
                code: None,
                cashier: dice.one_in(2).then_some(1),
                kopecks: 1 + dice.below(1_000_000),
                saved: 0,
                is_undone: dice.one_in(5),
                is_test: dice.one_in(6),
                at: dice.instant(),
            });
        }
        rows
    }

    fn add_code(&mut self, id: i64, dice: &mut Dice) {
        let user = 1 + id % 120;
        // Each client has one code of a broadcast at most.
        let broadcast = (id <= 120).then(|| 1 + id % 5);
        let campaign = (id > 120 && dice.one_in(2)).then(|| 1 + dice.below(2));
        let source = match (broadcast, campaign) {
            (Some(_), _) => "broadcast",
            (_, Some(_)) => "campaign",
            _ if dice.one_in(3) => "import",
            _ => "manual",
        };
        let template = (source != "import").then(|| 1 + dice.below(2));
        let mut code = Code {
            id,
            user,
            template,
            source,
            campaign,
            broadcast,
            is_test: dice.one_in(9),
            created_at: dice.instant(),
            used_at: None,
            is_revoked: dice.one_in(7),
        };
        // Some several times.
        for _ in 0..dice.below(3) {
            let (at, is_undone) = (dice.instant(), dice.one_in(4));
            let cashier = dice.cashier();
            if !is_undone {
                code.used_at = Some(at);
            }
            self.presses.push(Press { code: Some(id), cashier, status: "success", is_undone, at });
            if dice.one_in(3) {
                self.presses.push(Press {
                    code: Some(id),
                    cashier,
                    status: "already_used",
                    is_undone: false,
                    at: dice.instant(),
                });
            }
            // Some without an amount.
            if !dice.one_in(3) {
                let kopecks = 1 + dice.below(500_000);
                self.orders.push(Order {
                    user,
                    code: Some(id),
                    cashier,
                    kopecks,
                    saved: kopecks / 10,
                    is_undone,
                    is_test: code.is_test,
                    at,
                });
            }
        }
        self.codes.push(code);
    }

    /// Writes them all, with the ids that they name.
    pub(super) async fn write(&self, world: &World) {
        let now = world.time("2026-03-01T00:00:00Z".parse().unwrap());
        let two = |row: fn(i64, &str) -> String| [row(1, &now), row(2, &now)];
        let cashiers = two(|id, now| {
            format!("{id}, {id}, 'Кассир {id}', 'Магазин {id}', 'active', true, {now}, {now}")
        });
        let into = "cashiers (id, telegram_id, display_name, shop, status, is_active, created_at, updated_at)";
        insert(world, into, cashiers).await;
        let campaigns = two(|id, now| format!("{id}, 'c{id}', 'Акция {id}', true, {now}, {now}"));
        let into = "campaigns (id, slug, name, is_active, created_at, updated_at)";
        insert(world, into, campaigns).await;
        let clients = self.clients.iter().map(|client| {
            format!(
                "{id}, {id}, 'Анна', 'unknown', '[]', {}, {}, {}, {}, {}, {}, {created}, {created}",
                client.is_test,
                client.is_subscribed,
                client.blocked_at.is_some(),
                world.time_or_null(client.blocked_at),
                client.opted_out_at.is_some(),
                world.time_or_null(client.opted_out_at),
                id = client.id,
                created = world.time(client.created_at),
            )
        });
        let into = "users (id, telegram_id, display_name, gender, tags, is_test, is_subscribed, is_blocked, blocked_at, \
                    is_opted_out, opted_out_at, created_at, updated_at)";
        insert(world, into, clients).await;
        let broadcasts = self.broadcasts.iter().map(|broadcast| {
            format!(
                "{id}, 'html', 'Рассылка {id}', 'none', '[]', 'sent', {}, {}, {}, {}, {now}, {now}",
                world.time_or_null(broadcast.started_at),
                broadcast.is_test,
                broadcast.audience,
                broadcast.sent,
                id = broadcast.id,
            )
        });
        let into = "broadcasts (id, kind, title, media_type, buttons, status, started_at, is_test, audience_total, \
                    success_count, created_at, updated_at)";
        insert(world, into, broadcasts).await;
        let members = self.members.iter().map(|member| {
            let joined = world.time(member.at);
            format!(
                "{}, {}, {}, {joined}, {now}, {now}",
                member.campaign, member.user, member.is_new
            )
        });
        let into =
            "campaign_users (campaign_id, user_id, is_new_user, joined_at, created_at, updated_at)";
        insert(world, into, members).await;
        self.write_codes(world).await;
    }

    async fn write_codes(&self, world: &World) {
        let codes = self.codes.iter().map(|code| {
            format!(
                "{id}, {}, {}, {}, {}, '{}', 'АБВ{id:04}', {}, 'percent', 'multi', 9, {created}, {}, {}, {}, \
                 {created}, {created}",
                code.user,
                or_null(code.template),
                or_null(code.campaign),
                or_null(code.broadcast),
                code.source,
                world.money(money(1_000)),
                world.time_or_null(code.used_at),
                world.time_or_null(code.is_revoked.then_some(code.created_at)),
                code.is_test,
                id = code.id,
                created = world.time(code.created_at),
            )
        });
        let into = "discounts (id, user_id, template_id, campaign_id, broadcast_id, source, code, value, value_type, \
                    usage_type, max_uses, expires_at, used_at, revoked_at, is_test, created_at, updated_at)";
        insert(world, into, codes).await;
        let orders = self.orders.iter().map(|order| {
            format!(
                "{}, {}, {}, {}, {}, 'bot', '{}', {}, {made}, {made}",
                order.user,
                or_null(order.code),
                or_null(order.cashier),
                world.money(money(order.kopecks)),
                world.money(money(order.saved)),
                if order.is_undone { "undone" } else { "completed" },
                order.is_test,
                made = world.time(order.at),
            )
        });
        let into = "orders (user_id, discount_id, cashier_id, amount, discount_amount, source, status, is_test, created_at, \
                    updated_at)";
        insert(world, into, orders).await;
        let into = "discount_usage_logs (id, discount_id, code, cashier_id, status, source, undoes_log_id, created_at)";
        let presses = || (1..).zip(&self.presses);
        let made = presses().map(|(log, press)| {
            let (code, cashier, at) =
                (or_null(press.code), or_null(press.cashier), world.time(press.at));
            format!("{log}, {code}, 'X', {cashier}, '{}', 'bot', NULL, {at}", press.status)
        });
        insert(world, into, made).await;
        // Days later, by whomever.
        let undone = presses().filter(|(_, press)| press.is_undone).map(|(log, press)| {
            let (code, at) = (or_null(press.code), world.time(press.at + Duration::days(3)));
            format!("{}, {code}, 'X', NULL, 'undone', 'api', {log}, {at}", log + 10_000)
        });
        insert(world, into, undone).await;
    }
}

/// Adds rows, all at once.
async fn insert(world: &World, into: &str, rows: impl IntoIterator<Item = String>) {
    let rows: Vec<_> = rows.into_iter().map(|row| format!("({row})")).collect();
    world.execute(&format!("INSERT INTO {into} VALUES {}", rows.join(", "))).await;
}

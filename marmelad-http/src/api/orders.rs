//! `/orders`: purchases.

use marmelad_core::App;
use marmelad_core::kernel::{CashierId, DiscountId, OrderId, Sorting, UserId};
use marmelad_core::orders::{
    AddOrderOutcome, CreateOrder, LONGEST_EXTERNAL_ID, OrderFilter, OrderSortKey,
};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use serde::Deserialize;

use super::discounts::{period, refused};
use crate::amount::amount;
use crate::body::Body;
use crate::keyed::ActKey;
use crate::paging::{IsTest, page_request};
use crate::problem::{Kind, Problem};
use crate::session::Session;
use crate::spec::{API_PATH, Tag};
use crate::views::{Order, OrderSource, OrderStatus, Page, Timestamp};

/// Purchases.
#[derive(Debug, Clone, Copy)]
pub struct OrdersApi;

/// In which order purchases come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum OrderSort {
    /// The earliest first.
    #[oai(rename = "created_at")]
    CreatedAt,
    /// The latest first.
    #[oai(rename = "-created_at")]
    CreatedAtDescending,
    /// The smallest first.
    #[oai(rename = "amount")]
    Amount,
    /// The greatest first.
    #[oai(rename = "-amount")]
    AmountDescending,
}

impl From<OrderSort> for Sorting<OrderSortKey> {
    fn from(sort: OrderSort) -> Self {
        match sort {
            OrderSort::CreatedAt => Self::ascending(OrderSortKey::CreatedAt),
            OrderSort::CreatedAtDescending => Self::descending(OrderSortKey::CreatedAt),
            OrderSort::Amount => Self::ascending(OrderSortKey::Amount),
            OrderSort::AmountDescending => Self::descending(OrderSortKey::Amount),
        }
    }
}

/// A purchase to enter.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct NewOrder {
    /// Who bought: `User.id`.
    user_id: i64,
    /// Before the discount, 0.01–9 999 999.99: `"1500.00"`.
    #[oai(validator(pattern = r"^[0-9]+(\.[0-9]+)?$"))]
    amount: String,
    /// What the till calls it, 1–128 characters; unique.
    #[serde(default)]
    external_id: Option<String>,
    /// The discount to redeem with it.
    #[serde(default)]
    discount_id: Option<i64>,
}

#[derive(ApiResponse)]
enum Entered {
    /// The same purchase was entered before, under this `external_id`; nothing was done.
    #[oai(status = 200)]
    Known(Json<Order>),
    /// It stands.
    #[oai(status = 201)]
    Created(
        Json<Order>,
        /// Where it is.
        #[oai(header = "Location")]
        String,
    ),
}

#[OpenApi(prefix_path = "/orders", tag = "Tag::Orders")]
impl OrdersApi {
    /// Purchases, in pages
    ///
    /// Those of which everything that is given holds.
    #[oai(path = "/", method = "get", operation_id = "listOrders")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn list(
        &self,
        Data(app): Data<&App>,
        /// Whose: `User.id`.
        user_id: Query<Option<i64>>,
        /// With this discount.
        discount_id: Query<Option<i64>>,
        /// By this cashier.
        cashier_id: Query<Option<i64>>,
        /// Where: the whole name of the shop.
        shop: Query<Option<String>>,
        /// What the till calls it.
        external_id: Query<Option<String>>,
        /// From where.
        source: Query<Option<OrderSource>>,
        /// Whether they stand.
        status: Query<Option<OrderStatus>>,
        /// At this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// At this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Whether of test users; `false` when left out.
        is_test: Query<Option<IsTest>>,
        /// In which order; `-created_at` when left out.
        sort: Query<Option<OrderSort>>,
        /// Which page, from 1.
        page: Query<Option<u32>>,
        /// Rows of a page, 1–200; 50 when left out.
        per_page: Query<Option<u32>>,
    ) -> Result<Json<Page<Order>>, Problem> {
        let page = page_request(page.0, per_page.0)?;
        let filter = OrderFilter {
            user_id: user_id.0.map(UserId),
            discount_id: discount_id.0.map(DiscountId),
            cashier_id: cashier_id.0.map(CashierId),
            shop: shop.0,
            external_id: external_id.0,
            source: source.0.map(Into::into),
            status: status.0.map(Into::into),
            created: period(&created_from, &created_to),
            is_test: IsTest::flag(is_test.0),
        };
        let sort = sort.0.unwrap_or(OrderSort::CreatedAtDescending);
        let found = app.orders.list(filter, sort.into(), page).await?;
        Ok(Json(Page::new(found, page)))
    }

    /// One purchase
    ///
    /// With its client and what was saved.
    #[oai(path = "/:id", method = "get", operation_id = "getOrder")]
    async fn get(
        &self,
        Data(app): Data<&App>,
        /// Row id.
        id: Path<i64>,
    ) -> Result<Json<Order>, Problem> {
        let found = app.orders.find(OrderId(id.0)).await?;
        let missing = || Problem::new(Kind::NotFound).because("There is no such purchase");
        found.map(|order| Json(order.into())).ok_or_else(missing)
    }

    /// Enter a purchase
    ///
    /// With `discount_id` the discount is redeemed in the same transaction, under the rules of `POST /discounts/redeem`:
    /// the purchase stands when the redemption does. A till that is not sure whether its purchase came through sends it
    /// again with the same `external_id`: the same purchase is answered with 200 and entered once; another one under
    /// that id is a conflict.
    #[oai(path = "/", method = "post", operation_id = "createOrder")]
    async fn create(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        Data(act): Data<&ActKey>,
        body: Body<NewOrder>,
    ) -> Result<Entered, Problem> {
        let input = read(body.0, act)?;
        match app.orders.create(input, &session.actor()).await? {
            AddOrderOutcome::Added(order) => {
                let place = format!("{API_PATH}/orders/{}", order.id);
                Ok(Entered::Created(Json((*order).into()), place))
            }
            AddOrderOutcome::Known(order) => Ok(Entered::Known(Json((*order).into()))),
            AddOrderOutcome::ExternalIdTaken(id) => Err(Problem::new(Kind::ExternalIdTaken)
                .because(format!(
                    "The purchase {id} has it, and differs from this one"
                ))),
            AddOrderOutcome::UserNotFound => Err(Problem::invalid(
                "/user_id",
                "unknown",
                "there is no such client",
            )),
            AddOrderOutcome::DiscountNotFound => Err(Problem::invalid(
                "/discount_id",
                "unknown",
                "there is no such discount",
            )),
            AddOrderOutcome::NotTheirs => Err(Problem::invalid(
                "/discount_id",
                "not_theirs",
                "it is another client's discount",
            )),
            AddOrderOutcome::Refused { refusal, .. } => Err(refused(refusal, "/amount", app.now())),
            AddOrderOutcome::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused)),
        }
    }
}

fn read(body: NewOrder, act: &ActKey) -> Result<CreateOrder, Problem> {
    if let Some(id) = &body.external_id {
        let length = id.chars().count();
        if !(1..=LONGEST_EXTERNAL_ID).contains(&length)
            || id.trim() != id
            || id.chars().any(char::is_control)
        {
            let why = format!(
                "1 to {LONGEST_EXTERNAL_ID} characters, none of control, no space around them"
            );
            return Err(Problem::invalid("/external_id", "length", why));
        }
    }
    Ok(CreateOrder {
        user_id: UserId(body.user_id),
        amount: amount("/amount", &body.amount)?,
        external_id: body.external_id,
        discount_id: body.discount_id.map(DiscountId),
        key: act.for_command(),
    })
}

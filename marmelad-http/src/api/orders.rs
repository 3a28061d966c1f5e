//! `/orders`: purchases.

use marmelad_core::App;
use marmelad_core::kernel::{OrderId, Sorting};
use marmelad_core::orders::{
    AddOrderOutcome, CreateOrder, LONGEST_EXTERNAL_ID, OrderFilter, OrderSortKey,
};
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::discounts::redeem_problem;
use crate::API_PATH;
use crate::amount::amount;
use crate::auth::{Marketing, Reader};
use crate::body::Body;
use crate::idempotency::{IdempotencyKey, idempotent};
use crate::paging::{IsTest, Paging, is_test, period, sort_orders};
use crate::params::Params;
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{Decimal, Id, Order, OrderSource, OrderStatus, Page, Timestamp};

/// Operations on purchases.
#[derive(Debug, Clone, Copy)]
pub struct OrdersApi;

sort_orders! {
    /// Sort order of purchases.
    OrderSort for Sorting<OrderSortKey> {
        /// Oldest first.
        "created_at" CreatedAt => Self::ascending(OrderSortKey::CreatedAt),
        /// Latest first.
        "-created_at" CreatedAtDescending => Self::descending(OrderSortKey::CreatedAt),
        /// Smallest amount first.
        "amount" Amount => Self::ascending(OrderSortKey::Amount),
        /// Greatest amount first.
        "-amount" AmountDescending => Self::descending(OrderSortKey::Amount),
    }
}

/// Purchases that match all given filters.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(default)]
struct OrderParams {
    /// Id of the client.
    user_id: Option<Id>,
    /// Id of the discount.
    discount_id: Option<Id>,
    /// Id of the cashier.
    cashier_id: Option<Id>,
    /// Whole name of the shop.
    shop: Option<String>,
    /// Id of the purchase in the till.
    external_id: Option<String>,
    /// Where the purchase was entered.
    source: Option<OrderSource>,
    /// State of the purchase.
    status: Option<OrderStatus>,
    /// At this instant or later.
    created_from: Option<Timestamp>,
    /// At this instant or earlier.
    created_to: Option<Timestamp>,
    /// Whether to list purchases of test users; `false` by default.
    is_test: Option<IsTest>,
}

impl From<OrderParams> for OrderFilter {
    fn from(given: OrderParams) -> Self {
        Self {
            user_id: given.user_id.map(Into::into),
            discount_id: given.discount_id.map(Into::into),
            cashier_id: given.cashier_id.map(Into::into),
            shop: given.shop,
            external_id: given.external_id,
            source: given.source.map(Into::into),
            status: given.status.map(Into::into),
            created: period(given.created_from, given.created_to),
            is_test: is_test(given.is_test),
        }
    }
}

/// A purchase to enter.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    /// Id of the client who bought.
    user_id: Id,
    /// Amount before the discount, 0.01–9999999.99 roubles.
    amount: Decimal,
    /// Id of the purchase in the till; unique. No spaces around it, no control characters.
    #[oai(validator(min_length = 1, max_length = 128))]
    external_id: Option<String>,
    /// Discount to redeem with the purchase.
    discount_id: Option<Id>,
}

/// The failures of a purchase: its own, and those of its discount.
type OrderProblems = (
    kind::InvalidValue,
    kind::ExternalIdTaken,
    kind::AlreadyUsed,
    kind::Expired,
    kind::Revoked,
    kind::BelowMinimum,
);

#[derive(ApiResponse)]
enum Entered {
    /// The same purchase was entered before with this `external_id`; nothing changed.
    #[oai(status = 200)]
    Known(Json<Order>),
    /// Entered.
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
    /// List purchases
    ///
    /// Purchases that match all given filters.
    #[oai(path = "/", method = "get", operation_id = "listOrders")]
    async fn list(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        Params(filter): Params<OrderParams>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<OrderSort>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<Order>>> {
        let page = paging.into();
        let sort = sort.0.unwrap_or(OrderSort::CreatedAtDescending);
        let found = app.orders.list(filter.into(), sort.into(), page).await?;
        Ok(Json(Page::new(found, page)))
    }

    /// Show a purchase
    ///
    /// With its client and discount.
    #[oai(path = "/:id", method = "get", operation_id = "getOrder")]
    async fn get(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<Order>> {
        let found = app.orders.find(OrderId(id.0.0)).await?;
        let missing = || Problem::new(Kind::NotFound).because("There is no such purchase");
        Ok(Json(found.ok_or_else(missing)?.into()))
    }

    /// Enter a purchase
    ///
    /// With `discount_id` the discount is redeemed in the same transaction, by the rules of `POST /discounts/redeem`.
    /// A till that does not know whether its purchase arrived sends it again with the same `external_id`: the same
    /// purchase is answered with 200 and entered once; a different purchase with that id is a conflict.
    #[oai(path = "/", method = "post", operation_id = "createOrder", transform = "idempotent")]
    async fn create(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        #[oai(name = "Idempotency-Key")] key: IdempotencyKey,
        body: Body<NewOrder>,
    ) -> Outcome<Entered, OrderProblems> {
        let input = read(body.0, &key)?;
        match app.orders.create(input, &session.actor()).await? {
            AddOrderOutcome::Added(order) => {
                let place = format!("{API_PATH}/orders/{}", order.id);
                Ok(Entered::Created(Json((*order).into()), place))
            }
            AddOrderOutcome::Known(order) => Ok(Entered::Known(Json((*order).into()))),
            AddOrderOutcome::ExternalIdTaken(id) => Err(Problem::new(Kind::ExternalIdTaken)
                .because(format!("The purchase {id} has it, and differs from this one"))
                .into()),
            AddOrderOutcome::UserNotFound => {
                Err(Problem::invalid("/user_id", "unknown", "there is no such client").into())
            }
            AddOrderOutcome::DiscountNotFound => {
                Err(Problem::invalid("/discount_id", "unknown", "there is no such discount").into())
            }
            AddOrderOutcome::NotTheirs => Err(Problem::invalid(
                "/discount_id",
                "not_theirs",
                "it is another client's discount",
            )
            .into()),
            AddOrderOutcome::Refused { refusal, .. } => {
                Err(redeem_problem(refusal, "/amount", app.now()).into())
            }
            AddOrderOutcome::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused).into()),
        }
    }
}

fn read(body: NewOrder, key: &IdempotencyKey) -> Result<CreateOrder, Problem> {
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
        user_id: body.user_id.into(),
        amount: amount("/amount", &body.amount)?,
        external_id: body.external_id,
        discount_id: body.discount_id.map(Into::into),
        key: key.for_command(),
    })
}

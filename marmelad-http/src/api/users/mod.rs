//! `/users`: clients.

mod bodies;
mod query;

use futures::{StreamExt, stream};
use marmelad_core::clients::{
    BulkTagged as Tagged, ClientExport, EditClient, InvalidField, UserSort,
};
use marmelad_core::discounts::{DiscountFilter, DiscountSortKey, DiscountState, IssueToClient};
use marmelad_core::kernel::{PageRequest, PortError, Sorting, TemplateId, UserId};
use marmelad_core::orders::{OrderFilter, OrderSortKey};
use marmelad_core::{App, discounts as domain};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;

use crate::body::Body;
use crate::export::{Cell, ExportFile, Format, USER_COLUMNS, user_row};
use crate::paging::{IsTest, page_request};
use crate::problem::{FieldError, Kind, Problem};
use crate::session::Session;
use crate::spec::{API_PATH, Tag};
use crate::views::{
    BulkTagged, Gender, ListedDiscount, Page, TimelineEvent, Timestamp, User, UserDetails,
};
use bodies::{BulkBody, IssueBody, Issued, PatchBody};
use query::{FilterBody, Sort};

/// Clients.
#[derive(Debug, Clone, Copy)]
pub struct UsersApi;

/// So many codes and purchases are shown with a client.
const SHOWN: PageRequest = PageRequest {
    page: 1,
    per_page: PageRequest::MAX_PER_PAGE,
};

#[OpenApi(prefix_path = "/users", tag = "Tag::Users")]
impl UsersApi {
    /// Clients, in pages
    ///
    /// Those of whom everything that is given holds.
    #[oai(path = "/", method = "get", operation_id = "listUsers")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn list(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Beginnings of words of names and username, any case, ё = е; the whole phone or its last 4–10 digits (not for
        /// `readonly`); the Telegram id.
        search: Query<Option<String>>,
        /// What the last subscription check said.
        is_subscribed: Query<Option<bool>>,
        /// As the client chose it.
        gender: Query<Option<Gender>>,
        /// Full years on the local day, at least; 0–150.
        age_from: Query<Option<u16>>,
        /// Full years on the local day, at most; 0–150.
        age_to: Query<Option<u16>>,
        /// 1–12.
        birthday_month: Query<Option<u8>>,
        /// One of their tags, letter by letter.
        tag: Query<Option<String>>,
        /// The campaign that brought them.
        campaign_id: Query<Option<i64>>,
        /// In this segment; nobody when there is none.
        segment_id: Query<Option<i64>>,
        /// Whether Telegram refuses to deliver to them.
        is_blocked: Query<Option<bool>>,
        /// First contact at this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// First contact at this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Whether test users; `false` when left out.
        is_test: Query<Option<IsTest>>,
        /// In which order; `-created_at` when left out.
        sort: Query<Option<Sort>>,
        /// Which page, from 1.
        page: Query<Option<u32>>,
        /// Rows of a page, 1–200; 50 when left out.
        per_page: Query<Option<u32>>,
    ) -> Result<Json<Page<User>>, Problem> {
        let page = page_request(page.0, per_page.0)?;
        let filter = FilterBody {
            search: search.0,
            is_subscribed: is_subscribed.0,
            gender: gender.0,
            age_from: age_from.0,
            age_to: age_to.0,
            birthday_month: birthday_month.0,
            tag: tag.0,
            campaign_id: campaign_id.0,
            segment_id: segment_id.0,
            is_blocked: is_blocked.0,
            created_from: created_from.0,
            created_to: created_to.0,
            is_test: is_test.0,
        };
        let query = filter.read(session.sight())?;
        let sort = sort.0.map_or_else(UserSort::default, Into::into);
        let found = app.clients.list(query, sort, page).await?;
        let sight = session.sight();
        Ok(Json(Page::with(found, page, |user| {
            User::seen(user, sight)
        })))
    }

    /// Clients as a file
    ///
    /// All whom `GET /users` would show in all its pages, in the order of their ids; `marmelad-cli user import` reads
    /// the file back. Every export is written down in the audit log.
    #[oai(path = "/export", method = "get", operation_id = "exportUsers")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter")]
    async fn export(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// The form of the file; `csv` when left out.
        format: Query<Option<Format>>,
        /// Beginnings of words of names and username, any case, ё = е; the whole phone or its last 4–10 digits (not for
        /// `readonly`); the Telegram id.
        search: Query<Option<String>>,
        /// What the last subscription check said.
        is_subscribed: Query<Option<bool>>,
        /// As the client chose it.
        gender: Query<Option<Gender>>,
        /// Full years on the local day, at least; 0–150.
        age_from: Query<Option<u16>>,
        /// Full years on the local day, at most; 0–150.
        age_to: Query<Option<u16>>,
        /// 1–12.
        birthday_month: Query<Option<u8>>,
        /// One of their tags, letter by letter.
        tag: Query<Option<String>>,
        /// The campaign that brought them.
        campaign_id: Query<Option<i64>>,
        /// In this segment; nobody when there is none.
        segment_id: Query<Option<i64>>,
        /// Whether Telegram refuses to deliver to them.
        is_blocked: Query<Option<bool>>,
        /// First contact at this instant or later.
        created_from: Query<Option<Timestamp>>,
        /// First contact at this instant or earlier.
        created_to: Query<Option<Timestamp>>,
        /// Whether test users; `false` when left out.
        is_test: Query<Option<IsTest>>,
    ) -> Result<ExportFile, Problem> {
        let format = format.0.unwrap_or_default();
        let filter = FilterBody {
            search: search.0,
            is_subscribed: is_subscribed.0,
            gender: gender.0,
            age_from: age_from.0,
            age_to: age_to.0,
            birthday_month: birthday_month.0,
            tag: tag.0,
            campaign_id: campaign_id.0,
            segment_id: segment_id.0,
            is_blocked: is_blocked.0,
            created_from: created_from.0,
            created_to: created_to.0,
            is_test: is_test.0,
        };
        let query = filter.read(session.sight())?;
        let actor = session.actor();
        let export = app.clients.export(query, format.as_str(), &actor).await?;
        let rows = stream::try_unfold((app.clone(), export), next_rows).boxed();
        let zone = app.context.zone;
        ExportFile::of("users", USER_COLUMNS, format, zone, rows).await
    }

    /// Tag many clients
    ///
    /// Some hundred at a time: after a fault in the middle, doing it again finishes it. Anonymised clients are left out.
    /// One row of the audit log stands for the whole.
    #[oai(path = "/bulk", method = "post", operation_id = "tagUsers")]
    async fn bulk(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        body: Body<BulkBody>,
    ) -> Result<Json<BulkTagged>, Problem> {
        let input = body.0.read(session.sight())?;
        match app.clients.tag(input, &session.actor()).await? {
            Tagged::Done(count) => Ok(Json(count.into())),
            Tagged::Invalid(errors) => Err(invalid(errors)),
        }
    }

    /// One client
    ///
    /// With the codes they hold and held, and what they bought.
    #[oai(path = "/:id", method = "get", operation_id = "getUser")]
    async fn get(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Row id.
        id: Path<i64>,
    ) -> Result<Json<UserDetails>, Problem> {
        details(app, session, UserId(id.0)).await.map(Json)
    }

    /// Change a client
    ///
    /// What is sent is changed, the birthday whenever it was last changed. A name given here stays whatever Telegram
    /// says, until it is cleared. Discounts and purchases become a test user's with the client.
    #[oai(path = "/:id", method = "patch", operation_id = "updateUser")]
    async fn patch(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Row id.
        id: Path<i64>,
        body: Body<PatchBody>,
    ) -> Result<Json<User>, Problem> {
        let (id, actor) = (UserId(id.0), session.actor());
        match app.clients.edit(id, body.0.into(), &actor).await? {
            EditClient::Saved(user) => Ok(Json(User::seen(*user, session.sight()))),
            EditClient::Invalid(errors) => Err(invalid(errors)),
            EditClient::NotFound => Err(no_client()),
            EditClient::Anonymized => Err(Problem::new(Kind::Anonymized)),
        }
    }

    /// What happened with a client
    ///
    /// Joins, codes, redemptions, purchases and messages, the newest first.
    #[oai(
        path = "/:id/timeline",
        method = "get",
        operation_id = "listUserEvents"
    )]
    async fn timeline(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Row id.
        id: Path<i64>,
        /// Which page, from 1.
        page: Query<Option<u32>>,
        /// Rows of a page, 1–200; 50 when left out.
        per_page: Query<Option<u32>>,
    ) -> Result<Json<Page<TimelineEvent>>, Problem> {
        let page = page_request(page.0, per_page.0)?;
        let found = app.clients.timeline(UserId(id.0), page).await?;
        let found = found.ok_or_else(no_client)?;
        let sight = session.sight();
        Ok(Json(Page::with(found, page, |entry| {
            TimelineEvent::seen(entry, sight)
        })))
    }

    /// Give a client a code
    ///
    /// By a template's switch, dates and budget; its recurrence does not count.
    #[oai(
        path = "/:id/discounts",
        method = "post",
        operation_id = "issueDiscount"
    )]
    async fn issue(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Row id.
        id: Path<i64>,
        body: Body<IssueBody>,
    ) -> Result<Issued, Problem> {
        let template = TemplateId(body.0.template_id);
        let (id, actor) = (UserId(id.0), session.actor());
        match app.discounts.give_code(id, template, &actor).await? {
            IssueToClient::Issued(discount) => {
                let place = format!("{API_PATH}/discounts/{}", discount.id);
                Ok(Issued::Created(Json((*discount).into()), place))
            }
            IssueToClient::NoClient => Err(no_client()),
            IssueToClient::Anonymized => Err(Problem::new(Kind::Anonymized)),
            IssueToClient::NoTemplate => Err(Problem::invalid(
                "/template_id",
                "unknown",
                "there is no such template",
            )),
            IssueToClient::Inactive => Err(Problem::new(Kind::TemplateInactive)),
            IssueToClient::OutOfDates => Err(Problem::new(Kind::TemplateOutOfDates)),
            IssueToClient::BudgetSpent => Err(Problem::new(Kind::BudgetSpent)),
            IssueToClient::CodesTaken => Err(Problem::new(Kind::Unavailable)
                .because("Every code that was drawn is taken; try again")),
        }
    }

    /// Anonymise a client
    ///
    /// Names, phone, birthday, tags and messages go, unused codes are withdrawn; purchases and the log stay under the
    /// row id. There is no way back; doing it again changes nothing.
    #[oai(
        path = "/:id/anonymize",
        method = "post",
        operation_id = "anonymizeUser"
    )]
    async fn anonymize(
        &self,
        Data(app): Data<&App>,
        Data(session): Data<&Session>,
        /// Row id.
        id: Path<i64>,
    ) -> Result<Json<User>, Problem> {
        let forgotten = app
            .clients
            .anonymize(UserId(id.0), &session.actor())
            .await?;
        let forgotten = forgotten.ok_or_else(no_client)?;
        Ok(Json(User::seen(forgotten, session.sight())))
    }
}

async fn details(app: &App, session: &Session, id: UserId) -> Result<UserDetails, Problem> {
    let user = app.clients.find(id).await?.ok_or_else(no_client)?;
    let (sight, now) = (session.sight(), app.now());
    let discounts = |state: Option<DiscountState>, sort| {
        let filter = DiscountFilter {
            user_id: Some(id),
            state,
            ..DiscountFilter::default()
        };
        app.discounts.list(filter, sort, SHOWN)
    };
    let ending = Sorting::ascending(DiscountSortKey::ExpiresAt);
    let active = discounts(Some(DiscountState::Active), ending).await?;
    let newest = Sorting::descending(DiscountSortKey::CreatedAt);
    let history = discounts(None, newest).await?.items.into_iter();
    let is_over = |listed: &domain::ListedDiscount| {
        DiscountState::of(&listed.discount, now) != DiscountState::Active
    };
    let orders = OrderFilter {
        user_id: Some(id),
        ..OrderFilter::default()
    };
    let newest = Sorting::descending(OrderSortKey::CreatedAt);
    let orders = app.orders.list(orders, newest, SHOWN).await?;
    let seen = |listed| ListedDiscount::seen(listed, sight, now);
    let history = history.filter(is_over).map(seen);
    Ok(UserDetails {
        user: User::seen(user, sight),
        active_discounts: active.items.into_iter().map(seen).collect(),
        discount_history: history.collect(),
        orders: orders.items.into_iter().map(Into::into).collect(),
    })
}

type Rows = Vec<Vec<Cell>>;

async fn next_rows(
    (app, mut export): (App, ClientExport),
) -> Result<Option<(Rows, (App, ClientExport))>, PortError> {
    let users = app.clients.next_exported(&mut export).await?;
    let rows: Rows = users.into_iter().map(user_row).collect();
    Ok((!rows.is_empty()).then_some((rows, (app, export))))
}

fn no_client() -> Problem {
    Problem::new(Kind::NotFound).because("There is no such client")
}

fn invalid(errors: Vec<InvalidField>) -> Problem {
    let told: Vec<String> = errors
        .iter()
        .map(|error| format!("{}: {}", error.path, error.message))
        .collect();
    let problem = Problem::new(Kind::InvalidValue).because(told.join("; "));
    errors.into_iter().fold(problem, |problem, error| {
        problem.at(FieldError {
            path: error.path.to_owned(),
            code: error.code.to_owned(),
            message: error.message,
        })
    })
}

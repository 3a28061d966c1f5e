//! `/users`: clients.

mod bodies;
mod filter;

use futures::{StreamExt, stream};
use marmelad_core::clients::{
    BulkTagged as Tagged, ClientExport, EditClient, InvalidField, UserSort,
};
use marmelad_core::discounts::{DiscountFilter, DiscountSortKey, DiscountState, IssueToClient};
use marmelad_core::kernel::{ClientId, PageRequest, PortError, Sorting, TemplateId};
use marmelad_core::orders::{OrderFilter, OrderSortKey};
use marmelad_core::{App, discounts as domain};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;

use crate::auth::{Marketing, Owner, Reader, Session};
use crate::body::Body;
use crate::export::{ExportFile, Format, Rows, USER_COLUMNS, user_row};
use crate::paging::Paging;
use crate::params::Params;
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::responses::Created;
use crate::spec::Tag;
use crate::views::{
    BulkTagged, Discount, Id, ListedDiscount, Page, TimelineEvent, User, UserDetails,
};
use bodies::{BulkBody, IssueBody, PatchBody};
use filter::{FilterBody, Sort};

/// Operations on clients.
#[derive(Debug, Clone, Copy)]
pub struct ClientsApi;

/// The number of codes and purchases shown with a client.
const SHOWN: PageRequest = PageRequest { page: 1, per_page: PageRequest::MAX_PER_PAGE };

#[OpenApi(prefix_path = "/users", tag = "Tag::Users")]
impl ClientsApi {
    /// List clients
    ///
    /// Clients that match all given filters.
    #[oai(path = "/", method = "get", operation_id = "listUsers")]
    async fn list(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        Params(filter): Params<FilterBody>,
        /// Sort order; `-created_at` by default.
        sort: Query<Option<Sort>>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<User>>> {
        let (page, viewer) = (paging.into(), session.viewer());
        let sort = sort.0.map_or_else(UserSort::default, Into::into);
        let found = app.clients.list(filter.read(viewer), sort, page).await?;
        Ok(Json(Page::with(found, page, |user| User::for_viewer(user, viewer))))
    }

    /// Export clients
    ///
    /// All clients that `GET /users` lists with the same filters, in the order of their ids. `marmelad-cli user
    /// import` reads the file. Recorded in the audit log.
    #[oai(path = "/export", method = "get", operation_id = "exportUsers")]
    async fn export(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        /// Format of the file; `csv` by default.
        format: Query<Option<Format>>,
        Params(filter): Params<FilterBody>,
    ) -> Outcome<ExportFile> {
        let format = format.0.unwrap_or_default();
        let query = filter.read(session.viewer());
        let actor = session.actor();
        let export = app.clients.export(query, format.as_str(), &actor).await?;
        let rows = stream::try_unfold((app.clone(), export), next_rows).boxed();
        let zone = app.context.zone;
        Ok(ExportFile::of("users", USER_COLUMNS, format, zone, rows).await?)
    }

    /// Tag many clients
    ///
    /// Works in steps of some hundred clients; after a failure the same request completes the rest. Anonymised
    /// clients are left out. Recorded in the audit log once.
    #[oai(path = "/bulk", method = "post", operation_id = "tagUsers")]
    async fn bulk(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        body: Body<BulkBody>,
    ) -> Outcome<Json<BulkTagged>, kind::InvalidValue> {
        let input = body.0.read(session.viewer())?;
        match app.clients.tag(input, &session.actor()).await? {
            Tagged::Done(count) => Ok(Json(count.into())),
            Tagged::Invalid(errors) => Err(Problem::invalid_fields(errors).into()),
        }
    }

    /// Show a client
    ///
    /// With discounts and purchases.
    #[oai(path = "/:id", method = "get", operation_id = "getUser")]
    async fn get(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<UserDetails>> {
        Ok(Json(details(app, &session, ClientId(id.0.0)).await?))
    }

    /// Change a client
    ///
    /// The birthday can be changed at any time. A name given here is kept until it is cleared, whatever the name in
    /// Telegram. `is_test` also applies to the discounts and purchases of the client.
    #[oai(path = "/:id", method = "patch", operation_id = "updateUser")]
    async fn patch(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<PatchBody>,
    ) -> Outcome<Json<User>, (kind::Anonymized, kind::InvalidValue)> {
        let (id, actor) = (ClientId(id.0.0), session.actor());
        match app.clients.edit(id, body.0.into(), &actor).await? {
            EditClient::Saved(user) => Ok(Json(User::for_viewer(*user, session.viewer()))),
            EditClient::Invalid(errors) => Err(Problem::invalid_fields(errors).into()),
            EditClient::NotFound => Err(no_client().into()),
            EditClient::Anonymized => Err(Problem::new(Kind::Anonymized).into()),
        }
    }

    /// List the events of a client
    ///
    /// Contacts, discounts, redemptions, purchases and messages, latest first.
    #[oai(path = "/:id/timeline", method = "get", operation_id = "listUserEvents")]
    async fn timeline(
        &self,
        Reader(session): Reader,
        Data(app): Data<&App>,
        id: Path<Id>,
        Params(paging): Params<Paging>,
    ) -> Outcome<Json<Page<TimelineEvent>>> {
        let page = paging.into();
        let found = app.clients.timeline(ClientId(id.0.0), page).await?;
        let found = found.ok_or_else(no_client)?;
        let viewer = session.viewer();
        Ok(Json(Page::with(found, page, |entry| TimelineEvent::for_viewer(entry, viewer))))
    }

    /// Issue a discount
    ///
    /// Checks whether the template is active, its dates and its budget, but not its recurrence.
    #[oai(path = "/:id/discounts", method = "post", operation_id = "issueDiscount")]
    async fn issue(
        &self,
        Marketing(session): Marketing,
        Data(app): Data<&App>,
        id: Path<Id>,
        body: Body<IssueBody>,
    ) -> Outcome<
        Created<Discount>,
        (
            kind::Anonymized,
            kind::TemplateInactive,
            kind::TemplateOutOfDates,
            kind::BudgetSpent,
            kind::InvalidValue,
        ),
    > {
        let template = TemplateId(body.0.template_id.0);
        let (id, actor) = (ClientId(id.0.0), session.actor());
        match app.discounts.give_code(id, template, &actor).await? {
            IssueToClient::Issued(discount) => {
                Ok(Created::new("/discounts", discount.id, (*discount).into()))
            }
            IssueToClient::NoClient => Err(no_client().into()),
            IssueToClient::Anonymized => Err(Problem::new(Kind::Anonymized).into()),
            IssueToClient::NoTemplate => {
                Err(Problem::invalid("/template_id", "unknown", "there is no such template").into())
            }
            IssueToClient::Inactive => Err(Problem::new(Kind::TemplateInactive).into()),
            IssueToClient::OutOfDates => Err(Problem::new(Kind::TemplateOutOfDates).into()),
            IssueToClient::BudgetSpent => Err(Problem::new(Kind::BudgetSpent).into()),
            IssueToClient::CodesTaken => Err(Problem::new(Kind::Unavailable)
                .because("Every code that was drawn is taken; try again")
                .into()),
        }
    }

    /// Anonymise a client
    ///
    /// Removes names, phone, birthday, tags and messages, and revokes unused codes; purchases and the usage log stay.
    /// Cannot be undone. Repeating it changes nothing.
    #[oai(path = "/:id/anonymize", method = "post", operation_id = "anonymizeUser")]
    async fn anonymize(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        id: Path<Id>,
    ) -> Outcome<Json<User>> {
        let forgotten = app.clients.anonymize(ClientId(id.0.0), &session.actor()).await?;
        let forgotten = forgotten.ok_or_else(no_client)?;
        Ok(Json(User::for_viewer(forgotten, session.viewer())))
    }
}

async fn details(app: &App, session: &Session, id: ClientId) -> Result<UserDetails, Problem> {
    let user = app.clients.find(id).await?.ok_or_else(no_client)?;
    let (viewer, now) = (session.viewer(), app.now());
    let discounts = |state: Option<DiscountState>, sort| {
        let filter = DiscountFilter { user_id: Some(id), state, ..DiscountFilter::default() };
        app.discounts.list(filter, sort, SHOWN)
    };
    let ending = Sorting::ascending(DiscountSortKey::ExpiresAt);
    let active = discounts(Some(DiscountState::Active), ending).await?;
    let newest = Sorting::descending(DiscountSortKey::CreatedAt);
    let history = discounts(None, newest).await?.items.into_iter();
    let is_over = |listed: &domain::ListedDiscount| {
        DiscountState::of(&listed.discount, now) != DiscountState::Active
    };
    let orders = OrderFilter { user_id: Some(id), ..OrderFilter::default() };
    let newest = Sorting::descending(OrderSortKey::CreatedAt);
    let orders = app.orders.list(orders, newest, SHOWN).await?;
    let seen = |listed| ListedDiscount::for_viewer(listed, viewer, now);
    let history = history.filter(is_over).map(seen);
    Ok(UserDetails {
        user: User::for_viewer(user, viewer),
        active_discounts: active.items.into_iter().map(seen).collect(),
        discount_history: history.collect(),
        orders: orders.items.into_iter().map(Into::into).collect(),
    })
}

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

impl From<InvalidField> for FieldError {
    fn from(error: InvalidField) -> Self {
        Self::new(error.path, error.code, error.message)
    }
}

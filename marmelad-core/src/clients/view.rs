//! Reads clients: find, list, timeline.

use serde_json::{Map, Value};

use crate::audit::AuditEntry;
use crate::clients::{ClientService, TimelineEntry, UserFilter, UserList, UserSort};
use crate::kernel::{ClientId, Page, PageRequest, PortError, SegmentId, TelegramId};
use crate::people::User;
use crate::segments::SegmentFilter;

/// A request for a list of clients.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientQuery {
    pub filter: UserFilter,
    /// Additionally, members of this segment.
    pub segment_id: Option<SegmentId>,
}

impl ClientQuery {
    /// Adds the query to the audit entry. The search text may be a name or phone and is not recorded.
    #[must_use]
    pub fn describe(&self, entry: AuditEntry) -> AuditEntry {
        let filter = &self.filter;
        let text = |value: &dyn std::fmt::Display| Some(Value::from(value.to_string()));
        let asked = [
            ("search", filter.search.as_ref().and(Some(Value::from("…")))),
            ("is_subscribed", filter.is_subscribed.map(Value::from)),
            ("gender", filter.gender.and_then(|gender| text(&gender))),
            ("age_from", filter.age_from.map(Value::from)),
            ("age_to", filter.age_to.map(Value::from)),
            ("birthday_month", filter.birthday_month.map(Value::from)),
            ("tag", filter.tag.clone().map(Value::from)),
            ("campaign_id", filter.campaign_id.map(|id| id.0.into())),
            ("segment_id", self.segment_id.map(|id| id.0.into())),
            ("is_blocked", filter.is_blocked.map(Value::from)),
            ("created_from", filter.created_from.and_then(|at| text(&at.to_rfc3339()))),
            ("created_to", filter.created_to.and_then(|at| text(&at.to_rfc3339()))),
            ("is_test", text(&filter.test)),
        ];
        let asked: Map<String, Value> =
            asked.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        entry.field("filter", None, Some(asked))
    }
}

impl ClientService {
    /// The client with this Telegram id.
    pub async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<User>, PortError> {
        self.users.find_by_telegram_id(telegram_id).await
    }

    /// A page of clients.
    pub async fn list(
        &self,
        query: ClientQuery,
        sort: UserSort,
        page: PageRequest,
    ) -> Result<Page<User>, PortError> {
        let list = UserList {
            filter: self.client_filter(query).await?,
            sort,
            page,
            moment: self.context.moment(),
        };
        self.users.list(list).await
    }

    /// The filter combined with the segment's filter. An unknown segment matches no client.
    pub(super) async fn client_filter(&self, query: ClientQuery) -> Result<UserFilter, PortError> {
        let segment = match query.segment_id {
            Some(id) => {
                let found = self.segments.find(id).await?;
                Some(found.map_or(SegmentFilter::Any(Vec::new()), |segment| segment.filter))
            }
            None => query.filter.segment.clone(),
        };
        Ok(UserFilter { segment, ..query.filter })
    }

    /// One client by row id.
    pub async fn find(&self, id: ClientId) -> Result<Option<User>, PortError> {
        self.users.find(id).await
    }

    /// A page of a client's timeline, newest first; `None` when the client does not exist.
    pub async fn timeline(
        &self,
        id: ClientId,
        page: PageRequest,
    ) -> Result<Option<Page<TimelineEntry>>, PortError> {
        if self.users.find(id).await?.is_none() {
            return Ok(None);
        }
        let timeline = self.users.timeline(id, page, self.context.now()).await?;
        Ok(Some(timeline))
    }
}

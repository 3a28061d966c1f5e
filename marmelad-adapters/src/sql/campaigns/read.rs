//! Filter and order of lists of campaigns.

use marmelad_core::campaigns::{CampaignFilter, CampaignSort};
use sqlx::QueryBuilder;

use super::super::conditions::Conditions;
use super::super::dialect::Database;

pub(super) fn push_filter(query: &mut QueryBuilder<Database>, filter: CampaignFilter) {
    query.equal("is_active", filter.is_active);
    query.equal("template_id", filter.template_id.map(|id| id.0));
}

pub(super) const fn order(sort: CampaignSort) -> &'static str {
    match sort {
        CampaignSort::Newest => " ORDER BY created_at DESC, id DESC",
        CampaignSort::Oldest => " ORDER BY created_at, id",
        CampaignSort::Name => " ORDER BY name, id",
        CampaignSort::NameDown => " ORDER BY name DESC, id DESC",
        CampaignSort::FewestJoined => " ORDER BY joined_count, id",
        CampaignSort::MostJoined => " ORDER BY joined_count DESC, id DESC",
    }
}

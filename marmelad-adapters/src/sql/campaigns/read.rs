//! Filter and order of lists of campaigns.

use marmelad_core::campaigns::{CampaignFilter, CampaignSort};
use sqlx::QueryBuilder;

use super::super::dialect::Database;

pub(super) fn push_filter(query: &mut QueryBuilder<Database>, filter: CampaignFilter) {
    if let Some(is_active) = filter.is_active {
        query.push(" AND is_active = ").push_bind(is_active);
    }
    if let Some(template) = filter.template_id {
        query.push(" AND template_id = ").push_bind(template.0);
    }
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

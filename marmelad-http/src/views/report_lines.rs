//! Lines of reports.

use marmelad_core::reports as domain;

use super::report_numbers::{BroadcastNumbers, CampaignNumbers, CashierNumbers, CodeNumbers};
use super::{BroadcastStatus, DiscountSource, Timestamp, view};

view! {
    /// Discounts of one template.
    ReportTemplate of line: domain::TemplateLine {
        /// Id of the template; absent for codes imported without one.
        template_id: Option<i64>,
        /// Name of the template.
        name: Option<String>,
        /// Numbers of the discounts.
        #[oai(flatten)]
        numbers: CodeNumbers,
    }
}

view! {
    /// Discounts issued for one reason.
    ReportSource of line: domain::SourceLine {
        /// Reason of issue.
        source: DiscountSource,
        /// Numbers of the discounts.
        #[oai(flatten)]
        numbers: CodeNumbers,
    }
}

view! {
    /// Work of one cashier.
    ReportCashier of line: domain::CashierLine {
        /// Id of the cashier.
        cashier_id: i64,
        /// Name of the cashier.
        name: String,
        /// Present shop of the cashier.
        shop: Option<String>,
        /// Numbers of the cashier.
        #[oai(flatten)]
        numbers: CashierNumbers,
    }
}

view! {
    /// Results of one campaign.
    ReportCampaign of line: domain::CampaignLine {
        /// Id of the campaign.
        campaign_id: i64,
        /// Unique word in the link of the campaign.
        slug: String,
        /// Name of the campaign.
        name: String,
        /// Numbers of the campaign.
        #[oai(flatten)]
        numbers: CampaignNumbers,
    }
}

view! {
    /// Results of one broadcast.
    ReportBroadcast of line: domain::BroadcastLine {
        /// Id of the broadcast.
        broadcast_id: i64,
        /// Title of the broadcast.
        title: String,
        /// State of the broadcast.
        status: BroadcastStatus,
        /// When sending started.
        started_at: Timestamp,
        /// Numbers of the broadcast.
        #[oai(flatten)]
        numbers: BroadcastNumbers,
    }
}

//! `/reports`: what happened, in numbers.

use marmelad_core::App;
use marmelad_core::domain::report::{Period, PeriodError, PeriodQuery};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use poem_openapi::payload::Json;

use crate::auth::Reader;
use crate::problem::{Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{
    BroadcastReport, CampaignReport, CashierReport, Day, DiscountReport, GroupBy, SummaryReport,
};

/// What happened, in numbers.
#[derive(Debug, Clone, Copy)]
pub struct ReportsApi;

/// The days that a request is about.
pub(crate) fn period(
    app: &App,
    from: Option<Day>,
    to: Option<Day>,
    group_by: Option<GroupBy>,
) -> Result<Period, Problem> {
    let query = PeriodQuery {
        from: from.map(|day| day.0),
        to: to.map(|day| day.0),
        group_by: group_by.map(Into::into),
    };
    app.report_period(query).map_err(refused)
}

pub(crate) fn refused(error: PeriodError) -> Problem {
    let (path, code) = match error {
        PeriodError::Backwards => ("/to", "before_from"),
        PeriodError::TooLong => ("/from", "too_long"),
        PeriodError::TooManyPoints => ("/group_by", "too_many_points"),
        PeriodError::OutOfRange => ("/from", "out_of_range"),
    };
    Problem::invalid(path, code, error.to_string())
}

#[OpenApi(prefix_path = "/reports", tag = "Tag::Reports")]
impl ReportsApi {
    /// The shop in numbers
    ///
    /// Clients, codes and purchases; who and what did best; what needs a look now. Test users and test codes never
    /// count. A redemption that was taken back, whenever, is missing from the day of the redemption, and so is its
    /// purchase; it is `undone` there.
    #[oai(path = "/summary", method = "get", operation_id = "getSummaryReport")]
    async fn summary(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// The first day, local to the shops. Left out: 30 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: today. A report is about 1096 days at most.
        to: Query<Option<Day>>,
        /// What a point stands for: `day` for up to 366 days, `week` from Monday, or `month`. Left out: `day`, or
        /// `week` where there are more days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<Json<SummaryReport>, kind::InvalidValue> {
        let period = period(app, from.0, to.0, group_by.0)?;
        Ok(Json(app.summary_report(period).await?.into()))
    }

    /// Codes in numbers
    ///
    /// What was issued and redeemed, by template and by what the codes were given for. Purchases without a code do
    /// not count here.
    #[oai(
        path = "/discounts",
        method = "get",
        operation_id = "getDiscountReport"
    )]
    async fn discounts(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// The first day, local to the shops. Left out: 30 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: today. A report is about 1096 days at most.
        to: Query<Option<Day>>,
        /// What a point stands for. Left out: `day`, or `week` where there are more than 366 days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<Json<DiscountReport>, kind::InvalidValue> {
        let period = period(app, from.0, to.0, group_by.0)?;
        Ok(Json(app.discount_report(period).await?.into()))
    }

    /// Cashiers in numbers
    ///
    /// Redemptions, what was taken back of them, wrong codes and revenue, cashier by cashier. What was redeemed by API
    /// or command line without a cashier is not here.
    #[oai(path = "/cashiers", method = "get", operation_id = "getCashierReport")]
    async fn cashiers(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// The first day, local to the shops. Left out: 30 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: today. A report is about 1096 days at most.
        to: Query<Option<Day>>,
        /// What a point stands for. Left out: `day`, or `week` where there are more than 366 days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<Json<CashierReport>, kind::InvalidValue> {
        let period = period(app, from.0, to.0, group_by.0)?;
        Ok(Json(app.cashier_report(period).await?.into()))
    }

    /// Campaigns in numbers
    ///
    /// Who joined, and what became of the codes given for it, campaign by campaign.
    #[oai(
        path = "/campaigns",
        method = "get",
        operation_id = "getCampaignReport"
    )]
    async fn campaigns(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// The first day, local to the shops. Left out: 30 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: today. A report is about 1096 days at most.
        to: Query<Option<Day>>,
        /// What a point stands for. Left out: `day`, or `week` where there are more than 366 days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<Json<CampaignReport>, kind::InvalidValue> {
        let period = period(app, from.0, to.0, group_by.0)?;
        Ok(Json(app.campaign_report(period).await?.into()))
    }

    /// Broadcasts in numbers
    ///
    /// The way from sent to paid of the broadcasts that were started in these days, with everything that became of
    /// them up to now; those to test users left out.
    #[oai(
        path = "/broadcasts",
        method = "get",
        operation_id = "getBroadcastReport"
    )]
    async fn broadcasts(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
        /// The first day, local to the shops. Left out: 30 days up to `to`.
        from: Query<Option<Day>>,
        /// The last day, included. Left out: today. A report is about 1096 days at most.
        to: Query<Option<Day>>,
        /// What a point stands for. Left out: `day`, or `week` where there are more than 366 days.
        group_by: Query<Option<GroupBy>>,
    ) -> Outcome<Json<BroadcastReport>, kind::InvalidValue> {
        let period = period(app, from.0, to.0, group_by.0)?;
        Ok(Json(app.broadcast_report(period).await?.into()))
    }
}

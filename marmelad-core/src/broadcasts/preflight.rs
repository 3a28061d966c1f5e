//! The pre-flight: what a broadcast would do, before it starts.

use chrono::{DateTime, Duration, Utc};

use crate::broadcasts::{
    AudienceCount, Broadcast, BroadcastInput, BroadcastService, BroadcastTerms, ContentProblem,
    Rates, Recipient, finish_time, rates, shows_code,
};
use crate::delivery::OutgoingDelivery;
use crate::discounts::{Discount, DiscountCode, DiscountFacts, DiscountSource, Template};
use crate::kernel::{BroadcastId, ClientId, DiscountId, PortError};
use crate::people::User;
use crate::settings::{Context, Settings};

/// Number of sample messages.
const SAMPLES: u32 = 3;
/// A longer broadcast gives a warning.
const LONG: Duration = Duration::hours(6);

/// Result of the pre-flight.
#[derive(Debug, Clone, PartialEq)]
pub struct Preflight {
    /// Exact number of recipients and of clients left out, by reason.
    pub audience: AudienceCount,
    /// The rate limits that apply.
    pub rates: Rates,
    /// When the first message would be sent.
    pub starts_at: DateTime<Utc>,
    /// When the last message would be sent.
    pub finishes_at: DateTime<Utc>,
    /// Messages for some real recipients.
    pub samples: Vec<Sample>,
    /// Warnings that do not prevent the start.
    pub warnings: Vec<PreflightWarning>,
}

/// A sample message for one recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    pub user_id: ClientId,
    pub display_name: String,
    /// The message; its code is an example.
    pub delivery: OutgoingDelivery,
}

/// A warning about a valid broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreflightWarning {
    /// A stable word for programs.
    pub code: &'static str,
    pub message: String,
}

/// Outcome of a pre-flight.
#[derive(Debug, Clone, PartialEq)]
pub enum PreflightOutcome {
    Preflight(Box<Preflight>),
    /// Every problem of the broadcast.
    Invalid(Vec<ContentProblem>),
    NotFound,
}

impl BroadcastService {
    /// The pre-flight of a stored broadcast.
    pub async fn preflight(&self, id: BroadcastId) -> Result<PreflightOutcome, PortError> {
        let Some(Broadcast { terms, .. }) = self.broadcasts.find(id).await? else {
            return Ok(PreflightOutcome::NotFound);
        };
        self.assess(terms).await
    }

    /// The pre-flight of a broadcast that is not stored.
    pub async fn preflight_input(
        &self,
        input: BroadcastInput,
    ) -> Result<PreflightOutcome, PortError> {
        match self.check_broadcast(input).await? {
            Ok(terms) => self.assess(terms).await,
            Err(problems) => Ok(PreflightOutcome::Invalid(problems)),
        }
    }

    async fn assess(&self, terms: BroadcastTerms) -> Result<PreflightOutcome, PortError> {
        let (settings, now, zone) =
            (self.context.settings().await?, self.context.now(), self.context.zone);
        let template = match terms.template_id {
            Some(id) => self.templates.find(id).await?,
            None => None,
        };
        let reach = self.reach(terms.audience.clone(), &settings);
        let audience = self.broadcasts.count_audience(reach.clone()).await?;
        let quiet = settings.quiet_hours().filter(|_| !terms.ignore_quiet_hours);
        let wanted = terms.scheduled_at.unwrap_or(now).max(now);
        let starts_at = quiet.and_then(|quiet| quiet.wait_until(wanted, zone)).unwrap_or(wanted);
        let rates = rates(&settings, terms.rate_per_minute);
        let finishes_at = finish_time(wanted, audience.total, rates, quiet, zone);
        let Some(content) = self.prepare_content(terms.content.clone()).await? else {
            let message = "the uploaded file is gone; upload it again";
            let problem = ContentProblem::new("/media_id", "not_found", message);
            return Ok(PreflightOutcome::Invalid(vec![problem]));
        };
        let readers = self.broadcasts.sample_audience(reach, SAMPLES).await?;
        let samples = readers.into_iter().map(|user| {
            let facts =
                template.as_ref().map(|template| example(template, &user, now, &self.context));
            let recipient = Recipient {
                chat: user.address(),
                first_name: user.first_name,
                display_name: user.display_name.clone(),
                discount: facts,
            };
            Sample {
                user_id: user.id,
                display_name: user.display_name,
                delivery: content.render(&recipient),
            }
        });
        let samples = samples.collect();
        let mut warnings = self.warnings(&terms, &settings, template.as_ref(), audience);
        if starts_at > wanted {
            warnings.push(warning(
                "quiet_hours",
                format!(
                    "quiet hours: the first message goes out at {}",
                    local(starts_at, &self.context)
                ),
            ));
        }
        if finishes_at - starts_at > LONG {
            warnings.push(warning(
                "long",
                format!(
                    "at {} messages a minute it takes until {}",
                    rates.effective_per_minute(),
                    local(finishes_at, &self.context)
                ),
            ));
        }
        Ok(PreflightOutcome::Preflight(Box::new(Preflight {
            audience,
            rates,
            starts_at,
            finishes_at,
            samples,
            warnings,
        })))
    }

    fn warnings(
        &self,
        terms: &BroadcastTerms,
        settings: &Settings,
        template: Option<&Template>,
        audience: AudienceCount,
    ) -> Vec<PreflightWarning> {
        let mut warnings = Vec::new();
        if audience.total == 0 {
            warnings.push(warning("empty_audience", "nobody would get it".to_owned()));
        }
        if settings.privacy_policy_url().is_none() {
            warnings.push(warning(
                "no_consent_step",
                "no privacy policy is set: clients were never asked whether they want offers"
                    .to_owned(),
            ));
        }
        if let Some(template) = template {
            let left = template.budget_left().map(u64::from);
            if let Some(left) = left.filter(|left| *left < audience.total) {
                warnings.push(warning("budget", format!(
                    "the template has {left} codes left for {} recipients: the rest is skipped and the broadcast pauses",
                    audience.total
                )));
            }
            if template.usable(self.context.now()).is_err() {
                warnings.push(warning(
                    "template_unusable",
                    "the template issues no codes now".to_owned(),
                ));
            }
            if terms.content.body().is_some_and(|body| !shows_code(body)) {
                warnings.push(warning(
                    "no_code_in_text",
                    "the text does not show the code: put {code} into it".to_owned(),
                ));
            }
        }
        warnings
    }
}

fn warning(code: &'static str, message: String) -> PreflightWarning {
    PreflightWarning { code, message }
}

fn local(at: DateTime<Utc>, context: &Context) -> String {
    at.with_timezone(&context.zone).format("%d.%m.%Y %H:%M").to_string()
}

/// Facts about an example discount whose code exists nowhere.
fn example(
    template: &Template,
    user: &User,
    now: DateTime<Utc>,
    context: &Context,
) -> DiscountFacts {
    let terms = &template.terms;
    let discount = Discount {
        id: DiscountId(0),
        user_id: user.id,
        template_id: Some(template.id),
        campaign_id: None,
        broadcast_id: None,
        source: DiscountSource::Broadcast,
        code: DiscountCode::example(),
        value: terms.value,
        usage: terms.usage,
        uses_count: 0,
        min_order_amount: terms.min_order_amount,
        expires_at: template.expires_at(now, context.zone),
        used_at: None,
        used_by_cashier_id: None,
        revoked_at: None,
        revoke_reason: None,
        is_test: true,
        created_at: now,
    };
    DiscountFacts::of(&discount, context.zone, now)
}

//! Text output of broadcasts.

use marmelad_core::broadcasts::{
    Audience, Broadcast, BroadcastContent, BroadcastMedia, BroadcastProgress, BroadcastStatus,
    Excluded, MediaSource, MoneyTrail, OutcomeCounts, Preflight, Rates, Recall, RecipientLog,
    Sample,
};
use marmelad_core::delivery::DeliveryContent;
use marmelad_core::kernel::{Page, PageRequest};
use marmelad_core::messages::ru;

use crate::output::{self, one_line};
use crate::session::Session;

/// Number of characters shown of a text.
const EXCERPT: usize = 300;

/// A table of a broadcast's fields.
pub(super) fn card(broadcast: &Broadcast, session: &Session) -> String {
    output::card(rows(broadcast, session))
}

/// The fields with rate, expected end and results.
pub(super) fn progress_card(
    progress: &BroadcastProgress,
    trail: Option<MoneyTrail>,
    session: &Session,
) -> String {
    let mut rows = rows(&progress.broadcast, session);
    rows.push(("Pace", pace(progress.rates)));
    rows.push(("Over about", session.local_opt(progress.finishes_at)));
    if let Some(trail) = trail {
        let used = format!("{} of {}", trail.codes_redeemed, trail.codes_issued);
        let brought = format!(
            "{} − {} = {}",
            ru::money(trail.revenue),
            ru::money(trail.discount),
            ru::money(trail.revenue.less(trail.discount))
        );
        rows.push(("Codes redeemed", used));
        rows.push(("Revenue", brought));
    }
    output::card(rows)
}

fn rows(broadcast: &Broadcast, session: &Session) -> Vec<(&'static str, String)> {
    let (terms, content) = (&broadcast.terms, &broadcast.terms.content);
    let yes = |holds: bool| if holds { "yes" } else { "" }.to_owned();
    let stopped = broadcast.stop.as_ref();
    vec![
        ("Id", broadcast.id.to_string()),
        ("Title", terms.title.clone()),
        ("State", broadcast.status.to_string()),
        ("Stopped", stopped.map(|stop| stop.message.clone()).unwrap_or_default()),
        ("Text", text(content)),
        ("File", content.media().map(file).unwrap_or_default()),
        ("Buttons", buttons(content)),
        ("For", audience(&terms.audience)),
        ("Codes by", terms.template_id.map(|id| format!("template {id}")).unwrap_or_default()),
        ("Begins", session.local_opt(terms.scheduled_at)),
        ("Began", session.local_opt(broadcast.started_at)),
        ("Ended", session.local_opt(broadcast.finished_at)),
        ("Waits until", session.local_opt(broadcast.waiting_until)),
        ("In quiet hours", yes(terms.ignore_quiet_hours)),
        ("Left out", left_out(broadcast.excluded)),
        ("Recipients", recipients(broadcast)),
        ("So far", outcomes(broadcast)),
        (
            "Taken back",
            broadcast.recall.map(|recall| recalled(recall, session)).unwrap_or_default(),
        ),
    ]
}

fn text(content: &BroadcastContent) -> String {
    match content {
        BroadcastContent::Html { body, .. } => one_line(body, EXCERPT),
        BroadcastContent::Copy { source_chat, source_message, .. } => {
            format!("a copy of message {source_message} in chat {source_chat}")
        }
    }
}

fn file(media: &BroadcastMedia) -> String {
    match &media.source {
        MediaSource::Upload(id) => format!("{}, upload {id}", media.kind),
        MediaSource::Url(place) | MediaSource::FileId(place) => format!("{} {place}", media.kind),
    }
}

fn buttons(content: &BroadcastContent) -> String {
    let mut labels: Vec<_> =
        content.buttons().iter().flatten().map(|button| button.text.clone()).collect();
    if content.has_unsubscribe_button() {
        labels.push("Не присылать рассылки".to_owned());
    }
    labels.join(" · ")
}

fn audience(audience: &Audience) -> String {
    let who = match (audience.segment_id, &audience.filter) {
        (Some(id), _) => format!("segment {id}"),
        (None, Some(filter)) => filter.to_json().to_string(),
        (None, None) => "everybody".to_owned(),
    };
    if audience.is_test { format!("{who}, test users alone") } else { who }
}

fn recipients(broadcast: &Broadcast) -> String {
    match (broadcast.status, broadcast.is_fanned_out) {
        (BroadcastStatus::Draft | BroadcastStatus::Scheduled, _) => String::new(),
        (_, true) => count(broadcast.audience_total),
        (_, false) => format!("{} so far", count(broadcast.audience_total)),
    }
}

fn outcomes(broadcast: &Broadcast) -> String {
    match broadcast.status {
        BroadcastStatus::Draft | BroadcastStatus::Scheduled => String::new(),
        _ => counts(broadcast.counts),
    }
}

/// `sent 118, failed 1, blocked 1, skipped 0, uncertain 0`.
pub(super) fn counts(counts: OutcomeCounts) -> String {
    format!(
        "sent {}, failed {}, blocked {}, skipped {}, uncertain {}",
        count(counts.success),
        count(counts.failed),
        count(counts.blocked),
        count(counts.skipped),
        count(counts.uncertain)
    )
}

fn recalled(recall: Recall, session: &Session) -> String {
    let codes = if recall.revokes_codes { ", unused codes revoked" } else { "" };
    match recall.finished_at {
        Some(at) => format!("done at {}{codes}", session.local(at)),
        None => format!("asked for at {}{codes}", session.local(recall.requested_at)),
    }
}

/// Counts of skipped clients; empty when none is skipped.
pub(super) fn left_out(excluded: Excluded) -> String {
    let reasons = [
        ("blocked the bot", excluded.blocked),
        ("opted out", excluded.opted_out),
        ("never agreed", excluded.no_consent),
    ];
    let told = reasons.iter().filter(|(_, count)| *count > 0);
    let told = told.map(|(reason, count)| format!("{reason} {}", ru::grouped_count(*count)));
    told.collect::<Vec<_>>().join(", ")
}

fn pace(rates: Rates) -> String {
    format!("{} a minute", ru::grouped_count(rates.effective_per_minute()))
}

/// The preview of a broadcast.
pub(super) fn preflight_text(preflight: &Preflight, session: &Session) -> String {
    let card = output::card([
        ("Recipients", ru::grouped_count(preflight.audience.total)),
        ("Left out", left_out(preflight.audience.excluded)),
        ("Pace", pace(preflight.rates)),
        ("First message", session.local(preflight.starts_at)),
        ("Last message", session.local(preflight.finishes_at)),
    ]);
    let warnings = preflight.warnings.iter().map(|warning| format!("! {}", warning.message));
    let samples = preflight.samples.iter().map(sample);
    let parts: Vec<_> = std::iter::once(card).chain(warnings).chain(samples).collect();
    parts.join("\n\n")
}

fn sample(sample: &Sample) -> String {
    let content = match &sample.delivery.content {
        DeliveryContent::Text { html } => html.clone(),
        DeliveryContent::Media { media, caption } => format!("[{}] {caption}", media.kind),
        DeliveryContent::Copy { message, .. } => format!("[a copy of message {message}]"),
    };
    let lines: Vec<_> = content.lines().map(|line| format!("  {line}")).collect();
    format!("{} would get:\n{}", sample.display_name, lines.join("\n"))
}

/// A table with one broadcast per row.
pub(super) fn table(page: &Page<Broadcast>, request: PageRequest, session: &Session) -> String {
    let row = |broadcast: &Broadcast| {
        let counts = broadcast.counts;
        [
            broadcast.id.to_string(),
            one_line(&broadcast.terms.title, 60),
            broadcast.status.to_string(),
            session.local_opt(broadcast.started_at.or(broadcast.terms.scheduled_at)),
            count(counts.success),
            count(counts.total() - counts.success),
            count(broadcast.left()),
        ]
    };
    output::paged(
        ["Id", "Title", "State", "When", "Sent", "Missed", "Left"],
        &[0, 2, 3],
        page,
        request,
        row,
        "No broadcasts here. Write one: marmelad-cli broadcast create --help",
    )
}

/// A table with one recipient per row.
pub(super) fn logs_table(
    page: &Page<RecipientLog>,
    request: PageRequest,
    session: &Session,
) -> String {
    let row = |log: &RecipientLog| {
        let skipped = log.skip_reason.map(|reason| reason.to_string());
        let recalled = log.recall_status.map(|status| format!("recall: {status}"));
        let why: Vec<_> = [skipped, log.error.clone(), recalled].into_iter().flatten().collect();
        [
            log.user_id.to_string(),
            log.display_name.clone(),
            log.status.to_string(),
            session.local_opt(log.sent_at),
            log.code.clone().unwrap_or_default(),
            one_line(&why.join("; "), 120),
        ]
    };
    output::paged(
        ["Client", "Name", "Outcome", "When", "Code", "Why"],
        &[0, 2, 3, 4],
        page,
        request,
        row,
        "No recipients here.",
    )
}

fn count(count: u32) -> String {
    ru::grouped_count(count.into())
}

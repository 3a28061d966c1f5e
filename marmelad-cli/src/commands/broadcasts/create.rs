//! Arguments of `broadcast create`.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{
    BroadcastInput, BroadcastKind, ContentDraft, MovedBroadcast, SavedBroadcast,
};
use marmelad_core::kernel::{SegmentId, zone};

use super::{invalid, media, nobody, not_ready, told};
use crate::args::CreateBroadcast;
use crate::exit::Failure;
use crate::session::Session;

/// Number of segments listed when the named one does not exist.
const NAMED: usize = 10;

/// Creates a draft. With a start time the broadcast is scheduled at once, or not created at all.
pub(super) async fn run(args: CreateBroadcast, session: &Session) -> Result<(), Failure> {
    let zone = session.app.context.zone;
    let at = args.at.as_deref().map(|text| instant(text, zone));
    let at = at.transpose()?;
    let body = body(&args)?;
    let segment_id = match &args.segment {
        Some(named) => Some(segment(named, session).await?),
        None => None,
    };
    let file = media::take(args.file, session).await?;
    let content = ContentDraft {
        kind: Some(match args.copy_from {
            Some(_) => BroadcastKind::Copy,
            None => BroadcastKind::Html,
        }),
        body,
        media_type: file.kind,
        media_id: file.upload,
        media_ref: file.reference,
        buttons: args.buttons.into_iter().map(|row| row.0).collect(),
        unsubscribe_button: Some(!args.no_unsubscribe_button),
        source_chat_id: args.copy_from.map(|from| from.chat),
        source_message_id: args.copy_from.map(|from| from.message),
    };
    let input = BroadcastInput {
        title: args.title,
        content,
        segment_id,
        filter: args.filter,
        is_test: args.test_users,
        template_id: args.template.map(Into::into),
        scheduled_at: at,
        rate_per_minute: args.rate,
        ignore_quiet_hours: args.ignore_quiet_hours,
        key: None,
    };
    let broadcasts = &session.app.broadcasts;
    if at.is_none() {
        return match broadcasts.create(input, &Actor::Cli).await? {
            SavedBroadcast::Saved(broadcast) => told(&broadcast, session),
            SavedBroadcast::Invalid(problems) => Err(invalid(&problems)),
        };
    }
    match broadcasts.create_scheduled(input, &Actor::Cli).await? {
        MovedBroadcast::Moved(broadcast) => told(&broadcast, session),
        MovedBroadcast::Invalid(problems) => Err(invalid(&problems)),
        MovedBroadcast::NotReady(problems) => Err(not_ready(&problems)),
        MovedBroadcast::EmptyAudience(excluded) => Err(nobody(excluded)),
        MovedBroadcast::NotFound | MovedBroadcast::WrongState { .. } => Err(Failure::refused(
            "wrong_state",
            "somebody changed the new broadcast before it was scheduled; `marmelad-cli broadcast list` shows it",
        )),
    }
}

/// The text from the command line or a file.
fn body(args: &CreateBroadcast) -> Result<Option<String>, Failure> {
    let Some(path) = &args.text_file else {
        return Ok(args.text.clone());
    };
    let read = std::fs::read_to_string(path);
    read.map(|text| Some(text.trim_end().to_owned())).map_err(|error| {
        Failure::usage(format!(
            "--text-file {}: {error}; a text in UTF-8 is needed",
            path.display()
        ))
    })
}

/// `2026-03-05 10:00` in the shops' zone, or an instant with a zone of its own.
fn instant(text: &str, zone: Tz) -> Result<DateTime<Utc>, Failure> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    let forms = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok());
    local.map(|local| zone::resolve(local, zone)).ok_or_else(|| {
        Failure::usage(format!(
            "--at `{text}` is no time such as '2026-03-05 10:00' ({zone}) or 2026-03-05T00:00:00Z"
        ))
    })
}

/// A segment by its id or its name, in any case.
async fn segment(named: &str, session: &Session) -> Result<SegmentId, Failure> {
    if let Ok(id) = named.parse().map(SegmentId)
        && session.app.segments.find(id).await?.is_some()
    {
        return Ok(id);
    }
    let wanted = named.trim().to_lowercase();
    let mut others = Vec::new();
    for segment in session.app.segments.all().await? {
        if segment.name.to_lowercase() == wanted {
            return Ok(segment.id);
        }
        if others.len() < NAMED {
            others.push(format!("«{}»", segment.name));
        }
    }
    let known = match others.as_slice() {
        [] => "there are none yet".to_owned(),
        others => format!("there are {}", others.join(", ")),
    };
    Err(Failure::not_found(format!("there is no segment `{named}`; {known}")))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-03-05 10:00", Some("2026-03-05T00:00:00Z"))]
    #[case("2026-03-05T10:00", Some("2026-03-05T00:00:00Z"))]
    #[case("2026-03-05T10:00:00Z", Some("2026-03-05T10:00:00Z"))]
    #[case("2026-03-05T10:00:00+03:00", Some("2026-03-05T07:00:00Z"))]
    #[case("2026-03-05", None)]
    #[case("2026-02-30 10:00", None)]
    #[case("завтра", None)]
    fn times_are_local_unless_they_say_otherwise(
        #[case] text: &str,
        #[case] expected: Option<&str>,
    ) {
        let read = instant(text, chrono_tz::Asia::Vladivostok).ok();
        assert_eq!(read, expected.map(|at| at.parse().unwrap()));
    }
}

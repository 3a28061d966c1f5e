//! The broadcast that runs during the demo.

use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{
    BroadcastInput, BroadcastKind, BroadcastStatus, ContentDraft, SavedBroadcast,
};
use marmelad_core::kernel::{BroadcastId, PortError};

/// Id of the first broadcast in the demo's data.
pub(super) const ID: BroadcastId = BroadcastId(1);

const TITLE: &str = "Весенняя коллекция мармелада";
const BODY: &str = "Здравствуйте, {first_name}! В <b>Мармеладном дворике</b> — весенняя коллекция: облепиха, \
                    брусника и морская соль. Ждём вас на Светланской!";
/// A slow rate: 2 000 recipients take more than an hour.
const RATE_PER_MINUTE: u32 = 25;

/// Starts the broadcast at the first start only, so that nobody receives it twice.
pub(super) async fn begin(app: &App) -> Result<(), PortError> {
    let is_to_begin = match app.broadcasts.find(ID).await? {
        // An earlier start was interrupted between writing and starting.
        Some(known) => known.status == BroadcastStatus::Draft && known.terms.title == TITLE,
        None => write(app).await?,
    };
    if is_to_begin {
        app.broadcasts.start(ID, &Actor::Cli).await?;
    }
    Ok(())
}

/// Writes the draft; false when the database already held another broadcast.
async fn write(app: &App) -> Result<bool, PortError> {
    let input = BroadcastInput {
        title: TITLE.to_owned(),
        content: ContentDraft {
            kind: Some(BroadcastKind::Html),
            body: Some(BODY.to_owned()),
            ..ContentDraft::default()
        },
        rate_per_minute: Some(RATE_PER_MINUTE),
        // The demo shows progress at any hour.
        ignore_quiet_hours: true,
        ..BroadcastInput::default()
    };
    let saved = app.broadcasts.create(input, &Actor::Cli).await?;
    Ok(matches!(saved, SavedBroadcast::Saved(broadcast) if broadcast.id == ID))
}

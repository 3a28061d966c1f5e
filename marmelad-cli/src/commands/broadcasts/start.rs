//! `broadcast start`

use marmelad_core::audit::Actor;
use marmelad_core::broadcasts::{BroadcastMove, PreflightOutcome};
use marmelad_core::kernel::BroadcastId;
use marmelad_core::messages::ru;

use super::card::{card, preflight_text};
use super::{moved, no_broadcast, nobody, not_ready, wrong_state};
use crate::commands::confirm::{can_ask, confirmed};
use crate::exit::Failure;
use crate::session::Session;

/// Starts a broadcast; asks first unless `--yes` is given.
pub(super) async fn run(id: BroadcastId, yes: bool, session: &Session) -> Result<(), Failure> {
    if !yes && !can_ask() {
        return Err(Failure::usage(format!(
            "this is no terminal, so nobody can be asked; look with `marmelad-cli broadcast preflight {id}`, then repeat with --yes"
        )));
    }
    if !yes && !is_wanted(id, session).await? {
        return Err(Failure::refused("not_confirmed", "not confirmed; nothing was sent"));
    }
    moved(id, session.app.broadcasts.start(id, &Actor::Cli).await?, session)
}

/// Shows the preview and asks. A start that would be refused is not asked about.
async fn is_wanted(id: BroadcastId, session: &Session) -> Result<bool, Failure> {
    let broadcast = session.app.broadcasts.find(id).await?;
    let broadcast = broadcast.ok_or_else(|| no_broadcast(id))?;
    if !BroadcastMove::Start.is_allowed_from(broadcast.status) {
        let target = BroadcastMove::Start.target();
        return Err(wrong_state(id, broadcast.status, target.as_str()));
    }
    let preflight = match session.app.broadcasts.preflight(id).await? {
        PreflightOutcome::Preflight(preflight) => preflight,
        PreflightOutcome::Invalid(problems) => return Err(not_ready(&problems)),
        PreflightOutcome::NotFound => return Err(no_broadcast(id)),
    };
    if preflight.audience.total == 0 {
        return Err(nobody(preflight.audience.excluded));
    }
    let question = format!(
        "{}\n\n{}\n\nSend to {}? [y/N] ",
        card(&broadcast, session),
        preflight_text(&preflight, session),
        ru::grouped_count(preflight.audience.total)
    );
    confirmed(question).await
}

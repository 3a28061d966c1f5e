//! `getFile`.

use serde_json::json;

use super::methods::Outcome;
use super::params::Params;
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::world::World;

/// Largest file a bot may download, bytes.
const MAX_DOWNLOAD: usize = 20 * 1024 * 1024;

pub(crate) fn get_file(world: &mut World, bot: BotKind, params: &mut Params) -> Outcome {
    let file = params
        .text("file_id")
        .and_then(|id| world.files.find(bot, id))
        .filter(|file| file.url.is_none())
        .ok_or_else(|| {
            Refusal::bad_request("wrong file_id or the file is temporarily unavailable")
        })?;
    if file.size > MAX_DOWNLOAD {
        return Err(Refusal::bad_request("file is too big"));
    }
    Ok(json!({
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
        "file_path": format!("{}s/{}", file.kind.field(), file.file_id),
    })
    .into())
}

//! `sendPhoto`, `sendVideo`, `sendDocument`, `sendAnimation`.

use super::methods::Outcome;
use super::params::{Params, Upload};
use super::send::{Draft, deliver, open_chat};
use super::{content, markup};
use crate::bot::BotKind;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::files::{FileRef, FileSource, MediaKind, image_mime, mime_of};
use crate::world::message::Attachment;

/// Largest uploaded photo, bytes.
const MAX_PHOTO: usize = 10 * 1024 * 1024;
/// Largest other upload, bytes.
const MAX_FILE: usize = 50 * 1024 * 1024;

pub(crate) fn send_media(
    world: &mut World,
    bot: BotKind,
    params: &mut Params,
    kind: MediaKind,
) -> Outcome {
    let content = content::caption(params)?;
    let markup = markup::read(params)?;
    let peer = open_chat(world, bot, params)?;
    let file = match params.take_upload(kind.field()) {
        Some(upload) => keep(world, bot, kind, upload)?,
        None => known(world, bot, kind, params)?,
    };
    let draft = Draft { content, attachment: Some(Attachment::Media(file)), markup };
    let message = deliver(world, bot, peer, draft, params)?;
    Ok(world.message_json(bot, &message).into())
}

fn keep(
    world: &mut World,
    bot: BotKind,
    kind: MediaKind,
    upload: Upload,
) -> Result<FileRef, Refusal> {
    let size = upload.content.len();
    if size == 0 {
        return Err(Refusal::bad_request("file must be non-empty"));
    }
    if size > MAX_FILE {
        return Err(Refusal::new(413, "Request Entity Too Large"));
    }
    let guessed = mime_of(&upload.content);
    if kind == MediaKind::Photo {
        if size > MAX_PHOTO {
            return Err(Refusal::bad_request(format!(
                "file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
            )));
        }
        if image_mime(&upload.content).is_none() {
            return Err(Refusal::bad_request("IMAGE_PROCESS_FAILED"));
        }
    }
    let mime = guessed
        .map(str::to_owned)
        .or(upload.mime)
        .unwrap_or_else(|| kind.default_mime().to_owned());
    let source = FileSource::Upload { name: upload.name, content: upload.content };
    Ok(world.take_file(bot, kind, &mime, source))
}

/// A `file_id` of this bot, or an address (taken as it is, not fetched).
fn known(
    world: &mut World,
    bot: BotKind,
    kind: MediaKind,
    params: &Params,
) -> Result<FileRef, Refusal> {
    let wrong = || Refusal::bad_request("wrong file identifier/HTTP URL specified");
    let value = params.text(kind.field()).ok_or_else(|| {
        Refusal::bad_request(format!("there is no {} in the request", kind.field()))
    })?;
    if value.starts_with("http://") || value.starts_with("https://") {
        let url = url::Url::parse(value).map_err(|_| wrong())?;
        let source = FileSource::Url(url.into());
        return Ok(world.take_file(bot, kind, kind.default_mime(), source));
    }
    let file = world.files.find(bot, value).ok_or_else(wrong)?;
    if file.kind != kind && kind != MediaKind::Document {
        return Err(Refusal::bad_request(format!(
            "can't use file of type {} as {}",
            file.kind.title(),
            kind.title()
        )));
    }
    Ok(file.clone())
}

//! The file of a broadcast: a local file is uploaded, an address or file id is used as it is.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use marmelad_core::audit::Actor;
use marmelad_core::kernel::{BoxError, MediaId};
use marmelad_core::media::{ByteSource, MediaKind, MediaUpload, UploadMedia};

use crate::args::MediaOptions;
use crate::exit::{Exit, Failure};
use crate::output::Progress;
use crate::session::Session;

/// Bytes read at a time.
const PIECE: usize = 256 << 10;
/// Shortest text taken for a Telegram file id; typed file names are shorter.
const SHORTEST_FILE_ID: usize = 20;

/// Values of `media_type`, `media_id` and `media_ref`.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) kind: Option<MediaKind>,
    pub(super) upload: Option<MediaId>,
    pub(super) reference: Option<String>,
}

/// Resolves the option; uploads a local file.
pub(super) async fn take(options: MediaOptions, session: &Session) -> Result<Chosen, Failure> {
    let given = [
        (MediaKind::Photo, options.photo),
        (MediaKind::Video, options.video),
        (MediaKind::Document, options.document),
        (MediaKind::Animation, options.animation),
    ];
    let given = given.into_iter().find_map(|(kind, given)| given.map(|given| (kind, given)));
    let Some((kind, given)) = given else {
        return Ok(Chosen::default());
    };
    let mut chosen = Chosen { kind: Some(kind), ..Chosen::default() };
    match fs::metadata(&given) {
        _ if given.contains("://") => chosen.reference = Some(given),
        Ok(found) if found.is_file() => {
            chosen.upload = Some(upload(kind, &given, found.len(), session).await?);
        }
        Ok(_) => {
            return Err(Failure::usage(format!("--{kind} {given}: this is no file; choose one")));
        }
        Err(_) if is_file_id(&given) => chosen.reference = Some(given),
        Err(error) => {
            return Err(Failure::usage(format!(
                "--{kind} {given}: {error}; a file, an https address or a file id of the main bot is needed"
            )));
        }
    }
    Ok(chosen)
}

async fn upload(
    kind: MediaKind,
    given: &str,
    size: u64,
    session: &Session,
) -> Result<MediaId, Failure> {
    let failed = |error: std::io::Error| {
        Failure::fault("failure", format!("--{kind} {given} cannot be read: {error}"))
    };
    let mut bytes = LocalFile {
        file: File::open(given).map_err(failed)?,
        read: 0,
        progress: (!session.out.json).then(|| Progress::new("Uploading", size)),
    };
    let name = Path::new(given).file_name().unwrap_or_default();
    let wanted = UploadMedia { kind: Some(kind), file_name: name.to_string_lossy().into_owned() };
    match session.app.media.upload(wanted, &mut bytes, &Actor::Cli).await? {
        MediaUpload::Added(media) | MediaUpload::Known(media) => Ok(media.id),
        MediaUpload::Refused(fault) => {
            Err(Failure::new(Exit::Usage, "invalid", format!("--{kind} {given}: {fault}")))
        }
        MediaUpload::Interrupted => Err(Failure::fault(
            "failure",
            format!("--{kind} {given} could not be read to its end; try again"),
        )),
    }
}

fn is_file_id(text: &str) -> bool {
    let fits = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    text.len() >= SHORTEST_FILE_ID && text.chars().all(fits)
}

/// A local file, read in chunks.
struct LocalFile {
    file: File,
    read: u64,
    progress: Option<Progress>,
}

#[async_trait::async_trait]
impl ByteSource for LocalFile {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        let mut piece = Vec::with_capacity(PIECE);
        let limit = PIECE as u64;
        // Blocking reads are acceptable: no other task waits in this process.
        Read::by_ref(&mut self.file).take(limit).read_to_end(&mut piece)?;
        self.read += piece.len() as u64;
        if let Some(progress) = &self.progress {
            progress.at(self.read);
        }
        Ok((!piece.is_empty()).then_some(piece))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("AgACAgIAAxkBAAIBGmXhk3o", true)]
    #[case("spring.jpg", false)]
    #[case("spring-collection-2026.jpg", false)]
    #[case("spring", false)]
    #[case("", false)]
    fn file_ids_are_told_from_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_file_id(text), expected);
    }
}

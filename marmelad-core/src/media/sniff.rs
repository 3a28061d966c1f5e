//! Detects the type of an upload by its first bytes; file names and headers are not trusted.
//!
//! | kind | accepted types |
//! |---|---|
//! | `photo` | JPEG, PNG, WebP |
//! | `video` | MP4 (M4V too) |
//! | `animation` | GIF, MP4 |
//! | `document` | anything but programs |
//!
//! Telegram converts a file that does not fit its kind (a document becomes a video), and the bot could not send
//! such a file again by its id.

use std::path::Path;

use infer::MatcherType;

use crate::media::MediaKind;

/// Number of leading bytes that detection reads.
pub const HEAD: usize = 8192;

/// The detected type of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sniffed {
    pub kind: MediaKind,
    pub content_type: &'static str,
}

/// Why an upload is refused; each message names what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UploadFault {
    #[error("the file is empty; choose another one")]
    Empty,
    /// Larger than Telegram accepts for the kind.
    #[error("a {kind} may have at most {} MB; make it smaller{}", .kind.max_bytes() >> 20, if *.kind == MediaKind::Photo { " or upload it as a document" } else { "" })]
    TooBig { kind: MediaKind },
    /// The content does not fit the requested kind.
    #[error("the file is {found}, not a {kind}; {kind} files are {}", wanted(*.kind))]
    WrongType {
        kind: MediaKind,
        /// The type detected by content.
        found: &'static str,
    },
    /// The file extension contradicts the content.
    #[error(
        "the name ends in .{extension}, but the file is {found}; upload the real file or correct its name"
    )]
    FalseName {
        /// The file extension in lower case.
        extension: String,
        /// The type detected by content.
        found: &'static str,
    },
    #[error(
        "programs and scripts are not sent to clients; upload a picture, a video or a document"
    )]
    Program,
}

impl UploadFault {
    /// A stable error code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooBig { .. } => "too-big",
            Self::WrongType { .. } => "wrong-type",
            Self::FalseName { .. } => "false-name",
            Self::Program => "program",
        }
    }
}

const fn wanted(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Photo => "JPEG, PNG or WebP",
        MediaKind::Video => "MP4",
        MediaKind::Animation => "GIF or MP4",
        MediaKind::Document => "anything but programs",
    }
}

/// Chooses the kind of an upload by its first [`HEAD`] bytes. `kind` is the requested kind; without one a picture
/// becomes a photo, an MP4 a video, a GIF an animation, and anything else a document.
pub fn sniff(
    kind: Option<MediaKind>,
    file_name: &str,
    head: &[u8],
) -> Result<Sniffed, UploadFault> {
    if head.is_empty() {
        return Err(UploadFault::Empty);
    }
    let extension = Path::new(file_name)
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let known = infer::get(head);
    let is_program = known.is_some_and(|known| known.matcher_type() == MatcherType::App)
        || head.starts_with(b"#!")
        || PROGRAMS.contains(&extension.as_str());
    if is_program {
        return Err(UploadFault::Program);
    }
    let content_type = known.map_or("application/octet-stream", |known| known.mime_type());
    let found = known.map_or("of an unknown type", |known| known.mime_type());
    let claims = CLAIMS.iter().find(|(name, _)| *name == extension);
    if claims.is_some_and(|(_, types)| !types.contains(&content_type)) {
        return Err(UploadFault::FalseName { extension, found });
    }
    let kind = kind.unwrap_or(match content_type {
        _ if PHOTOS.contains(&content_type) => MediaKind::Photo,
        _ if MP4.contains(&content_type) => MediaKind::Video,
        GIF => MediaKind::Animation,
        _ => MediaKind::Document,
    });
    let fits = match kind {
        MediaKind::Photo => PHOTOS.contains(&content_type),
        MediaKind::Video => MP4.contains(&content_type),
        MediaKind::Animation => content_type == GIF || MP4.contains(&content_type),
        MediaKind::Document => true,
    };
    if fits {
        Ok(Sniffed { kind, content_type })
    } else {
        Err(UploadFault::WrongType { kind, found })
    }
}

const PHOTOS: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];
const MP4: [&str; 2] = ["video/mp4", "video/x-m4v"];
const GIF: &str = "image/gif";

/// File extensions of pictures and videos with the content types each may hold. A picture with another picture's
/// extension is harmless and common, so it is accepted.
const CLAIMS: [(&str, &[&str]); 7] = [
    ("jpg", IMAGES),
    ("jpeg", IMAGES),
    ("png", IMAGES),
    ("webp", IMAGES),
    ("gif", IMAGES),
    ("mp4", &MP4),
    ("m4v", &MP4),
];
const IMAGES: &[&str] = &["image/jpeg", "image/png", "image/webp", GIF];

/// Extensions of files that an operating system executes when they are opened.
const PROGRAMS: [&str; 18] = [
    "apk", "app", "bat", "cmd", "com", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "ps1",
    "scr", "sh", "vbe", "vbs", "wsf",
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use MediaKind::{Animation, Document, Photo, Video};

    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";
    const WEBP: &[u8] = b"RIFF\x24\x00\x00\x00WEBPVP8 ";
    const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00";
    const MP4: &[u8] = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom";
    const MOV: &[u8] = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ";
    const PDF: &[u8] = b"%PDF-1.7\n";
    const TEXT: &[u8] = "Просто текст".as_bytes();
    const EXE: &[u8] = b"MZ\x90\x00\x03\x00\x00\x00";
    const ELF: &[u8] = b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00";

    #[rstest]
    #[case(None, "a.jpg", JPEG, Photo, "image/jpeg")]
    #[case(None, "a.png", PNG, Photo, "image/png")]
    #[case(None, "a", WEBP, Photo, "image/webp")]
    #[case(None, "a.gif", GIF, Animation, "image/gif")]
    #[case(None, "a.mp4", MP4, Video, "video/mp4")]
    #[case(None, "прайс.pdf", PDF, Document, "application/pdf")]
    #[case(None, "a.txt", TEXT, Document, "application/octet-stream")]
    #[case(None, "a.mov", MOV, Document, "video/quicktime")]
    #[case(Some(Animation), "a.mp4", MP4, Animation, "video/mp4")]
    #[case(Some(Document), "a.JPG", JPEG, Document, "image/jpeg")]
    #[case(Some(Photo), "a.png", JPEG, Photo, "image/jpeg")]
    fn taken(
        #[case] kind: Option<MediaKind>,
        #[case] name: &str,
        #[case] head: &[u8],
        #[case] expected: MediaKind,
        #[case] content_type: &str,
    ) {
        let sniffed = sniff(kind, name, head).unwrap();
        assert_eq!((sniffed.kind, sniffed.content_type), (expected, content_type));
    }

    #[rstest]
    #[case(Some(Photo), "a.jpg", b"" as &[u8], "empty", "empty")]
    #[case(
        Some(Photo),
        "a.jpg",
        TEXT,
        "false-name",
        "name ends in .jpg, but the file is of an unknown type"
    )]
    #[case(None, "a.JPEG", PDF, "false-name", "application/pdf")]
    #[case(Some(Document), "a.mp4", TEXT, "false-name", "correct its name")]
    #[case(Some(Photo), "a", TEXT, "wrong-type", "photo files are JPEG, PNG or WebP")]
    #[case(Some(Photo), "a.gif", GIF, "wrong-type", "image/gif")]
    #[case(Some(Video), "a.mov", MOV, "wrong-type", "video files are MP4")]
    #[case(Some(Animation), "a.png", PNG, "wrong-type", "GIF or MP4")]
    #[case(None, "a.pdf", EXE, "program", "programs")]
    #[case(None, "a", ELF, "program", "programs")]
    #[case(None, "a.txt", b"#!/bin/sh\n", "program", "programs")]
    #[case(Some(Document), "a.exe", TEXT, "program", "programs")]
    #[case(None, "игра.APK", b"PK\x03\x04", "program", "programs")]
    fn refused(
        #[case] kind: Option<MediaKind>,
        #[case] name: &str,
        #[case] head: &[u8],
        #[case] code: &str,
        #[case] says: &str,
    ) {
        let fault = sniff(kind, name, head).unwrap_err();
        assert_eq!(fault.code(), code, "{fault}");
        assert!(fault.to_string().contains(says), "{fault}");
    }

    #[test]
    fn too_big_says_what_to_do() {
        let photo = UploadFault::TooBig { kind: Photo }.to_string();
        assert_eq!(
            photo,
            "a photo may have at most 10 MB; make it smaller or upload it as a document"
        );
        let video = UploadFault::TooBig { kind: Video }.to_string();
        assert_eq!(video, "a video may have at most 50 MB; make it smaller");
    }
}

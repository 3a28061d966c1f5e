#![allow(clippy::unwrap_used)]

use std::time::SystemTime;

use super::*;

/// Names of the files below a folder, the unfinished ones too.
fn files(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap();
                found.push(name.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

async fn content(folder: &MediaFolder, path: &str) -> Option<Vec<u8>> {
    let mut file = folder.open(path).await.unwrap()?;
    let mut content = Vec::new();
    while let Some(piece) = file.bytes.next().await.unwrap() {
        assert!((1..=PIECE).contains(&piece.len()));
        content.extend(piece);
    }
    assert_eq!(content.len() as u64, file.size);
    Some(content)
}

async fn keep(folder: &MediaFolder, path: &str, bytes: &[u8]) {
    let mut draft = folder.begin().await.unwrap();
    draft.write(bytes).await.unwrap();
    draft.keep(path).await.unwrap();
}

#[tokio::test]
async fn a_file_is_there_whole_or_not_at_all() {
    let root = tempfile::tempdir().unwrap();
    let folder = MediaFolder::new(root.path().join("made/on/demand"));
    assert_eq!(content(&folder, "ab/abc").await, None);
    let mut draft = folder.begin().await.unwrap();
    let bytes: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    for piece in bytes.chunks(70_000) {
        draft.write(piece).await.unwrap();
        assert_eq!(content(&folder, "ab/abc").await, None);
    }
    draft.keep("ab/abc").await.unwrap();
    assert_eq!(content(&folder, "ab/abc").await, Some(bytes));
    assert!(draft.keep("ab/again").await.is_err());
    assert_eq!(files(&folder.root), ["ab/abc"]);
    let mode = std::fs::metadata(folder.root.join("ab/abc")).unwrap().permissions().mode();
    assert_eq!(mode & 0o007, 0, "nobody else reads it");
}

#[tokio::test]
async fn the_same_file_again_and_at_once_is_the_same_file() {
    let root = tempfile::tempdir().unwrap();
    let folder = MediaFolder::new(root.path());
    let writers = (0..20).map(|_| keep(&folder, "ab/abc", b"the same"));
    futures::future::join_all(writers).await;
    keep(&folder, "ab/abc", b"the same").await;
    assert_eq!(content(&folder, "ab/abc").await.unwrap(), b"the same");
    assert_eq!(files(root.path()), ["ab/abc"]);
}

#[tokio::test]
async fn what_is_not_kept_leaves_nothing_behind() {
    let root = tempfile::tempdir().unwrap();
    let folder = MediaFolder::new(root.path());
    let mut draft = folder.begin().await.unwrap();
    draft.write(b"half a file").await.unwrap();
    assert_eq!(files(root.path()).len(), 1);
    drop(draft);
    assert_eq!(files(root.path()), [""; 0]);
}

#[tokio::test]
async fn what_a_killed_process_left_is_swept_up_and_what_is_being_written_is_not() {
    let root = tempfile::tempdir().unwrap();
    let folder = MediaFolder::new(root.path());
    let incoming = root.path().join(INCOMING);
    std::fs::create_dir(&incoming).unwrap();
    for (name, hours) in [("old", 25), ("young", 23)] {
        let file = std::fs::File::create(incoming.join(name)).unwrap();
        let age = Duration::from_hours(hours);
        #[expect(clippy::disallowed_methods, reason = "the file's time is by the machine's clock")]
        file.set_modified(SystemTime::now() - age).unwrap();
    }
    keep(&folder, "ab/abc", b"x").await;
    assert_eq!(files(root.path()), [".incoming/young", "ab/abc"]);
}

#[tokio::test]
async fn paths_stay_in_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let folder = MediaFolder::new(root.path());
    let mut draft = folder.begin().await.unwrap();
    for path in ["../x", "/etc/passwd", "a/../../x", "./x", ""] {
        assert!(folder.open(path).await.is_err(), "{path}");
        assert!(draft.keep(path).await.is_err(), "{path}");
    }
    draft.keep("x").await.unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("no-folder");
    std::fs::write(&file, "x").unwrap();
    let error = MediaFolder::new(file).begin().await.err().unwrap();
    assert!(error.to_string().contains("MEDIA_DIR"), "{error}");
}

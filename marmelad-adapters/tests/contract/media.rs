//! Uploaded files.

use marmelad_core::kernel::MediaId;
use marmelad_core::media::{AddMedia, AddedMedia, MediaKind, StoredFile, path_of};

use crate::scene::entry;
use crate::world::{RACERS, World, at};

contract!(
    a_file_comes_back_as_it_was,
    the_same_bytes_of_one_kind_are_one_file,
    the_same_upload_at_once_is_one_file,
    telegrams_id_is_remembered,
);

const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn picture(kind: MediaKind, file_name: &str) -> AddMedia {
    AddMedia {
        kind,
        file: StoredFile {
            path: path_of(HASH),
            file_name: file_name.into(),
            content_type: "image/jpeg".into(),
            size_bytes: 50 << 20,
        },
        sha256: HASH.into(),
        admin_id: None,
        audit: entry("upload_media"),
        now: at(0),
    }
}

async fn entries(world: &World) -> i64 {
    world.number("SELECT COUNT(*) FROM audit_logs WHERE action = 'upload_media'").await
}

async fn a_file_comes_back_as_it_was(world: World) {
    let owner = world.owner(9).await;
    let repo = &world.store.media;
    let command = AddMedia {
        admin_id: Some(owner.id),
        ..picture(MediaKind::Photo, "торт «Прага» 🍰.jpg")
    };
    let AddedMedia::Added(added) = repo.add(command.clone()).await.unwrap() else { panic!("new") };
    assert_eq!(
        (added.kind, &added.file, &added.sha256),
        (command.kind, &command.file, &command.sha256)
    );
    assert_eq!((&added.telegram_file_id, added.created_at), (&None, at(0)));
    assert_eq!(repo.find(added.id).await.unwrap(), Some(added.clone()));
    assert_eq!(repo.find(MediaId(999)).await.unwrap(), None);
    let stored = format!("SELECT created_by_admin_id FROM media WHERE id = {}", added.id);
    assert_eq!(world.number(&stored).await, owner.id.0);
    let about = "SELECT entity_id FROM audit_logs WHERE action = 'upload_media'";
    assert_eq!(world.number(about).await, added.id.0);
}

async fn the_same_bytes_of_one_kind_are_one_file(world: World) {
    let repo = &world.store.media;
    let AddedMedia::Added(photo) = repo.add(picture(MediaKind::Photo, "a.jpg")).await.unwrap()
    else {
        panic!("new")
    };
    let again = repo.add(picture(MediaKind::Photo, "b.jpg")).await.unwrap();
    assert_eq!(again, AddedMedia::Known(photo.clone()));
    assert_eq!(entries(&world).await, 1);
    let document = repo.add(picture(MediaKind::Document, "a.jpg")).await.unwrap();
    assert!(matches!(document, AddedMedia::Added(media) if media.id != photo.id));
    assert_eq!(entries(&world).await, 2);
}

async fn the_same_upload_at_once_is_one_file(world: World) {
    let added = world
        .race(|store, _| async move {
            store.media.add(picture(MediaKind::Photo, "a.jpg")).await.unwrap()
        })
        .await;
    let new = added.iter().filter(|added| matches!(added, AddedMedia::Added(_))).count();
    assert_eq!((new, added.len()), (1, RACERS));
    assert_eq!(world.number("SELECT COUNT(*) FROM media").await, 1);
    assert_eq!(entries(&world).await, 1);
}

async fn telegrams_id_is_remembered(world: World) {
    let repo = &world.store.media;
    let AddedMedia::Added(media) = repo.add(picture(MediaKind::Photo, "a.jpg")).await.unwrap()
    else {
        panic!("new")
    };
    for file_id in ["AgACAgIAAxkBAAI", "AgACAgIAAxkBAAJ"] {
        repo.remember_file_id(media.id, file_id, at(5)).await.unwrap();
        let found = repo.find(media.id).await.unwrap().unwrap();
        assert_eq!(found.telegram_file_id.as_deref(), Some(file_id));
    }
    repo.forget_file_id(media.id, "another", at(6)).await.unwrap();
    let kept = repo.find(media.id).await.unwrap().unwrap();
    assert!(kept.telegram_file_id.is_some(), "somebody else's news");
    let known = kept.telegram_file_id.unwrap();
    repo.forget_file_id(media.id, &known, at(6)).await.unwrap();
    let forgotten = repo.find(media.id).await.unwrap().unwrap();
    assert_eq!(forgotten.telegram_file_id, None);
    repo.remember_file_id(MediaId(999), "x", at(5)).await.unwrap();
}

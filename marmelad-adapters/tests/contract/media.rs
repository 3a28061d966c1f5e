//! Uploaded files.

use marmelad_core::kernel::MediaId;
use marmelad_core::media::{AddMedia, AddedMedia, Media, MediaKind, StoredFile, path_of};

use crate::scene::entry;
use crate::world::{World, at};

contract!(
    a_file_comes_back_as_it_was,
    the_same_bytes_of_one_kind_are_one_file_of_twenty_uploads,
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

impl World {
    async fn added(&self, command: AddMedia) -> Media {
        match self.media.add(command).await.unwrap() {
            AddedMedia::Added(media) => media,
            AddedMedia::Known(media) => panic!("{media:?} is known"),
        }
    }
}

async fn a_file_comes_back_as_it_was(world: World) {
    let owner = world.owner(9).await;
    let repo = &world.media;
    let command = AddMedia {
        admin_id: Some(owner.id),
        ..picture(MediaKind::Photo, "торт «Прага» 🍰.jpg")
    };
    let added = world.added(command.clone()).await;
    assert_eq!((added.kind, &added.file), (command.kind, &command.file));
    assert_eq!(added.sha256, command.sha256);
    assert_eq!((&added.telegram_file_id, added.created_at), (&None, at(0)));
    assert_eq!(repo.find(added.id).await.unwrap(), Some(added.clone()));
    assert_eq!(repo.find(MediaId(999)).await.unwrap(), None);
    assert_eq!(world.number("SELECT created_by_admin_id FROM media").await, owner.id.0);
    assert_eq!(world.last_audit().await.row.entity_id, Some(added.id.0));
}

async fn the_same_bytes_of_one_kind_are_one_file_of_twenty_uploads(world: World) {
    let added = world
        .race(|world, number| async move {
            world.media.add(picture(MediaKind::Photo, &format!("{number}.jpg"))).await.unwrap()
        })
        .await;
    assert_eq!(matching!(added, AddedMedia::Added(_)), 1);
    let file = |added: &AddedMedia| match added {
        AddedMedia::Added(media) | AddedMedia::Known(media) => media.clone(),
    };
    assert!(added.iter().all(|one| file(one) == file(&added[0])), "{added:?}");
    assert_eq!((world.count("media").await, world.audited("upload_media").await), (1, 1));
    world.added(picture(MediaKind::Document, "a.jpg")).await;
    assert_eq!((world.count("media").await, world.audited("upload_media").await), (2, 2));
}

async fn telegrams_id_is_remembered(world: World) {
    let repo = &world.media;
    let id = world.added(picture(MediaKind::Photo, "a.jpg")).await.id;
    let known = async || repo.find(id).await.unwrap().unwrap().telegram_file_id;
    for file_id in ["AgACAgIAAxkBAAI", "AgACAgIAAxkBAAJ"] {
        repo.remember_file_id(id, file_id, at(5)).await.unwrap();
        assert_eq!(known().await.as_deref(), Some(file_id));
    }
    repo.forget_file_id(id, "another", at(6)).await.unwrap();
    assert!(known().await.is_some(), "somebody else's news");
    repo.forget_file_id(id, "AgACAgIAAxkBAAJ", at(6)).await.unwrap();
    assert_eq!(known().await, None);
    repo.remember_file_id(MediaId(999), "x", at(5)).await.unwrap();
}

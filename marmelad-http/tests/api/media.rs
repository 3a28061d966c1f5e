//! `/media`: files of broadcasts.

use marmelad_core::staff::Role;
use poem::http::Method;
use poem::test::{TestForm, TestFormField, TestResponse};
use serde_json::{Value, json};

use crate::house::{House, on_each_database, problem};

on_each_database!(
    a_file_is_kept_once_and_shown,
    what_is_not_taken_is_told,
    what_stands_behind_the_file_is_not_passed_over,
    an_upload_goes_into_a_broadcast,
);

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

async fn upload(
    house: &House,
    token: &str,
    kind: Option<&str>,
    name: &str,
    bytes: &[u8],
) -> TestResponse {
    let mut form = TestForm::new();
    if let Some(kind) = kind {
        form = form.field(TestFormField::text(kind.to_owned()).name("kind"));
    }
    let file = TestFormField::bytes(bytes.to_vec()).name("file");
    let form = form.field(file.filename(name.to_owned()));
    let request = house.ask(Method::POST, "/media", token);
    request.multipart(form).send().await
}

async fn a_file_is_kept_once_and_shown(house: House) {
    let token = house.token(Role::Marketing).await;
    let answer = upload(&house, &token, Some("photo"), "spring.png", PNG).await;
    assert_eq!(answer.0.status(), 201);
    let place = answer.0.header("location").unwrap().to_owned();
    let media: Value = answer.json().await.value().deserialize();
    assert_eq!(place, format!("/api/v1/media/{}", media["id"]));
    assert_eq!(media["kind"], "photo");
    assert_eq!(media["content_type"], "image/png");
    assert_eq!(media["size_bytes"], PNG.len());
    let again = upload(&house, &token, None, "another name.png", PNG).await;
    assert_eq!(again.0.status(), 200);
    let same: Value = again.json().await.value().deserialize();
    assert_eq!(same["id"], media["id"]);
    let reader = house.token(Role::Readonly).await;
    let path = place.strip_prefix("/api/v1").unwrap();
    let shown = house.ask(Method::GET, path, &reader).send().await;
    shown.assert_status_is_ok();
    shown.assert_header("content-type", "image/png");
    shown.assert_header("x-content-type-options", "nosniff");
    let disposition = shown.0.header("content-disposition").unwrap();
    assert!(
        disposition.starts_with("inline") && disposition.contains("spring.png"),
        "{disposition}"
    );
    shown.assert_bytes(PNG).await;
    let page = b"<html><script>alert(1)</script></html>";
    let answer = upload(&house, &token, Some("document"), "a.html", page).await;
    if answer.0.status().is_success() {
        let media: Value = answer.json().await.value().deserialize();
        let path = format!("/media/{}", media["id"]);
        let saved = house.ask(Method::GET, &path, &reader).send().await;
        saved.assert_header("content-type", "application/octet-stream");
        let disposition = saved.0.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment"), "{disposition}");
    }
    house.refuse((Method::GET, "/media/999"), &reader, None, 404, "not-found").await;
}

async fn what_is_not_taken_is_told(house: House) {
    let token = house.token(Role::Owner).await;
    let program = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 64]].concat();
    let large = [PNG, &vec![0; 10 << 20]].concat();
    for (kind, name, bytes, status, slug) in [
        (Some("document"), "a", program.as_slice(), 415, "unsupported-media-type"),
        (Some("video"), "a.png", PNG, 415, "unsupported-media-type"),
        (Some("photo"), "a.png", &large, 413, "payload-too-large"),
        (Some("photo"), "a.png", b"", 422, "invalid-value"),
        (Some("song"), "a.png", PNG, 400, "bad-request"),
    ] {
        let answer = upload(&house, &token, kind, name, bytes).await;
        problem(answer, status, slug).await;
    }
    house
        .refuse((Method::POST, "/media"), &token, Some(&json!({})), 415, "unsupported-media-type")
        .await;
    let no_file = TestForm::new().text("kind", "photo");
    let no_file = house.ask(Method::POST, "/media", &token).multipart(no_file);
    problem(no_file.send().await, 400, "bad-request").await;
    let endless = house
        .ask(Method::POST, "/media", &token)
        .header("Content-Length", "99999999999")
        .content_type("multipart/form-data; boundary=x")
        .body("--x");
    problem(endless.send().await, 413, "payload-too-large").await;
}

async fn an_upload_goes_into_a_broadcast(house: House) {
    let token = house.token(Role::Owner).await;
    let answer = upload(&house, &token, None, "a.png", PNG).await;
    let media: Value = answer.json().await.value().deserialize();
    let body = json!({
        "title": "Весна",
        "media_type": "photo",
        "media_id": media["id"]
    });
    let place = (Method::POST, "/broadcasts");
    let draft = house.call(place, &token, Some(body), 201).await;
    assert_eq!(draft["media_id"], media["id"]);
}

async fn what_stands_behind_the_file_is_not_passed_over(house: House) {
    let token = house.token(Role::Marketing).await;
    let file = TestFormField::bytes(PNG.to_vec()).name("file");
    let form = TestForm::new()
        .field(file.filename("spring.png"))
        .field(TestFormField::text("document").name("kind"));
    let request = house.ask(Method::POST, "/media", &token);
    let answer = request.multipart(form).send().await;
    let told = problem(answer, 422, "invalid-value").await;
    assert_eq!(told["errors"][0]["path"], "/kind");
    // Nothing was kept: the same file is new.
    let again = upload(&house, &token, None, "spring.png", PNG).await;
    assert_eq!(again.0.status(), 201);
}

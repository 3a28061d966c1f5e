use rstest::rstest;

use crate::broadcasts::UrlButton;
use crate::broadcasts::check::*;
use crate::kernel::{MediaId, MessageId, TelegramId};
use crate::media::MediaKind;

fn text(body: &str) -> BroadcastContent {
    BroadcastContent::Html {
        body: body.into(),
        media: None,
        buttons: Vec::new(),
        unsubscribe_button: true,
    }
}

fn photo(body: &str, source: MediaSource) -> BroadcastContent {
    BroadcastContent::Html {
        body: body.into(),
        media: Some(BroadcastMedia { kind: MediaKind::Photo, source }),
        buttons: Vec::new(),
        unsubscribe_button: true,
    }
}

fn uploaded(body: &str) -> BroadcastContent {
    photo(body, MediaSource::Upload(MediaId(1)))
}

fn copy(chat: i64, message: i64) -> BroadcastContent {
    BroadcastContent::Copy {
        source_chat: TelegramId(chat),
        source_message: MessageId(message),
        buttons: Vec::new(),
        unsubscribe_button: true,
    }
}

fn found(content: &BroadcastContent, has_template: bool) -> Vec<(String, &'static str)> {
    let problems = content.problems(has_template);
    problems.into_iter().map(|problem| (problem.path, problem.code)).collect()
}

fn assert_only(content: &BroadcastContent, has_template: bool, path: &str, code: &str) -> String {
    let problems = content.problems(has_template);
    let [problem] = &problems[..] else { panic!("one problem: {problems:?}") };
    assert_eq!((problem.path.as_str(), problem.code), (path, code), "{problem:?}");
    problem.message.clone()
}

#[rstest]
#[case::plain("Привет!", false)]
#[case::names("Здравствуйте, {first_name} ({display_name})!", false)]
#[case::tags(
    "<b>a</b><strong>b</strong><i>c</i><em>d</em><u>e</u><ins>f</ins><s>g</s><strike>h</strike><del>i</del>\
     <code>j</code><pre>k</pre><a href=\"https://example.com\">l</a><tg-spoiler>m</tg-spoiler><blockquote>n</blockquote>",
    false
)]
#[case::braces("{{first_name}} — так пишут имя", false)]
#[case::code(
    "Ваш код {code}: {value}, до {last_day}\nПри покупке от {min_order}\nОсталось: {uses_left}",
    true
)]
#[case::code_in_a_link("<a href=\"https://example.com/?c={code}\">открыть</a>", true)]
#[case::entities("1 &lt; 2 &amp; &#8381;", false)]
fn valid_texts(#[case] body: &str, #[case] has_template: bool) {
    assert_eq!(text(body).problems(has_template), []);
}

#[rstest]
#[case::letters("ы", 4096, 4097)]
#[case::emoji("🍬", 2048, 2049)]
#[case::entities("&lt;", 4096, 4097)]
#[case::tags_count_nothing("<b>ы</b>", 4096, 4097)]
fn a_text_is_counted_as_telegram_does(
    #[case] piece: &str,
    #[case] fits: usize,
    #[case] too_long: usize,
) {
    assert_eq!(text(&piece.repeat(fits)).problems(false), []);
    let message = assert_only(&text(&piece.repeat(too_long)), false, "/body", "too-long");
    assert!(message.contains("at most 4096"), "{message}");
}

#[rstest]
#[case::first_name("{first_name}", 64, false)]
#[case::display_name("{display_name}", 128, false)]
#[case::code("{code}", 7, true)]
fn placeholders_count_at_their_longest(
    #[case] placeholder: &str,
    #[case] longest: usize,
    #[case] has_template: bool,
) {
    let with = |more: usize| text(&format!("{placeholder}{}", "ы".repeat(more)));
    assert_eq!(with(4096 - longest).problems(has_template), []);
    assert_only(&with(4097 - longest), has_template, "/body", "too-long");
}

#[test]
fn a_caption_is_shorter_and_may_be_missing() {
    assert_eq!(uploaded("").problems(false), []);
    assert_eq!(uploaded(&"ы".repeat(1024)).problems(false), []);
    let message = assert_only(&uploaded(&"ы".repeat(1025)), false, "/body", "too-long");
    assert!(message.contains("1025") && message.contains("without the file"), "{message}");
    assert_only(
        &uploaded(&format!("{{display_name}}{}", "ы".repeat(897))),
        false,
        "/body",
        "too-long",
    );
}

#[rstest]
#[case::nothing("", false)]
#[case::spaces(" \n ", false)]
#[case::tags_around_nothing("<b> </b>", false)]
#[case::only_what_not_every_code_has("от {min_order}", true)]
fn texts_that_could_be_empty_are_refused(#[case] body: &str, #[case] has_template: bool) {
    assert_only(&text(body), has_template, "/body", "required");
}

#[rstest]
#[case("<b>не закрыт", "bad-html")]
#[case("<script>alert(1)</script>", "bad-html")]
#[case("a < b", "bad-html")]
#[case("<a href=\"javascript:x\">x</a>", "bad-html")]
#[case("&nbsp;", "bad-html")]
#[case("одна { скобка", "stray-brace")]
fn invalid_texts(#[case] body: &str, #[case] code: &str) {
    assert_only(&text(body), false, "/body", code);
}

#[test]
fn a_tag_around_a_removable_line_is_refused() {
    let body = "Ваш код {code}\n<b>от {min_order}\nи больше</b>";
    assert_only(&text(body), true, "/body", "html-across-lines");
}

#[test]
fn an_unknown_placeholder_is_reported_with_the_allowed_ones() {
    let message = assert_only(&text("Привет, {name}!"), false, "/body", "unknown-placeholder");
    assert_eq!(message, "`{name}` is not known; this text may have {first_name}, {display_name}");
    let message = assert_only(&text("{code} {percent}"), true, "/body", "unknown-placeholder");
    assert!(message.contains("{code}, {value}, {last_day}"), "{message}");
}

#[test]
fn a_code_placeholder_needs_a_template() {
    let message =
        assert_only(&text("Ваш код {code}"), false, "/body", "placeholder-needs-template");
    assert!(message.contains("choose a discount template"), "{message}");
    assert_eq!(text("Ваш код {code}").problems(true), []);
    assert_only(&text("до {last_day}"), false, "/body", "placeholder-needs-template");
}

#[test]
fn all_problems_are_reported_at_once() {
    let content = BroadcastContent::Html {
        body: "{name} {code} { <b>".into(),
        media: Some(BroadcastMedia {
            kind: MediaKind::Video,
            source: MediaSource::Url("ftp://example.com/a.mp4".into()),
        }),
        buttons: vec![vec![UrlButton { text: String::new(), url: "x".into() }]],
        unsubscribe_button: false,
    };
    let expected = [
        ("/body", "unknown-placeholder"),
        ("/body", "placeholder-needs-template"),
        ("/body", "stray-brace"),
        ("/body", "bad-html"),
        ("/media_ref", "bad-url"),
        ("/buttons/0/0/text", "required"),
        ("/buttons/0/0/url", "bad-url"),
    ];
    let found = found(&content, false);
    let found: Vec<_> = found.iter().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case(MediaSource::Url("https://example.com/a.jpg".into()), None)]
#[case(MediaSource::Url("tg://resolve?domain=x".into()), Some("bad-url"))]
#[case(MediaSource::Url(format!("https://example.com/{}", "x".repeat(1024))), Some("too-long"))]
#[case(MediaSource::FileId("AgACAgIAAxkBAAI-_9".into()), None)]
#[case(MediaSource::FileId("не id".into()), Some("bad-file-id"))]
#[case(MediaSource::FileId(String::new()), Some("bad-file-id"))]
fn allowed_sources_of_a_file(#[case] source: MediaSource, #[case] code: Option<&str>) {
    let codes: Vec<_> =
        found(&photo("x", source), false).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, Vec::from_iter(code));
}

#[test]
fn a_copy_has_a_source_and_no_codes() {
    assert_eq!(copy(100, 7).problems(false), []);
    assert_only(&copy(-100, 7), false, "/source_chat_id", "bad-source");
    assert_only(&copy(100, 0), false, "/source_message_id", "bad-source");
    let message = assert_only(&copy(100, 7), true, "/template_id", "copy-has-no-code");
    assert!(message.contains("`html`"), "{message}");
}

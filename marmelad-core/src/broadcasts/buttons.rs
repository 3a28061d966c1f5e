//! Buttons under a broadcast, and their rules.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::broadcasts::{ContentProblem, misplaced};
use crate::callbacks::MainButton;
use crate::delivery::InlineButton;
use crate::messages::is_link;
use crate::messages::texts::buttons::STOP_MARKETING;

/// Maximum number of rows.
pub const MAX_ROWS: usize = 10;
/// Maximum number of buttons in a row.
pub const MAX_BUTTONS_IN_ROW: usize = 4;
/// Longest label, in characters.
pub const LONGEST_LABEL: usize = 64;
/// Longest address, in characters.
pub const LONGEST_URL: usize = 2048;

/// A button that opens an address. In JSON exactly `{"text": …, "url": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrlButton {
    /// The label, 1–64 characters.
    pub text: String,
    /// Scheme `http`, `https` or `tg`.
    pub url: String,
}

impl From<&UrlButton> for InlineButton {
    fn from(button: &UrlButton) -> Self {
        Self::url(button.text.trim(), &button.url)
    }
}

/// «Не присылать рассылки»: pressing the button opts the client out of broadcasts.
pub fn unsubscribe_button() -> InlineButton {
    InlineButton::callback(STOP_MARKETING, MainButton::StopMarketing.to_string())
}

/// Every problem of the rows, with its JSON Pointer below `/buttons`.
pub(super) fn problems(rows: &[Vec<UrlButton>]) -> Vec<ContentProblem> {
    let mut problems = Vec::new();
    let mut add = |path: String, code, message: String| {
        problems.push(ContentProblem { path, code, message });
    };
    if rows.len() > MAX_ROWS {
        let message = format!("{} rows of buttons; at most {MAX_ROWS} are allowed", rows.len());
        add("/buttons".into(), "too-many-rows", message);
    }
    for (at, row) in rows.iter().enumerate() {
        let path = format!("/buttons/{at}");
        if row.is_empty() {
            add(path.clone(), "empty-row", "the row has no button; leave it out".into());
        }
        if row.len() > MAX_BUTTONS_IN_ROW {
            let message = format!(
                "{} buttons in a row; at most {MAX_BUTTONS_IN_ROW} are allowed, put the others into another row",
                row.len()
            );
            add(path.clone(), "too-many-buttons", message);
        }
        for (place, button) in row.iter().enumerate() {
            if let Err((code, message)) = check_label(&button.text) {
                add(format!("{path}/{place}/text"), code, message);
            }
            if let Err((code, message)) = check_address(&button.url) {
                add(format!("{path}/{place}/url"), code, message);
            }
        }
    }
    problems
}

fn check_label(text: &str) -> Result<(), (&'static str, String)> {
    let length = text.trim().chars().count();
    if length == 0 {
        return Err(("required", "a button needs a label".into()));
    }
    if length > LONGEST_LABEL {
        let message =
            format!("the label has {length} characters; at most {LONGEST_LABEL} are allowed");
        return Err(("too-long", message));
    }
    match misplaced(text) {
        Some(name) => Err(no_placeholder(name, "labels")),
        None => Ok(()),
    }
}

fn check_address(address: &str) -> Result<(), (&'static str, String)> {
    let length = address.chars().count();
    if length > LONGEST_URL {
        let message =
            format!("the address has {length} characters; at most {LONGEST_URL} are allowed");
        return Err(("too-long", message));
    }
    if let Some(name) = misplaced(address) {
        return Err(no_placeholder(name, "addresses"));
    }
    if opens(address) {
        Ok(())
    } else {
        let message = "expected an address that everybody can open, such as https://example.com/page or tg://resolve?domain=name";
        Err(("bad-url", message.into()))
    }
}

fn no_placeholder(name: &str, where_: &str) -> (&'static str, String) {
    let message = format!(
        "`{{{name}}}` is filled in the text only, not in the {where_} of buttons; take it out"
    );
    ("placeholder-not-allowed", message)
}

/// Whether Telegram accepts the address for a button. Telegram refuses host names without a dot.
fn opens(address: &str) -> bool {
    is_link(address)
        && Url::parse(address).is_ok_and(|url| match (url.scheme(), url.host()) {
            ("tg", _) => true,
            (_, Some(Host::Domain(name))) => name.trim_matches('.').contains('.'),
            (_, host) => host.is_some(),
        })
}

/// Whether Telegram could fetch a file from the address.
pub(super) fn is_web_address(address: &str) -> bool {
    opens(address) && !address.to_ascii_lowercase().starts_with("tg:")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn button(text: &str, url: &str) -> UrlButton {
        UrlButton { text: text.into(), url: url.into() }
    }

    fn good() -> UrlButton {
        button("Каталог", "https://example.com/catalogue?from=tg")
    }

    fn found(rows: &[Vec<UrlButton>]) -> Vec<(String, &'static str)> {
        let problems = problems(rows);
        problems.into_iter().map(|problem| (problem.path, problem.code)).collect()
    }

    #[test]
    fn the_maximum_number_of_buttons_is_accepted() {
        let rows = vec![vec![good(); MAX_BUTTONS_IN_ROW]; MAX_ROWS];
        assert_eq!(found(&rows), []);
        assert_eq!(found(&[]), []);
    }

    #[test]
    fn every_problem_is_reported_with_its_place() {
        let mut rows = vec![vec![good()]; 11];
        rows[0] = vec![good(); 5];
        rows[1] = Vec::new();
        rows[2] = vec![good(), button(" ", "ftp://example.com")];
        rows[3] = vec![button(&"ы".repeat(65), "https://example.com")];
        rows[4] = vec![button("Для {first_name}", "https://example.com/?c={code}")];
        let expected = [
            ("/buttons", "too-many-rows"),
            ("/buttons/0", "too-many-buttons"),
            ("/buttons/1", "empty-row"),
            ("/buttons/2/1/text", "required"),
            ("/buttons/2/1/url", "bad-url"),
            ("/buttons/3/0/text", "too-long"),
            ("/buttons/4/0/text", "placeholder-not-allowed"),
            ("/buttons/4/0/url", "placeholder-not-allowed"),
        ];
        let found = found(&rows);
        let found: Vec<_> = found.iter().map(|(path, code)| (path.as_str(), *code)).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("https://example.com", true)]
    #[case("HTTP://пример.рф/путь?x=1", true)]
    #[case("https://192.0.2.1/x", true)]
    #[case("tg://resolve?domain=marmelad", true)]
    #[case("https://", false)]
    #[case("https://localhost/x", false)]
    #[case("https://exa mple.com", false)]
    #[case("https://[bad/", false)]
    #[case("javascript:alert(1)", false)]
    #[case("example.com", false)]
    #[case("mailto:a@example.com", false)]
    #[case("", false)]
    fn addresses(#[case] address: &str, #[case] is_good: bool) {
        assert_eq!(check_address(address).is_ok(), is_good, "{address}");
    }

    #[test]
    fn labels_are_counted_in_characters() {
        assert!(check_label(&"🍬".repeat(64)).is_ok());
        assert!(check_label(&"🍬".repeat(65)).is_err());
        let long = format!("https://example.com/{}", "x".repeat(LONGEST_URL));
        assert_eq!(check_address(&long).unwrap_err().0, "too-long");
    }

    /// Staff can write only addresses, never callback data. The callback data of the unsubscribe
    /// button fits in 64 bytes.
    #[test]
    fn broadcasts_carry_no_foreign_callback_data() {
        let data = "x".repeat(65);
        let json =
            serde_json::json!({ "text": "x", "url": "https://example.com", "callback_data": data });
        assert!(serde_json::from_value::<UrlButton>(json).is_err());
        let crate::delivery::ButtonAction::Callback(data) = unsubscribe_button().action else {
            panic!("a press that the bot hears of");
        };
        assert!((1..=64).contains(&data.len()));
        assert_eq!(data.parse(), Ok(MainButton::StopMarketing));
    }
}

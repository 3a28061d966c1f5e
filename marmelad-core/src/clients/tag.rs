//! Tags: free words with which staff mark clients.

/// Longest tag, in characters.
pub const MAX_TAG: usize = 64;
/// Maximum number of tags per client.
pub const MAX_TAGS: usize = 50;

/// The text is not a valid tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tag has 1 to {MAX_TAG} characters on one line")]
pub struct NotATag;

/// A tag in stored form: no spaces around, single spaces inside. Case counts: `vip` is not `VIP`.
pub fn tidy_tag(text: &str) -> Result<String, NotATag> {
    let tag = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fit = (1..=MAX_TAG).contains(&tag.chars().count()) && !tag.chars().any(char::is_control);
    is_fit.then_some(tag).ok_or(NotATag)
}

/// Tags in stored form, without duplicates, in the given order.
pub fn tidy_tags(texts: &[String]) -> Result<Vec<String>, NotATag> {
    let mut tags = Vec::new();
    for text in texts {
        let tag = tidy_tag(text)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

/// Tags to add and to remove; a tag in both lists is removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagChange {
    pub add: Vec<String>,
    pub remove: Vec<String>,
}

impl TagChange {
    /// A client's tags after the change, old ones first. `None` when the change would leave more
    /// than [`MAX_TAGS`] tags and more than before.
    pub fn apply(&self, old: &[String]) -> Option<Vec<String>> {
        let is_kept = |tag: &&String| !self.remove.contains(tag);
        let mut new: Vec<String> = old.iter().filter(is_kept).cloned().collect();
        for tag in self.add.iter().filter(is_kept) {
            if !new.contains(tag) {
                new.push(tag.clone());
            }
        }
        (new.len() <= MAX_TAGS.max(old.len())).then_some(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn tags_are_normalised() {
        assert_eq!(tidy_tag("  день \n рождения ").unwrap(), "день рождения");
        for wrong in ["", " ", "a\u{7}b", &"я".repeat(65)] {
            assert_eq!(tidy_tag(wrong), Err(NotATag), "{wrong:?}");
        }
        assert_eq!(tidy_tags(&tags(&["vip", "VIP", " vip"])).unwrap(), ["vip", "VIP"]);
    }

    #[test]
    fn a_change_keeps_unnamed_tags() {
        let change = TagChange { add: tags(&["b", "c", "d"]), remove: tags(&["a", "d"]) };
        assert_eq!(change.apply(&tags(&["x", "a", "b"])).unwrap(), ["x", "b", "c"]);
        assert_eq!(change.apply(&[]).unwrap(), ["b", "c"]);
    }

    #[test]
    fn the_number_of_tags_is_limited() {
        let many: Vec<String> = (0..MAX_TAGS).map(|number| number.to_string()).collect();
        let one_more = TagChange { add: tags(&["one more"]), remove: Vec::new() };
        assert_eq!(one_more.apply(&many), None);
        let exchange = TagChange { remove: tags(&["0"]), ..one_more };
        assert_eq!(exchange.apply(&many).unwrap().len(), MAX_TAGS);
    }
}

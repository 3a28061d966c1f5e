//! Entities that Telegram finds in plain text.

use super::{Entity, utf16_len};

/// Finds commands, mentions, hashtags and web addresses.
pub(crate) fn detect(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut units = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if let Some((kind, length)) = kind_of(bare) {
            found.push(Entity::new(kind, units, length));
        }
        units += utf16_len(word);
    }
    found
}

fn kind_of(word: &str) -> Option<(&'static str, usize)> {
    if let Some(name) = word.strip_prefix('/') {
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '@')
            .unwrap_or(name.len());
        return (end > 0).then_some(("bot_command", end + 1));
    }
    if let Some(name) = word.strip_prefix('@') {
        let length = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
        return (length >= 4).then_some(("mention", length + 1));
    }
    if let Some(name) = word.strip_prefix('#') {
        let tag: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        return tag.chars().any(char::is_alphabetic).then(|| ("hashtag", utf16_len(&tag) + 1));
    }
    let link = word.trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '»']);
    let address = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    let host = address.split(['/', '?', '#', ':']).next()?;
    host.contains('.').then(|| ("url", utf16_len(link)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_mentions_tags_and_links() {
        assert_eq!(
            detect("/start ref_x и @marmelad_bot #скидка https://t.me/x."),
            vec![
                Entity::new("bot_command", 0, 6),
                Entity::new("mention", 15, 13),
                Entity::new("hashtag", 29, 7),
                Entity::new("url", 37, 14),
            ]
        );
    }

    #[test]
    fn a_local_address_is_no_link() {
        assert!(detect("http://localhost:8000/login?token=x / # @ab").is_empty());
    }
}

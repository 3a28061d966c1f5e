//! «Мои скидки».

use marmelad_core::messages::{TextKey, ru, visible_len_utf16};
use marmelad_core::settings::Wording;

use super::context::Context;
use super::keyboards;
use crate::shared::HandlerResult;

pub(super) async fn list(ctx: &Context) -> HandlerResult {
    let user = ctx.client().await?;
    let discounts = ctx.app.discounts.active_of(&user).await?;
    if discounts.is_empty() {
        return ctx.say(TextKey::MY_DISCOUNTS_EMPTY, &[], keyboards::main()).await;
    }
    let settings = ctx.app.settings().await?;
    let wording = ctx.app.wording(&settings);
    let entries = discounts
        .iter()
        .map(|discount| wording.about(TextKey::MY_DISCOUNTS_LINE, discount, &[]))
        .collect();
    let lines = fitting(entries, room(), |left| more(&wording, left)).join("\n\n");
    let values = [("lines", lines.as_str())];
    ctx.say(TextKey::MY_DISCOUNTS, &values, keyboards::main()).await
}

/// The longest list, in UTF-16 units: edited texts are checked to leave this much of a message.
fn room() -> usize {
    TextKey::MY_DISCOUNTS
        .spec()
        .placeholders
        .iter()
        .find(|placeholder| placeholder.name == "lines")
        .map_or(0, |placeholder| placeholder.max_len)
}

fn more(wording: &Wording<'_>, left: usize) -> String {
    let count = ru::codes(u64::try_from(left).unwrap_or(u64::MAX));
    wording.text(TextKey::MY_DISCOUNTS_MORE, &[("count", &count)])
}

/// As many entries as fit with an empty line between them. If some do not, the last one says how many are left out.
fn fitting(mut entries: Vec<String>, room: usize, more: impl Fn(usize) -> String) -> Vec<String> {
    let length = |entry: &String| 2 + visible_len_utf16(entry).unwrap_or(entry.len());
    if entries.iter().map(length).sum::<usize>() <= room {
        return entries;
    }
    let all = entries.len();
    let room = room.saturating_sub(length(&more(all)));
    let mut taken = 0;
    let shown = entries
        .iter()
        .take_while(|entry| {
            taken += length(entry);
            taken <= room
        })
        .count();
    entries.truncate(shown);
    entries.push(more(all - shown));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: usize) -> Vec<String> {
        (0..count).map(|_| "<b>ДЯА4589</b>".to_owned()).collect()
    }

    #[test]
    fn a_short_list_is_shown_whole() {
        assert_eq!(fitting(entries(3), 27, |_| unreachable!()), entries(3));
    }

    #[test]
    fn a_long_list_says_how_much_is_left_out() {
        let list = fitting(entries(10), 50, |left| format!("и ещё {left}"));
        assert_eq!(list.len(), 5);
        assert_eq!(list[4], "и ещё 6");
        let length = visible_len_utf16(&list.join("\n\n")).unwrap();
        assert!(length <= 50, "{length}");
    }
}

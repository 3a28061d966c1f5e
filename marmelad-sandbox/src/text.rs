//! Message text as Telegram keeps it: plain characters plus entities with
//! UTF-16 offsets.

mod detect;
mod entity;
mod html;
mod render;

pub(crate) use detect::detect;
pub use entity::Entity;
pub(crate) use entity::utf16_len;
pub(crate) use html::parse_html;
pub(crate) use render::to_html;

/// Text with its entities, ready to be stored in a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

impl Formatted {
    /// Adds what Telegram finds by itself (commands, links, mentions) and
    /// trims the ends, moving the entities along.
    pub(crate) fn finish(mut self) -> Self {
        self.trim();
        let found = detect(&self.text);
        for entity in found {
            if !self.entities.iter().any(|known| known.overlaps(&entity)) {
                self.entities.push(entity);
            }
        }
        self.entities.sort_by_key(|e| (e.offset, usize::MAX - e.length));
        self
    }

    fn trim(&mut self) {
        let kept = self.text.trim();
        let start = self.text.len() - self.text.trim_start().len();
        let cut = utf16_len(&self.text[..start]);
        let total = utf16_len(kept);
        self.text = kept.to_owned();
        for entity in &mut self.entities {
            let from = entity.offset.max(cut) - cut;
            let to = (entity.offset + entity.length).max(cut) - cut;
            entity.offset = from.min(total);
            entity.length = to.min(total) - entity.offset;
        }
        self.entities.retain(|entity| entity.length > 0);
    }
}

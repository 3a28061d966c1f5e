//! The note that a template adds to the message with its code.

use crate::discounts::{Discount, DiscountService};
use crate::kernel::PortError;
use crate::messages::{check_html, escape};

impl DiscountService {
    /// The template's `message_text` as valid HTML; empty when there is none.
    pub async fn note_of(&self, discount: &Discount) -> Result<String, PortError> {
        let Some(id) = discount.template_id else {
            return Ok(String::new());
        };
        let template = self.find_template(id).await?;
        let note = template.and_then(|template| template.terms.message_text);
        Ok(note.as_deref().map(sendable_note).unwrap_or_default())
    }
}

/// A template's `message_text` as valid HTML. Saved templates are checked, but a broken one from
/// another source must not prevent the delivery of the code.
pub(crate) fn sendable_note(note: &str) -> String {
    match check_html(note) {
        Ok(()) => note.to_owned(),
        Err(_) => escape(note).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use crate::Ports;
    use crate::discounts::MockTemplateRepo;
    use crate::testing::{NOW, app_at, discount, template};

    #[rstest]
    #[case::none(None, "")]
    #[case::html(Some("<b>Ура</b>"), "<b>Ура</b>")]
    #[case::broken(Some("<b>Ура & Ко"), "&lt;b&gt;Ура &amp; Ко")]
    #[tokio::test]
    async fn a_broken_note_never_breaks_the_message(
        #[case] text: Option<&str>,
        #[case] note: &str,
    ) {
        let mut found = template();
        found.terms.message_text = text.map(Into::into);
        let mut templates = MockTemplateRepo::new();
        templates.expect_find().returning(move |_| Ok(Some(found.clone())));
        let templates = Arc::new(templates);
        let app = app_at(NOW, Ports { templates, ..Ports::mocked() });
        assert_eq!(app.discounts.note_of(&discount()).await.unwrap(), note);
    }
}

//! A message's text, read the same way by both bots.

/// A text without the blanks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input<'a> {
    /// `/start ref_leto`, ` /START@marmelad_bot ref_leto`. Telegram shows a bot only commands meant for it.
    Command {
        /// In lower case, without the slash and the bot's name.
        name: String,
        /// The text behind the command; may be empty.
        argument: &'a str,
    },
    /// Any text that is no command.
    Text(&'a str),
}

impl<'a> Input<'a> {
    /// Reads a text; there is none that it refuses.
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim();
        let Some(command) = text.strip_prefix('/') else {
            return Self::Text(text);
        };
        let (name, argument) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let name = name.split_once('@').map_or(name, |(name, _)| name);
        Self::Command { name: name.to_lowercase(), argument: argument.trim() }
    }

    /// Whether the text is the label of a button, in any case.
    pub fn is_label(&self, label: &str) -> bool {
        matches!(self, Self::Text(text) if text.to_lowercase() == label.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/start", "start", "")]
    #[case(" /START \n", "start", "")]
    #[case("/start@marmelad_bot  ref_leto ", "start", "ref_leto")]
    #[case("/start\nref_leto", "start", "ref_leto")]
    #[case("/startle", "startle", "")]
    #[case("/", "", "")]
    fn commands(#[case] text: &str, #[case] name: &str, #[case] argument: &str) {
        let name = name.to_owned();
        assert_eq!(Input::parse(text), Input::Command { name, argument });
    }

    #[rstest]
    #[case("Мои скидки", true)]
    #[case(" мои СКИДКИ\n", true)]
    #[case("Мои скидки?", false)]
    #[case("/Мои скидки", false)]
    #[case("", false)]
    fn labels(#[case] text: &str, #[case] is_label: bool) {
        assert_eq!(Input::parse(text).is_label("Мои скидки"), is_label);
    }
}

//! Reading and changing settings.

use serde_json::Value;

use crate::audit::Actor;
use crate::kernel::PortError;
use crate::settings;
use crate::settings::{BootDefaults, ChangeSettings, SettingError, SettingTouch, SettingsService};

/// Result of changing settings.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingsChange {
    /// All values were stored; holds the keys whose values differ.
    Changed(Vec<String>),
    /// Nothing was stored; holds every invalid value with its reason.
    Invalid(Vec<SettingError>),
}

impl SettingsService {
    /// Changes settings, all or none. `null` restores the default (for quiet hours: no quiet hours).
    pub async fn change(
        &self,
        wanted: &[(String, Value)],
        actor: &Actor,
    ) -> Result<SettingsChange, PortError> {
        let boot = BootDefaults {
            has_own_api_server: self.context.config.own_bot_api,
            ..BootDefaults::default()
        };
        let checked: Vec<_> =
            wanted.iter().map(|(key, value)| settings::check(key, value, &boot)).collect();
        if checked.iter().any(Result::is_err) {
            return Ok(SettingsChange::Invalid(
                checked.into_iter().filter_map(Result::err).collect(),
            ));
        }
        let command = ChangeSettings {
            changes: checked.into_iter().flatten().collect(),
            audit: actor.audit("update_setting", "setting"),
            admin_id: actor.admin_id(),
            now: self.context.now(),
        };
        let names = self.settings.change(command).await?;
        Ok(SettingsChange::Changed(names))
    }

    /// Last author and time of each setting that was ever set.
    pub async fn setting_touches(&self) -> Result<Vec<SettingTouch>, PortError> {
        self.settings.touches().await
    }

    /// Stores the main bot's username from `getMe`, used in links.
    pub async fn learn_main_bot_username(&self, username: &str) -> Result<(), PortError> {
        self.settings.learn("main_bot_username", Value::from(username), self.context.now()).await
    }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::Ports;
    use crate::settings::MockSettingsRepo;
    use crate::testing::{NOW, app_at};

    fn app(repo: MockSettingsRepo) -> App {
        app_at(NOW, Ports::mocked()).with(|ports| ports.settings = Arc::new(repo))
    }

    #[tokio::test]
    async fn one_wrong_value_keeps_all_others_out() {
        let wanted =
            [("reminder_hour".to_owned(), json!(10)), ("digest_hour".to_owned(), json!(99))];
        let outcome =
            app(MockSettingsRepo::new()).settings.change(&wanted, &Actor::Cli).await.unwrap();
        assert!(matches!(outcome, SettingsChange::Invalid(problems) if problems.len() == 1));
    }

    #[tokio::test]
    async fn checked_changes_go_to_the_store_together() {
        let mut repo = MockSettingsRepo::new();
        repo.expect_change()
            .once()
            .withf(|command| {
                command.changes.len() == 2 && command.audit.action() == "update_setting"
            })
            .returning(|_| Ok(vec!["reminder_hour".into()]));
        let wanted =
            [("reminder_hour".to_owned(), json!(10)), ("digest_hour".to_owned(), json!(9))];
        let outcome = app(repo).settings.change(&wanted, &Actor::Cli).await.unwrap();
        assert_eq!(outcome, SettingsChange::Changed(vec!["reminder_hour".into()]));
    }
}

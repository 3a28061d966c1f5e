//! `/settings`: what owners change while everything runs.

use marmelad_core::App;
use marmelad_core::settings::{
    SettingError, SettingFault, SettingKey, SettingKind, SettingsChange,
};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::payload::Json;
use serde_json::Value;

use crate::auth::{Owner, Reader};
use crate::body::Body;
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{SettingSpec, Settings, SettingsPatch};

/// Operations on settings.
#[derive(Debug, Clone, Copy)]
pub struct SettingsApi;

#[OpenApi(prefix_path = "/settings", tag = "Tag::Settings")]
impl SettingsApi {
    /// Show all settings
    ///
    /// The values in force by key, including defaults. Empty settings are left out.
    #[oai(path = "/", method = "get", operation_id = "getSettings")]
    async fn show(&self, _reader: Reader, Data(app): Data<&App>) -> Outcome<Json<Settings>> {
        Ok(Json(Settings::from(&*app.settings().await?)))
    }

    /// Change settings
    ///
    /// Changes all given settings or none; `null` restores the default, and switches quiet hours off. In force in
    /// every process within five seconds. Returns all settings.
    #[oai(path = "/", method = "patch", operation_id = "updateSettings")]
    async fn update(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        body: Body<SettingsPatch>,
    ) -> Outcome<Json<Settings>, kind::InvalidValue> {
        let wanted: Vec<(String, Value)> = body.0.0.into_iter().collect();
        let malformed: Vec<FieldError> = wanted.iter().filter_map(wrong_type).collect();
        if !malformed.is_empty() {
            return Err(Problem::of_fields(Kind::BadRequest, malformed).into());
        }
        match app.settings.change(&wanted, &session.actor()).await? {
            SettingsChange::Changed(_) => Ok(Json(Settings::from(&*app.settings().await?))),
            SettingsChange::Invalid(errors) => Err(Problem::invalid_fields(&errors).into()),
        }
    }

    /// Describe all settings
    ///
    /// Type, range, default, purpose and last change of every setting, in the order of the panel.
    #[oai(path = "/schema", method = "get", operation_id = "getSettingsSchema")]
    async fn schema(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
    ) -> Outcome<Json<Vec<SettingSpec>>> {
        let defaults = app.settings().await?.without_changes();
        let touches = app.settings.setting_touches().await?;
        Ok(Json(SettingSpec::all(&defaults, &touches)))
    }
}

/// The error of a value whose type differs from the schema.
fn wrong_type((key, value): &(String, Value)) -> Option<FieldError> {
    let (fits, expected) = match SettingKey::find(key)?.kind() {
        SettingKind::Integer(_) => (value.is_u64() || value.is_i64(), "a whole number or null"),
        SettingKind::Line { .. } | SettingKind::Text(_) => (value.is_string(), "a text or null"),
        SettingKind::QuietHours => (value.is_object(), "an object with `from` and `to`, or null"),
    };
    let error = || FieldError::new(pointer(key), "wrong_type", format!("{expected} is expected"));
    (!fits && !value.is_null()).then(error)
}

impl From<&SettingError> for FieldError {
    fn from(error: &SettingError) -> Self {
        let code = match error.fault {
            SettingFault::UnknownKey { .. } => "unknown_key",
            SettingFault::Integer { .. } | SettingFault::NoLimitAtTelegram => "out_of_range",
            SettingFault::Line { .. } => "wrong_form",
            SettingFault::QuietHours(_) => "quiet_hours",
            SettingFault::NotAText => "wrong_type",
            SettingFault::Text(_) => "text",
        };
        Self::new(pointer(&error.key), code, error.fault.to_string())
    }
}

fn pointer(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

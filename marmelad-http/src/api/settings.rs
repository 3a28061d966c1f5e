//! `/settings`: what owners change while everything runs.

use marmelad_core::App;
use marmelad_core::domain::settings::{SettingError, SettingFault, SettingKey, SettingKind};
use marmelad_core::usecases::SettingsChange;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::payload::Json;
use serde_json::Value;

use crate::auth::{Owner, Reader};
use crate::body::Body;
use crate::problem::{FieldError, Kind, Outcome, Problem, kind};
use crate::spec::Tag;
use crate::views::{SettingSpec, Settings, SettingsPatch};

/// Settings.
#[derive(Debug, Clone, Copy)]
pub struct SettingsApi;

#[OpenApi(prefix_path = "/settings", tag = "Tag::Settings")]
impl SettingsApi {
    /// Show all settings
    ///
    /// The values in force, defaults too, by key; what is not set is left out.
    #[oai(path = "/", method = "get", operation_id = "getSettings")]
    async fn show(&self, _reader: Reader, Data(app): Data<&App>) -> Outcome<Json<Settings>> {
        Ok(Json(Settings::from(&*app.settings().await?)))
    }

    /// Change settings
    ///
    /// All or none; `null` is back to the default, and of quiet hours none at all. In force in every process within
    /// five seconds. Answers with all settings.
    #[oai(path = "/", method = "patch", operation_id = "updateSettings")]
    async fn update(
        &self,
        Owner(session): Owner,
        Data(app): Data<&App>,
        body: Body<SettingsPatch>,
    ) -> Outcome<Json<Settings>, kind::InvalidValue> {
        let wanted: Vec<(String, Value)> = body.0.0.into_iter().collect();
        let misfits: Vec<FieldError> = wanted.iter().filter_map(misfit).collect();
        if !misfits.is_empty() {
            return Err(Problem::of_fields(Kind::BadRequest, misfits).into());
        }
        match app.change_settings(&wanted, &session.actor()).await? {
            SettingsChange::Changed(_) => Ok(Json(Settings::from(&*app.settings().await?))),
            SettingsChange::Invalid(errors) => {
                let fields = errors.iter().map(field_error).collect();
                Err(Problem::of_fields(Kind::InvalidValue, fields).into())
            }
        }
    }

    /// Show what can be set
    ///
    /// Every setting in the order of the panel: what it may be, what it is for, what it is until somebody sets it, and
    /// who last did.
    #[oai(path = "/schema", method = "get", operation_id = "getSettingsSchema")]
    async fn schema(
        &self,
        _reader: Reader,
        Data(app): Data<&App>,
    ) -> Outcome<Json<Vec<SettingSpec>>> {
        let defaults = app.settings().await?.without_changes();
        let touches = app.setting_touches().await?;
        Ok(Json(SettingSpec::all(&defaults, &touches)))
    }
}

/// A value of another type than the document says.
fn misfit((key, value): &(String, Value)) -> Option<FieldError> {
    let (fits, expected) = match SettingKey::find(key)?.kind() {
        SettingKind::Integer(_) => (value.is_u64() || value.is_i64(), "a whole number or null"),
        SettingKind::Line { .. } | SettingKind::Text(_) => (value.is_string(), "a text or null"),
        SettingKind::QuietHours => (value.is_object(), "an object with `from` and `to`, or null"),
    };
    (!fits && !value.is_null()).then(|| FieldError {
        path: pointer(key),
        code: "wrong_type".into(),
        message: format!("{expected} is expected"),
    })
}

fn field_error(error: &SettingError) -> FieldError {
    let code = match error.fault {
        SettingFault::UnknownKey { .. } => "unknown_key",
        SettingFault::Integer { .. } | SettingFault::NoLimitAtTelegram => "out_of_range",
        SettingFault::Line { .. } => "wrong_form",
        SettingFault::QuietHours(_) => "quiet_hours",
        SettingFault::NotAText => "wrong_type",
        SettingFault::Text(_) => "text",
    };
    FieldError {
        path: pointer(&error.key),
        code: code.to_owned(),
        message: error.fault.to_string(),
    }
}

fn pointer(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

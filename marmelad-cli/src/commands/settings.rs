//! `settings list|get|set`

use marmelad_core::audit::Actor;
use marmelad_core::settings;
use marmelad_core::settings::{BootDefaults, SettingKey, SettingKind, SettingsChange};
use serde_json::Value;

use crate::args::SettingsCommand;
use crate::exit::Failure;
use crate::output::{self, one_line};
use crate::session::Session;

/// Number of characters of a value shown in the list.
const SHOWN_CHARS: usize = 44;

pub(super) async fn run(command: SettingsCommand, session: &Session) -> Result<(), Failure> {
    match command {
        SettingsCommand::List { texts } => list(texts, session).await,
        SettingsCommand::Get { key } => get(&key, session).await,
        SettingsCommand::Set { key, value } => set(&key, &value, session).await,
    }
}

async fn list(texts: bool, session: &Session) -> Result<(), Failure> {
    let settings = session.app.settings().await?;
    session.out.show(
        || object(settings.to_json()),
        || {
            let keys = SettingKey::all().filter(|key| texts || !matches!(key, SettingKey::Text(_)));
            let rows =
                keys.map(|key| [key.name(), one_line(&shown(&settings.get(key)), SHOWN_CHARS)]);
            let table = output::table(["Setting", "Value"], &[], rows, "No settings.");
            let more = if texts { "" } else { "\nThe bots' messages: --texts" };
            format!("{table}{more}")
        },
    )
}

async fn get(name: &str, session: &Session) -> Result<(), Failure> {
    let key = find(name)?;
    let value = session.app.settings().await?.get(key);
    session.out.show(
        || object([(name.to_owned(), value.clone())]),
        || {
            let allowed = match key.kind() {
                SettingKind::Integer(range) => {
                    format!("a whole number from {} to {}", range.start(), range.end())
                }
                SettingKind::Line { expected } => expected.to_owned(),
                SettingKind::QuietHours => "21:00-09:00, or null for none".to_owned(),
                SettingKind::Text(text) => {
                    let names = text.spec().placeholders.iter();
                    let names: Vec<_> = names.map(|known| format!("{{{}}}", known.name)).collect();
                    format!("Telegram's HTML {}", names.join(" "))
                }
            };
            output::card([
                ("Setting", name.to_owned()),
                ("Value", shown(&value)),
                ("What for", format!("{}\n{}", key.about_en(), key.about_ru())),
                ("May be", allowed),
            ])
        },
    )
}

async fn set(name: &str, typed: &str, session: &Session) -> Result<(), Failure> {
    let key = find(name)?;
    let wanted = [(name.to_owned(), key.read_typed(typed))];
    match session.app.settings.change(&wanted, &Actor::Cli).await? {
        SettingsChange::Changed(changed) => {
            let value = session.app.settings().await?.get(key);
            session.out.show(
                || object([(name.to_owned(), value.clone())]),
                || {
                    let note = if changed.is_empty() { " (as it was)" } else { "" };
                    format!("{name} = {}{note}", shown(&value))
                },
            )
        }
        SettingsChange::Invalid(problems) => {
            let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
            Err(Failure::usage(problems.join("; ")))
        }
    }
}

fn find(name: &str) -> Result<SettingKey, Failure> {
    SettingKey::find(name).ok_or_else(|| {
        // The check finds keys with similar names.
        let unknown = settings::check(name, &Value::Null, &BootDefaults::default());
        let said = unknown.err().map_or_else(String::new, |error| error.to_string());
        Failure::not_found(format!("{said} (`marmelad-cli settings list` shows all)"))
    })
}

/// The JSON form of the API: unset values are left out.
fn object(values: impl IntoIterator<Item = (String, Value)>) -> Value {
    let set = values.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(set.collect())
}

/// Formats a value as `settings set` accepts it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(hours) => {
            let time =
                |name: &str| hours.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            format!("{}-{}", time("from"), time("to"))
        }
        other => other.to_string(),
    }
}

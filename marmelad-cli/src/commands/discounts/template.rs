//! `template list|add|set`

use marmelad_core::audit::Actor;
use marmelad_core::discounts::{Recurrence, SavedTemplate, Template};
use marmelad_core::kernel::TemplateId;
use marmelad_core::messages::ru;
use marmelad_http::views;

use super::template_terms::{changed, fresh};
use crate::args::TemplateCommand;
use crate::exit::Failure;
use crate::output;
use crate::session::Session;

pub(crate) async fn run(command: TemplateCommand, session: &Session) -> Result<(), Failure> {
    match command {
        TemplateCommand::List => list(session).await,
        TemplateCommand::Add(options) => {
            let terms = fresh(options, session.app.context.zone)?;
            let saved = session.app.discounts.add_template(terms, &Actor::Cli).await?;
            show(saved, session)
        }
        TemplateCommand::Set { id, options } => {
            let id = TemplateId(id);
            let Some(known) = session.app.discounts.find_template(id).await? else {
                return Err(no_template(id));
            };
            let terms = changed(known.terms, options, session.app.context.zone)?;
            match session.app.discounts.change_template(id, terms.into(), &Actor::Cli).await? {
                SavedTemplate::NotFound => Err(no_template(id)),
                saved => show(saved, session),
            }
        }
    }
}

fn no_template(id: TemplateId) -> Failure {
    Failure::not_found(format!(
        "there is no template {id}; `marmelad-cli template list` shows them"
    ))
}

fn show(saved: SavedTemplate, session: &Session) -> Result<(), Failure> {
    match saved {
        SavedTemplate::Saved(template) => session.out.show(
            || views::json_of::<views::Template, _>(&*template),
            || table(std::slice::from_ref(&*template)),
        ),
        SavedTemplate::Invalid(problems) => {
            let problems: Vec<_> = problems
                .iter()
                .map(|problem| format!("{}: {}", problem.field, problem.message))
                .collect();
            Err(Failure::usage(problems.join("; ")))
        }
        SavedTemplate::NotFound => Err(Failure::not_found("there is no such template")),
    }
}

async fn list(session: &Session) -> Result<(), Failure> {
    let templates = session.app.discounts.list_templates().await?;
    session.out.show(
        || templates.iter().map(views::json_of::<views::Template, _>).collect(),
        || table(&templates),
    )
}

fn table(templates: &[Template]) -> String {
    let rows = templates.iter().map(|template| {
        let terms = &template.terms;
        let issued = match terms.total_limit {
            Some(limit) => format!("{} of {limit}", template.issued_count),
            None => template.issued_count.to_string(),
        };
        [
            template.id.to_string(),
            terms.name.clone(),
            ru::discount_value(terms.value),
            terms.event.to_string(),
            terms.usage.max_uses().to_string(),
            terms.duration_days.to_string(),
            again(terms.recurrence),
            issued,
            if terms.is_active { "yes" } else { "no" }.to_owned(),
        ]
    });
    output::table(
        ["Id", "Name", "Value", "Event", "Uses", "Days", "Again", "Issued", "Active"],
        &[0, 2, 5, 6],
        rows,
        "No templates yet. Add one: marmelad-cli template add --help",
    )
}

/// Formats a recurrence as `--recurrence` accepts it.
fn again(recurrence: Recurrence) -> String {
    match recurrence {
        Recurrence::Once => "once".to_owned(),
        Recurrence::Days { value } => format!("days:{value}"),
        Recurrence::Monthly => "monthly".to_owned(),
        Recurrence::Yearly => "yearly".to_owned(),
        Recurrence::Unlimited => "unlimited".to_owned(),
    }
}

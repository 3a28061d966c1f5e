//! Query parameters that are stated once, as the fields of a struct.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use poem::{Request, RequestBody};
use poem_openapi::registry::{
    MetaOperationParam, MetaParamIn, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::body::read_value;

/// Query parameters: the fields of `T`, all of which may be absent. `T` derives `Object` for the document, and
/// `Deserialize` with `default` for parsing. [`expand`] makes one parameter of each field.
pub(crate) struct Params<T>(pub(crate) T);

impl<'a, T: Type + DeserializeOwned + 'static> ApiExtractor<'a> for Params<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = ();
    type ParamRawType = ();

    /// Registers the types of the fields; the struct itself is in the document only if it is also a body.
    fn register(registry: &mut Registry) {
        let is_registered = registry.schemas.contains_key(&*T::name());
        T::register(registry);
        if !is_registered {
            registry.schemas.remove(&*T::name());
        }
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(MetaSchemaRef::Inline(Box::new(schema::<T>().as_ref().clone())))
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let schema = schema::<T>();
        let mut given = Map::new();
        let query = request.uri().query().unwrap_or_default();
        for (name, text) in url::form_urlencoded::parse(query.as_bytes()) {
            if let Some((name, schema)) = schema.properties.iter().find(|(field, _)| *field == name)
            {
                let value = json_of(schema, &text);
                match given.entry(*name).or_insert_with(|| empty(schema)) {
                    Value::Array(values) => values.push(value),
                    single => *single = value,
                }
            }
        }
        Ok(Self(read_value(given.into())?))
    }
}

/// The schema of `T`, made once.
fn schema<T: Type + 'static>() -> Arc<MetaSchema> {
    static SCHEMAS: Mutex<BTreeMap<TypeId, Arc<MetaSchema>>> = Mutex::new(BTreeMap::new());
    let mut schemas = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner);
    let schema = schemas
        .entry(TypeId::of::<T>())
        .or_insert_with(|| Arc::new(Registry::new().create_fake_schema::<T>()));
    Arc::clone(schema)
}

/// The value of a parameter before its first text: a list for one that may be repeated.
fn empty(schema: &MetaSchemaRef) -> Value {
    if schema.is_array() { Value::Array(Vec::new()) } else { Value::Null }
}

/// The text of a parameter as the JSON value that its schema asks for; any other text stays a text.
fn json_of(schema: &MetaSchemaRef, text: &str) -> Value {
    let value = match schema {
        MetaSchemaRef::Inline(schema) if schema.ty == "integer" => {
            text.parse::<i64>().ok().map(Value::from)
        }
        MetaSchemaRef::Inline(schema) if schema.ty == "boolean" => {
            text.parse::<bool>().ok().map(Value::from)
        }
        _ => None,
    };
    value.unwrap_or_else(|| text.into())
}

/// The parameters of the fields of a [`Params`]; any other parameter as it is.
pub(crate) fn expand(parameter: MetaOperationParam) -> Vec<MetaOperationParam> {
    match parameter.schema {
        MetaSchemaRef::Inline(schema) if schema.ty == "object" => {
            schema.properties.into_iter().map(of_field).collect()
        }
        _ => vec![parameter],
    }
}

fn of_field((name, mut schema): (&'static str, MetaSchemaRef)) -> MetaOperationParam {
    let mut description = None;
    if let MetaSchemaRef::Inline(inline) = &mut schema {
        description = inline.description.take().map(ToOwned::to_owned);
        // A reference with a description of its own.
        if let [MetaSchemaRef::Reference(of), _] = &inline.all_of[..] {
            schema = MetaSchemaRef::Reference(of.clone());
        }
    }
    MetaOperationParam {
        name: name.to_owned(),
        schema,
        in_type: MetaParamIn::Query,
        description,
        required: false,
        deprecated: false,
        explode: true,
        style: None,
    }
}

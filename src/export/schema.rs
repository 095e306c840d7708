//! Writes the form of the YAML files as JSON Schema (draft 2020-12), for editors and other validators.

use serde_json::{Map, Value, json};

use crate::id::MAX_ID_BYTES;
use crate::model::shape::{FileShape, Kind, Shape};

/// The folder, below the dataset, in which the schemas are kept.
pub const FOLDER: &str = "schemas";

/// The schema of one kind of file.
pub fn schema(file: &FileShape) -> Value {
    let mut definitions = Map::new();
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("demarche {}", file.name),
    });
    let object = root.as_object_mut().expect("an object was written above");
    object.extend(record(file.shape, &mut definitions));
    if !definitions.is_empty() {
        definitions.sort_keys();
        object.insert("$defs".to_owned(), Value::Object(definitions));
    }
    root
}

/// The schema as text, ending with a line feed.
pub fn to_text(file: &FileShape) -> String {
    serde_json::to_string_pretty(&schema(file)).expect("a JSON value can be written") + "\n"
}

/// The line that tells an editor where the schema of a file is.
pub fn modeline(path_to_schemas: &str, file: &FileShape) -> String {
    format!("# yaml-language-server: $schema={path_to_schemas}{}.json", file.name)
}

fn record(shape: &Shape, definitions: &mut Map<String, Value>) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in shape.fields {
        let mut value = kind(&field.kind, definitions);
        value.as_object_mut().expect("every kind is an object").insert("description".to_owned(), json!(field.doc));
        properties.insert(field.key.to_owned(), value);
    }
    let required: Vec<&str> = shape.fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    let mut object = Map::new();
    object.insert("description".to_owned(), json!(shape.doc));
    object.insert("type".to_owned(), json!("object"));
    object.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    object.insert("properties".to_owned(), Value::Object(properties));
    object
}

/// Scalars mean their text, so a text that another YAML reader takes for a number or a truth value is a text all the same.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

fn kind(kind: &Kind, definitions: &mut Map<String, Value>) -> Value {
    let id = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    match kind {
        Kind::Text | Kind::Passage => json!({"type": SCALAR, "pattern": "\\S"}),
        // A year alone is a number to other readers.
        Kind::Date => {
            json!({"type": ["string", "integer"], "pattern": "^[0-9Y~?%XES.,/:TZ+{}\\[\\]-]+$", "minimum": -9999, "maximum": 9999})
        }
        Kind::Id(_) | Kind::Name => json!({"type": "string", "pattern": format!("^{id}$"), "maxLength": MAX_ID_BYTES}),
        Kind::Target => json!({"type": "string", "pattern": format!("^{id}(/{id})?$"), "maxLength": 2 * MAX_ID_BYTES + 1}),
        Kind::Claim => json!({"type": "string", "pattern": format!("^{id}/{id}$"), "maxLength": 2 * MAX_ID_BYTES + 1}),
        Kind::Word(words) if words.iter().all(|word| word.parse::<u8>().is_ok()) => {
            let numbers: Vec<Value> = words.iter().map(|word| json!(word.parse::<u8>().expect("checked above"))).collect();
            json!({"enum": words.iter().map(|word| json!(word)).chain(numbers).collect::<Vec<_>>()})
        }
        Kind::Word(words) => json!({"enum": words}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Count => json!({"type": "integer", "minimum": 0, "maximum": 999_999_999}),
        Kind::Format => json!({"const": 1}),
        Kind::Url => json!({"type": "string", "format": "uri", "pattern": "^https?://[!-~]+$"}),
        Kind::Sha256 => json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
        Kind::FileName => json!({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": 120}),
        Kind::Record(shape) => {
            if !definitions.contains_key(shape.name) {
                definitions.insert(shape.name.to_owned(), Value::Null);
                let value = record(shape, definitions);
                definitions.insert(shape.name.to_owned(), Value::Object(value));
            }
            json!({"$ref": format!("#/$defs/{}", shape.name.replace(' ', "%20"))})
        }
        Kind::List(item) => json!({"type": "array", "minItems": 1, "items": self::kind(item, definitions)}),
        Kind::Map(key, value) => json!({
            "type": "object",
            "propertyNames": self::kind(key, definitions),
            "additionalProperties": self::kind(value, definitions),
        }),
    }
}

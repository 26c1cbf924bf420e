//! Makes the description, and compares it with the file.

use std::path::Path;

use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::serve::api::openapi;
use crate::serve::api::operations::{Answer, ID, OPERATIONS, Operation, PREFIX, VERIFY};
use crate::serve::api::params::{MAX_REPEATED, Param, ParamKind};

/// Forms of answers and bodies.
#[derive(OpenApi)]
#[openapi(components(schemas(
    crate::serve::api::problem::ProblemJson,
    crate::serve::api::verify::DraftBody,
    crate::wire::article::FullArticleJson,
    crate::wire::copies::ComparedCopyJson,
    crate::wire::copies::StoryJson,
    crate::wire::counts::SpeakerCountsJson,
    crate::wire::quotes::QuotationsJson,
    crate::wire::search::ResponseJson,
    crate::wire::status::StatusJson,
    crate::wire::verify::ReportJson,
)))]
struct Forms;

/// Days, months and years, `today`, `yesterday` and a number of days before today.
const DAY_PATTERN: &str = "^(today|yesterday|[1-9][0-9]{0,2}d|(19|20)[0-9]{2}(-(0[1-9]|1[0-2])\
                           (-(0[1-9]|1[0-9]|2[0-8]))?)?)$";

fn document() -> Value {
    let mut document = serde_json::to_value(Forms::openapi()).expect("a document");
    document["info"] = json!({
        "title": "clippings",
        "version": "1",
        "description": "Searches an archive of articles. `clippings serve` serves it on this machine.",
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    });
    document["servers"] = json!([{ "url": PREFIX }]);
    document["security"] = json!([{ "token": [] }]);
    document["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token in the file that `clippings serve` names when it starts",
        },
    });
    let path = |operation: &&Operation| (operation.path.to_owned(), path_item(operation));
    document["components"]["responses"] = json!({
        "Unusable": problem("A parameter or the body cannot be used"),
        "Unknown": problem("The token is missing or wrong"),
        "Foreign": problem("The request comes from another site, or names another host"),
        "Missing": problem("The index does not have the article or folder"),
        "WrongMethod": problem("The operation does not have the method"),
        "TooLong": problem("The query string has more than 4 KB"),
        "Broken": problem("The index is damaged, or an error of the program"),
        "Unready": problem("There is no index, or it is being built or of another version"),
    });
    document["paths"] = Value::Object(OPERATIONS.iter().map(path).collect());
    document
}

fn path_item(operation: &Operation) -> Value {
    let in_path = operation.path.contains("{article}").then(|| {
        json!({
            "name": "article",
            "in": "path",
            "required": true,
            "description": "Identifier, as in `/article/…` of the pages",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]+$" },
        })
    });
    let in_path = in_path.into_iter();
    let in_query = operation.params.iter().map(|param| parameter(param));
    let mut description = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": in_path.chain(in_query).collect::<Vec<_>>(),
        "responses": responses(operation),
    });
    if operation.path != VERIFY.path {
        return json!({ "get": description });
    }
    description["requestBody"] = json!({
        "required": true,
        "description": "Draft, of at most 2 MB",
        "content": {
            "text/plain": { "schema": { "type": "string" } },
            "application/json": { "schema": reference("DraftBody") },
        },
    });
    json!({ "post": description })
}

fn parameter(param: &Param) -> Value {
    let texts = json!({ "type": "string" });
    let (schema, is_list) = match &param.kind {
        ParamKind::Text => (texts, false),
        ParamKind::Texts => (texts, true),
        ParamKind::Names => (json!({ "type": "string", "pattern": "[^\\W_]" }), true),
        ParamKind::Flag => (json!({ "type": "boolean", "default": false }), false),
        ParamKind::Number(max) => (json!({ "type": "integer", "minimum": 0, "maximum": max }), false),
        ParamKind::Day => (json!({ "type": "string", "pattern": DAY_PATTERN }), false),
        ParamKind::Choice(names) => (json!({ "type": "string", "enum": names }), false),
        ParamKind::Choices(names) => (json!({ "type": "string", "enum": names }), true),
    };
    let schema =
        if is_list { json!({ "type": "array", "items": schema, "maxItems": MAX_REPEATED }) } else { schema };
    json!({
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": param.about,
        "schema": schema,
    })
}

fn responses(operation: &Operation) -> Value {
    let schema = match operation.answer {
        Answer::One(name) => reference(name),
        Answer::List(name) => json!({ "type": "array", "items": reference(name) }),
        Answer::Either(one, other) => json!({ "oneOf": [reference(one), reference(other)] }),
        Answer::Any => json!({ "type": "object" }),
    };
    let mut responses = json!({
        "200": { "description": "Answer", "content": { "application/json": { "schema": schema } } },
        "400": common("Unusable"),
        "401": common("Unknown"),
        "403": common("Foreign"),
        "404": common("Missing"),
        "405": common("WrongMethod"),
        "414": common("TooLong"),
        "500": common("Broken"),
        "503": common("Unready"),
    });
    if operation.has_tag {
        responses["200"]["headers"] = json!({
            "ETag": { "description": "Tag of the commit and the day", "schema": { "type": "string" } },
        });
        responses["304"] =
            json!({ "description": "The answer with the tag in `If-None-Match` is still right" });
    }
    if operation.params.iter().any(|param| param.name == ID.name) {
        responses["409"] = problem("The file has several articles, and `id` does not name one");
    }
    if operation.path == VERIFY.path {
        responses["413"] = problem("The draft is larger than 2 MB");
        responses["415"] = problem("The draft is neither text nor JSON in UTF-8");
    }
    responses
}

fn common(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

fn problem(description: &str) -> Value {
    let content = json!({ "application/problem+json": { "schema": reference("Problem") } });
    json!({ "description": description, "content": content })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn the_file_describes_the_operations() {
    let made = serde_json::to_string_pretty(&document()).expect("text") + "\n";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/openapi.json");
    if std::env::var_os("CLIPPINGS_PIN").is_some() {
        std::fs::write(&path, &made).expect("written");
        let packed = zstd::bulk::compress(made.as_bytes(), 19).expect("packed");
        std::fs::write(root.join("src/serve/assets/openapi.json.zst"), packed).expect("written");
        return;
    }
    let in_docs = std::fs::read_to_string(&path).expect("the file");
    assert!(made == in_docs, "CLIPPINGS_PIN=1 writes {} again", path.display());
    assert!(made.as_bytes() == openapi::document().expect("text"), "CLIPPINGS_PIN=1 packs it again");
}

#[test]
fn schemas_that_are_named_exist() {
    let document = document();
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

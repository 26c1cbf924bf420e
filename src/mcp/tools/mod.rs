//! The tools: what an assistant may ask of the archive. None of them writes anything.

mod arguments;
mod article_name;
mod check_quote;
mod cursor;
mod definitions;
mod overview;
mod read;
mod rows;
mod search;
mod tool_error;

use serde_json::{Map, Value, json};

use crate::archive::LiveArchive;
use crate::mcp::fence::ToolText;
use crate::mcp::filter::filtered_word;
use crate::mcp::message::RpcError;

use arguments::Arguments;
pub(super) use definitions::definitions;
use tool_error::ToolError;

/// Calls the tool that `params` name, and returns its result.
///
/// # Errors
/// If there is no such tool, or `params` do not have the form of a call. What is wrong with the arguments is
/// told the model in the result.
pub(super) fn call(
    archive: &LiveArchive,
    params: &Map<String, Value>,
) -> Result<Map<String, Value>, RpcError> {
    let Some(name) = params.get("name").and_then(Value::as_str) else {
        return Err(RpcError::invalid_params("params.name must be a string"));
    };
    let none = Map::new();
    let arguments = match params.get("arguments") {
        None | Some(Value::Null) => &none,
        Some(Value::Object(arguments)) => arguments,
        Some(_) => return Err(RpcError::invalid_params("params.arguments must be an object")),
    };
    type Tool = fn(&LiveArchive, &Arguments<'_>) -> Result<ToolText, ToolError>;
    let tool: Tool = match name {
        "search" => search::search,
        "read" => read::read,
        "check_quote" => check_quote::check_quote,
        "overview" => overview::overview,
        _ => return Err(RpcError::invalid_params(format!("there is no tool {}", filtered_word(name)))),
    };
    let outcome = Arguments::new(name, arguments).and_then(|arguments| tool(archive, &arguments));
    let is_error = outcome.is_err();
    let text = outcome.unwrap_or_else(ToolError::into_text).finish();
    let mut result = Map::from_iter([("content".to_owned(), json!([{"type": "text", "text": text}]))]);
    if is_error {
        result.insert("isError".to_owned(), true.into());
    }
    Ok(result)
}

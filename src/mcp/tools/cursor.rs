//! Cursors: where the next answer of a request begins.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::archive::OpenedArchive;
use crate::mcp::tools::arguments::Arguments;
use crate::mcp::tools::tool_error::ToolError;
use crate::text::url::base64;

/// Maximum length of a cursor in bytes.
const MAX_LENGTH: usize = 16 << 10;
/// Maximum number of results before what follows, more than any index has.
const MAX_OFFSET: usize = u32::MAX as usize;

/// Place in the results of a request, of one commit: of another one it would skip or repeat results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PageCursor {
    /// Tool that gave it.
    #[serde(rename = "t")]
    tool: String,
    /// Commit of the index.
    #[serde(rename = "c")]
    commit: String,
    /// Number of results or rows before.
    #[serde(rename = "n")]
    pub offset: usize,
    /// Arguments of the request.
    #[serde(rename = "a")]
    pub arguments: Map<String, Value>,
}

impl PageCursor {
    /// Returns the cursor of what follows `offset` results of a request, as text.
    pub(super) fn text(
        tool: &str,
        archive: &OpenedArchive,
        offset: usize,
        arguments: &Map<String, Value>,
    ) -> String {
        let mut arguments = arguments.clone();
        arguments.retain(|name, value| name != "cursor" && !value.is_null());
        let cursor = PageCursor { tool: tool.to_owned(), commit: archive.tag.clone(), offset, arguments };
        base64::encode(&serde_json::to_vec(&cursor).unwrap_or_default())
    }

    /// Reads the cursor among the arguments of a call; `None` if there is none.
    pub(super) fn read(
        tool: &str,
        archive: &OpenedArchive,
        arguments: &Arguments<'_>,
    ) -> Result<Option<PageCursor>, ToolError> {
        let Some(text) = arguments.text("cursor")? else { return Ok(None) };
        let bytes = Some(text).filter(|text| text.len() <= MAX_LENGTH).and_then(base64::decode);
        let cursor = bytes.and_then(|bytes| serde_json::from_slice::<PageCursor>(&bytes).ok());
        let Some(cursor) = cursor.filter(|cursor| cursor.tool == tool && cursor.offset <= MAX_OFFSET) else {
            let message = format!("This is no cursor of {tool}: give one from its last answer, as it is.");
            return Err(ToolError::new(message));
        };
        if cursor.commit != archive.tag {
            let message = "The cursor is stale: the index has changed since. Call again without the cursor, and with the \
                           arguments of the first call.";
            return Err(ToolError::new(message));
        }
        let is_other = |(name, value): (&String, &Value)| {
            name != "cursor" && !value.is_null() && cursor.arguments.get(name) != Some(value)
        };
        if arguments.values().iter().any(is_other) {
            let message =
                "The cursor belongs to a call with other arguments: give the cursor alone, or leave it out.";
            return Err(ToolError::new(message));
        }
        Ok(Some(cursor))
    }
}

//! Declares the options of `clippings mcp`.

use clap::Args;

/// Answer an assistant by the Model Context Protocol, on standard input and output
///
/// An assistant starts this command and asks for articles, their lines, and whether quotations stand in them.
/// Reads the index and writes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  claude mcp add clippings -- clippings mcp
  {\"mcpServers\": {\"clippings\": {\"command\": \"clippings\", \"args\": [\"mcp\"]}}}

docs/mcp.md says how to add it to other assistants, and what the four tools do.")]
pub(crate) struct McpArgs {}

//! Declares the command line for clap, with its help.

mod bench;
mod color_env;
mod copies;
mod explain;
mod facet;
mod folders;
mod like;
mod mcp;
pub(crate) mod quotes;
mod saved;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod status;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, Args, Parser, Subcommand, ValueEnum};

use crate::cli::folder_args::{ConfiguredFilters, FilterArgs, ReadingArgs};
pub(crate) use bench::BenchArgs;
pub(crate) use copies::CopiesArgs;
pub(crate) use explain::ExplainArgs;
pub(crate) use folders::{ForgetArgs, LayoutArgs, WatchArgs};
pub(crate) use mcp::McpArgs;
pub(crate) use quotes::QuotesArgs;
pub(crate) use saved::{
    AddArgs, ImportArgs, ListArgs, RemoveArgs, RunArgs, SavedArgs, SavedCommand, ScopeArgs,
};
pub(crate) use search::{Order, SearchArgs};
#[cfg(feature = "serve")]
pub(crate) use serve::ServeArgs;
pub(crate) use status::{CheckArgs, StatusArgs};
pub(crate) use verify::{ListedVerdict, VerifyArgs};

/// Full-text search for the articles you have saved.
#[derive(Debug, Parser)]
#[command(name = "clippings", version, about, long_about = LONG_ABOUT, after_help = EXAMPLES, max_term_width = 100,
    disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

const LONG_ABOUT: &str = "Full-text search for the articles you have saved: strips the clutter around them, finds exact \
quotes, and shows the line of the file for every result.";

const EXAMPLES: &str = "\
Examples:
  clippings search Kursk --in articles     index a folder and search it
  clippings index articles                 index a folder, or update its index
  clippings search '“we will fight”'       search for a phrase, pasted as it is
  clippings search Kursk --by month        count the articles found, also by site or author
  clippings like draft.txt                 find articles about the same thing as a text
  clippings quotes --speaker Kirby         list what somebody said
  clippings verify draft.txt               hold the quotations of a draft against the articles
  clippings saved run                      list what is new to searches that you have saved
  clippings show 2                         print the second article of the last search
  clippings copies 2                       list its copies, with what they add, drop and change
  clippings explain 'a w/5 b OR c'         show how a query is understood
  clippings clean --explain article.txt    show what is kept and cut, and why
  clippings help query                     print the cheat sheet of the query language

~/.config/clippings/config.toml holds default folders and options (see docs/commands.md).

Exit codes: 0 found, 1 nothing found, 2 error.";

/// Heading of the options that choose articles.
const SELECTION: &str = "Which articles";
/// Heading of the options that choose results.
const RESULTS: &str = "Which results";
/// Heading of the options for printing.
const OUTPUT: &str = "Output";
/// Heading of the options for writing the index.
const INDEX: &str = "Index";
/// Heading of the options for cleaning.
const CLEANING: &str = "Cleaning";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folder of the index [default: $CLIPPINGS_INDEX, the one in the config file, ./index if you made it, or
    /// clippings/index in your data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Folder of the index from the config file.
    #[arg(skip)]
    pub configured_index: Option<PathBuf>,
    /// Filters in the config file.
    #[arg(skip)]
    pub configured_filters: ConfiguredFilters,
    /// Output format [default: text]
    #[arg(
        long, global = true, value_enum, default_value_t = Format::Text, hide_default_value = true,
        help_heading = OUTPUT
    )]
    pub format: Format,
    /// Print nothing but results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to print colors [default: auto, on a terminal]
    #[arg(
        long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto,
        hide_default_value = true, help_heading = OUTPUT
    )]
    pub color: ColorWhen,
}

/// When to print colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless NO_COLOR, CLICOLOR=0 or TERM=dumb is set; elsewhere with CLICOLOR_FORCE=1
    Auto,
    /// Always, for `less -R`
    Always,
    /// Never
    Never,
}

impl ColorWhen {
    /// Sets when this run prints colors.
    pub(crate) fn apply(self) {
        let choice = match self {
            // anstream forces colors by any value of CLICOLOR_FORCE.
            ColorWhen::Auto if color_env::forces_nothing() => anstream::ColorChoice::Never,
            ColorWhen::Auto => anstream::ColorChoice::Auto,
            ColorWhen::Always => anstream::ColorChoice::Always,
            ColorWhen::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs: one JSON object per line
    Json,
    /// For spreadsheets: a header and one line per result
    Csv,
    /// For evaluation: `qid Q0 id rank score clippings`
    Trec,
    /// A page, of `clippings verify`
    #[value(hide = true)]
    Html,
}

/// Returns `--format` for a command that prints text or JSON, in place of the option of all commands.
fn text_or_json() -> Arg {
    only_formats(&[Format::Text, Format::Json])
}

/// Returns `--format` for a command that prints these formats.
fn only_formats(formats: &[Format]) -> Arg {
    let names = formats.iter().filter_map(Format::to_possible_value).map(|name| name.hide(false));
    let parse = |name: String| Format::from_str(&name, true);
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .global(true)
        .help("Output format [default: text]")
        .help_heading(OUTPUT)
        .default_value("text")
        .hide_default_value(true)
        .value_parser(PossibleValuesParser::new(names).try_map(parse))
}

/// Returns the same option for a command that prints text only: accepted, but not in its help.
fn text_only() -> Arg {
    text_or_json().hide(true)
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(arg(text_or_json()))]
    Index(IndexArgs),
    #[command(arg(text_only()))]
    Watch(WatchArgs),
    #[command(arg(text_or_json()))]
    Forget(ForgetArgs),
    #[command(arg(text_or_json()))]
    Status(StatusArgs),
    #[command(arg(text_or_json()))]
    Check(CheckArgs),
    Search(SearchArgs),
    /// Find articles about the same thing as a text: a claim, a post, an article, a draft
    ///
    /// The words that tell most about the text weigh, thirty at most; none of them must match. Quotation
    /// marks, operators, addresses and names of accounts ask for nothing.
    #[command(mut_arg("query", like::file_or_input), mut_args(like::only_search), after_help = like::EXAMPLES)]
    Like(SearchArgs),
    #[command(arg(only_formats(&[Format::Text, Format::Json, Format::Csv])))]
    Quotes(QuotesArgs),
    #[command(arg(only_formats(&[Format::Text, Format::Json, Format::Csv])))]
    Copies(CopiesArgs),
    #[command(arg(only_formats(&[Format::Text, Format::Json, Format::Csv, Format::Html])))]
    Verify(VerifyArgs),
    #[command(arg(only_formats(&[Format::Text, Format::Json, Format::Csv])))]
    Saved(SavedArgs),
    #[command(arg(text_or_json()))]
    Show(ShowArgs),
    #[command(arg(text_or_json()))]
    Explain(ExplainArgs),
    #[command(arg(text_or_json()))]
    Clean(CleanArgs),
    #[cfg(feature = "serve")]
    #[command(arg(text_only()))]
    Serve(ServeArgs),
    #[command(arg(text_only()))]
    Mcp(McpArgs),
    #[command(arg(text_or_json()))]
    Bench(BenchArgs),
    /// Print a shell completion script, or install it
    #[command(arg(text_only()))]
    Completions {
        /// Shell to complete in [default with --install: the one in $SHELL]
        #[arg(required_unless_present = "install")]
        shell: Option<clap_complete::Shell>,
        /// Write the script to where the shell looks for it, and say where that is
        #[arg(long)]
        install: bool,
    },
    /// Print the manual page
    #[command(arg(text_only()))]
    Man,
    /// Print the help of the program or of a command; `help query` prints the cheat sheet of the query
    /// language, `help licenses` the licenses of what is built in
    #[command(arg(text_only()))]
    Help {
        /// A command, `query` or `licenses`
        topic: Option<String>,
    },
}

/// Index folders of articles, or update the index
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings index articles      add a folder to the index, or update it
  clippings index               update all folders in the index
  clippings index notes --filter 'pages=pages2text {}'
                                read .pages files, too, as the text that another program prints

Unchanged files are not read again. Articles whose file is gone are removed.
Formats: .txt, .md, .html, .mhtml, .pdf, .docx, .odt, .rtf, .epub, .eml, .mbox, .rss, .atom, .warc,
.wet, .jsonl (one article per line: a JSON object with a field text, body or content), each also as
.gz and .zst. The content decides the format. Other files are counted in the report.")]
pub(crate) struct IndexArgs {
    /// Folders or files [default: the folders in the index and in the config file]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Whether to update the folders in the index besides `paths`.
    #[arg(skip)]
    pub include_known: bool,
    /// Read everything again into a new index, which replaces the old one once it is complete
    #[arg(long, help_heading = INDEX)]
    pub rebuild: bool,
    /// Remove the articles of folders that are missing or empty
    #[arg(long, help_heading = INDEX)]
    pub prune: bool,
    /// Record that the folder has moved here; its articles are kept
    #[arg(long = "at", value_name = "FOLDER", help_heading = INDEX)]
    pub moved_to: Option<PathBuf>,
    /// Make folders this machine's that another one indexed, in an index on a cluster
    #[arg(long, requires = "paths", help_heading = INDEX)]
    pub take_over: bool,
    #[command(flatten)]
    pub layout: LayoutArgs,
    /// Wait for another process that is writing the index
    #[arg(long, help_heading = INDEX)]
    pub wait: bool,
    /// Name each file that was added, changed, moved or removed
    #[arg(long, help_heading = OUTPUT)]
    pub list: bool,
    /// Merge the index into one segment at the end, for the fastest searches
    #[arg(long, help_heading = INDEX)]
    pub optimize: bool,
    /// Commit at this interval
    #[arg(long, value_name = "SECONDS", default_value_t = 180.0, value_parser = seconds, help_heading = INDEX)]
    pub commit_every: f64,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Print a whole article, with the matches of the last query marked
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings show 2                           the second article of the last search
  clippings show 2 --open                    its original in $EDITOR, at the line of the match, or a PDF
                                             at the page in a viewer
  clippings show articles/a.txt              any article in the index
  clippings show news.jsonl#4711             a record of an archive, by its id
  clippings show a.txt --mark '“fair game”'  with the matches of another query marked")]
pub(crate) struct ShowArgs {
    /// Rank of a result of the last search, or a file as results name it (FILE#ID for a record of an archive,
    /// FILE:LINE for a line, FILE:p.PAGE for a page)
    #[arg(value_name = "RANK|PATH")]
    pub rank_or_path: OsString,
    /// Mark the matches of this query [default: the last query]
    #[arg(long, value_name = "QUERY", help_heading = OUTPUT)]
    pub mark: Option<String>,
    /// Print the text that was cut from the article instead
    #[arg(long, help_heading = OUTPUT)]
    pub cut: bool,
    /// Open the original in $EDITOR instead, or a PDF in $PDFVIEWER or another viewer
    #[arg(long, help_heading = OUTPUT)]
    pub open: bool,
    /// Print it as text to paste instead: title, source, day, address, place and the sentence that matches
    #[arg(long, conflicts_with = "open", help_heading = OUTPUT)]
    pub cite: bool,
    /// Show it page by page, in $PAGER or else `less -R`, if the output is a terminal
    #[arg(long, conflicts_with_all = ["open", "cite"], help_heading = OUTPUT)]
    pub pager: bool,
    /// Print all of it at once, even if the config file asks for a pager
    #[arg(long, conflicts_with = "pager", help_heading = OUTPUT)]
    pub no_pager: bool,
}

/// Print articles without their clutter
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings clean article.txt                 print the article without its clutter
  clippings clean --explain page.html         show what is kept (+) and cut (-), and why
  clippings clean --diff article.txt          show what is cut, as diff -u does
  clippings clean --rules mine.rules a.txt    apply your own rules

Reads every format that `clippings index` reads; of an archive file, every article is printed. A
file in an indexed folder is cleaned as it is in the index.

Rules: a file clippings.rules in the indexed folder, or any file given with --rules. Each line is a
rule:
  cut: This audio is created with*                    * stands for any text
  keep site=courier.example: Dear readers*            only on one site
  cut folder=letters: Yours sincerely*                only below folders of that name
  cut from: Get the news* to: *Privacy policy         from one paragraph to another
  cut under: Most read                                a heading and what is under it
  keep file=saved/041.html                            this file as it is
If several rules match a line, the last one wins. Rules override every other verdict.")]
pub(crate) struct CleanArgs {
    /// Files to clean
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Show every line of the original with its verdict, the confidence and the reason
    #[arg(long, conflicts_with = "diff", help_heading = OUTPUT)]
    pub explain: bool,
    /// Show what is cut, as `diff -u` does
    #[arg(long, help_heading = OUTPUT)]
    pub diff: bool,
    /// Read the rules from this file
    #[arg(long, value_name = "FILE", help_heading = CLEANING)]
    pub rules: Option<PathBuf>,
}

/// Reads a whole number.
fn whole_number<N: FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| "expected a whole number such as 10".into())
}

/// Reads a whole number of at least 1.
fn positive_number(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "expected a whole number from 1".into())
}

/// Reads a number of seconds.
fn seconds(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "expected a number of seconds such as 180".into())
}

#[cfg(test)]
mod tests {
    use crate::cli::args::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}

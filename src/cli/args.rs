//! The command line as clap reads it, with its help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clippings::query::dates::span as days_of;
use jiff::civil::Date;

use crate::cli::folder_args::ReadingArgs;

/// Full-text search for the articles you have saved.
#[derive(Debug, Parser)]
#[command(name = "clippings", version, about, long_about = LONG, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

const LONG: &str = "Full-text search for the articles you have saved: cleaned of the clutter of their sites, quotes \
found word for word, every hit with the line of the file it came from.";

const EXAMPLES: &str = "\
Examples:
  clippings search Kursk --in articles     index the folder and search it, in one go
  clippings index articles                 index a folder, or bring its index up to date
  clippings search '“we will fight”'       search for a phrase, pasted as it is
  clippings show 2                         the whole second article of the last answer, matches marked
  clippings explain 'a w/5 b OR c'         say how a query is understood, without searching
  clippings clean --explain article.txt    show what is kept and cut of an article, and why

Folders and options that you would type every time can stand in ~/.config/clippings/config.toml (see docs/commands.md).

Exit codes: 0 found, 1 nothing found, 2 something went wrong.";

/// Options of every command.
#[derive(Debug, Args)]
pub struct Common {
    /// Folder of the index [default: $CLIPPINGS_INDEX, the config file's, ./index where it exists, or your data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// How to print results
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, hide_default_value = true)]
    pub format: Format,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: one JSON object a line
    Json,
    /// For spreadsheets: a line a hit, a head above them
    Csv,
    /// For evaluation of a search: `qid Q0 id rank score clippings`
    Trec,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Index(IndexArgs),
    Search(SearchArgs),
    Forget(ForgetArgs),
    Watch(WatchArgs),
    /// Show what the index holds, what could not be read, and how far it is behind its folders
    Status,
    /// Read all of the index and compare it with its checksums
    Check,
    /// Print what makes a shell complete commands and options
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the page of the manual
    Man,
    Show(ShowArgs),
    Explain(ExplainArgs),
    Clean(CleanArgs),
    Bench(BenchArgs),
}

/// Index folders of articles, or bring the index up to date with them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings index articles      add the folder to the index, or read what has changed in it
  clippings index               read what has changed in all folders the index knows

Files that have not changed are not read again; articles whose file is gone are removed.
What is read: .txt and .md, .html and .htm, .mhtml, .jsonl and .ndjson (one article a line: a JSON object with a
field text, body or content), .warc and .wet, each also as .gz and .zst. The content tells which. Other files are counted in the report.")]
pub struct IndexArgs {
    /// Folders or files [default: the folders the index knows, and those of the config file]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Whether the folders the index knows are brought in step beside `paths`.
    #[arg(skip)]
    pub and_known: bool,
    /// Read everything again into a new index, which replaces the old one when it is complete
    #[arg(long)]
    pub rebuild: bool,
    /// Remove the articles of folders that are not there, or in which nothing is left
    #[arg(long)]
    pub prune: bool,
    /// The folder is here now: keep its articles, and let their paths lead here
    #[arg(long, value_name = "FOLDER")]
    pub at: Option<PathBuf>,
    /// Wait for another process that is writing the index
    #[arg(long)]
    pub wait: bool,
    /// Put the index into one piece at the end, for the fastest searches
    #[arg(long)]
    pub optimize: bool,
    /// In a long run, make what is done safe and visible so often
    #[arg(long, value_name = "SECONDS", default_value_t = 180.0)]
    pub commit_every: f64,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Keep the index in step with its folders as long as this runs
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Folders to add first
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// Take a folder out of the index; the folder itself is left alone
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The folder
    #[arg(value_name = "FOLDER", required = true)]
    pub folders: Vec<PathBuf>,
}

/// Search the articles
#[derive(Debug, Args)]
#[command(after_help = "\
Queries:
  north korea            both words, in any inflection
  '\"north korea\"'        these very words, next to each other (any quotes will do: “…” „…“ «…»)
  kursk OR sumy          either
  kursk -putin           the first without the second
  title:kursk            in the title
  troops w/5 Kursk       at most five words apart (docs/query-language.md has the whole language)
  -                      read the query from standard input

Examples:
  clippings search Kursk --since 2024-10 --sort oldest      from October 2024 on, the oldest first
  clippings search Kursk -l --folder articles/wire          the paths of all articles below a folder
  clippings search Kursk --format csv -n 500 > kursk.csv    for a spreadsheet

Many queries at once:
  clippings search --queries list.tsv --format json      a JSON object a query
  clippings search --queries list.tsv --format trec      a line a hit, for trec_eval

The shell eats double quotes: put single quotes around them, or use curly ones.

Exit codes: 0 found, 1 nothing found, 2 something went wrong.")]
pub struct SearchArgs {
    /// What to search for; `-` reads it from standard input
    #[arg(value_name = "QUERY", required_unless_present = "queries")]
    pub query: Vec<OsString>,
    /// Answer all queries of a file, one a line, an identifier and a tab before it if you like; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub queries: Option<PathBuf>,
    /// Bring the index up to date with this folder first, and show hits from it only (repeatable)
    #[arg(long = "in", value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Look whether the folders have changed since the index was written, and say so
    #[arg(long)]
    pub check: bool,
    /// Show hits from this folder only, the index as it is (repeatable)
    #[arg(long = "folder", value_name = "FOLDER")]
    pub only: Vec<PathBuf>,
    /// Only articles published on this day or later: 2024-10-18, 2024-10 or 2024
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    pub since: Option<Date>,
    /// Only articles published on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    pub until: Option<Date>,
    /// Show this many hits at most [default: 10; all with --files, 1000 with --format trec]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Pass over this many hits first
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub offset: usize,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::Relevance, hide_default_value = true)]
    pub sort: Order,
    /// Show this many passages of each article
    #[arg(long, value_name = "N")]
    pub snippets: Option<usize>,
    /// Show so many sentences before and after what matched
    #[arg(long, short = 'C', value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub context: usize,
    /// Print the paths of the articles and nothing else
    #[arg(short = 'l', long, conflicts_with = "count")]
    pub files: bool,
    /// Print the number of articles and nothing else
    #[arg(long)]
    pub count: bool,
    /// Open the original of hit number N in $EDITOR, at its line
    #[arg(long, value_name = "N", conflicts_with_all = ["queries", "count", "files"])]
    pub open: Option<usize>,
    /// Search what was cut out of the articles instead
    #[arg(long)]
    pub cut: bool,
    /// Find articles that have any of the words, those with more of them first
    #[arg(long)]
    pub any: bool,
    /// Say which other spellings of the words the index has
    #[arg(long)]
    pub suggest: bool,
    /// Search for other spellings of names too (Zelensky, Zelenskyy); never inside quotes
    #[arg(long)]
    pub variants: bool,
}

/// In which order hits are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Best first
    Relevance,
    /// Newest first, undated last
    Newest,
    /// Oldest first, undated last
    Oldest,
}

fn days(text: &str) -> Result<(Date, Date), String> {
    days_of(text).ok_or_else(|| "it is no day, month or year such as 2024-10-18, 2024-10 or 2024".into())
}

fn first_day(text: &str) -> Result<Date, String> {
    days(text).map(|(first, _)| first)
}

fn last_day(text: &str) -> Result<Date, String> {
    days(text).map(|(_, last)| last)
}

/// Print a whole article, what the last query matches marked
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings show 2                           the second article of the last answer
  clippings show 2 --open                    its original in $EDITOR, at the line of the match
  clippings show articles/a.txt              any article of the index
  clippings show news.jsonl#4711             a record of an archive, by its identifier
  clippings show a.txt --mark '“fair game”'  with something else marked")]
pub struct ShowArgs {
    /// The number of a hit in the last answer, or a file (FILE#ID for a record of an archive)
    #[arg(value_name = "RANK|PATH")]
    pub what: String,
    /// Mark what this query matches [default: the last query]
    #[arg(long, value_name = "QUERY")]
    pub mark: Option<String>,
    /// Print what was cut out of the article instead
    #[arg(long)]
    pub cut: bool,
    /// Open the original in $EDITOR instead
    #[arg(long)]
    pub open: bool,
}

/// Say how a query is understood, without searching
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings explain troops w/5 Kursk -Putin      in words, in the language of queries, and as a tree
  clippings explain --format json '“a … b”'      the same for programs
  pbpaste | clippings explain -                  the query from standard input

Exit codes: 0 understood, 1 there is no word in the query.")]
pub struct ExplainArgs {
    /// The query; `-` reads it from standard input
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<OsString>,
}

/// Print articles without the clutter around them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings clean article.txt              the article without the clutter
  clippings clean --explain page.html      every line, with keep (+) or cut (-), how sure that is, and the reason
  clippings clean --diff article.txt       what is cut, as diff -u shows it
  clippings clean --rules mine.rules a.txt with rules of your own

Any format is read that `clippings index` reads; of an archive file every article is cleaned. A file of a folder in
the index is cleaned as it is there.

Rules: a file clippings.rules in the folder that is indexed, or any file named by --rules. A rule a line:
  cut: This audio is created with*                    * stands for any text
  keep site=courier.example: Dear readers*            on one site
  cut folder=letters: Yours sincerely*                below one folder
The last rule that fits a line wins, and wins over everything else.")]
pub struct CleanArgs {
    /// Files to clean
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Show every line of the original with its verdict, how sure that is, and the reason
    #[arg(long, conflicts_with = "diff")]
    pub explain: bool,
    /// Show what is cut, as `diff -u` does
    #[arg(long)]
    pub diff: bool,
    /// Ask this file of rules about what to keep and to cut
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
}

/// Measure how soon answers come: warm and cold, by kind of query and by stage
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings bench                              a mix of queries drawn from the index
  clippings bench --save before.json           keep the figures, and the queries with them
  clippings bench --compare before.json        the same queries now, beside the figures kept
  clippings bench --queries list.tsv --svg h.svg   queries of your own, with a picture

Times go from the text of the query to the printed answer: the ten best with their snippets, the exact number
of all; help for who finds little is left out. A cold answer has the index opened for it alone and, on Linux,
read from the disk. Drawn are words as often as they are written: rare and common ones, two or three words of a
sentence (and, or), phrases of 2 to 12 words, words near each other, word beginnings, and misspelled words.")]
pub struct BenchArgs {
    /// Ask the queries of a file, one a line, an identifier and a tab before it if you like; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub queries: Option<PathBuf>,
    /// Draw the queries with this seed: the same seed draws the same from the same index
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Draw so many queries of each kind
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub each: usize,
    /// Go through all queries so often
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub repeats: usize,
    /// Go through all queries so often before, without counting
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub warm_up: usize,
    /// Ask so many queries of each kind cold as well
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub cold: usize,
    /// Let so many threads ask at once, beside one alone [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Fetch so many hits of each
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Show so many passages of each article; 0 measures answers without snippets
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub snippets: usize,
    /// Keep the figures and the queries in this file
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Ask the queries of a run that was kept, and show its figures beside these
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// Draw histograms into this file, as an SVG picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
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

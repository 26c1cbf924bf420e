//! Declares the options of `clippings bench`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{OUTPUT, positive_number, whole_number};

/// Heading of the options that choose queries.
const QUERIES: &str = "Which queries";
/// Heading of the options for running them.
const MEASURE: &str = "How to measure";

/// Measure query latency: warm and cold, by kind of query and by stage
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings bench                                  run a mix of queries drawn from the index
  clippings bench --save before.json               save the figures and the queries
  clippings bench --compare before.json            run the same queries again and compare
  clippings bench --queries list.tsv --svg h.svg   run your own queries and draw a histogram
  clippings bench --growth --sqlite                show how times grow, and those of SQLite FTS5

Times are from the text of the query to the printed answer: the ten best results with their
snippets, and the exact number of all. Suggestions for queries with few results are left out. For a
cold answer the index is opened anew and, on Linux, read from the disk. Queries are drawn from the
index, words as often as they occur: rare and common ones, two or three words of a sentence (AND,
OR), phrases of 2 to 12 words, words near each other, prefixes, and misspelled words. --growth and
--sqlite copy articles into a temporary folder, below $TMPDIR, which is deleted in the end.")]
pub(crate) struct BenchArgs {
    /// Run the queries of a file, one per line, optionally after an identifier and a tab; `-` is standard
    /// input
    #[arg(long, value_name = "FILE", help_heading = QUERIES)]
    pub queries: Option<PathBuf>,
    /// Seed for drawing queries; the same seed draws the same queries from the same index
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole_number::<u64>, help_heading = QUERIES)]
    pub seed: u64,
    /// Draw N queries of each kind
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = whole_number::<usize>, help_heading = QUERIES)]
    pub each: usize,
    /// Run all queries N times
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = positive_number, help_heading = MEASURE)]
    pub repeats: usize,
    /// Run all queries N times first, without measuring
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole_number::<usize>, help_heading = MEASURE)]
    pub warm_up: usize,
    /// Run N queries of each kind cold as well
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = whole_number::<usize>, help_heading = MEASURE)]
    pub cold: usize,
    /// Measure throughput with N threads, beside one thread [default: number of cores]
    #[arg(long, value_name = "N", value_parser = positive_number, help_heading = MEASURE)]
    pub threads: Option<usize>,
    /// Measure samples of the index as well, of a hundredth and a tenth of the articles
    #[arg(long, help_heading = MEASURE)]
    pub growth: bool,
    /// Measure SQLite FTS5 with the same articles and queries as well, if `sqlite3` is installed
    #[arg(long, help_heading = MEASURE)]
    pub sqlite: bool,
    /// Fetch N results per query
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = whole_number::<usize>, help_heading = MEASURE)]
    pub limit: usize,
    /// Show N passages per article; 0 measures without snippets
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole_number::<usize>, help_heading = MEASURE)]
    pub snippets: usize,
    /// Save the figures and the queries to this file
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub save: Option<PathBuf>,
    /// Run the queries of a saved run, and compare
    #[arg(long, value_name = "FILE", help_heading = QUERIES)]
    pub compare: Option<PathBuf>,
    /// Write histograms to this file, as an SVG picture
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub svg: Option<PathBuf>,
}

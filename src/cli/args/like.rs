//! Declares what differs between `clippings like` and `clippings search`.

use clap::Arg;

/// Examples below the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  clippings like draft.txt                     what the archive has on the subject of a draft
  clippings like saved/story.html -n 30        articles like one that you have saved
  pbpaste | clippings like - --since 2024-10   what was published since then about a post
  clippings search --like --queries posts.tsv --format trec   many texts, one per line

FILE may be a record of an archive (news.jsonl#4711), or the number of a result of the last search.
The text itself is left out of the results.

Exit codes: 0 found, 1 nothing found, 2 error.";

/// Describes the query of `clippings like`.
pub(super) fn file_or_input(arg: Arg) -> Arg {
    arg.value_name("FILE").help("File with the text, in any format that is read; `-` is standard input")
}

/// Hides the options of a search that `clippings like` does not take, and names none of them.
pub(super) fn only_search(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "queries" | "any" | "like" | "variants" | "suggest" | "by" | "first" | "svg" | "sort" => {
            arg.hide(true)
        }
        "no_collapse" => {
            arg.help("Show every article as a result of its own, copies too [default for --format, -l, --count and --cite]")
        }
        "stories" => arg.help(
            "Let one article stand for its copies in --format, -l and --cite, too, and count them once in --count",
        ),
        _ => arg,
    }
}

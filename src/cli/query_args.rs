//! Separates options from the words of a query.
//!
//! A query may have words that begin with a dash (`-Putin`), and options may come before, after and between
//! its words. Everything that is no option belongs to the query and is moved after `--`, so that clap does
//! not reject it. A word that begins with two dashes and names no option is an error.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};
use clippings::internals::query::edit_distance;

/// Minimum length of the beginning of an option that stands for it.
const MIN_BEGINNING: usize = 3;

/// Command line that clap can parse.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SplitArgs {
    /// Arguments, the words of the query last.
    pub args: Vec<OsString>,
    /// Word that looks like a long option but is none.
    pub unknown_option: Option<UnknownOption>,
}

/// Word that looks like a long option but is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownOption {
    /// Word as typed.
    pub typed: String,
    /// Suggestion of what may have been meant: an option, or what to write in the query.
    pub meant: Option<String>,
    /// Whether it may be a word of a query.
    pub may_be_word: bool,
}

/// Moves the words of the query to the end, if the subcommand has a query.
pub(crate) fn split(command: &Command, args: Vec<OsString>) -> SplitArgs {
    let unchanged = |args| SplitArgs { args, unknown_option: None };
    let Some((position, subcommand)) = find_subcommand(command, &args) else { return unchanged(args) };
    let takes = |id: &str| subcommand.get_positionals().any(|arg| arg.get_id() == id);
    if takes("rank_or_path") {
        let unknown_option = mistyped(command, subcommand, &args[position + 1..]);
        return SplitArgs { args, unknown_option };
    }
    if !takes("query") {
        return unchanged(args);
    }
    let mut options: Vec<OsString> = args[..=position].to_vec();
    let (mut words, mut unknown_option) = (Vec::new(), None);
    let mut remaining = args.into_iter().skip(position + 1);
    let kind_of = |arg: &OsStr| ArgKind::of(command, subcommand, arg);
    while let Some(arg) = remaining.next() {
        if arg == "--" {
            words.extend(remaining);
            break;
        }
        match kind_of(&arg) {
            ArgKind::Option { takes_next } => {
                options.push(arg);
                options.extend(if takes_next { remaining.next() } else { None });
            }
            ArgKind::Word => {
                let text = arg.to_string_lossy();
                if unknown_option.is_none() {
                    unknown_option = unknown(command, subcommand, &text);
                }
                words.push(arg);
            }
        }
    }
    options.push("--".into());
    options.extend(words);
    SplitArgs { args: options, unknown_option }
}

/// Returns the first of `args` that looks like a long option and is none, if it may mean another one.
fn mistyped(command: &Command, subcommand: &Command, args: &[OsString]) -> Option<UnknownOption> {
    let mut remaining = args.iter().take_while(|arg| *arg != "--");
    while let Some(arg) = remaining.next() {
        match ArgKind::of(command, subcommand, arg) {
            ArgKind::Option { takes_next: true } => drop(remaining.next()),
            ArgKind::Option { .. } => {}
            ArgKind::Word => {
                let typed = arg.to_string_lossy();
                if !is_like_option(&typed) {
                    continue;
                }
                let meant = meant(command, subcommand, &typed).filter(|meant| meant.starts_with('-'))?;
                return Some(UnknownOption {
                    typed: typed.into_owned(),
                    meant: Some(meant),
                    may_be_word: false,
                });
            }
        }
    }
    None
}

/// Returns whether `text` looks like a long option: two dashes, a name, and perhaps a value. `--` alone, a
/// dash of a pasted text (`-- he said`) and numbers do not.
fn is_like_option(text: &str) -> bool {
    let name = text.strip_prefix("--").and_then(|option| option.split('=').next()).unwrap_or_default();
    let is_name_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_name_letter)
}

/// Returns the arguments of `subcommand`, those of every command first.
fn arguments<'c>(command: &'c Command, subcommand: &'c Command) -> impl Iterator<Item = &'c Arg> {
    command.get_arguments().filter(|arg| arg.is_global_set()).chain(subcommand.get_arguments())
}

/// Returns the long options of `subcommand`.
fn long_options<'c>(command: &'c Command, subcommand: &'c Command) -> impl Iterator<Item = &'c str> {
    arguments(command, subcommand).filter_map(Arg::get_long)
}

/// Reads a word that is no option as one that was mistyped. Returns `None` if it is a word.
fn unknown(command: &Command, subcommand: &Command, text: &str) -> Option<UnknownOption> {
    let meant = match is_like_option(text) {
        true => meant(command, subcommand, text),
        false => Some(with_pasted_dash(command, subcommand, text)?),
    };
    Some(UnknownOption { typed: text.to_owned(), meant, may_be_word: true })
}

/// Returns the option that `text` names after a dash that a program made of its dashes: `–count`, `—since`.
fn with_pasted_dash(command: &Command, subcommand: &Command, text: &str) -> Option<String> {
    let name = text.trim_start_matches(['–', '—', '−', '‒', '―']);
    let name = name.split('=').next().filter(|name| name.len() < text.len())?;
    if long_options(command, subcommand).any(|option| option == name) {
        return Some(format!("--{name}"));
    }
    let mut letters = name.chars();
    let (letter, None) = (letters.next()?, letters.next()) else { return None };
    let is_short = arguments(command, subcommand).any(|arg| arg.get_short() == Some(letter));
    is_short.then(|| format!("-{letter}"))
}

/// Returns what the unknown option `typed` may mean: what other programs call so, or an option that begins
/// so, or one that differs in a letter or two.
fn meant(command: &Command, subcommand: &Command, typed: &str) -> Option<String> {
    let name = typed.trim_start_matches('-');
    let (name, value) = name.split_once('=').unwrap_or((name, ""));
    let is_option = |text: &str| {
        let option = text.split(' ').next().and_then(|option| option.strip_prefix("--"));
        option.is_none_or(|option| long_options(command, subcommand).any(|long| long == option))
    };
    if let Some(meant) = called_elsewhere(name, value).filter(|meant| is_option(meant)) {
        return Some(meant);
    }
    let letters: Vec<char> = name.chars().collect();
    let is_begun = |option: &&str| letters.len() >= MIN_BEGINNING && option.starts_with(name);
    let distance = |option: &str| edit_distance(&letters, &option.chars().collect::<Vec<_>>());
    let similar = || {
        let distances = long_options(command, subcommand).map(|option| (distance(option), option));
        let is_near = |distance: usize, option: &str| {
            distance <= max_distance(option) && distance * 3 <= letters.len().max(option.len())
        };
        let similar = distances.filter(|(distance, option)| is_near(*distance, option));
        similar.min().map(|(_, option)| option)
    };
    let option = long_options(command, subcommand).find(is_begun).or_else(similar)?;
    Some(format!("--{option}"))
}

/// Returns what is called `name` in other programs, with the `value` that is given to it.
fn called_elsewhere(name: &str, value: &str) -> Option<String> {
    let field = |field: &str, example: &str| {
        let value = if value.is_empty() { example } else { value };
        let quote = if value.contains(' ') { "\"" } else { "" };
        format!("{field}:{quote}{value}{quote} in the query")
    };
    Some(match name.to_ascii_lowercase().replace('_', "-").as_str() {
        "json" | "jsonl" | "ndjson" => "--format json".to_owned(),
        "csv" | "tsv" | "excel" | "xlsx" => "--format csv".to_owned(),
        "trec" => "--format trec".to_owned(),
        "output-format" | "out-format" | "fmt" => "--format".to_owned(),
        "lang" | "language" | "languages" => field("lang", "de"),
        "site" | "sites" | "source" | "publication" | "publisher" | "host" | "domain" => {
            field("site", "example.com")
        }
        "author" | "authors" | "byline" => field("author", "NAME"),
        "speaker" | "speakers" | "said-by" => field("speaker", "NAME"),
        "title" | "headline" => field("title", "WORD"),
        "path" | "file" | "filename" => field("path", "NAME"),
        "date" | "dates" | "day" => "--since and --until".to_owned(),
        "from" | "after" | "start" | "start-date" | "date-from" | "newer" | "newer-than" => {
            "--since".to_owned()
        }
        "to" | "before" | "end" | "end-date" | "date-to" | "older" | "older-than" => "--until".to_owned(),
        "no-color" | "no-colour" | "nocolor" | "no-colors" => "--color never".to_owned(),
        "colour" | "colors" => "--color".to_owned(),
        "newest" | "newest-first" | "latest" | "recent" | "by-date" | "sort-by-date" => {
            "--sort newest".to_owned()
        }
        "oldest" | "oldest-first" => "--sort oldest".to_owned(),
        "sort-by" | "order" | "order-by" => "--sort".to_owned(),
        "max" | "max-count" | "max-results" | "num" | "number" | "top" | "head" | "size" | "results"
        | "rows" => "--limit".to_owned(),
        "skip" | "page" => "--offset".to_owned(),
        "after-context" | "before-context" => "--context".to_owned(),
        "files-with-matches" | "paths" | "list" | "names-only" => "--files".to_owned(),
        "group-by" | "facet" | "facets" | "count-by" | "histogram" | "timeline" => "--by".to_owned(),
        "chart" | "graph" | "plot" => "--svg".to_owned(),
        "earliest" => "--first".to_owned(),
        "copy" | "duplicates" | "duplicate" | "expand" | "unfold" => "--copies".to_owned(),
        "collapse" | "colapse" | "collapsed" | "collapsing" | "story" | "dedupe" | "dedup"
        | "deduplicate" | "unique" | "uniq" | "distinct" => "--stories".to_owned(),
        "no-copies" | "no-stories" | "no-dedupe" | "uncollapsed" => "--no-collapse".to_owned(),
        "silent" => "--quiet".to_owned(),
        "in" | "dir" | "directory" => "--folder".to_owned(),
        "idx" | "db" | "database" => "--index".to_owned(),
        "or" => "--any".to_owned(),
        "pager" | "less" => "--color always and a pipe to `less -R`".to_owned(),
        _ => return None,
    })
}

/// Returns the number of letters in which an option may be misspelled.
fn max_distance(option: &str) -> usize {
    if option.len() < 5 { 1 } else { 2 }
}

/// Returns whether `short` consists of options without a value, one of which is a digit.
fn is_group_with_digit(short: &str, is_flag: impl Fn(char) -> bool) -> bool {
    short.bytes().any(|letter| letter.is_ascii_digit()) && short.chars().all(is_flag)
}

/// Returns the subcommand and its position, skipping options before it; of a command with commands of its
/// own, the one of these.
fn find_subcommand<'c>(command: &'c Command, args: &[OsString]) -> Option<(usize, &'c Command)> {
    let mut found: Option<(usize, &Command)> = None;
    let mut position = 1;
    while let Some(arg) = args.get(position) {
        let parent = found.map_or(command, |(_, parent)| parent);
        match ArgKind::of(command, parent, arg) {
            ArgKind::Option { takes_next } => position += 1 + usize::from(takes_next),
            ArgKind::Word => {
                let Some(subcommand) = parent.find_subcommand(arg) else { return found };
                found = Some((position, subcommand));
                if !subcommand.has_subcommands() {
                    return found;
                }
                position += 1;
            }
        }
    }
    found
}

/// Kind of an argument.
enum ArgKind {
    /// Known option; `takes_next` if its value is the next argument.
    Option { takes_next: bool },
    /// Word of a query, or a value.
    Word,
}

impl ArgKind {
    /// Classifies `arg` of `subcommand`.
    fn of(command: &Command, subcommand: &Command, arg: &OsStr) -> ArgKind {
        let Some(text) = arg.to_str() else { return ArgKind::Word };
        let options = || arguments(command, subcommand);
        let takes_value = |arg: &Arg| arg.get_action().takes_values();
        if let Some(long) = text.strip_prefix("--") {
            let (name, value) =
                long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            if matches!(name, "help" | "version") {
                return ArgKind::Option { takes_next: false };
            }
            let option = options().find(|arg| arg.get_long() == Some(name));
            return option.map_or(ArgKind::Word, |arg| ArgKind::Option {
                takes_next: takes_value(arg) && value.is_none(),
            });
        }
        let Some(short) = text.strip_prefix('-') else { return ArgKind::Word };
        let mut letters = short.chars();
        let Some(first) = letters.next() else { return ArgKind::Word };
        let value = letters.as_str();
        match options().find(|arg| arg.get_short() == Some(first)) {
            // `-n5` is an option, `-news` is a word.
            Some(arg) if takes_value(arg) => match value {
                "" => ArgKind::Option { takes_next: true },
                value if value.trim_start_matches('=').parse::<u64>().is_ok() => {
                    ArgKind::Option { takes_next: false }
                }
                _ => ArgKind::Word,
            },
            Some(_) if value.is_empty() => ArgKind::Option { takes_next: false },
            // `-l0` is options, as no word is; `-lq` may be a word.
            Some(_)
                if is_group_with_digit(short, |letter| {
                    options().any(|arg| arg.get_short() == Some(letter) && !takes_value(arg))
                }) =>
            {
                ArgKind::Option { takes_next: false }
            }
            None if matches!(short, "h" | "V") => ArgKind::Option { takes_next: false },
            _ => ArgKind::Word,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::args::Cli;
    use crate::cli::query_args::*;
    use clap::CommandFactory;

    /// Returns the options and the words of `line`.
    fn parts(line: &str) -> (String, String) {
        let args = line.split(' ').map(OsString::from).collect();
        let split = split(&Cli::command(), args).args;
        let text = split.iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ");
        text.split_once(" -- ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap_or((text, String::new()))
    }

    #[test]
    fn words_with_dashes_belong_to_the_query() {
        for (line, options, words) in [
            ("c search Kursk -Putin --in x", "c search --in x", "Kursk -Putin"),
            ("c search -n 3 -news -n5 x", "c search -n 3 -n5", "-news x"),
            ("c --index d search -q -quiet --cut a", "c --index d search -q --cut", "-quiet a"),
            ("c search a -- --cut", "c search", "a --cut"),
            ("c search --in=x --limit=3 -nope a", "c search --in=x --limit=3", "-nope a"),
            ("c search -", "c search", "-"),
            ("c --index d saved add a b -c --any", "c --index d saved add --any", "a b -c"),
        ] {
            assert_eq!(parts(line), (options.into(), words.into()), "{line}");
        }
    }

    #[test]
    fn unknown_options_are_recognized() {
        let unknown = |line: &str| {
            let args = line.split(' ').map(OsString::from).collect();
            let unknown = split(&Cli::command(), args).unknown_option;
            unknown.map(|option| option.meant.unwrap_or_else(|| format!("none like {}", option.typed)))
        };
        for (line, option) in [
            ("c search a --limt 3", Some("--limit")),
            ("c search --snipets=2 a", Some("--snippets")),
            ("c search a --snip 2", Some("--snippets")),
            ("c search a --formt json", Some("--format")),
            ("c search a --idx d", Some("--index")),
            ("c search a --wolves", Some("none like --wolves")),
            ("c search a --wolves=3 --limt", Some("none like --wolves=3")),
            ("c explain a --wolves", Some("none like --wolves")),
            ("c search a -- --wolves", None),
            ("c search --5 ---a a--b", None),
            ("c search a -- --limt", None),
            ("c search a -limt", None),
            ("c explain a --quite", Some("--quiet")),
            ("c search a --json", Some("--format json")),
            ("c search a --lang=uk", Some("lang:uk in the query")),
            ("c search a --site nytimes.com", Some("site:example.com in the query")),
            ("c search a --speaker trump", Some("speaker:NAME in the query")),
            ("c search a --speaker=trump", Some("speaker:trump in the query")),
            ("c search a --date 2016", Some("--since and --until")),
            ("c search a --from 2016", Some("--since")),
            ("c search a --no-color", Some("--color never")),
            ("c search a --newest", Some("--sort newest")),
            ("c search a --chart", Some("--svg")),
            ("c search a --copy", Some("--copies")),
            ("c search a --collapse", Some("--stories")),
            ("c search a --colapse", Some("--stories")),
            ("c search a --story", Some("--stories")),
            ("c like a --dedupe", Some("--stories")),
            ("c search a --unique", Some("--stories")),
            ("c explain a --unique", Some("none like --unique")),
            ("c explain a --chart", Some("none like --chart")),
            ("c search a --pager", Some("--color always and a pipe to `less -R`")),
            ("c search a --max-count=5", Some("--limit")),
            ("c search a --abc", Some("none like --abc")),
            ("c explain a --from 2016", Some("none like --from")),
            ("c copies --all --in news", Some("--folder")),
            ("c copies --all --max 3", Some("--limit")),
            ("c show a --site x", None),
            ("c show a --mrk x", Some("--mark")),
            ("c search a –count", Some("--count")),
            ("c search a —since=2016", Some("--since")),
            ("c search a –n 5", Some("-n")),
            ("c search a –counted –Putin –", None),
            ("c search a -- –count", None),
        ] {
            assert_eq!(unknown(line).as_deref(), option, "{line}");
        }
    }

    #[test]
    fn other_commands_are_unchanged() {
        assert_eq!(parts("c index -x a").0, "c index -x a");
        assert_eq!(parts("c"), ("c".into(), String::new()));
    }
}

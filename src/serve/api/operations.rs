//! The operations with their parameters, for handlers and documentation alike.

use crate::serve::api::params::{Param, ParamKind};

/// Names of the facets, in the order of [`CountBy::ALL`](crate::search::CountBy::ALL).
const FACETS: [&str; 9] = ["month", "week", "day", "year", "site", "language", "folder", "author", "speaker"];

/// Maximum number of hits of an answer.
pub(crate) const MAX_HITS: usize = 1000;
/// Maximum number of quotations of an answer.
pub(crate) const MAX_QUOTATIONS: usize = 10_000;
/// Maximum number of hits that are skipped.
const MAX_OFFSET: usize = 10_000_000;
/// Maximum number of passages of a hit, and of sentences around a match.
const MAX_PASSAGES: usize = 100;

const fn param(name: &'static str, kind: ParamKind, about: &'static str) -> Param {
    Param { name, about, kind, required: false }
}

pub(crate) const Q: Param =
    param("q", ParamKind::Text, "Query, as the command line and the page read it; all articles without one");
pub(crate) const LIMIT: Param = param(
    "limit",
    ParamKind::Number(MAX_HITS),
    "Maximum number of hits; 10 unless it is given, 0 beside `by` or `first`",
);
pub(crate) const OFFSET: Param = param("offset", ParamKind::Number(MAX_OFFSET), "Number of hits to skip");
pub(crate) const SORT: Param = param(
    "sort",
    ParamKind::Choice(&["relevance", "newest", "oldest"]),
    "Order of the hits; undated articles last",
);
pub(crate) const SINCE: Param = param(
    "since",
    ParamKind::Day,
    "First day of publication: `2024-10-18`, `2024-10`, `2024`, `yesterday`, or `7d` for the last seven days",
);
pub(crate) const UNTIL: Param = param("until", ParamKind::Day, "Last day of publication, in the same forms");
pub(crate) const FOLDER: Param = param(
    "folder",
    ParamKind::Texts,
    "Folder that the articles are in, as `by=folder` and `status` name it; any of them if repeated",
);
pub(crate) const CUT: Param =
    param("cut", ParamKind::Flag, "Search the text that was cut from the articles instead");
pub(crate) const ANY: Param =
    param("any", ParamKind::Flag, "Find articles that have any of the words, those with more of them first");
pub(crate) const VARIANTS: Param =
    param("variants", ParamKind::Flag, "Also search for other spellings of names");
pub(crate) const SUGGEST: Param =
    param("suggest", ParamKind::Flag, "List other spellings that occur, however many articles match");
pub(crate) const EXPLAIN: Param =
    param("explain", ParamKind::Flag, "List the forms in which the words of the query occur");
pub(crate) const SNIPPETS: Param = param(
    "snippets",
    ParamKind::Number(MAX_PASSAGES),
    "Maximum number of passages of each article; 1 unless given",
);
pub(crate) const CONTEXT: Param = param(
    "context",
    ParamKind::Number(MAX_PASSAGES),
    "Number of sentences before and after each match; with limit and snippets at most 20,000 in all",
);
pub(crate) const BY: Param = param(
    "by",
    ParamKind::Choices(&FACETS),
    "Facets that all articles found are counted by, with commas or repeated",
);
pub(crate) const FIRST: Param =
    param("first", ParamKind::Flag, "Find what was published first among the articles found");
pub(crate) const STORIES: Param =
    param("stories", ParamKind::Flag, "Let one article stand for its copies, and count copies once");
pub(crate) const COLLAPSE: Param = param(
    "collapse",
    ParamKind::Flag,
    "Let one article stand for its copies, and count every article, as the page does",
);
pub(crate) const PATH: Param = Param {
    name: "path",
    about: "Path of the source file, as hits have it",
    kind: ParamKind::Text,
    required: true,
};
pub(crate) const ID: Param =
    param("id", ParamKind::Text, "Id of the record, as hits have it, if the file contains several");
pub(crate) const MARK: Param = param("mark", ParamKind::Text, "Query whose matches are marked");
pub(crate) const CUT_TEXT: Param =
    param("cut", ParamKind::Flag, "Return the text that was cut from the article instead");
pub(crate) const SAID: Param = param(
    "q",
    ParamKind::Text,
    "Words that are said, all of them in one quotation; fields restrict the articles",
);
pub(crate) const SPEAKER: Param =
    param("speaker", ParamKind::Names, "Name of the speaker; any of them if repeated");
pub(crate) const SITE: Param =
    param("site", ParamKind::Names, "Name or host of the site of the articles; any of them if repeated");
pub(crate) const QUOTATIONS: Param = param(
    "limit",
    ParamKind::Number(MAX_QUOTATIONS),
    "Maximum number of quotations, or of speakers with `by`; 100 unless it is given",
);
pub(crate) const SKIPPED: Param =
    param("offset", ParamKind::Number(MAX_OFFSET), "Number of quotations to skip");
pub(crate) const ARTICLE_ORDER: Param =
    param("sort", ParamKind::Choice(&["newest", "oldest"]), "Order of the articles; undated ones last");
pub(crate) const BY_SPEAKER: Param =
    param("by", ParamKind::Choice(&["speaker"]), "Count the quotations of each speaker instead");
pub(crate) const ONCE: Param =
    param("stories", ParamKind::Flag, "List once what copies of an article quote in the same words");
pub(crate) const NUM_STORIES: Param =
    param("limit", ParamKind::Number(MAX_OFFSET), "Maximum number of stories; all unless it is given");
pub(crate) const WARNINGS: Param = param("warnings", ParamKind::Flag, "List the warnings");
pub(crate) const SITES: Param = param("sites", ParamKind::Flag, "Count the articles of each site");
pub(crate) const AUTHORS: Param = param("authors", ParamKind::Flag, "Count the articles of each author");

/// Operation of the API.
#[cfg_attr(not(test), allow(dead_code, reason = "the description of the API is made of it in a test"))]
pub(crate) struct Operation {
    /// Path below [`PREFIX`].
    pub path: &'static str,
    /// Identifier for generated clients.
    pub id: &'static str,
    /// Description in a sentence.
    pub summary: &'static str,
    /// Parameters of the query string.
    pub params: &'static [&'static Param],
    /// Answer.
    pub answer: Answer,
    /// Whether the answer depends on nothing but the address, the commit and the day, and has a tag of them.
    pub has_tag: bool,
}

/// Form of an answer.
#[cfg_attr(not(test), allow(dead_code, reason = "the description of the API is made of it in a test"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Object of this schema.
    One(&'static str),
    /// List of objects of this schema.
    List(&'static str),
    /// Object of one of two schemas.
    Either(&'static str, &'static str),
    /// Any JSON.
    Any,
}

/// Path below which all operations are.
pub(crate) const PREFIX: &str = "/api/v1";
/// Path below which articles are, by their identifiers.
pub(crate) const ARTICLES: &str = "/api/v1/article/";

pub(crate) const SEARCH: Operation = Operation {
    path: "/search",
    id: "search",
    summary: "Searches the articles, as `clippings search --format json` does",
    params: &[
        &Q, &LIMIT, &OFFSET, &SORT, &SINCE, &UNTIL, &FOLDER, &CUT, &ANY, &VARIANTS, &SUGGEST, &EXPLAIN,
        &SNIPPETS, &CONTEXT, &BY, &FIRST, &STORIES, &COLLAPSE,
    ],
    answer: Answer::One("SearchResponse"),
    has_tag: true,
};
pub(crate) const COUNTS: Operation = Operation {
    path: "/counts",
    id: "counts",
    summary: "Counts all articles that match, as `clippings search --by` does; without hits",
    params: &[&Q, &BY, &FIRST, &SINCE, &UNTIL, &FOLDER, &CUT, &ANY, &VARIANTS, &STORIES],
    answer: Answer::One("SearchResponse"),
    has_tag: true,
};
pub(crate) const ARTICLE: Operation = Operation {
    path: "/article",
    id: "article",
    summary: "Returns a whole article, as `clippings show --format json` does",
    params: &[&PATH, &ID, &MARK, &CUT_TEXT],
    answer: Answer::One("Article"),
    has_tag: true,
};
pub(crate) const ARTICLE_BY_ID: Operation = Operation {
    path: "/article/{article}",
    id: "articleById",
    summary: "Returns a whole article by the identifier that the addresses of the pages have",
    params: &[&MARK, &CUT_TEXT],
    answer: Answer::One("Article"),
    has_tag: true,
};
pub(crate) const QUOTES: Operation = Operation {
    path: "/quotes",
    id: "quotes",
    summary: "Lists quotations with their speakers, as `clippings quotes --format json` does",
    params: &[
        &SAID,
        &SPEAKER,
        &SITE,
        &FOLDER,
        &SINCE,
        &UNTIL,
        &QUOTATIONS,
        &SKIPPED,
        &ARTICLE_ORDER,
        &ONCE,
        &BY_SPEAKER,
    ],
    answer: Answer::Either("Quotations", "SpeakerCounts"),
    has_tag: true,
};
pub(crate) const VERIFY: Operation = Operation {
    path: "/verify",
    id: "verify",
    summary: "Compares every quotation of a draft with the articles, as `clippings verify --format json` does; at most 1,000",
    params: &[],
    answer: Answer::List("QuotationReport"),
    has_tag: false,
};
pub(crate) const COPIES: Operation = Operation {
    path: "/copies",
    id: "copies",
    summary: "Lists the copies of an article with what differs, as `clippings copies --format json` does",
    params: &[&PATH, &ID],
    answer: Answer::List("ComparedCopy"),
    has_tag: true,
};
pub(crate) const ALL_STORIES: Operation = Operation {
    path: "/stories",
    id: "stories",
    summary: "Lists all articles that have copies, as `clippings copies --all --format json` does; streamed",
    params: &[&FOLDER, &SINCE, &UNTIL, &NUM_STORIES],
    answer: Answer::List("Story"),
    has_tag: false,
};
pub(crate) const STATUS: Operation = Operation {
    path: "/status",
    id: "status",
    summary: "Tells what the index holds and which files have changed, as `clippings status --format json` does",
    params: &[&WARNINGS, &SITES, &AUTHORS],
    answer: Answer::One("IndexStatus"),
    has_tag: false,
};
pub(crate) const OPENAPI: Operation = Operation {
    path: "/openapi.json",
    id: "openapi",
    summary: "Returns this description",
    params: &[],
    answer: Answer::Any,
    has_tag: false,
};

/// All operations, of which the description is made.
#[cfg(test)]
pub(crate) const OPERATIONS: [&Operation; 10] =
    [&SEARCH, &COUNTS, &ARTICLE, &ARTICLE_BY_ID, &QUOTES, &VERIFY, &COPIES, &ALL_STORIES, &STATUS, &OPENAPI];

#[cfg(test)]
mod tests {
    use crate::search::CountBy;
    use crate::serve::api::operations::*;

    #[test]
    fn facets_have_the_names_of_the_library() {
        assert_eq!(FACETS, CountBy::ALL.map(CountBy::name));
    }
}

//! The words of the reading view, of the check of quotations and of errors: a part of the table of all words.

use crate::text::FilePosition;

/// Words of these pages. A count or a name stands for `{}`.
#[derive(Debug)]
pub(crate) struct ReadingText {
    pub back: &'static str,
    pub back_to_draft: &'static str,
    pub previous_article: &'static str,
    pub next_article: &'static str,
    pub result_of: &'static str,
    pub matches: [&'static str; 2],
    pub match_of: &'static str,
    pub next_match: &'static str,
    pub previous_match: &'static str,
    pub last_match: &'static str,
    pub no_match: &'static str,
    pub not_all_marked: &'static str,
    pub open_in_editor: &'static str,
    pub record_line: &'static str,
    pub line: &'static str,
    pub page: &'static str,
    pub cut: [&'static str; 2],
    pub unknown_reason: &'static str,
    pub unasked_reason: &'static str,
    pub not_looked_up: &'static str,
    pub look_up: &'static str,
    pub empty: &'static str,
    pub quotations: [&'static str; 2],
    pub unknown_speaker: &'static str,
    pub copies: [&'static str; 2],
    pub compare_all: &'static str,
    pub not_compared: &'static str,
    pub same_bytes: &'static str,
    pub same_words: &'static str,
    pub contains: &'static str,
    pub is_contained: &'static str,
    pub names_agency: &'static str,
    pub is_guest: &'static str,
    pub dropped: [&'static str; 2],
    pub added: [&'static str; 2],
    pub moved: [&'static str; 2],
    pub changes: [&'static str; 2],
    pub earliest: &'static str,
    pub legend: &'static str,
    pub cite: &'static str,
    pub more: &'static str,
    pub not_found: &'static str,
    pub not_found_hint: &'static str,
    pub search: &'static str,
    pub verify: &'static str,
    pub verify_hint: &'static str,
    pub draft: &'static str,
    pub check: &'static str,
    pub checked: &'static str,
    pub quotations_found: [&'static str; 2],
    pub no_quotations: &'static str,
    pub empty_draft: &'static str,
    pub draft_gone: (&'static str, &'static str),
    pub too_large: &'static str,
    pub too_many: &'static str,
    pub unclosed: [&'static str; 2],
    pub left_out: &'static str,
    pub put_in: &'static str,
    pub was: &'static str,
    pub now: &'static str,
    pub nothing_left_out: &'static str,
    pub nearest: &'static str,
    pub in_articles: [&'static str; 2],
    pub of_stories: [&'static str; 2],
    pub in_cut_text: &'static str,
    pub other_speaker: &'static str,
    pub other_speakers: [&'static str; 2],
    pub title_or_term: &'static str,
    /// Names of the verdicts, in their order, with what they mean.
    pub verdicts: [(&'static str, &'static str); 6],
    pub errors: ErrorText,
}

/// Words of the pages that say why nothing can be shown: a title, and what to do.
#[derive(Debug)]
pub(crate) struct ErrorText {
    pub no_index: (&'static str, &'static str),
    pub empty: (&'static str, &'static str),
    pub being_built: (&'static str, &'static str),
    pub locked: (&'static str, &'static str),
    pub damaged: (&'static str, &'static str),
    pub older: (&'static str, &'static str),
    pub newer: (&'static str, &'static str),
    pub replaced: (&'static str, &'static str),
    pub unreadable: (&'static str, &'static str),
    pub other: (&'static str, &'static str),
    pub no_page: (&'static str, &'static str),
    pub try_again: &'static str,
}

impl ReadingText {
    /// Names a line or a page.
    pub(super) fn position(&self, position: FilePosition) -> String {
        match position {
            FilePosition::Line(line) => filled(self.line, &[&line.to_string()]),
            FilePosition::Page(page) => filled(self.page, &[&page.to_string()]),
        }
    }
}

/// English, a part of [`ENGLISH`](crate::serve::page::text::ENGLISH).
pub(super) const READING_ENGLISH: ReadingText = ReadingText {
    back: "Back to the results",
    back_to_draft: "Back to the checked draft",
    previous_article: "Previous article",
    next_article: "Next article",
    result_of: "result {} of {}",
    matches: ["1 match", "{} matches"],
    match_of: "match {} of {}",
    next_match: "next match",
    previous_match: "previous match",
    last_match: "last match",
    no_match: "no words of the query are in the text",
    not_all_marked: "The matches were not looked for to the end.",
    open_in_editor: "Open in the editor",
    record_line: "record {}, line {}",
    line: "line {}",
    page: "page {}",
    cut: ["1 part cut", "{} parts cut"],
    unknown_reason: "reason unknown: the file has changed or is gone",
    unasked_reason: "reason not looked up",
    not_looked_up: "The file is large: why parts of it were cut takes a moment to find out.",
    look_up: "Look up the reasons",
    empty: "The article has no text.",
    quotations: ["1 quotation", "{} quotations"],
    unknown_speaker: "speaker not known",
    copies: ["1 copy", "{} copies"],
    compare_all: "compare with all copies",
    not_compared: "The articles have not been compared with each other: {}.",
    same_bytes: "identical",
    same_words: "same words",
    contains: "contains this article",
    is_contained: "contained in this article",
    names_agency: "names {}",
    is_guest: "belongs to another story, too",
    dropped: ["1 paragraph dropped", "{} paragraphs dropped"],
    added: ["1 paragraph added", "{} paragraphs added"],
    moved: ["1 paragraph in another place", "{} paragraphs in another place"],
    changes: ["1 change", "{} changes"],
    earliest: "of the first day",
    legend: "What only this article has is struck out; what only the copy has is underlined.",
    cite: "Cite",
    more: "About the article",
    not_found: "No such article",
    not_found_hint: "The index does not have this article: its file was renamed, moved or deleted since, or the address is incomplete.",
    search: "Search for it",
    verify: "Verify quotations",
    verify_hint: "Paste a draft. Each of its quotations is held against the articles. The draft is kept in memory only, and not on disk.",
    draft: "Draft",
    check: "Verify",
    checked: "Checked draft",
    quotations_found: ["1 quotation", "{} quotations"],
    no_quotations: "The draft has no quotations: words between quotation marks.",
    empty_draft: "The draft is empty.",
    draft_gone: (
        "The draft is no longer here",
        "Drafts are kept in memory only, and this one gave way to newer ones or went with the server. Paste it again.",
    ),
    too_large: "The draft is larger than 2 MB: verify a part of it at a time.",
    too_many: "The draft has more than {} quotations: those after them were not checked.",
    unclosed: [
        "1 quotation mark is never closed; what follows it was not checked",
        "{} quotation marks are never closed; what follows them was not checked",
    ],
    left_out: "left out:",
    put_in: "put in:",
    was: "was:",
    now: "draft:",
    nothing_left_out: "nothing is left out",
    nearest: "nearest:",
    in_articles: ["in 1 article", "in {} articles"],
    of_stories: ["copies of each other", "{} stories"],
    in_cut_text: "in the text that was cut",
    other_speaker: "the archive may have another speaker: {}; check",
    other_speakers: ["1 may have another speaker", "{} may have another speaker"],
    title_or_term: "a title or a term",
    verdicts: [
        ("verbatim", "an article has these words, next to each other"),
        ("edited", "the same, but for what stands in brackets"),
        ("elided", "the same, with words left out at an ellipsis"),
        ("differs", "an article has most of the words; those that differ are marked"),
        ("elsewhere", "the parts stand in another order, far apart, or in different articles"),
        ("absent", "no article has it"),
    ],
    errors: ErrorText {
        no_index: (
            "No index yet",
            "Index the folder with your articles: `clippings index FOLDER`. This page shows them as soon as it is done.",
        ),
        empty: ("The index has no articles", "Add the folder with your articles: `clippings index FOLDER`."),
        being_built: (
            "The index is being built",
            "Nothing can be searched until its first articles are in. This page shows them as soon as they are.",
        ),
        locked: ("The index is being written", "Try again when that is done."),
        damaged: (
            "The index is damaged",
            "Build it anew: `clippings index --rebuild`. The articles themselves are untouched.",
        ),
        older: ("The index is of another version", "Renew it: `clippings index`."),
        newer: (
            "The index is of a later version",
            "Install the version that it names, or serve another index: `clippings serve --index FOLDER`.",
        ),
        replaced: (
            "The index was replaced",
            "Another one took its place while this page was made. Try again.",
        ),
        unreadable: ("The index cannot be read", "Check that its folder is there and that you may read it."),
        other: ("This cannot be shown", "Try again. If that does not help, run `clippings check`."),
        no_page: ("No such page", "The address leads nowhere. Search the articles above, or begin anew."),
        try_again: "Try again",
    },
};

/// Fills in `values` for each `{}` of `text` in turn.
pub(crate) fn filled(text: &str, values: &[&str]) -> String {
    let mut parts = text.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        filled.push_str(values.get(index).copied().unwrap_or_default());
        filled.push_str(part);
    }
    filled
}

//! The pages' own words, in one table for each language.

use jiff::civil::Date;

use crate::search::CountBy;
use crate::serve::page::reading_text::{READING_ENGLISH, ReadingText};
use crate::serve::page::saved_text::{SAVED_ENGLISH, SavedText};
use crate::serve::view::FacetField;
use crate::text::grouped;

/// Words of the pages. A count stands for `{}`.
#[derive(Debug)]
pub(crate) struct Text {
    /// Code of the language, for the attribute `lang`.
    pub lang: &'static str,
    pub search: &'static str,
    pub query: &'static str,
    pub query_hint: &'static str,
    pub skip_to_content: &'static str,
    pub skip_to_results: &'static str,
    pub verify: &'static str,
    pub status: &'static str,
    pub help: &'static str,
    pub read_as: &'static str,
    pub within: &'static str,
    pub search_within: &'static str,
    pub filters: &'static str,
    pub remove: &'static str,
    pub clear_filters: &'static str,
    pub remove_filters: &'static str,
    pub exclude: &'static str,
    pub not: &'static str,
    pub unknown_value: &'static str,
    pub show_all: &'static str,
    pub show_fewer: &'static str,
    pub find_value: &'static str,
    pub show: &'static str,
    pub count_speakers: &'static str,
    pub timeline: &'static str,
    pub undated: &'static str,
    pub impossible: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub apply: &'static str,
    pub sort: &'static str,
    pub relevance: &'static str,
    pub newest: &'static str,
    pub oldest: &'static str,
    pub fold_copies: &'static str,
    pub unfold_copies: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub pages: &'static str,
    pub results: &'static str,
    pub export: &'static str,
    pub export_note: &'static str,
    pub nothing_found: &'static str,
    pub near_quote: &'static str,
    pub words_of: &'static str,
    pub near_parts: &'static str,
    pub also_spelled: &'static str,
    pub similar_words: &'static str,
    pub search_spellings: &'static str,
    pub parts: &'static str,
    pub outside_filter: [&'static str; 2],
    pub in_cut: [&'static str; 2],
    pub search_cut: &'static str,
    pub searches_cut: &'static str,
    pub search_articles: &'static str,
    pub no_parameter: &'static str,
    pub also_in: &'static str,
    pub at_least: &'static str,
    pub behind_last: &'static str,
    pub articles: [&'static str; 2],
    pub stories: [&'static str; 2],
    pub copy_place: &'static str,
    pub copied_place: &'static str,
    pub no_place: &'static str,
    pub written: &'static str,
    pub up_to_date: &'static str,
    pub behind: [&'static str; 2],
    pub behind_remedy: &'static str,
    pub not_checked: &'static str,
    pub start_hint: &'static str,
    pub keys: &'static str,
    pub keys_note: &'static str,
    pub keys_on: &'static str,
    /// Keys, and what they do.
    pub key_list: &'static [(&'static str, &'static str)],
    pub query_language: &'static str,
    pub folders: &'static str,
    pub folder: &'static str,
    pub files: &'static str,
    pub articles_column: &'static str,
    pub size: &'static str,
    pub changes: &'static str,
    pub missing: &'static str,
    pub missing_folders: [&'static str; 2],
    pub failures: &'static str,
    pub first_day: &'static str,
    pub last_day: &'static str,
    pub index_place: &'static str,
    /// Names of the facets, in the order of [`FacetField::ALL`].
    pub facets: [&'static str; 4],
    pub just_now: &'static str,
    pub minutes_ago: [&'static str; 2],
    pub hours_ago: [&'static str; 2],
    pub days_ago: [&'static str; 2],
    /// Names of the months, shortened.
    pub months: [&'static str; 12],
    /// Names of languages by their codes.
    pub languages: &'static [(&'static str, &'static str)],
    /// Words of the reading view, of the check of quotations and of errors.
    pub reading: ReadingText,
    /// Words of the page of saved searches.
    pub saved: SavedText,
}

/// English.
pub(crate) static ENGLISH: Text = Text {
    lang: "en",
    search: "Search",
    query: "Search the articles",
    query_hint: "Words, or a quote pasted as it is",
    skip_to_content: "Skip to the content",
    skip_to_results: "Skip to the results",
    verify: "Verify",
    status: "Status",
    help: "Help",
    read_as: "Read as",
    within: "within",
    search_within: "Search within these results",
    filters: "Filters",
    remove: "remove",
    clear_filters: "clear filters",
    remove_filters: "Remove all filters",
    exclude: "exclude",
    not: "not",
    unknown_value: "unknown",
    show_all: "show all {}",
    show_fewer: "show fewer",
    find_value: "Value contains",
    show: "Show",
    count_speakers: "count who is quoted",
    timeline: "Articles over time",
    undated: "undated",
    impossible: "impossible day",
    from: "From",
    to: "To",
    apply: "Apply",
    sort: "Order",
    relevance: "best first",
    newest: "newest first",
    oldest: "oldest first",
    fold_copies: "fold copies",
    unfold_copies: "unfold copies",
    previous: "Previous",
    next: "Next",
    pages: "Pages",
    results: "Results",
    export: "Save",
    export_note: "all results, in this order",
    nothing_found: "Nothing found",
    near_quote: "No article has the whole quote. These come closest:",
    words_of: "{} of {} words",
    near_parts: "No article matches the whole query. These match some of it:",
    also_spelled: "{} is also spelled",
    similar_words: "{}: similar words in the index",
    search_spellings: "search for all spellings",
    parts: "Articles with each part",
    outside_filter: ["1 article found without the filters", "{} articles found without the filters"],
    in_cut: ["also in text cut from 1 article", "also in text cut from {} articles"],
    search_cut: "search what was cut",
    searches_cut: "This searches what was cut from the articles.",
    search_articles: "search the articles",
    no_parameter: "This part of the address means nothing and was left out",
    also_in: "also in {}",
    at_least: "at least",
    behind_last: "These are all: the address skips more results than there are.",
    articles: ["1 article", "{} articles"],
    stories: ["1 story", "{} stories"],
    copy_place: "copy",
    copied_place: "copied",
    no_place: "nothing is chosen: press j to go to one",
    written: "Index written",
    up_to_date: "up to date with its folders",
    behind: ["1 file behind", "{} files behind"],
    behind_remedy: "run `clippings index`",
    not_checked: "folders not checked yet",
    start_hint: "Type words, or paste a quote. Whatever you type, the page says how it was read.",
    keys: "Keys",
    keys_note: "They work outside of fields, where letters are typed, and need JavaScript.",
    keys_on: "Use keys",
    key_list: &[
        ("/", "go to the search box"),
        ("Esc", "leave the search box"),
        ("j k", "next and previous result, or article"),
        ("Enter", "open the result"),
        ("n p", "next and previous match in the article"),
        ("c", "copy the path and line"),
        ("o", "unfold or fold the copies"),
        ("u", "back to the results"),
        ("?", "this list"),
    ],
    query_language: "Language of queries",
    folders: "Folders",
    folder: "Folder",
    files: "Files",
    articles_column: "Articles",
    size: "Size",
    changes: "Changes",
    missing: "not found",
    missing_folders: ["1 folder not found", "{} folders not found"],
    failures: "Files that could not be read",
    first_day: "Oldest day",
    last_day: "Newest day",
    index_place: "Place of the index",
    facets: ["Site", "Language", "Folder", "Who is quoted"],
    just_now: "just now",
    minutes_ago: ["1 minute ago", "{} minutes ago"],
    hours_ago: ["1 hour ago", "{} hours ago"],
    days_ago: ["1 day ago", "{} days ago"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    languages: &[
        ("ar", "Arabic"),
        ("be", "Belarusian"),
        ("bg", "Bulgarian"),
        ("bn", "Bengali"),
        ("ca", "Catalan"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("et", "Estonian"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hr", "Croatian"),
        ("hu", "Hungarian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("lt", "Lithuanian"),
        ("lv", "Latvian"),
        ("nb", "Norwegian"),
        ("nl", "Dutch"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sk", "Slovak"),
        ("sl", "Slovenian"),
        ("sr", "Serbian"),
        ("sv", "Swedish"),
        ("th", "Thai"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("ur", "Urdu"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
    ],
    reading: READING_ENGLISH,
    saved: SAVED_ENGLISH,
};

impl Text {
    /// Returns the name of a facet.
    pub(crate) fn facet(&self, field: FacetField) -> &'static str {
        self.facets[field as usize]
    }

    /// Returns the name of a language by its code.
    pub(crate) fn language<'c>(&self, code: &'c str) -> &'c str
    where
        'static: 'c,
    {
        self.languages.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
    }

    /// Formats a day: `18 Oct 2024`.
    pub(crate) fn day(&self, day: Date) -> String {
        format!("{} {} {}", day.day(), self.month_name(day.month()), day.year())
    }

    /// Formats a year, a month or a day by its name in ISO form: `2024`, `Oct 2024`.
    pub(crate) fn period(&self, by: CountBy, name: &str) -> String {
        let month = || {
            let (year, month) = name.rsplit_once('-')?;
            Some(format!("{} {year}", self.month_name(month.parse().ok()?)))
        };
        let formatted = match by {
            CountBy::Month => month(),
            CountBy::Day => name.parse().ok().map(|day| self.day(day)),
            _ => None,
        };
        formatted.unwrap_or_else(|| name.to_owned())
    }

    fn month_name(&self, month: i8) -> &'static str {
        let index = usize::try_from(month - 1).unwrap_or_default();
        self.months.get(index).copied().unwrap_or_default()
    }

    /// Formats the time since a moment in seconds since 1970: `2 hours ago`.
    pub(crate) fn ago(&self, written: i64, now: i64) -> String {
        let seconds = now.saturating_sub(written).max(0).unsigned_abs();
        match seconds {
            0..=59 => self.just_now.to_owned(),
            60..=3599 => counted(seconds / 60, self.minutes_ago),
            3600..=86_399 => counted(seconds / 3600, self.hours_ago),
            _ => counted(seconds / 86_400, self.days_ago),
        }
    }
}

/// Formats a count with the form for one or for many, such as `["1 article", "{} articles"]`.
pub(crate) fn counted(count: u64, [one, many]: [&'static str; 2]) -> String {
    if count == 1 { one.to_owned() } else { many.replace("{}", &grouped(count)) }
}

#[cfg(test)]
mod tests {
    use crate::serve::page::text::*;

    #[test]
    fn counts_and_times_are_words() {
        let articles = |count| counted(count, ENGLISH.articles);
        assert_eq!(
            [0, 1, 4522, 1_000_000].map(articles),
            ["0 articles", "1 article", "4,522 articles", "1,000,000 articles"]
        );
        let ago = |seconds: i64| ENGLISH.ago(100_000 - seconds, 100_000);
        assert_eq!([-5, 61, 7300, 90_000].map(ago), ["just now", "1 minute ago", "2 hours ago", "1 day ago"]);
    }

    #[test]
    fn days_have_the_form_of_the_language() {
        let period = |by, name| ENGLISH.period(by, name);
        assert_eq!(period(CountBy::Day, "2024-10-18"), "18 Oct 2024");
        assert_eq!(
            (period(CountBy::Month, "2024-10"), period(CountBy::Year, "0001")),
            ("Oct 2024".into(), "0001".into())
        );
        assert_eq!(period(CountBy::Month, "2024-13"), " 2024");
    }
}

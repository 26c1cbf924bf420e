//! Finds the articles whose wording is closest to a quote.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{AnalyzerVersion, Language, TokenStream};
use crate::article::StoredText;
use crate::error::Error;
use crate::query::{Occur, Phrase, Query, Term};
use crate::search::hit_builder::HitBuilder;
use crate::search::near_misses::alignment::{Alignment, align};
use crate::search::near_misses::nearness::is_near;
use crate::search::near_misses::quote_words::QuoteWords;
use crate::search::near_misses::reordered::reordered;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::request::{Request, SearchParams, Sort};
use crate::search::response::{FetchedArticle, Hit, NearMiss, WordDifference};
use crate::search::snapshot::IndexSnapshot;
use crate::search::snippet::{Passage, passage_of_ranges, title_of_ranges};
use crate::search::words::as_written::exact_phrase;

/// Number of articles that are compared with the quote.
const CANDIDATES: usize = 60;
/// Maximum number of words of a quote that are looked for; the first ones.
const MAX_WORDS: usize = 400;
/// Maximum number of rare words all but one of which an article must have.
const MAX_RARE_WORDS: usize = 8;
/// Number of words of a text that are compared in a step.
const WORDS_PER_STEP: u64 = 4;
/// Number of words of a quote from which quarters of it are looked for beside the halves.
const LONG_QUOTE: usize = 12;
/// Number of words of a quote below which two that differ are many.
const SHORT_QUOTE: usize = 8;
/// Maximum number of unknown words of a quote whose spellings are looked for.
const MAX_MISSPELLED: usize = 3;

/// A word of a text, with its place.
struct TextWord {
    word: String,
    span: Range<usize>,
}

/// Calls `read` with each word of a text in order, in its first form.
fn each_word(
    analyzer: AnalyzerVersion,
    text: &str,
    language: Language,
    mut read: impl FnMut(&TokenStream<'_>),
) {
    let mut tokens = TokenStream::in_language(analyzer, text, language);
    let mut end = None;
    while tokens.advance() {
        if Some(tokens.position()) == end || tokens.is_marked() {
            continue; // another form of the last word
        }
        end = Some(tokens.position());
        read(&tokens);
    }
}

/// Returns the words of a text in order, each in its first form.
fn words_of(analyzer: AnalyzerVersion, text: &str, language: Language) -> Vec<TextWord> {
    let mut words = Vec::new();
    each_word(analyzer, text, language, |tokens| {
        words.push(TextWord { word: tokens.text().to_owned(), span: tokens.span() });
    });
    words
}

/// Returns the articles that have the longest run of the words of `phrase`, best first.
pub(super) fn closest(
    snapshot: &IndexSnapshot,
    request: &Request,
    phrase: &Phrase,
    limit: usize,
    steps: u64,
) -> Result<Vec<NearMiss>, Error> {
    let mut quote = words_of(snapshot.analyzer(), &phrase.surface, Language::UNKNOWN);
    quote.truncate(MAX_WORDS);
    let typed: Vec<&str> = quote.iter().map(|word| word.word.as_str()).collect();
    let words = QuoteWords::new(snapshot, &typed)?;
    let compare_budget = WorkBudget::new(steps);
    let mut found: Vec<(Alignment, bool, FetchedArticle)> = Vec::new();
    let mut seen: FxHashSet<(OsString, Option<String>)> = FxHashSet::default();
    for query in queries(snapshot, &words, request)? {
        let budget = Arc::new(WorkBudget::new(steps));
        let params = SearchParams {
            limit: CANDIDATES,
            sort: Sort::Relevance,
            fetch_text: true,
            fetch_cut_text: false,
            fetch_quotations: false,
            offset: 0,
            ..request.params()
        };
        for article in snapshot.search_within(&query, &params, &budget)?.documents {
            if !seen.insert((article.path.as_os_str().to_owned(), article.id.clone())) {
                continue;
            }
            if !compare_budget.take(article.text.text.len() as u64 / WORDS_PER_STEP) {
                break;
            }
            let title = article.metadata.title.as_deref().unwrap_or_default();
            let in_title = align_with(snapshot, &words, title, article.text.language);
            let in_text = align_with(snapshot, &words, &article.text.text, article.text.language);
            let best = match (in_text, in_title) {
                (Some(text), Some(title)) if title.score() > text.score() => Some((title, true)),
                (Some(text), _) => Some((text, false)),
                (None, title) => title.map(|title| (title, true)),
            };
            found.extend(best.map(|(alignment, is_title)| (alignment, is_title, article)));
        }
        // One word apart, or two swapped ones: nothing is closer.
        let apart = if typed.len() < SHORT_QUOTE { 1 } else { 2 };
        if found.iter().any(|(alignment, ..)| alignment.matched + alignment.near + apart >= typed.len()) {
            break;
        }
    }
    found.retain(|(alignment, ..)| is_near(&words, alignment, snapshot.num_articles()));
    found.sort_by_key(|(alignment, ..)| Reverse(alignment.score()));
    found.truncate(limit);
    let whole = Query::Phrase(phrase.clone());
    // Its highlighter costs a while, and programs are given no copies.
    let has_copies = found.iter().any(|(.., article)| !article.copies.is_empty());
    let hit_builder = has_copies.then(|| HitBuilder::new(snapshot, &whole, request));
    let ranked = found.into_iter().zip(1..);
    let near_miss = |((alignment, is_title, mut article), rank): ((_, _, FetchedArticle), _)| {
        let copies = std::mem::take(&mut article.copies);
        let mut near_miss = near_miss(snapshot, (phrase, &quote), alignment, is_title, article, rank);
        if let Some(hit_builder) = &hit_builder {
            near_miss.hit.copies = hit_builder.copies(copies, near_miss.hit.passages.first());
        }
        near_miss
    };
    Ok(ranked.map(near_miss).collect())
}

fn align_with(
    snapshot: &IndexSnapshot,
    quote: &QuoteWords<'_>,
    text: &str,
    language: Language,
) -> Option<Alignment> {
    // Most words of a text are none of the quote; only their number counts.
    let (mut kept, mut ends) = (String::new(), Vec::new());
    each_word(snapshot.analyzer(), text, language, |tokens| {
        if quote.may_have(tokens.text()) {
            kept.push_str(tokens.text());
        }
        ends.push(kept.len());
    });
    if kept.is_empty() {
        return None;
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let words: Vec<&str> = starts.zip(&ends).map(|(start, end)| &kept[start..*end]).collect();
    // What has the words in their order is closer than what has more of them in another.
    let aligned = align(quote, &words);
    match aligned.as_ref().is_some_and(|found| is_near(quote, found, snapshot.num_articles())) {
        true => aligned,
        false => reordered(quote, &words).or(aligned),
    }
}

/// Returns queries for the articles that may be closest, the surest first: those with a short quote but for a
/// word, or half of any, those with all of its rare words but one, and those with any of its words.
fn queries(snapshot: &IndexSnapshot, quote: &QuoteWords<'_>, request: &Request) -> Result<Vec<Query>, Error> {
    let typed: Vec<&str> = quote.words.iter().map(|word| word.word).collect();
    let mut rare: Vec<(u64, &str)> = Vec::new();
    for word in quote.words.iter().filter(|word| word.is_content) {
        if rare.iter().all(|(_, other)| *other != word.word) {
            rare.push((word.articles, word.word));
        }
    }
    rare.sort_unstable();
    let term = |(_, word): &(u64, &str)| Query::Term(Term::of_token(word));
    let any = rare.iter().filter(|(articles, _)| *articles > 0).map(|word| (Occur::Should, term(word)));
    let mut any: Vec<(Occur, Query)> = any.collect();
    for (_, word) in rare.iter().filter(|(articles, _)| *articles == 0).take(MAX_MISSPELLED) {
        for spelling in snapshot.similar_words(word, false)? {
            any.push((Occur::Should, Query::Term(Term::of_token(&spelling.word))));
        }
    }
    let any = Query::Bool(any);
    let but_one = if typed.len() <= LONG_QUOTE { all_but_one_word(quote, &typed) } else { Vec::new() };
    let fragments =
        fragments(typed.len()).map(|range| (Occur::Should, exact_phrase(&typed[range]))).collect();
    rare.truncate(MAX_RARE_WORDS);
    let mut all_but_one = Vec::new();
    if rare.len() >= 3 {
        for left_out in 0..rare.len() {
            let others = rare.iter().enumerate().filter(|(index, _)| *index != left_out);
            let all = others.map(|(_, word)| (Occur::Must, term(word))).collect();
            all_but_one.push((Occur::Should, Query::Bool(all)));
        }
    }
    let mut queries = vec![Query::Bool(but_one), Query::Bool(fragments), Query::Bool(all_but_one), any];
    for query in &mut queries {
        snapshot.find_unjoined(query, request.target)?;
    }
    queries.retain(|query| *query != Query::Bool(Vec::new()));
    Ok(queries)
}

/// Returns queries for a quote without each of its words in turn: what stands before and after the word,
/// unless these are function words.
fn all_but_one_word(quote: &QuoteWords<'_>, typed: &[&str]) -> Vec<(Occur, Query)> {
    let has_content = |range: &Range<usize>| quote.words[range.clone()].iter().any(|word| word.is_content);
    let around = |index: usize| {
        let sides = [0..index, index + 1..typed.len()].into_iter().filter(has_content);
        let sides: Vec<_> = sides.map(|range| (Occur::Must, exact_phrase(&typed[range]))).collect();
        (!sides.is_empty()).then_some((Occur::Should, Query::Bool(sides)))
    };
    (0..typed.len()).filter_map(around).collect()
}

/// Returns the parts of a quote of so many words one of which has no difference, if there is only one
/// difference: its halves, without the words between them, which may be swapped; of a longer one also
/// quarters.
fn fragments(words: usize) -> impl Iterator<Item = Range<usize>> {
    let half = words / 2;
    let quarters = (words >= LONG_QUOTE)
        .then_some(words / 4)
        .into_iter()
        .flat_map(move |quarter| (0..4).map(move |index| index * quarter..(index + 1) * quarter));
    let inner = (words >= 8).then_some([0..half - 1, half + 1..words]).into_iter().flatten();
    [0..half, words - half..words, 0..words.div_ceil(2)].into_iter().chain(inner).chain(quarters)
}

fn near_miss(
    snapshot: &IndexSnapshot,
    (phrase, quote): (&Phrase, &[TextWord]),
    alignment: Alignment,
    is_title: bool,
    article: FetchedArticle,
    rank: usize,
) -> NearMiss {
    let title = article.metadata.title.clone().unwrap_or_default();
    let text = if is_title { &title } else { &article.text.text };
    let words = words_of(snapshot.analyzer(), text, article.text.language);
    let range = |words: &[TextWord], range: &Range<usize>| match words.get(range.clone()) {
        Some([first, .., last]) => first.span.start..last.span.end,
        Some([only]) => only.span.clone(),
        _ => 0..0,
    };
    let ranges: Vec<Range<usize>> = alignment.runs.iter().map(|run| range(&words, run)).collect();
    let collapsed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let difference = |(typed, written): &(Range<usize>, Range<usize>)| WordDifference {
        typed: collapsed(phrase.surface.get(range(quote, typed)).unwrap_or_default()),
        written: collapsed(text.get(range(&words, written)).unwrap_or_default()),
    };
    let differences = alignment.differences.iter().map(difference).collect();
    let passage = passage_of(&article, is_title.then_some(title.as_str()), ranges);
    NearMiss {
        hit: Hit {
            rank,
            score: article.score,
            language: article.language(),
            path: article.path,
            id: article.id,
            metadata: article.metadata,
            added: article.added,
            indexed_by: article.indexed_by,
            passages: vec![passage],
            copies: Vec::new(),
            num_copies: article.num_copies,
        },
        matched: alignment.matched,
        words: quote.len(),
        run: alignment.run,
        differences,
    }
}

fn passage_of(article: &FetchedArticle, title: Option<&str>, ranges: Vec<Range<usize>>) -> Passage {
    let text: &StoredText = &article.text;
    match title {
        Some(title) => title_of_ranges(title, article.title_position, ranges),
        None => passage_of_ranges(text, ranges),
    }
}

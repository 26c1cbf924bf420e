//! Malformed and hostile pages: cleaning is fast, uses bounded memory and loses no text.

use clippings::Verdict;
use clippings::internals::clean::html::clean;
use clippings::internals::extract::html::read;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const ARTICLE: &str = "<p>The ferry will stay in port until its engine has been examined, the harbour authority said on \
    Monday, and no date has been set for its return.</p><p>Passengers are to be carried by bus, which takes three hours \
    longer than the crossing does, according to the timetable.</p>";

/// Cleans `source` in a thread with the small stack of a worker thread; returns the time it took as well.
fn clean_in_thread(source: String) -> (String, bool, Duration) {
    let run = move || {
        let start = Instant::now();
        let cleaned = clean(&source);
        (cleaned.article.body.text.as_str().to_owned(), cleaned.is_article, start.elapsed())
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap()
}

#[test]
fn deep_nesting_neither_overflows_nor_hides_the_article() {
    for tag in ["div", "span", "b", "ul><li", "table><tr><td", "a href=x", "font"] {
        let source = format!("{}{ARTICLE}", format!("<{tag}>").repeat(20_000));
        let (body, _, taken) = clean_in_thread(source);
        assert!(body.contains("The ferry will stay in port"), "{tag}");
        assert!(taken < Duration::from_secs(20), "{tag} took {taken:?}");
    }
}

#[test]
fn unclosed_markup_takes_linear_time_and_loses_no_text() {
    for opening in
        ["<!-- ", "<p title=\"", "<p title='>", "<title>", "<textarea>", "</", "<![CDATA[", "<a <a <a "]
    {
        let source = format!("{ARTICLE}{}{ARTICLE}", opening.repeat(20_000));
        let (body, _, taken) = clean_in_thread(source);
        assert!(body.contains("Passengers are to be carried"), "{opening}");
        assert!(taken < Duration::from_secs(20), "{opening} took {taken:?}");
    }
}

#[test]
fn pages_without_an_article_are_detected() {
    let menu: String = (0..200).map(|n| format!("<li><a href=/{n}>Section {n}</a></li>")).collect();
    for source in [
        String::new(),
        "\0\0\0".to_owned(),
        format!("<title>Coast News</title><nav><ul>{menu}</ul></nav>"),
        "<title>Just a moment</title><h1>Checking your browser</h1><p>Enable JavaScript to continue.</p>"
            .to_owned(),
    ] {
        let cleaned = clean(&source);
        assert!(!cleaned.is_article, "{}", &source[..source.len().min(60)]);
    }
    assert_eq!(clean("<title>Coast News</title>").article.metadata.title.as_deref(), Some("Coast News"));
}

#[test]
fn inlined_data_is_not_text() {
    let data = "QUJD".repeat(1 << 18);
    let (body, is_article, _) = clean_in_thread(format!(
        "<img src=\"data:image/png;base64,{data}\"><style>p {{ background: url(data:{data}) }}</style>\
         <script>var a = '{data}';</script>{ARTICLE}<div style='background:url(data:{data})'></div>"
    ));
    assert!(is_article);
    assert!(body.starts_with("The ferry") && !body.contains("QUJD"));
}

#[test]
fn long_lines_and_many_elements_take_linear_time() {
    let long = "word ".repeat(1 << 19);
    let (_, _, taken) = clean_in_thread(format!("<p>{long}</p>"));
    assert!(taken < Duration::from_secs(60), "{taken:?}");
    let (_, _, taken) = clean_in_thread("<p>a<b>b".repeat(30_000));
    assert!(taken < Duration::from_secs(120), "{taken:?}");
}

/// Returns whether `c` is part of the mark of a note whose source is `written`: `⁴` for `4`, or `[4]`.
fn is_mark_of_note(c: char, written: &str) -> bool {
    let superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let digit = superscripts.chars().position(|superscript| superscript == c);
    match digit {
        Some(digit) => written.contains(&digit.to_string()),
        None => written.chars().count() <= 24 && (matches!(c, '[' | ']') || written.contains(c)),
    }
}

/// Generates fragments of HTML, valid and broken.
fn markup_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div class='comments'>",
            "</div>",
            "<br>",
            "<br/>",
            "<li>",
            "<td>",
            "<table>",
            "</table>",
            "<a href='#'>",
            "</a>",
            "<h1>",
            "</h1>",
            "<pre>",
            "</pre>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "&amp;",
            "&#x2014;",
            "&nbsp;",
            "&#146;",
            "&bogus;",
            "&",
            "<",
            ">",
            "\0",
            "\u{a0}",
            "<title>",
            "</title>",
            "<span",
            " hidden",
            "='",
            "\"",
            "<head>",
            "<body>",
            "<svg>",
            "<figcaption>",
            "<select><option>",
            "\n\n",
            "  ",
            "é",
            "雨が降る。",
            "The rain fell all night, and in the morning the road was gone. ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|fragments| fragments.concat())
}

proptest! {
    #[test]
    fn any_string_parses_and_blocks_map_to_the_source(source in markup_soup()) {
        let page = read(&source);
        let mut end = 0;
        for block in &page.tree.blocks {
            let span = block.text.origin_span();
            prop_assert!(span.start >= end && span.end <= source.len(), "{span:?} after {end}");
            end = span.end;
            prop_assert!(!block.text.as_str().trim().is_empty());
            prop_assert_eq!(block.text.as_str().trim_end(), block.text.as_str());
            for (offset, c) in block.text.as_str().char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let origin = block.text.origin(offset..offset + c.len_utf8());
                let written = &source[origin];
                let is_kept = written == c.to_string() || written.starts_with('&');
                prop_assert!(is_kept || is_mark_of_note(c, written), "{c:?} from {written:?}");
            }
        }
    }

    #[test]
    fn visible_text_is_never_lost(source in markup_soup()) {
        let cleaned = clean(&source);
        let page = read(&source);
        let (body, cut) = (cleaned.article.body.text.as_str(), cleaned.article.cut.text.as_str());
        let title = cleaned.article.title.as_ref().map_or("", |title| title.as_str());
        for block in &page.tree.blocks {
            let text = block.text.as_str();
            prop_assert!(body.contains(text) || cut.contains(text) || title.contains(text));
        }
        prop_assert!(cleaned.article.lines.iter().all(|line| line.confidence >= 0.5 || line.verdict == Verdict::Keep));
    }
}

use crate::analysis::Language;
use crate::article::{Document, Folder, QuotationKind, ReadOptions, StoredQuotation, StoredText};
use crate::index::{FileTable, IndexDir, IndexSession, Meta, SearchTarget, Update};
use crate::search::reading::{BlockSource, PieceStyle, ReadingArticle};
use crate::search::{Request, Searcher};
use crate::text::{LineIndex, MappedText};

/// Returns a text of the lines of `source` that begin with `sign`, each run of them a block.
fn text(source: &str, sign: char) -> StoredText {
    let (mut mapped, mut blocks, mut is_open) = (MappedText::new(), Vec::new(), false);
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let words = line.trim_end().strip_prefix(sign).filter(|words| !words.is_empty());
        if let Some(words) = words {
            if !mapped.is_empty() {
                mapped.push_as(if is_open { "\n" } else { "\n\n" }, offset..offset);
            }
            if !is_open {
                blocks.push((mapped.len(), offset > 0));
            }
            mapped.push(words, offset + 1);
        }
        is_open = words.is_some();
        offset += line.len();
    }
    StoredText::new(&mapped, blocks, &LineIndex::new(source), Language::ENGLISH)
}

/// Reads an article with the matches of a query: lines that begin with ` ` are kept, those with `-` are cut.
fn read(source: &str, quoted: &[&str], query: &str, target: SearchTarget) -> ReadingArticle {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = IndexDir::new(folder.path().join("index"));
    let body = text(source, ' ');
    let quotations = quoted.iter().map(|words| {
        let start = body.text.find(words).expect("quoted");
        StoredQuotation {
            range: start..start + words.len(),
            kind: QuotationKind::Speech,
            is_continued: false,
            speaker: Some("Ann Lee".into()),
            original: None,
        }
    });
    let quotations = quotations.collect();
    let mut document =
        Document { quotations, cut: text(source, '-'), ..Document::of_text(1, "harbor.txt", body) };
    document.metadata.title = Some("Ferry stays in port".into());
    let updater = IndexSession::open(&dir, false).and_then(IndexSession::into_updater).expect("an index");
    updater.update(&Update { remove: None, add: Some(&document) }, || ()).expect("an update");
    let folder = Folder { id: 1, path: "/a".into(), options: ReadOptions::default() };
    updater.commit(|| (Meta::new(vec![folder.clone()]), FileTable::new())).expect("a commit");
    let request = Request { target, ..Request::new(query) };
    let searcher = Searcher::open(&dir).expect("an index");
    searcher.reading("/a/harbor.txt".as_ref(), None, &request).expect("read").expect("an article")
}

/// Shows an article: a line for each block, with `-` if it was cut, `|N|` where a line begins, matches in
/// brackets with their numbers, and quotations in braces.
fn shown(article: &ReadingArticle) -> Vec<String> {
    let piece = |source, piece: &crate::search::reading::ReadingPiece| {
        let text = article.text(source, piece);
        let text = match piece.style {
            PieceStyle::Plain => text.to_owned(),
            PieceStyle::Match(number) => format!("[{number} {text}]"),
            PieceStyle::MatchRest => format!("[+ {text}]"),
            PieceStyle::Gap => format!("({text})"),
        };
        let text = if piece.quotation.is_some() { format!("{{{text}}}") } else { text };
        piece.position.map(|position| format!("|{position}|")).unwrap_or_default() + &text
    };
    let block = |block: &crate::search::reading::ReadingBlock| {
        let pieces = article.pieces_of(block).iter().map(|part| piece(block.source, part));
        let sign = if block.source == BlockSource::Cut { "-" } else { "" };
        format!(
            "{sign}{}{}",
            pieces.collect::<String>().replace('\n', "/"),
            if block.has_match { " *" } else { "" }
        )
    };
    article.blocks.iter().map(block).collect()
}

const HARBOR: &str = "-Home\n-Sport\n\n The ferry stays\n in port, she said.\n\n-Subscribe to the ferry news\n\n “No ferry sails\n today”, she said.\n-Comments\n";

#[test]
fn an_article_has_every_word_once_in_the_order_of_the_original() {
    let article = read(HARBOR, &["No ferry sails\ntoday"], "ferry", SearchTarget::Article);
    let expected = [
        "-|1|Home/|2|Sport",
        "|4|The [2 ferry] stays/|5|in port, she said. *",
        "-|7|Subscribe to the ferry news",
        "|9|“{No }{[3 ferry]}{ sails/}|10|{today}”, she said. *",
        "-|11|Comments",
    ];
    assert_eq!(shown(&article), expected);
    assert_eq!((article.num_matches, article.title.len(), article.is_truncated), (3, 2, false));
    assert_eq!(article.title[0].style, PieceStyle::Match(1));
}

#[test]
fn matches_are_those_in_the_text_that_is_searched() {
    let cut = read(HARBOR, &[], "ferry", SearchTarget::Cut);
    assert_eq!(shown(&cut)[2], "-|7|Subscribe to the [1 ferry] news *");
    assert_eq!((cut.num_matches, cut.passages[0].position.number()), (1, 7));
    let both = read(HARBOR, &[], "port cut:subscribe", SearchTarget::Article);
    assert_eq!(
        shown(&both)[1..3],
        ["|4|The ferry stays/|5|in [2 port], she said. *", "-|7|[3 Subscribe] to the ferry news *"]
    );
    let none = read(HARBOR, &[], "", SearchTarget::Article);
    assert_eq!((none.num_matches, none.blocks.len()), (0, 5));
}

#[test]
fn a_match_that_ends_within_a_quotation_or_on_the_next_line_has_one_number() {
    let article = read(HARBOR, &["No ferry sails\ntoday"], "\"sails today she\"", SearchTarget::Article);
    assert_eq!(shown(&article)[3], "|9|“{No ferry }{[1 sails/]}|10|{[+ today]}[+ ”, she] said. *");
    assert_eq!(article.num_matches, 1);
}

#[test]
fn every_match_of_a_long_article_has_its_number() {
    let long = " The ferry sails, and the ferry lands.\n\n".repeat(3_000);
    let article = read(&long, &[], "ferry", SearchTarget::Article);
    assert_eq!((article.num_matches, article.is_truncated), (6_001, false));
}

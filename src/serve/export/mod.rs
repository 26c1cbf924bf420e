//! `/export.csv` and `/export.json`: all results of a page of results, in its order.
//!
//! Results are read page by page from one commit and sent at once, so that their number has no limit and
//! memory does.

use std::io::{self, Write as _};

use hyper::StatusCode;
use hyper::header::CONTENT_DISPOSITION;
use jiff::civil::Date;

use crate::search::{Hit, Request, Searcher};
use crate::serve::api::problem::Problem;
use crate::serve::response::{Call, JSON, ServerResponse, WithHeader, respond};
use crate::serve::served::Served;
use crate::serve::streaming::{ListWriter, Streamed};
use crate::serve::view::{QueryString, ResultsView};
use crate::text::dates::today;
use crate::wire::PathDisplay;
use crate::wire::csv::BYTE_ORDER_MARK;
use crate::wire::csv::hits::HitColumns;
use crate::wire::hit::{HitJson, HitParts};

/// Number of results that are read at a time.
const PAGE: usize = 1000;
/// Length up to which the name of a file tells the search.
const MAX_NAME: usize = 60;

/// Sends all results as CSV: a row per result, with a column of its copies if results stand for them.
pub(crate) fn csv(served: &Served, call: &Call) -> Result<Streamed, Problem> {
    let Export { request, name, bom } = Export::read(call.uri().query(), served)?;
    let head = saved("text/csv; charset=utf-8", &format!("{name}.csv"));
    Ok(Streamed::new(head, move |served, out| {
        let archive = served.archive.current()?;
        let query = archive.searcher.read(&request.query, request.target)?.query;
        let columns =
            HitColumns { query: false, speakers: query.has_quote_clause(), copies: request.collapse };
        let display = PathDisplay::absolute();
        write!(out, "{}{}", if bom { BYTE_ORDER_MARK } else { "" }, columns.header())?;
        each_hit(&archive.searcher, &request, PAGE, |hit| {
            out.write_all(columns.row(&[], hit, &display).as_bytes())
        })
    }))
}

/// Sends all results as a list of JSON, each in the form of the API.
pub(crate) fn json(served: &Served, call: &Call) -> Result<Streamed, Problem> {
    let Export { request, name, .. } = Export::read(call.uri().query(), served)?;
    Ok(Streamed::new(saved(JSON, &format!("{name}.json")), move |served, out| {
        let archive = served.archive.current()?;
        let (parts, display) = (HitParts::of(&request), PathDisplay::absolute());
        let mut list = ListWriter::new(out);
        each_hit(&archive.searcher, &request, PAGE, |hit| list.push(&HitJson::of(hit, parts, &display)))?;
        Ok(list.finish()?)
    }))
}

/// Results that are saved.
struct Export {
    request: Request,
    /// Name of the file, without its extension.
    name: String,
    /// Whether a CSV begins with a mark of its encoding, by which spreadsheets know it: `bom=1`.
    bom: bool,
}

impl Export {
    /// Reads what the page of results with the query string `raw` shows.
    fn read(raw: Option<&str>, served: &Served) -> Result<Self, Problem> {
        let mut address = QueryString::read(raw.unwrap_or_default());
        let pairs = address.0.len();
        address.0.retain(|(key, value)| (key.as_str(), value.as_str()) != ("bom", "1"));
        let bom = address.0.len() < pairs;
        let view = ResultsView::read(&address);
        if let Some(unknown) = view.unknown.first() {
            let name = unknown.split('=').next().unwrap_or_default();
            let detail = format!("the page of results does not know {unknown}");
            return Err(Problem::of_parameter(name, detail));
        }
        let name = file_name(&view, today());
        Ok(Export { request: view.to_request(served.options.collapse), name, bom })
    }
}

/// Calls `write` with each result of `request`, whatever its offset and its limit; `page` of them are read at
/// a time.
fn each_hit(
    searcher: &Searcher,
    request: &Request,
    page: usize,
    mut write: impl FnMut(&Hit) -> io::Result<()>,
) -> Result<(), Problem> {
    let mut request = Request {
        offset: 0,
        limit: page,
        max_passages: request.max_passages.max(1),
        max_copies: usize::MAX,
        ..request.for_hits()
    };
    loop {
        let hits = searcher.search(&request)?.hits;
        hits.iter().try_for_each(&mut write)?;
        if hits.len() < page {
            return Ok(());
        }
        request.offset += page;
    }
}

/// Returns a name for the file that tells the search and the day, of letters, digits and dashes: no query can
/// lead out of a folder.
fn file_name(view: &ResultsView, today: Date) -> String {
    let mut texts = vec![view.query.clone()];
    texts.extend(view.within.iter().cloned());
    texts.extend(view.filters.iter().map(|filter| {
        let not = if filter.is_excluded { "not " } else { "" };
        format!("{not}{}", filter.value)
    }));
    texts.extend(view.since.map(|day| format!("from {day}")));
    texts.extend(view.until.map(|day| format!("to {day}")));
    texts.extend(view.undated.then(|| "undated".to_owned()));
    texts.extend(view.impossible.then(|| "impossible day".to_owned()));
    let mut name = String::from("clippings");
    for word in texts.iter().flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric())) {
        if name.len() + word.len() > MAX_NAME {
            break;
        }
        if !word.is_empty() {
            name.push('-');
            name.push_str(&word.to_ascii_lowercase());
        }
    }
    format!("{name}-{today}")
}

/// Returns the head of an answer that a browser saves in a file of this name.
fn saved(media_type: &'static str, name: &str) -> ServerResponse {
    let head = respond(StatusCode::OK, media_type, "");
    head.with_header(CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::index::IndexDir;
    use crate::indexer::Indexer;
    use crate::progress::NoProgress;
    use crate::search::Sort;
    use crate::serve::ask::ask;
    use crate::serve::export::*;
    use crate::serve::options::ServeOptions;

    /// Returns options for an index of some articles, each of which is there twice.
    fn archive(dir: &std::path::Path) -> ServeOptions {
        let news = dir.join("news");
        std::fs::create_dir_all(&news).expect("a folder");
        let mut records = String::new();
        for number in 0..50 {
            let words = (0..60).map(|word| format!("word{}", (number + 1) * 7919 * (word + 3) % 9973));
            let words = words.collect::<Vec<_>>().join(" ");
            let text = format!("The dam holds. {words}. {}", "The gate. ".repeat(number % 7));
            for copy in ["a", "b"] {
                let record = json!({ "id": format!("{number}{copy}"), "title": format!("=Dam {number}"), "text": text });
                records.push_str(&format!("{record}\n"));
            }
        }
        std::fs::write(news.join("dams.jsonl"), records).expect("written");
        let index = IndexDir::new(dir.join("idx"));
        Indexer::new(index.clone()).run(&[news], &NoProgress).expect("a run");
        ServeOptions::new(index)
    }

    #[test]
    fn all_results_are_there_in_the_order_of_the_page() {
        let dir = tempfile::tempdir().expect("a folder");
        let searcher = archive(dir.path()).index.searcher().expect("an index");
        for (collapse, sort) in [(false, Sort::Relevance), (true, Sort::Relevance), (true, Sort::Newest)] {
            let request = Request { collapse, sort, ..Request::new("dam OR gate") };
            let place = |hit: &Hit| (hit.rank, hit.id.clone(), hit.num_copies);
            let whole = searcher.search(&Request { limit: usize::MAX, ..request.clone() }).expect("results");
            let expected: Vec<_> = whole.hits.iter().map(place).collect();
            let mut exported = Vec::new();
            let collect = |hit: &Hit| {
                exported.push(place(hit));
                Ok(())
            };
            each_hit(&searcher, &request, 7, collect).expect("results");
            assert_eq!(exported.len(), if collapse { whole.stories.unwrap_or(100) } else { whole.total });
            assert_eq!(exported, expected);
        }
    }

    #[test]
    fn files_have_a_row_for_each_result() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut options = archive(dir.path());
        options.collapse = false;
        let get = |target: &str| ask(&options, ("GET", target), &[], "").expect("an answer");
        let csv = get("/export.csv?q=dam");
        let disposition = csv.header("content-disposition");
        let name = disposition.strip_prefix("attachment; filename=\"clippings-dam-").expect("a name");
        assert!(name.ends_with(".csv\"") && name.len() == "2026-11-29.csv\"".len(), "{name}");
        assert_eq!((csv.status, csv.text().lines().count()), (200, 101));
        assert!(csv.text().contains(",\"'=Dam 7\","), "{}", csv.text());
        let json: serde_json::Value = serde_json::from_slice(&get("/export.json?q=dam").body).expect("JSON");
        assert_eq!(json.as_array().map(Vec::len), Some(100));
        assert!(get("/export.csv?q=dam&bom=1").text().starts_with("\u{feff}rank,"));
        assert_eq!(get("/export.json?q=nowhere").text(), "[]\n");
        assert_eq!(get("/export.csv?q=dam&copies=folded&offset=20&sort=oldest").text().lines().count(), 51);
        assert_eq!(get("/export.csv?q=dam&sort=best").status, 400);
        assert_eq!(get("/export.csv?q=nowhere").text().lines().count(), 1);
    }

    #[test]
    fn the_name_of_a_file_is_harmless() {
        for (address, name) in [
            ("q=Kursk+-Putin", "clippings-kursk-putin-2026-11-29"),
            ("q=%22../../etc%22%0D%0AX:+y", "clippings-etc-x-y-2026-11-29"),
            ("q=%D0%9A%D1%83%D1%80%D1%81%D0%BA", "clippings-2026-11-29"),
            ("", "clippings-2026-11-29"),
            (
                "q=dam&within=gate&-site=../The+Wire&from=2024&undated=1",
                "clippings-dam-gate-not-the-wire-from-2024-01-01-undated-2026-11-29",
            ),
            (
                &format!("q={}", "long+".repeat(40)),
                "clippings-long-long-long-long-long-long-long-long-long-long-2026-11-29",
            ),
        ] {
            let view = ResultsView::read(&QueryString::read(address));
            assert_eq!(file_name(&view, jiff::civil::date(2026, 11, 29)), name);
        }
    }
}

//! Opens an index, answers a query, and prints each hit with its path, line and best passage.
//!
//! ```console
//! $ cargo run --example embed_index -- /tmp/example-index seeds
//! $ cargo run --example answer_query -- /tmp/example-index '"fair game"'
//! ```

use std::process::ExitCode;

use clippings::{Error, Hit, IndexDir, Passage, Request, Response, Searcher};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(index) = arguments.next() else {
        eprintln!("usage: answer_query INDEX_FOLDER QUERY…");
        return ExitCode::from(2);
    };
    let query = arguments.collect::<Vec<_>>().join(" ");
    match answer(&index, query) {
        Ok(response) => {
            print_response(&response);
            if response.total > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("cannot search: {error}");
            ExitCode::from(2)
        }
    }
}

/// Searches the index for the ten best articles.
///
/// A program that answers many queries keeps its `Searcher`: opening it reads the files of the index. A
/// searcher can be shared by threads and answers from the index as it was when it was opened.
fn answer(index: &str, query: String) -> Result<Response, Error> {
    let searcher = Searcher::open(&IndexDir::new(index))?;
    // Any text is a query: what is no operator is a word, so there are no syntax errors.
    let mut request = Request::new(query);
    request.limit = 10;
    request.max_passages = 1;
    searcher.search(&request)
}

fn print_response(response: &Response) {
    for note in &response.notes {
        eprintln!("note: {}", note.reason);
    }
    for hit in &response.hits {
        print_hit(hit);
    }
    for near_miss in &response.near_misses {
        println!("no match, but {} of {} words:", near_miss.matched, near_miss.words);
        print_hit(&near_miss.hit);
    }
    println!("matches for `{}`: {}", response.query, response.total);
    for spelling in &response.also_spelled {
        println!("{} is also spelled {} ({} articles)", spelling.word, spelling.spelled, spelling.articles);
    }
}

fn print_hit(hit: &Hit) {
    let passage = hit.passage();
    // Editors and terminals open `path:line` at the matching line of the original file.
    println!("{}:{}", hit.path.display(), passage.position);
    let metadata = &hit.metadata;
    let details = [metadata.title.as_deref(), metadata.site.as_deref()];
    let details: Vec<&str> = details.into_iter().flatten().collect();
    if !details.is_empty() {
        println!("  {}", details.join(", "));
    }
    println!("  {}\n", marked_text(passage));
}

/// Returns the text of a passage with its matches between brackets.
fn marked_text(passage: &Passage) -> String {
    let segments = passage.segments.iter().map(|segment| match segment.matched {
        true => format!("[{}]", segment.text),
        false => segment.text.clone(),
    });
    segments.collect()
}

//! Articles of files with pages, as the page in the browser shows them.

use crate::common::paged::paged_archive;
use crate::serve::server::Server;

#[test]
fn pages_of_a_file_are_named_where_they_begin() {
    let dir = paged_archive();
    let server = Server::start(&dir);
    let results = server.get("/?q=ferry").body;
    assert!(results.contains("budget.pdf:p.2</code>"), "{results}");
    let address = results.split_once("href=\"/article/").and_then(|(_, rest)| rest.split_once("?q"));
    let article = server.get(&format!("/article/{}", address.expect("an article").0)).body;
    for expected in [
        "<h1 dir=\"auto\">",
        "<p id=\"P1\" data-n=\"p.1\">",
        "href=\"#P1\" tabindex=\"-1\" lang=\"en\" aria-label=\"page 1\"></a>The council",
        "money, <i id=\"P2\" data-n=\"p.2\"></i>and the ferry",
        "<p>Nobody objected.",
        "<p id=\"P3\" data-n=\"p.3\">",
        "budget.pdf:p.1</code>",
    ] {
        assert!(article.contains(expected), "{expected} in {article}");
    }
}

//! File names as crawlers make them.

use crate::common::Dir;

fn page(word: &str) -> String {
    format!(
        "<!DOCTYPE html><title>Ferry stays in port</title><article><h1>Ferry stays in port</h1>\n<p>The {word} stays \
         at its berth until the engine has been examined, the harbour authority said on Monday.</p></article>\n"
    )
}

#[test]
fn pages_are_read_under_the_names_that_crawlers_give_them() {
    let dir = Dir::new();
    let names = [
        "index.html",
        "index.html.1",
        "INDEX.HTM.23",
        "page.html?id=3&p=2",
        "page.html@v=1.2",
        "foo.php?x",
        "article@id=5.html",
        "story.shtml",
        "default.asp",
        "view.aspx@id=9",
        "old.htm~",
        "story",
        "why-3.5-million-stay",
        "www.coast.example.com",
        "a.html%3Fp=2",
        "b.html;jsessionid=1A",
    ];
    for (index, name) in names.iter().enumerate() {
        dir.write(&format!("a/{name}"), page(&format!("steamer{index}")));
    }
    dir.run("index a").code(0).shows("16 articles");
    for (index, name) in names.iter().enumerate() {
        let answer = dir.search(&format!("steamer{index}"));
        assert_eq!(answer.hits()[0]["path"].as_str(), Some(format!("a/{name}").as_str()));
    }
}

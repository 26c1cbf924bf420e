use std::fs;
use std::path::Path;

use crate::index::IndexDir;
use crate::indexer::Indexer;
use crate::progress::NoProgress;
use crate::serve::test_archive::TestArchive;

const FERRY: &str = "Ferry stays in port\n\nBy Ann Lee, 3 May 2021\n\nThe ferry to Kursk will stay in port until its \
    engine has been examined, officials said on Monday.\n";
const LATER: &str = "Crew found asleep\n\nThe crew of the ferry was found asleep on the deck, and nobody had the key to \
    the <b>engine</b> room until Tuesday.\n";

/// Serves FERRY with the files of saved searches in `home`.
fn site(home: &Path) -> TestArchive {
    TestArchive::with_options(&[("ferry.txt", FERRY)], |mut options| {
        options.config_dir = Some(home.join("config"));
        options.state_dir = Some(home.join("state"));
        options
    })
}

/// Adds an article, and waits until the server looks again.
fn add(site: &TestArchive, name: &str, text: &str) {
    fs::write(site.path(name), text).expect("a file");
    let dir = IndexDir::new(site.folder.path().join("index"));
    Indexer::new(dir).run(&[site.folder.path().join("articles")], &NoProgress).expect("an index");
    std::thread::sleep(std::time::Duration::from_millis(300));
}

/// Returns the value of the hidden field `commit` of the page.
fn commit(page: &str) -> &str {
    page.split_once("name=\"commit\" value=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a field").0
}

#[test]
fn a_search_is_saved_marked_and_removed() {
    let home = tempfile::tempdir().expect("a folder");
    let site = site(home.path());
    let (_, results) = site.get("/?q=ferry&-lang=de");
    assert!(results.contains("<a href=\"/saved?q=ferry&amp;-lang=de\">Save this search</a>"), "{results}");
    let (status, form) = site.get("/saved?q=ferry&-lang=de");
    assert!(status == 200 && form.contains("name=\"name\" value=\"ferry\""), "{form}");
    let (status, address) = site.post("/saved", "action=save&name=the+ferry&q=ferry&-lang=de");
    assert_eq!((status.as_u16(), address.as_str()), (303, "/saved"));
    let (_, page) = site.get("/saved");
    assert!(page.contains("· 1 article matches now</span>") && page.contains("the ferry"), "{page}");
    let definitions = fs::read_to_string(home.path().join("config/saved.toml")).expect("a file");
    assert!(definitions.contains("filters = [\"-language=de\"]"), "{definitions}");
    // Showing marks nothing.
    assert!(!home.path().join("state/reported.jsonl").exists());
    let (status, _) = site.post("/saved", &format!("action=mark&name=the+ferry&commit={}", commit(&page)));
    assert_eq!(status, 303);
    assert!(site.get("/saved").1.contains("· nothing new</span>"));
    add(&site, "later.txt", LATER);
    let (_, page) = site.get("/saved");
    for expected in ["· 1 new</span>", "Crew found asleep", "found asleep on the deck", "later.txt:3</code>"]
    {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    assert!(page.contains("&lt;b&gt;engine") && !page.contains("<b>engine"), "{page}");
    let (status, _) = site.post("/saved", &format!("action=mark&commit={}", commit(&page)));
    assert!(status == 303 && site.get("/saved").1.contains("· nothing new</span>"));
    let (status, _) = site.post("/saved", "action=remove&name=the+ferry");
    assert!(status == 303 && site.get("/saved").1.contains("No search of this archive is saved"));
}

#[test]
fn nothing_is_marked_that_was_not_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let site = site(home.path());
    site.post("/saved", "action=save&name=ferry&q=ferry");
    let (_, first) = site.get("/saved");
    site.post("/saved", &format!("action=mark&commit={}", commit(&first)));
    let (_, before) = site.get("/saved");
    add(&site, "later.txt", LATER);
    let (status, page) = site.post("/saved", &format!("action=mark&commit={}", commit(&first)));
    assert!(status == 409 && page.contains("look again") && page.contains("· 1 new</span>"), "{page}");
    assert!(before.contains("nothing new") && site.get("/saved").1.contains("· 1 new</span>"));
}

#[test]
fn what_cannot_be_saved_is_said() {
    let home = tempfile::tempdir().expect("a folder");
    let site = site(home.path());
    site.post("/saved", "action=save&name=ferry&q=ferry");
    for (form, status, message) in [
        ("action=save&name=ferry&q=tide", 409, "There is a saved search named “ferry”"),
        ("action=save&name=x", 400, "there is nothing to save"),
        ("action=save&name=&q=tide", 400, "is no name"),
        ("action=remove&name=tide", 404, "There is no saved search named “tide”"),
        ("action=mark&name=ferry", 409, "look again"),
        ("name=ferry", 404, ""),
    ] {
        let (found, page) = site.post("/saved", form);
        assert!(found == status && page.contains(message), "{form}: {found} {page}");
    }
    fs::write(home.path().join("config/saved.toml"), "[[search]]\nname = 1\n").expect("a file");
    let (status, page) = site.get("/saved");
    assert!(status == 500 && page.contains("saved.toml: line 2"), "{page}");
}

#[test]
fn without_folders_the_page_says_so() {
    let site = TestArchive::new(&[("ferry.txt", FERRY)]);
    let (status, page) = site.get("/saved");
    assert!(status == 500 && page.contains("There is no folder for saved searches"), "{page}");
}

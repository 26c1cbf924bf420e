use crate::saved::definitions::*;
use proptest::prelude::*;

fn search(name: &str, query: &str) -> SavedSearch {
    SavedSearch::new(name, "/idx", SavedQuery::new(query))
}

const FILE: &str = "# Mine.\n\n[[search]] # the river\nname = \"ferry\" # two words\nquery = '''\n[[search]]\nferry'''\n\
                    index = \"/idx\"\n\n# Of the paper.\n[[search]]\nname = \"tide\"\nquery = \"tide\"\nindex = \"/idx\"\n";

#[test]
fn searches_are_added_and_removed_and_comments_stay() {
    let mut searches = SavedSearches::parse(FILE.to_owned()).expect("valid");
    assert_eq!(
        searches.get("ferry").map(|search| search.saved_query.query.as_str()),
        Some("[[search]]\nferry")
    );
    let mut other = search("harbor \"2\"", "harbor\\ “x”\u{7f}");
    other.saved_query.folders = vec![PathBuf::from("/news/a b")];
    other.saved_query.since = Some("7d".to_owned());
    other.saved_query.any = true;
    let edited = search("tide", "tide OR ebb");
    searches.add(&[other.clone(), edited.clone()]).expect("valid");
    assert!(searches.text.starts_with(&FILE[..FILE.len() / 2]), "{}", searches.text);
    assert_eq!((searches.get("tide"), searches.get("harbor \"2\"")), (Some(&edited), Some(&other)));
    searches.remove(&["ferry", "harbor \"2\""]).expect("valid");
    assert_eq!(searches.searches(), [edited]);
    assert!(searches.text.starts_with("# Mine.\n") && searches.text.contains("# Of the paper.\n"));
    searches.remove(&["tide"]).expect("valid");
    assert_eq!(searches.text.trim(), "# Mine.\n\n\n# Of the paper.".replace("\n\n\n", "\n\n"));
}

#[test]
fn errors_name_the_line() {
    for (text, error) in [
        ("[[search]]\nname = \"a\"\nquery = \"b\"\n", "line 1: missing field `index`"),
        (
            "[[search]]\nname = \"a\"\nquery = \"b\"\nindex = \"/i\"\nqurey = 1\n",
            "line 5: unknown field `qurey`",
        ),
        ("[[search]]\nname = \"a\\nb\"\nquery = \"b\"\nindex = \"/i\"\n", "line 2: \"a\\nb\" is no name"),
        (&format!("{FILE}{FILE}"), "line 18: there are two searches named \"ferry\""),
    ] {
        let found = SavedSearches::parse(text.to_owned()).expect_err(text);
        assert!(found.starts_with(error), "{found} | {error}");
    }
    let mut searches = SavedSearches::default();
    assert!(
        searches.add(&[search(&"x".repeat(201), "a")]).is_err_and(|error| error.contains("longer than 200"))
    );
    assert!(searches.add(&[search("a", "a"), search("a", "b")]).is_err());
}

#[test]
fn a_search_that_cannot_run_keeps_no_other_from_being_read() {
    let wrong = [
        ("query = \" \"\nindex = \"/i\"", "the query of \"a\" is empty"),
        ("query = \"b\"\nindex = \"i\"", "the index of \"a\" is neither an absolute path nor an address"),
        ("query = \"b\"\nindex = \"/i\"\nfolders = [\"f\"]", "the folder f of \"a\" is no absolute path"),
        ("query = \"b\"\nindex = \"/i\"\nsince = \"soon\"", "\"soon\" is no day"),
        ("query = \"b\"\nindex = \"/i\"\nfilters = [\"site\"]", "\"site\" is no filter"),
    ];
    for (lines, error) in wrong {
        let text = format!("[[search]]\nname = \"a\"\n{lines}\n\n{FILE}");
        let mut searches = SavedSearches::parse(text).expect("a file");
        let found = searches.get("a").and_then(|search| search.check().err()).unwrap_or_default();
        assert!(found.starts_with(error) && searches.searches().len() == 3, "{found} | {error}");
        let search = searches.searches()[0].clone();
        assert!(searches.add(&[search]).is_err(), "{error}");
    }
    assert!(SavedSearches::default().add(&[search("\u{200b}", "a")]).is_err());
}

#[test]
fn what_only_an_editor_can_change_is_left_alone() {
    let text = "search = [{ name = \"a\", query = \"b\", index = \"/i\" }]\n";
    let mut searches = SavedSearches::parse(text.to_owned()).expect("valid");
    let before = searches.clone();
    assert!(searches.remove(&["a"]).is_err_and(|error| error.contains("by hand")));
    assert!(searches.add(&[search("b", "c")]).is_err());
    assert_eq!(searches, before);
}

proptest! {
    #[test]
    fn a_search_is_read_as_it_was_written(name in "\\PC{1,40}", query in ".{1,60}", list in prop::option::of("[a-z]{1,5}")) {
        let mut saved = search(&name, &query);
        saved.list = list;
        prop_assume!(saved.check().is_ok());
        let mut searches = SavedSearches::default();
        searches.add(&[search("first", "a"), saved.clone(), search("last", "b")]).expect("valid");
        prop_assert_eq!(searches.get(&name), Some(&saved));
        searches.remove(&[&name]).expect("valid");
        prop_assert_eq!(searches.searches().len(), 2);
    }
}

//! `clippings saved import`, and the names of lists beside those of searches.

use crate::common::Dir;

/// Returns a folder with an index of an article on Olga Tern, and no saved search.
fn indexed() -> Dir {
    let dir = Dir::new();
    dir.write(
        "news/a.txt",
        "Ferry\n\nOlga Tern of E*Trade took the ferry of Kursk to the harbor on Monday.\n",
    );
    dir.run("index news --no-clean").code(0);
    dir
}

#[test]
fn names_that_match_nothing_are_counted() {
    let dir = indexed();
    dir.write("a.txt", "1. Dr. Olga Tern\n2. Tern (Olga)\n3. E*Trade\n4. Paul Heron\n5. Iris T*rn\n");
    let run = dir.run("saved import a.txt");
    run.code(0)
        .says("5 names saved in the list a")
        .says("2 of 5 names match no article now: Paul Heron, Iris T*rn");
    dir.run("saved list a").code(0).shows("Dr. Olga Tern (a): \"Olga Tern\"\n");
}

#[test]
fn a_name_of_another_list_is_saved_with_the_name_of_its_own() {
    let dir = indexed();
    dir.write("suspects.csv", "name\nOlga Tern\nPaul Heron\n");
    dir.write("donors.csv", "name\nOlga Tern\nIris Gull\n");
    dir.run("saved import suspects.csv").code(0);
    dir.run("saved import donors.csv").code(0).says("2 names saved").says("Olga Tern (donors)");
    dir.run("saved import donors.csv").code(0).says("0 names saved in the list donors; 2 were in it");
    let run = dir.run("saved list donors");
    run.code(0).shows("Olga Tern (donors): ").shows("Iris Gull (donors): ").hides("Paul Heron");
}

#[test]
fn no_search_has_the_name_of_a_list() {
    let dir = indexed();
    dir.write("a.txt", "Olga Tern\n");
    dir.run("saved import a.txt").code(0);
    dir.run("saved add a kursk")
        .fails("there is a list of saved searches \"a\": give the search another name");
    dir.run("saved add b kursk").code(0);
    dir.run("saved import a.txt --list b").fails("there is a saved search \"b\": --list NAME");
}

#[test]
fn lines_that_are_not_searched_for_are_named() {
    let dir = indexed();
    dir.write("a.csv", "Table 1,\nName,Role\nOlga Tern,mayor\n7,judge\n# to check,\n");
    dir.run("saved import a.csv --quiet")
        .says("a.csv: text above the header in line 1 (Table 1): not searched for");
    let run = dir.run("saved import a.csv");
    run.says("a single character in line 4 (7)").says("a comment in line 5 (# to check)");
}

#[test]
fn searches_of_one_index_or_name_are_listed_with_their_options() {
    let dir = indexed();
    dir.run("saved add a kursk --since 2024 --any").code(0);
    dir.run("saved add b ferry").code(0);
    dir.run("saved list a").code(0).shows("a: kursk\n   since 2024 · any word\n").hides("b: ferry");
    dir.run("--index other saved list").code(1).says("no search is saved for this index");
    dir.run("saved list c").fails("there is no saved search \"c\"");
}

#[test]
fn a_removed_list_names_ten_searches() {
    let dir = indexed();
    let names: Vec<String> = (10..22).map(|number| format!("Tern{number}\n")).collect();
    dir.write("a.txt", names.concat());
    dir.run("saved import a.txt").code(0).says("Tern18, Tern19 and 2 more");
    dir.run("saved remove a").code(0).says("removed Tern10, ").says("Tern19 and 2 more");
}

#[test]
fn errors_of_a_search_do_not_name_the_file() {
    let dir = indexed();
    dir.run("saved add a ''").fails("clippings: the query of \"a\" is empty");
    dir.run("saved add '' kursk").fails("clippings: \"\" is no name");
    dir.run("saved add a '!!!'").fails("the query has no words and would match nothing: !!! has no letter");
}

#[test]
fn advice_fits_saved_searches() {
    let dir = Dir::new();
    let run = dir.run("saved add a 'two words'");
    run.code(0)
        .says("no index at ")
        .says("`clippings index FOLDER` makes it")
        .says("`clippings saved add NAME -`");
    dir.run("saved rnu").code(2).says("a similar subcommand exists: 'run'");
}

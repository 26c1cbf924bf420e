//! Other spellings of names.

use crate::common::Dir;

/// Writes an article for each name, in a sentence of its language.
fn named(sentences: &[(&str, usize)]) -> Dir {
    let dir = Dir::new();
    for (index, (sentence, count)) in sentences.iter().enumerate() {
        for copy in 0..*count {
            dir.write(
                &format!("a/{index}-{copy}.txt"),
                format!("{sentence}\n\nIt was written on page {copy} there.\n"),
            );
        }
    }
    dir.run("index a --no-clean").code(0);
    dir
}

/// Returns the spellings that an answer names, with the number of articles of each.
fn spellings(dir: &Dir, word: &str) -> String {
    let answer = dir.search(word);
    let spellings = answer.0["also_spelled"].as_array().into_iter().flatten();
    let spelling = |spelling: &serde_json::Value| {
        format!("{} {}", spelling["spelled"].as_str().unwrap_or(""), spelling["articles"])
    };
    spellings.map(spelling).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_name_in_other_characters_is_named_once() {
    let dir = named(&[("中国国家主席习近平在北京发表讲话。", 2)]);
    assert_eq!(spellings(&dir, "習近平"), "习近平 2");
}

#[test]
fn one_set_whichever_spelling_is_typed() {
    let dir = named(&[
        ("Then the old leader Moammar Gaddafi spoke to them.", 6),
        ("Then the old leader Moammar Gadhafi spoke to them.", 8),
        ("Then the old leader Moammar Qaddafi spoke to them.", 7),
        ("Then the young judge Brett Kavanaugh spoke to them.", 12),
        ("Then the young judge Brett Kavanagh spoke to them.", 2),
        ("Then the leader Vladimir Putin spoke to them.", 6),
        ("Тогда президент Владимир Путин выступил перед ними.", 3),
        ("Тоді президент Володимир Путін виступив перед ними.", 2),
        ("Тоді журналіст Георгій Ґонґадзе виступив перед ними.", 2),
        ("中国国家主席习近平在北京发表讲话。", 2),
        ("中國國家主席習近平在北京發表講話。", 1),
    ]);
    for (word, expected) in [
        ("Gaddafi", "Gadhafi 8, Qaddafi 7"),
        ("Gadhafi", "Qaddafi 7, Gaddafi 6"),
        ("qaddafi", "Gadhafi 8, Gaddafi 6"),
        ("Kavanagh", "Kavanaugh 12"),
        ("Kavanaugh", "Kavanagh 2"),
        ("Kavanaugh’s", "Kavanagh 2"),
        ("Putin", "Путин 3, Путін 2"),
        ("Путин", "Putin 6, Путін 2"),
        ("Путін", "Putin 6, Путин 3"),
        ("Gongadze", "Ґонґадзе 2"),
        ("习近平", "習近平 1"),
        ("習近平", "习近平 2"),
    ] {
        assert_eq!(spellings(&dir, word), expected, "{word}");
    }
    dir.run("search Gaddafi").says("Gaddafi is also spelled: Gadhafi (8 articles), Qaddafi (7)\n");
    dir.run("search Kavanaghh").code(1).says("Kavanaghh: similar words in the index: ");
    for (query, total) in [("Kavanagh", 14), ("Путін", 11), ("習近平", 3)] {
        assert_eq!(
            dir.run(&format!("search {query} --variants --count")).stdout,
            format!("{total}\n"),
            "{query}"
        );
    }
    dir.write("queries.txt", "Gaddafi\n");
    dir.run("search --queries queries.txt --format json").code(0).hides("also_spelled");
    let long = "search leader Moammar Gaddafi spoke";
    dir.run(&format!("{long} --suggest")).says("Gaddafi is also spelled");
    assert!(!dir.run(long).stderr.contains("also spelled"));
}

#[test]
fn other_names_and_common_words_are_not_suggested() {
    let dir = named(&[
        ("Yesterday the senator Mitch McConnell took a step to the door.", 9),
        ("Yesterday the lawyer Don McDonnell took a steep path to the door.", 8),
        ("Yesterday the senator Bernie Sanders spoke of one who wanders about.", 9),
        ("Yesterday the senator Chuck Schumer spoke of a schemer in town.", 9),
        ("Yesterday the envoy went to Niger and heard the word Nigger there.", 2),
        ("Yesterday the envoy went to Niger with a step.", 7),
        ("Yesterday the judge Ann Fischer spoke to Bob Fisher in town.", 5),
        ("Yesterday they flew to London with Lyndon and to Columbia by boat.", 6),
        ("Yesterday they flew to Colombia by boat.", 5),
    ]);
    for word in [
        "McConnell",
        "McDonnell",
        "step",
        "steep",
        "Sanders",
        "wanders",
        "Schumer",
        "schemer",
        "Niger",
        "Fischer",
        "Fisher",
        "London",
        "Columbia",
        "Colombia",
    ] {
        assert_eq!(spellings(&dir, word), "", "{word}");
    }
}

#[test]
fn given_names_tell_people_with_names_that_are_alike_apart() {
    let dir = named(&[
        ("Then the senator Jane Pressley spoke to them.", 6),
        ("Then the old singer Elvis Presley spoke to them.", 1),
        ("Then the mayor Rudy Giulianni spoke to them.", 1),
        ("Then the mayor Rudy Giuliani spoke to them.", 6),
    ]);
    for (word, expected) in
        [("Pressley", ""), ("Presley", ""), ("Giuliani", "Giulianni 1"), ("Giulianni", "Giuliani 6")]
    {
        assert_eq!(spellings(&dir, word), expected, "{word}");
    }
}

#[test]
fn similar_words_are_those_that_may_be_meant() {
    let dir = named(&[
        ("Then the director James Comey spoke to them of poking, peaking and peeing.", 4),
        ("Then the leader Moammar Gadhafi met Vladimir Putin and Osama bin Laden.", 3),
        ("They come to copy what the government did by routine.", 9),
    ]);
    for (word, expected) in [
        ("Comy", "Comey 4"),
        ("Peking", ""),
        ("peking", "peaking 4, poking 4"),
        ("Poutine", "Putin 3"),
        ("Khadafy", "Gadhafi 3"),
        ("Binladen", "bin Laden 3"),
        ("goverment", "government 9"),
        ("Goverment", "government 9"),
        ("Zorblexing", ""),
    ] {
        assert_eq!(spellings(&dir, word), expected, "{word}");
    }
    dir.run("search Comy --count").code(1).says("Comy: similar words in the index: Comey (4 articles)\n");
}

#[test]
fn a_name_that_only_begins_sentences_has_the_spellings_of_its_key() {
    let dir = named(&[
        ("Then the old director John Brennan spoke to them.", 50),
        ("Brenan spoke to them for an hour.", 1),
        ("Then the leader Vladimir Putin spoke to them.", 3),
        ("Путин выступил перед ними вчера.", 1),
    ]);
    for (word, expected) in [("Brenan", "Brennan 50"), ("Путин", "Putin 3"), ("brenan", "")] {
        assert_eq!(spellings(&dir, word), expected, "{word}");
    }
}

#[test]
fn a_word_that_no_article_has_is_of_the_set_of_its_key() {
    let dir = named(&[
        ("Then the president Volodymyr Zelensky spoke to them.", 6),
        ("Then the president Volodymyr Zelenskiy spoke to them.", 3),
        ("Тоді президент Володимир Зеленський виступив перед ними.", 1),
    ]);
    for word in ["Zelenskyy", "Zelenskyj"] {
        assert_eq!(spellings(&dir, word), "Zelensky 6, Zelenskiy 3, Зеленський 1", "{word}");
    }
    assert_eq!(dir.run("search Zelenskyy --variants --count").stdout, "10\n");
    let dir = named(&[
        ("Then they saw Gongadse again.", 6),
        ("Тоді журналіст Георгій Ґонґадзе виступив перед ними.", 2),
    ]);
    let answer = dir.run("search Gongadze");
    answer.code(1);
    answer.says("Gongadze is also spelled: Ґонґадзе (2 articles)\n");
    answer.says("Gongadze: similar words in the index: Gongadse (6 articles)\n");
}

#[test]
fn articles_about_spellings_part_no_set() {
    let dir = named(&[
        ("Then the young judge Brett Kavanaugh spoke to them.", 12),
        ("Then the young judge Brett Kavanagh spoke to them.", 2),
        ("Some of them write Kavanaugh, some write Kavanagh.", 2),
    ]);
    assert_eq!(spellings(&dir, "Kavanagh"), "Kavanaugh 14");
    assert_eq!(spellings(&dir, "Kavanaugh"), "Kavanagh 4");
}

#[test]
fn words_of_another_script_that_are_no_names_have_no_latin_spelling() {
    let dir = named(&[
        ("Then the actors Portia Rossi and Vin Diesel went to Novi there.", 4),
        ("Yesterday they bought the phone Marka from the maker PPO there.", 4),
        ("Президент России подписал новый закон. Он сказал об этом вчера.", 3),
        ("Новый завод открылся вчера. Работы идут уже давно.", 1),
        ("Президент подякував союзникам за системи ППО. Він сказав це вчора.", 1),
        ("Тогда писатель Иван Марк встретил внука Ивана Марка вчера.", 2),
        ("Тогда писатель Иван Марк пришёл домой вчера.", 2),
    ]);
    for word in ["Rossi", "России", "Vin", "Він", "Novi", "Новый", "ППО", "PPO", "Marka", "Марка"]
    {
        assert_eq!(spellings(&dir, word), "", "{word}");
    }
}

#[test]
fn a_slip_of_a_long_name_is_named() {
    let dir = named(&[
        ("Then the senator Lisa Murkowski spoke to them about oil.", 25),
        ("Murkowksi did not vote on oil there.", 1),
        ("Then the mayor Rudy Giuliani spoke to them about crime.", 20),
        ("That was all of the mayor Rudy Giulliani’s talk about crime.", 1),
    ]);
    for (word, expected) in [
        ("Murkowksi", "Murkowski 25"),
        ("Murkowski", "Murkowksi 1"),
        ("Giulliani", "Giuliani 20"),
        ("Giuliani", "Giulliani 1"),
    ] {
        assert_eq!(spellings(&dir, word), expected, "{word}");
    }
}

#[test]
fn real_words_and_people_are_no_slips() {
    let dir = named(&[
        ("They come to each of them to copy what the government did by routine into the well.", 500),
        ("Yesterday the actor Brad Pell spoke to the judge Jody Hice there.", 2),
        ("Yesterday the author wrote an intro about the govermnent, the nerd and the goverment there.", 2),
        ("Gestern sind die beiden Nachbarn nach einem langen Streit mit dem Präsident wieder gegangen.", 1),
        ("Then the vice president of them had an idea of what each will need there.", 500),
    ]);
    for (word, expected) in [
        ("Pell", ""),
        ("Hice", ""),
        ("nach", ""),
        ("ohne", ""),
        ("Präsident", ""),
        ("intro", ""),
        ("nerd", ""),
        ("goverment", "government 500"),
        ("govermnent", "government 500"),
    ] {
        assert_eq!(spellings(&dir, word), expected, "{word}");
    }
}

#[test]
fn a_spelling_that_is_found_anyway_counts_the_articles_that_write_it() {
    let dir = named(&[
        ("Then the prince Dmitry Orlov spoke to them.", 6),
        ("Then the prince Dmitri Orlov spoke to them.", 2),
    ]);
    assert_eq!(spellings(&dir, "Dmitry"), "Dmitri 2");
    assert_eq!(spellings(&dir, "Dmitri"), "Dmitry 6");
}

#[test]
fn suggestions_count_what_a_search_finds() {
    let dir = named(&[
        ("Then the young judge Brett Kavanaugh spoke to them.", 12),
        ("Then it was Kavanaugh’s turn to speak.", 2),
        ("Then the young judge Brett Kavanagh spoke to them.", 2),
    ]);
    assert_eq!(spellings(&dir, "Kavanagh"), "Kavanaugh 14");
    std::fs::remove_file(dir.path("a/0-1.txt")).expect("removed");
    dir.run("index").code(0);
    assert_eq!(spellings(&dir, "Kavanagh"), "Kavanaugh 13");
    assert_eq!(dir.search("Kavanaugh").total(), 13);
}

/// Returns the table of spellings of an index.
fn table(dir: &Dir) -> std::path::PathBuf {
    let generation = std::fs::read_dir(dir.path("idx")).expect("an index").flatten();
    let generation = generation.map(|entry| entry.path()).find(|path| path.is_dir()).expect("a generation");
    let mut files = std::fs::read_dir(generation).expect("files").flatten().map(|entry| entry.path());
    files.find(|path| path.to_string_lossy().contains("spellings-")).expect("a table")
}

#[test]
fn searches_answer_without_the_table_of_spellings() {
    let dir = named(&[("Then the old leader Moammar Gaddafi met Gadhafi.", 6)]);
    let note = "`clippings index --rebuild` repairs the file spellings-";
    for is_missing in [false, true] {
        let path = table(&dir);
        match is_missing {
            true => std::fs::remove_file(&path).expect("removed"),
            false => std::fs::write(&path, "no table").expect("written"),
        }
        dir.run("search Gaddafi").code(0).says(note);
        dir.run("search Gaddafi --variants").code(0).says(note);
        dir.run("check").code(2);
        dir.run("index").code(0);
        assert!(!dir.run("search Gaddafi").code(0).stderr.contains("repairs"));
        dir.run("check").code(0);
    }
}

#[test]
fn sets_depend_on_the_articles_alone() {
    let sentence = |name: &str| format!("Then the old leader Moammar {name} spoke to them for an hour.\n");
    let dir = Dir::new();
    dir.write("a/1.txt", sentence("Gaddafi"))
        .write("a/2.txt", sentence("Qadafi"))
        .write("a/3.txt", sentence("Gadhafi"));
    dir.run("index a --no-clean").code(0);
    assert_eq!(spellings(&dir, "Gaddafi"), "Gadhafi 1, Qadafi 1");
    std::fs::remove_file(dir.path("a/2.txt")).expect("removed");
    dir.write("a/4.txt", sentence("Gadhafi"));
    dir.run("index").code(0);
    assert_eq!(spellings(&dir, "Gaddafi"), "Gadhafi 2");
    dir.run("index --rebuild").code(0);
    assert_eq!(spellings(&dir, "Gaddafi"), "Gadhafi 2");
    dir.run("check").code(0);
    let table = table(&dir);
    let mut bytes = std::fs::read(&table).expect("readable");
    bytes[10] ^= 1;
    std::fs::write(&table, bytes).expect("written");
    dir.run("check").code(2).says("does not match its checksum");
}

//! Words that languages of the archive do not have: they join no stems there.

use super::foreign::found;
use crate::common::Dir;

/// Norwegian sentences with a form of *stor*, which the English *stores* would be one of.
const STOR: [&str; 5] = [
    "Kommunen bygger en stor skole ved havnen, og ordføreren sier at arbeidet blir ferdig til høsten.",
    "De store skipene ligger ved kaien, fordi stormen ikke har gitt seg, forteller havnesjefen.",
    "Et stort hus på øya brant ned i natt, men ingen ble skadet, opplyser brannvesenet til avisen.",
    "Fiskerne fikk større fangster enn noen gang før, og nå vil de kjøpe nye båter til våren.",
    "Den største båten gikk på grunn utenfor fyret, og mannskapet måtte hentes av redningsskøyta.",
];
/// Italian sentences with *ore*, which the Romanian *oraș* would be the same word as.
const ORE: &str = "Il traghetto resterà fermo per molte ore davanti al porto, ha detto lunedì il sindaco, e i passeggeri \
                   dovranno aspettare la nave della sera numero";
const ORAS: &str = "Il cartello diceva soltanto oraș, ma i passeggeri del traghetto non hanno capito quella parola e sono \
                    tornati al porto con il sindaco.";
const ENGLISH: &str = "The stores along the harbor stay open until the ferry has left, the mayor said, and the shops will close later.";
const ROMANIAN: &str = "Locuitorii din oraș spun că podul este închis de luni și că autobuzele nu mai trec pe lângă gară în fiecare zi.";

/// Writes an article of one paragraph, which is named by its language and a number.
fn write(dir: &Dir, name: &str, text: &str) {
    let record = serde_json::json!({ "id": name, "text": text });
    dir.write(&format!("news/{name}.jsonl"), format!("{record}\n"));
}

/// Returns an index of the Norwegian articles `range`, and of an English one.
fn norwegian(range: std::ops::Range<usize>, with_english: bool) -> Dir {
    let dir = Dir::new();
    for (number, text) in STOR.iter().enumerate().take(range.end).skip(range.start) {
        write(&dir, &format!("nb{number}"), text);
    }
    if with_english {
        write(&dir, "en", ENGLISH);
    }
    dir.run("index news --no-clean").code(0);
    dir
}

/// Returns an index of Italian articles with *ore*, of those with *oraș*, and of a Romanian one.
fn italian(ore: usize, oras: usize) -> Dir {
    let dir = Dir::new();
    (0..ore).for_each(|number| write(&dir, &format!("it{number}"), &format!("{ORE} {number}.")));
    (0..oras).for_each(|number| write(&dir, &format!("it-oras{number}"), ORAS));
    write(&dir, "ro", ROMANIAN);
    dir.run("index news --no-clean").code(0);
    dir
}

/// Returns the names of the articles that `query` finds.
fn names(dir: &Dir, query: &str) -> Vec<String> {
    // The exit code tells whether any query finds something.
    let found = found(dir, &[query.to_owned(), "o*".to_owned()], "").remove(0);
    found.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_word_that_a_language_does_not_have_joins_no_stems() {
    let dir = norwegian(0..5, true);
    assert_eq!(names(&dir, "stores"), ["en"]);
    assert_eq!(names(&dir, "stores OR ferry"), ["en"]);
    assert_eq!(names(&dir, "(stores OR hai) w/9 harbor"), ["en"]);
    assert_eq!(names(&dir, "(stores OR hai) w/9 (skole OR skipene)"), ["nb0"; 0]);
    for word in ["stor", "store", "største", "stort"] {
        assert_eq!(names(&dir, word).iter().filter(|name| name.starts_with("nb")).count(), 5, "{word}");
    }
    let marked = found(&dir, &["stores OR ferry OR havnesjefen".to_owned()], "").concat();
    let words = marked.iter().flat_map(|(_, words)| words).map(String::as_str);
    assert_eq!(words.collect::<Vec<_>>(), ["\"stores\"", "\"ferry\"", "\"havnesjefen\""]);
}

#[test]
fn explain_names_the_languages_that_a_word_does_not_join() {
    let dir = norwegian(0..5, true);
    let run = dir.run("explain stores");
    run.code(0)
        .shows("forms       stores: stores (1)\nnot joined  stores: nb (no article has it as typed)\n");
    dir.run("search stores --explain").code(0).says("not joined: stores: nb (no article has it as typed)");
    dir.run("explain store").code(0).shows("store (nb 1)").hides("not joined");
    dir.run("explain stores --format json")
        .code(0)
        .shows(r#""more":0,"not_joined":{"nb":"no article has it as typed"}}]"#);
    let dir = italian(9, 1);
    dir.run("explain oraș").code(0).shows("not joined  oras: it (written with other letters)\n");
    dir.run("explain Gäste").code(0).shows("forms       gaste: in no article\n\nword Gäste\n");
    dir.run("explain ferry").code(0).hides("not joined").shows("word ferry\n");
}

#[test]
fn suggestions_are_spelled_as_articles_write_them() {
    let dir = Dir::new();
    write(
        &dir,
        "de",
        "In Würzburg steht die Fähre still, weil der Fluss zu wenig Wasser führt, sagte die Behörde.",
    );
    write(
        &dir,
        "de2",
        "WÜRZBURG. Die Fähre nach Würzburg fährt wieder, und die Kinder von Würzburg freuen sich.",
    );
    dir.run("index news --no-clean").code(0);
    dir.run("search Wurzzburg").code(1).says("Wurzzburg: similar words in the index: Würzburg (2 articles)");
    dir.run("search Faehree").code(1).says("similar words in the index: Fähre (2 articles)");
}

#[test]
fn few_articles_say_nothing_of_a_word() {
    assert_eq!(names(&norwegian(0..3, true), "stores"), ["en", "nb0", "nb1", "nb2"]);
    // A base form.
    let dir = norwegian(1..5, true);
    assert_eq!(names(&dir, "stor"), ["nb1", "nb2", "nb3", "nb4"]);
}

#[test]
fn neither_other_articles_nor_the_order_decide_on_a_word() {
    let queries = ["stores", "store", "stor", "-stores havnesjefen", "stores OR skole"].map(str::to_owned);
    let native = |dir: &Dir| {
        let mut answers = found(dir, &queries, "");
        answers.iter_mut().for_each(|answer| answer.retain(|(name, _)| name.starts_with("nb")));
        answers
    };
    for range in [0..3, 0..4, 1..5, 0..5] {
        let whole = native(&norwegian(range.clone(), true));
        assert_eq!(whole, native(&norwegian(range.clone(), false)), "{range:?}");
        // In many commits, in another order, with more articles in between.
        let dir = Dir::new();
        for number in (0..STOR.len()).rev() {
            write(&dir, &format!("nb{number}"), STOR[number]);
            dir.run("index news --no-clean").code(0);
        }
        (0..STOR.len()).filter(|number| !range.contains(number)).for_each(|number| {
            std::fs::remove_file(dir.path(&format!("news/nb{number}.jsonl"))).expect("an article");
        });
        dir.run("index news --no-clean").code(0);
        assert_eq!(whole, native(&dir), "{range:?} after deletions");
    }
}

#[test]
fn letters_of_another_language_join_no_stems() {
    let dir = italian(1, 0);
    assert_eq!(names(&dir, "oraș"), ["ro"]);
    assert_eq!(names(&dir, "oras"), ["it0", "ro"], "without marks it may be Italian");
}

#[test]
fn a_word_with_other_letters_is_found_as_it_is_typed() {
    let dir = italian(9, 1);
    assert_eq!(names(&dir, "oraș"), ["it-oras0", "ro"]);
    assert_eq!(names(&dir, "oraș (soltanto OR locuitorii)"), ["it-oras0", "ro"]);
    assert_eq!(names(&dir, "soltanto w/2 oraș"), ["it-oras0"]);
    assert_eq!(names(&dir, "soltanto -oraș"), [""; 0]);
    assert_eq!(names(&dir, "-oraș traghetto").len(), 9);
    let marked = found(&dir, &["oraș".to_owned()], "").concat();
    assert!(marked.iter().all(|(_, words)| *words == ["\"oraș\""]), "{marked:?}");
    // Where many articles have it, it is a word of theirs.
    assert_eq!(names(&italian(3, 2), "oraș"), ["it-oras0", "it-oras1", "it0", "it1", "it2", "ro"]);
}

#[test]
fn a_word_with_the_letters_of_a_language_finds_its_forms_there() {
    let dir = Dir::new();
    for number in 0..6 {
        let day = 11 + number;
        write(
            &dir,
            &format!("ru{number}"),
            &format!(
                "На встрече с Захаровой журналисты говорили о мосте через реку, сообщает газета в выпуске номер {day}."
            ),
        );
        write(
            &dir,
            &format!("ar{number}"),
            &format!(
                "قالت الصحيفة إن الانتخابات سوف تجرى في المدينة يوم الأحد رقم {day} بعد إغلاق الجسر القديم أمام السيارات."
            ),
        );
        write(&dir, &format!("nb{number}"), &format!("{} {day}", STOR[number % STOR.len()]));
    }
    write(&dir, "en", ENGLISH);
    dir.run("index news --no-clean").code(0);
    assert_eq!(names(&dir, "Захарова").len(), 6);
    assert_eq!(names(&dir, "انتخابات").len(), 6);
    assert_eq!(names(&dir, "stores"), ["en"]);
}

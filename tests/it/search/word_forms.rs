//! Forms of words that a stem does not tell: irregular nouns, names in other languages, numbers in groups.

use std::collections::BTreeSet;

use crate::common::Dir;

/// Returns an index of articles with these names and texts.
fn archive(articles: &[(&str, &str)]) -> Dir {
    let dir = Dir::new();
    for (name, text) in articles {
        let record = serde_json::json!({ "id": name, "text": text });
        dir.write(&format!("news/{name}.jsonl"), format!("{record}\n"));
    }
    dir.run("index news --no-clean").code(0);
    dir
}

/// Returns the names of the articles that `query` finds, in order.
fn found(dir: &Dir, query: &str) -> String {
    let answer = dir.search(query);
    if answer.total() == 0 {
        return String::new();
    }
    let ids = answer.hits().iter().map(|hit| hit["id"].as_str().unwrap_or_default().to_owned());
    ids.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
}

/// English articles with nouns in both numbers, and a Danish one with the small word *men*.
const NOUNS: [(&str, &str); 9] = [
    (
        "men",
        "Three men were seen at the bridge on Sunday, and the women of the village had gone to the market.",
    ),
    (
        "man",
        "A man was seen at the gate of the mill, where his wife and their child waited for the morning bus.",
    ),
    (
        "children",
        "The children of the school sang in the hall, and the wives of the miners came to listen to them.",
    ),
    (
        "woman",
        "The woman who keeps the shop said that the crisis of the dairy had reached her customers at last.",
    ),
    (
        "crises",
        "Two crises in one year were too many for the council, whose analyses had been late both times.",
    ),
    (
        "wolf",
        "The paper by Ann Wolf was read to the members, and they asked Ann Wolf for a copy of it at the end.",
    ),
    (
        "wolf2",
        "On Tuesday the report by John Wolf was sent to the farmers, who had waited for it since last spring.",
    ),
    (
        "wolves",
        "The wolves came down from the hills in the winter, and the farmers kept their sheep in the barns.",
    ),
    (
        "danish",
        "Broen er lukket i dag, men færgen sejler som den plejer, siger havnefogeden, der venter mange gæster i weekenden.",
    ),
];

#[test]
fn english_nouns_are_found_in_both_numbers() {
    let dir = archive(&NOUNS);
    for (query, expected) in [
        ("man", "man men"),
        ("men", "danish man men"),
        ("woman", "men woman"),
        ("women's", "men woman"),
        ("child", "children man"),
        ("wives", "children man"),
        ("crisis", "crises woman"),
        ("analysis", "crises"),
        ("=man", "man"),
        ("\"three men\"", "men"),
        ("man w/3 bridge", ""),
        ("man w/6 bridge", "men"),
        ("woman -man", "woman"),
        ("man AND child", "man"),
        // A name is none of them.
        ("Wolf", "wolf wolf2"),
        ("wolf", "wolf wolf2 wolves"),
    ] {
        assert_eq!(found(&dir, query), expected, "{query}");
    }
    dir.run("explain woman").code(0).shows("forms       woman: ").shows("women (1)");
    dir.run("search child").code(0).shows("children");
}

/// Ukrainian and French articles with names that are also other words, and a Russian one.
const NAMES: [(&str, &str); 10] = [
    ("uk1", "Учора в місті виступив депутат Коваль, який обіцяв мешканцям полагодити старий міст до весни."),
    ("uk2", "Мешканці подякували депутата Коваля за нову школу і попросили збудувати поруч лікарню."),
    ("uk3", "Після зборів журналісти поговорили з Ковалем і дізналися, що міст закриють уже в понеділок."),
    ("uk4", "На зборах знову був депутат Коваль, але на запитання мешканців він цього разу не відповів."),
    ("smiths", "У селі ще працюють ковалі, і туристи приїздять сюди, щоб побачити їхню давню майстерню."),
    ("smith", "Молодим ковалям подарували нові молоти, а всі мешканці прийшли подивитися на їхню роботу."),
    ("fr1", "Le maire a confié le dossier à Jean Petit, qui doit rendre son rapport avant la fin du mois."),
    (
        "fr2",
        "Selon Marie Petit, la directrice de l’école, les travaux commenceront après les vacances d’été.",
    ),
    ("small", "Les petites rues du village sont fermées, et les petits commerces attendent leurs clients."),
    ("ru", "Над озером летают орлы, и туристы приезжают сюда, чтобы увидеть их гнёзда на высоких скалах."),
];

#[test]
fn names_that_are_inflected_keep_their_cases() {
    let dir = archive(&NAMES);
    for (query, expected) in [
        ("Коваль", "uk1 uk2 uk3 uk4"),
        ("коваль", "smith smiths uk1 uk2 uk3 uk4"),
        ("депутат w/2 Коваль", "uk1 uk2 uk4"),
        ("Коваль AND міст", "uk1 uk3"),
        ("Коваль OR гнёзда", "ru uk1 uk2 uk3 uk4"),
        ("мешканці -Коваль", "smith"),
        ("Petit", "fr1 fr2"),
        ("petit", "fr1 fr2 small"),
        ("Petites", "fr1 fr2 small"),
    ] {
        assert_eq!(found(&dir, query), expected, "{query}");
    }
    let note = "Petit read as a name in French, without petites, petits (type petit)";
    assert_eq!(dir.search("Petit").0["notes"][0]["reason"], note);
    dir.run("explain Petit").code(0).shows("not joined  petit: fr (a name there)");
    dir.run("search Коваль").code(0).shows("Ковалем");
}

#[test]
fn neither_the_order_nor_other_languages_decide_on_a_name() {
    let all = archive(&NAMES);
    let one_by_one = Dir::new();
    for (name, text) in NAMES.into_iter().rev() {
        let record = serde_json::json!({ "id": name, "text": text });
        one_by_one.write(&format!("news/{name}.jsonl"), format!("{record}\n"));
        one_by_one.run("index news --no-clean").code(0);
    }
    let ukrainian = archive(&NAMES[..6]);
    for query in ["Коваль", "Коваль AND міст"] {
        assert_eq!(found(&all, query), found(&one_by_one, query), "{query}");
        assert_eq!(found(&all, query), found(&ukrainian, query), "{query}");
    }
    assert_eq!(found(&all, "Petit"), found(&one_by_one, "Petit"));
}

#[test]
fn other_spellings_are_found_in_as_many_articles_as_is_said() {
    let dir = archive(&[
        ("ru1", "Вчера в городе выступил депутат Варушкин, который обещал жителям починить старый мост."),
        ("ru2", "Жители поблагодарили депутата Варушкина за новую школу и попросили построить больницу."),
        ("ru3", "После собрания журналисты поговорили с Варушкиным и узнали, что мост скоро закроют."),
        ("en", "The deputy Varushkin said on Monday that the bridge would be closed for the whole summer."),
    ]);
    dir.run("search Varushkin").code(0).says("Varushkin is also spelled: Варушкин (3 articles)");
    assert_eq!(dir.run("search Varushkin --variants --count").stdout, "4\n");
}

#[test]
fn a_number_is_found_however_its_groups_are_set_off() {
    let dir = archive(&[
        ("spaced", "The council paid 12 500 euros for the bridge, the mayor said at the meeting on Monday."),
        ("joined", "The council paid 12500 euros for the road, the mayor said at the meeting on Monday."),
        ("apart", "In the year 12 people came with 500 sheep, the mayor said at the meeting on Monday."),
    ]);
    for (query, expected) in [
        ("12500", "joined spaced"),
        ("12 500", "joined spaced"),
        ("12\u{a0}500", "joined spaced"),
        ("12 500 euros", "joined spaced"),
        ("12 AND 500", "apart spaced"),
        ("500 12", "apart spaced"),
        ("12 500 OR sheep", "apart joined spaced"),
        ("=12 500", "joined spaced"),
        ("12 500 2024", ""),
        ("€12 500 euros", "joined spaced"),
        ("12 500, euros", "joined spaced"),
        ("500", "apart spaced"),
    ] {
        assert_eq!(found(&dir, query), expected, "{query}");
    }
    let note = "12 500 is the number 12500; for several numbers write AND between them";
    let answer = dir.search("12 500");
    let notes = answer.0["notes"].as_array().into_iter().flatten();
    assert!(notes.clone().any(|known| known["reason"] == note), "{notes:?}");
}

#[test]
fn a_word_with_letters_of_another_language_is_none_of_this_one() {
    let dir = archive(&[
        (
            "es",
            "El muro cayó durante la noche y nadie resultó herido, según dijeron los vecinos del barrio antiguo.",
        ),
        ("es2", "El precio cayó un tres por ciento y los agricultores piden ayuda al gobierno de la región."),
        ("pt", "Os cães da aldeia ladraram porque o vento derrubou uma árvore muito velha perto da escola."),
    ]);
    assert_eq!(found(&dir, "cães"), "pt");
    assert_eq!(found(&dir, "cayó"), "es es2");
}

#[test]
fn days_are_written_in_any_language() {
    let dir = Dir::new();
    for (name, day) in [("may", "2023-05-01"), ("june", "2023-06-01")] {
        let record =
            serde_json::json!({ "id": name, "date": day, "text": "The bridge is closed, the mayor said." });
        dir.write(&format!("news/{name}.jsonl"), format!("{record}\n"));
    }
    dir.run("index news --no-clean").code(0);
    for period in ["2023年5月", "5월 2023", "พฤษภาคม 2566", "令和5年5月", "tháng 5 năm 2023", "2023年5月1日"]
    {
        assert_eq!(found(&dir, &format!("bridge date:\"{period}\"")), "may", "{period}");
    }
    assert_eq!(found(&dir, "bridge date:2023年5月"), "may");
    dir.run("search bridge --since 2023年5月2日 -l").code(0).shows("june").hides("may");
}

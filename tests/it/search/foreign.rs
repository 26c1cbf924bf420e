//! Articles in other languages: adding them changes nothing among the articles that were there.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::Dir;

/// Articles of one language each. Many words mean something else in another of them, or are what another
/// stemmer makes of a word: come and Comey, put and Putin, war, gift, die, rate.
const ARTICLES: [(&str, &str); 14] = [
    (
        "en",
        "James Comey said that he would come when the war was over. The director put the gift that Putin sent on his \
         desk, and the rates of the banks were rising. Manning's lawyers come from the same town, he said, and the \
         ships are dying out there. The PMs met the PM's wife, who had dated an NBC man and was fond of dating.",
    ),
    (
        "en2",
        "They come and go, said the mayor, who put it plainly: the art of the deal is to die rich. His rate of pay \
         is a gift, and the manager of the bank had a war on his hands with the people who were hired to help.",
    ),
    (
        "de",
        "James Comey war am Montag in Berlin, und das Gift, das Putin schickte, lag noch auf dem Tisch des Direktors. \
         Die Raten der Banken steigen, sagte der Sprecher, und die Kriege der Nachbarn werden nicht enden.",
    ),
    (
        "cs",
        "Ředitel Comey řekl v pondělí, že Putin pošle dar, a že válka s bankami neskončí, dokud se lidé nevrátí domů. \
         Podle mluvčího se ceny v městech zvýšily a lidé z měst odcházejí, put je dlouhá.",
    ),
    (
        "fr",
        "Le directeur Comey a déclaré lundi que la guerre des banques ne finirait pas, et que les soldats de Poutine \
         rentreraient chez eux. Le rat est mort, dit-on, et les dates de la réunion ont été fixées par le maire.",
    ),
    (
        "nl",
        "De directeur zei maandag dat de oorlog met de banken voorbij was, en dat Comey een gift van Poetin had \
         gekregen. De mannen kwamen met hun put en gingen weer, maar de data van de rit waren nog niet bekend.",
    ),
    (
        "ru",
        "Директор Коми заявил в понедельник, что война банков не закончится, пока солдаты Путина не вернутся домой. \
         По словам представителя NBC и NATO, в городах растут цены, и люди уезжают из города.",
    ),
    (
        "uk",
        "Директор Комі заявив у понеділок, що війна банків не закінчиться, доки солдати Путіна не повернуться додому. \
         За словами речника NATO, у містах ростуть ціни, і люди їдуть із міста.",
    ),
    (
        "sk",
        "Riaditeľ Comey povedal v pondelok, že vojna s bankami sa neskončí, kým sa ľudia nevrátia domov. Podľa \
         hovorcu sa ceny v mestách zvýšili a ľudia z miest odchádzajú, čo sa nám vôbec nepáči.",
    ),
    (
        "tr",
        "Müdür Comey pazartesi günü yaptığı açıklamada, bankaların savaşının bitmeyeceğini ve Putin'in hediyesinin \
         masada durduğunu söyledi. Şehirlerde fiyatlar artıyor, insanlar şehirden ayrılıyor.",
    ),
    (
        "zh",
        "局长科米周一表示，银行之间的战争不会结束，直到士兵们回家为止。NATO 和 NBC 说，城市的价格正在上涨。",
    ),
    (
        "ko",
        "국장 코미는 월요일에 은행의 전쟁이 끝나지 않을 것이라고 밝혔다. NATO가 NBC와 함께 도시의 물가를 발표했다.",
    ),
    (
        "ar",
        "قال المدير كومي يوم الاثنين إن حرب البنوك لن تنتهي حتى يعود الجنود إلى بيوتهم، وإن الأسعار في المدن ترتفع.",
    ),
    ("und", "Comey, Putin, NBC, NATO, Manning, Berlin"),
];

/// Returns an archive of the articles for which `contains` holds.
fn archive(contains: impl Fn(&str) -> bool) -> Dir {
    archive_of_copies(1, contains)
}

/// Returns an archive of so many copies of the articles for which `contains` holds.
fn archive_of_copies(copies: usize, contains: impl Fn(&str) -> bool) -> Dir {
    let dir = Dir::new();
    for (name, text) in ARTICLES.iter().filter(|(name, _)| contains(name)) {
        let title = text.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
        let record = |copy| match copy {
            0 => serde_json::json!({ "id": name, "title": title, "text": text }),
            copy => serde_json::json!({ "id": format!("{name}-{copy}"), "title": title, "text": text }),
        };
        let records: String = (0..copies).map(|copy| format!("{}\n", record(copy))).collect();
        dir.write(&format!("news/{name}.jsonl"), records);
    }
    dir.run("index news --no-clean").code(0);
    dir
}

/// Returns queries of every kind with the words of all articles.
fn queries() -> Vec<String> {
    let words: Vec<String> = ARTICLES
        .iter()
        .flat_map(|(_, text)| text.split(|c: char| !c.is_alphanumeric() && c != '\'').map(str::to_owned))
        .filter(|word| !word.is_empty())
        .collect();
    let mut queries = BTreeSet::new();
    for (index, word) in words.iter().enumerate() {
        let next = &words[(index + 1) % words.len()];
        let far = &words[(index + 7) % words.len()];
        queries.insert(word.clone());
        if index % 5 == 0 {
            queries.insert(format!("{word}-{next}"));
        }
        queries.insert(match index % 8 {
            0 => format!("{word} {far}"),
            1 => format!("{word} OR {far}"),
            2 => format!("{word} w/3 {next}"),
            3 => format!("{far} w/9 {word}"),
            4 => format!("{word} /s {far}"),
            5 => format!("{next} -{word}"),
            6 => format!("title:{word}"),
            _ => format!("\"{word} {next}\""),
        });
        if word.is_ascii() && word.len() > 3 && index % 3 == 0 {
            queries.extend([
                format!("{word}~1"),
                format!("{}*", &word[..3]),
                format!("{}* w/3 {next}", &word[..3]),
            ]);
        }
    }
    queries.into_iter().filter(|query| !query.contains("\"\"")).collect()
}

/// Returns the names of the articles that each query finds, with the words marked in each.
pub(super) fn found(dir: &Dir, queries: &[String], option: &str) -> Vec<Vec<(String, Vec<String>)>> {
    dir.write("queries.txt", queries.join("\n"));
    let run = dir.run(&format!("search --queries queries.txt --format json -n 100 --quiet{option}"));
    let hit = |hit: &Value| {
        let segments = hit["snippet"].as_array().into_iter().flatten();
        let marked =
            segments.filter(|segment| segment["match"] == true).map(|segment| segment["text"].to_string());
        (hit["id"].as_str().unwrap_or_default().to_owned(), marked.collect())
    };
    run.code(0);
    let answer = |line: &str| {
        let answer: Value = serde_json::from_str(line).expect("JSON");
        let hits = answer["hits"].as_array().expect("hits").iter();
        let mut hits: Vec<_> = hits.map(hit).collect();
        hits.sort();
        hits
    };
    run.stdout.lines().map(answer).collect()
}

#[test]
fn other_languages_change_no_matches() {
    let queries = queries();
    let all = archive(|_| true);
    for option in ["", " --any"] {
        let beside_all = found(&all, &queries, option);
        assert_eq!(beside_all.len(), queries.len());
        for language in ["en", "de", "cs", "ru", "sk", "ko", "und"] {
            let is_native = |name: &str| name.starts_with(language);
            let alone = found(&archive(is_native), &queries, option);
            let mut hits = 0;
            for (query, (alone, beside_all)) in queries.iter().zip(alone.into_iter().zip(&beside_all)) {
                let native: Vec<_> = beside_all.iter().filter(|(name, _)| is_native(name)).cloned().collect();
                assert_eq!(alone, native, "{query}{option} in {language}");
                hits += alone.len();
            }
            assert!(hits > 20, "{language}: {hits}");
        }
    }
}

/// Returns a made-up word that begins with zo.
fn made_up(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    ["zo".to_owned(), [number / 676, number / 26, number].map(letter).iter().collect()].concat()
}

#[test]
fn other_languages_change_no_matches_of_large_patterns() {
    let english = |number| {
        let word = made_up(number);
        format!(
            "The mayor of the town said that the {word} harbor was closed, and that {word} ferries had left."
        )
    };
    let german = |number| {
        let word = made_up(number);
        format!(
            "Der Bürgermeister der Stadt sagte, dass der {word} harbor nicht offen sei und die {word} fehlen."
        )
    };
    // In English no more than 1,024 of the words are common; in German they are others.
    let articles: Vec<(&str, String)> = vec![
        ("en1", (0..1_100).map(english).collect::<Vec<_>>().join(" ")),
        ("en2", (50..1_090).map(english).collect::<Vec<_>>().join(" ")),
        ("en3", [5, 700].map(english).join(" ")),
        ("en4", english(1_200)),
        ("de1", (300..1_700).map(german).collect::<Vec<_>>().join(" ")),
        ("de2", (800..1_600).map(german).collect::<Vec<_>>().join(" ")),
        ("de3", german(1_200)),
    ];
    let archive = |language: &str| {
        let dir = Dir::new();
        for (name, text) in articles.iter().filter(|(name, _)| name.starts_with(language)) {
            let record = serde_json::json!({ "id": name, "title": "", "text": text });
            dir.write(&format!("news/{name}.jsonl"), format!("{record}\n"));
        }
        dir.run("index news --no-clean").code(0);
        dir
    };
    let queries = [
        "zo*",
        "zo* harbor",
        "\"zo* harbor\"",
        "zo* w/2 ferries",
        "\"sagte dass der zo*\"",
        "title:zo* OR zo*ey",
    ];
    let queries = queries.map(str::to_owned);
    let all = archive("");
    assert_eq!(all.search("lang:en").0["total"], 4, "every article is in the language of its sentences");
    let names = |dir: &Dir, prefix: &str| -> Vec<BTreeSet<String>> {
        let found = found(dir, &queries, "").into_iter();
        found
            .map(|hits| {
                hits.into_iter().map(|(name, _)| name).filter(|name| name.starts_with(prefix)).collect()
            })
            .collect()
    };
    for language in ["en", "de"] {
        assert_eq!(names(&archive(language), language), names(&all, language), "{language}");
    }
    assert_eq!(all.search("zo*").0["total"], 7, "a pattern alone finds all its words");
    all.run("search zo* --count").hides("zo* matches");
    all.run("search 'zo* w/2 ferries'").says("zo* matches 1700 words in the index; beside other words, only");
}

/// With as many articles as decide on which words a language has.
#[test]
fn other_languages_change_nothing_of_what_words_a_language_has() {
    let queries: Vec<String> = queries().into_iter().step_by(2).collect();
    let all = found(&archive_of_copies(9, |_| true), &queries, "");
    for language in ["de", "cs", "fr"] {
        let alone = found(&archive_of_copies(9, |name| name == language), &queries, "");
        for (query, (alone, all)) in queries.iter().zip(alone.into_iter().zip(&all)) {
            let native: Vec<_> = all.iter().filter(|(name, _)| name.starts_with(language)).cloned().collect();
            assert_eq!(alone, native, "{query} in {language}");
        }
    }
}

#[test]
fn inflections_match_in_their_language_only() {
    let dir = archive(|_| true);
    for (query, names) in [
        ("Comey", &["en", "de", "cs", "fr", "nl", "sk", "tr", "und"][..]),
        ("come", &["en", "en2"]),
        ("Putin", &["en", "de", "cs", "tr", "und"]),
        ("put", &["en", "en2", "cs", "nl"]),
        ("NATO", &["ru", "uk", "zh", "ko", "und"]),
        ("města", &["cs"]),
        ("mesta", &["cs", "sk"]),
        ("mest", &["cs"]),
        ("rating", &["en", "en2"]),
        ("date w/3 NBC", &["en"]),
        ("город", &["ru"]),
        ("PM's", &["en"]),
    ] {
        let found: BTreeSet<String> = dir
            .search(query)
            .hits()
            .iter()
            .map(|hit| hit["id"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(found, names.iter().map(|name| (*name).to_owned()).collect(), "{query}");
    }
}

#[test]
fn explain_lists_the_forms_of_each_language() {
    let dir = archive(|name| ["en", "en2", "de", "cs"].contains(&name));
    let run = dir.run("explain come war");
    run.code(0).shows("forms       come: come (2)\n").shows("forms       war: war (en 2, de 1)\n");
    dir.run("search war --explain").code(0).says("war: war (en 2, de 1)");
    let run = dir.run("search title:come* --explain --format json");
    run.code(0)
        .shows(r#""forms":[{"word":"come*","forms":[{"form":"comey","articles":3,"languages":{"cs":1,"#);
    dir.run("explain '\"come war\"'").code(0).hides("forms");
    let english = archive(|name| name.starts_with("en"));
    english.run("explain dating").code(0).shows("forms       dating: dated (1), dating (1)\n");
    english.run("explain zebra").code(0).shows("forms       zebra: in no article\n");
}

//! Letters and numbers: spellings that are one word, and marks that count where they are typed.

use crate::common::Dir;

const ARTICLES: [(&str, &str); 10] = [
    ("ru1", "Вертолёт поднялся над лесом, и пилот увидел дым. Сбита ракета Х-55 над озером."),
    ("ru2", "Вертолет опустился на поле. Сбита ракета X-55 над болотом."),
    (
        "de1",
        "Es war schön am See, sagte Herr Jäger, und die Bürde der Arbeit war leicht. Es kamen 34 700 Gäste.",
    ),
    ("de2", "Es war schon spät, sagte Herr Jaeger, und er trank noch 1.700,5 Liter mit seinen 34 Freunden."),
    (
        "de3",
        "EIN BURDE VON BLEI LAG AUF DER STADT, und niemand wusste, wie es weitergehen sollte an diesem Tag.",
    ),
    (
        "de4",
        "Die burde steht hier falsch geschrieben, und die Leser haben sich darüber bei der Zeitung beschwert.",
    ),
    (
        "es1",
        "La señora Ibáñez viajó a EE. UU. el año pasado para visitar a su hermana y a los hijos de ella.",
    ),
    (
        "es2",
        "El ano es una parte del cuerpo, dijo el profesor Ibanez durante la clase de los alumnos mayores.",
    ),
    (
        "tr1",
        "Irmak boyunca ılık bir rüzgâr esti, ve çocuklar bütün gün suyun kenarında oynadılar, dedi annesi.",
    ),
    (
        "tr2",
        "Kemikteki ilik hastalandı, ve doktorlar bütün gün hastanın yanında kaldılar, dedi onun kız kardeşi.",
    ),
];

/// Returns the names of the articles that `query` finds, in order of their names.
fn found(dir: &Dir, query: &str) -> String {
    let answer = dir.search(query);
    let mut names = answer.files();
    assert_eq!(answer.total(), names.len() as u64, "{query} finds all of {names:?}");
    names.sort();
    names.join(" ")
}

#[test]
fn letters_are_one_or_count() {
    let dir = Dir::with_articles(ARTICLES);
    for (query, expected) in [
        ("вертолет", "ru1 ru2"),
        ("\"вертолёт опустился\"", "ru2"),
        ("=вертолет", "ru1 ru2"),
        ("вертолё*", "ru1 ru2"),
        ("Х-55", "ru1 ru2"),
        ("\"ракета X-55\"", "ru1 ru2"),
        ("=schön", "de1"),
        ("schon", "de1 de2"),
        ("\"es war schön\"", "de1"),
        ("\"es war schon\"", "de1 de2"),
        ("=Bürde", "de1 de3"),
        ("\"die Bürde\"", "de1"),
        ("=burde", "de1 de3 de4"),
        ("\"Herr Jaeger\"", "de1 de2"),
        ("\"Herr Jäger\"", "de1 de2"),
        ("Jäger", "de1 de2"),
        ("Jaeger", "de1 de2"),
        ("34700", "de1"),
        ("34.700", "de1"),
        ("\"34 700 Gäste\"", "de1"),
        ("34", "de1 de2"),
        ("1700", "de2"),
        ("=año", "es1"),
        ("=ano", "es1 es2"),
        ("\"Ibáñez\"", "es1"),
        ("Ibáñez", "es1 es2"),
        ("EEUU", "es1"),
        ("\"EE. UU. el\"", "es1"),
        ("=ılık", "tr1"),
        ("=ırmak", "tr1"),
        ("=Irmak", "tr1"),
    ] {
        assert_eq!(found(&dir, query), expected, "{query}");
    }
}

#[test]
fn a_word_with_marks_ranks_those_with_them_first() {
    let dir = Dir::with_articles([
        ("a", "Es war schon spät, als der Rat der Stadt am Abend die neuen Pläne für den Hafen sah."),
        ("b", "Es war schön hier, als der Rat der Stadt am Abend die neuen Pläne für den Hafen sah."),
    ]);
    let out = dir.run("search schön --format json").code(0).stdout.clone();
    let place = |name: &str| out.find(name).unwrap();
    assert!(place("b.txt") < place("a.txt"), "{out}");
}

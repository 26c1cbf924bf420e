//! Compounds: each part of a typed one is found in its other forms.

use crate::common::Dir;

/// Texts with compounds, each with compounds that are typed in another form, and the words that are marked.
const COMPOUNDS: [(&str, &str, &str, &str); 14] = [
    (
        "ru",
        "Делегация вернулась из Ростова-на-Дону, где встретилась с вице-губернаторами, сообщили вчера местные газеты.",
        "Ростов-на-Дону вице-губернатор",
        "Ростова-на-Дону вице-губернаторами",
    ),
    (
        "uk",
        "На засіданні в Переяславі-Хмельницькому виступили прем’єр-міністри двох держав, повідомила речниця.",
        "Переяслав-Хмельницький прем'єр-міністр",
        "Переяславі-Хмельницькому прем’єр-міністри",
    ),
    (
        "de",
        "Der Rat des Rhein-Main-Gebietes und die Vize-Präsidenten des Landes trafen sich am Montag in der Stadt.",
        "Rhein-Main-Gebiet Vize-Präsident",
        "Rhein-Main-Gebietes Vize-Präsidenten",
    ),
    (
        "fr",
        "Les sous-préfets et les porte-paroles de la région ont déclaré lundi que les ponts resteraient fermés.",
        "sous-préfet porte-parole",
        "sous-préfets porte-paroles",
    ),
    (
        "pt",
        "Os vice-governadores disseram ontem que não há recursos para a obra, segundo os jornais da cidade.",
        "vice-governador",
        "vice-governadores",
    ),
    (
        "pl",
        "W Bielsku-Białej odbyło się spotkanie, na którym mówiono o polsko-czeskiej współpracy i o nowych drogach.",
        "Bielsko-Biała polsko-czeska",
        "Bielsku-Białej polsko-czeskiej",
    ),
    (
        "cs",
        "Starosta obce Frýdku-Místku řekl, že most bude uzavřen a že se o tom jednalo již minulý týden ve městě.",
        "Frýdek-Místek",
        "Frýdku-Místku",
    ),
    (
        "fi",
        "Pohjois-Karjalassa satoi eilen lunta, ja silta oli suljettu koko päivän, kertoi kaupungin edustaja.",
        "Pohjois-Karjala",
        "Pohjois-Karjalassa",
    ),
    (
        "hu",
        "A polgármester tegnap Budapest-Ferencvárosban beszélt arról, hogy a hidat nem nyitják meg az idén.",
        "Budapest-Ferencváros",
        "Budapest-Ferencvárosban",
    ),
    (
        "ro",
        "Prim-miniștrii celor două țări au discutat luni despre podul care leagă orașele și despre drumurile noi.",
        "prim-ministru",
        "Prim-miniștrii",
    ),
    (
        "el",
        "Οι αντιπρόεδροι συζήτησαν για τις ελληνο-τουρκικές σχέσεις και για τη γέφυρα που έκλεισε χθες το πρωί.",
        "ελληνο-τουρκική",
        "ελληνο-τουρκικές",
    ),
    (
        "sv",
        "Vice-ordföranden sade i går att bron skulle stängas och att resenärerna fick ta båten i stället för bussen.",
        "vice-ordförande",
        "Vice-ordföranden",
    ),
    (
        "ko",
        "대표단은 월요일에 서울-평양에서 열린 회의에 참석했고 다리가 닫혔다고 밝혔다.",
        "서울-평양",
        "서울-평양에서",
    ),
    (
        "en",
        "The half-brothers met the vice-chairs of both towns on Monday, and the bridge was closed to all of them.",
        "half-brother vice-chair",
        "half-brothers vice-chairs",
    ),
];

#[test]
fn the_parts_of_a_compound_are_inflected() {
    let dir = Dir::with_articles(COMPOUNDS.map(|(code, text, ..)| (code, text)));
    for (code, _, query, marked) in &COMPOUNDS {
        for (word, mark) in query.split(' ').zip(marked.split(' ')) {
            let answer = dir.search(word);
            assert_eq!(answer.files(), [format!("{code}.")], "{word}");
            assert_eq!(answer.marks(0), [mark], "{word} is marked as one phrase");
            assert_eq!(answer.understood(), word);
            assert_eq!(dir.search(&format!("title:zzz OR {word} OR =zzz")).files().len(), 1, "{word}");
            let exact = [format!("\"{word}\""), format!("={word}")];
            for exact in exact.iter().filter(|_| !mark.eq_ignore_ascii_case(word)) {
                assert_eq!(dir.search(exact).total(), 0, "{exact}");
            }
        }
    }
    assert_eq!(dir.search("Пётр-Дону").total(), 0);
    dir.run("explain Rhein-Main-Gebiet").shows("in any inflection");
}

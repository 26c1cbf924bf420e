//! Exports of news databases: every story is an article of its own.

use crate::common::Dir;

const NEXIS: &str = "                               1 of 2 DOCUMENTS\n\n\n                                  Coast News\n\n\
    \x20                            May 3, 2014 Saturday\n\nFerry stays in port\n\nBYLINE: By Ann Lee\n\nSECTION: NEWS; Pg. 4\n\n\
    LENGTH: 164 words\n\nThe ferry stays at its berth until the café has been examined, the authority said.\n\nPassengers go by bus.\n\n\
    LOAD-DATE: May 4, 2014\n\nLANGUAGE: ENGLISH\n\n                     Copyright 2014 Coast Press\n                              All Rights Reserved\n\n\n\
    \x20                              2 of 2 DOCUMENTS\n\n\n                                  Hill Post\n\n\
    \x20                            May 5, 2014 Monday\n\nCrow takes chain\n\nBYLINE: TOM RAY\n\nLENGTH: 59 words\n\n\
    A crow took the mayor's chain on Friday, and has not been seen since.\n\nLOAD-DATE: May 6, 2014\n";

#[test]
fn every_story_is_an_article_with_its_own_line() {
    let dir = Dir::new();
    dir.write("a/nexis.txt", NEXIS);
    dir.run("index a").code(0).shows("2 articles").clear();
    let answer = dir.search("\"crow took the mayor's chain\"");
    let hit = &answer.hits()[0];
    let line = NEXIS.lines().position(|line| line.starts_with("A crow")).map(|index| index as u64 + 1);
    assert_eq!((answer.total(), hit["line"].as_u64()), (1, line));
    assert_eq!(
        [&hit["title"], &hit["site"], &hit["published"], &hit["author"]],
        ["Crow takes chain", "Hill Post", "2014-05-05", "TOM RAY"]
    );
    for clutter in ["\"all rights reserved\"", "words", "\"LOAD-DATE\"", "documents"] {
        assert_eq!(dir.search(clutter).total(), 0, "{clutter}");
        assert!(dir.args(&["search", "--cut", clutter]).stdout.contains("nexis.txt"), "{clutter}");
    }
    dir.run("clean a/nexis.txt").code(0).shows("Passengers go by bus.").hides("LENGTH");
    dir.run("index a").code(0).shows("2 unchanged");
}

#[test]
fn exports_are_read_in_any_encoding() {
    let dir = Dir::new();
    let utf16: Vec<u8> = format!("\u{feff}{NEXIS}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    dir.write("a/utf16.txt", utf16);
    dir.write("a/latin.txt", encoding_rs::WINDOWS_1252.encode(NEXIS).0);
    dir.write("a/windows.txt", NEXIS.replace('\n', "\r\n"));
    let french =
        NEXIS.replace("LENGTH: 164 words", "LONGUEUR: 164 mots").replace("of 2 DOCUMENTS", "de 2 DOCUMENTS");
    let factiva = "La Côte\nLe bac reste au port\nPar Ann Lee\n12 Wörter\n3 mai 2014\nLa Côte\nCOTE\nFrançais\n© 2014 La Côte\n\n\
        Le bac reste au port jusqu'à ce que le café soit examiné.\n\nDocument COTE000020140503ea530002x\n";
    dir.write("a/french.txt", encoding_rs::WINDOWS_1252.encode(&french).0);
    dir.write("a/factiva.txt", encoding_rs::WINDOWS_1252.encode(factiva).0);
    dir.write(
        "a/article.txt",
        "Ferry stays\n\nDocument 1 of 2 was lost, said ProQuest. All documents: LENGTH: 3.\n",
    );
    dir.run("index a").code(0).shows("10 articles");
    assert_eq!(dir.search("\"until the café has been examined\"").total(), 4);
    assert_eq!(dir.search("title:bac site:côte").total(), 1);
    assert_eq!(dir.search("\"documents: length\"").total(), 1);
}

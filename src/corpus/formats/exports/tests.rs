use std::ops::Range;

use crate::corpus::formats::exports::NewsDatabase;
use crate::corpus::record::RecordPartKind;
use proptest::prelude::*;

const FERRY: &str = "The ferry stays at its berth until the engine has been examined, the authority said.\n\n\
    Passengers go by bus: the trip takes three hours more.\n\nLocation: nobody knows where the bell is.";
const CROW: &str = "A crow took the mayor's chain on Friday, and has not been seen since.\n\n\
    \"It was a gift,\" he said.";

const PROQUEST: &str = "____________________________________________________________\n\n\
    Report Information from ProQuest\n02 May 2015 10:22\n____________________________________________________________\n\n\n\
    Table of contents\n1. Ferry stays in port\n2. Crow takes chain\n\n\
    ____________________________________________________________\n\nDocument 1 of 2\n\n\
    Ferry stays in port\n\nAuthor: Lee, Ann; Ray, Tom.\n\nPublication info: Coast News ; Oxmere [Oxmere]03 May 2014: A.1.\n\n\
    http://search.example/docview/1\n\nAbstract: The ferry stays.\n\nLinks: Check the library\n\nFull text: {ferry}\n\nCredit: Coast News Service\n\n\
    Subject: Ferries; Harbours\n\nLocation: Oxmere\n\nTitle: Ferry stays in port\n\nPublication title: Coast News; Oxmere\n\nPages: A.1\n\n\
    Publication date: May 3, 2014\n\nISSN: 12345678\n\nProQuest document ID: 111\n\nDatabase: Coast Newsstream\n\n\
    ____________________________________________________________\n\nDocument 2 of 2\n\nCrow takes chain\n\n\
    Author: Ray, Tom\n\nPublication info: Hill Post, Oxmere. 04 May 2014: n/a.\n\nFull text:\n\n{crow}\n\n____________________\n\nThe end of it.\n\n\
    Publication title: Hill Post\n\nPublication date: May 4, 2014\n\nProQuest document ID: 112\n\n\
    ____________________________________________________________\n\nContact ProQuest\nCopyright © 2015 ProQuest LLC. All rights reserved.\n";

const NEXIS: &str = "                               1 of 2 DOCUMENTS\n\n\n                                  Coast News\n\n\
    \x20                            May 3, 2014 Saturday\n                              Late Edition\n\nFerry stays in port; engine\nto be examined\n\n\
    BYLINE: By Ann Lee\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 164 words\n\nDATELINE: OXMERE\n\n{ferry}\n\nLOAD-DATE: May 4, 2014\n\nLANGUAGE: ENGLISH\n\n\
    GRAPHIC: Photo, The ferry\n\nPUBLICATION-TYPE: Newspaper\n\n\n                     Copyright 2014 Coast Press\n\
    \x20                             All Rights Reserved\n\n\n\n                               2 of 2 DOCUMENTS\n\n\
    \x20                    Copyright 2014 Hill Press\n                              All Rights Reserved\n                             Hill Post\n\n\
    \x20                            May 4, 2014, Sunday\n\nSECTION: Section A; Page 1\n\nLENGTH: 59 words\n\nHEADLINE: Crow takes chain\n\n\
    BYLINE: TOM RAY, Staff\n\nHIGHLIGHT: A gift is gone\n\nBODY:\n{crow}\n\nLOAD-DATE: May 5, 2014\n";

const NEXIS_UNI: &str = "User Name: = a@b.example\nDate and Time: Monday, 5 May 2014 10:11:00 CET\nJob Number: 123456\n\nDocuments (2)\n\
    1. Ferry stays in port\nClient/Matter: -None-\nSearch Terms: ferry\n2. Crow takes chain\n\n| About LexisNexis | Copyright © 2014 LexisNexis\n\n\
    Ferry stays in port\nCoast News (Oxmere)\nMay 3, 2014 Saturday\n\nCopyright 2014 Coast Press All Rights Reserved\nSection: NEWS; Pg. 4\n\
    Length: 164 words\nByline: Ann Lee\n\nBody\n\n\n{ferry}\n\nPage 2 of 3\nFerry stays in port\n\nSo it ended.\n\nGraphic\n\nPhoto, The ferry\n\nClassification\n\nLanguage: ENGLISH\n\nLoad-Date: May 4, 2014\n\n\n\
    End of Document\n\nCrow takes chain\n\nHill Post\n\nMay 4, 2014 Sunday\n\nCopyright 2014 Hill Press All Rights Reserved\n\nSection: NEWS\n\nLength: 59 words\n\nByline: By Tom Ray\n\n\
    Body\n\n{crow}\n\nLoad-Date: May 5, 2014\n\n\nEnd of Document\n\n";

const NEXIS_GERMAN: &str = "                               1 von 2 DOKUMENTEN\n\n                                  Küstenbote\n\n\
    \x20                            3. Mai 2014 Samstag\n\nFähre bleibt im Hafen\n\nAUTOR: Von Ann Lee\n\nRUBRIK: LOKALES; S. 4\n\nLÄNGE: 164 Wörter\n\n{ferry}\n\n\
    UPDATE: 4. Mai 2014\n\nSPRACHE: GERMAN; DEUTSCH\n\nPUBLICATION-TYPE: Zeitung\n\n           Copyright 2014 Küstenverlag\n        Alle Rechte Vorbehalten\n\n\
    \x20                              2 von 2 DOKUMENTEN\n\n                                  Bergpost\n\n\
    \x20                            4. Mai 2014 Sonntag\n\nKrähe nimmt Kette\n\nAUTOR: Tom Ray\n\nLÄNGE: 59 Wörter\n\n{crow}\n\nUPDATE: 5. Mai 2014\n\nSPRACHE: GERMAN\n";

const FACTIVA: &str = "Factiva\n\nDow Jones\n\nNEWS\nFerry stays in port\nBy Ann Lee\n164 words\n3 May 2014\n10:11\nCoast News\nCOAST\n4\nEnglish\n\
    Copyright 2014 Coast Press. All Rights Reserved.\n\n{ferry}\n\nDocument COAST00020140503ea530002x\n\n\nCrow takes chain\n\n1,059 words\n4 May 2014\n\
    Hill Post\nHILLP\nEnglish\n(c) 2014 Hill Press\n\n{crow}\n\nDocument HILLP00020140504ea540001f\n\n\nSearch Summary\n\nText ferry or crow\n\n© 2014 Factiva, Inc. All rights reserved.\n";

const FACTIVA_TAGS: &str = "SE   News\nHD   Ferry stays\n     in port\nBY   By Ann Lee\nWC   164 words\nPD   3 May 2014\nSN   Coast News\nSC   COAST\nPG   4\nLA   English\n\
    CY   Copyright 2014 Coast Press.\n\nLP   \n{ferry}\n\nTD   \nIN fact, so it ended.\n\nNS   gcat : News\nRE   uk : Oxmere\nAN   Document COAST00020140503ea530002x\n\n\n\
    HD   \nCrow takes chain\nWC   59 words\nPD   4 May 2014\nSN   Hill Post\nSC   HILLP\nLA   English\nCY   (c) 2014 Hill Press\n\nLP\n\n{crow}\n\nAN\nDocument HILLP00020140504ea540001f\n\nSearch Summary\n";

fn fill(text: &str) -> String {
    text.replace("{ferry}", FERRY).replace("{crow}", CROW)
}

/// Describes the stories of an export: title, site, day, author and text of each.
fn stories(text: &str) -> Vec<[String; 5]> {
    let database = NewsDatabase::detect(text, false).expect("an export");
    let describe = |range: Range<usize>| {
        let text = &text[range];
        let story = database.parse(text).expect("a story");
        let parts = story.parts(text);
        let covered: String = parts.iter().map(|part| &text[part.range.clone()]).collect();
        assert_eq!(covered, text, "nothing is lost");
        let body = parts.iter().filter(|part| part.kind == RecordPartKind::Body);
        let body: Vec<&str> = body.map(|part| text[part.range.clone()].trim()).collect();
        let metadata = story.metadata;
        let [title, site, author] =
            [metadata.title, metadata.site, metadata.author].map(Option::unwrap_or_default);
        [title, site, story.date.unwrap_or_default(), author, body.join("|")]
    };
    database.split(text).into_iter().map(describe).collect()
}

#[track_caller]
fn check(text: &str, expected: [[&str; 5]; 2]) {
    let text = fill(text);
    let expected = expected.map(|story| story.map(fill)).to_vec();
    assert_eq!(stories(&text), expected);
    // Windows line ends and a byte order mark change nothing.
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let found: Vec<_> =
        stories(&windows).into_iter().map(|story| story.map(|text| text.replace('\r', ""))).collect();
    assert_eq!(found, expected);
    assert_eq!(NewsDatabase::detect(&text, false), NewsDatabase::detect(&text, true));
}

#[test]
fn proquest_exports_are_split() {
    check(
        PROQUEST,
        [
            ["Ferry stays in port", "Coast News", "May 3, 2014", "Lee, Ann; Ray, Tom", "{ferry}"],
            [
                "Crow takes chain",
                "Hill Post",
                "May 4, 2014",
                "Ray, Tom",
                "{crow}\n\n____________________\n\nThe end of it.",
            ],
        ],
    );
    let text = fill(PROQUEST);
    let short = text
        .replace("Full text: ", "Full text: Not available.\n\nNothing: ")
        .replace("Abstract: The ferry stays.", "Abstract: The ferry stays, and stays.");
    assert_eq!(stories(&short)[0][4], "The ferry stays, and stays.");
}

#[test]
fn nexis_exports_are_split() {
    check(
        NEXIS,
        [
            [
                "Ferry stays in port; engine to be examined",
                "Coast News",
                "May 3, 2014 Saturday",
                "Ann Lee",
                "{ferry}",
            ],
            [
                "Crow takes chain",
                "Hill Post",
                "May 4, 2014, Sunday",
                "TOM RAY, Staff",
                "A gift is gone|{crow}",
            ],
        ],
    );
    check(
        NEXIS_GERMAN,
        [
            ["Fähre bleibt im Hafen", "Küstenbote", "3. Mai 2014 Samstag", "Ann Lee", "{ferry}"],
            ["Krähe nimmt Kette", "Bergpost", "4. Mai 2014 Sonntag", "Tom Ray", "{crow}"],
        ],
    );
    let french = NEXIS_GERMAN
        .replace("von 2 DOKUMENTEN", "de 2 DOCUMENTS")
        .replace("AUTOR: Von", "AUTEUR: Par")
        .replace("AUTOR:", "AUTEUR:")
        .replace("RUBRIK:", "RUBRIQUE:")
        .replace("LÄNGE: ", "LONGUEUR: ")
        .replace("Wörter", "mots")
        .replace("UPDATE:", "DATE-CHARGEMENT:")
        .replace("SPRACHE:", "LANGUE:")
        .replace("3. Mai 2014 Samstag", "samedi 3 mai 2014")
        .replace("Alle Rechte Vorbehalten", "Tous droits réservés");
    check(
        &french,
        [
            ["Fähre bleibt im Hafen", "Küstenbote", "samedi 3 mai 2014", "Ann Lee", "{ferry}"],
            ["Krähe nimmt Kette", "Bergpost", "4. Mai 2014 Sonntag", "Tom Ray", "{crow}"],
        ],
    );
}

#[test]
fn nexis_uni_exports_are_split() {
    check(
        NEXIS_UNI,
        [
            [
                "Ferry stays in port",
                "Coast News (Oxmere)",
                "May 3, 2014 Saturday",
                "Ann Lee",
                "{ferry}|So it ended.",
            ],
            ["Crow takes chain", "Hill Post", "May 4, 2014 Sunday", "Tom Ray", "{crow}"],
        ],
    );
}

#[test]
fn factiva_exports_are_split() {
    check(
        FACTIVA,
        [
            ["Ferry stays in port", "Coast News", "3 May 2014", "Ann Lee", "{ferry}"],
            ["Crow takes chain", "Hill Post", "4 May 2014", "", "{crow}"],
        ],
    );
    check(
        FACTIVA_TAGS,
        [
            ["Ferry stays in port", "Coast News", "3 May 2014", "Ann Lee", "{ferry}|IN fact, so it ended."],
            ["Crow takes chain", "Hill Post", "4 May 2014", "", "{crow}"],
        ],
    );
}

#[test]
fn an_export_may_have_one_story() {
    for (text, end) in [
        (PROQUEST, "Document 2 of 2"),
        (NEXIS, "                               2 of 2"),
        (NEXIS_UNI, "Crow takes chain\n\nHill"),
        (FACTIVA, "Crow takes chain"),
        (FACTIVA_TAGS, "HD   \nCrow"),
    ] {
        let text = fill(text);
        let one = &text[..text.find(end).expect("the second story")];
        let found = stories(one);
        assert_eq!(found.len(), 1, "{one}");
        assert!(
            found[0][0].starts_with("Ferry stays in port") && found[0][4].starts_with("The ferry stays"),
            "{found:?}"
        );
    }
    let text = fill(NEXIS);
    let headless =
        &text[text.find("  Coast News").expect("the paper")..text.find("  2 of 2").expect("the second")];
    assert_eq!(stories(headless).len(), 1);
}

#[test]
fn long_exports_take_linear_time() {
    for (database, line) in [
        (NewsDatabase::ProQuest, "____________________\n"),
        (NewsDatabase::ProQuest, "Full text: a\n\nLocation: b\n"),
        (NewsDatabase::Nexis, "End of Document\n"),
        (NewsDatabase::Nexis, "LENGTH: 3 words\n\nGraphic\n\nCopyright 2014 a\n\n1 of 2 DOCUMENTS\n"),
        (NewsDatabase::Factiva, "12 words\n3 May 2014\n\nCopyright 2014\n"),
        (NewsDatabase::FactivaTags, "HD  a\nLP  b\n"),
    ] {
        let text = format!("BYLINE: a\n\nFull text: b\n\n12 words\n\nBody\n\n{}", line.repeat(20_000));
        let _ = NewsDatabase::detect(&text, true);
        assert!(!database.split(&text).is_empty());
        let _ = database.parse(&text);
    }
}

#[test]
fn an_article_that_mentions_a_database_is_none() {
    for text in [
        "The paper\n\n1 of 25 documents was lost, he said. ProQuest and Factiva have none.\n\nLENGTH: the boat is 12 feet long.\n",
        "Document 1 of 2\n\nThe court published two documents.\n\nSubject: boats. Author: unknown.\n",
        "End of Document\n\nThe words stood on the last page. Copyright 2014 Coast Press.\n",
        "512 words\n\nThat is what the document has, she said: Document A12.\n",
        "HD is a format.\nTD means touchdown.\nAN apple a day.\nThe documents say so.\n",
        "",
    ] {
        assert_eq!(NewsDatabase::detect(text, false), None, "{text}");
    }
}

proptest! {
    /// However lines are mixed, the stories are all of the text, and the parts of each are all of it.
    #[test]
    fn nothing_is_lost(picks in prop::collection::vec((0usize..6, 0usize..60), 0..60), database in 0usize..4) {
        let exports = [PROQUEST, NEXIS, NEXIS_UNI, NEXIS_GERMAN, FACTIVA, FACTIVA_TAGS].map(fill);
        let line = |(export, line): (usize, usize)| exports[export].lines().nth(line).unwrap_or("").to_owned();
        let text = picks.into_iter().map(line).collect::<Vec<_>>().join("\n");
        let _ = NewsDatabase::detect(&text, true);
        let database = [NewsDatabase::ProQuest, NewsDatabase::Nexis, NewsDatabase::Factiva, NewsDatabase::FactivaTags][database];
        let mut end = 0;
        for range in database.split(&text) {
            prop_assert_eq!(range.start, end);
            end = range.end;
            let text = &text[range];
            if let Some(story) = database.parse(text) {
                let covered: String = story.parts(text).iter().map(|part| &text[part.range.clone()]).collect();
                prop_assert_eq!(covered, text);
            }
        }
        prop_assert_eq!(end, text.len());
    }
}

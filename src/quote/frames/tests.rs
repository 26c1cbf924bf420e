use crate::analysis::Language;
use crate::article::QuotationKind;
use crate::quote::{find_quotations, find_quotations_of};

/// Returns the speakers of the quotations of `text`; `-` where nobody is named.
fn speakers(code: &str, text: &str) -> Vec<String> {
    let language = Language::named(code).expect("a language");
    let quotations = find_quotations(text, language);
    let name =
        |speaker: Option<crate::article::Speaker>| speaker.map_or("-".to_owned(), |speaker| speaker.name);
    quotations.into_iter().map(|quotation| name(quotation.speaker)).collect()
}

fn check(code: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(speakers(code, text), *expected, "{text}");
    }
}

#[test]
fn german_attributions_are_read() {
    check(
        "de",
        &[
            ("„Wir bleiben“, sagte Minister Jan Gruber (SPD) am Montag in Kiel.", &["Jan Gruber"]),
            ("Jan Gruber war da. Gruber sagte: „Wir bleiben.“ „Wir warten.“", &["Jan Gruber", "Jan Gruber"]),
            (
                "„Wir bleiben alle hier“, sagte Reeder Thomas Gruber. „Wir warten“, sagte Thomas Gruber. „Ja“, sagte Gruber.",
                &["Thomas Gruber", "Thomas Gruber", "Thomas Gruber"],
            ),
            ("„Das stimmt nicht“, so ein Sprecher der Polizei.", &["ein Sprecher der Polizei"]),
            ("Die Lage ist laut Ministerin Eva Stein „ernst“.", &["Eva Stein"]),
            ("Nach Angaben der Polizei war es „ein Versehen“.", &["der Polizei"]),
            ("Der Lage sei „ernst“, erklärte das Gericht.", &["das Gericht"]),
            ("Die Chefin der Werft, Eva Stein, nannte den Plan „töricht“.", &["Eva Stein"]),
            ("Am Montag kritisierte die Gewerkschaft den „faulen Kompromiss“.", &["die Gewerkschaft"]),
            ("Wie Jan Gruber am Montag erklärte, sieht die Werft darin „keine Gefahr“.", &["Jan Gruber"]),
            ("Eva Stein lobte den Plan und sagte, er sei „klug und mutig“.", &["Eva Stein"]),
            ("„Das war es mit der Werft“, hatte Jan Gruber damals gesagt.", &["Jan Gruber"]),
            ("Jan Gruber hat den Bericht als „falsch“ zurückgewiesen.", &["Jan Gruber"]),
            ("In dem Bericht der Werft heißt es: „Alle Kräne stehen still.“", &["dem Bericht der Werft"]),
            ("Eva Stein und Jan Gruber fordern „schnelle Hilfe“.", &["Eva Stein und Jan Gruber"]),
            ("„Wir gehen jetzt alle heim.“ Das sagte Jan Gruber.", &["Jan Gruber"]),
        ],
    );
}

#[test]
fn what_nobody_says_has_no_speaker() {
    check(
        "de",
        &[
            ("Jan Gruber zeigte den Film „Das Boot“.", &["-"]),
            ("Jan Gruber sagte der Zeitung „Der Bote“, er gehe.", &["-"]),
            ("Das so genannte „Schiff der Träume“ lag im Hafen.", &["-"]),
            ("Laut „Der Bote“ sinkt das Schiff.", &["-"]),
            ("Im Hafen herrschte „Ruhe“.", &["-"]),
            ("Jan Gruber hat nie gesagt: „Wir bleiben alle hier.“", &["-"]),
            ("Jan Gruber sagte nicht „der Bau ist ganz sicher“.", &["-"]),
            ("„Wir bleiben alle hier“, hat Jan Gruber nie gesagt.", &["-"]),
        ],
    );
    let text = "Der Film „Das Boot“ läuft.";
    let german = Language::named("de").expect("German");
    assert_eq!(find_quotations(text, german)[0].kind, QuotationKind::Term);
}

#[test]
fn pronouns_stand_for_people_they_fit() {
    check(
        "de",
        &[
            ("„Ja“, sagte Minister Jan Gruber. „Nein, niemals“, sagte er.", &["Jan Gruber", "Jan Gruber"]),
            ("„Ja“, sagte Ministerin Eva Stein. „Nein, niemals“, sagte er.", &["Eva Stein", "-"]),
            ("„Ja“, sagte Ministerin Eva Stein. „Nein, niemals“, sagte sie.", &["Eva Stein", "Eva Stein"]),
            ("„Nein, niemals“, sagte er.", &["-"]),
        ],
    );
}

#[test]
fn a_verb_with_two_possible_subjects_names_nobody() {
    check("de", &[("Die Werft verurteilte Gruber „in aller Schärfe“.", &["-"])]);
}

#[test]
fn other_languages_are_read() {
    check(
        "fr",
        &[
            (
                "« Nous restons », a déclaré le ministre de la Mer Jean-Luc Perrin lundi à Brest. « Rien ne change », a-t-il ajouté.",
                &["Jean-Luc Perrin", "Jean-Luc Perrin"],
            ),
            ("Selon Anne Morel, la loi est « une nécessité ».", &["Anne Morel"]),
            ("Luc Perrin a parlé. Selon M. Perrin, la loi est « une nécessité ».", &["Luc Perrin"]),
            (
                "Selon Luc Perrin, la loi est « une erreur ». Elle est « folle », a dit M. Perrin.",
                &["Luc Perrin", "Luc Perrin"],
            ),
            ("Le porte-parole du port, Luc Perrin, a dénoncé « une attaque grave ».", &["Luc Perrin"]),
            ("L’ancien maire Luc Perrin a affirmé : « Je n’ai rien à me reprocher. »", &["Luc Perrin"]),
            ("Le film « Les Marins » sort mercredi.", &["-"]),
            (
                "— Nous restons ici, dit le vieux gardien du port, et nous attendons.",
                &["le vieux gardien du port", "le vieux gardien du port"],
            ),
            (
                "Luc Perrin est venu.\n\n— Je n’ai jamais menti, répondit Perrin. Jamais je ne le ferai.",
                &["Luc Perrin", "Luc Perrin"],
            ),
            ("Luc Perrin n’a jamais dit : « Nous restons ici. »", &["-"]),
            ("— Marie, appelle le docteur, et vite !", &["-"]),
            (
                "Le juge Luc Dubois est là.\n\n— Vous partez ?\n\n— Jamais, répondit Dubois.",
                &["-", "Luc Dubois"],
            ),
            ("« Jamais, répondit Luc Dubois, nous ne partirons. »", &["Luc Dubois", "Luc Dubois"]),
            ("« Nous restons, dit le maire. »", &["le maire"]),
            ("« Il vient, dit la vérité, et repart », raconte Luc Dubois.", &["Luc Dubois"]),
        ],
    );
    check(
        "es",
        &[
            (
                "«Vamos a ganar», dijo el alcalde Pedro Vidal en Vigo. «No hay duda», añadió.",
                &["Pedro Vidal", "Pedro Vidal"],
            ),
            ("Según la ministra del Mar, Marta Ríos, es «muy grave».", &["Marta Ríos"]),
        ],
    );
    check("it", &[("«Siamo pronti», ha detto il sindaco Luca Neri.", &["Luca Neri"])]);
    check("pt", &[("“Vamos ficar”, disse o ministro Rui da Costa.", &["Rui da Costa"])]);
    check(
        "ru",
        &[
            ("«Мы останемся», — заявил мэр города Иван Лодкин.", &["Иван Лодкин"]),
            ("По словам Ивана Лодкина, порт «закрыт навсегда».", &["Ивана Лодкина"]),
            ("Министр обороны Иван Лодкин подчеркнул, что «всё идет по плану».", &["Иван Лодкин"]),
        ],
    );
    check("uk", &[("«Ми залишимося», — сказав мер міста Іван Човен.", &["Іван Човен"])]);
    check("pl", &[("„Zostajemy” – powiedział burmistrz Jan Wilk.", &["Jan Wilk"])]);
    check("cs", &[("„Zůstaneme,“ řekl starosta Jan Vlk.", &["Jan Vlk"])]);
}

proptest::proptest! {
    /// Whatever is written, every mention lies in the text, and a term has no speaker.
    #[test]
    fn mentions_lie_in_the_text(
        text in "(„|“|«|»|, |\\. |: |– |sagte |so |laut |nach Angaben |von |der |die |wie |und |hat |gesagt |er |Jan |Gruber |é|[a-z]{1,4} |\n){0,50}",
    ) {
        for code in ["de", "fr", "ru"] {
            let language = Language::named(code).expect("a language");
            for quotation in find_quotations(&text, language) {
                let speaker = quotation.speaker;
                proptest::prop_assert!(speaker.is_none() || quotation.kind == QuotationKind::Speech);
                proptest::prop_assert!(speaker.is_none_or(|speaker| text.get(speaker.mention).is_some()));
            }
        }
    }
}

#[test]
fn attributions_within_marks_are_no_speech() {
    for (code, text, parts, speaker) in [
        (
            "ru",
            "«Мы восстановим мельницу, — пообещала Вера Озерова, — и никто не помешает».",
            &["Мы восстановим мельницу", "и никто не помешает"][..],
            "Вера Озерова",
        ),
        (
            "ru",
            "«Мост закроют, — сказал Пётр Бачин. — Весной откроют».",
            &["Мост закроют", "Весной откроют"],
            "Пётр Бачин",
        ),
        (
            "uk",
            "«Ми відбудуємо млин, — пообіцяла Віра Озер, — і ніхто не завадить».",
            &["Ми відбудуємо млин", "і ніхто не завадить"],
            "Віра Озер",
        ),
        (
            "pl",
            "„Odbudujemy stary młyn – powiedziała Irena Wrona – i nikt nie przeszkodzi”.",
            &["Odbudujemy stary młyn", "i nikt nie przeszkodzi"],
            "Irena Wrona",
        ),
        (
            "it",
            "«Ricostruiremo il mulino - ha promesso Elsa Ferri - e nessuno ce lo impedirà».",
            &["Ricostruiremo il mulino", "e nessuno ce lo impedirà"],
            "Elsa Ferri",
        ),
        (
            "es",
            "«Vamos a reconstruir el molino —prometió Berta Ríos—, y nadie nos lo impedirá».",
            &["Vamos a reconstruir el molino", "y nadie nos lo impedirá"],
            "Berta Ríos",
        ),
        (
            "fr",
            "« Le pont sera fermé jusqu’au printemps, a dit Tanguy Morel. Nous le regrettons. »",
            &["Le pont sera fermé jusqu’au printemps", "Nous le regrettons."],
            "Tanguy Morel",
        ),
        (
            "ru",
            "«Мой брат — врач Пётр Бачин — уехал», — сказал Иван Лунин.",
            &["Мой брат — врач Пётр Бачин — уехал"],
            "Иван Лунин",
        ),
        (
            "fr",
            "« Le pont, un vieux pont, est fermé », a dit Tanguy Morel.",
            &["Le pont, un vieux pont, est fermé"],
            "Tanguy Morel",
        ),
    ] {
        let quotations = find_quotations(text, Language::named(code).expect("a language"));
        let found: Vec<&str> = quotations.iter().map(|quotation| &text[quotation.range.clone()]).collect();
        assert_eq!(found, parts, "{text}");
        assert!(
            speakers(code, text).iter().all(|name| name == speaker),
            "{text}: {:?}",
            speakers(code, text)
        );
    }
}

#[test]
fn the_place_of_an_office_is_no_part_of_the_name() {
    check(
        "ru",
        &[
            ("«Мост простоит», — заявил мэр Норильска Дмитрий Громов.", &["Дмитрий Громов"]),
            ("Мэр Норильска Дмитрий Громов рад. «Мост простоит», — заявил Громов.", &["Дмитрий Громов"]),
            ("«Пенсии выплатят», — сообщила губернатор Омской области Анна Лунина.", &["Анна Лунина"]),
            ("«Пенсии выплатят», — сообщил президент Владимир Петрович Лунин.", &["Владимир Петрович Лунин"]),
        ],
    );
    check("uk", &[("«Міст стоїть», — заявив мер Північної Гавані Орест Дуб.", &["Орест Дуб"])]);
}

#[test]
fn the_noun_of_an_occupation_is_no_part_of_the_name() {
    check(
        "de",
        &[
            ("„Der Damm bricht“, sagte die Geologin Ute Brandt.", &["Ute Brandt"]),
            ("„Der Damm bricht“, sagte Ingenieurin Frauke Holt.", &["Frauke Holt"]),
            ("„Der Damm bricht“, sagte Ingenieur Klaus Holt.", &["Klaus Holt"]),
            ("„Der Damm bricht“, sagte Rentner Karl Busch.", &["Karl Busch"]),
            ("„Der Damm bricht“, sagte Schweinezüchter Emil Lang.", &["Emil Lang"]),
            ("„Der Damm bricht“, sagte Zeugin Anna Krug.", &["Anna Krug"]),
            (
                "Die Pianistin Ute Brandt kam. „Der Damm bricht“, sagte Brandt. „Das hält nie“, sagte sie.",
                &["Ute Brandt", "Ute Brandt"],
            ),
            ("„Der Damm bricht“, sagte Kristin Holt.", &["Kristin Holt"]),
            ("„Der Damm bricht“, sagte Konstantin Holt.", &["Konstantin Holt"]),
            ("„Der Damm bricht“, sagte Walter Emil Lang.", &["Walter Emil Lang"]),
            ("„Wir malen“, sagte Gerhard Richter.", &["Gerhard Richter"]),
        ],
    );
}

#[test]
fn a_place_before_a_name_is_no_part_of_it() {
    check(
        "uk",
        &[
            (
                "Мерка Північної Гавані Орися Дерев’янко приїхала. «Міст стоїть», — заявила Дерев’янко.",
                &["Орися Дерев’янко"],
            ),
            ("«Міст стоїть», — сказала інженерка Північної Гавані Орися Дуб.", &["Орися Дуб"]),
        ],
    );
    check(
        "ru",
        &[
            ("«Мост стоит», — сообщил мэр Норильска Громов.", &["Громов"]),
            ("«Мост стоит», — сообщил мэр Ростова-на-Дону Логвин.", &["Логвин"]),
            ("«Мост стоит», — сообщила мэр Анна Громова.", &["Анна Громова"]),
            ("«Мост стоит», — сообщил мэр Никита Громов.", &["Никита Громов"]),
            ("«Мост стоит», — сообщил президент Ким Чен Гын.", &["Ким Чен Гын"]),
            ("«Мост стоит», — сообщил президент США Джон Ро.", &["Джон Ро"]),
            ("«Мост стоит», — сообщил мэр Нижнего Новгорода Юрий Громов.", &["Юрий Громов"]),
        ],
    );
}

#[test]
fn a_full_name_may_stand_in_the_title_only() {
    for (code, title, text, name) in [
        (
            "de",
            "Bürgermeisterin Anna Gruber sprach am Montag.",
            "„Wir bleiben“, sagte Gruber.",
            "Anna Gruber",
        ),
        ("de", "Streit um Kran Gruber", "„Wir bleiben“, sagte Gruber.", "Gruber"),
        ("ru", "Мэр Норильска Дмитрий Громов рад", "«Мост стоит», — заявил Громов.", "Дмитрий Громов"),
        ("de", "Anna Gruber geht", "Karl Gruber kam. „Wir bleiben“, sagte Gruber.", "Karl Gruber"),
    ] {
        let language = Language::named(code).expect("a language");
        let found = find_quotations_of(text, title, language);
        let speaker = found[0].speaker.as_ref().map(|speaker| speaker.name.as_str());
        assert_eq!(speaker, Some(name), "{title}");
    }
}

#[test]
fn who_is_spoken_to_is_no_speaker() {
    check(
        "de",
        &[
            ("„Wir gehen heute?“, fragte Peter Busch den Zeugen Karl Orwin.", &["Peter Busch"]),
            ("„Wir gehen heute?“, fragte Peter Busch den Arzt.", &["Peter Busch"]),
            ("„Wir gehen heute“, erklärte Ute Brandt der Ministerin Anna Velten.", &["Ute Brandt"]),
            ("„Wir gehen heute“, rief Peter Busch Karl Orwin zu.", &["Peter Busch"]),
            ("„Wir gehen heute“, sagte der Sprecher der Ministerin Anna Velten.", &["Anna Velten"]),
        ],
    );
}

#[test]
fn particles_are_parts_of_names() {
    check(
        "de",
        &[
            ("„Wir gehen heute“, sagte Ursula von der Leyen.", &["Ursula von der Leyen"]),
            ("„Wir gehen heute“, sagte Robin van den Berg.", &["Robin van den Berg"]),
            ("„Wir gehen heute“, sagte Oscar de la Renta.", &["Oscar de la Renta"]),
            ("„Wir gehen heute“, sagte Baschar al-Assad.", &["Baschar al-Assad"]),
            ("„Wir gehen heute“, sagte Peter Busch von der Feuerwehr.", &["Peter Busch"]),
        ],
    );
}

//! Titles before the name of a speaker. Names are indexed without them: *Sen. Tester* is *Tester*.

/// Titles and offices that stand before a name, in lower case and without a dot.
const TITLES: &str = "\
    adm admiral ambassador archbishop attorney-general bishop brig brigadier capt captain cardinal chairman \
    chairwoman chancellor cmdr col colonel commander commissioner congressman congresswoman councilman \
    councilwoman cpl corporal dame det detective dr gen general gov governor govs hon imam judge justice king lady \
    lieutenant lord lt maj major mayor messrs minister miss mr mrs ms mx officer pastor pfc pope premier president \
    prince princess prof professor pvt queen rabbi rep representative reps rev reverend secretary sen senator \
    senators sens sergeant sgt sheriff sir speaker supt chief \
    herr frau minister ministerin präsident präsidentin bundespräsident kanzler kanzlerin bundeskanzler \
    bundeskanzlerin senatorin m mme mlle monsieur madame ministre président présidente señor señora sr sra don doña \
    presidente presidenta ministro ministra signor signora senhor senhora pan pani президент премьер-министр министр \
    сенатор губернатор прем’єр-міністр міністр";
/// Words that stand before a title and belong to it.
const BEFORE_TITLES: &str = "\
    the former acting deputy vice prime foreign finance defense interior attorney chief first lieutenant major police \
    house senate us u.s then";
/// Last words of names that begin like a title: *Justice Department*, *General Motors*.
const ORGANIZATIONS: &str = "\
    agency assembly association bank board bureau campaign center centre church college commission committee \
    company congress corp council court department dynamics electric enquirer force foundation fund group guard house \
    institute journal league majority ministry mills motors network news office party police post press project \
    school senate service services society staff star state states street team times tribune trust union university";

/// Returns where the name behind the titles of `text` begins; `None` if there are none or nothing but titles.
pub(crate) fn name_behind_titles(text: &str) -> Option<usize> {
    let is_in = |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
    let bare = |word: &str| word.trim_end_matches(['.', ',']).to_lowercase();
    let mut end = 0;
    let place = |word: &str| {
        let start = end + text[end..].find(word).unwrap_or_default();
        end = start + word.len();
        (start, bare(word))
    };
    let words: Vec<(usize, String)> = text.split_whitespace().map(place).collect();
    let (mut index, mut name) = (0, 0);
    while let Some((_, word)) = words.get(index) {
        let is_behind_title = name > 0 && name == index;
        if is_in(TITLES, word) {
            index += 1;
            name = index;
        } else if is_behind_title && word == "of" {
            // *Secretary of State*, *Chancellor of the Exchequer*
            index += if words.get(index + 1).is_some_and(|(_, word)| word == "the") { 3 } else { 2 };
            name = index;
        } else if is_in(BEFORE_TITLES, word) {
            index += 1;
        } else {
            break;
        }
    }
    let (_, last) = words.last()?;
    let (start, _) = words.get(name).filter(|_| name > 0)?;
    (!is_in(ORGANIZATIONS, last)).then_some(*start)
}

#[cfg(test)]
mod tests {
    use crate::query::parser::speaker_titles::*;
    use crate::query::parser::tests::read_back;

    #[test]
    fn titles_are_no_part_of_a_name() {
        for (text, name) in [
            ("Sen. Mitch McConnell", Some("Mitch McConnell")),
            ("Mr. Trump", Some("Trump")),
            ("President Trump", Some("Trump")),
            ("the former President Obama", Some("Obama")),
            ("Prime Minister Theresa May", Some("Theresa May")),
            ("Attorney General Loretta Lynch", Some("Loretta Lynch")),
            ("Secretary of State John Kerry", Some("John Kerry")),
            ("Chancellor of the Exchequer Philip Hammond", Some("Philip Hammond")),
            ("Bundeskanzlerin Merkel", Some("Merkel")),
            ("Mitch McConnell", None),
            ("Donald Trump Jr.", None),
            ("Larry King", None),
            ("President", None),
            ("the president", None),
            ("Attorney General", None),
            ("President of Mexico", None),
            ("the speaker of the house", None),
            ("Justice Department", None),
            ("General Motors", None),
            ("Police Department", None),
            ("White House", None),
            ("", None),
        ] {
            assert_eq!(name_behind_titles(text).map(|start| &text[start..]), name, "{text}");
        }
    }

    #[test]
    fn speakers_are_asked_for_without_their_titles() {
        let note = "speakers have no titles in the index: President was left out of their names";
        for (query, understood, expected) in [
            ("speaker:\"President Trump\" said:wall", "speaker:\"Trump\" said:wall", note),
            ("speaker:\"Mr. Ek\",\"Ann Lee\"", "speaker:(\"Ek\" OR \"Ann Lee\")", "Mr. was left out"),
            ("speaker:(\"Gov. Ek\" OR lee)", "speaker:(\"Ek\" OR lee)", "Gov. was left out"),
            ("said:\"President Trump\"", "said:\"President Trump\"", ""),
            ("speaker:\"the president\"", "speaker:\"the president\"", ""),
        ] {
            let (actual, notes) = read_back(query);
            assert_eq!(actual, understood, "{query}");
            assert!(notes.contains(expected) && notes.is_empty() == expected.is_empty(), "{query}: {notes}");
        }
    }
}

//! Title, author, site and date of an article, where its own text says them.

use crate::extract::dates;
use jiff::civil::Date;
use std::collections::HashSet;
use std::sync::OnceLock;

/// What a line says about the article when that is all it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The author or authors.
    pub author: Option<String>,
    /// The date on the line.
    pub date: Option<Date>,
    /// Whether the line says of the date that it is of an update.
    pub updated: bool,
    /// Whether a word on the line says that the article was published then.
    pub published: bool,
    /// Reading time in minutes.
    pub reading_minutes: Option<u32>,
}

/// Longer lines are text of an article, whatever they begin with.
const LONGEST: usize = 240;

/// Words before a date that tell what it is of.
const PUBLISHED: &str = "published posted publicado publicada publié publiée publie veröffentlicht pubblicato pubblicata опубликовано \
    опубліковано yayınlanma yayın gepubliceerd publicerad opublikowano created date datum fecha data дата tarih erstellt issued";
const UPDATED: &str = "updated update modified aktualisiert actualizado actualizada mis modifié aggiornato aggiornata atualizado \
    atualizada обновлено оновлено güncelleme güncellenme bijgewerkt uppdaterad zaktualizowano edited revised reviewed";
/// What begins a byline.
const BY: &str = "by von par por di door av af przez autor autora author auteur autore автор авторы yazar written words text story";
/// What may stand beside a name and a date on such a line, besides numbers, months and names.
const BESIDE: &str = "at on the in min mins minute minutes read reading time to last lesezeit minuten lecture de lectura tiempo \
    a à um uhr h am pm et est edt gmt utc cet cest ist bst pst pdt views view words comments comment monday tuesday wednesday thursday friday saturday \
    sunday mon tue wed thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi \
    dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta \
    sexta feira понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер пʼятниця субота неділя \
    року года г р minut minuty мин хв";

/// The lists, ready to be asked.
struct Words {
    published: HashSet<&'static str>,
    updated: HashSet<&'static str>,
    by: HashSet<&'static str>,
    beside: HashSet<&'static str>,
}

impl Words {
    fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        let set = |list: &'static str| list.split_whitespace().collect();
        WORDS.get_or_init(|| Words {
            published: set(PUBLISHED),
            updated: set(UPDATED),
            by: set(BY),
            beside: set(BESIDE),
        })
    }
}

/// Reads a line that holds nothing but who wrote the article, when, and how long it takes to read. Any other line
/// gives `None`: a date inside a sentence says nothing about the article.
///
/// ```
/// use clippings::extract::bylines::imprint;
/// let line = imprint("by Ann Lee October 18, 2024 12:14 PM 3 min read").unwrap();
/// assert_eq!(line.author.as_deref(), Some("Ann Lee"));
/// assert_eq!(line.reading_minutes, Some(3));
/// assert_eq!(imprint("They met on October 18, 2024, and talked."), None);
/// ```
pub fn imprint(line: &str) -> Option<Imprint> {
    let line = line.trim();
    if line.is_empty()
        || line.len() > LONGEST
        || line.contains(['@', '“', '"'])
        || line.starts_with(['—', '–'])
    {
        return None;
    }
    if !could_be_imprint(line) {
        return None;
    }
    let lists = Words::get();
    let mut imprint = Imprint { reading_minutes: reading_minutes(line), ..Imprint::default() };
    let found = dates::find(line);
    imprint.date = found.as_ref().map(|(date, _)| *date);
    imprint.author = byline(line);
    if imprint.date.is_none() && imprint.author.is_none() && imprint.reading_minutes.is_none() {
        return None;
    }
    let mut strangers = 0; // words that do not belong on such a line
    let beyond = |at: usize| found.as_ref().is_none_or(|(_, span)| at < span.start || at >= span.end);
    for (at, word) in words(line) {
        let folded = word.to_lowercase();
        if lists.published.contains(folded.as_str()) {
            imprint.published = true;
        } else if lists.updated.contains(folded.as_str()) {
            imprint.updated = true;
        } else if beyond(at) && !lists.beside.contains(folded.as_str()) {
            strangers += 1;
        }
    }
    let sentence = line.ends_with(['.', '!', '?']) && strangers > 2;
    let fits = match (imprint.date.is_some(), imprint.author.is_some()) {
        (true, true) => strangers <= 14,
        (true, false) => strangers <= 3 + 3 * usize::from(imprint.published || imprint.updated),
        (false, true) => strangers <= 9,
        (false, false) => imprint.reading_minutes.is_some() && strangers <= 3,
    };
    (fits && !sentence).then_some(imprint)
}

/// Whether a line names the author and the day of a post set into the article.
pub fn is_post_attribution(line: &str) -> bool {
    let line = line.trim();
    line.len() <= LONGEST
        && line.starts_with(['—', '–', '-'])
        && line.contains("(@")
        && dates::find(line).is_some()
}

/// A line without a number and without "by" needs no second look.
fn could_be_imprint(line: &str) -> bool {
    let first = line.split([' ', ':', '\u{a0}']).next().unwrap_or("");
    line.bytes().any(|byte| byte.is_ascii_digit())
        || first.len() <= 16 && Words::get().by.contains(first.to_lowercase().as_str())
}

/// The words of a line that begin with a letter, and where they begin.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
}

/// The names after "by", up to the date or whatever else is on the line.
fn byline(line: &str) -> Option<String> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    let key = first.trim_end_matches(':').to_lowercase();
    if !Words::get().by.contains(key.as_str()) {
        return None;
    }
    let rest = rest.trim_start_matches([':', ' ']);
    let rest = rest.strip_prefix("by ").or_else(|| rest.strip_prefix("By ")).unwrap_or(rest);
    if !rest.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
        && !rest.starts_with("the ")
    {
        return None;
    }
    let end = [
        dates::find(rest).map(|(_, span)| span.start),
        rest.find(['|', '·', '•', '/', '(']),
        rest.find(" - "),
        rest.find(" – "),
        rest.find(" — "),
    ]
    .into_iter()
    .flatten()
    .chain(rest.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).take(1))
    .min()
    .unwrap_or(rest.len());
    let name = trim_labels(rest[..end].trim_matches(|c: char| c.is_whitespace() || ",.;:–—-".contains(c)));
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    (!words.is_empty() && words.len() <= 12 && capitals * 2 >= words.len()).then(|| name.to_owned())
}

/// Takes "Published on", a weekday and the like off the end of a name.
fn trim_labels(mut name: &str) -> &str {
    let lists = Words::get();
    while let Some((rest, last)) = name.rsplit_once([' ', ',']) {
        let last = last.trim_matches([',', ':', '.']).to_lowercase();
        if !(last.is_empty()
            || [&lists.published, &lists.updated, &lists.beside]
                .iter()
                .any(|list| list.contains(last.as_str())))
        {
            break;
        }
        name = rest.trim_end_matches([',', ' ', ':', '|']);
    }
    name
}

/// Minutes in "3 min read", "Lesezeit: 4 Minuten", "5 minutos de lectura", "Reading time: 7 minutes".
fn reading_minutes(line: &str) -> Option<u32> {
    let folded = line.to_lowercase();
    const READ: [&str; 10] = [
        "read",
        "lesezeit",
        "lesedauer",
        "lecture",
        "lectura",
        "leitura",
        "lettura",
        "чтени",
        "читанн",
        "leestijd",
    ];
    if !READ.iter().any(|read| folded.contains(read)) {
        return None;
    }
    let minutes = folded
        .find(" min")
        .or_else(|| folded.find("-min"))
        .or_else(|| folded.find(" мин"))
        .or_else(|| folded.find(" хв"));
    let before = &folded[..minutes?];
    let start = before
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    before[start..].parse().ok().filter(|minutes| (1..=300).contains(minutes))
}

/// The name of the site in a dateline such as `(Example.com) –` or of the agency in `KYIV (Reuters) -`.
pub fn dateline(paragraph: &str) -> Option<&str> {
    let open = paragraph.find('(').filter(|open| *open <= 40)?;
    let close = open + paragraph[open..].find(')').filter(|close| *close <= 40)?;
    let after = paragraph[close + 1..].trim_start();
    let place = paragraph[..open].trim();
    let shouted = !place.chars().any(char::is_lowercase) || place.split_whitespace().count() <= 4;
    let name = paragraph[open + 1..close].trim();
    let named = name.starts_with(char::is_uppercase) || name.contains('.');
    (after.starts_with(['-', '–', '—']) && shouted && named && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::extract::bylines::*;
    use proptest::prelude::*;

    #[test]
    fn lines_about_the_article_are_read() {
        let line = imprint("by The Harbour Courier news desk October 18, 2024 12:14 PM 3 min read").unwrap();
        assert_eq!(line.author.as_deref(), Some("The Harbour Courier news desk"));
        assert_eq!(line.date.unwrap().to_string(), "2024-10-18");
        assert_eq!(line.reading_minutes, Some(3));
        let line = imprint("Oct 19, 2024 17:12 207").unwrap();
        assert_eq!((line.date.unwrap().to_string().as_str(), line.author), ("2024-10-19", None));
        let line = imprint("By Ann Lee and Tom Ray | Updated 3 May 2021").unwrap();
        assert_eq!((line.author.as_deref(), line.updated), (Some("Ann Lee and Tom Ray"), true));
        assert_eq!(imprint("Von Jana Weiß, 4. März 2020").unwrap().author.as_deref(), Some("Jana Weiß"));
        assert_eq!(imprint("Reading time: 7 minutes").unwrap().reading_minutes, Some(7));
        assert!(imprint("Published on 2 June 2019").unwrap().published);
    }

    #[test]
    fn sentences_and_posts_are_no_imprint() {
        for line in [
            "On October 27, 2024, officials of the ministry made their first official statement on the matter.",
            "— Nobody (@nobody) October 18, 2024",
            "By the time they arrived the house was empty.",
            "by and large",
            "The storm of 3 May 2021 took the roof off the old town hall",
            "Contact",
        ] {
            assert_eq!(imprint(line), None, "{line}");
        }
    }

    #[test]
    fn datelines_name_the_site() {
        assert_eq!(dateline("(Example.com) – The council met."), Some("Example.com"));
        assert_eq!(dateline("NEW YORK (Agency) - The council met."), Some("Agency"));
        assert_eq!(dateline("He (Tom) met her."), None);
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_panic(line in "\\PC{0,80}") {
            let _ = (imprint(&line), dateline(&line), reading_minutes(&line));
        }
    }
}

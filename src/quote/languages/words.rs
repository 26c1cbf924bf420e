//! What is to be known of the words of a language.

/// The words with which a language attributes quotations. Each list has its words in lower case, with spaces
/// between them; a word may be in several lists.
#[derive(Debug)]
pub(crate) struct SpeechWords {
    /// Verbs of speech in their finite forms, which stand before or behind their subject, the commonest two
    /// first: *said says*.
    pub(crate) says: &'static str,
    /// Verbs whose object is quoted: *called it “a disgrace”*.
    pub(crate) calls: &'static str,
    /// Participles of both: *saying*.
    pub(crate) saying: &'static str,
    /// Those of `says` and `calls` that are nouns as often: *claims*.
    pub(crate) or_noun: &'static str,
    /// Titles, offices and professions before a name.
    pub(crate) titles: &'static str,
    /// Titles that one person of an article holds, for whom the title stands: *the senator*.
    pub(crate) offices: &'static str,
    /// Titles with their short forms: *senator Sen.*, a comma between them.
    pub(crate) short_titles: &'static str,
    /// Definite articles.
    pub(crate) definite: &'static str,
    pub(crate) he: &'static str,
    pub(crate) she: &'static str,
    /// Pronouns of what is neither one man nor one woman.
    pub(crate) they: &'static str,
    pub(crate) first_person: &'static str,
    /// Relative pronouns that stand for people: *who*.
    pub(crate) who: &'static str,
    pub(crate) determiners: &'static str,
    pub(crate) prepositions: &'static str,
    /// Those of `prepositions` that are within the names of organizations: *Department of Defense*.
    pub(crate) within_names: &'static str,
    pub(crate) conjunctions: &'static str,
    /// Adverbs and auxiliaries between a subject and its verb.
    pub(crate) adverbs: &'static str,
    /// The end of other adverbs; empty if no ending tells.
    pub(crate) adverb_suffix: &'static str,
    /// The end of most verbs of the past; empty if no ending tells.
    pub(crate) past_suffix: &'static str,
    /// Auxiliaries that make a verb of speech a passive: *was called*.
    pub(crate) be: &'static str,
    pub(crate) times: &'static str,
    /// Those of `times` that are given names, too, as they are written.
    pub(crate) given_months: &'static str,
    /// Other words of grammar that no noun phrase contains: *that*, *when*.
    pub(crate) function_words: &'static str,
    pub(crate) particles: &'static str,
    pub(crate) places: &'static str,
    pub(crate) suffixes: &'static str,
    /// Words written with a full stop that ends no sentence.
    pub(crate) abbreviations: &'static str,
    /// Medium in which words are said: *statement*.
    pub(crate) media: &'static str,
    /// Work with a title in marks: *film*.
    pub(crate) works: &'static str,
    /// Participles before the name of a thing: *called*, *titled*.
    pub(crate) names: &'static str,
    /// Nouns for somebody that are no titles: *woman*, *official*.
    pub(crate) people: &'static str,
    /// Ends of compounds of a name that are no names: *Chicago-based*.
    pub(crate) compounds: &'static str,
    /// Titles of men, among `titles`.
    pub(crate) men: &'static str,
    /// Titles of women, among `titles`.
    pub(crate) women: &'static str,
    /// Words before a colon, or beside an article, that name nobody: *Watch*, *File photo*.
    pub(crate) labels: &'static str,
    /// Words within the names of organizations.
    pub(crate) organizations: &'static str,
    /// Words that deny a verb: *not*.
    pub(crate) negations: &'static str,
    /// Ends of verbs that deny them: *didn't*.
    pub(crate) contractions: &'static str,
    /// Words behind one of `negations` with which it denies no speech: *not only*, *not afraid to say*.
    pub(crate) not_only: &'static str,
    /// Verbs of thinking: who *did not think* something has spoken all the same.
    pub(crate) thinks: &'static str,
    /// Words that govern an infinitive or a participle that nobody says: *refused to say*, *denied saying*.
    pub(crate) refusals: &'static str,
    /// Words that govern the infinitive of somebody else's verb: *wants X to say*.
    pub(crate) wishes: &'static str,
    /// Words that do with one of `infinitive_marks` behind them: *instead of saying*.
    pub(crate) instead: &'static str,
    /// Words before an infinitive: *to*.
    pub(crate) infinitive_marks: &'static str,
    /// Infinitives of verbs of speech, of which other lists have not all.
    pub(crate) infinitives: &'static str,
    /// Auxiliaries that make one of `modals` a mere possibility: *could have*.
    pub(crate) perfect: &'static str,
    /// Auxiliaries of possibility.
    pub(crate) modals: &'static str,
    /// Words with which a subject that is nobody begins: *nobody*, *neither*.
    pub(crate) nobody: &'static str,
    /// Words before a clause that is supposed: *if*.
    pub(crate) conditions: &'static str,
    /// Words before a clause: *that*.
    pub(crate) that: &'static str,
    /// Words before a clause that is denied: *denied that*.
    pub(crate) denials: &'static str,
    /// Words before a clause that is denied if they are: *not true that*.
    pub(crate) truths: &'static str,
    /// Verbs whose object is who has spoken: *quoted X as saying*.
    pub(crate) quotes: &'static str,
    /// Participles of `quotes`.
    pub(crate) quoting: &'static str,
    /// Words between the object of `quotes` and a participle: *as*.
    pub(crate) quoted_as: &'static str,
    /// Verbs whose object somebody else has written: *read a letter from X*.
    pub(crate) reads: &'static str,
    /// Verbs whose object is what somebody else has said: *rejected X's claim*.
    pub(crate) rejects: &'static str,
    /// Words before a participle that tells of the same clause: *left after saying*.
    pub(crate) by: &'static str,
    /// Words before who has written: *from*.
    pub(crate) from: &'static str,
    /// Participles whose object is who listens: *telling him*.
    pub(crate) telling: &'static str,
    /// Pronouns that are objects: *him*.
    pub(crate) objects: &'static str,
    /// The object of *he*.
    pub(crate) him: &'static str,
    /// The object of *she*.
    pub(crate) her: &'static str,
    /// Nouns for what somebody has said: *X's claim that*.
    pub(crate) speech_nouns: &'static str,
    /// Verbs of speech of several words: *went on*.
    pub(crate) verb_phrases: &'static [&'static str],
    /// Phrases before the speaker: *according to*.
    pub(crate) phrases_before: &'static [&'static str],
}

impl SpeechWords {
    /// Returns the forms in which a title may be written before a name or beside it.
    pub(crate) fn forms_of(&self, title: &str) -> Vec<String> {
        let lower = title.to_lowercase();
        let mut capital = lower.clone();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let short = self.short_titles.split(", ").filter_map(|pair| pair.split_once(' '));
        let short: Vec<_> =
            short.filter(|(long, _)| *long == lower).map(|(_, short)| short.to_owned()).collect();
        [lower, capital].into_iter().chain(short).collect()
    }
}

//! English words, and a few of other languages, that tell what a clause between two quotations says.

/// Words before a noun, so that *report* or *claims* is no verb behind them.
pub(super) const BEFORE_NOUNS: &[&str] = &[
    "a", "an", "the", "his", "her", "its", "their", "this", "that", "in", "of", "by", "for", "with", "at",
    "to", "on", "from", "new", "united", "joint", "press", "news",
];

/// Verbs of speech that are nouns as often.
pub(super) const NOUNS: &[&str] = &[
    "remarks",
    "claims",
    "claim",
    "reports",
    "comments",
    "answers",
    "notes",
    "messages",
    "tweets",
    "tweet",
    "questions",
    "promises",
    "pledges",
    "demands",
    "complaints",
];

/// Words that begin another clause.
pub(super) const CONJUNCTIONS: &[&str] = &[
    "and", "but", "though", "although", "while", "whereas", "yet", "or", "und", "aber", "doch", "et", "mais",
    "y", "pero", "e", "ma", "mas",
];

/// Words between two verbs of speech of one clause.
pub(super) const ADVERBS: &[&str] = &["and", "then", "also", "later", "has", "had"];

/// Relative pronouns for persons and things.
pub(super) const RELATIVES: &[&str] = &["who", "which", "whose", "whom"];

/// Pronouns before a verb.
pub(super) const SUBJECTS: &[&str] = &["he", "she", "they", "it", "we", "i", "you"];

/// Words before a participle that has no subject of its own.
pub(super) const BEFORE_PARTICIPLES: &[&str] = &["when", "if", "once", "being", "first"];

/// Words behind a participle.
pub(super) const BEHIND_PARTICIPLES: &[&str] =
    &["by", "to", "on", "in", "at", "about", "not", "during", "after", "from", "through"];

/// Verbs whose object is spoken to.
pub(super) const ADDRESSES: &[&str] = &["asked", "asks", "told", "tells", "questioned"];

/// Words by which an attribution doubts that anybody said or meant it.
pub(super) const DOUBTS: &[&str] =
    &["supposedly", "allegedly", "falsely", "pretended", "pretends", "pretending", "lie", "lies"];

/// Conjunctions of a clause against the one before it.
pub(super) const CONTRASTS: &[&str] = &["but", "though", "although", "whereas"];

/// Verbs by which somebody denies a quotation, or refuses to say it.
pub(super) const REFUSALS: &[&str] =
    &["denied", "denies", "deny", "denying", "refused", "refuses", "declined", "disputed"];

/// Modal verbs: what somebody *could say* was not said.
pub(super) const MODALS: &[&str] = &["could", "should", "might"];

/// Verbs behind *declined to* that keep back a detail of the speaker, not the quotation.
pub(super) const DETAILS: &[&str] =
    &["be", "give", "provide", "disclose", "release", "reveal", "share", "specify", "elaborate", "identify"];

/// Words by which a relative clause denies the quotation.
pub(super) const FALSE: &[&str] =
    &["false", "untrue", "fabricated", "invented", "fake", "retracted", "lying", "lied", "misquoted"];

/// Pairs of words that begin a clause with another speaker or against the one before it: *only to have Bell
/// reply*, *while without it*.
pub(super) const ANOTHER_CLAUSE: &[(&str, &str)] = &[
    ("only", "to"),
    ("only", "for"),
    ("while", "without"),
    ("while", "with"),
    ("while", "in"),
    ("while", "for"),
    ("and", "where"),
];

/// Nouns that are neither people nor their words.
pub(super) const FACTS: &[&str] = &[
    "law",
    "laws",
    "rule",
    "rules",
    "policy",
    "policies",
    "plan",
    "plans",
    "privacy",
    "safety",
    "security",
    "concern",
    "concerns",
    "reason",
    "reasons",
    "cost",
    "costs",
    "data",
    "statistics",
    "figures",
    "evidence",
    "health",
    "budget",
    "investigation",
    "litigation",
    "lawsuit",
    "weather",
];

/// Verbs by which somebody else speaks up.
pub(super) const INTERRUPTIONS: &[&str] = &["interrupted", "heckled"];

/// Verbs before the words of somebody else.
pub(super) const RECITALS: &[&str] =
    &["quoting", "reading", "reciting", "paraphrasing", "mimicking", "imitating"];

/// Nouns for the words of somebody.
pub(super) const TEXTS: &[&str] = &[
    "words",
    "word",
    "letter",
    "letters",
    "speech",
    "line",
    "lines",
    "poem",
    "verse",
    "verses",
    "passage",
    "song",
    "psalm",
    "quote",
    "saying",
    "proverb",
    "scripture",
    "bible",
    "gospel",
    "statement",
    "remarks",
    "comments",
    "lyrics",
    "motto",
];

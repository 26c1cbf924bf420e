//! The fields of the documents of an index.
//!
//! All terms are made here, so that a word is the same word as in an index in a folder. The cluster only cuts
//! at spaces and at `|`: `regions|~~~region` is a word with its stem at one position. Texts are not kept as
//! they are; the field `stored` has the whole article.

use serde_json::{Value, json};

use crate::index::counted_fields;

/// Kind of a document: [`ARTICLE`], [`FILE`] or [`META`].
pub(crate) const KIND: &str = "kind";
pub(crate) const ARTICLE: &str = "article";
/// Row of the file table.
pub(crate) const FILE: &str = "file";
pub(crate) const META: &str = "meta";
/// Encoded key of the file of an article or of a row.
pub(crate) const SOURCE: &str = "source";
/// Encoded keys of the folders above the file of an article, and of the file itself.
pub(crate) const UNDER: &str = "under";
/// Number of an article in its file.
pub(crate) const RECORD: &str = "record";
/// Identifier of an article in its archive file.
pub(crate) const RECORD_ID: &str = "record_id";
/// Hash of the content of an article, its bits as a signed number.
pub(crate) const CONTENT: &str = "content";
/// Number of the day on which the content came into the index.
pub(crate) const ADDED: &str = "added";
/// Number of the day of publication.
pub(crate) const DAY: &str = "day";
/// Code of the language of an article.
pub(crate) const LANGUAGE: &str = "lang";
/// Whether a file must be read again.
pub(crate) const UNFINISHED: &str = "unfinished";
/// Content of a document that is no article.
pub(crate) const DATA: &str = "data";
/// Tokens and stems of the body, then of the title.
pub(crate) const TEXT: &str = "text";
/// Tokens and stems of the title.
pub(crate) const TITLE: &str = "title";
/// Tokens and stems of the text that was cut.
pub(crate) const CUT: &str = "cut";
/// Stems of the title and of the first words of the body.
pub(crate) const LEAD: &str = "lead";
/// Tokens of the path, of the name of the site, and of the author.
pub(crate) const PATH_WORDS: &str = "path_words";
pub(crate) const SITE_WORDS: &str = "site_words";
pub(crate) const AUTHOR_WORDS: &str = "author_words";
/// Words that are names of people.
pub(crate) const NAMES: &str = "names";
/// Marks of direct speech and of its speakers.
pub(crate) const SPEECH: &str = "speech";
/// Hashes of the term vector.
pub(crate) const VECTOR: &str = "vector";
/// Terms of the term vector, each with its frequency.
pub(crate) const VECTOR_TERMS: &str = "vector_terms";
/// Host of the article.
pub(crate) const HOST: &str = "host";
/// The same, and the domains above it.
pub(crate) const HOSTS: &str = "hosts";
/// Values of facets: the site as it is shown, the author as printed, the folder of the file, and the
/// speakers.
pub(crate) const SITE: &str = "site";
pub(crate) const AUTHOR: &str = "author";
pub(crate) const FOLDER: &str = "folder";
pub(crate) const SPEAKERS: &str = "speakers";
/// Whether the declared day of publication cannot be one.
pub(crate) const IMPOSSIBLE_DAY: &str = "impossible_day";
/// Hash of the text and values of its sketch, as [`crate::opensearch::stories`] encodes them, in Base64 on
/// the way.
pub(crate) const SKETCH: &str = "sketch";
/// Key of the story that an article belongs to, and of others that it contains, their bits as signed numbers.
pub(crate) const STORY: &str = "story";
pub(crate) const OTHER_STORIES: &str = "other_stories";
/// Prefix of the names of fields with the numbers of tokens, before the id of the field they count.
pub(crate) const LENGTH_PREFIX: &str = "tokens_";
/// The article as [`crate::index::doc_store::portable`] encodes it, in Base64 on the way. The cluster keeps
/// the bytes as they are, as a stored field, since it could not compress them further.
pub(crate) const STORED: &str = "stored";

/// Separator of the terms at a position.
pub(super) const STACK: char = '|';
/// Term at a position without any.
pub(super) const NO_TERM: char = '§';
/// Beginning of a stem: longer than the edit distance of any fuzzy word, so that it finds no stem.
pub(super) const STEM_PREFIX: &str = "~~~";
pub(super) const STEM_START: char = '~';
/// Beginning of a stem by which only clauses over positions find a word: of a stop word, or of a word without
/// its last *s*.
pub(super) const STOP_STEM_PREFIX: &str = "~~~~";
/// Beginning of the marks of sentences, paragraphs and direct speech.
pub(super) const MARK_PREFIX: &str = "~~~§";
/// Beginning of a term that tells the marks of a word, for the same reason.
pub(super) const MARKED_PREFIX: &str = "==";
pub(super) const MARKED_START: char = '=';
/// Number of positions between the body and the title, so that no phrase matches across.
const TITLE_GAP: u32 = 1_024;
/// Parameters of BM25 in an index in a folder.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Maximum length of the terms at one position, in characters.
const MAX_STACK: u32 = 16_384;

/// Returns the body of a request that creates an index.
pub(crate) fn index_body(shards: u32, replicas: u32) -> Value {
    let words = json!({ "type": "text", "analyzer": "stacked", "search_analyzer": "spaced" });
    let mut stacked = words.clone();
    stacked["similarity"] = "stacked".into();
    let mut text = stacked.clone();
    text["position_increment_gap"] = TITLE_GAP.into();
    let keyword = json!({ "type": "keyword" });
    // Terms that are counted and never sorted by.
    let term = json!({ "type": "keyword", "doc_values": false });
    let unread = json!({ "type": "object", "enabled": false });
    let number = json!({ "type": "long" });
    let tokens = json!({ "type": "integer", "index": false });
    let column = json!({ "type": "long", "index": false });
    // Values that are counted and never sought.
    let value = json!({ "type": "keyword", "index": false });
    let mut properties = json!({
        KIND: keyword, SOURCE: keyword, UNDER: term, RECORD: number,
        RECORD_ID: value, HOST: value,
        CONTENT: number, ADDED: number, DAY: number, LANGUAGE: keyword,
        UNFINISHED: { "type": "boolean" },
        DATA: unread, STORED: { "type": "binary", "store": true },
        TEXT: text, TITLE: stacked, CUT: stacked, LEAD: words,
        PATH_WORDS: words, SITE_WORDS: words, AUTHOR_WORDS: words,
        SITE: keyword, AUTHOR: keyword, FOLDER: keyword, SPEAKERS: keyword,
        IMPOSSIBLE_DAY: { "type": "boolean" },
        NAMES: term, SPEECH: keyword, VECTOR: term, VECTOR_TERMS: column, HOSTS: term,
        SKETCH: { "type": "binary", "doc_values": true }, STORY: number, OTHER_STORIES: number,
    });
    for field in counted_fields() {
        properties[length_field(field)] = tokens.clone();
    }
    // The average length counts all terms at a position, so that the length of a text must, too.
    let stacked_similarity = json!({ "type": "BM25", "k1": K1, "b": B, "discount_overlaps": false });
    json!({
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "similarity": { "stacked": stacked_similarity },
            },
            "analysis": {
                "tokenizer": { "spaces": { "type": "whitespace", "max_token_length": MAX_STACK } },
                "filter": {
                    "stack": {
                        "type": "pattern_capture", "preserve_original": false,
                        "patterns": [format!("([^{STACK}]+)")],
                    },
                    "gaps": { "type": "stop", "stopwords": [NO_TERM.to_string()] },
                },
                "analyzer": {
                    "stacked": { "type": "custom", "tokenizer": "spaces", "filter": ["stack", "gaps"] },
                    "spaced": { "type": "custom", "tokenizer": "spaces" },
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            // Nothing is made of the terms again.
            "_source": { "excludes": [
                TEXT, TITLE, CUT, LEAD, PATH_WORDS, SITE_WORDS, AUTHOR_WORDS, NAMES, SPEECH, VECTOR, VECTOR_TERMS, HOST, HOSTS,
                UNDER, SITE, AUTHOR, FOLDER, SPEAKERS, STORED, SKETCH, STORY, OTHER_STORIES,
            ] },
            "properties": properties,
        },
    })
}

/// Returns the name of the field with the number of tokens in `field` of an index in a folder.
pub(crate) fn length_field(field: u32) -> String {
    format!("{LENGTH_PREFIX}{field}")
}

/// Returns hashes as numbers of the cluster.
pub(crate) fn signed(hashes: &[u64]) -> Vec<i64> {
    hashes.iter().map(|hash| hash.cast_signed()).collect()
}

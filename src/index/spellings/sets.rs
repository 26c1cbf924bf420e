//! Finds the sets of words that are spellings of one name.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::Searcher;
use tantivy::schema::{Field, IndexRecordOption};

use crate::analysis::{
    AnalyzerVersion, Likeness, SpellingKeys, TokenStream, are_a_vowel_apart, can_be_spelled_otherwise,
    ending_fits, is_case_of_another, is_latin, is_no_function_word, is_no_surname, romanize,
};
use crate::index::spellings::contexts::{Contexts, count_articles, count_together};
use crate::index::spellings::evidence::{DROPPED_RATIO, ENOUGH_ARTICLES, SpellingEvidence};
use crate::index::spellings::given_names::of_other_people;
use crate::index::spellings::name_word::NameWord;
use crate::index::spellings::slips::add_slips;
use crate::index::spellings::table::{NameSpelling, SpellingTable};
use crate::index::term_vectors::DocFreqSketch;

/// Maximum number of words with one key that are compared, the most frequent ones.
const MAX_GROUP: usize = 300;
/// Number of articles of an index for each article that a word must be in, beside the first.
const ARTICLES_PER_MINIMUM: u64 = 100_000;

/// Compares the words of an index that articles write with a capital, and returns the sets of those that are
/// one name.
pub(crate) fn compare_names(
    searcher: &Searcher,
    (capitals, exact): (Field, Field),
    analyzer: AnalyzerVersion,
    doc_freqs: &DocFreqSketch,
) -> tantivy::Result<SpellingTable> {
    let mut words = capitalized_words(searcher, capitals, analyzer)?;
    add_slips(searcher, exact, &mut words)?;
    let contexts = match searcher.num_docs() >= ENOUGH_ARTICLES {
        true => Some(Contexts::new(searcher, exact, doc_freqs)?),
        false => None,
    };
    let sets = (0..words.len()).collect();
    let mut comparison = Comparison { searcher, exact, words, sets, contexts };
    comparison.join_alike()?;
    comparison.join_scripts()?;
    comparison.into_table()
}

/// Returns the words that articles write with a capital, sorted.
fn capitalized_words(
    searcher: &Searcher,
    capitals: Field,
    analyzer: AnalyzerVersion,
) -> tantivy::Result<Vec<NameWord>> {
    let mut written: Vec<WrittenWord> = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted_index = segment.inverted_index(capitals)?;
        let mut stream = inverted_index.terms().stream()?;
        while stream.advance() {
            let articles = match segment.alive_bitset() {
                None => stream.value().doc_freq,
                Some(alive) => inverted_index
                    .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
            };
            if articles > 0
                && let Ok(word) = std::str::from_utf8(stream.key())
            {
                written.extend(WrittenWord::new(analyzer, word, u64::from(articles)));
            }
        }
    }
    // The words of a segment are sorted by how they are written, which is nearly in order.
    written.sort();
    // A segment has each word once.
    written.dedup_by(|next, word| {
        let are_same = next.written == word.written;
        word.articles += if are_same { next.articles } else { 0 };
        are_same
    });
    let min_articles = 1 + searcher.num_docs() / ARTICLES_PER_MINIMUM;
    let words = written.chunk_by_mut(|a, b| a.word == b.word).filter_map(|spelled| {
        let capitals = spelled.iter().map(|word| word.articles).sum();
        let WrittenWord { word, written, .. } = spelled.iter_mut().max_by_key(|word| word.articles)?;
        if capitals < min_articles || is_no_surname(word) {
            return None;
        }
        let is_latin = is_latin(word);
        if !is_latin && !is_no_function_word(word) {
            return None;
        }
        let keys = match is_latin {
            true => SpellingKeys::new(word),
            false => SpellingKeys::new(&romanize(word)?),
        };
        let (word, written) = (std::mem::take(word), std::mem::take(written));
        Some(NameWord { word, written, capitals, articles: None, is_latin, keys })
    });
    Ok(words.collect())
}

/// A word as articles write it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct WrittenWord {
    /// The first bytes of the normalized word, which most words differ in.
    prefix: u64,
    /// The normalized word.
    word: String,
    written: String,
    articles: u64,
}

impl WrittenWord {
    /// Normalizes a word that `articles` articles write; `None` if it has no other spellings.
    fn new(analyzer: AnalyzerVersion, written: &str, articles: u64) -> Option<Self> {
        let word = normalized(analyzer, written)?;
        let mut prefix = [0; 8];
        prefix.iter_mut().zip(word.bytes()).for_each(|(byte, first)| *byte = first);
        Some(WrittenWord { prefix: u64::from_be_bytes(prefix), word, written: written.to_owned(), articles })
    }
}

/// Returns a word as the index has it; `None` if it has no other spellings.
fn normalized(analyzer: AnalyzerVersion, written: &str) -> Option<String> {
    let word = match written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        true => written.to_ascii_lowercase(),
        false => {
            let mut tokens = TokenStream::new(analyzer, written);
            tokens.advance().then(|| tokens.base().to_owned())?
        }
    };
    can_be_spelled_otherwise(&word).then_some(word)
}

/// The comparison of words, each with the set that it is in so far.
struct Comparison<'s> {
    searcher: &'s Searcher,
    exact: Field,
    words: Vec<NameWord>,
    /// Another word of the set of each word, or the word.
    sets: Vec<usize>,
    contexts: Option<Contexts<'s>>,
}

impl Comparison<'_> {
    /// Joins the words of one script that are spellings of one name.
    fn join_alike(&mut self) -> tantivy::Result<()> {
        let mut pairs: BTreeSet<(usize, usize)> = self.pairs_without_a_letter().into_iter().collect();
        let keys: [fn(&SpellingKeys) -> u64; 4] =
            [|keys| keys.transliteration, |keys| keys.sound, |keys| keys.consonants, |keys| keys.letters];
        for key in keys {
            for group in self.groups(key) {
                for (index, a) in group.iter().enumerate() {
                    pairs.extend(group[index + 1..].iter().filter_map(|b| {
                        let likeness = self.words[*a].keys.likeness(&self.words[*b].keys);
                        let are_alike = likeness.is_some_and(|likeness| self.may_be_one(*a, *b, likeness));
                        are_alike.then_some(((*a).min(*b), (*a).max(*b)))
                    }));
                }
            }
        }
        let mut found = Vec::new();
        for (a, b) in pairs {
            if let Some(likeness) = self.are_one_name(a, b)? {
                found.push((a, b, likeness));
            }
        }
        let others = self.of_other_people(&found)?;
        for (a, b, _) in found {
            if !others.contains(&(a, b)) {
                self.join(a, b);
            }
        }
        Ok(())
    }

    /// Returns the pairs whose given names tell that they are of other people. One name of another script is
    /// written in several ways for many people.
    fn of_other_people(
        &self,
        found: &[(usize, usize, Likeness)],
    ) -> tantivy::Result<FxHashSet<(usize, usize)>> {
        let word = |index: usize| self.words[index].word.as_str();
        let alike = found.iter().filter(|(.., likeness)| *likeness != Likeness::Transliterated);
        let named: Vec<(usize, usize, [&str; 2])> = alike
            .map(|(a, b, _)| {
                let is_a_rare = self.words[*a].articles <= self.words[*b].articles;
                (*a, *b, if is_a_rare { [word(*a), word(*b)] } else { [word(*b), word(*a)] })
            })
            .collect();
        let pairs: Vec<(&str, &str)> =
            named.iter().map(|(.., [rare, frequent])| (*rare, *frequent)).collect();
        let others = of_other_people(self.searcher, self.exact, &pairs)?;
        let is_other = |[rare, frequent]: &[&str; 2]| others.contains(&(*rare, *frequent));
        Ok(named.iter().filter(|(.., words)| is_other(words)).map(|(a, b, _)| (*a, *b)).collect())
    }

    /// Returns the groups of words in Latin script with the same key.
    fn groups(&self, key: impl Fn(&SpellingKeys) -> u64) -> Vec<Vec<usize>> {
        let latin = self.words.iter().enumerate().filter(|(_, word)| word.is_latin);
        let mut keys: Vec<(u64, usize)> = latin.map(|(index, word)| (key(&word.keys), index)).collect();
        keys.sort_unstable();
        let groups = keys.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        let mut groups: Vec<Vec<usize>> =
            groups.map(|group| group.iter().map(|(_, index)| *index).collect()).collect();
        for group in groups.iter_mut().filter(|group| group.len() > MAX_GROUP) {
            group.sort_by_key(|index| (Reverse(self.words[*index].capitals), *index));
            group.truncate(MAX_GROUP);
        }
        groups
    }

    /// Returns whether the number of articles that write the words with a capital leaves it open that they
    /// are one name.
    fn may_be_one(&self, a: usize, b: usize, likeness: Likeness) -> bool {
        let evidence = self.evidence((a, self.words[a].capitals), (b, self.words[b].capitals), likeness);
        !evidence.without(u64::MAX).rules_out() || !evidence.rules_out()
    }

    /// Returns the pairs of a frequent word and a rare one that lacks one of its consonants.
    fn pairs_without_a_letter(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (frequent, word) in self.words.iter().enumerate() {
            if !word.is_latin || word.capitals < DROPPED_RATIO {
                continue;
            }
            for (start, letter) in word.word.char_indices().skip(1) {
                let shorter = [&word.word[..start], &word.word[start + letter.len_utf8()..]].concat();
                let found = self.words.binary_search_by(|other| other.word.as_str().cmp(&shorter));
                if let Ok(rare) = found
                    && self.words[rare].keys.likeness(&word.keys) == Some(Likeness::Dropped)
                    && self.may_be_one(rare, frequent, Likeness::Dropped)
                {
                    pairs.push((rare.min(frequent), rare.max(frequent)));
                }
            }
        }
        pairs
    }

    fn evidence(
        &self,
        (a, a_articles): (usize, u64),
        (b, b_articles): (usize, u64),
        likeness: Likeness,
    ) -> SpellingEvidence {
        let is_vowel_apart = are_a_vowel_apart(&self.words[a].word, &self.words[b].word);
        let [a, b] = [a, b].map(|index| self.words[index].word.chars().count());
        SpellingEvidence {
            likeness,
            articles: (a_articles.min(b_articles), a_articles.max(b_articles)),
            length: a.min(b),
            rare_is_shorter: if a_articles <= b_articles { a <= b } else { b <= a },
            is_vowel_apart,
        }
    }

    /// Returns how two words are alike that seem to be spellings of one name; `None` for others.
    fn are_one_name(&mut self, a: usize, b: usize) -> tantivy::Result<Option<Likeness>> {
        let (Some(a_articles), Some(b_articles)) = (self.articles(a)?, self.articles(b)?) else {
            return Ok(None);
        };
        let Some(likeness) = self.words[a].keys.likeness(&self.words[b].keys) else { return Ok(None) };
        let evidence = self.evidence((a, a_articles), (b, b_articles), likeness);
        let words = [a, b].map(|index| self.words[index].word.as_str());
        let context = match &mut self.contexts {
            Some(contexts) => Some(contexts.compare(words[0], words[1])?),
            None => None,
        };
        let together = match context {
            Some(context) => context.together,
            None => count_together(self.searcher, self.exact, words)?,
        };
        let apart = evidence.without(together);
        if evidence.rules_out() && apart.rules_out() {
            return Ok(None);
        }
        let are_one = match context {
            Some(context) => evidence.holds_in(context),
            None => evidence.holds_alone() || apart.holds_alone(),
        };
        Ok(are_one.then_some(likeness))
    }

    /// Returns the number of articles with a word; `None` if most write it without a capital.
    fn articles(&mut self, index: usize) -> tantivy::Result<Option<u64>> {
        let word = &mut self.words[index];
        let articles = match word.articles {
            Some(articles) => articles,
            None => *word.articles.insert(count_articles(self.searcher, self.exact, &word.word)?),
        };
        Ok((word.capitals * 2 >= articles).then_some(articles))
    }

    /// Joins the words of other scripts with one another and with the Latin word of the same key.
    fn join_scripts(&mut self) -> tantivy::Result<()> {
        let mut others: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (index, word) in self.words.iter().enumerate().filter(|(_, word)| !word.is_latin) {
            others.entry(word.keys.transliteration).or_default().push(index);
        }
        // A word in a case has no other spelling in Latin letters, where names have none.
        let known: FxHashSet<&str> =
            self.words.iter().filter(|word| !word.is_latin).map(|word| word.word.as_str()).collect();
        let is_case =
            |index: &usize| is_case_of_another(&self.words[*index].word, |base| known.contains(base));
        let in_case: FxHashSet<u64> =
            others.iter().filter(|(_, group)| group.iter().any(is_case)).map(|(key, _)| *key).collect();
        // One word of each key, whose others are joined to it.
        let mut firsts: FxHashMap<u64, usize> = FxHashMap::default();
        for (key, group) in others {
            for index in group {
                if self.articles(index)?.is_some() {
                    let first = *firsts.entry(key).or_insert(index);
                    self.join(first, index);
                }
            }
        }
        let has_other =
            |(_, word): &(usize, &NameWord)| word.is_latin && firsts.contains_key(&word.keys.transliteration);
        let mut latin: Vec<usize> =
            self.words.iter().enumerate().filter(has_other).map(|(index, _)| index).collect();
        // The most frequent one of each key.
        latin.sort_by_key(|index| Reverse(self.words[*index].capitals));
        for index in latin {
            let key = self.words[index].keys.transliteration;
            if let Some(other) = firsts.get(&key).copied()
                && !in_case.contains(&key)
                && ending_fits(&self.words[other].word, &self.words[index].word)
                && self.articles(index)?.is_some()
            {
                firsts.remove(&key);
                self.join(other, index);
            }
        }
        Ok(())
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.sets[a.max(b)] = a.min(b);
    }

    fn root(&self, mut index: usize) -> usize {
        while self.sets[index] != index {
            index = self.sets[index];
        }
        index
    }

    fn into_table(self) -> tantivy::Result<SpellingTable> {
        let mut sets: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for index in 0..self.words.len() {
            let root = self.root(index);
            if root != index {
                sets.entry(root).or_insert_with(|| vec![root]).push(index);
            }
        }
        let spelling = |index: &usize| {
            let word = &self.words[*index];
            NameSpelling {
                word: word.word.clone(),
                written: word.written.clone(),
                articles: word.articles.unwrap_or(word.capitals),
            }
        };
        Ok(SpellingTable::new(sets.into_values().map(|set| set.iter().map(spelling).collect())))
    }
}

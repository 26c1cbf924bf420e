//! Compiles clauses on direct speech.

use crate::analysis::{AnalyzerVersion, query_tokens, without_marker};
use crate::query::ast::{Occur, Phrase, Query, Slot};
use crate::query::glob::Glob;
use crate::query::operators::quote_clauses::QuoteClause;
use crate::query::spans::node::{SpanNode, SpeechNode};
use crate::query::spans::pattern::SpanPattern;
use crate::query::spans::term_matcher::TermMatcher;

impl SpanPattern {
    /// Compiles a clause on direct speech.
    pub(super) fn quote(&mut self, clause: QuoteClause<'_>) -> SpanNode {
        let speaker = clause.speaker.map(|speaker| self.speaker(speaker));
        let words = clause.said.map(|words| self.said(words));
        SpanNode::Speech(Box::new(self.all(speaker.into_iter().chain(words).collect(), Vec::new())))
    }

    /// Compiles what is said.
    fn said(&mut self, query: &Query) -> SpeechNode {
        match query {
            Query::Bool(parts) => self.parts(parts, Self::said),
            query => match self.node(query) {
                Some(SpanNode::Speech(node)) => *node, // fields do not nest
                Some(node) => SpeechNode::Words(node),
                None => self.every(),
            },
        }
    }

    /// Compiles the name of a speaker: all words of it.
    fn speaker(&mut self, query: &Query) -> SpeechNode {
        let analyzer = AnalyzerVersion::CURRENT;
        let exact = |text: &str| -> Vec<TermMatcher> {
            query_tokens(analyzer, text).map(|token| TermMatcher::Exact(token.base().to_owned())).collect()
        };
        let words = match query {
            Query::Bool(parts) => return self.parts(parts, Self::speaker),
            Query::Near(near) => {
                let operands = [&near.left, &near.right].map(|operand| self.speaker(operand));
                return self.all(operands.into(), Vec::new());
            }
            Query::Field(_, query) => return self.speaker(query),
            Query::Term(term) => exact(&term.surface),
            Query::Phrase(phrase) if phrase.slots().any(|slot| matches!(slot, Slot::Glob(_))) => {
                name_slots(phrase, exact)
            }
            Query::Phrase(phrase) => exact(&phrase.surface),
            Query::Pattern(pattern) => glob(&pattern.glob).into_iter().collect(),
            Query::Fuzzy(fuzzy) => vec![TermMatcher::Fuzzy(fuzzy.clone())],
            Query::Nothing | Query::All | Query::Dates(_) => Vec::new(),
        };
        let speaker = |word| SpeechNode::Speaker(self.matcher(TermMatcher::Speaker(Box::new(word))));
        let words: Vec<SpeechNode> = words.into_iter().map(speaker).collect();
        self.all(words, Vec::new())
    }

    fn parts(
        &mut self,
        parts: &[(Occur, Query)],
        compile: impl Fn(&mut Self, &Query) -> SpeechNode,
    ) -> SpeechNode {
        let (mut required, mut optional, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
        for (occur, query) in parts {
            let node = compile(self, query);
            match occur {
                Occur::Must => required.push(node),
                Occur::Should => optional.push(node),
                Occur::MustNot => excluded.push(node),
            }
        }
        if !optional.is_empty() {
            required.push(if optional.len() == 1 { optional.remove(0) } else { SpeechNode::Any(optional) });
        }
        self.all(required, excluded)
    }

    fn all(&mut self, mut required: Vec<SpeechNode>, excluded: Vec<SpeechNode>) -> SpeechNode {
        if required.is_empty() {
            required.push(self.every());
        }
        match (required.len(), excluded.is_empty()) {
            (1, true) => required.remove(0),
            _ => SpeechNode::All { required, excluded },
        }
    }

    fn every(&mut self) -> SpeechNode {
        SpeechNode::Every(self.matcher(TermMatcher::Speech))
    }
}

/// Returns the matchers of a name with patterns.
fn name_slots(phrase: &Phrase, exact: impl Fn(&str) -> Vec<TermMatcher>) -> Vec<TermMatcher> {
    let slot = |slot: &Slot| match slot {
        Slot::Word(word) | Slot::Bigram(word) => exact(without_marker(word)),
        Slot::Glob(pattern) => glob(pattern).into_iter().collect(),
    };
    phrase.slots().flat_map(slot).collect()
}

fn glob(pattern: &str) -> Option<TermMatcher> {
    Glob::new(pattern).map(|glob| TermMatcher::Glob(pattern.to_owned(), glob))
}

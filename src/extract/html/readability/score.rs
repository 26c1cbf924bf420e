//! Scoring: finds the element that contains the article from the paragraphs in it.

use crate::extract::html::readability::dom::{BODY, Dom, NONE, NodeId};
use crate::extract::html::readability::link_density::{char_count, link_weight, linked_chars};
use crate::extract::html::tag::Tag;

/// Number of top candidates (`DEFAULT_N_TOP_CANDIDATES`).
const TOP_CANDIDATES: usize = 5;
/// Number of alternative candidates that must share an ancestor for it to replace them
/// (`MINIMUM_TOPCANDIDATES`).
const MIN_ALTERNATIVES: usize = 3;

/// Content scores of elements; NaN for an element without one.
pub(super) struct Scores {
    points: Vec<f32>,
    weigh_classes: bool,
}

/// Sums over the descendants of each element.
struct SubtreeSums {
    chars: Vec<f32>,
    commas: Vec<u32>,
    linked: Vec<f32>,
}

impl SubtreeSums {
    fn new(dom: &Dom) -> Self {
        let count = dom.nodes.len();
        let mut sums =
            SubtreeSums { chars: vec![0.0; count], commas: vec![0; count], linked: vec![0.0; count] };
        let order: Vec<NodeId> = dom.descendants(BODY).collect();
        let mut space = true;
        for id in &order {
            if let Some(text) = dom.text(*id) {
                sums.chars[*id as usize] = (text.chars - u32::from(space && text.spaces.0)) as f32;
                sums.commas[*id as usize] = text.commas;
                space = text.spaces.1;
            }
        }
        for id in order.iter().rev() {
            let (index, node) = (*id as usize, dom.node(*id));
            let parent = node.parent as usize;
            sums.chars[parent] += sums.chars[index];
            sums.commas[parent] += sums.commas[index];
            sums.linked[parent] += sums.linked[index];
            if node.tag == Some(Tag::A) {
                sums.linked[parent] += sums.chars[index] * link_weight(node.marks);
            }
        }
        sums
    }
}

impl Scores {
    /// Scores the ancestors of `elements`. Returns the top candidates, the best first.
    pub(super) fn new(dom: &Dom, elements: &[NodeId], weigh_classes: bool) -> (Self, Vec<NodeId>) {
        let sums = SubtreeSums::new(dom);
        let mut scores = Scores { points: vec![f32::NAN; dom.nodes.len()], weigh_classes };
        let mut order = Vec::new();
        for element in elements {
            let chars = sums.chars[*element as usize];
            if chars < 25.0 {
                continue;
            }
            let points = 2.0 + sums.commas[*element as usize] as f32 + (chars / 100.0).floor().min(3.0);
            for (level, ancestor) in dom.ancestors(*element).take(5).enumerate() {
                let share = points / [1.0, 2.0, 6.0, 9.0, 12.0][level];
                let slot = ancestor as usize;
                if scores.points[slot].is_nan() {
                    scores.points[slot] = scores.initial(dom, ancestor);
                    order.push(ancestor);
                }
                scores.points[slot] += share;
            }
        }
        for id in &order {
            let slot = *id as usize;
            let points = scores.points[slot];
            scores.points[slot] = match points {
                // Scale by the link density.
                _ if points > 5.0 && sums.chars[slot] > 0.0 => {
                    points * (1.0 - sums.linked[slot] / sums.chars[slot])
                }
                _ if points > 0.0 => points,
                _ => f32::NAN,
            };
        }
        order.retain(|id| !scores.points[*id as usize].is_nan());
        order.sort_by(|a, b| scores.get(*b).total_cmp(&scores.get(*a)));
        order.truncate(TOP_CANDIDATES);
        (scores, order)
    }

    /// Returns the score of `id`, 0 if it has none.
    pub(super) fn get(&self, id: NodeId) -> f32 {
        self.points.get(id as usize).copied().filter(|points| !points.is_nan()).unwrap_or(0.0)
    }

    fn has(&self, id: NodeId) -> bool {
        self.points.get(id as usize).is_some_and(|points| !points.is_nan())
    }

    /// Returns the initial score of an element (`_initializeNode`).
    fn initial(&self, dom: &Dom, id: NodeId) -> f32 {
        use Tag::*;
        let node = dom.node(id);
        let points = match node.tag {
            Some(Div) => 5.0,
            Some(Pre | Td | Blockquote) => 3.0,
            Some(Ol | Ul | Dl | Dd | Dt | Li | Form) => -3.0,
            Some(H1 | H2 | H3 | H4 | H5 | H6 | Th) => -5.0,
            _ => 0.0,
        };
        points + if self.weigh_classes { f32::from(node.weight) * 25.0 } else { 0.0 }
    }

    fn ensure_initialized(&mut self, dom: &Dom, id: NodeId) {
        if !self.has(id) {
            self.points.resize(dom.nodes.len().max(self.points.len()), f32::NAN);
            self.points[id as usize] = self.initial(dom, id);
        }
    }

    /// Returns the element that contains the article.
    pub(super) fn top_candidate(&mut self, dom: &mut Dom, candidates: &[NodeId]) -> NodeId {
        let best = match candidates.first() {
            Some(best) if *best != BODY => *best,
            _ => {
                let page = dom.add(Some(Tag::Div), 0, 0, 0);
                while dom.node(BODY).first != NONE {
                    dom.append(page, dom.node(BODY).first);
                }
                dom.append(BODY, page);
                self.ensure_initialized(dom, page);
                return page;
            }
        };
        let best = self.common_ancestor(dom, best, candidates);
        let mut best = self.climb(dom, best);
        // Prefer the parent of an only child, whose siblings may belong to the article.
        loop {
            let parent = dom.node(best).parent;
            if parent == NONE || parent == BODY || dom.elements(parent).nth(1).is_some() {
                break;
            }
            best = parent;
        }
        self.ensure_initialized(dom, best);
        best
    }

    /// Returns an ancestor of `best` that it shares with several candidates of nearly the same score.
    fn common_ancestor(&self, dom: &Dom, best: NodeId, candidates: &[NodeId]) -> NodeId {
        let near = |id: &&NodeId| self.get(**id) / self.get(best) >= 0.75;
        let alternatives: Vec<Vec<NodeId>> =
            candidates.iter().skip(1).filter(near).map(|id| dom.ancestors(*id).collect()).collect();
        if alternatives.len() <= MIN_ALTERNATIVES {
            return best;
        }
        let shared = |id: &NodeId| {
            alternatives.iter().filter(|ancestors| ancestors.contains(id)).count() >= MIN_ALTERNATIVES
        };
        dom.ancestors(best).take_while(|id| *id != BODY).find(shared).unwrap_or(best)
    }

    /// Climbs to an ancestor with a higher score: it contains more of the article.
    fn climb(&mut self, dom: &Dom, best: NodeId) -> NodeId {
        self.ensure_initialized(dom, best);
        let mut last = self.get(best);
        let threshold = last / 3.0;
        for ancestor in dom.ancestors(best).take_while(|id| *id != BODY) {
            if !self.has(ancestor) {
                continue;
            }
            let points = self.get(ancestor);
            if points < threshold {
                break;
            }
            if points > last {
                return ancestor;
            }
            last = points;
        }
        best
    }

    /// Moves `best` and the siblings that belong to it into a new element.
    pub(super) fn append_siblings(&self, dom: &mut Dom, best: NodeId) -> NodeId {
        let parent = dom.node(best).parent;
        let threshold = (self.get(best) * 0.2).max(10.0);
        let class = dom.node(best).data;
        let siblings: Vec<NodeId> = dom.elements(parent).collect();
        let article = dom.add(Some(Tag::Div), 0, 0, 0);
        for sibling in siblings {
            let points = self.get(sibling);
            let same_class = class != 0 && dom.node(sibling).data == class;
            let bonus = if same_class { self.get(best) * 0.2 } else { 0.0 };
            let belongs = sibling == best
                || points > 0.0 && points + bonus >= threshold
                || points <= 0.0 && dom.is(sibling, Tag::P) && is_paragraph(dom, sibling);
            if belongs {
                use Tag::*;
                if !matches!(dom.tag(sibling), Some(Article | Section | P | Ol | Ul)) {
                    dom.rename(sibling, Div);
                }
                dom.append(article, sibling);
            }
        }
        dom.append(parent, article);
        article
    }
}

/// Returns whether a sibling paragraph reads like a part of the article.
fn is_paragraph(dom: &Dom, id: NodeId) -> bool {
    let (chars, linked) = (char_count(dom, id), linked_chars(dom, id));
    let texts = || dom.descendants(id).filter_map(|id| dom.text(id)).filter(|text| !text.is_blank());
    let is_sentence = || {
        texts().any(|text| text.has_stop)
            || texts().last().is_some_and(|text| text.raw.trim_end().ends_with('.'))
    };
    chars > 80.0 && linked < 0.25 * chars || chars < 80.0 && chars > 0.0 && linked == 0.0 && is_sentence()
}

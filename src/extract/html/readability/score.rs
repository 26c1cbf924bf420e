//! Second pass: which element holds the article, by the paragraphs in it.

use crate::extract::html::readability::dom::{BODY, Dom, Id, NONE};
use crate::extract::html::readability::names::LOCAL;
use crate::extract::html::tag::Tag;

/// So many elements may be the one.
const CANDIDATES: usize = 5;
/// So many of them must share an element around them for it to be taken in their place.
const COMMON: usize = 3;

/// The points of every element; not a number where it has none.
pub struct Scores {
    points: Vec<f32>,
    weigh: bool,
}

/// Sums over all in an element.
struct Sums {
    chars: Vec<f32>,
    commas: Vec<u32>,
    linked: Vec<f32>,
}

impl Sums {
    fn new(dom: &Dom) -> Self {
        let count = dom.nodes.len();
        let mut sums = Sums { chars: vec![0.0; count], commas: vec![0; count], linked: vec![0.0; count] };
        let order: Vec<Id> = dom.descendants(BODY).collect();
        let mut space = true;
        for id in &order {
            if let Some(text) = dom.text(*id) {
                sums.chars[*id as usize] = (text.chars - u32::from(space && text.spaces.0)) as f32;
                sums.commas[*id as usize] = text.commas;
                space = text.spaces.1;
            }
        }
        for id in order.iter().rev() {
            let (own, node) = (*id as usize, dom.node(*id));
            let parent = node.parent as usize;
            sums.chars[parent] += sums.chars[own];
            sums.commas[parent] += sums.commas[own];
            sums.linked[parent] += sums.linked[own];
            if node.tag == Some(Tag::A) {
                sums.linked[parent] += sums.chars[own] * link_weight(node.marks);
            }
        }
        sums
    }
}

/// How much a link counts as one: within the page it counts for less.
pub fn link_weight(marks: u16) -> f32 {
    if marks & LOCAL != 0 { 0.3 } else { 1.0 }
}

impl Scores {
    /// Gives points to what is around `elements`; returns the candidates, the best first.
    pub fn new(dom: &Dom, elements: &[Id], weigh: bool) -> (Self, Vec<Id>) {
        let sums = Sums::new(dom);
        let mut scores = Scores { points: vec![f32::NAN; dom.nodes.len()], weigh };
        let mut order = Vec::new();
        for element in elements {
            let chars = sums.chars[*element as usize];
            if chars < 25.0 {
                continue;
            }
            let points = 2.0 + sums.commas[*element as usize] as f32 + (chars / 100.0).floor().min(3.0);
            for (level, above) in dom.ancestors(*element).take(5).enumerate() {
                let share = points / [1.0, 2.0, 6.0, 9.0, 12.0][level];
                let slot = above as usize;
                if scores.points[slot].is_nan() {
                    scores.points[slot] = scores.initial(dom, above);
                    order.push(above);
                }
                scores.points[slot] += share;
            }
        }
        for id in &order {
            let slot = *id as usize;
            let points = scores.points[slot];
            scores.points[slot] = match points {
                // Links are no text of the article's own.
                _ if points > 5.0 && sums.chars[slot] > 0.0 => {
                    points * (1.0 - sums.linked[slot] / sums.chars[slot])
                }
                _ if points > 0.0 => points,
                _ => f32::NAN,
            };
        }
        order.retain(|id| !scores.points[*id as usize].is_nan());
        order.sort_by(|a, b| scores.of(*b).total_cmp(&scores.of(*a)));
        order.truncate(CANDIDATES);
        (scores, order)
    }

    /// The points of `id`, 0 where it has none.
    pub fn of(&self, id: Id) -> f32 {
        self.points.get(id as usize).copied().filter(|points| !points.is_nan()).unwrap_or(0.0)
    }

    fn has(&self, id: Id) -> bool {
        self.points.get(id as usize).is_some_and(|points| !points.is_nan())
    }

    /// What an element has before any paragraph gave it points.
    fn initial(&self, dom: &Dom, id: Id) -> f32 {
        use Tag::*;
        let node = dom.node(id);
        let points = match node.tag {
            Some(Div) => 5.0,
            Some(Pre | Td | Blockquote) => 3.0,
            Some(Ol | Ul | Dl | Dd | Dt | Li | Form) => -3.0,
            Some(H1 | H2 | H3 | H4 | H5 | H6 | Th) => -5.0,
            _ => 0.0,
        };
        points + if self.weigh { f32::from(node.weight) * 25.0 } else { 0.0 }
    }

    fn make_sure(&mut self, dom: &Dom, id: Id) {
        if !self.has(id) {
            self.points.resize(dom.nodes.len().max(self.points.len()), f32::NAN);
            self.points[id as usize] = self.initial(dom, id);
        }
    }

    /// The element that holds the article.
    pub fn choose(&mut self, dom: &mut Dom, candidates: &[Id]) -> Id {
        let best = match candidates.first() {
            Some(best) if *best != BODY => *best,
            _ => {
                let all = dom.add(Some(Tag::Div), 0, 0, 0);
                while dom.node(BODY).first != NONE {
                    dom.append(all, dom.node(BODY).first);
                }
                dom.append(BODY, all);
                self.make_sure(dom, all);
                return all;
            }
        };
        let best = self.common(dom, best, candidates);
        let mut best = self.climb(dom, best);
        // An only child stands for its parent, whose siblings may belong to the article.
        loop {
            let parent = dom.node(best).parent;
            if parent == NONE || parent == BODY || dom.elements(parent).nth(1).is_some() {
                break;
            }
            best = parent;
        }
        self.make_sure(dom, best);
        best
    }

    /// An element around `best` that is also around several others with nearly as many points.
    fn common(&self, dom: &Dom, best: Id, candidates: &[Id]) -> Id {
        let near = |id: &&Id| self.of(**id) / self.of(best) >= 0.75;
        let others: Vec<Vec<Id>> =
            candidates.iter().skip(1).filter(near).map(|id| dom.ancestors(*id).collect()).collect();
        if others.len() <= COMMON {
            return best;
        }
        let shared = |id: &Id| others.iter().filter(|above| above.contains(id)).count() >= COMMON;
        dom.ancestors(best).take_while(|id| *id != BODY).find(shared).unwrap_or(best)
    }

    /// Points that rise on the way up say that there is more of the article around.
    fn climb(&mut self, dom: &Dom, best: Id) -> Id {
        self.make_sure(dom, best);
        let mut last = self.of(best);
        let least = last / 3.0;
        for above in dom.ancestors(best).take_while(|id| *id != BODY) {
            if !self.has(above) {
                continue;
            }
            let points = self.of(above);
            if points < least {
                break;
            }
            if points > last {
                return above;
            }
            last = points;
        }
        best
    }

    /// Puts `best` and those of its siblings that belong to it into an element of their own.
    pub fn gather(&self, dom: &mut Dom, best: Id) -> Id {
        let parent = dom.node(best).parent;
        let least = (self.of(best) * 0.2).max(10.0);
        let class = dom.node(best).data;
        let siblings: Vec<Id> = dom.elements(parent).collect();
        let article = dom.add(Some(Tag::Div), 0, 0, 0);
        for sibling in siblings {
            let points = self.of(sibling);
            let alike = class != 0 && dom.node(sibling).data == class;
            let bonus = if alike { self.of(best) * 0.2 } else { 0.0 };
            let belongs = sibling == best
                || points > 0.0 && points + bonus >= least
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

/// Whether a paragraph beside the article reads like a part of it.
fn is_paragraph(dom: &Dom, id: Id) -> bool {
    let (chars, linked) = (
        crate::extract::html::readability::tidy::count(dom, id),
        crate::extract::html::readability::tidy::links(dom, id),
    );
    let texts = || dom.descendants(id).filter_map(|id| dom.text(id)).filter(|text| !text.is_blank());
    let is_sentence = || {
        texts().any(|text| text.has_stop)
            || texts().last().is_some_and(|text| text.raw.trim_end().ends_with('.'))
    };
    chars > 80.0 && linked < 0.25 * chars || chars < 80.0 && chars > 0.0 && linked == 0.0 && is_sentence()
}

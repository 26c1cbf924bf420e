//! Numbers for every block.
use super::layout::{Layout, Sums, link_share};
use super::text::{PHRASE_FAMILIES, TextStats};
use crate::extract::html::Page;
use crate::extract::html::element::Tag;
use crate::extract::html::hints::FAMILIES;
use std::collections::HashMap;

const FAR: f32 = 20.0;
const ANCESTORS: [&[Tag]; 19] = [
    &[Tag::Nav],
    &[Tag::Aside],
    &[Tag::Footer],
    &[Tag::Header],
    &[Tag::Form],
    &[Tag::Article],
    &[Tag::Main],
    &[Tag::Section],
    &[Tag::Figure, Tag::Figcaption],
    &[Tag::Ul],
    &[Tag::Ol],
    &[Tag::Table],
    &[Tag::Blockquote],
    &[Tag::Button],
    &[Tag::Label, Tag::Option, Tag::Select],
    &[Tag::Noscript],
    &[Tag::A],
    &[Tag::Li],
    &[Tag::Dialog, Tag::Details],
];

#[derive(Default, Clone, Copy)]
struct Group {
    count: f32,
    size: f32,
    linked: f32,
    prose: f32,
    kept: f32,
    first: f32,
}

fn b(x: bool) -> f32 {
    if x { 1.0 } else { 0.0 }
}
fn ratio(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}
/// Words in small letters.
pub fn words(s: &str) -> Vec<String> {
    s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// How much of `text` is one of `titles`, and the other way round: 1 where they have the same words.
pub fn overlap(text: &str, titles: &[Vec<String>]) -> f32 {
    let words = words(text);
    let share = |title: &Vec<String>| {
        let hits = words.iter().filter(|word| title.contains(word)).count() as f32;
        ratio(2.0 * hits, (words.len() + title.len()) as f32).min(1.0)
    };
    titles.iter().map(share).fold(0.0, f32::max)
}

fn tag_class(t: Tag) -> f32 {
    match t {
        Tag::P => 1.0,
        Tag::Div | Tag::OtherBlock => 2.0,
        Tag::Section | Tag::Article | Tag::Main => 3.0,
        Tag::H1 => 4.0,
        Tag::H2 => 5.0,
        Tag::H3 => 6.0,
        Tag::H4 | Tag::H5 | Tag::H6 => 7.0,
        Tag::Li => 8.0,
        Tag::Td | Tag::Th => 9.0,
        Tag::Figcaption | Tag::Figure | Tag::Caption => 10.0,
        Tag::Pre => 11.0,
        Tag::Blockquote => 12.0,
        Tag::Dt | Tag::Dd => 13.0,
        Tag::Button | Tag::Option | Tag::Select | Tag::Form => 14.0,
        Tag::Header | Tag::Footer | Tag::Nav | Tag::Aside => 15.0,
        _ => 16.0,
    }
}

/// Rows of features, one a block.
pub fn rows(layout: &Layout<'_>, page: &Page) -> Vec<Vec<f32>> {
    let about = &page.about;
    let tree = layout.tree;
    let n = tree.blocks.len();
    let total = layout.sums[0];
    let mut groups: HashMap<u64, Group> = HashMap::new();
    let mut repeats: HashMap<&str, u32> = HashMap::new();
    let kept = |i: usize| layout.kept[i];
    for (i, block) in tree.blocks.iter().enumerate() {
        let place = &tree.places[i];
        let g = groups
            .entry(tree.nodes[place.container as usize].signature)
            .or_insert(Group { first: i as f32, ..Default::default() });
        let s = layout.stats[i].size as f32;
        g.count += 1.0;
        g.size += s;
        g.linked += s * link_share(place.link_bytes, block.text.len());
        g.prose += s * b(layout.prose[i]);
        g.kept += s * kept(i);
        *repeats.entry(block.text.as_str()).or_default() += 1;
    }
    // nearest prose before and after
    let mut before = vec![99.0f32; n];
    let mut after = vec![99.0f32; n];
    let mut last = -99.0f32;
    for i in 0..n {
        before[i] = (i as f32 - last).min(99.0);
        if layout.prose[i] {
            last = i as f32;
        }
    }
    let mut next = 1e9f32;
    for i in (0..n).rev() {
        after[i] = (next - i as f32).min(99.0);
        if layout.prose[i] {
            next = i as f32;
        }
    }
    let first_kept = (0..n).position(|i| kept(i) > 0.5);
    let last_kept = (0..n).rposition(|i| kept(i) > 0.5);
    let titles: Vec<Vec<String>> =
        [&about.title, &about.page_title].into_iter().flatten().map(|t| words(t)).collect();
    let desc = words(about.description.as_deref().unwrap_or(""));
    let body: std::collections::HashSet<Vec<String>> = {
        let w = words(about.article_body.as_deref().unwrap_or(""));
        w.windows(3).map(|x| x.to_vec()).collect()
    };
    // where the title stands
    let overlap: Vec<f32> = tree
        .blocks
        .iter()
        .enumerate()
        .map(|(i, bl)| if layout.stats[i].words > 40 { 0.0 } else { overlap(bl.text.as_str(), &titles) })
        .collect();
    let mut title_at = None;
    let mut bestt = 0.5;
    for i in 0..n {
        let h = b(tree.nodes[tree.places[i].container as usize].tag == Tag::H1);
        let v = overlap[i] + h * 0.3;
        if v > bestt {
            bestt = v;
            title_at = Some(i);
        }
    }
    let prose_count = layout.prose.iter().filter(|x| **x).count() as f32;
    let mut cum = 0.0;
    let mut out = Vec::with_capacity(n);
    for (i, block) in tree.blocks.iter().enumerate() {
        let mut f: Vec<f32> = Vec::with_capacity(210);
        f.push(kept(i));
        let place = &tree.places[i];
        let s: &TextStats = &layout.stats[i];
        let node = &tree.nodes[place.container as usize];
        let w = s.words as f32;
        let size = s.size as f32;
        let link = link_share(place.link_bytes, block.text.len());
        f.extend([
            size,
            w,
            ratio(s.letters as f32, w),
            s.commas as f32,
            s.stops as f32,
            ratio(s.stops as f32, w),
            ratio(s.commas as f32, w),
            b(s.ends_stop),
            b(s.ends_colon),
            b(s.begins_small),
            b(s.begins_digit),
            ratio(s.capitals as f32, s.letters as f32),
            ratio(s.digits as f32, size),
            ratio(s.capitalized as f32, w),
            s.quotes as f32,
            ratio(s.signs as f32, size),
            link,
            place.links as f32,
            ratio(place.strong_bytes as f32, block.text.len() as f32),
            place.breaks as f32,
            b(layout.prose[i]),
        ]);
        for k in 0..PHRASE_FAMILIES {
            f.push(b(s.phrases >> k & 1 == 1));
        }
        f.extend([
            overlap[i],
            repeats[block.text.as_str()] as f32,
            b(node.hidden),
            tag_class(node.tag),
            tag_class(tree.nodes[node.parent as usize].tag),
            tag_class(tree.nodes[place.inline as usize].tag),
            node.depth as f32,
            node.ordinal as f32,
            node.children as f32,
        ]);
        // description & body
        let ww = if !desc.is_empty() || !body.is_empty() { words(block.text.as_str()) } else { Vec::new() };
        f.push(if desc.len() > 4 && s.words > 4 {
            ratio(ww.iter().filter(|x| desc.contains(x)).count() as f32, ww.len() as f32)
        } else {
            -1.0
        });
        f.push(if body.len() > 40 && ww.len() > 3 {
            ratio(ww.windows(3).filter(|x| body.contains(*x)).count() as f32, ww.len() as f32 - 2.0)
        } else {
            -1.0
        });
        // ancestors
        let mut tagd = [FAR; 19];
        let mut hintd = [FAR; FAMILIES];
        let mut at = place.inline;
        let mut d = 0.0;
        loop {
            let a = &tree.nodes[at as usize];
            for (k, set) in ANCESTORS.iter().enumerate() {
                if tagd[k] == FAR && set.contains(&a.tag) {
                    tagd[k] = d;
                }
            }
            let mut h = a.hints;
            while h != 0 {
                let k = h.trailing_zeros() as usize;
                if hintd[k] == FAR {
                    hintd[k] = d;
                }
                h &= h - 1;
            }
            if at == 0 {
                break;
            }
            at = a.parent;
            d = f32::min(d + 1.0, FAR - 1.0);
        }
        f.extend(tagd);
        f.extend(hintd);
        // signature group
        let g = groups[&node.signature];
        f.extend([
            g.count,
            ratio(g.size, total.size),
            ratio(g.linked, g.size),
            ratio(g.prose, total.prose),
            ratio(g.prose, g.size),
            i as f32 - g.first,
        ]);
        // ancestors' sums
        let mut at = place.container;
        for _ in 0..5 {
            let su = layout.sums[at as usize];
            f.extend([
                ratio(su.size, total.size),
                ratio(su.linked, su.size),
                ratio(su.prose, total.prose),
                ratio(su.prose, su.size),
                su.blocks,
                ratio(su.size, su.blocks),
            ]);
            at = tree.nodes[at as usize].parent;
        }
        for t in [layout.best, layout.cores[0], layout.cores[1]] {
            let (u, dn) = layout.distance(place.container, t);
            f.extend([u, dn]);
        }
        let (u, dn) =
            title_at.map_or((-1.0, -1.0), |t| layout.distance(place.container, tree.places[t].container));
        f.extend([u, dn]);
        // position
        f.extend([
            i as f32,
            (n - i) as f32,
            ratio(i as f32, n as f32),
            ratio(cum, total.size),
            title_at.map_or(-999.0, |t| i as f32 - t as f32),
            before[i],
            after[i],
        ]);
        cum += size;
        // neighbours
        for o in [-3i32, -2, -1, 1, 2, 3] {
            let j = i as i32 + o;
            if j < 0 || j >= n as i32 {
                f.extend([-1.0; 6]);
                continue;
            }
            let j = j as usize;
            let q = &layout.stats[j];
            let pl = &tree.places[j];
            let bl = &tree.blocks[j];
            let nd = &tree.nodes[pl.container as usize];
            f.extend([
                q.words as f32,
                link_share(pl.link_bytes, bl.text.len()),
                b(q.ends_stop),
                tag_class(nd.tag),
                b(nd.signature == node.signature) + b(nd.parent == node.parent),
                b(layout.prose[j]),
            ]);
        }
        for w in [2usize, 5, 10] {
            let (lo, hi) = (i.saturating_sub(w), (i + w + 1).min(n));
            let t: f32 = (lo..hi).map(|j| layout.stats[j].size as f32).sum();
            let p: f32 = (lo..hi).filter(|j| layout.prose[*j]).map(|j| layout.stats[j].size as f32).sum();
            let l: f32 = (lo..hi)
                .map(|j| {
                    layout.stats[j].size as f32
                        * link_share(tree.places[j].link_bytes, tree.blocks[j].text.len())
                })
                .sum();
            f.extend([ratio(p, t), ratio(l, t), t]);
        }
        // page
        f.extend([
            total.size,
            n as f32,
            prose_count,
            ratio(total.prose, total.size),
            ratio(total.linked, total.size),
            b(body.len() > 40),
        ]);
        // extractor
        f.extend([
            if i > 0 { kept(i - 1) } else { -1.0 },
            if i + 1 < n { kept(i + 1) } else { -1.0 },
            ratio(g.kept, g.size),
            ratio(total.kept, total.size),
            first_kept.map_or(-999.0, |k| i as f32 - k as f32),
            last_kept.map_or(999.0, |k| i as f32 - k as f32),
        ]);
        let mut at = place.container;
        for _ in 0..4 {
            let su: Sums = layout.sums[at as usize];
            f.push(ratio(su.kept, su.size));
            at = tree.nodes[at as usize].parent;
        }
        out.push(f);
    }
    out
}

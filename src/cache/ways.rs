//! Works out which claims stand on the shortest ways between some claims, over links that did not change.

use std::collections::BTreeSet;

use super::outline::Outline;

/// Paths are compared up to this number of links.
const LONGEST: u8 = 8;
/// The most claims between which ways are looked for.
pub const MOST_ENDS: usize = 64;
/// In the place of a distance: farther than [`LONGEST`].
const FAR: u8 = u8::MAX;

/// The claims on all shortest ways of at most [`LONGEST`] links between any two of the ends, where links are followed in either direction and
/// those that start from a claim which changed are left out. Every shortest way with them consists of such ways, from one end to another.
pub fn between(outline: &Outline, ends: &BTreeSet<u32>, is_changed: impl Fn(u32) -> bool) -> BTreeSet<u32> {
    let count = outline.names.len();
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); count];
    for claim in (0..count as u32).filter(|claim| !is_changed(*claim)) {
        for (to, _) in outline.links(claim) {
            rows[claim as usize].push(to);
            rows[to as usize].push(claim);
        }
    }
    let distances: Vec<Vec<u8>> = ends.iter().map(|end| distances(&rows, *end)).collect();
    let mut found = BTreeSet::new();
    for (number, from) in distances.iter().enumerate() {
        // Back from every other end, always nearer to this one.
        let mut edge: Vec<u32> = ends.iter().skip(number + 1).copied().filter(|end| from[*end as usize] != FAR).collect();
        let mut seen: BTreeSet<u32> = edge.iter().copied().collect();
        while let Some(claim) = edge.pop() {
            let nearer =
                rows[claim as usize].iter().copied().filter(|next| u16::from(from[*next as usize]) + 1 == u16::from(from[claim as usize]));
            edge.extend(nearer.filter(|next| seen.insert(*next)));
        }
        found.extend(seen);
    }
    found
}

/// The number of links from one claim to each, up to [`LONGEST`].
fn distances(rows: &[Vec<u32>], start: u32) -> Vec<u8> {
    let mut distances = vec![FAR; rows.len()];
    distances[start as usize] = 0;
    let mut edge = vec![start];
    for distance in 1..=LONGEST {
        let mut next = Vec::new();
        for to in edge.iter().flat_map(|claim| &rows[*claim as usize]) {
            if distances[*to as usize] == FAR {
                distances[*to as usize] = distance;
                next.push(*to);
            }
        }
        edge = next;
    }
    distances
}

//! Turns two records of a network into the distances to the second one, of all records that can lie on a path between the two.

use super::network::Network;
use super::shortest::Scratch;
use super::{Meter, Strength};

/// How many links lead from a record to the end, for every record on a path of at most so many links.
pub(super) struct Distances<'s> {
    base: u32,
    back: &'s [u32],
    /// No more records than this can lie on a path.
    pub(super) connected: usize,
}

impl Distances<'_> {
    /// The least number of links to the end; none where no path that is short enough goes over this record.
    pub(super) fn to_end(&self, node: u32) -> Option<usize> {
        self.back[node as usize].checked_sub(self.base).map(|links| links as usize)
    }
}

/// Scratch space for a walk while the distances of a search are in use.
pub(super) struct OnPath<'s> {
    marks: &'s mut [u32],
    base: u32,
}

impl<'s> OnPath<'s> {
    pub(super) fn new(marks: &'s mut [u32], base: u32) -> Self {
        OnPath { marks, base }
    }

    pub(super) fn has(&self, node: u32) -> bool {
        self.marks[node as usize] == self.base
    }

    pub(super) fn set(&mut self, node: u32, is_on: bool) {
        self.marks[node as usize] = if is_on { self.base } else { 0 };
    }
}

/// One side of the search: what it reached, by the number of links.
struct Ball {
    /// All records that were reached; those at the rim stand last.
    nodes: Vec<u32>,
    rim: usize,
    links: u32,
    /// How many records lie beside those of the rim, at most.
    cost: usize,
}

impl Ball {
    fn new(network: &Network, node: u32) -> Self {
        Ball { nodes: vec![node], rim: 0, links: 0, cost: network.degree(node) }
    }

    fn is_exhausted(&self) -> bool {
        self.rim == self.nodes.len()
    }

    /// Goes one link further. None where the budget is met.
    fn grow(&mut self, network: &Network, marks: &mut [u32], base: u32, weakest: Strength, meter: &mut Meter) -> Option<()> {
        let rim = self.rim..self.nodes.len();
        (self.rim, self.links, self.cost) = (rim.end, self.links + 1, 0);
        for at in rim {
            let row = network.beside(self.nodes[at], weakest);
            meter.visit_all(row.len()).then_some(())?;
            for hop in row {
                let mark = &mut marks[hop.node as usize];
                if *mark < base {
                    *mark = base + self.links;
                    self.cost += network.degree(hop.node);
                    self.nodes.push(hop.node);
                }
            }
        }
        Some(())
    }
}

/// Measures from both ends at once, so that neither has to look far: always from the one that costs less, until the two reach as far as
/// a path may be long. None where the budget is met; then, too, the marks must be renewed.
pub(super) fn measure<'s>(
    network: &Network,
    scratch: &'s mut Scratch,
    (from, to): (u32, u32),
    weakest: Strength,
    longest: usize,
    meter: &mut Meter,
) -> Option<(Distances<'s>, OnPath<'s>)> {
    let Scratch { base, ahead, back, is_on_one } = scratch;
    let base = *base;
    let (mut near, mut far) = (Ball::new(network, from), Ball::new(network, to));
    ahead[from as usize] = base;
    back[to as usize] = base;
    let longest = u32::try_from(longest).unwrap_or(u32::MAX).min(network.len() as u32);
    while near.links + far.links < longest && !near.is_exhausted() && !far.is_exhausted() {
        match near.cost <= far.cost {
            true => near.grow(network, ahead, base, weakest, meter)?,
            false => far.grow(network, back, base, weakest, meter)?,
        }
    }
    // What is left lies between the rim of the far side and the start: each is reached from the near side with links to spare.
    let mut links = far.links;
    let fits = |ahead: &[u32], node: u32, links: u32| ahead[node as usize] >= base && ahead[node as usize] - base + links <= longest;
    let mut rim: Vec<u32> = Vec::new();
    if !far.is_exhausted() {
        for node in near.nodes.iter().copied().filter(|node| back[*node as usize] < base && fits(ahead, *node, links + 1)) {
            let row = network.beside(node, weakest);
            meter.visit_all(row.len()).then_some(())?;
            if row.iter().any(|hop| back[hop.node as usize] == base + links) {
                rim.push(node);
            }
        }
        links += 1;
        rim.iter().for_each(|node| back[*node as usize] = base + links);
    }
    while !rim.is_empty() {
        links += 1;
        for node in std::mem::take(&mut rim) {
            let row = network.beside(node, weakest);
            meter.visit_all(row.len()).then_some(())?;
            for hop in row {
                if back[hop.node as usize] < base && fits(ahead, hop.node, links) {
                    back[hop.node as usize] = base + links;
                    rim.push(hop.node);
                }
            }
        }
    }
    let connected = match (near.is_exhausted(), far.is_exhausted()) {
        (true, _) => near.nodes.len(),
        (_, true) => far.nodes.len(),
        _ => usize::MAX,
    };
    Some((Distances { base, back, connected }, OnPath::new(is_on_one, base)))
}

//! Sets of records of one graph in three values: certainly in, possibly in, not in.

use crate::date::Certainty;
use crate::graph::{Graph, NodeIndex};

/// Which records of a graph were selected: those that certainly belong, and those that possibly do.
///
/// The algebra is Kleene's: a record is as certainly in a union as in the more certain of its two sets, as certainly in an
/// intersection as in the less certain one, and a complement turns certain and impossible round and leaves possible alone. It looks at each
/// set by itself: what only possibly lies in a set only possibly lies in the set less itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// One bit for each node, in the order of the nodes; none past the last.
    certain: Vec<u64>,
    /// The same; holds all that is certain.
    possible: Vec<u64>,
    count: usize,
    partial: bool,
}

const BITS: usize = u64::BITS as usize;

/// The places of the bits of a word that are set, in order.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = (self.0 != 0).then(|| self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

impl Selection {
    /// No record of a graph.
    pub fn none(graph: &Graph<'_>) -> Self {
        let count = graph.node_count();
        let empty = vec![0; count.div_ceil(BITS)];
        Selection { certain: empty.clone(), possible: empty, count, partial: false }
    }

    /// Every record of a graph, certainly.
    pub fn all(graph: &Graph<'_>) -> Self {
        Selection::none(graph).complement()
    }

    /// How certainly a record belongs.
    pub fn certainty(&self, node: NodeIndex) -> Certainty {
        let has = |bits: &[u64]| bits.get(node.number() / BITS).is_some_and(|word| word >> (node.number() % BITS) & 1 == 1);
        match (has(&self.certain), has(&self.possible)) {
            (true, _) => Certainty::Certain,
            (_, true) => Certainty::Possible,
            _ => Certainty::Impossible,
        }
    }

    /// Adds a record as far as it belongs; what is in already stays as certainly in.
    pub fn add(&mut self, node: NodeIndex, certainty: Certainty) {
        let (word, bit) = (node.number() / BITS, 1 << (node.number() % BITS));
        if certainty != Certainty::Impossible {
            self.possible[word] |= bit;
        }
        if certainty == Certainty::Certain {
            self.certain[word] |= bit;
        }
    }

    /// Adds a record for certain. False where it is in for certain already.
    pub(super) fn insert(&mut self, node: NodeIndex) -> bool {
        let (word, bit) = (node.number() / BITS, 1 << (node.number() % BITS));
        let is_new = self.certain[word] & bit == 0;
        self.certain[word] |= bit;
        self.possible[word] |= bit;
        is_new
    }

    /// What is in either set.
    pub fn union(mut self, other: &Selection) -> Selection {
        zip(&mut self.certain, &other.certain, |a, b| a | b);
        zip(&mut self.possible, &other.possible, |a, b| a | b);
        self.partial |= other.partial;
        self
    }

    /// What is in both sets.
    pub fn intersection(mut self, other: &Selection) -> Selection {
        zip(&mut self.certain, &other.certain, |a, b| a & b);
        zip(&mut self.possible, &other.possible, |a, b| a & b);
        self.partial |= other.partial;
        self
    }

    /// What is in the first set and not in the other.
    pub fn difference(mut self, other: &Selection) -> Selection {
        zip(&mut self.certain, &other.possible, |a, b| a & !b);
        zip(&mut self.possible, &other.certain, |a, b| a & !b);
        self.partial |= other.partial;
        self
    }

    /// What is not in the set.
    pub fn complement(mut self) -> Selection {
        std::mem::swap(&mut self.certain, &mut self.possible);
        for bits in [&mut self.certain, &mut self.possible] {
            bits.iter_mut().for_each(|word| *word = !*word);
            if let Some(last) = bits.last_mut()
                && !self.count.is_multiple_of(BITS)
            {
                *last &= (1 << (self.count % BITS)) - 1;
            }
        }
        self
    }

    /// The records that certainly or possibly belong, in the order of the nodes.
    pub fn nodes<'s>(&'s self, graph: &Graph<'_>) -> impl Iterator<Item = (NodeIndex, Certainty)> + use<'s> {
        debug_assert_eq!(graph.node_count(), self.count, "the graph is the one that was selected from");
        let numbers = self.possible.iter().enumerate().flat_map(|(word, bits)| Ones(*bits).map(move |bit| (word * BITS + bit) as u32));
        numbers.map(NodeIndex::from_number).map(|node| (node, self.certainty(node)))
    }

    /// The number of records that certainly belong, and of those that only possibly do.
    pub fn counts(&self) -> (usize, usize) {
        let ones = |bits: &[u64]| bits.iter().map(|word| word.count_ones() as usize).sum::<usize>();
        let certain = ones(&self.certain);
        (certain, ones(&self.possible) - certain)
    }

    /// Whether the budget was used up before everything had been looked at: what was not is only possibly in.
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// Marks the answer as partial.
    pub(super) fn set_partial(&mut self) {
        self.partial = true;
    }

    /// The final answer: where nothing was left open it is whole, however it was come by.
    pub(super) fn settled(mut self) -> Selection {
        self.partial = self.partial && self.certain != self.possible;
        self
    }
}

fn zip(into: &mut [u64], from: &[u64], join: fn(u64, u64) -> u64) {
    into.iter_mut().zip(from).for_each(|(a, b)| *a = join(*a, *b));
}

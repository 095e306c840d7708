//! What a removal drags along: all records that refer to the removed one, directly or through others.

use std::collections::{BTreeMap, VecDeque};

use crate::graph::{Graph, Node, NodeIndex};
use crate::model::RecordKind;
use crate::model::shape::Kind;

use super::compare::references;
use super::record;

/// A record that refers to another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependent {
    /// Over how many references, from 1.
    pub distance: usize,
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id.
    pub id: String,
}

/// Who refers to whom in one revision.
///
/// References are all keys of the format that hold an id, dates' evidence included, and that of a claim to its statement. Links that are
/// derived from dates are none.
#[derive(Debug)]
pub struct References<'g, 'd> {
    graph: &'g Graph<'d>,
    /// The records that refer to each record, by kind and id.
    from: BTreeMap<NodeIndex, Vec<NodeIndex>>,
}

/// The most references that are followed to find all dependents of all removed records.
const MOST_REFERENCES: usize = 2_000_000;

impl<'g, 'd> References<'g, 'd> {
    /// Reads the references of all records.
    pub fn new(graph: &'g Graph<'d>) -> Self {
        let mut from: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        for index in graph.nodes() {
            let node = graph.node(index);
            let mut targets = references(&Kind::Record(record::shape(node.kind())), &record::value(node));
            if let Node::Claim(statement, _) = node {
                targets.push((RecordKind::Statement, statement.id.to_string()));
            }
            targets.sort();
            targets.dedup();
            for target in targets.iter().filter_map(|(kind, id)| graph.find(*kind, id)) {
                from.entry(target).or_default().push(index);
            }
        }
        References { graph, from }
    }

    /// All records that refer to this one, directly or through others: the nearest first, then by kind and id. The record itself is none
    /// of them, even where references run in a circle. Stops, with `false`, when the budget of references is used up.
    pub fn dependents(&self, record: NodeIndex, budget: &mut usize) -> (Vec<Dependent>, bool) {
        let mut distances: BTreeMap<NodeIndex, usize> = BTreeMap::from([(record, 0)]);
        let mut queue = VecDeque::from([record]);
        let mut is_whole = true;
        while let Some(index) = queue.pop_front() {
            let distance = distances[&index] + 1;
            for next in self.from.get(&index).into_iter().flatten() {
                if *budget == 0 {
                    is_whole = false;
                    break;
                }
                *budget -= 1;
                if !distances.contains_key(next) {
                    distances.insert(*next, distance);
                    queue.push_back(*next);
                }
            }
        }
        distances.remove(&record);
        let mut dependents: Vec<Dependent> = distances
            .into_iter()
            .map(|(index, distance)| {
                let node = self.graph.node(index);
                Dependent { distance, kind: node.kind(), id: node.id().to_owned() }
            })
            .collect();
        dependents.sort();
        (dependents, is_whole)
    }

    /// Whether one record refers to another one directly.
    pub fn refers(&self, from: NodeIndex, to: NodeIndex) -> bool {
        self.from.get(&to).is_some_and(|referring| referring.binary_search(&from).is_ok())
    }

    /// The budget for all removals of one comparison.
    pub fn budget() -> usize {
        MOST_REFERENCES
    }
}

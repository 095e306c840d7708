//! The records of the model as the comparison sees them: shape, keys, former ids and place of each.

use crate::graph::Node;
use crate::model::shape::{self, Kind, RecordKind, Shape};
use crate::source::Span;

use super::alike::Words;
use super::value::{self, Value};

/// The shape of a kind of record.
pub fn shape(kind: RecordKind) -> &'static Shape {
    match kind {
        RecordKind::Actor => &shape::ACTOR,
        RecordKind::Demand => &shape::DEMAND,
        RecordKind::Event => &shape::EVENT,
        RecordKind::Source => &shape::SOURCE,
        RecordKind::Statement => &shape::STATEMENT,
        RecordKind::Claim => &shape::CLAIM,
    }
}

/// The keys and values of a record; of a statement without its claims.
pub fn value(node: Node<'_>) -> Value {
    match node {
        Node::Actor(record) => value::actor(record),
        Node::Demand(record) => value::demand(record),
        Node::Event(record) => value::event(record),
        Node::Source(record) => value::source(record),
        Node::Statement(record) => value::statement(record),
        Node::Claim(_, record) => value::claim(record),
    }
}

/// The words of its free texts.
pub fn words(node: Node<'_>) -> Words {
    Words::of_texts(&Kind::Record(shape(node.kind())), &value(node))
}

/// The ids that it had before.
pub fn formerly(node: Node<'_>) -> Vec<&str> {
    match node {
        Node::Actor(record) => record.formerly.iter().map(|id| id.as_str()).collect(),
        Node::Demand(record) => record.formerly.iter().map(|id| id.as_str()).collect(),
        Node::Event(record) => record.formerly.iter().map(|id| id.as_str()).collect(),
        Node::Source(record) => record.formerly.iter().map(|id| id.as_str()).collect(),
        Node::Statement(record) => record.formerly.iter().map(|id| id.as_str()).collect(),
        Node::Claim(_, record) => record.formerly.iter().map(|id| id.as_str()).collect(),
    }
}

/// The place of its id.
pub fn span(node: Node<'_>) -> Span {
    match node {
        Node::Actor(record) => record.id.span,
        Node::Demand(record) => record.id.span,
        Node::Event(record) => record.id.span,
        Node::Source(record) => record.id.span,
        Node::Statement(record) => record.id.span,
        Node::Claim(_, record) => record.id.span,
    }
}

/// Whether nothing but places differs between two records; claims of a statement do not count.
pub fn is_same(old: Node<'_>, new: Node<'_>) -> bool {
    match (old, new) {
        (Node::Actor(old), Node::Actor(new)) => old == new,
        (Node::Demand(old), Node::Demand(new)) => old == new,
        (Node::Event(old), Node::Event(new)) => old == new,
        (Node::Source(old), Node::Source(new)) => old == new,
        (Node::Claim(_, old), Node::Claim(_, new)) => old == new,
        // A statement that differs in its claims alone is found out by its keys.
        (Node::Statement(old), Node::Statement(new)) => old == new,
        _ => false,
    }
}

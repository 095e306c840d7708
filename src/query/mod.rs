//! Turns the text of a query into the selection of the records that it means.
//!
#![doc = include_str!("language.md")]

mod error;
mod evaluate;
mod filter;
mod hint;
mod names;
mod options;
mod origin;
mod parse;
mod pattern;
mod period;
mod print;
mod resolve;
mod scan;
mod selection;
mod syntax;
mod text;
mod walk;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;

pub use self::error::{Problem, QueryError};
pub use self::names::{called, nearest_few};
pub use self::options::{Changed, DEFAULT_BUDGET, Options, Paths, PathsBetween};
pub use self::resolve::alias_problems;
pub use self::selection::Selection;

use self::evaluate::Evaluator;
use self::syntax::Expression;
use self::walk::Budget;
use crate::date::{Certainty, Day};
use crate::graph::{Graph, Node};
use crate::proof::Proofs;

/// The page on the language.
pub const LANGUAGE: &str = include_str!("language.md");

/// A query that was read. Its names are looked up when it is answered.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    expression: Expression,
}

/// Reads a query.
///
/// # Errors
/// When the text is no query: with all that is wrong with it.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    match parse::parse(text) {
        Ok(expression) => Ok(Query { text: text.to_owned(), expression }),
        Err(problems) => Err(QueryError::new(text, problems)),
    }
}

/// The query in its plainest form, which reads back as the same query.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)
    }
}

/// Queries are equal that say the same in the same order, whatever blanks and brackets they were written with.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl Query {
    /// What the author may have overlooked, one sentence each, in the order of the text: a glob that matches no id, sources that no claim
    /// rests on themselves and that others relay.
    pub fn hints(&self, graph: &Graph<'_>) -> Vec<String> {
        hint::hints(graph, &self.expression)
    }

    /// Whether proofs are asked for, here or in an alias: where not, the answer needs none.
    pub fn needs_proofs(&self, graph: &Graph<'_>) -> bool {
        resolve::resolve(graph, &self.text, &self.expression).is_ok_and(|aliases| {
            aliases.iter().map(|(_, alias)| alias).chain([&self.expression]).any(|expression| expression.calls("unproved"))
        })
    }
}

/// Answers a query: the records of a graph that it selects.
///
/// Where the budget is used up the answer [is partial](Selection::is_partial): what certainly belongs certainly does, and what was not
/// looked at is only possibly in.
///
/// # Errors
/// When an id or alias of the query leads nowhere, or it asks for what the options do not answer.
pub fn select(graph: &Graph<'_>, proofs: &Proofs<'_>, query: &Query, options: &Options<'_>) -> Result<Selection, QueryError> {
    let aliases = resolve::resolve(graph, &query.text, &query.expression)?;
    let budget = Budget::new(options.budget);
    let there = options.as_of.map(|day| there(graph, day));
    let mut evaluator =
        Evaluator { graph, proofs, options, there, budget, aliases: BTreeMap::new(), problems: Vec::new(), words: OnceCell::new() };
    for (alias, expression) in aliases {
        let selection = evaluator.select(&expression);
        if let Some(problem) = evaluator.problems.first() {
            return Err(QueryError::in_alias(&alias, &graph.dataset().manifest.aliases[&alias], problem.clone()));
        }
        evaluator.aliases.insert(alias, selection);
    }
    let selection = evaluator.select(&query.expression);
    if !evaluator.problems.is_empty() {
        return Err(QueryError::new(&query.text, evaluator.problems));
    }
    Ok(selection.settled())
}

/// The records that were there by the end of a day: possibly what was only possibly said or happened by then.
fn there(graph: &Graph<'_>, day: Day) -> Selection {
    let mut there = Selection::none(graph);
    for index in graph.nodes() {
        there.add(
            index,
            match graph.node(index) {
                Node::Statement(statement) | Node::Claim(statement, _) => statement.said_by(day),
                Node::Event(event) => event.date.as_ref().map_or(Certainty::Possible, |date| date.on_or_before(day)),
                Node::Actor(_) | Node::Demand(_) | Node::Source(_) => Certainty::Certain,
            },
        );
    }
    there
}

#[cfg(test)]
mod tests;

//! `demarche query`, and the queries that other commands take: the records that an expression selects.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::{Graph, Node, NodeIndex};
use demarche::id::ClaimId;
use demarche::load::{self, Limits};
use demarche::path::{self, Ending};
use demarche::proof::Proofs;
use demarche::query::{self, Options, Paths, Query, QueryError, Selection};
use demarche::report::{self, query as answer};
use demarche::source::SourceMap;
use demarche::tree::Place;

use crate::Outcome;
use crate::args::{Args, Format, QueryOptions};
use crate::{find, output};

/// Prints the records that a query selects.
pub fn run(args: &Args, options: &QueryOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let dataset = find::as_of(opened.loaded.dataset, day);
    let graph = Graph::new(&dataset);
    let query = query::parse(&options.expression).map_err(wrong)?;
    let mut limits = Options::default();
    (limits.budget, limits.as_of) = (options.budget, day);
    let selection = answer_of(args, &graph, &opened.loaded.sources, &query, &limits)?;
    hint(&query, &graph);
    let rows = answer::rows(&graph, &selection);
    match options.format {
        Format::Json => {
            let rows = (!options.count).then_some(rows.as_slice());
            output::print_json(&opened.at.stamped(answer::answer(&query.to_string(), options.as_of.as_deref(), &selection, rows)))?;
        }
        Format::Text if options.count => {
            let possible = rows.iter().filter(|row| row.certainty == Certainty::Possible).count();
            let doubt = if possible > 0 { format!(", {possible} of them possible") } else { String::new() };
            output::print(&format!("{}{doubt}\n", report::count(rows.len(), "record", "records")))?;
        }
        Format::Text => {
            let rows: Vec<_> = rows.iter().map(answer::Row::columns).collect();
            opened.at.announce();
            output::print_table(&rows, "record", "records")?;
        }
    }
    Ok(ended(Outcome::Fine, &selection))
}

/// Answers a query for another command.
///
/// # Errors
/// When it is no query, a name in it leads nowhere, or it asks for what cannot be answered here.
pub fn select(args: &Args, graph: &Graph<'_>, sources: &SourceMap, text: &str, day: Option<Day>) -> Result<Selection, Error> {
    let mut options = Options::default();
    options.as_of = day;
    let query = query::parse(text).map_err(wrong)?;
    let selection = answer_of(args, graph, sources, &query, &options)?;
    hint(&query, graph);
    Ok(selection)
}

/// Says on standard error what the author of a query may have overlooked.
fn hint(query: &Query, graph: &Graph<'_>) {
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    for hint in query.hints(graph) {
        anstream::eprintln!("{cyan}hint{cyan:#}: {}", report::visible(&hint));
    }
}

fn answer_of(args: &Args, graph: &Graph<'_>, sources: &SourceMap, query: &Query, options: &Options<'_>) -> Result<Selection, Error> {
    let changed = |graph: &Graph<'_>, revision: &str| changed_since(args, graph, revision);
    let mut options = *options;
    options.changed = Some(&changed);
    options.paths = Some(&paths_between);
    let none = Proofs { passages: Vec::new(), texts: BTreeMap::new() };
    let proofs = if query.needs_proofs(graph) { Proofs::new(graph.dataset(), sources) } else { none };
    query::select(graph, &proofs, query, &options).map_err(wrong)
}

/// The records of a graph that are not in a git revision, or stand there otherwise.
fn changed_since(args: &Args, graph: &Graph<'_>, revision: &str) -> Result<Vec<NodeIndex>, String> {
    let place = Place::at_revision(Path::new("."), args.data.as_deref(), revision).map_err(|error| error.to_string())?;
    let then = load::load(&place, &Limits::default()).map_err(|error| error.to_string())?.dataset;
    let before = Graph::new(&then);
    let is_same = |index: NodeIndex| {
        let now = graph.node(index);
        let Some(place) = before.find(now.kind(), now.id()) else { return false };
        match (now, before.node(place)) {
            (Node::Actor(a), Node::Actor(b)) => a == b,
            (Node::Demand(a), Node::Demand(b)) => a == b,
            (Node::Event(a), Node::Event(b)) => a == b,
            (Node::Source(a), Node::Source(b)) => a == b,
            (Node::Statement(a), Node::Statement(b)) => a == b,
            (Node::Claim(_, a), Node::Claim(_, b)) => a == b,
            _ => false,
        }
    };
    Ok(graph.nodes().filter(|index| !is_same(*index)).collect())
}

/// The records on the strongest and shortest paths between any of some records and any of others.
fn paths_between(graph: &Graph<'_>, from: &[NodeIndex], to: &[NodeIndex], budget: u64) -> Result<Paths, String> {
    let mut paths = Paths { is_complete: true, ..Paths::default() };
    let mut nodes = BTreeSet::new();
    for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
        let left = budget.saturating_sub(paths.visited);
        let answer = path::find(graph, from, to, &path::Options { budget: left, ..path::Options::default() });
        paths.visited += answer.visited;
        nodes.extend(answer.paths.iter().flat_map(|path| path.nodes.iter().copied()));
        if answer.ending == Ending::Budget {
            paths.is_complete = false;
            break;
        }
    }
    paths.nodes = nodes.into_iter().collect();
    Ok(paths)
}

/// The outcome of a command that a selection went into; says on standard error when that was partial.
pub fn ended(outcome: Outcome, selection: &Selection) -> Outcome {
    if !selection.is_partial() {
        return outcome;
    }
    let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
    let (_, undecided) = selection.counts();
    let undecided = report::count(undecided, "record", "records");
    anstream::eprintln!("{yellow}warning{yellow:#}: the budget was used up, and {undecided} could not be decided: the answer is partial");
    Outcome::Partial
}

fn wrong(error: QueryError) -> Error {
    Error::Usage(error.to_string())
}

/// The claims that certainly or possibly meet a condition.
#[derive(Default)]
pub struct Met {
    /// The condition in its plainest form; none where none was asked for.
    pub condition: Option<String>,
    /// What it selects.
    pub selection: Option<Selection>,
    /// The claims that meet it. Of a partial answer only what is certain.
    pub claims: Option<BTreeSet<ClaimId>>,
    /// The claims that only possibly meet it.
    pub doubtful: BTreeSet<ClaimId>,
}

impl Met {
    /// The claims of a graph that meet a condition; all without one.
    ///
    /// # Errors
    /// When the condition cannot be answered.
    pub fn new(args: &Args, graph: &Graph<'_>, sources: &SourceMap, condition: Option<&str>) -> Result<Self, Error> {
        let Some(text) = condition else { return Ok(Met::default()) };
        let condition = query::parse(text).map_err(wrong)?.to_string();
        let selection = select(args, graph, sources, text, None)?;
        let least = if selection.is_partial() { Certainty::Certain } else { Certainty::Possible };
        let (mut claims, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
        for (node, certainty) in selection.nodes(graph).filter(|(_, certainty)| *certainty >= least) {
            let Node::Claim(_, claim) = graph.node(node) else { continue };
            claims.insert(claim.id.value.clone());
            if certainty == Certainty::Possible {
                doubtful.insert(claim.id.value.clone());
            }
        }
        Ok(Met { condition: Some(condition), selection: Some(selection), claims: Some(claims), doubtful })
    }

    /// The outcome of the command.
    pub fn ended(&self, outcome: Outcome) -> Outcome {
        self.selection.as_ref().map_or(outcome, |selection| ended(outcome, selection))
    }
}

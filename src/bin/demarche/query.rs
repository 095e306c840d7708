//! `demarche query`, and the queries that other commands take: the records that an expression selects.

use std::collections::{BTreeMap, BTreeSet};

use anstyle::{AnsiColor, Style};
use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::id::ClaimId;
use demarche::model::{Dataset, RecordKind};
use demarche::proof::Proofs;
use demarche::query::{self, Options, Query, QueryError, Selection};
use demarche::report::{self, query as answer};
use demarche::source::SourceMap;

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
    let selection = answer_of(&graph, &opened.loaded.sources, &query, &limits)?;
    let rows = answer::rows(&graph, &selection);
    match options.format {
        Format::Json => {
            let rows = (!options.count).then_some(rows.as_slice());
            output::print_json(&answer::answer(&query.to_string(), options.as_of.as_deref(), &selection, rows))?;
        }
        Format::Text if options.count => {
            let possible = rows.iter().filter(|row| row.certainty == Certainty::Possible).count();
            let doubt = if possible > 0 { format!(", {possible} of them possible") } else { String::new() };
            output::print(&format!("{}{doubt}\n", report::count(rows.len(), "record", "records")))?;
        }
        Format::Text => {
            let rows: Vec<_> = rows.iter().map(answer::Row::columns).collect();
            output::print_table(&rows, "record", "records")?;
        }
    }
    Ok(ended(Outcome::Fine, &selection))
}

/// Answers a query for another command.
///
/// # Errors
/// When it is no query, a name in it leads nowhere, or it asks for what cannot be answered here.
pub fn select(graph: &Graph<'_>, sources: &SourceMap, text: &str, day: Option<Day>) -> Result<Selection, Error> {
    let mut options = Options::default();
    options.as_of = day;
    answer_of(graph, sources, &query::parse(text).map_err(wrong)?, &options)
}

fn answer_of(graph: &Graph<'_>, sources: &SourceMap, query: &Query, options: &Options<'_>) -> Result<Selection, Error> {
    let none = Proofs { passages: Vec::new(), texts: BTreeMap::new() };
    let proofs = if query.needs_proofs(graph) { Proofs::new(graph.dataset(), sources) } else { none };
    query::select(graph, &proofs, query, options).map_err(wrong)
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

/// A dataset with the claims that certainly or possibly meet a condition, and of those the doubtful ones.
pub struct Narrowed {
    /// The dataset with these claims alone.
    pub dataset: Dataset,
    /// What the condition selects.
    pub selection: Option<Selection>,
    /// The claims that only possibly meet it.
    pub doubtful: BTreeSet<ClaimId>,
}

impl Narrowed {
    /// Leaves out the claims that do not meet a condition; without one leaves all as it is. Of a partial answer only what is certain is kept.
    ///
    /// # Errors
    /// When the condition cannot be answered.
    pub fn new(dataset: Dataset, sources: &SourceMap, condition: Option<&str>) -> Result<Self, Error> {
        let Some(condition) = condition else { return Ok(Narrowed { dataset, selection: None, doubtful: BTreeSet::new() }) };
        let graph = Graph::new(&dataset);
        let selection = select(&graph, sources, condition, None)?;
        let certainty =
            |id: &ClaimId| graph.find(RecordKind::Claim, id.as_str()).map_or(Certainty::Impossible, |node| selection.certainty(node));
        let least = if selection.is_partial() { Certainty::Certain } else { Certainty::Possible };
        let some = dataset.only(|id| certainty(id) >= least);
        let doubtful = some.claims().map(|(_, claim)| &claim.id.value).filter(|id| certainty(id) == Certainty::Possible).cloned().collect();
        Ok(Narrowed { dataset: some, selection: Some(selection), doubtful })
    }

    /// The outcome of the command.
    pub fn ended(&self, outcome: Outcome) -> Outcome {
        self.selection.as_ref().map_or(outcome, |selection| ended(outcome, selection))
    }
}

//! `demarche list`: the records of a kind, one a line.

use demarche::error::Error;
use demarche::graph::Graph;
use demarche::report::list;

use crate::Outcome;
use crate::args::{Args, Format, ListOptions};
use crate::{find, output, query};

/// Prints the records in the order of the ids; those with dates in the order of time.
pub fn run(args: &Args, options: &ListOptions) -> Result<Outcome, Error> {
    let opened = output::open(args)?;
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let dataset = find::as_of(opened.loaded.dataset, day);
    let graph = Graph::new(&dataset);
    let kind = options.kind.record();
    let is_narrowed = options.condition.is_some() || day.is_some();
    let condition = is_narrowed.then(|| options.condition.as_deref().unwrap_or("all()"));
    let selection = condition.map(|text| query::select(args, &graph, &opened.loaded.sources, text, day)).transpose()?;
    let rows = list::rows(&graph, kind, selection.as_ref());
    match options.format {
        Format::Json => output::print_json(&opened.at.stamped(list::answer(kind, options.as_of.as_deref(), &rows)))?,
        Format::Text => {
            opened.at.announce();
            let belongs = |row: &list::Row| is_narrowed.then(|| ("belongs", row.belongs.as_str().to_owned()));
            let rows: Vec<_> = rows.iter().map(|row| row.columns().into_iter().chain(belongs(row)).collect()).collect();
            output::print_table(&rows, kind.as_str(), kind.plural())?
        }
    };
    Ok(selection.map_or(Outcome::Fine, |selection| query::ended(Outcome::Fine, &selection)))
}

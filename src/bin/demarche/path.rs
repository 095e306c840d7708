//! `demarche path`: how one record leads to another, in words and as a picture.

use std::path::PathBuf;

use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::{Graph, NodeIndex};
use demarche::id::{ClaimId, is_id};
use demarche::model::Dataset;
use demarche::path::{self, Answer, Ending};
use demarche::proof::Proofs;
use demarche::report::path::{json, memo, text};
use demarche::view;

use crate::Outcome;
use crate::args::{Args, EngineName, Format, PathOptions};
use crate::draw::{self, Look};
use crate::output::{self, Opened};
use crate::{find, query};

/// The most paths that `--all` gives, where `--max` does not say otherwise.
const ALL: usize = 1000;

/// Prints the paths, or why there is none; draws the first of them where files are named.
pub fn run(args: &Args, options: &PathOptions) -> Result<Outcome, Error> {
    let look = Look { profile: options.profile, theme: options.theme, engine: EngineName::Native };
    draw::check(&options.output, &look)?;
    let asked = path::Options {
        through: match options.through.as_slice() {
            [] => None,
            words => Some(words.iter().map(|word| path::kinds(word)).collect::<Result<Vec<_>, _>>()?.concat().into_iter().collect()),
        },
        time_edges: !options.without_time_edges,
        respect_time: options.respect_time,
        most: options.max.or(options.all.then_some(ALL)),
        longest: options.max_links,
        budget: options.budget,
        as_of: options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?,
    };
    let opened = output::open(args)?;
    output::warn_of_load_errors(&opened);
    let now = &opened.loaded.dataset;
    let then = asked.as_of.map(|day| now.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(now));
    let end = |text: &str| end(args, &opened, &graph, &asked, text);
    let (from, to) = (end(&options.from)?, end(&options.to)?);
    let answer = path::find(&graph, from, to, &asked);
    match (options.format, options.explain) {
        (Format::Json, _) => output::print_json(&opened.at.stamped(json::to_json(&graph, &answer, &asked)))?,
        (Format::Text, true) => output::print(&(opened.at.heading() + &memo::to_memo(&graph, &answer, &asked)))?,
        (Format::Text, false) => output::print(&(opened.at.heading() + &text::to_text(&graph, &answer, &asked)))?,
    };
    if !options.output.is_empty() {
        draw_first(&opened, &graph, &answer, &asked, &options.output, &look)?;
    }
    Ok(if answer.ending == Ending::Budget { Outcome::Partial } else { Outcome::Fine })
}

/// Draws the first path: the strongest of the shortest.
fn draw_first(
    opened: &Opened,
    graph: &Graph<'_>,
    answer: &Answer<'_>,
    asked: &path::Options,
    files: &[PathBuf],
    look: &Look,
) -> Result<(), Error> {
    let Some(first) = answer.paths.first() else {
        return Err(Error::Usage("there is no path, so nothing was drawn".to_owned()));
    };
    let proofs = Proofs::new(graph.dataset(), &opened.loaded.sources);
    let revision = opened.at.0.as_ref().map(|revision| revision.short().to_owned());
    let settings = view::Options { as_of: asked.as_of, revision, ..view::Options::default() };
    let settled = view::path(graph, &proofs, first, &settings)?;
    draw::write(&settled, files, look)?;
    if answer.paths.len() > 1 {
        anstream::eprintln!("drew path 1 of {}", answer.paths.len());
    }
    Ok(())
}

/// The record that an argument names: an id, or a query that selects it and nothing else.
fn end(args: &Args, opened: &Opened, graph: &Graph<'_>, asked: &path::Options, text: &str) -> Result<NodeIndex, Error> {
    let id = text.split_once(':').filter(|(kind, _)| is_id(kind)).map_or(text, |(_, id)| id);
    let is_alias = graph.dataset().manifest.aliases.contains_key(text) && graph.find_all(text).is_empty();
    if (is_id(id) || ClaimId::parse(id).is_ok()) && !is_alias {
        return record(graph, &opened.loaded.dataset, asked, text);
    }
    let selection = query::select(args, graph, &opened.loaded.sources, text, asked.as_of)?;
    let found: Vec<NodeIndex> = selection.nodes(graph).map(|(index, _)| index).collect();
    match found.as_slice() {
        [one] if !selection.is_partial() => Ok(*one),
        [] => Err(Error::Usage(format!("a path needs one record at each end, and `{text}` selects none"))),
        _ => {
            let some: Vec<String> = found.iter().take(3).map(|index| format!("`{}`", graph.node(*index).id())).collect();
            let more = if found.len() > some.len() { " ..." } else { "" };
            Err(Error::Usage(format!(
                "a path needs one record at each end, and `{text}` selects {}: {}{more}\n\
                 narrow it, or ask `demarche query 'paths(SET, SET)'` for the records between two sets",
                found.len(),
                some.join(", ")
            )))
        }
    }
}

/// The record with this id; where it was not there yet by the day asked for, that is the error.
fn record(graph: &Graph<'_>, now: &Dataset, asked: &path::Options, text: &str) -> Result<NodeIndex, Error> {
    let not_yet = |day: Day, date: String| Error::Usage(format!("`{text}` was not there by {day}: it is of {date}"));
    let found = path::record(graph, text);
    match (&found, asked.as_of) {
        (Ok(index), Some(day)) if asked.has_happened(graph.node(*index)) == Certainty::Impossible => {
            Err(not_yet(day, graph.node(*index).date().map(|date| date.display()).unwrap_or_default()))
        }
        (Err(Error::UnknownId { .. }), Some(day)) => {
            let all = Graph::new(now);
            match path::record(&all, text) {
                Ok(index) => Err(not_yet(day, all.node(index).date().map(|date| date.display()).unwrap_or_default())),
                Err(error) => Err(error),
            }
        }
        _ => found,
    }
}

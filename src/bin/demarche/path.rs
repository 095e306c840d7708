//! `demarche path`: how one record leads to another, in words and as a picture.

use std::collections::BTreeSet;

use demarche::cache;
use demarche::error::Error;
use demarche::graph::Graph;
use demarche::path::{self, Answer, Ending};
use demarche::proof::Proofs;
use demarche::report::path::{json, memo, text};
use demarche::source::SourceMap;
use demarche::view;

use crate::Outcome;
use crate::args::{Args, EngineName, Format, PathOptions};
use crate::draw::{self, Look};
use crate::output::{self, At};
use crate::query::Met;
use crate::{ends, find};

/// The most paths that `--all` gives, where `--max` does not say otherwise.
const ALL: usize = 1000;

/// Prints the paths, or why there is none; draws the first of them where files are named.
pub fn run(args: &Args, options: &PathOptions) -> Result<Outcome, Error> {
    draw::check(&options.output, &look(options))?;
    let mut asked = path::Options {
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
        selected: None,
        doubtful: BTreeSet::new(),
    };
    let (place, limits) = (output::place(args)?, output::limits(args));
    // A condition may name anything.
    let known = if options.condition.is_none() { output::known(args, &place, &limits)? } else { None };
    let found = known.map(|known| cache::paths(known, [&options.from, &options.to], &asked)).transpose()?.flatten();
    if let Some(found) = found {
        let then = asked.as_of.map(|day| found.loaded.dataset.as_of(day));
        let graph = Graph::new(then.as_ref().unwrap_or(&found.loaded.dataset));
        if let Some(answer) = found.answer(&graph, &asked) {
            let sources = &found.loaded.sources;
            return Found { at: &At(None), sources, graph: &graph, answer: &answer, asked: &asked }.tell(options);
        }
    }
    let opened = output::open_at(args, place)?;
    output::warn_of_load_errors(&opened);
    let now = &opened.loaded.dataset;
    let then = asked.as_of.map(|day| now.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(now));
    let met = Met::new(args, &graph, &opened.loaded.sources, options.condition.as_deref())?;
    (asked.selected, asked.doubtful) = (met.claims.clone(), met.doubtful.clone());
    let end = |text: &str| ends::end(args, &opened, &graph, &asked, text);
    let (from, to) = (end(&options.from)?, end(&options.to)?);
    let answer = path::find(&graph, from, to, &asked);
    let sources = &opened.loaded.sources;
    let found = Found { at: &opened.at, sources, graph: &graph, answer: &answer, asked: &asked };
    Ok(met.ended(found.tell(options)?))
}

/// What was found, and where.
struct Found<'f, 'd> {
    at: &'f At,
    sources: &'f SourceMap,
    graph: &'f Graph<'d>,
    answer: &'f Answer<'d>,
    asked: &'f path::Options,
}

impl Found<'_, '_> {
    /// Prints the answer, and draws the first path where files are named.
    fn tell(&self, options: &PathOptions) -> Result<Outcome, Error> {
        let Found { at, graph, answer, asked, .. } = *self;
        match (options.format, options.explain) {
            (Format::Json, _) => output::print_json(&at.stamped(json::to_json(graph, answer, asked)))?,
            (Format::Text, true) => output::print(&(at.heading() + &memo::to_memo(graph, answer, asked)))?,
            (Format::Text, false) => output::print(&(at.heading() + &text::to_text(graph, answer, asked)))?,
        };
        if !options.output.is_empty() {
            self.draw_first(options)?;
        }
        Ok(if answer.ending == Ending::Budget { Outcome::Partial } else { Outcome::Fine })
    }

    /// Draws the first path: the strongest of the shortest.
    fn draw_first(&self, options: &PathOptions) -> Result<(), Error> {
        let Found { at, graph, answer, asked, .. } = *self;
        let Some(first) = answer.paths.first() else {
            return Err(Error::Usage("there is no path, so nothing was drawn".to_owned()));
        };
        let proofs = Proofs::new(graph.dataset(), self.sources);
        let revision = at.0.as_ref().map(|revision| revision.short().to_owned());
        let doubtful = asked.doubtful.iter().map(|id| id.to_string()).collect();
        let settings = view::Options { as_of: asked.as_of, revision, doubtful, ..view::Options::default() };
        let settled = view::path(graph, &proofs, first, &settings)?;
        draw::write(&settled, &options.output, &look(options))?;
        if answer.paths.len() > 1 {
            anstream::eprintln!("drew path 1 of {}", answer.paths.len());
        }
        Ok(())
    }
}

fn look(options: &PathOptions) -> Look {
    Look { profile: options.profile, theme: options.theme, engine: EngineName::Native }
}

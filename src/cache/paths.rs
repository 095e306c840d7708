//! Finds paths in a dataset of which nothing is loaded but what they run over, with what is known from the last time.

use std::collections::BTreeSet;

use super::again::load;
use super::asked::Known;
use super::reach::Reach;
use super::skeleton;
use crate::date::Certainty;
use crate::error::Error;
use crate::graph::{Graph, LinkKind, Node, NodeIndex};
use crate::load::Loaded;
use crate::model::RecordKind;
use crate::path::{self, Answer, Ending, Path, Search};

/// The name under which a check keeps what refers to what.
pub const LINKS: &str = "links";

/// A record, by its kind and id.
type Name = (RecordKind, String);

/// Paths that were found, and what they run over.
#[derive(Debug)]
pub struct Paths {
    /// All records that the paths run over, whole. What else is there is there in part.
    pub loaded: Loaded,
    ends: [Name; 2],
    paths: Vec<Found>,
    ending: Ending,
    visited: u64,
}

/// A path: its records, and the kinds of the links of each step with whether they lead on.
#[derive(Debug)]
struct Found {
    nodes: Vec<Name>,
    steps: Vec<Vec<(LinkKind, bool)>>,
}

/// Finds the paths between two records that are named by their ids. None where they must be looked for in the whole dataset: where nothing is
/// known of it, where there is no path, or no such record.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn paths(known: Known<'_>, [from, to]: [&str; 2], options: &path::Options) -> Result<Option<Paths>, Error> {
    let outline = &known.kept.outline;
    let Some(changed) = known.changed() else { return Ok(None) };
    let numbers: BTreeSet<usize> = changed.iter().map(|one| one.number).collect();
    let bytes = known.answer(LINKS);
    let skeleton = bytes.and_then(|bytes| skeleton::read(&bytes, outline, |number| numbers.contains(&number)));
    let reach = Reach::asked(outline, &changed, &BTreeSet::new(), &BTreeSet::new());
    let Some((mut statements, base)) = skeleton.zip(load(known.place, known.limits, &known.kept, &reach, known.singles.clone())?) else {
        return Ok(None);
    };
    let mut dataset = base.dataset;
    statements
        .extend(dataset.statements.into_iter().filter(|(id, _)| outline.statement(id.as_str()).is_some_and(|one| numbers.contains(&one))));
    dataset.statements = statements;
    let then = options.as_of.map(|day| dataset.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(&dataset));
    let end = |text| path::record(&graph, text).ok().filter(|index| options.has_happened(graph.node(*index)) != Certainty::Impossible);
    let Some((from, to)) = end(from).zip(end(to)) else { return Ok(None) };
    let answer = path::find(&graph, from, to, options);
    if answer.paths.is_empty() {
        return Ok(None);
    }
    let name = |index: NodeIndex| (graph.node(index).kind(), graph.node(index).id().to_owned());
    let found = |path: &Path<'_>| Found {
        nodes: path.nodes.iter().map(|index| name(*index)).collect(),
        steps: path.steps.iter().map(|step| step.links.iter().map(|link| (link.kind, link.leads_on)).collect()).collect(),
    };
    let (mut claims, mut spoken) = (BTreeSet::new(), outline.last(&numbers));
    // How a claim moved a position is told by all claims of its thread.
    let mut threads = BTreeSet::new();
    for index in answer.paths.iter().flat_map(|path| &path.nodes) {
        match graph.node(*index) {
            Node::Claim(statement, claim) => {
                claims.extend(outline.claim_by_id(claim.id.as_str()));
                threads.extend(claim.demand.iter().map(|demand| (dataset.principal_of(statement).as_str(), demand.as_str())));
            }
            Node::Statement(statement) => {
                let number = outline.statement(statement.id.as_str());
                claims.extend(number.into_iter().flat_map(|number| outline.claims(number)));
                spoken.extend(number);
            }
            Node::Actor(_) | Node::Demand(_) | Node::Event(_) | Node::Source(_) => {}
        }
    }
    claims.extend(threads.into_iter().flat_map(|(side, demand)| outline.thread(side, demand)));
    claims.extend(outline.disputed_by(|claim| claims.contains(&claim)));
    let reach = Reach::asked(outline, &changed, &claims, &spoken);
    let Some(loaded) = load(known.place, known.limits, &known.kept, &reach, known.singles.clone())? else { return Ok(None) };
    let Answer { ending, visited, .. } = answer;
    Ok(Some(Paths { loaded, ends: [name(from), name(to)], paths: answer.paths.iter().map(found).collect(), ending, visited }))
}

impl Paths {
    /// The same paths in the graph of what was loaded, cut as of the same day; none where one of them is not there.
    pub fn answer<'d>(&self, graph: &Graph<'d>, options: &path::Options) -> Option<Answer<'d>> {
        let search = Search::new(graph, options);
        let index = |(kind, id): &Name| graph.find(*kind, id);
        let path = |found: &Found| {
            let nodes: Vec<NodeIndex> = found.nodes.iter().map(index).collect::<Option<_>>()?;
            let mut path = search.along(&nodes)?;
            // Where claims are missing from a thread, others follow each other in it.
            for (step, links) in path.steps.iter_mut().zip(&found.steps) {
                step.links.retain(|link| links.contains(&(link.kind, link.leads_on)));
                if step.links.len() != links.len() {
                    return None;
                }
            }
            path.settle_strength();
            Some(path)
        };
        Some(Answer {
            from: index(&self.ends[0])?,
            to: index(&self.ends[1])?,
            paths: self.paths.iter().map(path).collect::<Option<_>>()?,
            ending: self.ending,
            visited: self.visited,
            missing: None,
        })
    }
}

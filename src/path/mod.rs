//! Turns a graph and two records into the paths between them, and says where it ends when there is none.
//!
//! A path walks links in either direction and meets no record twice. Between two records of it all links that may be walked belong to
//! the same step. **A path is as strong as its weakest step**, and a step as its strongest link ([`Strength`]): paths of links that
//! curators wrote come first, then those that also need the order of the claims of a thread, then those that need a statement, demand,
//! source or event that records have in common, then those that need an actor, then those that need the nearest event before or after a
//! claim. Among equally strong paths the shorter comes first, counted in links. Of equally short ones, where two part, the one that goes
//! on by the stronger link, then by the kind of link that stands earlier in [`LinkKind`], then to the earlier record (one without a date
//! last), then to the one that comes first by kind of record and id.
//!
//! A path **respects time** if no record on it lies before one that it has passed: a claim and a statement lie on the day on which they
//! were said, an event on that on which it happened. Actors, demands and sources lie on no day: the date of a page is not the date of what
//! it reports. With uncertain dates that is three-valued: certain if it holds for every choice of days, possible if for some. The claims
//! of a statement share their day.

mod every;
mod missing;
mod near;
mod network;
mod scan;
mod shortest;
mod time;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::date::{Certainty, Day};
use crate::error::Error;
use crate::graph::{Graph, LinkKind, Node, NodeIndex};
use crate::id::ClaimId;
use crate::model::{Link, LinkFamily, LinkWord, RecordKind};
use crate::suggest;

use every::{Wanted, every};
use network::{Network, span};
use scan::{Clock, Reading, TOGETHER, scan, scan_together};
use shortest::{Scratch, distance, reached, shortest};
use time::Span;

pub use missing::Missing;
pub use time::Order;

/// What may be walked, how far, and how much is wanted.
#[derive(Clone, Debug)]
pub struct Options {
    /// The kinds of link that may be walked; all where it is none.
    pub through: Option<BTreeSet<LinkKind>>,
    /// Whether links may be walked that were worked out from dates.
    pub time_edges: bool,
    /// Whether paths are left out that go certainly back in time.
    pub respect_time: bool,
    /// So many paths at most; where it is none, the shortest path of each strength, if it is shorter than all stronger ones.
    pub most: Option<usize>,
    /// Paths of more links are left out.
    pub longest: usize,
    /// So many links are looked at before a partial answer is given.
    pub budget: u64,
    /// Events that certainly lie after this day are left out. What had been said by then is settled by
    /// [`Dataset::as_of`](crate::model::Dataset::as_of), before the graph is built.
    pub as_of: Option<Day>,
    /// The claims that meet a condition of whoever asks; all where there is none. Others are not walked, and what links and shifts there
    /// are is settled by the whole dataset.
    pub selected: Option<BTreeSet<ClaimId>>,
    /// Those of them that only possibly meet it; they are walked like the others.
    pub doubtful: BTreeSet<ClaimId>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            through: None,
            time_edges: true,
            respect_time: false,
            most: None,
            longest: 8,
            budget: 10_000_000,
            as_of: None,
            selected: None,
            doubtful: BTreeSet::new(),
        }
    }
}

impl Options {
    /// Whether links of this kind may be walked.
    pub fn permits(&self, kind: LinkKind) -> bool {
        (self.time_edges || !kind.is_derived()) && self.through.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    /// Whether a record may be walked, going by what was selected.
    pub fn keeps(&self, node: Node<'_>) -> bool {
        match (&self.selected, node) {
            (Some(selected), Node::Claim(_, claim)) => selected.contains(&claim.id.value),
            _ => true,
        }
    }

    /// Whether a record was there by the day asked for: impossible only for events.
    pub fn has_happened(&self, node: Node<'_>) -> Certainty {
        match (self.as_of, node) {
            (Some(day), Node::Event(event)) => event.date.as_ref().map_or(Certainty::Possible, |date| date.on_or_before(day)),
            _ => Certainty::Certain,
        }
    }
}

/// How much a link says about how one record led to another, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// A curator wrote the link, with a reason.
    Authored,
    /// The claims follow each other in a thread.
    Thread,
    /// The records have a statement, a demand, a source or an event in common.
    Record,
    /// They have no more in common than an actor.
    Actor,
    /// No more than an event that is the nearest one before or after a claim.
    Nearby,
}

impl Strength {
    /// All strengths, from the strongest.
    pub const ALL: [Strength; 5] = [Strength::Authored, Strength::Thread, Strength::Record, Strength::Actor, Strength::Nearby];

    /// The strength of a kind of link.
    pub fn of(kind: LinkKind) -> Self {
        match kind {
            LinkKind::Authored(_) => Strength::Authored,
            LinkKind::Next => Strength::Thread,
            LinkKind::PartOf
            | LinkKind::About
            | LinkKind::Cites
            | LinkKind::At
            | LinkKind::Broader
            | LinkKind::MentionedBy
            | LinkKind::Relays => Strength::Record,
            LinkKind::Addresses
            | LinkKind::SpokenBy
            | LinkKind::SpokenFor
            | LinkKind::ActsFor
            | LinkKind::Participant
            | LinkKind::PublishedBy => Strength::Actor,
            LinkKind::After | LinkKind::Before => Strength::Nearby,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Strength::Authored => "authored",
            Strength::Thread => "thread",
            Strength::Record => "record",
            Strength::Actor => "actor",
            Strength::Nearby => "nearby",
        }
    }
}

/// What a path rests on, by its weakest step.
pub fn rests_on(strength: Strength) -> &'static str {
    match strength {
        Strength::Authored => "by what curators linked",
        Strength::Thread => "by what curators linked and the order of claims in a thread",
        Strength::Record => "by a statement, demand, source or event in common",
        Strength::Actor => "by no more than an actor in common",
        Strength::Nearby => "by no more than an event that lies nearest in time",
    }
}

/// A link of a step.
#[derive(Clone, Copy, Debug)]
pub struct StepLink<'d> {
    /// What sort of link it is.
    pub kind: LinkKind,
    /// Whether it leads the way that is walked; else it leads from the later record of the path to the earlier.
    pub leads_on: bool,
    /// The link as the curator wrote it, where he did.
    pub link: Option<&'d Link>,
}

/// The way from one record of a path to the next.
#[derive(Clone, Debug)]
pub struct Step<'d> {
    /// The links between the two that may be walked, the strongest first; at least one.
    pub links: Vec<StepLink<'d>>,
    /// The least and the greatest number of days from the one to the other, negative where the way leads back; none where one of them
    /// lies on no day, or on an unknown one. Within one utterance it is 0.
    pub gap: Option<(Option<i64>, Option<i64>)>,
}

/// A way from one record to another, over links in either direction, that meets no record twice.
#[derive(Clone, Debug)]
pub struct Path<'d> {
    /// The records, both ends included.
    pub nodes: Vec<NodeIndex>,
    /// The steps between them: one less than there are records.
    pub steps: Vec<Step<'d>>,
    /// The strength of the weakest step; authored for a path without steps.
    pub strength: Strength,
    /// Whether the records lie in the order of time.
    pub order: Order,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All that was asked for was looked at.
    Complete,
    /// As many paths as were asked for were found, and there are more.
    Enough,
    /// The budget was met: there may be more, and stronger or shorter ones than those that were found.
    Budget,
}

/// The answer to a question for paths.
#[derive(Clone, Debug)]
pub struct Answer<'d> {
    /// Where the paths begin.
    pub from: NodeIndex,
    /// Where they end.
    pub to: NodeIndex,
    /// The paths, in the order that stands at the top of this module.
    pub paths: Vec<Path<'d>>,
    /// Whether that is all.
    pub ending: Ending,
    /// The number of links that were looked at for them.
    pub visited: u64,
    /// Why there is none, where there is none and the budget was not met.
    pub missing: Option<Missing<'d>>,
}

/// A record that is reached without going back in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The record.
    pub node: NodeIndex,
    /// Certain if a path to it certainly respects time, else possible, as far as the days of different records are independent.
    pub certainty: Certainty,
    /// No day on which one may be there is earlier; none without a bound. That one may be there on this very day is sure where no records
    /// on the way share a date.
    pub earliest: Option<Day>,
    /// The day by which one is there for certain, by the best of the paths that certainly respect time; none without a bound.
    pub certain_by: Option<Day>,
}

impl Arrival {
    /// An arrival at a record, with the days of the kind and of the strict reading of the dates.
    fn new(node: NodeIndex, earliest: i64, certain_by: Option<i64>) -> Self {
        let day = |number: i64| (![i64::MIN, i64::MAX].contains(&number)).then(|| Day::from_number(number));
        let certainty = if certain_by.is_some() { Certainty::Certain } else { Certainty::Possible };
        Arrival { node, certainty, earliest: day(earliest), certain_by: certain_by.and_then(day) }
    }
}

/// So many lists of arrivals are written at once: what a scan reached for these lies side by side in memory.
const AT_ONCE: usize = 16;

/// Counts the links that are looked at.
#[derive(Clone, Copy, Debug)]
struct Meter {
    budget: u64,
    visited: u64,
    is_met: bool,
}

impl Meter {
    fn new(budget: u64) -> Self {
        Meter { budget, visited: 0, is_met: false }
    }

    /// Counts one link. False when the budget does not allow it.
    fn visit(&mut self) -> bool {
        self.visit_all(1)
    }

    /// Counts so many links. False when the budget does not allow them all.
    fn visit_all(&mut self, links: usize) -> bool {
        self.is_met |= self.visited + links as u64 > self.budget;
        self.visited = if self.is_met { self.visited } else { self.visited + links as u64 };
        !self.is_met
    }
}

/// Searches one graph with one set of options: what both searches and answers need is built once.
#[derive(Debug)]
pub struct Search<'g, 'd> {
    graph: &'g Graph<'d>,
    options: Options,
    network: Network,
    scratch: Scratch,
    /// What the scans for arrivals go by, made for the first of them.
    clocks: OnceLock<[Clock; 2]>,
}

impl<'g, 'd> Search<'g, 'd> {
    /// Prepares the links that may be walked.
    pub fn new(graph: &'g Graph<'d>, options: &Options) -> Self {
        let network = Network::new(graph, options);
        let scratch = Scratch::new(network.len());
        Search { graph, options: options.clone(), network, scratch, clocks: OnceLock::new() }
    }

    /// Finds paths between two records. From a record to itself leads one path without steps.
    pub fn paths(&mut self, from: NodeIndex, to: NodeIndex) -> Answer<'d> {
        let mut meter = Meter::new(self.options.budget);
        let ends = (from.number() as u32, to.number() as u32);
        let (found, has_more) = match self.options.most {
            _ if from == to => (vec![vec![ends.0]], false),
            None => (self.shortest_of_each_strength(ends, &mut meter), false),
            Some(most) => self.first(ends, most, &mut meter),
        };
        let ending = match (meter.is_met, has_more) {
            (true, _) => Ending::Budget,
            (false, true) => Ending::Enough,
            (false, false) => Ending::Complete,
        };
        let paths: Vec<Path<'d>> = found.iter().map(|nodes| self.path(nodes)).collect();
        let visited = meter.visited;
        let is_missing = paths.is_empty() && ending == Ending::Complete;
        let missing = is_missing.then(|| Missing::find(self, ends));
        Answer { from, to, paths, ending, visited, missing }
    }

    /// The first path over links that are at least this strong; its length is the least there is. None where there is none, or where the
    /// budget was met. Time is respected where the options ask for it.
    pub fn shortest(&mut self, from: NodeIndex, to: NodeIndex, weakest: Strength) -> Option<Path<'d>> {
        let mut meter = Meter::new(self.options.budget);
        let ends = (from.number() as u32, to.number() as u32);
        let found = self.one(ends, weakest, self.options.longest, &mut meter)?;
        Some(self.path(&found))
    }

    /// The least number of links from one record to another, over links that are at least this strong; none where no path is short enough,
    /// or where the budget was met. Does not look at time.
    pub fn distance(&mut self, from: NodeIndex, to: NodeIndex, weakest: Strength) -> Option<usize> {
        let ends = (from.number() as u32, to.number() as u32);
        let mut meter = Meter::new(self.options.budget);
        distance(&self.network, &mut self.scratch, ends, weakest, self.options.longest, &mut meter)
    }

    /// All records that are linked with one at whatever remove, over links that are at least this strong: the nearer before the farther,
    /// the record itself first. A met budget leaves records out. Does not look at time.
    pub fn reached(&mut self, from: NodeIndex, weakest: Strength) -> Vec<NodeIndex> {
        let mut meter = Meter::new(self.options.budget);
        let found = reached(&self.network, &mut self.scratch, from.number() as u32, weakest, &mut meter);
        found.into_iter().map(NodeIndex::from_number).collect()
    }

    /// All records that are reached without going back in time, whatever the number of links, in the order of the graph. The record that
    /// one starts from is among them.
    ///
    /// One scan forward in time for what is possible, one for what is certain. They are exact where no two records share a date. Claims of
    /// one statement share theirs, and the scans take the days of all records as independent, so that each answer errs to one side: what is
    /// certain is certain, `certain_by` may be later than need be, and what is possible only, or possible so early, may need two claims
    /// of one statement to lie on different days. [`Search::paths`] settles that for two records. For all at once nothing that is
    /// fast does: a path that visits a statement early and late is forbidden, and to find paths that avoid forbidden pairs is NP-hard
    /// (Gabow, Maheshwari and Osterweil 1976). A met budget leaves records out. Time is respected whatever the options say, if they were asked
    /// to respect it; else every linked record is reached and no day is known.
    pub fn arrivals(&self, from: NodeIndex) -> Vec<Arrival> {
        let mut meter = Meter::new(self.options.budget);
        let from = from.number() as u32;
        let [kind, strict] = self.clocks();
        let possible = scan(&self.network, kind, from, Strength::Nearby, &mut meter);
        let certain = scan(&self.network, strict, from, Strength::Nearby, &mut meter);
        let arrival = |node: NodeIndex| {
            let number = node.number() as u32;
            Some(Arrival::new(node, possible.day(number)?, certain.day(number)))
        };
        self.graph.nodes().filter_map(arrival).collect()
    }

    /// The same for several records: calls `each` with the place of a record among them and what [`Search::arrivals`] gives for it, for those
    /// that lie early in time before those that lie late.
    ///
    /// They are scanned from in batches of 64, and what several of them reach on the same day, they go on from together. A batch takes half a
    /// kilobyte of memory for each record of the graph. The budget is that of a batch; where it is met, records are left out for
    /// any start of the batch.
    pub fn arrivals_of(&self, from: &[NodeIndex], mut each: impl FnMut(usize, &[Arrival])) {
        let clocks = self.clocks();
        let mut starts: Vec<(u32, usize)> = from.iter().enumerate().map(|(place, node)| (node.number() as u32, place)).collect();
        // Those that set out at about the same time come together soonest.
        starts.sort_by_key(|(node, _)| clocks[0].place(*node));
        let mut lists: [Vec<Arrival>; AT_ONCE] = Default::default();
        for batch in starts.chunks(TOGETHER) {
            let nodes: Vec<u32> = batch.iter().map(|(node, _)| *node).collect();
            let mut meter = Meter::new(self.options.budget);
            let [possible, certain] =
                clocks.each_ref().map(|clock| scan_together(&self.network, clock, &nodes, Strength::Nearby, &mut meter));
            for (group, some) in batch.chunks(AT_ONCE).enumerate() {
                lists.iter_mut().for_each(Vec::clear);
                for node in self.graph.nodes() {
                    for (at, list) in lists.iter_mut().take(some.len()).enumerate() {
                        let (number, start) = (node.number() as u32, group * AT_ONCE + at);
                        let earliest = possible.day(number, start);
                        list.extend(earliest.map(|earliest| Arrival::new(node, earliest, certain.day(number, start))));
                    }
                }
                some.iter().zip(&lists).for_each(|((_, place), list)| each(*place, list));
            }
        }
    }

    fn clocks(&self) -> &[Clock; 2] {
        self.clocks.get_or_init(|| [Reading::Kind, Reading::Strict].map(|reading| Clock::new(&self.network, reading)))
    }

    /// One path of the least length.
    fn one(&mut self, (from, to): (u32, u32), weakest: Strength, longest: usize, meter: &mut Meter) -> Option<Vec<u32>> {
        if !self.options.respect_time {
            return shortest(&self.network, &mut self.scratch, (from, to), weakest, longest, meter);
        }
        if from == to {
            return Some(vec![from]);
        }
        let wanted = Wanted { from, to, weakest, some_link: Strength::Authored, longest, most: 1 };
        every(&self.network, &mut self.scratch, &wanted, meter).pop()
    }

    fn shortest_of_each_strength(&mut self, ends: (u32, u32), meter: &mut Meter) -> Vec<Vec<u32>> {
        let mut found: Vec<Vec<u32>> = Vec::new();
        for weakest in Strength::ALL {
            // The last one has as many links as it has records, less one; the next must have fewer.
            let longest = found.last().map_or(self.options.longest, |last| last.len() - 2);
            found.extend(self.one(ends, weakest, longest, meter));
        }
        found
    }

    /// The first paths, and whether there are more.
    fn first(&mut self, (from, to): (u32, u32), most: usize, meter: &mut Meter) -> (Vec<Vec<u32>>, bool) {
        let mut found = Vec::new();
        for weakest in Strength::ALL {
            let most = most.saturating_add(1) - found.len();
            let wanted = Wanted { from, to, weakest, some_link: weakest, longest: self.options.longest, most };
            if most > 0 {
                found.extend(every(&self.network, &mut self.scratch, &wanted, meter));
            }
        }
        let has_more = found.len() > most;
        found.truncate(most);
        (found, has_more)
    }

    /// The path over these records, each linked with the next by links that the options permit; none where two are not.
    pub fn along(&self, nodes: &[NodeIndex]) -> Option<Path<'d>> {
        let numbers: Vec<u32> = nodes.iter().map(|node| node.number() as u32).collect();
        let is_linked = |pair: &[u32]| self.network.strength(pair[0], pair[1]).is_some();
        numbers.windows(2).all(is_linked).then(|| self.path(&numbers))
    }

    /// The path over these records.
    fn path(&self, numbers: &[u32]) -> Path<'d> {
        let nodes: Vec<NodeIndex> = numbers.iter().map(|number| NodeIndex::from_number(*number)).collect();
        let spans: Vec<Span> = nodes.iter().map(|node| span(self.graph, *node)).collect();
        let pairs = nodes.windows(2).zip(spans.windows(2));
        let steps: Vec<Step<'d>> = pairs.map(|(ends, spans)| step(self.graph, &self.options, ends, spans)).collect();
        let mut path = Path { nodes, steps, strength: Strength::Authored, order: time::order(&spans) };
        path.settle_strength();
        path
    }
}

impl Path<'_> {
    /// Makes the path as strong as its weakest step, and a step as its first link.
    pub(crate) fn settle_strength(&mut self) {
        let strengths = self.steps.iter().filter_map(|step| Some(Strength::of(step.links.first()?.kind)));
        self.strength = strengths.max().unwrap_or(Strength::Authored);
    }
}

/// The step from one record to another, over the links that the options permit.
fn step<'d>(graph: &Graph<'d>, options: &Options, ends: &[NodeIndex], spans: &[Span]) -> Step<'d> {
    let mut links: Vec<StepLink<'d>> = Vec::new();
    for (leads_on, start, end) in [(true, ends[0], ends[1]), (false, ends[1], ends[0])] {
        // A link stands in the rows of both its ends, and the row of an actor may hold a tenth of all links.
        let (row, other) = match graph.links_from(start) {
            row if row.len() <= graph.links_to(end).len() => (row, end),
            _ => (graph.links_to(end), start),
        };
        let between = row.iter().filter(|edge| edge.node == other && options.permits(edge.kind));
        links.extend(between.map(|edge| StepLink { kind: edge.kind, leads_on, link: edge.link }));
    }
    links.sort_by_key(|link| (Strength::of(link.kind), link.kind, !link.leads_on));
    let gap = match (spans[0].occasion, spans[1].occasion) {
        // One utterance lies on one day, whichever that is.
        (Some(from), Some(to)) if from == to => Some((Some(0), Some(0))),
        (Some(_), Some(_)) => graph.node(ends[0]).date().zip(graph.node(ends[1]).date()).map(|(from, to)| from.gap_days(to)),
        _ => None,
    };
    Step { links, gap }
}

/// Finds paths between two records: a [`Search`] for one question.
pub fn find<'d>(graph: &Graph<'d>, from: NodeIndex, to: NodeIndex, options: &Options) -> Answer<'d> {
    Search::new(graph, options).paths(from, to)
}

/// The record that a text names: an id, or `KIND:ID` where records of several kinds have the same one.
///
/// # Errors
/// When nothing has this id, or several kinds of record do and none is named.
pub fn record(graph: &Graph<'_>, text: &str) -> Result<NodeIndex, Error> {
    let (kind, id) = match text.split_once(':') {
        Some((word, id)) => {
            let words = RecordKind::ALL.map(RecordKind::as_str);
            let kind = RecordKind::ALL.into_iter().find(|kind| kind.as_str() == word);
            let unknown = || {
                let near = suggest::nearest(word, words).map_or_else(|| format!("one of {}", words.join(", ")), |near| format!("`{near}`"));
                Error::Usage(format!("`{}` is no kind of record\ndid you mean {near}?", word.escape_debug()))
            };
            (Some(kind.ok_or_else(unknown)?), id)
        }
        None => (None, text),
    };
    let mut found = graph.find_all(id);
    found.retain(|index| kind.is_none_or(|kind| graph.node(*index).kind() == kind));
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let known = graph.nodes().map(|index| graph.node(index)).filter(|node| kind.is_none_or(|kind| node.kind() == kind));
            let near = suggest::nearest_few(id, known.map(Node::id), 3).into_iter().map(str::to_owned).collect();
            Err(Error::UnknownId { id: text.to_owned(), near })
        }
        several => {
            let ways: Vec<String> = several.iter().map(|index| format!("`{}:{id}`", graph.node(*index).kind().as_str())).collect();
            Err(Error::Usage(format!("several records have the id `{id}`\nsay which: {}", ways.join(" or "))))
        }
    }
}

/// The families of links by the names that [`kinds`] knows.
const FAMILIES: [(&str, LinkFamily); 4] =
    [("lineage", LinkFamily::Lineage), ("answer", LinkFamily::Answer), ("event", LinkFamily::Event), ("editorial", LinkFamily::Editorial)];

/// The kinds of link that a name stands for: one kind, or those of a family (`lineage`, `answer`, `event`, `editorial`).
///
/// # Errors
/// When it names neither; the nearest names are told.
pub fn kinds(word: &str) -> Result<Vec<LinkKind>, Error> {
    use LinkKind::*;
    const OTHERS: [LinkKind; 16] = [
        PartOf,
        About,
        Cites,
        Addresses,
        SpokenBy,
        SpokenFor,
        At,
        ActsFor,
        Broader,
        Participant,
        MentionedBy,
        PublishedBy,
        Relays,
        Next,
        After,
        Before,
    ];
    if let Some((_, family)) = FAMILIES.iter().find(|(name, _)| *name == word) {
        return Ok(LinkWord::ALL.iter().filter(|word| word.family() == *family).map(|word| Authored(*word)).collect());
    }
    let all: Vec<LinkKind> = LinkWord::ALL.iter().map(|word| Authored(*word)).chain(OTHERS).collect();
    let names = || FAMILIES.iter().map(|(name, _)| *name).chain(all.iter().map(|kind| kind.as_str()));
    all.iter().find(|kind| kind.as_str() == word).map(|kind| vec![*kind]).ok_or_else(|| {
        let near = suggest::nearest_few(word, names(), 3);
        let help = match near.as_slice() {
            [] => format!("the families and kinds are {}", names().collect::<Vec<_>>().join(", ")),
            near => format!("did you mean {}?", near.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")),
        };
        Error::Usage(format!("no kind or family of links is called `{}`\n{help}", word.escape_debug()))
    })
}

#[cfg(test)]
mod tests;

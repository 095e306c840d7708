//! Turns the answer to a question for paths into text, a memo or JSON; here the words that the three share.

pub mod json;
pub mod memo;
pub mod text;

use crate::date::Certainty;
use crate::graph::{Graph, LinkKind, Node, NodeIndex, before};
use crate::model::{Basis, Evidence, LinkWord, Source, Statement, StatementForm};
use crate::path::{Answer, Ending, Missing, Options, Order, Path, Step, StepLink};
use crate::report::evidence::marked;

/// The JSON Schema (draft 2020-12) of the answer as [`json`](json::to_json) writes it.
pub const SCHEMA: &str = include_str!("../schemas/path.json");

/// What a link says, as a verb between the record that it starts from and the one that it leads to; and the same the other way round.
pub fn phrases(kind: LinkKind) -> (&'static str, &'static str) {
    use LinkWord::*;
    match kind {
        LinkKind::Authored(word) => match word {
            Reiterates => ("reiterates", "is reiterated by"),
            Specifies => ("specifies", "is specified by"),
            Broadens => ("broadens", "is broadened by"),
            Hardens => ("hardens", "is hardened by"),
            Softens => ("softens", "is softened by"),
            Replaces => ("replaces", "is replaced by"),
            Withdraws => ("withdraws", "is withdrawn by"),
            Contradicts => ("contradicts", "is contradicted by"),
            Justifies => ("justifies", "is justified by"),
            Conditions => ("conditions", "is conditioned by"),
            Accepts => ("accepts", "is accepted by"),
            PartlyAccepts => ("partly accepts", "is partly accepted by"),
            Rejects => ("rejects", "is rejected by"),
            Counters => ("counters", "is countered by"),
            MadeAt => ("was made at", "is the occasion of"),
            PromptedBy => ("was prompted by", "prompted"),
            Fulfils => ("was fulfilled by", "fulfilled"),
            Violates => ("was violated by", "violated"),
            BeliedBy => ("was belied by", "belied"),
            SameUtteranceAs => ("may be the same utterance as", "may be the same utterance as"),
            Supersedes => ("is a better record than", "has a better record in"),
            DisputedBy => ("is disputed by", "disputes"),
        },
        LinkKind::PartOf => ("is part of", "contains"),
        LinkKind::About => ("is about", "is the subject of"),
        LinkKind::Cites => ("rests on", "is cited for"),
        LinkKind::Addresses => ("is addressed to", "is addressed by"),
        LinkKind::SpokenBy => ("was spoken by", "spoke"),
        LinkKind::SpokenFor => ("was spoken for", "had spoken for it"),
        LinkKind::At => ("was made at", "is the occasion of"),
        LinkKind::ActsFor => ("acts for", "is acted for by"),
        LinkKind::Broader => ("is part of", "includes"),
        LinkKind::Participant => ("had as participant", "took part in"),
        LinkKind::MentionedBy => ("is mentioned by", "mentions"),
        LinkKind::PublishedBy => ("was published by", "published"),
        LinkKind::Relays => ("relays", "is relayed by"),
        LinkKind::Next => ("is followed in its thread by", "follows in its thread"),
        LinkKind::After => ("comes after", "comes before"),
        LinkKind::Before => ("comes before", "comes after"),
    }
}

/// What a link says of the records that it starts from and leads to; and the same the other way round. A thread is told only as far as
/// its order is known: two claims of one utterance follow neither, and uncertain dates may stand the other way round.
fn both_phrases(graph: &Graph<'_>, kind: LinkKind, start: NodeIndex, end: NodeIndex) -> (&'static str, &'static str) {
    let (start, end) = (graph.node(start), graph.node(end));
    if kind == LinkKind::Next && is_one_utterance(start, end) {
        ("stands in its thread beside", "stands in its thread beside")
    } else if kind == LinkKind::Next && before(start.date(), end.date()) != Certainty::Certain {
        ("may be followed in its thread by", "may follow in its thread")
    } else {
        phrases(kind)
    }
}

/// What a link says of the two records of its step, in the order in which they are walked.
fn phrase(graph: &Graph<'_>, link: &StepLink<'_>, from: NodeIndex, to: NodeIndex) -> &'static str {
    if link.leads_on { both_phrases(graph, link.kind, from, to).0 } else { both_phrases(graph, link.kind, to, from).1 }
}

fn is_one_utterance(a: Node<'_>, b: Node<'_>) -> bool {
    matches!((a, b), (Node::Statement(a) | Node::Claim(a, _), Node::Statement(b) | Node::Claim(b, _)) if a.id == b.id)
}

/// The time from one record to the next, in words; none where nothing can be said.
fn gap(graph: &Graph<'_>, step: &Step<'_>, from: NodeIndex, to: NodeIndex) -> Option<String> {
    if is_one_utterance(graph.node(from), graph.node(to)) {
        return Some("the same utterance".to_owned());
    }
    super::gap_in_words(step.gap?)
}

/// On what sort of occasion a statement was made.
fn occasion(statement: &Statement) -> &'static str {
    if statement.form == StatementForm::Unknown { "occasion unknown" } else { statement.form.as_str() }
}

/// When a record was said or happened, or what date a page carries, with what that rests on; none for what has no date.
fn when(node: Node<'_>) -> Option<String> {
    let basis = node.basis()?;
    let page = match (node, basis) {
        (Node::Source(_), Basis::Stated) => "page dated ",
        (Node::Source(_), _) => "page published ",
        _ => "",
    };
    Some(match node.date() {
        Some(date) => format!(
            "{page}{} ({})",
            date.display(),
            match basis {
                Basis::Stated => "date stated",
                Basis::Inferred => "date inferred",
                Basis::GeneralKnowledge => "date by general knowledge",
                Basis::Unknown => "date on no stated basis",
            }
        ),
        None => "date unknown".to_owned(),
    })
}

/// The date alone.
fn day(node: Node<'_>) -> String {
    node.date().map_or_else(|| "date unknown".to_owned(), |date| date.display())
}

/// Who spoke, in what office, and whose position it counts for.
fn speaker(graph: &Graph<'_>, statement: &Statement) -> String {
    let dataset = graph.dataset();
    let name = |id: &crate::id::ActorId| dataset.actors.get(id).map_or(id.to_string(), |actor| actor.name.value.clone());
    let office = statement.office.as_ref().map(|office| format!(", {office}")).unwrap_or_default();
    let principal = dataset.principal_of(statement);
    let side = if *principal == statement.speaker.value { String::new() } else { format!(", for {}", name(principal)) };
    format!("{}{office}{side}", name(&statement.speaker.value))
}

/// What must be said with a record: that it only possibly was there by the day asked for, or only possibly meets a condition.
fn possibly(node: Node<'_>, options: &Options) -> Option<String> {
    let mut doubts = Vec::new();
    match (node, options.as_of) {
        (Node::Statement(statement) | Node::Claim(statement, _), Some(day)) if statement.said_by(day) == Certainty::Possible => {
            doubts.push("possibly not yet said by then");
        }
        (Node::Event(_), Some(_)) if options.has_happened(node) == Certainty::Possible => doubts.push("possibly not yet happened by then"),
        _ => {}
    }
    if matches!(node, Node::Claim(_, claim) if options.doubtful.contains(&claim.id.value)) {
        doubts.push("only possibly meets the condition");
    }
    (!doubts.is_empty()).then(|| doubts.join(", "))
}

/// Whether a path keeps to the order of time, and where that hangs.
fn order(graph: &Graph<'_>, path: &Path<'_>) -> String {
    let place = |at: usize| {
        let node = graph.node(path.nodes[at]);
        format!("{} ({})", node.id(), day(node))
    };
    match (path.order.certainty, path.order.doubt) {
        (Certainty::Impossible, None) => "not in the order of time: no choice of days suits all its dates".to_owned(),
        (Certainty::Certain, _) | (_, None) => "certainly in the order of time".to_owned(),
        (Certainty::Possible, Some((a, b))) => {
            format!("only possibly in the order of time: {} may lie after {}", place(a), place(b))
        }
        (Certainty::Impossible, Some((a, b))) => format!("not in the order of time: {} lies after {}", place(a), place(b)),
    }
}

/// By way of which source words came, where the record says so.
fn via(evidence: &Evidence) -> String {
    evidence.via.as_ref().map(|via| format!(", by way of {}", via.value)).unwrap_or_default()
}

/// The sources that are cited, numbered from 1 in the order in which they are first cited.
#[derive(Default)]
struct Cited<'d> {
    sources: Vec<&'d Source>,
}

impl<'d> Cited<'d> {
    fn number(&mut self, source: &'d Source) -> usize {
        let at = self.sources.iter().position(|known| known.id == source.id);
        at.unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        }) + 1
    }

    /// The list at the foot.
    fn list(&self, graph: &Graph<'_>) -> String {
        let line = |(at, source): (usize, &&Source)| {
            let line = crate::cite::line(graph.dataset(), source);
            let grade = crate::cite::grade(source).map(|grade| format!("; graded {}", super::visible(&grade))).unwrap_or_default();
            format!("  [{}] {}. {}{grade} ({})\n", at + 1, super::visible(&source.title), super::visible(&line), source.id.value)
        };
        match self.sources.as_slice() {
            [] => String::new(),
            sources => format!("\nSources\n{}", sources.iter().enumerate().map(line).collect::<String>()),
        }
    }
}

/// The kind and id of a record.
fn named(graph: &Graph<'_>, index: NodeIndex) -> String {
    let node = graph.node(index);
    format!("{} {}", node.kind().as_str(), node.id())
}

/// What the options leave out, as it was said on the command line.
fn left_out_by(options: &Options, links: &[StepLink<'_>]) -> String {
    let by_kind = options.through.as_ref().is_some_and(|kinds| links.iter().any(|link| !kinds.contains(&link.kind)));
    if by_kind { "--through".to_owned() } else { "--without-time-edges".to_owned() }
}

/// Why there is no path, one thing a line.
fn reason(graph: &Graph<'_>, answer: &Answer<'_>, options: &Options, missing: &Missing<'_>) -> Vec<String> {
    let links = |number: usize| super::count(number, "link", "links");
    let nearest = |at: NodeIndex, number: usize| {
        let node = graph.node(at);
        let title = super::visible(node.title());
        match number {
            0 => format!("Nothing nearer was reached than {} itself: {title}", named(graph, at)),
            _ => format!("Nearest: {}, {} on: {title}", named(graph, at), links(number)),
        }
    };
    match missing {
        Missing::TooLong { path } => vec![
            format!("No path of at most {}.", links(options.longest)),
            format!("The shortest has {}: `--max-links {}` finds it.", links(path.steps.len()), path.steps.len()),
        ],
        Missing::LeftOut { path, step, steps } => {
            let failing = &path.steps[*step];
            let others = match steps - 1 {
                0 => String::new(),
                more => format!(" {} after it on the same way would be left out too.", super::count(more, "step", "steps")),
            };
            vec![
                "No path over the links that may be walked.".to_owned(),
                nearest(path.nodes[*step], *step),
                format!(
                    "The next step would need a link that `{}` leaves out: {} {} {}.{others}",
                    left_out_by(options, &failing.links),
                    named(graph, path.nodes[*step]),
                    phrase(graph, &failing.links[0], path.nodes[*step], path.nodes[step + 1]),
                    named(graph, path.nodes[step + 1]),
                ),
            ]
        }
        Missing::EndsEarlier => {
            let date = |index: NodeIndex| format!("{} ({})", named(graph, index), day(graph.node(index)));
            vec![
                "No path that never goes back in time.".to_owned(),
                format!("The end lies before the start: {} before {}.", date(answer.to), date(answer.from)),
                "Ask the other way round, or without `--respect-time`.".to_owned(),
            ]
        }
        Missing::GoesBack { path, left } => {
            let last = path.nodes.len() - 1;
            let mut lines = vec!["No path that never goes back in time.".to_owned()];
            match path.order.doubt {
                Some((later, earlier)) => {
                    let date = |at: usize| format!("{} ({})", named(graph, path.nodes[at]), day(graph.node(path.nodes[at])));
                    let (later, earlier) = (date(later), date(earlier));
                    lines.push(nearest(path.nodes[last - 1], last - 1));
                    lines.push(format!("The next step goes back: {earlier} lies before {later}, which the path has passed."));
                }
                None => lines.push("Each two dates on the way may be in order, but no choice of days suits them all.".to_owned()),
            }
            if *left > 0 {
                lines.push(format!("After that, {} would lead to the end.", super::count(*left, "more link", "more links")));
            }
            lines
        }
        Missing::Apart { from, to } => {
            let alone = |at: NodeIndex, number: usize| match number {
                0 => format!("{} is linked with no other record.", named(graph, at)),
                _ => format!(
                    "{} is linked with {}, over links of any kind.",
                    named(graph, at),
                    super::count(number, "other record", "other records")
                ),
            };
            vec!["Nothing joins the two.".to_owned(), alone(answer.from, *from), alone(answer.to, *to)]
        }
        Missing::Unsettled => {
            vec![format!("No path was found. Why was not settled within the budget of {} links (`--budget`).", options.budget)]
        }
    }
}

/// What must be said where the answer is not all there is.
fn ending(answer: &Answer<'_>, options: &Options) -> Option<String> {
    match answer.ending {
        Ending::Complete => None,
        Ending::Enough => Some(format!("There are more paths: `--max` with more than {} shows them.", answer.paths.len())),
        Ending::Budget => Some(format!(
            "PARTIAL: the budget of {} links was met; there may be more paths, and stronger or shorter ones (`--budget`).",
            options.budget
        )),
    }
}

/// The order of a path as a word, for programs.
fn order_word(order: Order) -> &'static str {
    order.certainty.as_str()
}

//! Writes the answer to a question for paths as JSON, for programs; its schema is [`SCHEMA`](super::SCHEMA).

use serde_json::{Value, json};

use super::{Cited, order_word, phrase};
use crate::graph::{Graph, Node, NodeIndex};
use crate::path::{Answer, Ending, Missing, Options, Path, Step};
use crate::report::json::VERSION;

/// The answer as JSON: the paths over the kinds and ids of records, then each record and each source once.
pub fn to_json(graph: &Graph<'_>, answer: &Answer<'_>, options: &Options) -> Value {
    let mut told: Vec<NodeIndex> = Vec::new();
    let missing = answer.missing.as_ref().map(|missing| reason(graph, missing));
    let way = match &answer.missing {
        Some(Missing::TooLong { path } | Missing::LeftOut { path, .. } | Missing::GoesBack { path, .. }) => Some(path),
        _ => None,
    };
    let ends = [answer.from, answer.to];
    for index in ends.iter().chain(answer.paths.iter().chain(way).flat_map(|path| &path.nodes)) {
        if !told.contains(index) {
            told.push(*index);
        }
    }
    let mut cited = Cited::default();
    let records: Vec<Value> = told.iter().map(|index| record(graph, options, &mut cited, *index)).collect();
    json!({
        "version": VERSION,
        "from": name(graph, answer.from),
        "to": name(graph, answer.to),
        "options": {
            "through": options.through.as_ref().map(|kinds| kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>()),
            "time_edges": options.time_edges,
            "respect_time": options.respect_time,
            "max": options.most,
            "max_links": options.longest,
            "budget": options.budget,
            "as_of": options.as_of.map(|day| day.to_string()),
        },
        "ending": match answer.ending {
            Ending::Complete => "complete",
            Ending::Enough => "enough",
            Ending::Budget => "budget",
        },
        "visited": answer.visited,
        "paths": answer.paths.iter().map(|one| path(graph, one)).collect::<Vec<_>>(),
        "missing": missing,
        "records": records,
        "sources": cited.sources.iter().enumerate().map(|(at, source)| json!({
            "number": at + 1,
            "id": source.id.as_str(),
            "title": source.title.value,
            "citation": crate::cite::line(graph.dataset(), source),
            "grade": crate::cite::grade(source),
        })).collect::<Vec<_>>(),
    })
}

fn name(graph: &Graph<'_>, index: NodeIndex) -> Value {
    let node = graph.node(index);
    json!({"kind": node.kind().as_str(), "id": node.id()})
}

fn path(graph: &Graph<'_>, path: &Path<'_>) -> Value {
    json!({
        "links": path.steps.len(),
        "strength": path.strength.as_str(),
        "order": order_word(path.order),
        "doubt": path.order.doubt.map(|(a, b)| [a, b]),
        "records": path.nodes.iter().map(|index| name(graph, *index)).collect::<Vec<_>>(),
        "steps": path.steps.iter().zip(path.nodes.windows(2)).map(|(one, ends)| step(graph, one, ends)).collect::<Vec<_>>(),
    })
}

fn step(graph: &Graph<'_>, step: &Step<'_>, ends: &[NodeIndex]) -> Value {
    json!({
        "links": step.links.iter().map(|link| json!({
            "kind": link.kind.as_str(),
            "leads": if link.leads_on { "on" } else { "back" },
            "phrase": phrase(graph, link, ends[0], ends[1]),
            "strength": crate::path::Strength::of(link.kind).as_str(),
            "derived": link.kind.is_derived(),
            "why": link.link.and_then(|link| link.why.as_ref()),
        })).collect::<Vec<_>>(),
        "days": step.gap.map(|(least, most)| json!({"least": least, "most": most})),
    })
}

fn reason(graph: &Graph<'_>, missing: &Missing<'_>) -> Value {
    match missing {
        Missing::TooLong { path: way } => json!({"reason": "too-long", "path": path(graph, way)}),
        Missing::LeftOut { path: way, step, steps } => {
            json!({"reason": "left-out", "path": path(graph, way), "step": step, "steps_left_out": steps})
        }
        Missing::GoesBack { path: way, left } => json!({"reason": "goes-back", "path": path(graph, way), "links_left": left}),
        Missing::EndsEarlier => json!({"reason": "ends-earlier"}),
        Missing::Apart { from, to } => json!({"reason": "apart", "linked_with_from": from, "linked_with_to": to}),
        Missing::Unsettled => json!({"reason": "unsettled"}),
    }
}

fn record<'d>(graph: &Graph<'d>, options: &Options, cited: &mut Cited<'d>, index: NodeIndex) -> Value {
    let dataset = graph.dataset();
    let node = graph.node(index);
    let mut value = json!({
        "kind": node.kind().as_str(),
        "id": node.id(),
        "title": node.title(),
        "date": node.date().map(|date| date.display()),
        "edtf": node.date().map(|date| date.as_str()),
    });
    let said = |statement: &crate::model::Statement| options.as_of.map(|day| statement.said_by(day).as_str());
    match node {
        Node::Statement(statement) => {
            value["basis"] = json!(statement.dating.basis.as_str());
            value["speaker"] = json!(statement.speaker.as_str());
            value["principal"] = json!(dataset.principal_of(statement).as_str());
            value["said_by_then"] = json!(said(statement));
        }
        Node::Claim(statement, claim) => {
            value["basis"] = json!(statement.dating.basis.as_str());
            value["speaker"] = json!(statement.speaker.as_str());
            value["principal"] = json!(dataset.principal_of(statement).as_str());
            value["said_by_then"] = json!(said(statement));
            value["belongs"] = json!(if options.doubtful.contains(&claim.id.value) { "possible" } else { "certain" });
            value["act"] = json!(claim.act.as_str());
            value["firmness"] = json!(claim.firmness.as_ref().map(|word| word.as_str()));
            value["demand"] = json!(claim.demand.as_ref().map(|id| id.as_str()));
            value["confidence"] = json!(claim.confidence.map(|confidence| confidence.as_str()));
            let evidence = claim.evidence.iter().map(|evidence| {
                json!({
                    "form": evidence.form.as_str(),
                    "is_quotation": evidence.form.is_quotation(),
                    "words": evidence.quote.passage.value,
                    "source": evidence.source.as_str(),
                    "via": evidence.via.as_ref().map(|id| id.as_str()),
                    "number": cited.number(&dataset.sources[&evidence.source.value]),
                    "analyst": evidence.analyst,
                })
            });
            value["evidence"] = evidence.collect();
        }
        Node::Event(event) => {
            value["basis"] = json!(event.dating.basis.as_str());
            value["happened_by_then"] = json!(options.as_of.map(|_| options.has_happened(node).as_str()));
        }
        Node::Source(source) => {
            value["basis"] = json!(source.published.dating.basis.as_str());
            value["number"] = json!(cited.number(source));
        }
        Node::Actor(_) | Node::Demand(_) => {}
    }
    value
}

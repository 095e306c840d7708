//! Turns a record and everything that is linked to it into a page, and the page into text or JSON.

use serde_json::{Value, json};

use super::{positions, visible};
use crate::date::{Certainty, Day};
use crate::graph::{Edge, Graph, LinkKind, Node, NodeIndex};
use crate::model::{Claim, Dating, Evidence, LinkFamily, Statement};
use crate::position::{self, Thread};
use crate::proof::{Proofs, Use};
use crate::source::SourceMap;

/// What there is to know about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The kind of the record.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its name, title or summary.
    pub title: String,
    /// Whether it certainly or only possibly is among what was asked for.
    pub belongs: Certainty,
    /// Its fields, as label and text.
    pub facts: Vec<(&'static str, String)>,
    /// The passages that it rests on.
    pub passages: Vec<PassageLine>,
    /// Its links to and from other records.
    pub links: Vec<LinkLine>,
}

/// A passage on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageLine {
    /// Whose words they are: a form of evidence, or what the passage is there for.
    pub form: &'static str,
    /// Whether they are the speaker's own words.
    pub is_quotation: bool,
    /// The words.
    pub words: String,
    /// Where they stand: path and line of the stored text; none where they are not proved.
    pub place: Option<String>,
    /// The source with its date and the sources that it relays.
    pub source: String,
    /// The id of the source.
    pub source_id: String,
    /// The id of the source by way of which they came, where the record says so.
    pub via: Option<String>,
}

/// A link on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkLine {
    /// Whether it leads from this record; else it leads to it.
    pub outgoing: bool,
    /// What sort of link it is.
    pub kind: &'static str,
    /// Whether it was worked out from dates.
    pub derived: bool,
    /// Who says so, where it is neither worked out nor a plain fact of the record.
    pub says_who: Option<&'static str>,
    /// The kind of the other record.
    pub record: &'static str,
    /// The id of the other record.
    pub id: String,
    /// Its name, title or summary.
    pub title: String,
    /// Its date.
    pub date: Option<String>,
    /// Whether the two claims of a thread, of a lineage or of an answer certainly come one after the other; none for other links, and
    /// within one utterance.
    pub order: Option<Certainty>,
    /// The reason, where a curator gave one.
    pub why: Option<String>,
}

/// Makes the page of a record, as of a day where one is named; the dataset was cut there.
pub fn page(graph: &Graph<'_>, proofs: &Proofs<'_>, sources: &SourceMap, index: NodeIndex, prefix: &str, as_of: Option<Day>) -> Page {
    let node = graph.node(index);
    let mut page = Page {
        kind: node.kind().as_str(),
        id: node.id().to_owned(),
        title: node.title().to_owned(),
        belongs: Certainty::Certain,
        facts: facts(graph, node, as_of),
        passages: passages(graph, proofs, sources, node, prefix),
        links: Vec::new(),
    };
    let outgoing = graph.links_from(index).iter().map(|edge| (true, edge));
    let incoming = graph.links_to(index).iter().map(|edge| (false, edge));
    for (outgoing, edge) in outgoing.chain(incoming) {
        page.links.push(link(graph, node, outgoing, edge));
    }
    page
}

fn link(graph: &Graph<'_>, own: Node<'_>, outgoing: bool, edge: &Edge<'_>) -> LinkLine {
    let other = graph.node(edge.node);
    LinkLine {
        outgoing,
        kind: edge.kind.as_str(),
        derived: edge.kind.is_derived(),
        says_who: matches!(edge.kind, LinkKind::Authored(_)).then(|| super::says_who(edge.kind)),
        record: other.kind().as_str(),
        id: other.id().to_owned(),
        title: other.title().to_owned(),
        date: other.date().map(|date| date.display()),
        order: order(edge.kind, own, other, outgoing),
        why: edge.link.and_then(|link| link.why.clone()),
    }
}

/// Whether the later claim of two that a link joins certainly is the later one. A thread leads on in time, lineage and answers lead back.
fn order(kind: LinkKind, own: Node<'_>, other: Node<'_>, outgoing: bool) -> Option<Certainty> {
    let leads_on = match kind {
        LinkKind::Next => true,
        LinkKind::Authored(word) if matches!(word.family(), LinkFamily::Lineage | LinkFamily::Answer) => false,
        _ => return None,
    };
    match (own, other) {
        (Node::Claim(own, _), Node::Claim(other, _)) if own.id != other.id => {
            Some(if leads_on == outgoing { position::order(own, other) } else { position::order(other, own) })
        }
        _ => None,
    }
}

/// A date for people with its basis, and the reasoning.
fn dated(label: &'static str, date: Option<String>, dating: &Dating) -> [(&'static str, Option<String>); 2] {
    let date = date.unwrap_or_else(|| "date unknown".to_owned());
    [(label, Some(format!("{date} ({})", dating.basis.value))), ("because", dating.note.clone())]
}

fn facts(graph: &Graph<'_>, node: Node<'_>, as_of: Option<Day>) -> Vec<(&'static str, String)> {
    let dataset = graph.dataset();
    let name = |id: &crate::id::ActorId| dataset.actors.get(id).map_or(id.to_string(), |actor| actor.name.value.clone());
    let names = |ids: &[crate::source::Spanned<crate::id::ActorId>]| ids.iter().map(|id| name(&id.value)).collect::<Vec<_>>().join(", ");
    let mut facts: Vec<(&'static str, Option<String>)> = Vec::new();
    let note = match node {
        Node::Actor(actor) => {
            facts.push(("kind", Some(actor.kind.to_string())));
            facts.push(("also", some(actor.aliases.iter().map(|alias| alias.value.clone()).collect::<Vec<_>>().join(", "))));
            facts.push(("acts for", actor.acts_for.as_ref().map(|id| name(&id.value))));
            for office in &actor.offices {
                let date = |date: &Option<crate::source::Spanned<crate::date::ClaimDate>>| date.as_ref().map(|date| date.display());
                let since = date(&office.since).map(|date| format!(", from {date}")).unwrap_or_default();
                let until = date(&office.until).map(|date| format!(", until {date}")).unwrap_or_default();
                let basis = office.basis.map(|basis| format!(" ({basis})")).unwrap_or_default();
                facts.push(("office", Some(format!("{}{since}{until}{basis}", office.title))));
            }
            for (register, id) in &actor.identifiers {
                facts.push(("identifier", Some(format!("{register} {id}"))));
            }
            &actor.note
        }
        Node::Demand(demand) => {
            facts.push(("asks for", Some(demand.description.clone())));
            facts.push(("of", some(names(&demand.addressees))));
            let on_it = graph.threads().iter().filter(|thread| *thread.demand == demand.id.value);
            let threads: Vec<Thread<'_>> = on_it.map(|thread| Thread::new(dataset, thread)).collect();
            let asked = positions::Options { as_of, ..positions::Options::default() };
            facts.extend(positions::rows(graph, &threads, &asked).iter().map(|row| ("position", Some(row.line()))));
            &demand.note
        }
        Node::Event(event) => {
            facts.extend(dated("when", event.date.as_ref().map(|date| date.display()), &event.dating));
            facts.push(("where", event.place.clone()));
            facts.push(("with", some(names(&event.participants))));
            &event.note
        }
        Node::Source(source) => {
            facts.push(("publisher", Some(name(&source.publisher.value))));
            facts.push(("kind", Some(source.kind.to_string())));
            facts.extend(dated("published", source.published.date.as_ref().map(|date| date.display()), &source.published.dating));
            if let Some(retrieved) = &source.retrieved {
                facts.extend(dated("retrieved", retrieved.date.as_ref().map(|date| date.display()), &retrieved.dating));
            }
            let from = source.translated_from.as_ref().map(|from| format!(", translated from {from}")).unwrap_or_default();
            facts.push(("language", Some(format!("{}{from}", source.language))));
            facts.push(("url", source.url.as_ref().map(|url| url.value.clone())));
            let grade = |grade: &Option<String>| grade.clone().unwrap_or_else(|| "–".to_owned());
            facts.push((
                "grade",
                Some(format!("reliability {}, credibility {} (Admiralty scale)", grade(&source.reliability), grade(&source.credibility))),
            ));
            facts.push(("text", Some(source.text.as_ref().map_or("not held".to_owned(), |text| text.value.clone()))));
            &source.note
        }
        Node::Statement(statement) => {
            facts.extend(spoken(graph, statement));
            facts.push(("form", Some(statement.form.to_string())));
            facts.push(("venue", statement.venue.clone()));
            &statement.note
        }
        Node::Claim(statement, claim) => {
            let firmness = claim.firmness.as_ref().map(|firmness| {
                format!(", firmness {} ({} of {})", firmness.value, firmness.value as usize + 1, crate::model::Firmness::ALL.len())
            });
            let flags = [(claim.hypothetical, ", hypothetical"), (claim.negated, ", negated")];
            let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
            facts.push(("act", Some(format!("{}{}{flags}", claim.act.value, firmness.unwrap_or_default()))));
            facts.push(("demand", claim.demand.as_ref().map(|id| format!("{} ({})", dataset.demands[&id.value].title.value, id.value))));
            facts.extend(spoken(graph, statement));
            if !claim.addressees.is_empty() {
                facts.retain(|(label, _)| *label != "to");
                facts.push(("to", some(names(&claim.addressees))));
            }
            facts.push(("if", claim.condition.clone()));
            facts.push(("then", claim.consequence.clone()));
            facts.push(("shift", shift(graph, claim)));
            facts.push(("evidence", Some(super::evidence::foundation(dataset, statement, claim))));
            facts.push(("confidence", claim.confidence.map(|word| format!("{word} (the analyst's, that the claim is coded right)"))));
            for entry in &claim.acknowledge {
                facts.push(("accepted", Some(format!("{}: {}", entry.rule.value, entry.why))));
            }
            &claim.note
        }
    };
    facts.push(("note", note.clone()));
    facts.into_iter().filter_map(|(label, text)| Some((label, text?))).collect()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn spoken(graph: &Graph<'_>, statement: &Statement) -> Vec<(&'static str, Option<String>)> {
    let dataset = graph.dataset();
    let name = |id: &crate::id::ActorId| dataset.actors.get(id).map_or(id.to_string(), |actor| actor.name.value.clone());
    let office = statement.office.as_ref().map(|office| format!(", {office}")).unwrap_or_default();
    let mut by = format!("{}{office}", name(&statement.speaker.value));
    if let Some(body) = &statement.on_behalf_of {
        by += &format!(", for {}", name(&body.value));
    }
    let principal = dataset.principal_of(statement);
    if *principal != statement.speaker.value && statement.on_behalf_of.as_ref().is_none_or(|body| body.value != *principal) {
        by += &format!(" (counts for {})", name(principal));
    }
    let to: Vec<String> = statement.addressees.iter().map(|id| name(&id.value)).collect();
    let mut facts = vec![("said by", Some(by)), ("to", some(to.join(", ")))];
    facts.extend(dated("when", statement.date.as_ref().map(|date| date.display()), &statement.dating));
    facts
}

fn shift(graph: &Graph<'_>, claim: &Claim) -> Option<String> {
    let dataset = graph.dataset();
    let demand = &claim.demand.as_ref()?.value;
    let thread =
        graph.threads().iter().find(|thread| thread.demand == demand && thread.claims.iter().any(|(_, other)| other.id == claim.id))?;
    let thread = Thread::new(dataset, thread);
    let step = thread.steps.iter().find(|step| step.claim.id == claim.id)?;
    Some(match super::thread::shift(&thread, step) {
        (shift, why) if !shift.is_empty() => format!("{shift}: {why}"),
        _ if step.takes_position => "none: the same utterance has moved the position already".to_owned(),
        _ => "none: it speaks about the demand and takes no position".to_owned(),
    })
}

fn passages(graph: &Graph<'_>, proofs: &Proofs<'_>, sources: &SourceMap, node: Node<'_>, prefix: &str) -> Vec<PassageLine> {
    let mine = |used: Use<'_>| match (used, node) {
        (Use::Evidence(claim, _), Node::Claim(_, this)) => claim.id == this.id,
        (Use::StatementDate(statement), Node::Statement(this)) => statement.id == this.id,
        (Use::EventDate(event), Node::Event(this)) => event.id == this.id,
        (Use::SourceDate(source) | Use::Uncoded(source, _), Node::Source(this)) => source.id == this.id,
        _ => false,
    };
    let line = |passage: &crate::proof::Passage<'_>| {
        let place = passage.proof().and_then(|proof| proof.parts.first()).map(|part| {
            let file = sources.file(proofs.texts[&passage.source.value].0);
            format!("{prefix}{}:{}", file.path, file.position(part.start).line)
        });
        let dataset = graph.dataset();
        let (form, is_quotation) = match passage.used {
            Use::Evidence(_, Evidence { form, .. }) => (form.as_str(), form.is_quotation()),
            Use::Uncoded(..) => ("left uncoded", false),
            _ => ("dated by", false),
        };
        let (source, via) = match passage.used {
            Use::Evidence(_, evidence) => (crate::cite::passage(dataset, evidence), evidence.via.as_ref().map(|id| id.to_string())),
            _ => (crate::cite::line(dataset, &dataset.sources[&passage.source.value]), None),
        };
        PassageLine {
            form,
            is_quotation,
            words: passage.quote.passage.value.clone(),
            place,
            source,
            source_id: passage.source.value.to_string(),
            via,
        }
    };
    proofs.passages.iter().filter(|passage| mine(passage.used)).map(line).collect()
}

/// The words of a passage with the marks of its form: only the speaker's own words stand between quotation marks.
pub fn marked(passage: &PassageLine) -> String {
    let words = visible(&passage.words);
    if passage.is_quotation { format!("“{words}”") } else { format!("‹{words}›") }
}

/// The page as text.
pub fn to_text(page: &Page) -> String {
    let mut out = format!("{} {}\n  {}\n\n", page.kind, page.id, visible(&page.title));
    if page.belongs == Certainty::Possible {
        out += "  only possibly among what was asked for\n\n";
    }
    let width = page.facts.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    for (label, text) in &page.facts {
        out += &format!("  {label:width$}  {}\n", visible(text));
    }
    if !page.passages.is_empty() {
        out += "\npassages (“…” the speaker's words, ‹…› the reporter's)\n";
    }
    for passage in &page.passages {
        let place = passage.place.as_ref().map_or("NOT PROVED".to_owned(), |place| format!("proved at {}", visible(place)));
        let via = passage.via.as_ref().map(|via| format!(" by way of {via}")).unwrap_or_default();
        let (source, id) = (visible(&passage.source), &passage.source_id);
        out += &format!("  {}: {}\n      {source}; {place} ({id}{via})\n", passage.form, marked(passage));
    }
    for (title, outgoing) in [("links", true), ("linked from", false)] {
        let lines: Vec<&LinkLine> = page.links.iter().filter(|line| line.outgoing == outgoing).collect();
        if lines.is_empty() {
            continue;
        }
        out += &format!("\n{title}\n");
        for line in lines {
            let date = line.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            let who = if line.derived { Some("from the dates") } else { line.says_who };
            let doubt = if line.order.is_none_or(|order| order == Certainty::Certain) { "" } else { ", order unclear" };
            let who = who.map(|who| format!(" ({who}{doubt})")).unwrap_or_default();
            out += &format!("  {}{who} {} {}{date}: {}\n", line.kind, line.record, line.id, visible(&line.title));
            if let Some(why) = &line.why {
                out += &format!("      because {}\n", visible(why));
            }
        }
    }
    out
}

/// The pages as JSON.
pub fn to_json(pages: &[Page]) -> Value {
    json!({"version": super::json::VERSION, "records": pages.iter().map(page_json).collect::<Vec<_>>()})
}

fn page_json(page: &Page) -> Value {
    json!({
        "kind": page.kind,
        "id": page.id,
        "title": page.title,
        "belongs": page.belongs.as_str(),
        "facts": page.facts.iter().map(|(label, text)| json!({"label": label, "text": text})).collect::<Vec<_>>(),
        "passages": page.passages.iter().map(|passage| json!({
            "form": passage.form,
            "is_quotation": passage.is_quotation,
            "words": passage.words,
            "proved_at": passage.place,
            "source": passage.source_id,
            "citation": passage.source,
            "via": passage.via,
        })).collect::<Vec<_>>(),
        "links": page.links.iter().map(|line| json!({
            "direction": if line.outgoing { "from" } else { "to" },
            "kind": line.kind,
            "derived": line.derived,
            "record": line.record,
            "id": line.id,
            "title": line.title,
            "date": line.date,
            "order": line.order.map(Certainty::as_str),
            "why": line.why,
        })).collect::<Vec<_>>(),
    })
}

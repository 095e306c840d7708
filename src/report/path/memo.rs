//! Writes the answer to a question for paths as prose with numbered sources, to be pasted into a memo.

use super::{Cited, both_phrases, day, ending, gap, marked, named, occasion, order, possibly, reason, speaker, via, when};
use crate::graph::{Graph, LinkKind, Node, NodeIndex};
use crate::model::{Claim, Form, LinkFamily};
use crate::path::{Answer, Options, Path, Step, rests_on};
use crate::report::{count, evidence, visible};

/// The answer as prose. Only the speaker's own words stand between quotation marks; the reasons of curators are told as theirs.
pub fn to_memo(graph: &Graph<'_>, answer: &Answer<'_>, options: &Options) -> String {
    let mut writer = Writer { graph, options, cited: Cited::default(), told: Vec::new() };
    let mut out = String::new();
    for path in &answer.paths {
        if !out.is_empty() {
            out += "\n";
        }
        out += &writer.path(path);
    }
    if let Some(missing) = &answer.missing {
        out += &format!("From {} to {}: ", named(graph, answer.from), named(graph, answer.to));
        out += &(reason(graph, answer, options, missing).join(" ") + "\n");
    }
    if let Some(line) = ending(answer, options) {
        out += &format!("\n{line}\n");
    }
    if !writer.told.is_empty() {
        out += "\n“…” are a speaker's own words, in translation where it says so. ‹…› are the words of a reporter, a headline or the text \
                that an inference rests on, and not the speaker's. What links two records is the curators' interpretation where it says so.\n";
    }
    out + &writer.cited.list(graph)
}

struct Writer<'g, 'd> {
    graph: &'g Graph<'d>,
    options: &'g Options,
    cited: Cited<'d>,
    /// The records in the order in which they were told: the place, from 1, is the number by which the text names a record.
    told: Vec<NodeIndex>,
}

impl Writer<'_, '_> {
    fn path(&mut self, path: &Path<'_>) -> String {
        let as_of = self.options.as_of.map(|day| format!(" As of {day}.")).unwrap_or_default();
        let (Some(first), Some(last)) = (path.nodes.first(), path.nodes.last()) else { return String::new() };
        let mut out = format!(
            "From {} to {} in {}, {}; {}.{as_of}\n",
            named(self.graph, *first),
            named(self.graph, *last),
            count(path.steps.len(), "link", "links"),
            rests_on(path.strength),
            order(self.graph, path),
        );
        for (at, index) in path.nodes.iter().enumerate() {
            let is_new = !self.told.contains(index);
            if is_new {
                self.told.push(*index);
            }
            if let Some(step) = at.checked_sub(1).and_then(|before| path.steps.get(before)) {
                out += &format!("\n{}\n", self.step(step, path.nodes[at - 1], *index));
            }
            if is_new {
                out += &format!("\n{}\n", self.record(*index));
            }
        }
        out
    }

    /// The name of a record within the memo: `claim 3`.
    fn name(&self, index: NodeIndex) -> String {
        let number = self.told.iter().position(|told| *told == index).map_or(0, |at| at + 1);
        format!("{} {number}", self.graph.node(index).kind().as_str())
    }

    fn record(&mut self, index: NodeIndex) -> String {
        let node = self.graph.node(index);
        let name = self.name(index);
        let date = when(node).map(|date| format!(", {}", visible(&date))).unwrap_or_default();
        let possibly = possibly(node, self.options).map(|text| format!(", {text}")).unwrap_or_default();
        let mut out = format!("{}{} ({}){date}{possibly}. ", name[..1].to_uppercase(), &name[1..], node.id());
        match node {
            Node::Claim(statement, claim) => {
                out += &format!("{}. {}", visible(&speaker(self.graph, statement)), sentence(&claim.summary));
                out += &self.evidence(claim);
                let doubt = evidence::doubt(claim.confidence);
                out += &if doubt.is_empty() { doubt } else { format!(" That it is coded right has the curators' {doubt}.") };
            }
            Node::Statement(statement) => {
                out += &sentence(&format!("{}: {}", speaker(self.graph, statement), occasion(statement)));
            }
            Node::Source(source) => {
                let number = self.cited.number(source);
                out += &format!("{} [{number}].", visible(&source.title));
            }
            Node::Actor(_) | Node::Demand(_) | Node::Event(_) => out += &sentence(node.title()),
        }
        out
    }

    /// First the speaker's own words, then what others say that he said.
    fn evidence(&mut self, claim: &Claim) -> String {
        let mut quoted = Vec::new();
        let mut reported = Vec::new();
        for evidence in &claim.evidence {
            let form = evidence.form.value;
            let number = self.cited.number(&self.graph.dataset().sources[&evidence.source.value]);
            let number = format!("{number}{}", via(evidence));
            let words = marked(form, &evidence.quote.passage);
            match form {
                Form::Verbatim => quoted.push(format!("{words} [{number}]")),
                Form::Translated => quoted.push(format!("{words} (translated) [{number}]")),
                Form::Paraphrase => reported.push(format!("paraphrase {words} [{number}]")),
                Form::Headline => reported.push(format!("headline {words} [{number}]")),
                Form::Inference => {
                    let by = evidence.analyst.as_ref().map(|name| format!(" of {}", visible(name))).unwrap_or_default();
                    reported.push(format!("inference{by} from {words} [{number}]"));
                }
            }
        }
        let mut out = String::new();
        if !quoted.is_empty() {
            out += &format!(" In the speaker's words: {}.", quoted.join("; "));
        }
        out += &match (quoted.is_empty(), reported.is_empty()) {
            (true, true) => " Nothing is cited for it.".to_owned(),
            (true, false) => format!(" Not in the speaker's own words: {}.", reported.join("; ")),
            (false, true) => String::new(),
            (false, false) => format!(" Besides, not in the speaker's own words: {}.", reported.join("; ")),
        };
        out
    }

    fn step(&self, step: &Step<'_>, from: NodeIndex, to: NodeIndex) -> String {
        let mut sentences = Vec::new();
        for link in &step.links {
            let (start, end) = if link.leads_on { (from, to) } else { (to, from) };
            let says = format!("{} {} {}", self.name(start), both_phrases(self.graph, link.kind, start, end).0, self.name(end));
            let why =
                link.link.and_then(|link| link.why.as_ref()).map(|why| format!(" Their reason: {}", sentence(why))).unwrap_or_default();
            sentences.push(match link.kind {
                LinkKind::Authored(word) if word.family() == LinkFamily::Editorial => format!("The curators remark that {says}.{why}"),
                LinkKind::Authored(_) => format!("In the curators' interpretation, {says}.{why}"),
                kind if kind.is_derived() => format!("By the dates, {says}."),
                _ => format!("By the record, {says}."),
            });
        }
        if let Some(gap) = gap(self.graph, step, from, to) {
            let (from, to) = (day(self.graph.node(from)), day(self.graph.node(to)));
            let dates = if from == to { from } else { format!("{from}, then {to}") };
            sentences.push(format!("Dates: {}; {gap}.", visible(&dates)));
        }
        sentences.join(" ")
    }
}

/// Text from data as a sentence: with a full stop unless it ends in one.
fn sentence(text: &str) -> String {
    let text = visible(text.trim_end());
    if text.ends_with(['.', '!', '?', '…']) { text.into_owned() } else { format!("{text}.") }
}

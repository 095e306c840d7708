//! Writes the answer to a question for paths for people: each record with its words and sources, each link with who says so.

use super::{Cited, ending, gap, marked, named, occasion, order, phrase, possibly, reason, speaker, via, when};
use crate::graph::{Graph, Node, NodeIndex};
use crate::model::{Claim, Form};
use crate::path::{Answer, Missing, Options, Path, Step, rests_on};
use crate::report::{count, evidence, visible};

/// The answer as text.
pub fn to_text(graph: &Graph<'_>, answer: &Answer<'_>, options: &Options) -> String {
    let mut writer = Writer { graph, options, cited: Cited::default(), told: Vec::new() };
    let mut out = format!("From {} to {}\n", named(graph, answer.from), named(graph, answer.to));
    if let Some(day) = options.as_of {
        out += &format!("As of {day}: what had been said by the end of that day\n");
    }
    let has_links = answer.paths.iter().any(|path| !path.steps.is_empty());
    if has_links || matches!(answer.missing, Some(Missing::LeftOut { .. } | Missing::GoesBack { .. })) {
        out += "↓ the link leads from the record above to the one below, ↑ from the one below to the one above\n";
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let number = answer.paths.len();
        out += &format!("\nPath {} of {number}: {}, {}\n", at + 1, count(path.steps.len(), "link", "links"), rests_on(path.strength));
        out += &format!("{}\n", capital(&order(graph, path)));
        out += &writer.path(path);
    }
    if let Some(missing) = &answer.missing {
        out += "\n";
        reason(graph, answer, options, missing).into_iter().for_each(|line| out += &format!("{line}\n"));
        match missing {
            Missing::LeftOut { path, step, .. } => {
                let way = Path { nodes: path.nodes[..step + 2].to_vec(), steps: path.steps[..step + 1].to_vec(), ..path.clone() };
                out += &writer.path(&way);
            }
            Missing::GoesBack { path, .. } => out += &writer.path(path),
            Missing::TooLong { .. } | Missing::EndsEarlier | Missing::Apart { .. } | Missing::Unsettled => {}
        }
    }
    if let Some(line) = ending(answer, options) {
        out += &format!("\n{line}\n");
    }
    out + &writer.cited.list(graph)
}

/// The text with its first letter large.
fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

struct Writer<'g, 'd> {
    graph: &'g Graph<'d>,
    options: &'g Options,
    cited: Cited<'d>,
    /// The records that were written out already: a later path only names them.
    told: Vec<NodeIndex>,
}

impl Writer<'_, '_> {
    fn path(&mut self, path: &Path<'_>) -> String {
        let mut out = String::new();
        for (at, index) in path.nodes.iter().enumerate() {
            out += "\n";
            out += &self.record(*index);
            if let Some(step) = path.steps.get(at) {
                out += "\n";
                out += &self.step(step, *index, path.nodes[at + 1]);
            }
        }
        out
    }

    fn record(&mut self, index: NodeIndex) -> String {
        let node = self.graph.node(index);
        let mut out = format!("  {}", named(self.graph, index));
        if self.told.contains(&index) {
            return out + " (as above)\n";
        }
        self.told.push(index);
        let date = when(node).map(|date| format!(", {date}")).unwrap_or_default();
        let possibly = possibly(node, self.options).map(|text| format!(" — {text}")).unwrap_or_default();
        out += &format!("{}{possibly}\n", visible(&date));
        match node {
            Node::Claim(statement, claim) => {
                let firmness = claim.firmness.as_ref().map(|word| format!(", firmness {}", word.value)).unwrap_or_default();
                let doubt = evidence::doubt(claim.confidence);
                let firmness = if doubt.is_empty() { firmness } else { format!("{firmness}; {doubt} that it is coded right") };
                out += &format!("    {}: {}{firmness}\n", visible(&speaker(self.graph, statement)), claim.act.value);
                out += &format!("    {}\n", visible(&claim.summary));
                out += &self.evidence(claim);
            }
            Node::Statement(statement) => {
                let venue = statement.venue.as_ref().map(|venue| format!(", {venue}")).unwrap_or_default();
                out += &format!("    {}: {}{}\n", visible(&speaker(self.graph, statement)), occasion(statement), visible(&venue));
            }
            Node::Source(source) => {
                let number = self.cited.number(source);
                out += &format!("    {} [{number}]\n", visible(&source.title));
            }
            Node::Actor(_) | Node::Demand(_) | Node::Event(_) => out += &format!("    {}\n", visible(node.title())),
        }
        out
    }

    fn evidence(&mut self, claim: &Claim) -> String {
        let mut out = String::new();
        for evidence in &claim.evidence {
            let source = &self.graph.dataset().sources[&evidence.source.value];
            let number = self.cited.number(source);
            let words = marked(evidence.form.value, &evidence.quote.passage);
            let analyst = evidence.analyst.as_ref().map(|name| format!(" by {}", visible(name))).unwrap_or_default();
            out += &format!("    {}{analyst}: {words} [{number}{}]\n", evidence.form.value, via(evidence));
        }
        match claim.best_form() {
            None => out += "    no evidence\n",
            Some(form) if !form.is_quotation() => out += &format!("    not the speaker's own words: {}\n", only(form)),
            Some(_) => {}
        }
        out
    }

    fn step(&self, step: &Step<'_>, from: NodeIndex, to: NodeIndex) -> String {
        let mut out = String::new();
        for link in &step.links {
            let arrow = if link.leads_on { "↓" } else { "↑" };
            out += &format!("      {arrow} {} ({})\n", phrase(self.graph, link, from, to), crate::report::says_who(link.kind));
            if let Some(why) = link.link.and_then(|link| link.why.as_ref()) {
                out += &format!("          the curators' reason: {}\n", visible(why));
            }
        }
        if let Some(gap) = gap(self.graph, step, from, to) {
            out += &format!("          {gap}\n");
        }
        out
    }
}

/// What a claim rests on at best, where that is no quotation.
fn only(form: Form) -> &'static str {
    match form {
        Form::Verbatim | Form::Translated => "quotation",
        Form::Paraphrase => "by report only",
        Form::Headline => "by headline only",
        Form::Inference => "by inference only",
    }
}

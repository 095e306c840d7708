//! Turns the evidence of a record into the sources and words that its row shows, and into JSON.

use serde_json::{Value, json};

use crate::cite;
use crate::graph::Node;
use crate::model::{Claim, Confidence, Dataset, Evidence, Form, Statement, StatementForm};

/// A passage that a claim rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The id of the source.
    pub source: String,
    /// The title of the source.
    pub title: String,
    /// The line with which the source is cited.
    pub citation: String,
    /// How the source is graded ([`cite::grade`]).
    pub grade: Option<String>,
    /// The id of the source by way of which the passage came, where the record says so.
    pub via: Option<String>,
    /// Whose words the passage is.
    pub form: Form,
    /// The words.
    pub words: String,
}

/// The passages of a claim: the best form first, then as the record has them.
pub fn passages(dataset: &Dataset, claim: &Claim) -> Vec<Passage> {
    let passage = |evidence: &Evidence| Passage {
        source: evidence.source.to_string(),
        title: dataset.sources[&evidence.source.value].title.value.clone(),
        citation: cite::passage(dataset, evidence),
        grade: cite::grade(&dataset.sources[&evidence.source.value]),
        via: evidence.via.as_ref().map(|id| id.to_string()),
        form: evidence.form.value,
        words: evidence.quote.passage.value.clone(),
    };
    let mut all: Vec<Passage> = claim.evidence.iter().map(passage).collect();
    all.sort_by_key(|passage| passage.form);
    all
}

/// How well a claim is founded: the forms of its evidence and the number of sources, and how many of them are independent.
pub fn foundation(dataset: &Dataset, statement: &Statement, claim: &Claim) -> String {
    let mut forms: Vec<Form> = claim.evidence.iter().map(|evidence| evidence.form.value).collect();
    forms.sort();
    forms.dedup();
    let words = forms.iter().map(|form| form.as_str()).collect::<Vec<_>>().join(", ");
    let sources = match cite::of_claim(dataset, statement, claim) {
        (all @ ..=1, _) => super::count(all, "source", "sources"),
        (all, _) if statement.form == StatementForm::Interview => format!("{all} reports of one interview"),
        (all, independent) if all == independent => format!("{all} sources without a common origin on record"),
        (all, 1) => format!("{all} sources of one origin"),
        (all, independent) => format!("{all} sources of {independent} origins"),
    };
    let warning = if claim.best_form().is_some_and(Form::is_quotation) { "" } else { "; not the speaker's own words" };
    format!("{words}, from {sources}{warning}")
}

/// The ids of the sources of some passages, each once: that of the first passage first.
pub fn cited(passages: &[Passage]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for passage in passages {
        if !ids.contains(&passage.source) {
            ids.push(passage.source.clone());
        }
    }
    ids
}

/// The grades of the sources of some passages, in the same order: `graded F2, F3`; empty where none is graded.
fn grades(passages: &[Passage]) -> String {
    let grade = |id: &String| passages.iter().find(|passage| passage.source == *id).and_then(|passage| passage.grade.clone());
    let grades: Vec<String> = cited(passages).iter().filter_map(grade).collect();
    if grades.is_empty() { String::new() } else { format!("graded {}", grades.join(", ")) }
}

/// What must be known of a foundation to weigh it, as far as the record has it: `; graded F2, F3; low confidence`.
pub fn weight(passages: &[Passage], confidence: Option<Confidence>) -> String {
    [grades(passages), doubt(confidence)].iter().filter(|part| !part.is_empty()).map(|part| format!("; {part}")).collect()
}

/// That the analyst is less than sure that a claim is coded right; empty where nothing less is on record.
pub fn doubt(confidence: Option<Confidence>) -> String {
    let less = confidence.filter(|confidence| *confidence != Confidence::High);
    less.map(|confidence| format!("{confidence} confidence")).unwrap_or_default()
}

/// The words of the first passage with the marks of its form, by way of which source they came where the record says so, and how many more
/// passages there are; empty without a passage.
pub fn words(passages: &[Passage]) -> String {
    let Some((first, more)) = passages.split_first() else { return String::new() };
    let mut words = marked(first.form, &first.words);
    if let Some(via) = &first.via {
        words += &format!(" by way of {via}");
    }
    if !more.is_empty() {
        words += &format!(" (and {})", super::count(more.len(), "more", "more"));
    }
    words
}

/// The words of a passage with the marks of its form: only the speaker's own words stand between quotation marks.
pub fn marked(form: Form, words: &str) -> String {
    let words = super::visible(words);
    if form.is_quotation() { format!("“{words}”") } else { format!("‹{words}›") }
}

/// The ids of the sources that a record rests on, each once: of a claim those of its passages, the best first; of a statement those of its
/// date and of its claims, of an event those of its date and those that mention it, of a source those that it relays, in the order of the ids.
pub fn sources(dataset: &Dataset, node: Node<'_>) -> Vec<String> {
    let mut ids: Vec<String> = match node {
        Node::Claim(_, claim) => return cited(&passages(dataset, claim)),
        Node::Actor(_) | Node::Demand(_) => Vec::new(),
        Node::Source(source) => source.relays.iter().map(|id| id.to_string()).collect(),
        Node::Event(event) => {
            let dated_by = event.dating.evidence.iter().map(|evidence| evidence.source.to_string());
            dated_by.chain(event.sources.iter().map(|id| id.to_string())).collect()
        }
        Node::Statement(statement) => {
            let dated_by = statement.dating.evidence.iter().map(|evidence| evidence.source.to_string());
            let claimed_in = statement.claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.source.to_string());
            dated_by.chain(claimed_in).collect()
        }
    };
    ids.sort();
    ids.dedup();
    ids
}

impl Passage {
    /// The passage as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "source": self.source,
            "title": self.title,
            "citation": self.citation,
            "grade": self.grade,
            "via": self.via,
            "form": self.form.as_str(),
            "is_quotation": self.form.is_quotation(),
            "words": self.words,
        })
    }
}

//! `look-alike-names`: two records whose names a reader cannot tell apart.

use std::collections::{BTreeMap, BTreeSet};

use unicode_security::confusable_detection::skeleton;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::RecordKind;
use crate::source::Spanned;
use crate::yaml::escape_visible;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("look-alike-names"),
    severity: Severity::Warning,
    summary: "two records of one kind have names that cannot be told apart by eye",
    explain: Explain {
        finds: "Two actors, two demands, two events or two sources whose names, aliases or titles look the same but are made of other \
                characters: a Cyrillic `а` in place of a Latin `a`, a capital `I` in place of a small `l`. Names are compared by their skeleton \
                after Unicode Technical Standard 39. Two actors with an equal name or alias, and two demands with an equal title, are \
                found too; two events or sources may have equal titles.",
        why: "A second record under a name that looks like the first draws claims away from it: each of the two seems complete, and neither is. \
              It is also the simplest way to smuggle in a false speaker.",
        example: "`borduria` has the name \u{201c}Borduria\u{201d} and `borduria-2` the same word written with a Cyrillic \u{201c}о\u{201d}.",
        mend: "If it is one and the same, keep one record and move what refers to the other. If there are two, tell them apart in the name or \
               title. If the name really belongs to both, accept the finding with `acknowledge` on the record that it points to.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let dataset = context.dataset;
    let mut names: BTreeMap<(RecordKind, String), Vec<Name<'_>>> = BTreeMap::new();
    fn add<'d>(
        names: &mut BTreeMap<(RecordKind, String), Vec<Name<'d>>>,
        kind: RecordKind,
        record: &'d str,
        text: &'d crate::source::Spanned<String>,
    ) {
        names.entry((kind, skeleton(text).collect())).or_default().push(Name { record, text });
    }
    for actor in dataset.actors.values() {
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            add(&mut names, RecordKind::Actor, actor.id.as_str(), name);
        }
    }
    dataset.demands.values().for_each(|demand| add(&mut names, RecordKind::Demand, demand.id.as_str(), &demand.title));
    dataset.events.values().for_each(|event| add(&mut names, RecordKind::Event, event.id.as_str(), &event.title));
    dataset.sources.values().for_each(|source| add(&mut names, RecordKind::Source, source.id.as_str(), &source.title));
    for ((kind, _), mut names) in names {
        // Names in plain letters come first: it is the other one that has to explain itself.
        names.sort_by_key(|name| !name.text.is_ascii());
        report(kind, &names, out);
    }
}

/// A name of a record.
struct Name<'d> {
    record: &'d str,
    text: &'d Spanned<String>,
}

/// Reports each further record that has one of these names, which all look alike, against the first record; once per record.
fn report(kind: RecordKind, names: &[Name<'_>], out: &mut Vec<Diagnostic>) {
    let may_be_equal = matches!(kind, RecordKind::Event | RecordKind::Source);
    let first = &names[0];
    let mut reported = BTreeSet::from([first.record]);
    for name in &names[1..] {
        let equal = name.text == first.text;
        if (equal && may_be_equal) || !reported.insert(name.record) {
            continue;
        }
        let what = kind.plural();
        let headline = if equal {
            format!("two {what} are called `{}`: `{}` and `{}`", escape_visible(name.text), first.record, name.record)
        } else {
            format!("the names of the {what} `{}` and `{}` look alike", first.record, name.record)
        };
        let mut finding = RULE.finding(headline);
        finding = match (equal, difference(name.text, first.text)) {
            (false, Some(seen)) => finding.at(name.text.span, format!("has {seen}")),
            _ => finding.at(name.text.span, ""),
        };
        finding = match (equal, difference(first.text, name.text)) {
            (false, Some(seen)) => finding.with(first.text.span, format!("has {seen}")),
            _ => finding.with(first.text.span, "the first"),
        };
        out.push(
            finding.help("if they are one and the same, keep one record; if not, give them names that can be told apart").about(format!(
                "{}:{}",
                kind.as_str(),
                name.record
            )),
        );
    }
}

/// The first character in which a text differs from another, with its number.
fn difference(text: &str, other: &str) -> Option<String> {
    let mut others = other.chars();
    let differing = text.chars().find(|character| others.next() != Some(*character))?;
    Some(format!("U+{:04X} `{}`", differing as u32, escape_visible(differing.encode_utf8(&mut [0; 4]))))
}

//! `circular-hierarchy`: records that stand above themselves.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("circular-hierarchy"),
    severity: Severity::Error,
    summary: "actors act for each other, demands are part of each other, or sources relay each other in a circle",
    explain: Explain {
        finds: "A circle of `acts_for` between actors, of `broader` between demands, or of `relays` between sources, of whatever length; also a \
                record that names itself.",
        why: "These three lead upwards: to the side that is bound by what was said, to the wider demand, to the source where the words \
              first stood. In a circle there is no top, so nobody can say whose position it is or where a quotation came from.",
        example: "The ministry acts for the government, and the government for the ministry.",
        mend: "Remove the one entry of the circle that points downwards. The finding lists all of them.",
    },
    stage: Stage::Checking(run),
};

/// For each record, in the order of the ids, what it names as standing above it.
type Above<'d> = BTreeMap<&'d str, Vec<(&'d str, Span)>>;

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let dataset = context.dataset;
    let actors = dataset.actors.values().map(|actor| (actor.id.as_str(), above(&actor.acts_for))).collect();
    let demands = dataset.demands.values().map(|demand| (demand.id.as_str(), above(&demand.broader))).collect();
    let sources = dataset.sources.values().map(|source| (source.id.as_str(), above(&source.relays))).collect();
    report("actor", "acts for", &actors, out);
    report("demand", "is part of", &demands, out);
    report("source", "relays", &sources, out);
}

fn above<'d, T: Borrow<str> + 'd>(references: impl IntoIterator<Item = &'d Spanned<T>>) -> Vec<(&'d str, Span)> {
    references.into_iter().map(|reference| (reference.value.borrow(), reference.span)).collect()
}

fn report(what: &str, verb: &str, above: &Above<'_>, out: &mut Vec<Diagnostic>) {
    for circle in circles(above) {
        let (first, (next, place)) = circle[0];
        let mut finding = RULE.finding(match circle[..] {
            [_] => format!("the {what} `{first}` {verb} itself"),
            [_, _] => format!("the {what} `{first}` {verb} `{next}`, and that one {verb} `{first}`"),
            _ => format!("the {what} `{first}` {verb} `{next}`, and so on in a circle of {}", circle.len()),
        });
        finding = finding.at(place, "");
        for (record, (next, place)) in &circle[1..] {
            finding = finding.with(*place, format!("`{record}` {verb} `{next}`"));
        }
        out.push(finding.help("remove the entry that points the wrong way").about(format!("{what}:{first}")));
    }
}

/// Circles of references, each from its first record in the order of the ids, as the records with what each names.
///
/// Of circles that share records one is found, and the others once that one is mended: so the work and the findings stay linear.
fn circles<'d>(above: &Above<'d>) -> Vec<Vec<(&'d str, (&'d str, Span))>> {
    struct Step<'d> {
        record: &'d str,
        /// The number of its references that were followed.
        followed: usize,
        /// Where on the path the last record stands, up to this one, that is part of a circle already.
        circled: Option<usize>,
    }
    enum Visit {
        OnPath(usize),
        Done,
    }
    let mut visits: BTreeMap<&str, Visit> = BTreeMap::new();
    let mut circles = Vec::new();
    for start in above.keys() {
        if visits.contains_key(start) {
            continue;
        }
        let mut path = vec![Step { record: start, followed: 0, circled: None }];
        visits.insert(start, Visit::OnPath(0));
        while let Some(step) = path.last_mut() {
            let circled = step.circled;
            let Some((next, _)) = above[step.record].get(step.followed) else {
                visits.insert(step.record, Visit::Done);
                path.pop();
                continue;
            };
            step.followed += 1;
            match visits.get(next) {
                None if above.contains_key(next) => {
                    visits.insert(next, Visit::OnPath(path.len()));
                    path.push(Step { record: next, followed: 0, circled });
                }
                Some(Visit::OnPath(from)) if circled.is_none_or(|circled| circled < *from) => {
                    let mut circle: Vec<_> =
                        path[*from..].iter().map(|step| (step.record, above[step.record][step.followed - 1])).collect();
                    for (place, step) in path.iter_mut().enumerate().skip(*from) {
                        step.circled = Some(place);
                    }
                    let least = circle.iter().enumerate().min_by_key(|(_, (record, _))| *record).map_or(0, |(index, _)| index);
                    circle.rotate_left(least);
                    circles.push(circle);
                }
                _ => {}
            }
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn found(references: &[(&'static str, &[&'static str])]) -> Vec<Vec<&'static str>> {
        let nowhere = Span::new(FileId::new(0), 0, 0);
        let above = references.iter().map(|(record, above)| (*record, above.iter().map(|id| (*id, nowhere)).collect())).collect();
        circles(&above).into_iter().map(|circle| circle.into_iter().map(|(record, _)| record).collect()).collect()
    }

    #[test]
    fn a_circle_is_found_once_from_its_first_record() {
        assert_eq!(found(&[("d", &["b"]), ("a", &["d"]), ("b", &["c"]), ("c", &["d"])]), [["b", "c", "d"]]);
        assert_eq!(found(&[("a", &["a"]), ("b", &["c"]), ("c", &["b"])]), [vec!["a"], vec!["b", "c"]]);
    }

    #[test]
    fn two_ways_to_the_top_are_no_circle() {
        assert!(found(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &[])]).is_empty());
        assert!(found(&[("a", &["nobody"])]).is_empty());
    }

    #[test]
    fn of_circles_that_share_records_one_is_found() {
        assert_eq!(found(&[("a", &["b"]), ("b", &["a", "c"]), ("c", &["a", "b"])]), [["a", "b"]]);
        assert_eq!(found(&[("a", &["b"]), ("b", &["c"]), ("c", &["c", "a"])]), [["c"]]);
    }
}

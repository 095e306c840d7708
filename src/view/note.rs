//! What stands at the foot of a view: sources, disputed readings, and the last line.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::{ClaimDate, Day};
use crate::id::{ActorId, SourceId};
use crate::model::{Actor, ActorKind, Claim, Dataset, Form, LinkWord, Statement};
use crate::proof::{Proofs, Use};

use super::select::Shown;
use super::{Options, SourceNote};

/// A number with its noun.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A number of days as months, in words.
pub fn months(days: i64) -> String {
    count((days as f64 / 30.44).round() as usize, "month", "months")
}

/// When a statement was made, with its uncertainty and the sign of what that rests on, where no source states it.
pub fn when(statement: &Statement) -> String {
    let sign = statement.dating.basis.value.sign().map_or("", |(sign, _)| sign);
    statement.said_on().map_or_else(|| "date unknown".to_owned(), |date| date.display() + sign)
}

/// An actor in short: the last word of the name of a person. Whoever is no person has the whole name, which says what is known of it.
pub fn short_name(actor: &Actor) -> &str {
    let name = actor.name.value.as_str();
    let is_plain = name.split_whitespace().count() <= 3 && name.chars().all(|sign| sign.is_alphabetic() || " -'’.".contains(sign));
    match actor.kind {
        ActorKind::Person if is_plain => name.split_whitespace().last().unwrap_or(name),
        _ => name,
    }
}

/// The numbers of the sources that claims cite, in the order of their first use in time.
pub fn source_numbers<'d>(shown: &[&Shown<'d>]) -> BTreeMap<&'d SourceId, usize> {
    let mut in_time: Vec<&&Shown<'_>> = shown.iter().collect();
    in_time.sort_by_cached_key(|one| (crate::graph::time_order(one.statement.said_on()), one.claim.id.value.clone()));
    let mut numbers = BTreeMap::new();
    for one in in_time {
        for evidence in &one.claim.evidence {
            let next = numbers.len() + 1;
            numbers.entry(&evidence.source.value).or_insert(next);
        }
    }
    numbers
}

/// The sources by their numbers.
pub fn source_notes(dataset: &Dataset, numbers: &BTreeMap<&SourceId, usize>) -> Vec<SourceNote> {
    let mut ordered: Vec<_> = numbers.iter().map(|(id, number)| (*number, *id)).collect();
    ordered.sort();
    let note = |id: &SourceId| {
        let source = &dataset.sources[id];
        SourceNote {
            text: crate::cite::line(dataset, source),
            title: source.title.value.clone(),
            url: source.url.as_ref().map(|url| url.value.clone()),
        }
    };
    ordered.into_iter().map(|(_, id)| note(id)).collect()
}

/// The claims that the record disputes by one of these or by any of this side, in the order of time.
pub fn disputed(dataset: &Dataset, by: &BTreeSet<&str>, side: Option<&ActorId>) -> Vec<(String, String)> {
    let said = |statement: &Statement, claim: &Claim| {
        let speaker = &dataset.actors[&statement.speaker.value].name.value;
        let form = claim.best_form().map_or("no evidence", Form::as_str);
        format!("{}, {speaker} ({form}): {}", when(statement), claim.headline())
    };
    let mut found = Vec::new();
    for (statement, claim) in dataset.claims() {
        for link in claim.links.iter().filter(|link| link.kind.value == LinkWord::DisputedBy) {
            let Some((other, other_claim)) = dataset.claim(link.to.as_ref()) else { continue };
            if !by.contains(link.to.as_ref()) && side != Some(dataset.principal_of(other)) {
                continue;
            }
            found.push((
                crate::graph::time_order(statement.said_on()),
                &claim.id.value,
                (said(statement, claim), said(other, other_claim)),
            ));
        }
    }
    found.sort();
    found.into_iter().map(|(_, _, disputed)| disputed).collect()
}

/// The proved passages of these claims, and all of them.
fn proved(proofs: &Proofs<'_>, claims: &BTreeSet<&str>) -> (usize, usize) {
    let own = proofs.passages.iter().filter(|passage| match passage.used {
        Use::Evidence(claim, _) => claims.contains(claim.id.as_str()),
        _ => false,
    });
    own.fold((0, 0), |(proved, all), passage| (proved + usize::from(passage.proof().is_some()), all + 1))
}

/// A day in words.
pub fn day_in_words(day: Day) -> String {
    ClaimDate::parse(&day.to_string()).map_or_else(|_| day.to_string(), |date| date.display())
}

/// The date of the latest statement, as uncertain as it is: of those that may have been made last the one that began last.
fn latest_in_words(dataset: &Dataset) -> Option<String> {
    let dates = dataset.statements.values().filter_map(Statement::said_on);
    let end = |date: &ClaimDate| date.core().1.unwrap_or(Day::MAX);
    let latest = dates.max_by(|a, b| (end(a), *a).cmp(&(end(b), *b)))?;
    let has_undated = dataset.statements.values().any(|statement| statement.said_on().is_none());
    let what = if has_undated { "latest dated statement" } else { "latest statement" };
    Some(format!("{what} in the set: {}", latest.display()))
}

/// The last line: what is left out, what was proved, cut-off and revision.
pub fn colophon(dataset: &Dataset, proofs: &Proofs<'_>, options: &Options, claims: &BTreeSet<&str>, left_out: &[String]) -> String {
    let mut parts = left_out.to_vec();
    let (proved, all) = proved(proofs, claims);
    if all > 0 {
        parts.push(format!("{proved} of {} proved in the stored texts", count(all, "passage", "passages")));
    }
    match options.as_of {
        Some(day) => parts.push(format!("as of {}", day_in_words(day))),
        None => parts.extend(latest_in_words(dataset)),
    }
    if let Some(revision) = &options.revision {
        parts.push(format!("data revision {revision}"));
    }
    parts.push("demarche".to_owned());
    parts.join(" · ")
}

//! Works out how far a change reaches: the records whose findings may be others now, and what must be loaded to find them.

use std::collections::{BTreeMap, BTreeSet};

use super::Snapshot;
use super::outline::{Details, Outline, former};
use super::ways;
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::model::{Claim, LinkFamily, LinkWord, RecordKind, Statement, Target};

/// A statement of which the file changed, as it is now.
pub struct Changed<'c> {
    /// Its number in the outline.
    pub number: usize,
    /// The statement.
    pub statement: &'c Statement,
    /// Its digests, and what it refers to.
    pub details: Details,
}

/// What is loaded of a statement that did not change.
#[derive(Debug, Default)]
pub struct Keep {
    /// The passages of all its claims.
    passages: bool,
    /// Claims that are loaded whole, by their numbers.
    whole: BTreeSet<u32>,
    /// Claims of which the passages and the links to other claims may be left out.
    bare: BTreeSet<u32>,
}

/// How far some changes reach.
#[derive(Debug, Default)]
pub struct Reach {
    /// The statements and claims whose findings are looked for again, each as its kind and id.
    subjects: BTreeSet<String>,
    /// The other records of which some findings are looked for again.
    records: BTreeSet<u32>,
    /// What is loaded besides the statements that changed, by the number of the statement.
    pub keep: BTreeMap<usize, Keep>,
}

/// What is looked for in the part that is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What a check finds.
    Findings,
    /// What a comparison says besides: positions and threads, and paths where links may have come or gone.
    Comparison { paths: bool },
}

impl Reach {
    /// How far the changes reach; none where it is simpler to look at everything.
    pub fn new(kept: &Snapshot, changed: &[Changed<'_>], purpose: Purpose) -> Option<Reach> {
        let outline = &kept.outline;
        let mut reach = Reach::default();
        if changed.is_empty() {
            return Some(reach);
        }
        let is_changed = |statement: usize| changed.iter().any(|one| one.number == statement);
        let mut spread = Spread::default();
        for one in changed {
            reach.subjects.extend(subjects(outline, one));
            spread.add(outline, one);
        }
        // An id that came or went may be one that a record had before.
        if outline.former.iter().any(|(_, former)| spread.came_or_went.contains(former)) {
            return None;
        }
        let mut whole = outline.linking(|claim| spread.claims.contains(&claim));
        whole.extend(
            outline.refers.with(|record| spread.records.contains(&record) && outline.is_source(record)).iter().map(|claim| *claim as u32),
        );
        reach.follow_findings(kept, &is_changed, &mut whole, &mut spread)?;
        if let Purpose::Comparison { paths } = purpose {
            add_positions(outline, changed, &spread, &mut whole)?;
            if paths {
                add_paths(outline, changed, &spread, &mut whole)?;
            }
        }
        whole.retain(|claim| !is_changed(outline.statement_of(*claim)));

        for (number, entry) in
            outline.statements.iter().enumerate().filter(|(number, entry)| spread.speakers.contains(&entry.speaker) && !is_changed(*number))
        {
            reach.subjects.insert(format!("statement:{}", entry.id));
            reach.keep.entry(number).or_default().passages = true;
        }
        let mut sources: BTreeSet<u32> = spread.records.iter().copied().filter(|record| outline.is_source(*record)).collect();
        let is_source = |record: &u32| outline.is_source(*record);
        sources.extend(changed.iter().flat_map(|one| one.details.claims.iter().flat_map(|(_, refers)| refers)).copied().filter(is_source));
        for claim in whole {
            reach.subjects.insert(format!("claim:{}", outline.full_id(claim)));
            sources.extend(outline.refers.of(claim as usize).iter().copied().filter(is_source));
            reach.keep.entry(outline.statement_of(claim)).or_default().whole.insert(claim);
        }
        for claim in outline.refers.with(|record| sources.contains(&record)) {
            let statement = outline.statement_of(claim as u32);
            if !is_changed(statement) {
                reach.keep.entry(statement).or_default().passages = true;
            }
        }
        reach.add_witnesses(outline, changed, &spread.records);
        reach.records = spread.records;
        reach.add_ends(outline, changed);
        Some(reach)
    }

    /// What is loaded for an answer that rests on these claims and on when these statements were made, besides the statements that changed.
    pub fn asked(outline: &Outline, changed: &[Changed<'_>], claims: &BTreeSet<u32>, statements: &BTreeSet<usize>) -> Reach {
        let mut reach = Reach::default();
        let is_changed = |statement: usize| changed.iter().any(|one| one.number == statement);
        for claim in claims.iter().filter(|claim| !is_changed(outline.statement_of(**claim))) {
            reach.keep.entry(outline.statement_of(*claim)).or_default().whole.insert(*claim);
        }
        for statement in statements.iter().filter(|statement| !is_changed(**statement)) {
            reach.keep.entry(*statement).or_default();
        }
        reach.add_ends(outline, changed);
        reach
    }

    /// What was found about something else and points into a file that changed is looked for again: places have moved.
    fn follow_findings(
        &mut self,
        kept: &Snapshot,
        is_changed: &dyn Fn(usize) -> bool,
        whole: &mut Vec<u32>,
        spread: &mut Spread,
    ) -> Option<()> {
        let outline = &kept.outline;
        let files: BTreeSet<usize> =
            outline.statements.iter().enumerate().filter(|(number, _)| is_changed(*number)).map(|(_, entry)| entry.file as usize).collect();
        let acknowledged = kept.checked.acknowledged.iter().map(|(found, _)| found);
        for found in kept.checked.diagnostics.iter().chain(acknowledged).filter(|found| !self.is_of(outline, found)) {
            let points = found.primary.iter().chain(&found.secondary).any(|label| files.contains(&label.span.file.index()));
            let names = found.path.as_ref().is_some_and(|path| files.iter().any(|file| kept.data[*file].path == *path));
            if !points && !names {
                continue;
            }
            match found.subject.as_deref()?.split_once(':')? {
                ("claim", id) => {
                    let (statement, name) = id.split_once('/')?;
                    whole.push(outline.claim(outline.statement(statement)?, name)?);
                }
                ("statement", id) => _ = spread.speakers.insert(outline.statements[outline.statement(id)?].speaker),
                _ => return None,
            }
        }
        Some(())
    }

    /// A record that is no longer referred to from where it was, before or after, may be referred to from elsewhere: one such place is loaded.
    fn add_witnesses(&mut self, outline: &Outline, changed: &[Changed<'_>], records: &BTreeSet<u32>) {
        let is_changed = |statement: usize| changed.iter().any(|one| one.number == statement);
        for record in records {
            let statements = outline.statement_refers.with(|other| other == *record);
            if let Some(statement) = statements.into_iter().find(|statement| !is_changed(*statement)) {
                self.keep.entry(statement).or_default().passages = true;
                continue;
            }
            let claims = outline.refers.with(|other| other == *record);
            if let Some(claim) = claims.into_iter().find(|claim| !is_changed(outline.statement_of(*claim as u32))) {
                self.keep.entry(outline.statement_of(claim as u32)).or_default().bare.insert(claim as u32);
            }
        }
    }

    /// The claims at the other ends of the links that are loaded, those that are watched, and those that have ids that others had before.
    fn add_ends(&mut self, outline: &Outline, changed: &[Changed<'_>]) {
        let mut ends: BTreeSet<u32> = outline.watched.iter().copied().collect();
        let mut statements = BTreeSet::new();
        for keep in self.keep.iter() {
            ends.extend(keep.1.whole.iter().flat_map(|claim| outline.links(*claim)).map(|(to, _)| to));
            if keep.1.passages {
                ends.extend(
                    outline.claims(*keep.0).flat_map(|claim| outline.links(claim)).filter(|(_, is_same)| *is_same).map(|(to, _)| to),
                );
            }
        }
        let named = changed.iter().flat_map(|one| one.statement.claims.iter().flat_map(|claim| &claim.links)).map(|link| &link.to.value);
        ends.extend(named.filter_map(|target| {
            let Target::Claim(id) = target else { return None };
            outline.claim(outline.statement(id.statement().as_str())?, id.claim())
        }));
        let formerly = changed.iter().flat_map(|one| former(one.statement)).chain(outline.former.iter().cloned());
        for (_, former) in formerly {
            match former.split_once(':') {
                Some(("claim", id)) => {
                    let place = id.split_once('/').and_then(|(statement, name)| outline.claim(outline.statement(statement)?, name));
                    ends.extend(place);
                }
                Some((_, id)) => statements.extend(outline.statement(id)),
                None => {}
            }
        }
        for end in ends {
            let statement = outline.statement_of(end);
            if !changed.iter().any(|one| one.number == statement) {
                self.keep.entry(statement).or_default().bare.insert(end);
            }
        }
        for statement in statements.into_iter().filter(|number| !changed.iter().any(|one| one.number == *number)) {
            self.keep.entry(statement).or_default();
        }
    }

    /// The names of the records other than statements and claims of which some findings are looked for again.
    pub fn records<'o>(&self, outline: &'o Outline) -> BTreeSet<&'o str> {
        self.records.iter().map(|record| outline.records[*record as usize].as_str()).collect()
    }

    /// Whether a finding is one of those that are looked for again.
    pub fn is_of(&self, outline: &Outline, found: &Diagnostic) -> bool {
        match found.subject.as_deref() {
            Some(subject) if self.subjects.contains(subject) => true,
            Some(subject) => {
                check::rests_on_references(found.code.0) && outline.record(subject).is_some_and(|record| self.records.contains(&record))
            }
            None => check::rests_on_counts(found.code),
        }
    }
}

/// Adds the claims that positions and threads rest on which the changes may touch.
fn add_positions(outline: &Outline, changed: &[Changed<'_>], spread: &Spread, whole: &mut Vec<u32>) -> Option<()> {
    // What referred to a record that is gone, directly or through others, is told: for that everything is looked at.
    let named: BTreeSet<String> = changed.iter().flat_map(|one| links(one.statement)).map(|id| format!("claim:{id}")).collect();
    let is_gone = |claim: &u32| spread.came_or_went.contains(&format!("claim:{}", outline.full_id(*claim)));
    let gone: BTreeSet<u32> = spread.claims.iter().copied().filter(is_gone).collect();
    if !outline.linking(|claim| gone.contains(&claim)).is_empty() || spread.came_or_went.iter().any(|id| named.contains(id)) {
        return None;
    }
    if !outline.former.is_empty() || changed.iter().any(|one| !former(one.statement).is_empty()) {
        return None;
    }
    // All that the sides hold on demands near to those that are touched.
    let mut sides = BTreeSet::new();
    for one in changed {
        sides.extend([outline.statements[one.number].side, outline.side_of(one.statement)?]);
    }
    let near = outline.families(spread.records.iter().copied().filter(|record| outline.is_demand(*record)));
    for (number, _) in outline.statements.iter().enumerate().filter(|(_, entry)| sides.contains(&entry.side)) {
        whole.extend(outline.claims(number).filter(|claim| outline.refers.of(*claim as usize).iter().any(|record| near[*record as usize])));
    }
    Some(())
}

/// Adds the claims on the paths between those that changed and those beside links that may have come or gone.
fn add_paths(outline: &Outline, changed: &[Changed<'_>], spread: &Spread, whole: &mut Vec<u32>) -> Option<()> {
    let number = |id: &str| {
        let (statement, name) = id.split_once('/')?;
        outline.claim(outline.statement(statement)?, name)
    };
    let mut ends: BTreeSet<u32> = spread.claims.clone();
    ends.extend(outline.linking(|claim| spread.claims.contains(&claim)));
    ends.extend(spread.claims.iter().flat_map(|claim| outline.links(*claim)).map(|(to, _)| to));
    for one in changed {
        let claims = one.statement.claims.iter().filter(|claim| match outline.claim(one.number, claim.id.claim()) {
            Some(before) => spread.claims.contains(&before),
            None => true,
        });
        ends.extend(claims.flat_map(links_of).filter_map(number));
    }
    if ends.len() > ways::MOST_ENDS {
        return None;
    }
    whole.extend(ways::between(outline, &ends, |claim| spread.claims.contains(&claim)));
    whole.extend(ends);
    Some(())
}

/// The claims that the claims of a statement link to.
fn links(statement: &Statement) -> impl Iterator<Item = &str> {
    statement.claims.iter().flat_map(links_of)
}

fn links_of(claim: &Claim) -> impl Iterator<Item = &str> {
    claim.links.iter().filter_map(|link| match &link.to.value {
        Target::Claim(id) => Some(id.as_str()),
        Target::Event(_) => None,
    })
}

/// What some changes touch directly.
#[derive(Default)]
struct Spread {
    /// Claims that are others now, or gone.
    claims: BTreeSet<u32>,
    /// Records that they refer to, or referred to.
    records: BTreeSet<u32>,
    /// The speakers of the statements, now and before.
    speakers: BTreeSet<u32>,
    /// The ids of claims that came or went, as `claim:S/C`.
    came_or_went: BTreeSet<String>,
}

impl Spread {
    fn add(&mut self, outline: &Outline, one: &Changed<'_>) {
        let Changed { number, statement, details } = one;
        let is_other = outline.statements[*number].digest != details.digest;
        if is_other {
            self.records.extend(outline.statement_refers.of(*number).iter().chain(&details.refers));
        }
        let mut stays = BTreeSet::new();
        for (claim, (digest, refers)) in statement.claims.iter().zip(&details.claims) {
            match outline.claim(*number, claim.id.claim()) {
                Some(before) => {
                    stays.insert(before);
                    if is_other || outline.digests[before as usize] != *digest {
                        self.claims.insert(before);
                        self.records.extend(outline.refers.of(before as usize).iter().chain(refers));
                    }
                }
                None => {
                    self.came_or_went.insert(format!("claim:{}", claim.id.value));
                    self.records.extend(refers);
                }
            }
        }
        for gone in outline.claims(*number).filter(|claim| !stays.contains(claim)) {
            self.came_or_went.insert(format!("claim:{}", outline.full_id(gone)));
            self.claims.insert(gone);
            self.records.extend(outline.refers.of(gone as usize));
        }
        // What was found about the statement is looked for again, and rests on what else its speaker said.
        self.speakers.insert(outline.statements[*number].speaker);
        self.speakers.extend(outline.record(&format!("actor:{}", statement.speaker.value)));
    }
}

/// The statement and its claims, now and before.
fn subjects(outline: &Outline, one: &Changed<'_>) -> Vec<String> {
    let before = outline.claims(one.number).map(|claim| format!("claim:{}", outline.full_id(claim)));
    let now = one.statement.claims.iter().map(|claim| format!("{}:{}", RecordKind::Claim.as_str(), claim.id.value));
    before.chain(now).chain([format!("statement:{}", one.statement.id.value)]).collect()
}

impl Keep {
    /// Leaves out of a statement what is not looked at.
    pub fn prune(&self, outline: &Outline, number: usize, statement: &mut Statement) {
        let claim_number = |claim: &Claim| outline.claim(number, claim.id.claim()).unwrap_or(u32::MAX);
        statement
            .claims
            .retain(|claim| self.passages || self.whole.contains(&claim_number(claim)) || self.bare.contains(&claim_number(claim)));
        if !self.passages && self.whole.is_empty() {
            statement.dating.evidence.clear();
        }
        for claim in &mut statement.claims {
            if self.whole.contains(&claim_number(claim)) {
                continue;
            }
            let is_kept = |word: LinkWord| word.family() == LinkFamily::Event || (self.passages && word == LinkWord::SameUtteranceAs);
            claim.links.retain(|link| is_kept(link.kind.value));
            if !self.passages {
                claim.evidence.clear();
            }
        }
    }
}

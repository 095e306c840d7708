//! Checks what changed since the last time, and takes the rest of the findings from there.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::outline::{Numbers, Outline};
use super::reach::{Changed, Purpose, Reach};
use super::{File, Settings, Snapshot};
use crate::check::{self, Checked, Counts};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::graph::Graph;
use crate::load::part::{Part, Single, data_files, fill, is_statement, part};
use crate::load::{Limits, Loaded, texts_folder};
use crate::model::{Acknowledgement, Dataset, RecordKind};
use crate::proof::{Proofs, Use};
use crate::source::SourceMap;
use crate::tree::Place;

/// What is found now, with the texts that it points into and the number of statements that changed; none where the whole must be looked at.
pub fn check(place: &Place, limits: &Limits, settings: &Settings, kept: &Snapshot) -> Result<Option<(Checked, SourceMap, usize)>, Error> {
    let Some(files) = changed_files(place, limits, kept, true)?.filter(|files| files.len() <= settings.most_changed) else {
        return Ok(None);
    };
    let outline = &kept.outline;
    let Some(singles) = singles(place, limits, kept, &files)? else { return Ok(None) };
    let Some(now) = changed(outline, &singles) else { return Ok(None) };
    let Some(reach) = Reach::new(kept, &now, Purpose::Findings) else { return Ok(None) };
    let changed: BTreeSet<usize> = now.iter().map(|one| one.number).collect();
    drop(now);
    let mut sources = SourceMap::default();
    let mut found = Checked { diagnostics: Vec::new(), acknowledged: Vec::new(), counts: kept.checked.counts.clone() };
    if changed.is_empty() {
        kept.data.iter().chain(&kept.texts).for_each(|file| _ = sources.add(crate::source::SourceFile::new(file.path.as_str(), "")));
    } else {
        let Some(loaded) = load(place, limits, kept, &reach, singles)? else { return Ok(None) };
        if are_acknowledged(&loaded.dataset, &reach.records(outline)) {
            return Ok(None);
        }
        let dataset = &loaded.dataset;
        let (graph, proofs) = rayon::join(|| Graph::new(dataset), || Proofs::new(dataset, &loaded.sources));
        let counts = counts(kept, &changed, dataset, &proofs);
        found = check::check_counted(&loaded, &graph, &proofs, counts);
        found.diagnostics.retain(|one| reach.is_of(outline, one));
        found.acknowledged.retain(|(one, _)| reach.is_of(outline, one));
        sources = loaded.sources;
    }
    let is_kept = |one: &Diagnostic| changed.is_empty() || !reach.is_of(outline, one);
    found.diagnostics.extend(kept.checked.diagnostics.iter().filter(|one| is_kept(one)).cloned());
    found.acknowledged.extend(kept.checked.acknowledged.iter().filter(|(one, _)| is_kept(one)).cloned());
    found.diagnostics.sort();
    found.acknowledged.sort();
    let acknowledged = found.acknowledged.iter().map(|(one, _)| one);
    Ok(show(place, limits, &mut sources, found.diagnostics.iter().chain(acknowledged))?.then_some((found, sources, changed.len())))
}

/// The statements in these data files, by the number of the file; none where one is no statement, or has anything to report.
pub fn singles(place: &Place, limits: &Limits, kept: &Snapshot, files: &[usize]) -> Result<Option<BTreeMap<usize, Single>>, Error> {
    let mut singles = BTreeMap::new();
    for number in files {
        let path = &kept.data[*number].path;
        if !is_statement(place, path) {
            return Ok(None);
        }
        let Some(single) = Single::read(place, limits, *number, path)? else { return Ok(None) };
        singles.insert(*number, single);
    }
    Ok(Some(singles))
}

/// The statements of these files as they are now; none where one is another statement than the last time.
pub fn changed<'s>(outline: &Outline, singles: &'s BTreeMap<usize, Single>) -> Option<Vec<Changed<'s>>> {
    let numbers = Numbers::new(&outline.records);
    let one = |(file, single): (&usize, &'s Single)| {
        let (statement, text) = single.statement()?;
        let number = outline.statement(statement.id.as_str()).filter(|number| outline.statements[*number].file as usize == *file)?;
        Some(Changed { number, statement, details: Outline::details(&numbers, statement, text) })
    };
    singles.iter().map(one).collect()
}

/// The numbers of the data files that have other contents than the last time; none where other files are there, or a stored text is another one.
///
/// Stamps tell only `at_home`, in the folder that the snapshot was made of.
pub fn changed_files(place: &Place, limits: &Limits, kept: &Snapshot, at_home: bool) -> Result<Option<Vec<usize>>, Error> {
    let Some(paths) = data_files(place, limits)? else { return Ok(None) };
    if !paths.iter().eq(kept.data.iter().map(|file| &file.path)) {
        return Ok(None);
    }
    let (name, folder) = &kept.folder;
    // Texts in the folder of the dataset would be taken instead of those beside it.
    if !name.is_empty() && texts_folder(place, name)? != *folder {
        return Ok(None);
    }
    let blobs = match place.revision() {
        Some(_) => {
            Some([place.tree.blob_ids(&place.data)?, if folder.is_empty() { BTreeMap::new() } else { place.tree.blob_ids(folder)? }])
        }
        None => None,
    };
    let is_same = |file: &File| match &blobs {
        Some(ids) => Ok(ids.iter().find_map(|ids| ids.get(&file.path)).map(|id| id.as_bytes()[..] == file.blob)),
        None if at_home => kept.is_same(place, file),
        None => Snapshot::is_same_content(place, file),
    };
    let compare = |files: &[File]| files.par_iter().map(is_same).collect::<Result<Option<Vec<bool>>, Error>>();
    let (data, texts) = rayon::join(|| compare(&kept.data), || compare(&kept.texts));
    let (Some(data), Some(texts)) = (data?, texts?) else { return Ok(None) };
    let changed = data.iter().enumerate().filter(|(_, is_same)| !**is_same).map(|(number, _)| number).collect();
    Ok(texts.iter().all(|is_same| *is_same).then_some(changed))
}

/// Loads the statements that changed, what findings about them rest on, and all other records.
pub fn load(
    place: &Place,
    limits: &Limits,
    kept: &Snapshot,
    reach: &Reach,
    singles: BTreeMap<usize, Single>,
) -> Result<Option<Loaded>, Error> {
    let Some(unchanged) = read_unchanged(place, limits, kept, reach, |number| singles.contains_key(&number))? else { return Ok(None) };
    put_together(place, limits, kept, reach, unchanged, singles)
}

/// Reads what is loaded of the data files that did not change; of those that did, and of those that are left out, the paths.
pub fn read_unchanged<'k>(
    place: &Place,
    limits: &Limits,
    kept: &'k Snapshot,
    reach: &Reach,
    is_changed: impl Fn(usize) -> bool + Sync,
) -> Result<Option<Vec<Result<Single, &'k str>>>, Error> {
    let outline = &kept.outline;
    let statements: BTreeMap<usize, usize> =
        outline.statements.iter().enumerate().map(|(number, entry)| (entry.file as usize, number)).collect();
    let read = |number: usize| {
        let file = &kept.data[number];
        let prune = match statements.get(&number) {
            Some(_) if is_changed(number) => return Ok(Some(Err(file.path.as_str()))),
            Some(statement) => match reach.keep.get(statement) {
                Some(keep) => Some((keep, *statement)),
                None => return Ok(Some(Err(file.path.as_str()))),
            },
            None => None,
        };
        let Some(single) = Single::read(place, limits, number, &file.path)? else { return Ok(None) };
        Ok(Some(Ok(match prune {
            Some((keep, statement)) => single.prune(|record| keep.prune(outline, statement, record)),
            None => single,
        })))
    };
    (0..kept.data.len()).into_par_iter().map(read).collect()
}

/// Puts the files that did not change and those that did together.
pub fn put_together(
    place: &Place,
    limits: &Limits,
    kept: &Snapshot,
    reach: &Reach,
    mut data: Vec<Result<Single, &str>>,
    singles: BTreeMap<usize, Single>,
) -> Result<Option<Loaded>, Error> {
    for (number, single) in singles {
        data[number] = Ok(single);
    }
    let sources = reach.records(&kept.outline).into_iter().filter_map(|name| name.strip_prefix("source:")).map(str::to_owned).collect();
    let texts = kept.texts.iter().map(|file| (file.path.as_str(), file.sha256)).collect();
    part(place, limits, Part { data, folder: &kept.folder.1, texts, sources: &sources })
}

/// Whether one of these records acknowledges what is looked for again about it alone: whether that is stale shows in all its findings.
pub fn are_acknowledged(dataset: &Dataset, records: &BTreeSet<&str>) -> bool {
    let any = |entries: &[Acknowledgement]| entries.iter().any(|entry| check::rests_on_references(&entry.rule));
    records.iter().any(|record| match record.split_once(':') {
        Some(("actor", id)) => dataset.actors.get(id).is_some_and(|actor| any(&actor.acknowledge)),
        Some(("demand", id)) => dataset.demands.get(id).is_some_and(|demand| any(&demand.acknowledge)),
        Some(("event", id)) => dataset.events.get(id).is_some_and(|event| any(&event.acknowledge)),
        Some((_, id)) => dataset.sources.get(id).is_some_and(|source| any(&source.acknowledge)),
        None => false,
    })
}

/// The counts of the whole dataset: those of the last time, with what the statements that changed have now in the place of what they had.
pub fn counts(kept: &Snapshot, changed: &BTreeSet<usize>, dataset: &Dataset, proofs: &Proofs<'_>) -> Counts {
    let outline = &kept.outline;
    let is_changed = |id: &str| outline.statement(id).is_some_and(|number| changed.contains(&number));
    let mut added = Counts::default();
    for passage in &proofs.passages {
        let is_part = match passage.used {
            Use::Evidence(claim, _) => is_changed(claim.id.statement().as_str()),
            Use::StatementDate(statement) => is_changed(statement.id.as_str()),
            Use::EventDate(_) | Use::SourceDate(_) | Use::Uncoded(..) => false,
        };
        if is_part {
            added.add_passage(passage);
        }
    }
    let now = dataset.statements.values().filter(|statement| is_changed(statement.id.as_str()));
    let (mut claims, mut gone) = (0, 0);
    for statement in now {
        claims += statement.claims.len();
        added.links += statement.claims.iter().map(|claim| claim.links.len()).sum::<usize>();
    }
    let mut counts = kept.checked.counts.clone();
    counts.add(&added);
    for number in changed {
        gone += outline.claims(*number).len();
        counts.subtract(&outline.statements[*number].counts);
    }
    for (_, count) in counts.records.iter_mut().filter(|(kind, _)| *kind == RecordKind::Claim) {
        *count = (*count + claims).saturating_sub(gone);
    }
    counts
}

/// Reads the texts of the files that findings point into; says whether all places are there.
fn show<'f>(place: &Place, limits: &Limits, sources: &mut SourceMap, found: impl Iterator<Item = &'f Diagnostic>) -> Result<bool, Error> {
    let spans: Vec<_> = found.flat_map(|one| one.primary.iter().chain(&one.secondary)).map(|label| label.span).collect();
    let files: BTreeSet<_> = spans.iter().map(|span| span.file).filter(|file| sources.file(*file).text.is_empty()).collect();
    for file in files {
        fill(place, limits, sources, file)?;
    }
    Ok(spans.iter().all(|span| sources.file(span.file).text.get(span.range()).is_some()))
}

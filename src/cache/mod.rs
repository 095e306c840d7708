//! Checks a dataset again with what is known from the last time: what did not change, and rests on nothing that did, is not looked at again.
//!
//! A whole check leaves behind, in `.demarche/cache`, what it found, a stamp and a hash of each file, and the outline of the dataset: a digest of
//! each statement and claim and what refers to what. The next check compares the files with it. Where some statements changed, it loads these and
//! the records that findings may rest on ([`check::Stage::Checking`] says which), runs all rules on this part, and takes the rest of the findings
//! from the last time. Where anything else changed, or anything is wrong in the files, it checks the whole as if nothing were known.

mod again;
mod asked;
mod both;
mod findings;
mod flat;
mod outline;
mod paths;
mod reach;
mod skeleton;
mod ways;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::check::{self, Checked};
use crate::error::Error;
use crate::graph::Graph;
use crate::hash;
use crate::load::part::{data_files, texts_name};
use crate::load::{self, Limits, Loaded};
use crate::proof::Proofs;
use crate::source::SourceMap;
use crate::tree::{Begun, BlobId, Bytes, Place, Stamp};
pub use asked::{Known, Threads};
pub use both::{Both, both};
pub use paths::{Paths, paths};

use flat::{In, Out};
use outline::Outline;

/// The first bytes of what is kept. The number goes up with each change of the format or of what findings rest on.
const FORMAT: &str = concat!("demarche cache 4, version ", env!("CARGO_PKG_VERSION"));

/// The name under which a check keeps what it found.
const CHECKED: &str = "cache";

/// When something is kept for the next time.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Nothing is kept of a dataset whose files have fewer bytes together: it is checked in no time.
    pub least_bytes: u64,
    /// Where more statements than this changed since the last whole check, the whole is checked again.
    pub most_changed: usize,
    /// An answer that rests on more than so many of a hundred statements is worked out from all.
    pub most_loaded: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { least_bytes: 1 << 20, most_changed: 32, most_loaded: 30 }
    }
}

/// What [`check()`] made use of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// Nothing: all was checked.
    Nothing,
    /// What was known of all but this number of statements.
    AllBut(usize),
}

/// What a check finds, where that can be told from what is known of the last time; the same as [`check()`] finds.
///
/// # Errors
/// As [`load`](load::load).
pub fn known(place: &Place, limits: &Limits, settings: &Settings) -> Result<Option<Checked>, Error> {
    let snapshot = place.kept(CHECKED).and_then(|kept| Snapshot::read(&kept.read()?));
    let Some(snapshot) = snapshot else { return Ok(None) };
    Ok(again::check(place, limits, settings, &snapshot)?.map(|(checked, ..)| checked))
}

/// Checks the dataset at a place, as [`load`](load::load) and then [`check`](check::check) would, and remembers what was found. What is known
/// from the last time can be deleted, spoilt or out of date; it changes nothing but the time that this takes.
///
/// The map of sources holds the texts of the files that findings point into; of others it may have the paths alone.
///
/// # Errors
/// As [`load`](load::load).
pub fn check(place: &Place, limits: &Limits, settings: &Settings) -> Result<(Checked, SourceMap, Used), Error> {
    let Some(kept) = place.kept(CHECKED) else {
        let loaded = load::load(place, limits)?;
        return Ok((check::check(&loaded), loaded.sources, Used::Nothing));
    };
    if let Some(snapshot) = kept.read().and_then(|bytes| Snapshot::read(&bytes))
        && let Some((checked, sources, changed)) = again::check(place, limits, settings, &snapshot)?
    {
        return Ok((checked, sources, Used::AllBut(changed)));
    }
    // Before anything is read: what changes while it is read must have a later stamp.
    let stamps = stamps(place, limits)?.filter(|stamps| stamps.values().map(|stamp| stamp.bytes).sum::<u64>() >= settings.least_bytes);
    let begun = stamps.and_then(|stamps| Some((stamps, kept.begin()?)));
    let loaded = load::load(place, limits)?;
    let dataset = &loaded.dataset;
    let (graph, proofs) = rayon::join(|| Graph::new(dataset), || Proofs::new(dataset, &loaded.sources));
    let checked = check::check_with(&loaded, &graph, &proofs);
    if let Some((stamps, begun)) = begun.filter(|_| loaded.diagnostics.is_empty()) {
        keep(place, &loaded, &proofs, &checked, &stamps, begun)?;
    }
    Ok((checked, loaded.sources, Used::Nothing))
}

/// The stamps of the files in the folder of the dataset and of the stored texts; none where the folder or the manifest has something to report.
fn stamps(place: &Place, limits: &Limits) -> Result<Option<BTreeMap<String, Stamp>>, Error> {
    let Some(mut files) = data_files(place, limits)? else { return Ok(None) };
    let Some(texts) = texts_name(place, limits)? else { return Ok(None) };
    if !texts.is_empty() {
        files.extend(place.tree.list(&load::texts_folder(place, &texts)?)?.files);
    }
    let stamp = |path: String| place.tree.stamp(&path).map(|stamp| (path, stamp));
    Ok(Some(files.into_par_iter().filter_map(stamp).collect()))
}

/// A file as it was the last time.
#[derive(Debug)]
struct File {
    path: String,
    stamp: Stamp,
    sha256: [u8; 32],
    /// What git calls its content; empty where that is not known.
    blob: Vec<u8>,
}

/// What is known from the last time.
#[derive(Debug)]
struct Snapshot {
    /// When it was begun, as the file system tells time.
    since: u64,
    /// The data files, by number.
    data: Vec<File>,
    /// The stored texts that are used, in the order of their paths; their numbers follow those of the data files.
    texts: Vec<File>,
    /// The name of the folder of the stored texts, and the folder that it was.
    folder: (String, String),
    /// The focus of the manifest.
    focus: Option<String>,
    outline: Outline,
    checked: Checked,
    /// The SHA-256 of all this.
    sum: [u8; 32],
}

/// Keeps what is known of a dataset in which loading found nothing to report.
fn keep(
    place: &Place,
    loaded: &Loaded,
    proofs: &Proofs<'_>,
    checked: &Checked,
    stamps: &BTreeMap<String, Stamp>,
    begun: Begun,
) -> Result<(), Error> {
    let name = &loaded.dataset.manifest.texts;
    let folder = if name.is_empty() { String::new() } else { load::texts_folder(place, name)? };
    let numbered: Vec<_> = loaded.sources.files().map(|(_, file)| file).collect();
    let data = numbered.iter().take_while(|file| is_data(place, &folder, &file.path)).count();
    let files = numbered.par_iter().map(|file| {
        let stamp = *stamps.get(&file.path)?;
        let content = file.text.as_bytes();
        let blob = BlobId::of(content).map_or_else(Vec::new, |id| id.as_bytes().to_vec());
        Some(File { path: file.path.clone(), stamp, sha256: hash::sha256(content), blob })
    });
    // Without its stamp a file came while the others were read.
    let Some(mut data_files) = files.collect::<Option<Vec<File>>>() else { return Ok(()) };
    let texts = data_files.split_off(data);
    let outline = Outline::new(&loaded.dataset, proofs, |number| &numbered[number].text);
    let checked = checked.clone();
    let focus = loaded.dataset.manifest.focus.as_ref().map(|focus| focus.value.to_string());
    let snapshot =
        Snapshot { since: begun.since, data: data_files, texts, folder: (name.clone(), folder), focus, outline, checked, sum: [0; 32] };
    let bytes = snapshot.write();
    begun.finish(&bytes);
    let links = skeleton::write(&loaded.dataset, &snapshot.outline);
    bytes.last_chunk().iter().for_each(|sum| asked::keep_answer(place, paths::LINKS, sum, &links));
    Ok(())
}

/// Whether the file at this path is a data file; the others of a map of sources are stored texts.
fn is_data(place: &Place, texts: &str, path: &str) -> bool {
    let is_text = !texts.is_empty() && path.strip_prefix(texts).is_some_and(|rest| rest.starts_with('/'));
    !is_text && load::part::is_data_file(place, path)
}

impl Snapshot {
    fn write(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.text(FORMAT);
        out.number(self.since);
        for files in [&self.data, &self.texts] {
            out.each(files, |out, file| {
                out.text(&file.path);
                out.number(file.stamp.bytes);
                out.number(file.stamp.number);
                out.number(file.stamp.changed);
                out.bytes(&file.sha256);
                out.bytes(&file.blob);
            });
        }
        out.text(&self.folder.0);
        out.text(&self.folder.1);
        out.maybe(self.focus.as_deref());
        self.outline.write(&mut out);
        findings::write(&self.checked, &mut out);
        let sum = hash::sha256(&out.0);
        out.0.extend_from_slice(&sum);
        out.0
    }

    /// Reads a snapshot back; none where it is not whole, or was written by another version.
    fn read(bytes: &[u8]) -> Option<Snapshot> {
        let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        let mut from = In(content);
        if from.text()? != FORMAT || hash::sha256(content) != *sum {
            return None;
        }
        let since = from.number()?;
        let mut files = || {
            from.each(|from| {
                let path = from.text()?.to_owned();
                let stamp = Stamp { bytes: from.number()?, number: from.number()?, changed: from.number()? };
                Some(File { path, stamp, sha256: from.bytes()?.try_into().ok()?, blob: from.bytes()?.to_vec() })
            })
        };
        let (data, texts) = (files()?, files()?);
        let folder = (from.text()?.to_owned(), from.text()?.to_owned());
        let focus = from.maybe()?.map(str::to_owned);
        let outline = Outline::read(&mut from, data.len())?;
        let checked = findings::read(&mut from, data.len() + texts.len())?;
        from.0.is_empty().then_some(Snapshot { since, data, texts, folder, focus, outline, checked, sum: sum.try_into().ok()? })
    }

    /// Whether a file has the content that it had the last time; none where it is not there.
    fn is_same(&self, place: &Place, file: &File) -> Result<Option<bool>, Error> {
        let Some(stamp) = place.tree.stamp(&file.path) else { return Ok(None) };
        if stamp == file.stamp && stamp.changed < self.since {
            return Ok(Some(true));
        }
        Self::is_same_content(place, file)
    }

    /// The same, told by the content alone.
    fn is_same_content(place: &Place, file: &File) -> Result<Option<bool>, Error> {
        let bytes = usize::try_from(file.stamp.bytes).unwrap_or(usize::MAX);
        Ok(match place.tree.read(&file.path, bytes)? {
            Bytes::Whole(content) => Some(hash::sha256(&content) == file.sha256),
            Bytes::TooLong => Some(false),
            Bytes::Missing => None,
        })
    }
}

//! Loads two revisions of a dataset: a file that is the same in both is read and decoded once.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::error::Error;
use crate::source::{FileId, SourceFile};
use crate::tree::{BlobId, Place};

use super::records::{FileKind, Records};
use super::{DecodedFile, Limits, Listed, Loaded, StoredContent, assemble, decode_file, list};

/// Loads the datasets at two places, as [`load`](super::load) would one after the other: the same records, diagnostics and texts.
///
/// Files of both that stand at the same path below the folder of the dataset have the same number in both maps of sources; where one side
/// has no such file, its map has an empty one without a path in its place.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn both(places: [&Place; 2], limits: &Limits) -> Result<[Loaded; 2], Error> {
    let ids = |place: &Place| place.tree.blob_ids(&place.data);
    let (Ok(old_ids), Ok(new_ids)) = rayon::join(|| ids(places[0]), || ids(places[1])) else {
        return Ok([super::load(places[0], limits)?, super::load(places[1], limits)?]);
    };
    let ids = [old_ids, new_ids];
    let listed = [list(places[0], limits)?, list(places[1], limits)?];
    let files = files(places, &listed);
    let read = |(index, file): (usize, &File<'_>)| decode(places, &ids, FileId::new(index), file, limits);
    let decoded: Vec<[DecodedFile; 2]> = files.par_iter().enumerate().map(read).collect::<Result<_, Error>>()?;
    drop(files);
    let (mut before, mut after) = (Vec::with_capacity(decoded.len()), Vec::with_capacity(decoded.len()));
    for [old, new] in decoded {
        before.push(old);
        after.push(new);
    }
    let [old_listed, new_listed] = listed;
    let old = assemble(places[0], limits, before, old_listed.diagnostics, &|_| None)?;
    let stored = Stored::new(&old, places[0]);
    let known = |path: &str| stored.same(path, places, &ids);
    let new = assemble(places[1], limits, after, new_listed.diagnostics, &known)?;
    drop(stored);
    Ok([old, new])
}

/// A data file of one side or both: its paths there.
struct File<'l> {
    kind: FileKind,
    paths: [Option<&'l str>; 2],
}

/// The files of both sides, in the order of their paths below the folders of the datasets.
fn files<'l>(places: [&Place; 2], listed: &'l [Listed; 2]) -> Vec<File<'l>> {
    let mut files: BTreeMap<&str, File<'l>> = BTreeMap::new();
    for (side, list) in listed.iter().enumerate() {
        for (path, kind) in &list.files {
            let file = files.entry(below(path, places[side])).or_insert(File { kind: *kind, paths: [None, None] });
            file.paths[side] = Some(path);
        }
    }
    files.into_values().collect()
}

fn below<'p>(path: &'p str, place: &Place) -> &'p str {
    path.strip_prefix(&place.data).map_or(path, |rest| rest.trim_start_matches('/'))
}

fn decode(
    places: [&Place; 2],
    ids: &[BTreeMap<String, BlobId>; 2],
    number: FileId,
    file: &File<'_>,
    limits: &Limits,
) -> Result<[DecodedFile; 2], Error> {
    let one = |side: usize| match file.paths[side] {
        Some(path) => decode_file(&places[side].tree, number, path, file.kind, limits),
        None => Ok(DecodedFile { file: SourceFile::new("", ""), records: Records::default(), diagnostics: Vec::new() }),
    };
    let old = one(0)?;
    let id = |side: usize| file.paths[side].and_then(|path| ids[side].get(path));
    // What is wrong with a file is told with its path, which may differ.
    let is_shared = id(0).is_some() && id(0) == id(1) && old.diagnostics.is_empty();
    let new = match file.paths[1] {
        Some(path) if is_shared => {
            DecodedFile { file: SourceFile::new(path, old.file.text.clone()), records: old.records.clone(), diagnostics: Vec::new() }
        }
        _ => one(1)?,
    };
    Ok([old, new])
}

/// The stored texts of the side before, by their paths. Looked up only, never walked.
struct Stored<'l> {
    texts: HashMap<&'l str, (&'l SourceFile, &'l str)>,
}

impl<'l> Stored<'l> {
    fn new(loaded: &'l Loaded, place: &Place) -> Self {
        let stored = loaded.dataset.sources.values().filter_map(|source| source.stored.as_ref());
        let text = |stored: &'l crate::model::StoredFile| {
            let file = loaded.sources.file(stored.file);
            (below(&file.path, place), (file, stored.sha256.as_str()))
        };
        Stored { texts: stored.map(text).collect() }
    }

    /// The text at a path after, where it is the same before.
    fn same(&self, path: &str, places: [&Place; 2], ids: &[BTreeMap<String, BlobId>; 2]) -> Option<StoredContent> {
        let (file, sha256) = self.texts.get(below(path, places[1]))?;
        let (before, after) = (ids[0].get(&file.path)?, ids[1].get(path)?);
        (before == after).then(|| (SourceFile::new(path, file.text.clone()), (*sha256).to_owned()))
    }
}

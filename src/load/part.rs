//! Loads a part of a dataset of which all files are known: some statements, and some of their claims, with the numbers that files have in the whole.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::error::Error;
use crate::hash;
use crate::model::{RecordKind, Statement, StoredFile};
use crate::source::{FileId, SourceFile};
use crate::tree::{MANIFEST, Place};

use super::records::{FileKind, Records};
pub(crate) use super::resolve::for_each_reference;
use super::{DecodedFile, Limits, Loaded, SourceMap, list, read_text, resolve};

/// The paths of the data files, in the order of their numbers, as they are now; none where the folder holds something that is reported.
pub(crate) fn data_files(place: &Place, limits: &Limits) -> Result<Option<Vec<String>>, Error> {
    let listed = list(place, limits)?;
    Ok(listed.diagnostics.is_empty().then(|| listed.files.into_iter().map(|(path, _)| path).collect()))
}

/// The name of the folder of the stored texts, as the manifest has it; none where the manifest has something to report.
pub(crate) fn texts_name(place: &Place, limits: &Limits) -> Result<Option<String>, Error> {
    let manifest = Single::read(place, limits, 0, &place.within(MANIFEST))?;
    Ok(manifest.and_then(|single| Some(single.0.records.manifest?.texts)))
}

/// Whether the file at this path, in the folder of the dataset, holds records.
pub(crate) fn is_data_file(place: &Place, path: &str) -> bool {
    path.starts_with(&place.data) && FileKind::of(below(place, path)).is_some()
}

/// Whether the file at this path holds a statement and nothing else.
pub(crate) fn is_statement(place: &Place, path: &str) -> bool {
    FileKind::of(below(place, path)) == Some(FileKind::Statement)
}

fn below<'p>(place: &Place, path: &'p str) -> &'p str {
    path.strip_prefix(&place.data).map_or(path, |rest| rest.trim_start_matches('/'))
}

/// A data file that was read by itself.
#[derive(Clone, Debug)]
pub(crate) struct Single(DecodedFile);

impl Single {
    /// Reads one file; none where anything is to be reported of it.
    pub(crate) fn read(place: &Place, limits: &Limits, number: usize, path: &str) -> Result<Option<Single>, Error> {
        let Some(kind) = FileKind::of(below(place, path)) else { return Ok(None) };
        let decoded = super::decode_file(&place.tree, FileId::new(number), path, kind, limits)?;
        Ok(decoded.diagnostics.is_empty().then_some(Single(decoded)))
    }

    /// The statement that it holds, with the text of the file.
    pub(crate) fn statement(&self) -> Option<(&Statement, &str)> {
        Some((self.0.records.statements.first()?, &self.0.file.text))
    }

    /// Changes the statement that it holds: claims that are taken out are no longer there to be referred to.
    pub(crate) fn prune(mut self, prune: impl FnOnce(&mut Statement)) -> Single {
        let records = &mut self.0.records;
        if let Some(statement) = records.statements.first_mut() {
            prune(statement);
            let left = |id: &str| statement.claims.binary_search_by(|claim| claim.id.as_str().cmp(id)).is_ok();
            records.declared.retain(|(kind, id)| *kind != RecordKind::Claim || left(id));
        }
        self
    }
}

/// The files of a part.
pub(crate) struct Part<'p> {
    /// The data files by number; none for those that are left out, whose paths are known.
    pub(crate) data: Vec<Result<Single, &'p str>>,
    /// The folder of the stored texts.
    pub(crate) folder: &'p str,
    /// The paths of all stored texts that are used in the whole, in order, each with its SHA-256.
    pub(crate) texts: Vec<(&'p str, [u8; 32])>,
    /// The sources whose stored texts are read besides those that the part cites.
    pub(crate) sources: &'p BTreeSet<String>,
}

/// Puts the records of the part together; none where anything is to be reported of it. A source whose text was not read has none stored.
pub(crate) fn part(place: &Place, limits: &Limits, part: Part<'_>) -> Result<Option<Loaded>, Error> {
    let mut loaded = Loaded::default();
    let mut records = Records::default();
    for single in part.data {
        match single {
            Ok(Single(decoded)) => {
                loaded.sources.add(decoded.file);
                records.merge(decoded.records);
            }
            Err(path) => _ = loaded.sources.add(SourceFile::new(path, "")),
        }
    }
    loaded.dataset = resolve::resolve(records, &mut loaded.diagnostics);
    if !loaded.diagnostics.is_empty() {
        return Ok(None);
    }
    let statements = loaded.dataset.statements.values();
    let cited = statements.flat_map(|statement| {
        let dating = statement.dating.evidence.iter().map(|evidence| &evidence.source.value);
        dating.chain(statement.claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| &evidence.source.value))
    });
    let mut read: BTreeSet<&str> = cited.map(|id| id.as_str()).collect();
    read.extend(part.sources.iter().map(String::as_str));
    // For each text that is read: the sources that it is stored for.
    let mut users: Vec<Vec<String>> = vec![Vec::new(); part.texts.len()];
    for source in loaded.dataset.sources.values().filter(|source| read.contains(source.id.as_str())) {
        let Some(name) = &source.text else { continue };
        match part.texts.binary_search_by_key(&format!("{}/{}", part.folder, name.value).as_str(), |(path, _)| path) {
            Ok(number) => users[number].push(source.id.as_str().to_owned()),
            Err(_) => return Ok(None),
        }
    }
    let texts = part.texts.par_iter().zip(&users).map(|((path, _), users)| match users.is_empty() {
        true => Ok(Ok((SourceFile::new(*path, ""), String::new()))),
        false => read_text(&place.tree, path, limits),
    });
    let texts = texts.collect::<Result<Vec<_>, Error>>()?;
    for (((_, sha256), users), text) in part.texts.iter().zip(users).zip(texts) {
        let Ok((text, found)) = text else { return Ok(None) };
        let file = loaded.sources.add(text);
        if !users.is_empty() && found != hash::hex(sha256) {
            return Ok(None);
        }
        for id in users {
            let source = loaded.dataset.sources.get_mut(id.as_str()).expect("it was found in this map");
            source.stored = Some(StoredFile { file, sha256: found.clone() });
        }
    }
    Ok(Some(loaded))
}

/// Fills a file of the map that was left out when a part was loaded, so that places in it can be shown.
pub(crate) fn fill(place: &Place, limits: &Limits, sources: &mut SourceMap, file: FileId) -> Result<(), Error> {
    let path = sources.file(file).path.clone();
    let limit = limits.text_bytes.max(limits.yaml.max_file_bytes);
    if let crate::tree::Bytes::Whole(bytes) = place.tree.read(&path, limit)? {
        let text = match FileKind::of(below(place, &path)) {
            Some(_) => crate::yaml::decode(&path, &bytes, &limits.yaml).map(str::to_owned).ok(),
            None => String::from_utf8(bytes).ok(),
        };
        sources.fill(file, text.unwrap_or_default());
    }
    Ok(())
}

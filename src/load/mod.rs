//! Turns the files of a tree into a dataset. Reports every fault and stops at none.

mod accepted;
mod both;
mod fields;
pub(crate) mod part;
mod records;
mod resolve;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::hash;
use crate::id::SourceId;
use crate::model::{Dataset, StoredFile};
use crate::source::{FileId, SourceFile, SourceMap};
use crate::tree::{Bytes, MANIFEST, Place, Tree};
use crate::yaml;

use records::{FileKind, Records};

pub use accepted::{Acceptance, accepted};
pub use both::both;
pub use fields::{BAD_VALUE, MISSING_KEY, UNKNOWN_KEY};
pub use resolve::{DANGLING_REFERENCE, DUPLICATE_ID};

/// A date that is no EDTF expression.
pub const BAD_DATE: Code = Code("bad-date");
/// A file in the dataset folder that is none of the known ones.
pub const UNKNOWN_FILE: Code = Code("unknown-file");
/// A statement whose file has another name.
pub const FILE_NAME_MISMATCH: Code = Code("file-name-mismatch");
/// Something that is no regular file.
pub const NOT_A_FILE: Code = Code("not-a-file");
/// A stored text that is not there.
pub const TEXT_MISSING: Code = Code("text-missing");

/// The version of the file format.
pub const FORMAT_VERSION: &str = "1";

/// The limits on a dataset. The limits on one file are those of [`yaml::Limits`].
#[derive(Clone, Debug)]
pub struct Limits {
    /// The limits on each YAML file.
    pub yaml: yaml::Limits,
    /// The largest stored text, in bytes.
    pub text_bytes: usize,
    /// The largest number of data files.
    pub files: usize,
    /// The largest size of all data files together, in bytes.
    pub dataset_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { yaml: yaml::Limits::default(), text_bytes: 16 << 20, files: 100_000, dataset_bytes: 2 << 30 }
    }
}

/// A dataset, the texts that it was read from, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The records.
    pub dataset: Dataset,
    /// The data files and stored texts.
    pub sources: SourceMap,
    /// What is wrong, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A stored text with its SHA-256.
type StoredContent = (SourceFile, String);

#[derive(Clone, Debug)]
struct DecodedFile {
    file: SourceFile,
    records: Records,
    diagnostics: Vec<Diagnostic>,
}

/// Loads the dataset at a place, its files in parallel. The result does not depend on the number of threads.
///
/// # Errors
/// When a file that is there cannot be read. Faults of the data are no errors: they are in the result.
pub fn load(place: &Place, limits: &Limits) -> Result<Loaded, Error> {
    let listed = list(place, limits)?;
    let read = |(index, (path, kind)): (usize, &(String, FileKind))| decode_file(&place.tree, FileId::new(index), path, *kind, limits);
    let files: Vec<DecodedFile> = listed.files.par_iter().enumerate().map(read).collect::<Result<_, Error>>()?;
    assemble(place, limits, files, listed.diagnostics, &|_| None)
}

/// What is to be read of a dataset.
struct Listed {
    files: Vec<(String, FileKind)>,
    diagnostics: Vec<Diagnostic>,
}

fn list(place: &Place, limits: &Limits) -> Result<Listed, Error> {
    let mut diagnostics = Vec::new();
    let listing = place.tree.list(&place.data)?;
    for (path, what) in &listing.refused {
        diagnostics.push(
            Diagnostic::error(NOT_A_FILE, format!("`{}` is {what} and was not read", fields::shown(path)))
                .in_file(path.clone())
                .help("only regular files and folders belong in a dataset: replace it by the file itself"),
        );
    }
    let files = data_files(&listing.files, place, &mut diagnostics);
    if files.len() > limits.files {
        return Err(Error::Usage(format!("the dataset has {} files, and at most {} are read", files.len(), limits.files)));
    }
    Ok(Listed { files, diagnostics })
}

/// Puts the records of all files together, and reads the stored texts; what `known` has of them is not read again.
fn assemble(
    place: &Place,
    limits: &Limits,
    files: Vec<DecodedFile>,
    mut diagnostics: Vec<Diagnostic>,
    known: &(dyn Fn(&str) -> Option<StoredContent> + Sync),
) -> Result<Loaded, Error> {
    let mut sources = SourceMap::default();
    let mut records = Records::default();
    let mut bytes = 0;
    for decoded in files {
        bytes += decoded.file.text.len();
        sources.add(decoded.file);
        records.merge(decoded.records);
        diagnostics.extend(decoded.diagnostics);
    }
    if bytes > limits.dataset_bytes {
        return Err(Error::Usage(format!("the dataset has {bytes} bytes, and at most {} are read", limits.dataset_bytes)));
    }
    let mut dataset = resolve::resolve(records, &mut diagnostics);
    store_texts(place, limits, &mut dataset, &mut sources, &mut diagnostics, known)?;
    diagnostics.sort();
    Ok(Loaded { dataset, sources, diagnostics })
}

/// The files that hold records, with their kinds.
fn data_files(files: &[String], place: &Place, out: &mut Vec<Diagnostic>) -> Vec<(String, FileKind)> {
    let mut known = Vec::new();
    let mut has_manifest = false;
    for path in files {
        let below = path.strip_prefix(&place.data).map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
        match FileKind::of(below) {
            Some(kind) => {
                has_manifest |= kind == FileKind::Manifest;
                known.push((path.clone(), kind));
            }
            None if below.ends_with(".yaml") || below.ends_with(".yml") => out.push(
                Diagnostic::error(UNKNOWN_FILE, format!("`{}` is none of the files of a dataset and was not read", fields::shown(below)))
                    .in_file(path.clone())
                    .help("records stand in actors.yaml, demands.yaml, events.yaml, sources.yaml (or folders of these names) and statements/ID.yaml"),
            ),
            None => {}
        }
    }
    if !has_manifest {
        out.push(
            Diagnostic::error(UNKNOWN_FILE, format!("there is no `{MANIFEST}`"))
                .in_file(place.within(MANIFEST))
                .help("`demarche init DIR` writes one"),
        );
    }
    known
}

fn decode_file(tree: &Tree, id: FileId, path: &str, kind: FileKind, limits: &Limits) -> Result<DecodedFile, Error> {
    let mut decoded = DecodedFile { file: SourceFile::new(path, ""), records: Records::default(), diagnostics: Vec::new() };
    let bytes = match tree.read(path, limits.yaml.max_file_bytes)? {
        Bytes::Whole(bytes) => bytes,
        Bytes::TooLong => {
            decoded.diagnostics.push(too_long(path, limits.yaml.max_file_bytes));
            return Ok(decoded);
        }
        Bytes::Missing => {
            decoded.diagnostics.push(Diagnostic::error(NOT_A_FILE, "the file vanished while it was read").in_file(path));
            return Ok(decoded);
        }
    };
    let text = match yaml::decode(path, &bytes, &limits.yaml) {
        Ok(text) => text,
        Err(diagnostic) => {
            decoded.diagnostics.push(diagnostic.in_file(path));
            return Ok(decoded);
        }
    };
    let parsed = yaml::parse(id, path, text, &limits.yaml);
    decoded.diagnostics = parsed.diagnostics;
    let root = parsed.value.and_then(|document| document.root);
    match root {
        Some(root) => {
            let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".yaml")).unwrap_or_default();
            decoded.records = Records::decode(&root, kind, id, stem, &mut decoded.diagnostics);
        }
        None if decoded.diagnostics.is_empty() => {
            decoded.diagnostics.push(Diagnostic::error(MISSING_KEY, "the file is empty").in_file(path).help("delete it or fill it"));
        }
        None => {}
    }
    decoded.file = SourceFile::new(path, text);
    Ok(decoded)
}

fn too_long(path: &str, limit: usize) -> Diagnostic {
    Diagnostic::error(yaml::LIMIT_EXCEEDED, format!("the file is longer than {limit} bytes and was not read"))
        .in_file(path)
        .help("split it: the limit keeps checks fast and their memory small")
}

/// The folder of the stored texts: in the folder of the dataset, or else beside it.
pub(crate) fn texts_folder(place: &Place, name: &str) -> Result<String, Error> {
    let inside = place.within(name);
    Ok(if place.tree.list(&inside)?.files.is_empty() { name.to_owned() } else { inside })
}

/// Reads the stored text of every source that has one.
fn store_texts(
    place: &Place,
    limits: &Limits,
    dataset: &mut Dataset,
    sources: &mut SourceMap,
    out: &mut Vec<Diagnostic>,
    known: &(dyn Fn(&str) -> Option<StoredContent> + Sync),
) -> Result<(), Error> {
    if dataset.manifest.texts.is_empty() {
        return Ok(());
    }
    let folder = texts_folder(place, &dataset.manifest.texts)?;
    let mut wanted: BTreeMap<String, Vec<SourceId>> = BTreeMap::new();
    for source in dataset.sources.values() {
        if let Some(text) = &source.text {
            wanted.entry(format!("{folder}/{}", text.value)).or_default().push(source.id.value.clone());
        }
    }
    let read = |path: &str| match known(path) {
        Some(content) => Ok(Ok(content)),
        None => read_text(&place.tree, path, limits),
    };
    let contents: Vec<_> = wanted.par_iter().map(|(path, _)| read(path)).collect::<Result<_, Error>>()?;
    for ((path, users), content) in wanted.iter().zip(contents) {
        let fault = match content {
            Ok((text, sha256)) => {
                let file = sources.add(text);
                for id in users {
                    let source = dataset.sources.get_mut(id).expect("the id comes from this map");
                    source.stored = Some(StoredFile { file, sha256: sha256.clone() });
                }
                continue;
            }
            Err(fault) => fault,
        };
        for id in users {
            let source = &dataset.sources[id];
            let span = source.text.as_ref().map_or(source.id.span, |text| text.span);
            out.push(
                Diagnostic::error(TEXT_MISSING, format!("the stored text `{path}` {fault}"))
                    .at(span, "")
                    .help("no passage of this source can be proved without it: add the file, or correct its name")
                    .about(format!("source:{id}")),
            );
        }
    }
    Ok(())
}

/// A stored text with its hash, or what is wrong with it.
fn read_text(tree: &Tree, path: &str, limits: &Limits) -> Result<Result<StoredContent, String>, Error> {
    Ok(match tree.read(path, limits.text_bytes)? {
        Bytes::Whole(bytes) => match std::str::from_utf8(&bytes) {
            Ok(text) => Ok((SourceFile::new(path, text), hash::hex(&hash::sha256(&bytes)))),
            Err(error) => Err(format!("is not UTF-8 from byte {} on", error.valid_up_to())),
        },
        Bytes::TooLong => Err(format!("is longer than {} bytes and was not read", limits.text_bytes)),
        Bytes::Missing => Err("is not there, or is no regular file".to_owned()),
    })
}

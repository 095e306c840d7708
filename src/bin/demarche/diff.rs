//! `demarche diff`: what changed in meaning between two revisions of a dataset.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use demarche::cache::{self, Both};
use demarche::check::{self, Checked};
use demarche::date::Day;
use demarche::diff::{self, Diff, Side, accept, accept::Accepted};
use demarche::error::Error;
use demarche::export::mermaid;
use demarche::graph::Graph;
use demarche::load::{self, Acceptance, Limits, Loaded};
use demarche::proof::Proofs;
use demarche::report::{self, annotation, count, diff_json, diff_markdown, diff_text, github, gitlab, sarif};
use demarche::source::SourceMap;
use demarche::tree::{Absent, Bytes, Place, Repository, Revision, Tree};
use demarche::view;

use crate::Outcome;
use crate::args::{Args, DiffOptions, ReviewFormat};
use crate::{find, output};

/// Compares the two and prints the report.
pub fn run(args: &Args, options: &DiffOptions) -> Result<Outcome, Error> {
    let acceptances = options.accept.as_deref().map(acceptances).transpose()?.unwrap_or_default();
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    if day.is_some() && !matches!(options.format, ReviewFormat::Text | ReviewFormat::Json) {
        let text = "`--as-of` goes with `--format text` and `--format json`: what is reviewed on a change is the whole record";
        return Err(Error::Usage(text.to_owned()));
    }
    let (old, new) = places(args, options.base.as_ref(), options.head.as_ref())?;
    let progress = output::progress("comparing");
    // A picture shows more than what changed, and what had been said by a day may be less.
    let wants_picture = options.format == ReviewFormat::Markdown;
    let known = if wants_picture || day.is_some() { None } else { known(args, &old, &new)? };
    let (diff, picture) = match &known {
        Some(both) => (between_parts(&old, &new, both), None),
        None => compared(&old, &new, day, |before, after| {
            let diff = diff::between(before, after);
            let picture = wants_picture.then(|| picture(before, after, &diff)).flatten();
            Ok((diff, picture))
        })?,
    };
    progress.finish_and_clear();
    let accepted = accept::accept(&diff, &acceptances);
    let report = || annotation::of_diff(&diff, &accepted, &new);
    match options.format {
        ReviewFormat::Text => {
            let heading = day.map(|day| format!("As of {day}: what certainly or possibly had been said by the end of that day\n"));
            output::print(&(heading.unwrap_or_default() + &diff_text::write(&diff, &accepted)))?
        }
        ReviewFormat::Json => {
            let mut value = diff_json::write(&diff, &accepted);
            value["as_of"] = options.as_of.as_deref().into();
            output::print_json(&value)?
        }
        ReviewFormat::Markdown => {
            let options = diff_markdown::Options { picture: picture.as_deref(), ..diff_markdown::Options::default() };
            output::print_bytes(diff_markdown::write(&diff, &accepted, &options).as_bytes())?
        }
        ReviewFormat::Github => output::print_bytes(github::write(&report()).as_bytes())?,
        ReviewFormat::Sarif => output::print_json(&sarif::write(&report()))?,
        ReviewFormat::Gitlab => output::print_json(&gitlab::write(&report()))?,
    };
    Ok(if fails(&diff, &accepted, options) { Outcome::Findings } else { Outcome::Fine })
}

/// Where the two revisions are.
///
/// # Errors
/// When there is no such revision or folder.
pub fn places(args: &Args, base: Option<&PathBuf>, head: Option<&PathBuf>) -> Result<(Place, Place), Error> {
    if args.at.is_some() {
        return Err(Error::Usage("`diff` takes its revisions by themselves: `demarche diff BASE HEAD`".to_owned()));
    }
    let here = Path::new(".");
    let files = || Sought { found: args.data.as_deref().map_or_else(|| Place::find(here), Place::at), within: Within::Files };
    let sides = match (base, head) {
        (None, None) => [revision(args, "HEAD")?, files()],
        (Some(range), None) if !range.exists() && text(range)?.contains("..") => {
            let repository = Place::repository(here, args.data.as_deref())?;
            let range = repository.range(text(range)?)?;
            [range.base, range.head].map(|revision| sought(args, repository.clone(), revision))
        }
        (Some(base), None) => [place(args, base)?, files()],
        (None, Some(head)) => [revision(args, "HEAD")?, place(args, head)?],
        (Some(base), Some(head)) => [place(args, base)?, place(args, head)?],
    };
    both(args, sides)
}

/// A side of the comparison, with or without a dataset.
struct Sought {
    found: Result<Place, Error>,
    within: Within,
}

/// Where it was looked for.
enum Within {
    /// In a folder that was named.
    Folder,
    /// In the files from here on, or in those of `--data`.
    Files,
    /// In a commit.
    Revision(Repository, Revision),
}

fn revision(args: &Args, name: &str) -> Result<Sought, Error> {
    let repository = Place::repository(Path::new("."), args.data.as_deref())?;
    let revision = repository.revision(name)?;
    Ok(sought(args, repository, revision))
}

fn sought(args: &Args, repository: Repository, revision: Revision) -> Sought {
    let found = Place::in_repository(&repository, Path::new("."), args.data.as_deref(), &revision);
    Sought { found, within: Within::Revision(repository, revision) }
}

/// The two places. Where one side has a dataset, the other one may have none: a dataset begins, and may end, in a change that is reviewed.
fn both(args: &Args, sides: [Sought; 2]) -> Result<(Place, Place), Error> {
    let [old, new] = sides;
    match (old, new) {
        (Sought { found: Err(missing @ Error::NoDataset { .. }), within }, Sought { found: Ok(new), .. }) => {
            Ok((absent(args, &within, &new, missing)?, new))
        }
        (Sought { found: Ok(old), .. }, Sought { found: Err(missing @ Error::NoDataset { .. }), within }) => {
            let new = absent(args, &within, &old, missing)?;
            Ok((old, new))
        }
        (Sought { found: Ok(old), within: Within::Revision(repository, _) }, Sought { found: Ok(new), within: Within::Files }) => {
            // A link in the place of the dataset is what would be committed: it is told before that.
            let there = Place::absent(&repository, None, &old.folder_in(&repository)?)?;
            Ok((old, if is_behind_a_link(&there) { there } else { new }))
        }
        (old, new) => Ok((old.found?, new.found?)),
    }
}

/// Whether a link of the work tree stands on the way to the folder.
fn is_behind_a_link(place: &Place) -> bool {
    matches!(&place.tree, Tree::Absent(Absent { instead: Some((_, what)), .. }) if *what == "a symbolic link")
}

/// The side without a dataset, in the folder where the other side has one.
fn absent(args: &Args, within: &Within, other: &Place, missing: Error) -> Result<Place, Error> {
    match within {
        Within::Folder => Err(missing),
        Within::Files => {
            let Ok(repository) = Place::repository(Path::new("."), args.data.as_deref()) else { return Err(missing) };
            let Ok(folder) = other.folder_in(&repository) else { return Err(missing) };
            Place::absent(&repository, None, &folder)
        }
        Within::Revision(repository, revision) => Place::absent(repository, Some(revision), &other.folder_in(repository)?),
    }
}

/// Where one of them is: in a folder, if there is one of that name, or else at a revision.
fn place(args: &Args, named: &Path) -> Result<Sought, Error> {
    let at_revision = || revision(args, text(named)?);
    if !named.is_dir() {
        return at_revision();
    }
    let is_plain = named.components().count() == 1 && !text(named)?.starts_with('.');
    if is_plain && at_revision().is_ok_and(|side| side.found.is_ok()) {
        let name = named.display();
        return Err(Error::Usage(format!(
            "`{name}` is a folder and a revision\nwrite `./{name}` for the folder, or `refs/heads/{name}` for the branch"
        )));
    }
    Ok(Sought { found: Place::at(named), within: Within::Folder })
}

fn text(named: &Path) -> Result<&str, Error> {
    named.to_str().ok_or_else(|| Error::Usage(format!("`{}` is no name of a revision: it is not UTF-8", named.display())))
}

/// The picture of both revisions for a comment; none where no claim differs.
fn picture(before: &Side<'_>, after: &Side<'_>, diff: &Diff) -> Option<String> {
    let settled = view::diff(before, after, diff, &view::Options::default());
    (!settled.lanes.is_empty()).then(|| mermaid::write(&settled))
}

/// What differs between two revisions and what that may touch, where it can be told from what was kept of the dataset.
fn known(args: &Args, old: &Place, new: &Place) -> Result<Option<ManuallyDrop<Both>>, Error> {
    if args.no_cache || args.full_parser {
        return Ok(None);
    }
    let home = output::place(args).ok();
    Ok(cache::both([old, new], home.as_ref(), &output::limits(args), &cache::Settings::default())?.map(ManuallyDrop::new))
}

/// Compares two revisions by the parts of them that may differ.
fn between_parts(old: &Place, new: &Place, both: &Both) -> Diff {
    let [before, after] = &both.loaded;
    let graphs = [Graph::new(&before.dataset), Graph::new(&after.dataset)];
    let first = Proofs::new(&before.dataset, &before.sources);
    let second = Proofs::again(&after.dataset, &after.sources, &first);
    let checked = [both.check(0, &graphs[0], &first), both.check(1, &graphs[1], &second)];
    let side = |place, loaded, number: usize, proofs| {
        let Checked { diagnostics, counts, .. } = &checked[number];
        Side::new(place, loaded, &graphs[number], proofs).with_findings(diagnostics).with_passages(counts.total())
    };
    diff::between(&side(old, before, 0, &first), &side(new, after, 1, &second))
}

/// Loads and checks two revisions, as of a day where one is given, and hands them over.
///
/// # Errors
/// When a file cannot be read, and what is returned by `work`.
pub fn compared<T>(
    old: &Place,
    new: &Place,
    day: Option<Day>,
    work: impl FnOnce(&Side<'_>, &Side<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    // Freeing the records of both one by one takes longer than the end of the process, which frees them all at once.
    let loaded = ManuallyDrop::new(load::both([old, new], &Limits::default())?.map(|mut loaded: Loaded| {
        if let Some(day) = day {
            loaded.dataset = loaded.dataset.as_of(day);
        }
        loaded
    }));
    let [before, after] = &*loaded;
    let graphs = <[Graph<'_>; 2]>::from(rayon::join(|| Graph::new(&before.dataset), || Graph::new(&after.dataset)));
    let first = Proofs::new(&before.dataset, &before.sources);
    let proofs = [Proofs::again(&after.dataset, &after.sources, &first), first];
    let (old_checked, new_checked) =
        rayon::join(|| check::check_with(before, &graphs[0], &proofs[1]), || check::check_with(after, &graphs[1], &proofs[0]));
    let (checked, proofs) = ([old_checked, new_checked], [&proofs[1], &proofs[0]]);
    let side = |place, loaded, number: usize| {
        Side::new(place, loaded, &graphs[number], proofs[number]).with_findings(&checked[number].diagnostics)
    };
    work(&side(old, before, 0), &side(new, after, 1))
}

/// Whether there is a change of the severity that was asked for, or a heavier one, that is not accepted.
fn fails(diff: &Diff, accepted: &Accepted<'_>, options: &DiffOptions) -> bool {
    let Some(least) = options.fail_on else { return false };
    let entries = diff.entries();
    entries.iter().zip(&accepted.reasons).any(|(entry, reason)| reason.is_none() && entry.item.kind().severity >= least.severity())
}

/// Reads the file of accepted changes. A fault in it is told with its lines, and nothing is compared: it would be compared wrongly.
fn acceptances(path: &Path) -> Result<Vec<Acceptance>, Error> {
    let shown = path.to_string_lossy().into_owned();
    let (folder, name) = (path.parent().filter(|folder| !folder.as_os_str().is_empty()), path.file_name());
    let name = name.and_then(|name| name.to_str()).ok_or_else(|| Error::Usage(format!("`{}` names no file", shown.escape_debug())))?;
    let tree = Tree::Folder(folder.unwrap_or(Path::new(".")).to_owned());
    let bytes = match tree.read(name, demarche::yaml::Limits::default().max_file_bytes)? {
        Bytes::Whole(bytes) => bytes,
        Bytes::TooLong => return Err(Error::Usage(format!("`{}` is too long", shown.escape_debug()))),
        Bytes::Missing => {
            let cause = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such file, or it is no regular file");
            return Err(Error::io("read", path, cause));
        }
    };
    let mut sources = SourceMap::default();
    let read = load::accepted(&shown, &bytes, &mut sources);
    for found in &read.diagnostics {
        anstream::eprint!("{}", report::text::finding(found, &sources, &output::text_options("")));
    }
    if !read.diagnostics.is_empty() {
        return Err(Error::Usage(format!("the file of accepted changes has {}", count(read.diagnostics.len(), "fault", "faults"))));
    }
    for acceptance in &read.value {
        if let Some(near) = accept::unknown_code(&acceptance.code) {
            let near = near.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" or ");
            let help = if near.is_empty() { "`demarche rules --changes` lists them".to_owned() } else { format!("did you mean {near}?") };
            return Err(Error::Usage(format!("there is no kind of change `{}`\n{help}", acceptance.code.escape_debug())));
        }
    }
    Ok(read.value)
}

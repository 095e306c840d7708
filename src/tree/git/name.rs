//! Turns the name of a revision into a commit: a branch, a tag, a hash or the beginning of one, and steps back from it (`HEAD~2`, `v1^2`).
//!
//! A part of git's revision syntax, on purpose: what names a file (`REV:path`), searches messages (`:/text`), names several commits or depends
//! on what a person did lately (`@{1}`) is refused. Where git takes the first of several meanings, a name that means two commits is refused.

use gix::ObjectId;
use gix::objs::Kind;

use super::objects::Objects;
use super::refs::{Followed, References};
use crate::error::Error;
use crate::suggest;

/// The most candidates that are named for an ambiguous hash.
const MOST_SHOWN: usize = 8;

/// A step from a commit to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// So many times to the first parent.
    Back(usize),
    /// To this parent, counted from 1; 0 is the commit itself.
    Parent(usize),
}

/// Finds the commit that a name stands for.
///
/// # Errors
/// When the name is none that can stand for one commit, stands for none or for several, or the repository cannot be read.
pub fn resolve(references: &References<'_>, objects: &Objects, name: &str) -> Result<ObjectId, Error> {
    refuse(name)?;
    let end = name.find(['~', '^']).unwrap_or(name.len());
    let (base, steps) = (&name[..end], steps(name, &name[end..])?);
    let base = if base == "@" { "HEAD" } else { base };
    let mut id = objects.peel(find(references, objects, base)?, name)?;
    for step in steps {
        let (times, parent) = match step {
            Step::Back(times) => (times, 1),
            Step::Parent(0) => continue,
            Step::Parent(parent) => (1, parent),
        };
        for _ in 0..times {
            let parents = objects.commit(id, name)?.parents;
            let found = parents.get(parent - 1).copied();
            id = found.ok_or_else(|| {
                let has = match parents.len() {
                    0 => "no parent".to_owned(),
                    1 => "one parent".to_owned(),
                    more => format!("{more} parents"),
                };
                usage(name, &format!("the commit {} has {has}", short(id)))
            })?;
        }
    }
    Ok(id)
}

/// The first digits of a hash.
pub fn short(id: ObjectId) -> String {
    id.to_hex_with_len(10).to_string()
}

fn usage(name: &str, why: &str) -> Error {
    Error::Usage(format!("no revision `{}`: {why}", name.escape_debug()))
}

/// Refuses what cannot name one commit, before anything is looked up.
fn refuse(name: &str) -> Result<(), Error> {
    let why = if name.is_empty() {
        "the name is empty"
    } else if name.starts_with('-') {
        "no revision begins with a dash"
    } else if name.contains(char::is_control) {
        "it holds a control character"
    } else if name.starts_with(":/") || name.contains("^{/") {
        "commits are not searched by their messages; name a branch, a tag or a hash"
    } else if name.contains(':') {
        "with a colon it names a file; name a commit, and the folder of the dataset with `--data`"
    } else if name.contains("..") || name.starts_with('^') || ["^!", "^@"].iter().any(|sign| name.contains(sign)) || name.contains("^-") {
        "it names a range of commits, and one is needed"
    } else if name.contains("@{") {
        "where a branch once was, or what it follows, is not looked up; name a branch, a tag or a hash"
    } else {
        return Ok(());
    };
    Err(usage(name, why))
}

fn steps(name: &str, text: &str) -> Result<Vec<Step>, Error> {
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        rest = &rest[sign.len_utf8()..];
        if sign == '^'
            && let Some(after) = rest.strip_prefix("{}").or(rest.strip_prefix("{commit}"))
        {
            rest = after;
            continue;
        }
        let digits = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let number = match &rest[..digits] {
            "" => 1,
            digits => digits.parse().map_err(|_| usage(name, "the number is too large"))?,
        };
        rest = &rest[digits..];
        steps.push(match sign {
            '~' => Step::Back(number),
            '^' => Step::Parent(number),
            _ => return Err(usage(name, "after `~` or `^` a number may stand, and further steps")),
        });
    }
    Ok(steps)
}

/// Finds the object that a name without steps stands for.
fn find(references: &References<'_>, objects: &Objects, name: &str) -> Result<ObjectId, Error> {
    let is_hash = name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash && name.len() == 40 {
        return ObjectId::from_hex(name.to_ascii_lowercase().as_bytes()).map_err(|_| usage(name, "it is no hash"));
    }
    // What git keeps beside the branches stands in capitals: HEAD, ORIG_HEAD, FETCH_HEAD.
    if name.ends_with("HEAD") && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
        match references.follow(name)? {
            Followed::Object(id) => return Ok(id),
            Followed::Unborn(branch) => return Err(usage(name, &format!("`{}` has no commit yet", branch.escape_debug()))),
            Followed::Missing => {}
        }
    }
    let mut found: Vec<(String, ObjectId)> = Vec::new();
    let places = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];
    for place in places.iter().filter(|place| !place.is_empty() || name.starts_with("refs/")) {
        let full = format!("{place}{name}");
        if let Followed::Object(id) = references.follow(&full)? {
            found.push((full, id));
        }
    }
    if found.is_empty()
        && let full = format!("refs/remotes/{name}/HEAD")
        && let Followed::Object(id) = references.follow(&full)?
    {
        found.push((full, id));
    }
    let begun = if is_hash { beginning(objects, name)? } else { Vec::new() };
    one_of(references, objects, name, found, begun)
}

/// The commits and tags whose hashes begin with these digits, or else whatever does.
fn beginning(objects: &Objects, digits: &str) -> Result<Vec<ObjectId>, Error> {
    let begun = objects.beginning(digits)?;
    let commits: Vec<ObjectId> = begun.iter().copied().filter(|id| matches!(objects.kind(*id), Some(Kind::Commit | Kind::Tag))).collect();
    Ok(if commits.is_empty() { begun } else { commits })
}

fn one_of(
    references: &References<'_>,
    objects: &Objects,
    name: &str,
    found: Vec<(String, ObjectId)>,
    begun: Vec<ObjectId>,
) -> Result<ObjectId, Error> {
    let shown = |id: &ObjectId| format!("  {id} ({})", objects.kind(*id).map_or("damaged".to_owned(), |kind| kind.to_string()));
    let mut meant: Vec<ObjectId> = Vec::new();
    for (_, id) in &found {
        meant.push(objects.peel(*id, name)?);
    }
    meant.extend(begun.iter().filter(|_| !found.is_empty()).filter_map(|id| objects.peel(*id, name).ok()));
    meant.dedup();
    match (meant.as_slice(), begun.as_slice()) {
        ([id], _) | ([], [id]) => Ok(*id),
        ([], []) => Err(unknown(references, name)?),
        ([], several) => {
            let mut lines: Vec<String> = several.iter().take(MOST_SHOWN).map(shown).collect();
            if several.len() > MOST_SHOWN {
                lines.push(format!("  and {} more", several.len() - MOST_SHOWN));
            }
            Err(usage(name, &format!("{} objects begin with it; write more of the one that is meant\n{}", several.len(), lines.join("\n"))))
        }
        _ => {
            let mut lines: Vec<String> = found.iter().map(|(full, id)| format!("  {} ({})", full.escape_debug(), short(*id))).collect();
            lines.extend(begun.iter().take(MOST_SHOWN).map(shown));
            Err(usage(name, &format!("it has several meanings; write the one that is meant in full\n{}", lines.join("\n"))))
        }
    }
}

fn unknown(references: &References<'_>, name: &str) -> Result<Error, Error> {
    let places = ["refs/tags/", "refs/heads/", "refs/remotes/"];
    let short = |full: &String| places.iter().find_map(|place| full.strip_prefix(place)).map(str::to_owned);
    let mut known: Vec<String> = references.names()?.iter().filter_map(short).collect();
    known.push("HEAD".to_owned());
    // Compared without regard to case, as ids are.
    let folded: Vec<String> = known.iter().map(|name| name.to_lowercase()).collect();
    let near = suggest::nearest_few(name, folded.iter().map(String::as_str), 3);
    let near = near.into_iter().filter_map(|near| Some(&known[folded.iter().position(|name| name == near)?]));
    let near: Vec<String> = near.map(|near| format!("`{}`", near.escape_debug())).collect();
    let help = if near.is_empty() { String::new() } else { format!("\ndid you mean {}?", near.join(" or ")) };
    Ok(usage(name, &format!("there is no such branch, tag or hash{help}")))
}

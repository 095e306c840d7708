//! `demarche init`: an empty dataset that checks clean, and the files with which others review it.

use std::fs;
use std::path::Path;

use demarche::error::Error;
use demarche::export::schema;
use demarche::model::shape::FILES;
use demarche::tree::{MANIFEST, write_whole};

use crate::Outcome;
use crate::args::Reviewer;
use crate::output;

const TEXTS: &str = "texts";

const GITHUB: &str = include_str!("../../../examples/ci/github.yml");
const GITLAB: &str = include_str!("../../../examples/ci/gitlab.yml");
const PRE_COMMIT: &str = include_str!("../../../examples/ci/pre-commit.yml");

/// Writes the files of an empty dataset, and those for reviews. What is there already is left as it is.
pub fn run(folder: &Path, reviewers: &[Reviewer]) -> Result<Outcome, Error> {
    let reviews = reviews(folder, reviewers)?;
    // Files for reviews may be added to a dataset that is there.
    if reviewers.is_empty() || !folder.join(MANIFEST).is_file() {
        dataset(folder)?;
    }
    for (path, content) in &reviews {
        if let Some(above) = Path::new(path).parent().filter(|above| !above.as_os_str().is_empty()) {
            fs::create_dir_all(above).map_err(|cause| Error::io("make", above, cause))?;
        }
        write_whole(Path::new(path), content.as_bytes())?;
        output::print(&format!("wrote `{path}`: its first lines say what to set\n"))?;
    }
    Ok(Outcome::Fine)
}

/// The files for reviews, with the folder of the dataset in them. None is written where one of them is there.
fn reviews(folder: &Path, reviewers: &[Reviewer]) -> Result<Vec<(&'static str, String)>, Error> {
    let name = folder.to_str().map(|name| name.strip_prefix("./").unwrap_or(name).trim_end_matches('/'));
    let is_plain = |name: &&str| {
        let is_part = |part: &str| {
            !part.is_empty()
                && !part.starts_with(['-', '.'])
                && part.bytes().all(|byte| b"-._".contains(&byte) || byte.is_ascii_alphanumeric())
        };
        name.split('/').all(is_part)
    };
    let mut files = Vec::new();
    for reviewer in reviewers {
        let name = name.filter(is_plain).ok_or_else(|| {
            Error::Usage("with --with the folder must lie below the current one and have a name of letters, digits, `-`, `_` and `.` that begins with neither `-` nor `.`".to_owned())
        })?;
        let (path, text, from, to) = match reviewer {
            Reviewer::Github => (".github/workflows/demarche.yml", GITHUB, "DATASET: data\n", format!("DATASET: {name}\n")),
            Reviewer::Gitlab => (".gitlab/demarche.yml", GITLAB, "DATASET: data\n", format!("DATASET: {name}\n")),
            Reviewer::PreCommit => (".pre-commit-config.yaml", PRE_COMMIT, "--data data\n", format!("--data {name}\n")),
        };
        if Path::new(path).exists() {
            return Err(Error::Usage(format!("`{path}` is there already, and nothing was written")));
        }
        files.push((path, text.replace(from, &to)));
    }
    Ok(files)
}

fn dataset(folder: &Path) -> Result<Outcome, Error> {
    let mut files: Vec<(String, String)> = Vec::new();
    for file in &FILES {
        files.push((format!("{}/{}.json", schema::FOLDER, file.name), schema::to_text(file)));
        let line = schema::modeline("schemas/", file);
        match file.name {
            "manifest" => files.push((
                MANIFEST.to_owned(),
                format!(
                    "{line}\nformat: 1\ntitle: What this dataset is about\nlicence: CC-BY-4.0\n\
                     # The folder with the stored source texts, here or beside this folder.\ntexts: {TEXTS}\n\
                     # The actor whose demands are drawn: add it to actors.yaml, then name it here.\n# focus: some-actor\n"
                ),
            )),
            "statement" => {}
            table => files.push((format!("{table}.yaml"), format!("{line}\n{table}: {{}}\n"))),
        }
    }
    if let Some((taken, _)) = files.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(Error::Usage(format!(
            "`{}` is there already, and nothing was written\nname a new folder, or work on with the dataset that it holds",
            folder.join(taken).display()
        )));
    }
    for below in ["statements", TEXTS, schema::FOLDER] {
        let path = folder.join(below);
        fs::create_dir_all(&path).map_err(|cause| Error::io("make", &path, cause))?;
    }
    for (path, content) in &files {
        write_whole(&folder.join(path), content.as_bytes())?;
    }
    output::print(&format!(
        "started an empty dataset in `{0}`\n\
         next: store a source text in `{0}/{TEXTS}`, describe it in `{0}/sources.yaml`,\n\
         write a statement in `{0}/statements`, and run `demarche check --data {0}`\n",
        folder.display()
    ))
}

//! `demarche init`: an empty dataset that checks clean.

use std::fs;
use std::path::Path;

use demarche::error::Error;
use demarche::export::schema;
use demarche::model::shape::FILES;
use demarche::tree::MANIFEST;

use crate::Outcome;
use crate::output;

const TEXTS: &str = "texts";

/// Writes the files of an empty dataset. A folder that already holds one of them is left as it is.
pub fn run(folder: &Path) -> Result<Outcome, Error> {
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
        output::write_file(&folder.join(path), content.as_bytes())?;
    }
    output::print(&format!(
        "started an empty dataset in `{0}`\n\
         next: store a source text in `{0}/{TEXTS}`, describe it in `{0}/sources.yaml`,\n\
         write a statement in `{0}/statements`, and run `demarche check --data {0}`\n",
        folder.display()
    ))
}

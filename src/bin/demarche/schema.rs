//! `demarche schema`: the JSON Schemas of the YAML files, and of answers.

use demarche::error::Error;
use demarche::export::schema;
use demarche::model::shape::{ACCEPTED, FILES};
use demarche::report::answers;
use demarche::tree::write_whole;

use crate::Outcome;
use crate::args::SchemaOptions;
use crate::output;

/// Prints one schema, or writes those of the files into a folder.
pub fn run(options: &SchemaOptions) -> Result<Outcome, Error> {
    let Some(folder) = &options.output else {
        let name = options.file.as_deref().unwrap_or_default();
        if let Some(schema) = answers::schema(name) {
            return output::print_bytes(schema.as_bytes());
        }
        if name == ACCEPTED.name {
            return output::print_bytes(schema::to_text(&ACCEPTED).as_bytes());
        }
        let file = FILES.iter().find(|file| file.name == name).expect("the argument is one of the names");
        return output::print_bytes(schema::to_text(file).as_bytes());
    };
    std::fs::create_dir_all(folder).map_err(|cause| Error::io("make", folder, cause))?;
    for file in &FILES {
        write_whole(&folder.join(format!("{}.json", file.name)), schema::to_text(file).as_bytes())?;
    }
    Ok(Outcome::Fine)
}

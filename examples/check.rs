//! Loads a dataset, proves every passage and runs all rules.
//!
//! ```console
//! $ cargo run --example check -- data
//! ```

use std::fmt::Write;
use std::path::Path;

use demarche::check::check;
use demarche::diagnostic::Severity;
use demarche::error::Error;
use demarche::load::{Limits, load};
use demarche::report;
use demarche::tree::Place;

fn main() -> Result<(), Error> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "data".to_owned());
    print!("{}", findings(Path::new(&folder))?);
    Ok(())
}

/// What the rules find in a dataset, then a line of counts.
pub fn findings(folder: &Path) -> Result<String, Error> {
    let loaded = load(&Place::at(folder)?, &Limits::default())?;
    let checked = check(&loaded);
    let mut out = String::new();
    for found in &checked.diagnostics {
        // A finding knows its place; some are about the dataset as a whole.
        let place = found.primary.as_ref().map(|label| {
            let file = loaded.sources.file(label.span.file);
            format!("{}:{}: ", file.path, file.position(label.span.start as usize).line)
        });
        let _ = writeln!(out, "{}{} [{}]", place.unwrap_or_default(), found.headline, found.code.0);
    }
    let errors = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let _ = writeln!(out, "{}\n{errors} of the findings are errors", report::summary(&checked));
    Ok(out)
}

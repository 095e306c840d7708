//! `demarche check`: proves every passage and runs all rules.

use std::mem::ManuallyDrop;

use anstyle::Style;
use demarche::check;
use demarche::diagnostic::Severity;
use demarche::error::Error;
use demarche::report::{self, json, text};

use crate::Outcome;
use crate::args::{Args, CheckOptions, Deny, Format};
use crate::output;

/// Prints the findings and the line of counts.
pub fn run(args: &Args, options: &CheckOptions) -> Result<Outcome, Error> {
    // Freeing a hundred thousand records one by one takes longer than the end of the process, which frees them all at once.
    let opened = ManuallyDrop::new(output::open(args)?);
    let progress = output::progress("checking");
    let checked = check::check(&opened.loaded);
    progress.finish_and_clear();
    let sources = &opened.loaded.sources;
    match options.format {
        Format::Json => {
            output::print_json(&opened.at.stamped(json::checked(&checked, sources, &opened.prefix)))?;
        }
        Format::Text => {
            let style = output::text_options(&opened.prefix);
            let mut out = opened.at.heading();
            for found in &checked.diagnostics {
                out += &text::finding(found, sources, &style);
                out.push('\n');
            }
            if options.acknowledged {
                for (found, why) in &checked.acknowledged {
                    let dim = Style::new().dimmed();
                    out += &text::finding(found, sources, &style);
                    out += &format!("{dim}acknowledged: {}{dim:#}\n\n", report::visible(why));
                }
            }
            out += &report::summary(&checked);
            out.push('\n');
            output::print(&out)?;
        }
    }
    let least = match options.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Notes) => Severity::Note,
    };
    let failed = checked.diagnostics.iter().any(|found| found.severity >= least);
    Ok(if failed { Outcome::Findings } else { Outcome::Fine })
}

//! `demarche check`: proves every passage and runs all rules.

use std::mem::ManuallyDrop;

use anstyle::Style;
use demarche::cache;
use demarche::check;
use demarche::diagnostic::Severity;
use demarche::error::Error;
use demarche::load;
use demarche::report::markdown::MOST_CHARACTERS;
use demarche::report::{self, annotation, check_markdown, github, gitlab, json, sarif, text};

use crate::Outcome;
use crate::args::{Args, CheckOptions, Deny, ReviewFormat};
use crate::output::At;
use crate::{find, output};

/// Prints the findings and the line of counts.
pub fn run(args: &Args, options: &CheckOptions) -> Result<Outcome, Error> {
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let place = output::place(args)?;
    let at = At(place.revision().cloned());
    let progress = output::progress("checking");
    let limits = output::limits(args);
    // Freeing a hundred thousand records one by one takes longer than the end of the process, which frees them all at once.
    let (checked, sources) = match day {
        None if !args.no_cache && !args.full_parser => {
            let (checked, sources, _) = cache::check(&place, &limits, &cache::Settings::default())?;
            (checked, sources)
        }
        _ => {
            let loaded = ManuallyDrop::new(load::load(&place, &limits)?);
            let checked = day.map_or_else(|| check::check(&loaded), |day| check::check_as_of(&loaded, day));
            (checked, loaded.sources.clone())
        }
    };
    let (checked, sources) = (checked, &*ManuallyDrop::new(sources));
    progress.finish_and_clear();
    let report = || annotation::of_check(&checked, sources, &place, options.acknowledged);
    match options.format {
        ReviewFormat::Json => {
            let mut value = json::checked(&checked, sources, &place.prefix);
            value["as_of"] = options.as_of.as_deref().into();
            output::print_json(&at.stamped(value))?;
        }
        ReviewFormat::Markdown => {
            let comment = check_markdown::write(&checked, sources, place.review_prefix(), options.acknowledged, MOST_CHARACTERS);
            output::print_bytes(comment.as_bytes())?;
        }
        ReviewFormat::Github => _ = output::print_bytes(github::write(&report()).as_bytes())?,
        ReviewFormat::Sarif => _ = output::print_json(&sarif::write(&report()))?,
        ReviewFormat::Gitlab => _ = output::print_json(&gitlab::write(&report()))?,
        ReviewFormat::Text => {
            let style = output::text_options(&place.prefix);
            let mut out = at.heading();
            if let Some(day) = day {
                out += &format!("As of {day}: what had been said by the end of that day\n");
            }
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

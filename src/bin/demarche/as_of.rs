//! `--as-of DATE`: turns the date into a day, and a dataset into what had been said by its end.

use demarche::date::{ClaimDate, Day};
use demarche::error::Error;
use demarche::model::Dataset;

/// What had been said by the end of a day; everything where none is named.
pub fn as_of(dataset: Dataset, day: Option<Day>) -> Dataset {
    match day {
        Some(day) => dataset.as_of(day),
        None => dataset,
    }
}

/// The last day of a date as written: "as of 2022-01" is as of its end.
pub fn last_day(text: &str) -> Result<Day, Error> {
    let usage = |message: &str| Error::Usage(format!("`--as-of {}`: {message}", text.escape_debug()));
    let date = ClaimDate::parse(text).map_err(|error| {
        let help = error.help().map(|help| format!("\n{help}")).unwrap_or_default();
        usage(&format!("{}{help}", error.message()))
    })?;
    date.core().1.ok_or_else(|| usage("the date has no end"))
}

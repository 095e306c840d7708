//! Turns a date in a query into the days between which a record is looked for.

use std::fmt;

use super::pattern::write_value;
use crate::date::{Certainty, ClaimDate, Day};

/// The days from the first to the last one of an EDTF expression taken at its word, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    text: String,
    first: Option<Day>,
    last: Option<Day>,
}

/// Why a text is no period, with a next step.
pub(super) type Fault = (String, Option<String>);

impl Period {
    /// Reads a date or an interval.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        if text.starts_with(['[', '{']) {
            let help = "write an interval, as `2021-12/2022-02` or `../2021-12-13`, and join several with `|`";
            return Err((format!("`{text}` is a set of dates, and a query takes one stretch of days"), Some(help.to_owned())));
        }
        let date = ClaimDate::parse(text).map_err(|error| {
            let interval = text.split_once("..").filter(|(first, last)| !first.is_empty() && !last.is_empty());
            let interval = interval.map(|(first, last)| format!("{first}/{last}")).filter(|slashed| ClaimDate::parse(slashed).is_ok());
            let help = interval.map(|slashed| format!("an interval is written with a slash: `{slashed}`"));
            (error.message().to_owned(), help.or_else(|| error.help().map(str::to_owned)))
        })?;
        if text.split('/').any(has_holes) {
            let help = "leave out what is not known, as in `2021` or `2021-12`";
            return Err((format!("the days of `{text}` are not one stretch"), Some(help.to_owned())));
        }
        let (first, last) = date.core();
        if first.is_none() && last.is_none() {
            return Err((format!("`{text}` has neither a first nor a last day"), None));
        }
        Ok(Period { text: text.to_owned(), first, last })
    }

    /// Whether it has a first day.
    pub(super) fn has_first(&self) -> bool {
        self.first.is_some()
    }

    /// Whether it has a last day.
    pub(super) fn has_last(&self) -> bool {
        self.last.is_some()
    }

    /// Whether all days that a date may mean lie in it.
    pub(super) fn contains(&self, date: &ClaimDate) -> Certainty {
        let (earliest, latest) = (date.earliest(), date.latest());
        let begins = self.first.is_none_or(|first| earliest.is_some_and(|day| first <= day));
        let ends = self.last.is_none_or(|last| latest.is_some_and(|day| day <= last));
        let outside =
            self.first.zip(latest).is_some_and(|(first, day)| day < first) || self.last.zip(earliest).is_some_and(|(last, day)| last < day);
        certainty(begins && ends, outside)
    }

    /// Whether a date lies before its first day.
    pub(super) fn begins_after(&self, date: &ClaimDate) -> Certainty {
        let Some(first) = self.first else { return Certainty::Impossible };
        certainty(date.latest().is_some_and(|day| day < first), date.earliest().is_some_and(|day| first <= day))
    }

    /// Whether a date lies after its last day.
    pub(super) fn ends_before(&self, date: &ClaimDate) -> Certainty {
        let Some(last) = self.last else { return Certainty::Impossible };
        certainty(date.earliest().is_some_and(|day| last < day), date.latest().is_some_and(|day| day <= last))
    }
}

/// Whether a digit that is left open stands before one that is not: every December of a decade, say.
fn has_holes(date: &str) -> bool {
    let open = date.find('X');
    open.is_some_and(|at| date[at..].contains(|sign: char| sign.is_ascii_digit()))
}

fn certainty(certain: bool, impossible: bool) -> Certainty {
    match (certain, impossible) {
        (true, _) => Certainty::Certain,
        (_, true) => Certainty::Impossible,
        _ => Certainty::Possible,
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_value(f, &self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    fn date(text: &str) -> ClaimDate {
        ClaimDate::parse(text).unwrap()
    }

    #[test]
    fn what_may_lie_on_both_sides_of_an_edge_is_possible() {
        use Certainty::{Certain, Impossible, Possible};
        for (asked, record, during, before, after) in [
            ("2022-01", "2022-01-10", Certain, Impossible, Impossible),
            ("2022-01", "2021-12", Impossible, Certain, Impossible),
            ("2022-01", "2022-02-01", Impossible, Impossible, Certain),
            ("2022-01", "2022", Possible, Impossible, Possible),
            ("2022-01-10", "2022-01", Possible, Possible, Possible),
            ("2022-01", "2022-01-31~", Possible, Impossible, Possible),
            ("2022-01", "[..2022-01-10]", Possible, Possible, Impossible),
            ("2021-12/2022-02", "2022-01-10/2022-01-13", Certain, Impossible, Impossible),
            ("../2022-01", "[..2022-01-10]", Certain, Impossible, Impossible),
            ("2022-01/..", "[..2022-01-10]", Possible, Possible, Impossible),
            ("2022-01/..", "2031", Certain, Impossible, Impossible),
        ] {
            let (asked, date) = (period(asked), date(record));
            assert_eq!(
                (asked.contains(&date), asked.begins_after(&date), asked.ends_before(&date)),
                (during, before, after),
                "{asked} {record}"
            );
        }
    }

    #[test]
    fn doubt_in_a_query_is_taken_at_its_word() {
        let (plain, doubtful) = (period("2022-01"), period("2022-01~"));
        assert_eq!((plain.first, plain.last), (doubtful.first, doubtful.last));
    }

    #[test]
    fn what_is_not_one_stretch_of_days_is_refused() {
        for text in ["[2021,2023]", "{2021,2023}", "[..2021-12-13]", "202X-12", "2021-XX-13", "../..", "", "spring", "2021-13"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
        for text in ["202X", "2021-XX", "2021-1X", "2021-12-XX", "2021-21", "Y170000002"] {
            period(text);
        }
    }
}

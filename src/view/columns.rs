//! The columns of a view: one for each month in which something that is drawn was said or happened.

use std::collections::BTreeSet;

use crate::date::{ClaimDate, Day};
use crate::model::Event;

use super::{Column, EventMark, When};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A month as it is printed: `Dec 2021`.
pub fn month(day: Day) -> String {
    format!("{} {}", MONTHS[day.month() as usize - 1], day.year())
}

/// The columns, with the key by which a date finds its own.
pub struct Columns {
    keys: Vec<Option<(i64, u32)>>,
    /// The columns, in the order of time; the one without a date comes first.
    pub columns: Vec<Column>,
}

impl Columns {
    /// The columns for these claims' dates and events; each event is placed in its own.
    pub fn new(dates: &[When], events: &[(&Event, bool)]) -> Self {
        let event_dates = events.iter().map(|(event, _)| When::of(event.date.as_ref().map(|date| &date.value)));
        let days: BTreeSet<Option<Day>> = dates.iter().copied().chain(event_dates).map(|when| when.at).collect();
        let mut columns = Columns { keys: Vec::new(), columns: Vec::new() };
        for day in days {
            let key = Self::key(day);
            if columns.keys.last() != Some(&key) {
                columns.keys.push(key);
                columns.columns.push(Column { label: day.map_or_else(|| "Date unknown".to_owned(), month), events: Vec::new() });
            }
        }
        for (event, is_turning_point) in events {
            let mark = mark(event, *is_turning_point);
            let column = columns.of(mark.when);
            columns.columns[column].events.push(mark);
        }
        columns
    }

    fn key(day: Option<Day>) -> Option<(i64, u32)> {
        day.map(|day| (day.year(), day.month()))
    }

    /// The column of a date.
    pub fn of(&self, when: When) -> usize {
        self.keys.binary_search(&Self::key(when.at)).expect("the columns were made from these dates")
    }
}

fn mark(event: &Event, is_turning_point: bool) -> EventMark {
    let date = event.date.as_ref().map(|date| &date.value);
    let shown = date.map_or_else(|| "date unknown".to_owned(), ClaimDate::display);
    let basis = event.dating.basis.value.sign().filter(|_| date.is_some()).map_or("", |(sign, _)| sign);
    EventMark {
        id: event.id.to_string(),
        title: event.title.value.clone(),
        date: format!("{shown}{basis}"),
        when: When::of(date),
        is_interval: date.is_some_and(ClaimDate::is_interval),
        is_turning_point,
    }
}

/// From the first day to the last one, by month.
pub fn span(dates: &[When]) -> Option<String> {
    let days: Vec<Day> = dates.iter().filter_map(|when| when.at).collect();
    let (first, last) = (month(*days.iter().min()?), month(*days.iter().max()?));
    Some(if first == last { first } else { format!("{first} – {last}") })
}

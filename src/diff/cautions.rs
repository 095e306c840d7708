//! Turns what a comparison could not see into whole sentences that hold nothing of the data.

use super::Diff;
use super::headline::counted;

impl Diff {
    /// What the comparison could not see, in whole sentences; our own words only.
    pub fn cautions(&self) -> Vec<String> {
        let looks = ["everything after looks new", "everything before looks removed"];
        let absent = (0..2).filter_map(|number| Some(format!("{}: {}.", self.absence(number)?, looks[number])));
        let mut remarks: Vec<String> = absent.collect();
        for (side, errors) in ["before", "after"].iter().zip(self.errors) {
            if errors > 0 {
                remarks.push(format!(
                    "{} of the dataset {side}: what could not be read is not compared, and looks as if it were not there.",
                    counted(errors, "error in reading the files", "errors in reading the files")
                ));
            }
        }
        let paths = &self.impact.paths;
        if paths.left_out > 0 {
            remarks.push(format!("Too many records changed: paths to and from {} of them were not looked for.", paths.left_out));
        }
        if paths.untold > 0 {
            remarks.push(format!("{} more appeared or vanished between records that changed.", counted(paths.untold, "path", "paths")));
        }
        for kind in &self.not_compared {
            remarks.push(format!("Too many {} vanished and appeared to tell which are alike: none was looked for.", kind.plural()));
        }
        remarks
    }

    /// That a side has no dataset; none where it has one.
    pub fn absence(&self, number: usize) -> Option<String> {
        let absent = self.absent[number].as_ref()?;
        Some(format!("The side {} {}", ["before", "after"][number], absent.says()))
    }
}

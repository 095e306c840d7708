//! `control-character`: a control character in a data file.

use crate::check::{Explain, Rule, Stage};
use crate::diagnostic::Severity;
use crate::yaml;

/// The rule.
pub static RULE: Rule = Rule {
    code: yaml::CONTROL_CHARACTER,
    severity: Severity::Error,
    summary: "a data file holds a control character, or a line end or byte order mark where none belongs",
    explain: Explain {
        finds: "A control character other than tab and line end, as itself or written as an escape; a carriage return without a line \
                feed; a Unicode line separator; a byte order mark that is not at the start of the file.",
        why: "Such characters are invisible in most editors, and some of them make a terminal or a reviewer's screen show another text \
              than the one that is stored.",
        example: "A backspace in a summary, left behind by a faulty import.",
        mend: "Remove it. Most editors can show the character at the line and column of the finding.",
    },
    stage: Stage::Loading,
};

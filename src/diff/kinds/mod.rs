//! The registry of kinds of change: each with its stable code, its severity and what there is to know about it.

use crate::diagnostic::{Code, Explain};

/// Declares kinds of one severity: name, code, code of the mirrored kind, summary; then what it finds, why it matters, an example, and
/// what to look at. A kind whose name is followed by `moves` can move a position.
macro_rules! kinds {
    ($severity:ident: $($name:ident $($moves:ident)? $code:literal <-> $mirror:literal, $summary:literal:
        $finds:literal $why:literal $example:literal $mend:literal)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $summary, ".")]
            pub static $name: super::ChangeKind = super::ChangeKind {
                code: crate::diagnostic::Code($code),
                severity: super::Severity::$severity,
                mirror: $mirror,
                moves_positions: [$(stringify!($moves),)? ""].len() > 1,
                summary: $summary,
                explain: crate::diagnostic::Explain { finds: $finds, why: $why, example: $example, mend: $mend },
            };
        )*

        /// All kinds of this severity, in the order of their declaration.
        pub static ALL: &[&super::ChangeKind] = &[$(&$name),*];
    };
}

pub mod editorial;
pub mod integrity;
pub mod position;
pub mod provenance;

/// What a change touches. Ordered from the lightest to the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// How the record is worded and ordered for its readers.
    Editorial,
    /// What the record rests on.
    Provenance,
    /// What the record says that somebody wants, and since when.
    Position,
    /// Whether the record can be trusted at all: proofs, stored texts, and the checks themselves.
    Integrity,
}

impl Severity {
    /// All severities, from the heaviest: the order in which changes are reported.
    pub const ALL: [Severity; 4] = [Severity::Integrity, Severity::Position, Severity::Provenance, Severity::Editorial];

    /// The word for it, as it stands in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Editorial => "editorial",
            Severity::Provenance => "provenance",
            Severity::Position => "position",
            Severity::Integrity => "integrity",
        }
    }
}

/// A kind of change.
#[derive(Debug)]
pub struct ChangeKind {
    /// The stable name.
    pub code: Code,
    /// What it touches.
    pub severity: Severity,
    /// The code of the change back; empty where there is none.
    pub mirror: &'static str,
    /// Whether such a change to a record can move a position.
    pub moves_positions: bool,
    /// What has changed, in one line: lower case, no full stop.
    pub summary: &'static str,
    /// What there is to know about it.
    pub explain: Explain,
}

/// Kinds are equal when their codes are: there is one of each.
impl PartialEq for ChangeKind {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for ChangeKind {}

/// All kinds of change, from the heaviest severity.
pub fn all() -> impl Iterator<Item = &'static ChangeKind> {
    [integrity::ALL, position::ALL, provenance::ALL, editorial::ALL].into_iter().flatten().copied()
}

/// The kind with this code.
pub fn kind(code: &str) -> Option<&'static ChangeKind> {
    all().find(|kind| kind.code.0 == code)
}

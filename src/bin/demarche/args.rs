//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use demarche::diff::Severity;
use demarche::model::RecordKind;
use demarche::model::shape::{ACCEPTED, FILES};
use demarche::report::answers;

/// Keep, check and draw the record of who demanded what, when, in which words, from which source.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, max_term_width = 100)]
#[command(after_help = "Exit status: 0 fine, 1 findings, 2 wrong use, 3 could not read or write, 4 a partial answer.\n\n\
    The dataset is the folder with `demarche.yaml`: the current folder or the nearest one above it, else the folder `data` there.")]
pub struct Args {
    /// The folder of the dataset
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Read the dataset as it was at this git revision: a branch, a tag, a hash, HEAD~2
    #[arg(long, global = true, value_name = "REV")]
    pub at: Option<String>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Read every file with the full YAML parser: slower, and the same result
    #[arg(long, global = true, hide = true)]
    pub full_parser: bool,
    /// Look at every file again, and keep nothing in `.demarche` for the next time
    #[arg(long, global = true)]
    pub no_cache: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes every later output follow the choice.
    pub fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prove every passage and run all rules
    Check(CheckOptions),
    /// Print a record with everything that is linked to it
    Show(ShowOptions),
    /// List the records of a kind
    List(ListOptions),
    /// Print what each actor wanted on each demand, since when, how firmly, and who says so
    Positions(PositionsOptions),
    /// Print the claims on a demand in the order of time, with their words
    Thread(ThreadOptions),
    /// Print how one record leads to another, over links in either direction
    Path(PathOptions),
    /// Print the records that a query selects
    Query(QueryOptions),
    /// Print the stored texts with the coded passages marked
    Coverage(CoverageOptions),
    /// Draw how the demands of an actor evolved
    Draw(DrawOptions),
    /// Print what changed in meaning between two revisions of a dataset
    Diff(DiffOptions),
    /// Let `git diff` show the files of the dataset in their normal form
    Git {
        /// What to do
        #[command(subcommand)]
        command: GitCommand,
    },
    /// List the rules
    Rules {
        /// List the kinds of change that `diff` reports instead
        #[arg(long)]
        changes: bool,
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Explain a rule or a kind of change, or with `query` the query language
    Explain {
        /// The code of the rule or kind of change, or `query`
        code: String,
    },
    /// Print the JSON Schema of a kind of file or of an answer in JSON, or write those of all files
    Schema(SchemaOptions),
    /// Start an empty dataset
    Init {
        /// The folder to make; without --with it must not hold a dataset yet
        dir: PathBuf,
        /// Also write the files with which these review the dataset, into the current folder: the root of the repository
        #[arg(long, value_name = "NAME", value_enum, value_delimiter = ',')]
        with: Vec<Reviewer>,
    },
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// Who reviews a dataset besides people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reviewer {
    /// GitHub Actions: .github/workflows/demarche.yml
    Github,
    /// GitLab CI/CD: .gitlab/demarche.yml
    Gitlab,
    /// pre-commit: .pre-commit-config.yaml
    PreCommit,
}

/// What to do about git.
#[derive(Debug, Subcommand)]
pub enum GitCommand {
    /// Set it up in this clone: a section in the local configuration, and lines in `info/attributes`
    Install,
    /// Undo it, to the byte
    Uninstall,
    /// Print the normal form of a file, or the file as it is where it has none: what git calls
    Textconv {
        /// The file
        file: PathBuf,
    },
}

/// How to print something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How to print what is to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a review comment on GitHub: at most 60,000 characters
    Markdown,
    /// Workflow commands of GitHub Actions: annotations beside the lines, with paths from the folder it runs in
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// A Code Quality report of GitLab
    Gitlab,
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckOptions {
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = ReviewFormat::Text)]
    pub format: ReviewFormat,
    /// Findings of this severity fail too
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub deny: Option<Deny>,
    /// Print the findings that the records acknowledge, too
    #[arg(long)]
    pub acknowledged: bool,
    /// Leave out what is found in what was certainly said, or certainly happened, after this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// What fails a check besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

/// Options of `show`.
#[derive(Debug, clap::Args)]
pub struct ShowOptions {
    /// The id of a claim (STATEMENT/CLAIM), statement, demand, actor, event or source, a name, or a query: each record of it is printed
    pub id: String,
    /// Only what had been said, or had happened, by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Columns, and `belongs` after them with --where or --as-of:\n\
    actors      id, kind, name\n\
    demands     id, broader, title\n\
    events      id, date, basis, title, sources\n\
    sources     id, published, text, title, relays\n\
    statements  id, date, basis, speaker, form, claims, sources\n\
    claims      id, date, speaker, act, firmness, demand, evidence, sources, summary, words\n\n\
    Words between “ and ” are the speaker's own; between ‹ and › they are a reporter's.")]
pub struct ListOptions {
    /// The kind of record
    #[arg(value_enum)]
    pub kind: Kind,
    /// Only what this query selects (`demarche explain query`)
    #[arg(long = "where", value_name = "EXPR")]
    pub condition: Option<String>,
    /// Only what had been said, or had happened, by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// The kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// People, states, organisations and outlets
    Actors,
    /// What is asked for
    Demands,
    /// What happened
    Events,
    /// The texts that report
    Sources,
    /// The occasions on which somebody spoke
    Statements,
    /// What was claimed
    Claims,
}

impl Kind {
    /// The kind as the library knows it.
    pub fn record(self) -> RecordKind {
        match self {
            Kind::Actors => RecordKind::Actor,
            Kind::Demands => RecordKind::Demand,
            Kind::Events => RecordKind::Event,
            Kind::Sources => RecordKind::Source,
            Kind::Statements => RecordKind::Statement,
            Kind::Claims => RecordKind::Claim,
        }
    }
}

/// Options of `positions`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Columns: actor, demand, act, firmness, shift, introduced, last asserted, by, times, claim, evidence, sources, words, caution.\n\
    Words between “ and ” are the speaker's own; between ‹ and › they are a reporter's.\n\
    `demarche show CLAIM` prints the words of a claim and where they stand; --history the words of every step."
)]
pub struct PositionsOptions {
    /// The id or a name of an actor; the positions of its side are printed, or of all sides where it is left out
    pub actor: Option<String>,
    /// Only this demand and the narrower ones
    #[arg(long, value_name = "ID")]
    pub demand: Option<String>,
    /// Only the claims that this query selects (`demarche explain query`); their shifts are those of the whole thread
    #[arg(long = "where", value_name = "EXPR")]
    pub condition: Option<String>,
    /// Only what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Print every step of each thread with the reason for its shift
    #[arg(long)]
    pub history: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `thread`.
#[derive(Debug, clap::Args)]
pub struct ThreadOptions {
    /// The id or the title of a demand; the narrower ones are included
    pub demand: String,
    /// Only the claims that count for this actor's side
    #[arg(long, value_name = "ID")]
    pub actor: Option<String>,
    /// Only the claims that this query selects (`demarche explain query`); their shifts are those of the whole thread
    #[arg(long = "where", value_name = "EXPR")]
    pub condition: Option<String>,
    /// Only what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `path`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
A path is as strong as its weakest step. Paths of links that curators wrote come first; then those that also need the order of the claims \
of a thread (next); then those that need a statement, demand, source or event in common (part-of, about, cites, at, broader, \
mentioned-by, relays); then those that need an actor in common (addresses, spoken-by, spoken-for, acts-for, participant, published-by); \
then those that need the nearest event before or after a claim (after, before). Of equally strong paths the shorter comes first, counted in links. Without --max \
and --all the shortest path of each strength is printed, where it is shorter than all stronger ones.\n\n\
Of equally short paths, where two part, the one comes first that goes on by the stronger link, then by the kind that stands earlier in \
the data format or in the lists above, then to the earlier record, then to the one that comes first by kind of record and id.\n\n\
Where there is no path, the answer says what stands nearest and why the next step fails. When the budget is met, the answer says that it \
is partial, and the exit status is 4.")]
pub struct PathOptions {
    /// The id or name of the record to start from: a claim (STATEMENT/CLAIM), statement, demand, actor, event or source; KIND:ID where
    /// several kinds have the same id; or a query that selects one record
    pub from: String,
    /// The record to arrive at, likewise
    pub to: String,
    /// Print every path of at most --max-links links, up to --max of them [default with --all: 1000]
    #[arg(long)]
    pub all: bool,
    /// Print the first N paths
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub max: Option<usize>,
    /// Leave out longer paths
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = at_least_one)]
    pub max_links: usize,
    /// Walk only links of this kind, or of this family (lineage, answer, event, editorial); may be given several times
    #[arg(long, value_name = "KIND")]
    pub through: Vec<String>,
    /// Leave out the links that are worked out from dates (next, after, before)
    #[arg(long)]
    pub without_time_edges: bool,
    /// Leave out paths that go certainly back in time; the others say whether they are certainly or only possibly in order
    #[arg(long)]
    pub respect_time: bool,
    /// Walk only over the claims that this query selects (`demarche explain query`); other records stay
    #[arg(long = "where", value_name = "EXPR")]
    pub condition: Option<String>,
    /// Only what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write prose with numbered sources, to be pasted into a memo
    #[arg(long, conflicts_with = "format")]
    pub explain: bool,
    /// Draw the first path into this file, too; the ending names the format: .svg .png .pdf .html .dot .mmd
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// The size of the pages that are drawn
    #[arg(long, value_enum)]
    pub profile: Option<ProfileName>,
    /// The colours in which it is drawn
    #[arg(long, value_enum)]
    pub theme: Option<ThemeName>,
    /// Look at so many links at most
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    pub budget: u64,
    /// How to print the paths
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `query`.
#[derive(Debug, clap::Args)]
#[command(after_help = "`demarche explain query` prints the page on the language.\n\n\
    Columns: kind, id, date, who, act, firmness, demand, evidence, sources, label, words, belongs, links.\n\
    Words between “ and ” are the speaker's own; between ‹ and › they are a reporter's.")]
pub struct QueryOptions {
    /// The query: an id, a glob, or functions such as claims(speaker:ID), joined with `&`, `|`, ` - ` and `~`
    #[arg(value_name = "EXPR")]
    pub expression: String,
    /// Only what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Print only how many records there are
    #[arg(long)]
    pub count: bool,
    /// How many records and links may be looked at before the answer is cut short
    #[arg(long, value_name = "N", default_value_t = demarche::query::DEFAULT_BUDGET)]
    pub budget: u64,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "a whole number from 1 on is needed".to_owned())
}

/// Options of `coverage`.
#[derive(Debug, clap::Args)]
pub struct CoverageOptions {
    /// The id or title of a source, or a query: the texts of the sources in it and of those that its claims rest on; all sources with a
    /// stored text where it is left out
    pub source: Option<String>,
    /// Only the marks of what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `draw`.
#[derive(Debug, clap::Args)]
pub struct DrawOptions {
    /// What to draw: the demands of an actor, all that was said on a demand, who said it, what lies around a record, or what changed
    #[arg(value_enum, default_value_t = ViewName::Evolution)]
    pub view: ViewName,
    /// What it is drawn of: the id or title of a demand for `thread` and `actors`; an id, a name or a query for `around`, and two of them
    /// that name one record each for `path`; for `diff` two revisions, a range `A..B`, or two folders
    pub ids: Vec<String>,
    /// The file to write; the ending names the format: .svg .png .pdf .html .dot .mmd; pages after the first are numbered
    #[arg(short, long, value_name = "FILE", required = true)]
    pub output: Vec<PathBuf>,
    /// The headline of the picture
    #[arg(long)]
    pub title: Option<String>,
    /// Only the claims of this actor's side; `evolution` draws the manifest's `focus` where it is left out
    #[arg(long, value_name = "ID")]
    pub actor: Option<String>,
    /// Only claims on this demand and the narrower ones
    #[arg(long, value_name = "ID")]
    pub demand: Option<String>,
    /// Nothing that certainly lies before this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Nothing that certainly lies after this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Only the claims that this query selects (`demarche explain query`)
    #[arg(long = "where", value_name = "EXPR")]
    pub condition: Option<String>,
    /// What the lanes are; else what suits the view
    #[arg(long, value_enum)]
    pub lanes: Option<LanesName>,
    /// How many links `around` goes; 1 where it is left out
    #[arg(long, value_name = "N")]
    pub depth: Option<usize>,
    /// Draw narrower demands in the lane of the broadest, and only claims that moved a position
    #[arg(long)]
    pub collapse: bool,
    /// The size of the pages: 1280 by 720, A4 upright, or one wide picture (as it is where this is left out); of the .html as it is
    /// printed (A4 where this is left out)
    #[arg(long, value_enum)]
    pub profile: Option<ProfileName>,
    /// The colours; light where this is left out, in the .html those that its reader prefers
    #[arg(long, value_enum)]
    pub theme: Option<ThemeName>,
    /// What draws the .svg, .png and .pdf: this program, or the `dot` of Graphviz
    #[arg(long, value_enum, default_value_t = EngineName::Native)]
    pub engine: EngineName,
    /// The revision of the data, as it is to be printed at the foot
    #[arg(long, value_name = "TEXT")]
    pub revision: Option<String>,
}

/// The views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ViewName {
    /// The demands of one actor's side as lanes
    Evolution,
    /// Each utterance on a demand and the narrower ones, with its words
    Thread,
    /// Who said what on a demand
    Actors,
    /// The shortest path from one record to another
    Path,
    /// All within so many links of a record
    Around,
    /// Two revisions in one picture: what was added, removed, changed or shifted is marked, the rest dimmed
    Diff,
}

/// What lanes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanesName {
    /// A lane for each demand
    Demands,
    /// A lane for each speaker
    Actors,
}

/// The sizes of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileName {
    /// Pages of 1280 by 720
    Slide,
    /// Pages of A4, upright
    Report,
    /// One wide picture, as high as it needs
    Poster,
}

/// The sets of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// Dark on white
    Light,
    /// Light on a dark ground
    Dark,
    /// Black and greys
    Print,
}

/// What draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    /// This program
    Native,
    /// The `dot` of Graphviz, which must be installed
    Graphviz,
}

/// Options of `diff`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 fine, also where there are changes; 1 changes that --fail-on asks for; 2 wrong use; 3 could not read or write."
)]
pub struct DiffOptions {
    /// What it was: a revision, a range `A..B` or `A...B`, or the folder of a dataset; HEAD where it is left out
    pub base: Option<PathBuf>,
    /// What it became: a revision or the folder of a dataset; the files as they are where it is left out
    pub head: Option<PathBuf>,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t = ReviewFormat::Text)]
    pub format: ReviewFormat,
    /// Fail where something of this severity, or a heavier one, changed and is not accepted
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub fail_on: Option<FailOn>,
    /// A YAML file of changes that were looked at and are accepted, with the reasons
    #[arg(long, value_name = "FILE")]
    pub accept: Option<PathBuf>,
    /// Compare only what had been said, or had happened, by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// What a change touches, from the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Whether the record can be trusted: proofs, stored texts, checks
    Integrity,
    /// What the record says that somebody wants
    Position,
    /// What the record rests on
    Provenance,
    /// Any change in meaning
    Editorial,
}

impl FailOn {
    /// The severity as the library knows it.
    pub fn severity(self) -> Severity {
        match self {
            FailOn::Integrity => Severity::Integrity,
            FailOn::Position => Severity::Position,
            FailOn::Provenance => Severity::Provenance,
            FailOn::Editorial => Severity::Editorial,
        }
    }
}

/// Options of `schema`.
#[derive(Debug, clap::Args)]
pub struct SchemaOptions {
    /// The kind of file whose schema is printed, or the command whose answer in JSON it is the schema of
    #[arg(value_parser = schema_names(), conflicts_with = "output", required_unless_present = "output")]
    pub file: Option<String>,
    /// Write all schemas of files into this folder
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// The kinds of file, and the commands that answer in JSON.
fn schema_names() -> clap::builder::PossibleValuesParser {
    let files = FILES.iter().chain([&ACCEPTED]).map(|file| file.name);
    clap::builder::PossibleValuesParser::new(files.chain(answers::SCHEMAS.iter().map(|(name, _)| *name)))
}

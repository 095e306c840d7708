//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use demarche::model::RecordKind;

/// Keep, check and draw the record of who demanded what, when, in which words, from which source.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, max_term_width = 100)]
#[command(after_help = "Exit status: 0 fine, 1 findings, 2 wrong use, 3 could not read or write.\n\n\
    The dataset is the folder with `demarche.yaml`: the current folder or the nearest one above it, else the folder `data` there.")]
pub struct Args {
    /// The folder of the dataset
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Read every file with the full YAML parser: slower, and the same result
    #[arg(long, global = true, hide = true)]
    pub full_parser: bool,
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
    /// Print the stored texts with the coded passages marked
    Coverage(CoverageOptions),
    /// Draw how the demands of an actor evolved
    Draw(DrawOptions),
    /// List the rules
    Rules {
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Explain a rule
    Explain {
        /// The code of the rule
        code: String,
    },
    /// Write the JSON Schemas of the YAML files
    Schema(SchemaOptions),
    /// Start an empty dataset
    Init {
        /// The folder to make; it must not hold a dataset yet
        dir: PathBuf,
    },
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// How to print something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckOptions {
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Findings of this severity fail too
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub deny: Option<Deny>,
    /// Print the findings that the records acknowledge, too
    #[arg(long)]
    pub acknowledged: bool,
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
    /// The id of a claim (STATEMENT/CLAIM), statement, demand, actor, event or source
    pub id: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `list`.
#[derive(Debug, clap::Args)]
pub struct ListOptions {
    /// The kind of record
    #[arg(value_enum)]
    pub kind: Kind,
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
pub struct PositionsOptions {
    /// The id of an actor; the positions of its side are printed, or of all sides where it is left out
    pub actor: Option<String>,
    /// Only this demand and the narrower ones
    #[arg(long, value_name = "ID")]
    pub demand: Option<String>,
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
    /// The id of a demand; the narrower ones are included
    pub demand: String,
    /// Only the claims that count for this actor's side
    #[arg(long, value_name = "ID")]
    pub actor: Option<String>,
    /// Only what had been said by the end of this date (EDTF)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `coverage`.
#[derive(Debug, clap::Args)]
pub struct CoverageOptions {
    /// The id of a source; all sources with a stored text where it is left out
    pub source: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Options of `draw`.
#[derive(Debug, clap::Args)]
pub struct DrawOptions {
    /// The file to write; the ending names the format (.dot)
    #[arg(short, long, value_name = "FILE", required = true)]
    pub output: Vec<PathBuf>,
    /// The headline of the picture
    #[arg(long)]
    pub title: Option<String>,
    /// The actor whose demands are drawn; the manifest's `focus` where it is left out
    #[arg(long, value_name = "ID")]
    pub actor: Option<String>,
    /// The revision of the data, as it is to be printed at the foot
    #[arg(long, value_name = "TEXT")]
    pub revision: Option<String>,
}

/// Options of `schema`.
#[derive(Debug, clap::Args)]
pub struct SchemaOptions {
    /// The kind of file whose schema is printed
    #[arg(value_parser = ["manifest", "actors", "demands", "events", "sources", "statement"], conflicts_with = "output", required_unless_present = "output")]
    pub file: Option<String>,
    /// Write all schemas into this folder
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

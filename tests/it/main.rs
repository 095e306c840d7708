//! The integration tests, in one binary.

mod answers;
mod as_of;
mod asking;
mod at_cut_off;
mod cache;
mod cache_answers;
mod cli;
mod datasets;
mod dated;
mod diff;
#[cfg(feature = "git")]
mod diff_absent;
mod diff_dependents;
#[cfg(feature = "git")]
mod diff_git;
#[cfg(feature = "git")]
mod diff_hostile;
mod diff_laws;
mod diff_markdown;
mod diff_paths;
mod diff_picture;
mod diff_review;
mod diff_shared;
mod diff_strangers;
mod dot;
mod draw;
mod draw_diff;
mod draw_mermaid;
mod draw_views;
mod driver;
mod edtf;
mod examples;
mod exports;
#[cfg(feature = "git")]
mod git;
#[cfg(feature = "git")]
mod git_hostile;
#[cfg(feature = "git")]
mod git_install;
mod goldens;
#[cfg(feature = "git")]
mod history;
mod hostile;
mod invented;
mod laws;
mod meeting;
mod options;
mod order;
mod origins;
mod overview;
mod page;
mod path;
mod peers;
mod png;
mod positions;
mod query;
mod query_cli;
mod readers;
mod readme;
#[cfg(feature = "git")]
mod repository;
#[cfg(feature = "git")]
mod reviews;
mod rules;
mod scene;
mod schema;
mod shifts;
mod silence;
mod tidy;
mod timeline;
mod told;
mod views;
mod visit;
mod weighed;
mod widths;

//! A position-tracking knowledge graph: what an actor demanded, offered or threatened, when, to whom, in which words, from which source.
//!
//! A [`tree::Place`] says where a dataset is; [`load::load`] turns its files into a [`model::Dataset`];
//! [`check::check`] proves the passages and runs the rules; [`graph::Graph`] links the records; [`position`] reads
//! threads and shifts from it, [`path`] how one record leads to another; [`view`] settles what a diagram shows, and [`export`] writes it.

pub mod cache;
pub mod check;
pub mod cite;
pub mod date;
pub mod diagnostic;
pub mod diff;
pub mod error;
pub mod export;
pub mod graph;
pub mod hash;
pub mod id;
pub mod load;
pub mod measure;
pub mod model;
pub mod path;
pub mod position;
pub mod proof;
pub mod query;
pub mod quote;
pub mod report;
pub mod scene;
pub mod source;
pub mod suggest;
pub mod tree;
pub mod view;
pub mod visit;
pub mod yaml;

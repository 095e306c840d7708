//! Looks for a text that the fast reader and the full parser read differently, or on which one of them panics.
//!
//! `tests/fuzz/run [SECONDS]` builds it with what tells the fuzzer which branches ran, and begins from the files of the repository.
#![no_main]

use demarche::source::FileId;
use demarche::yaml::{self, Limits, Reader};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let fast = Limits::default();
    let mut full = Limits::default();
    full.reader = Reader::Full;
    let [a, b] = [&fast, &full].map(|limits| yaml::parse(FileId::new(0), "a.yaml", text, limits));
    assert_eq!(a.value, b.value);
    assert_eq!(a.diagnostics, b.diagnostics);
    assert!(!yaml::is_plain(text, &fast) || (b.value.is_some() && b.diagnostics.is_empty()), "what is plain has no fault");
});

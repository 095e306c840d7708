use super::*;
use crate::source::SourceFile;

fn read(text: &str) -> Diagnosed<Option<Document<'_>>> {
    parse(FileId::new(0), "a.yaml", text, &Limits::default())
}

fn root(text: &str) -> Node<'_> {
    let read = read(text);
    assert!(read.diagnostics.is_empty(), "{text:?}: {:?}", read.diagnostics);
    read.value.expect("a text without findings has a document").root.expect("the text is not empty")
}

/// The nodes in file order, one a line: the text of the span, then the value.
fn outline(text: &str) -> String {
    fn walk(node: &Node<'_>, text: &str, lines: &mut Vec<String>) {
        let source = &text[node.span.range()];
        match &node.value {
            Value::Scalar(scalar) => lines.push(format!("{source:?} = {:?}", scalar.text)),
            Value::Sequence(items) => {
                lines.push(format!("{source:?} is a sequence"));
                items.iter().for_each(|item| walk(item, text, lines));
            }
            Value::Mapping(entries) => {
                lines.push(format!("{source:?} is a mapping"));
                for entry in entries {
                    lines.push(format!("{:?}: {:?}", &text[entry.key.span.range()], entry.key.value));
                    walk(&entry.value, text, lines);
                }
            }
        }
    }
    let mut lines = Vec::new();
    walk(&root(text), text, &mut lines);
    lines.join("\n")
}

/// Each finding as `line:column code source-text`, and whether there is a document.
fn findings(text: &str) -> (Vec<String>, bool) {
    let file = SourceFile::new("a.yaml", text);
    let read = read(text);
    let shown = read.diagnostics.iter().map(|finding| match &finding.primary {
        Some(label) => {
            let place = file.position(label.span.start as usize);
            format!("{}:{} {} {}", place.line, place.column, finding.code, escape_visible(&text[label.span.range()]))
        }
        None => format!("{} {}", finding.code, finding.headline),
    });
    (shown.collect(), read.value.is_some())
}

#[track_caller]
fn assert_findings(cases: &[(&str, &[&str], bool)]) {
    for (text, expected, document) in cases {
        let (found, has_document) = findings(text);
        assert_eq!(found, *expected, "{text:?}");
        assert_eq!(has_document, *document, "{text:?}");
    }
}

#[test]
fn scalars_mean_their_text() {
    for word in ["no", "010", "1e3", "0x1F", "12:30:45", "2024-01-01", "~", "null", ".inf", "99999999999999999999", "-5", "a#b", "<b>"] {
        let text = format!("a: {word}\n");
        let Value::Mapping(entries) = root(&text).value else { panic!("not a mapping") };
        assert_eq!(entries[0].value.value, Value::Scalar(Scalar { text: Cow::Borrowed(word), style: Style::Plain }), "{word}");
    }
}

#[test]
fn spans_cover_nodes_as_they_are_written() {
    let text = "# c\n---\na: 'it''s'\n'b': [x, \"y\\n\", {k: }] # d\nc:\n- p\n- - q\n  -\nd:\n  e: >-  # f\n    one\n    two\n\n\ng: |\n\n  h\n   i\nj:\n";
    let expected = r##""a: 'it''s'\n'b': [x, \"y\\n\", {k: }] # d\nc:\n- p\n- - q\n  -\nd:\n  e: >-  # f\n    one\n    two\n\n\ng: |\n\n  h\n   i\nj:" is a mapping
"a": "a"
"'it''s'" = "it's"
"'b'": "b"
"[x, \"y\\n\", {k: }]" is a sequence
"x" = "x"
"\"y\\n\"" = "y\n"
"{k: }" is a mapping
"k": "k"
"" = ""
"c": "c"
"- p\n- - q\n  -" is a sequence
"p" = "p"
"- q\n  -" is a sequence
"q" = "q"
"" = ""
"d": "d"
"e: >-  # f\n    one\n    two" is a mapping
"e": "e"
"one\n    two" = "one two"
"g": "g"
"h\n   i" = "\nh\n i\n"
"j": "j"
"" = """##;
    assert_eq!(outline(text), expected);
    let comments = read(text).value.expect("a document").comments;
    assert_eq!(comments.iter().map(|span| &text[span.range()]).collect::<Vec<_>>(), ["# c", "# d", "# f"]);
}

#[test]
fn an_absent_value_stands_behind_its_colon_or_dash() {
    for (text, at) in [("a:\nb: c\n", 2), ("a :  # c\n", 3), ("{a, b: c}", 2), ("{a: , b: c}", 3), ("-\n- b", 1), ("a: ''\n", 3)] {
        let node = match root(text).value {
            Value::Mapping(mut entries) => entries.remove(0).value,
            Value::Sequence(mut items) => items.remove(0),
            Value::Scalar(_) => panic!("not a collection"),
        };
        assert_eq!(node.span.start, at, "{text:?}");
        assert!(matches!(&node.value, Value::Scalar(scalar) if scalar.text.is_empty()), "{text:?}");
    }
}

#[test]
fn text_in_one_piece_is_borrowed() {
    for (text, borrowed) in [("a b", true), ("'a b'", true), ("\"a b\"", true), ("a\n b", false), ("'a''b'", false), ("\"a\\tb\"", false)] {
        let Value::Scalar(scalar) = root(text).value else { panic!("not a scalar") };
        assert_eq!(matches!(scalar.text, Cow::Borrowed(_)), borrowed, "{text:?}");
    }
}

#[test]
fn a_file_of_comments_has_no_root() {
    for text in ["", "\n", "# a\n", "---\n", "\u{feff}", "\u{feff}# a\n", "--- # a"] {
        let read = read(text);
        assert!(read.diagnostics.is_empty(), "{text:?}");
        let document = read.value.expect("a document");
        assert_eq!(document.root, None, "{text:?}");
        assert_eq!(document.comments.len(), usize::from(text.contains('#')), "{text:?}");
    }
}

#[test]
fn a_range_of_the_text_leads_back_to_its_source() {
    let cases = [
        ("it's here", "'it''s here'", "s here", "s here"),
        ("it's", "'it''s'", "'", "''"),
        ("a b c", "a\n  b\n  c", "b", "b"),
        ("a b c", "a\n  b\n  c", " b ", "\n  b\n"),
        ("caf\u{e9} b", r#""caf\xe9 b""#, "\u{e9}", r"\xe9"),
        ("\u{1f600}!", r#""\ud83d\ude00!""#, "!", "!"),
        ("\u{1f600}!", r#""\ud83d\ude00!""#, "\u{1f600}", r"\ud83d\ude00"),
        ("one two", "\"one \\\n   two\"", "two", "two"),
        ("a\tb\\", r#""a\tb\\""#, "\tb", r"\tb"),
        ("one two\nthree\n", ">\n  one\n  two\n\n  three\n", "two\nthree", "two\n\n  three"),
        ("x\n  y\n", "|\n  x\n    y\n", "y", "y"),
        ("x\ny\n", "|\r\n  x\r\n  y\r\n", "y", "y"),
        ("x\ny\n", "|\r\n  x\r\n  y\r\n", "x\ny", "x\r\n  y"),
        ("x", "x", "", ""),
    ];
    for (decoded, source, part, expected) in cases {
        let text = format!("k: {source}");
        let Value::Mapping(mut entries) = root(&text).value else { panic!("not a mapping") };
        let node = entries.remove(0).value;
        assert!(matches!(&node.value, Value::Scalar(scalar) if scalar.text == decoded), "{source:?}: {node:?}");
        let start = decoded.find(part).expect("the part stands in the text");
        assert_eq!(&text[node.place(&text, start..start + part.len()).range()], expected, "{source:?} {part:?}");
    }
    let sequence = root("[a]");
    assert_eq!(sequence.place("[a]", 0..1), sequence.span);
}

#[test]
fn what_the_format_does_not_need_is_refused_where_it_stands() {
    assert_findings(&[
        ("a: &x 1\nb: *x\nc: *y\n", &["1:4 yaml-refused &x", "2:4 yaml-refused *x", "3:4 yaml-refused *y"], true),
        ("&x a: &y\n  b: c\n", &["1:1 yaml-refused &x", "1:7 yaml-refused &y"], true),
        ("&x &y a", &["1:1 yaml-refused &x", "1:4 yaml-refused &"], false),
        ("a: !!str 1\nb: [!t , !<u:v> c]\n", &["1:4 yaml-refused !!str", "2:5 yaml-refused !t", "2:10 yaml-refused !<u:v>"], true),
        ("a: !e!t 1\n", &["1:4 yaml-refused !"], false),
        ("%YAML 1.2\n---\na: 1\n", &["1:1 yaml-refused %YAML 1.2"], true),
        ("\u{feff}%TAG ! x\n---\n!a b\n", &["1:2 yaml-refused %TAG ! x", "3:1 yaml-refused !a"], true),
        ("<<: {a: b}\n'<<': c\n", &["1:1 yaml-refused <<"], true),
        ("---\na: 1\n---\nb: [\n", &["3:1 yaml-refused ---"], true),
        ("a: 1\n...\nb: 2\n", &["2:1 yaml-refused ...", "3:1 yaml-refused b"], true),
        ("? a\n: b\n", &["1:1 yaml-refused ?"], true),
        ("? [a]\n: b\n", &["1:1 yaml-refused ?"], true),
        ("[a, b]: c\n{d: e}: f\n", &["1:1 yaml-refused [a, b]", "2:1 yaml-refused {d: e}"], true),
        ("*a : b\n: c\n", &["1:1 yaml-refused *a", "2:1 yaml-refused "], true),
    ]);
}

#[test]
fn entries_with_a_refused_key_are_left_out() {
    assert_eq!(keys("a: 1\n<<: {x: y}\n? [b]\n: {c: d}\n*e : [f]\na: 2\ng: 3\n"), ["a", "g"]);
}

fn keys(text: &str) -> Vec<String> {
    match read(text).value.and_then(|document| document.root).map(|root| root.value) {
        Some(Value::Mapping(entries)) => entries.into_iter().map(|entry| entry.key.value.into_owned()).collect(),
        other => panic!("not a mapping: {other:?}"),
    }
}

#[test]
fn a_repeated_key_points_to_the_first_one() {
    let many: String = (0..40).map(|number| format!("k{number}: v\n")).collect();
    let late = format!("{many}k3: w\nk39: w\ncaf\u{e9}: 1\ncafe\u{301}: 2\n");
    for (text, found, first) in [
        ("a: 1\nb: 2\na: 3\n", vec!["3:1 duplicate-key a"], 0),
        ("a: 1\n\"a\": 3\n", vec!["2:1 duplicate-key \"a\""], 0),
        ("{b: {a: 1}, 'a': 1, a: 2}", vec!["1:21 duplicate-key a"], 12),
        ("caf\u{e9}: 1\ncafe\u{301}: 2\n", vec!["2:1 duplicate-key cafe\u{301}"], 0),
        (&late, vec!["41:1 duplicate-key k3", "42:1 duplicate-key k39", "44:1 duplicate-key cafe\u{301}"], 18),
    ] {
        assert_eq!(findings(text).0, found, "{text:?}");
        assert_eq!(read(text).diagnostics[0].secondary[0].span.start, first, "{text:?}");
    }
    assert_eq!(keys(&late).len(), 41);
    assert!(findings("- a: 1\n- a: 2\n").0.is_empty());
}

#[test]
fn control_characters_are_refused_raw_and_escaped() {
    assert_findings(&[
        (
            "a: x\u{7}y\u{7f}z\nb: \"\0\"\n",
            &["1:5 control-character \\u{7}", "1:7 control-character \\u{7f}", "2:5 control-character \\u{0}"],
            false,
        ),
        (
            "a: \"\\0 \\x1b \\u009b \\r \\n\\t\"\n",
            &["1:5 control-character \\0", "1:8 control-character \\x1b", "1:13 control-character \\u009b", "1:20 control-character \\r"],
            true,
        ),
        (
            "a: x\u{85}y\u{2028}z\u{2029}w\n",
            &["1:5 control-character \\u{85}", "1:7 control-character \\u{2028}", "1:9 control-character \\u{2029}"],
            true,
        ),
        ("a: 1\rb: 2\r", &["1:5 control-character \\u{d}", "1:10 control-character \\u{d}"], true),
        ("a: 1\r\nb:\r\n  - 2\r\n", &[], true),
        ("a: x\u{feff}y\n\u{feff}b: 2\n", &["1:5 control-character \\u{feff}", "2:1 control-character \\u{feff}"], false),
        ("a: \u{fffe}\n", &["1:4 control-character \\u{fffe}"], false),
        ("# \u{1b}[31m\na: 1\n", &["1:3 control-character \\u{1b}"], false),
        ("a: '\u{202e}\u{200b}' # \u{2066}\nb: \"\\u202e\"\n", &[], true),
    ]);
}

#[test]
fn keys_hold_no_invisible_characters() {
    assert_findings(&[
        ("na\u{200b}to: 1\n", &["1:3 invisible-in-key \\u{200b}"], true),
        ("\"na\\u202eto\": 1\n", &["1:4 invisible-in-key \\u202e"], true),
        ("- {'it''s\u{ad}': 1}\n", &["1:10 invisible-in-key \\u{ad}"], true),
    ]);
}

#[test]
fn invisible_characters_are_shown_as_escapes() {
    assert_eq!(escape_visible("plain «text»\u{a0}é"), "plain «text»\u{a0}é");
    assert_eq!(escape_visible("a\u{202e}b\nc\u{e0041}\u{1b}"), "a\\u{202e}b\\u{a}c\\u{e0041}\\u{1b}");
    for range in
        [0x200b..=0x200f, 0x202a..=0x202e, 0x2060..=0x2064, 0x2066..=0x2069, 0xe0000..=0xe007f, 0xfdd0..=0xfdef, 0x10fffe..=0x10ffff]
    {
        for character in range.map(|code| char::from_u32(code).expect("not a surrogate")) {
            assert!(is_invisible(character), "{character:?}");
        }
    }
    assert!(!"aя中 \u{301}\u{2010}\u{2065f}".chars().any(is_invisible));
}

#[test]
fn limits_are_met_exactly() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let blocks = |depth: usize| "- ".repeat(depth) + "x";
    let mixed = |depth: usize| "- ".repeat(20) + &nested(depth - 20);
    let (key, long_key) = ("k".repeat(256) + ": v", "k".repeat(257) + ": v");
    let (scalar, long_scalar) = ("x".repeat(256 << 10), "x".repeat((256 << 10) + 1));
    for (good, bad) in [
        (nested(32), nested(33)),
        (blocks(32), blocks(33)),
        (mixed(32), mixed(33)),
        (key, long_key),
        (scalar, long_scalar),
        ("- a\n".repeat(99_999), "- a\n".repeat(100_000)),
        ("#\n".repeat(100_000), "#\n".repeat(100_001)),
        ("#".repeat(2 << 20), "#".repeat((2 << 20) + 1)),
    ] {
        let start = &good[..good.len().min(40)];
        assert!(findings(&good).0.is_empty(), "{start:?}");
        let found = read(&bad).diagnostics;
        assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [LIMIT_EXCEEDED], "{start:?}");
    }
    let keys_beyond_yaml = ["k".repeat(5000) + ": v", format!("\"{}\": v", "k".repeat(5000))];
    assert!(keys_beyond_yaml.iter().all(|text| read(text).diagnostics[0].code == LIMIT_EXCEEDED));
}

#[test]
fn findings_are_limited_too() {
    for text in ["- *a\n".repeat(5000), "\u{7}".repeat(5000), "a: 1\n".repeat(5000)] {
        let read = read(&text);
        assert!(read.value.is_none());
        assert_eq!(read.diagnostics.len(), 101);
        let last = &read.diagnostics[100];
        assert_eq!((last.code, last.path.as_deref()), (LIMIT_EXCEEDED, Some("a.yaml")));
    }
}

#[test]
fn syntax_errors_name_the_likely_mistake() {
    for (text, at, help) in [
        ("a:\n\tb: 1\n", "2:1", "indent with spaces"),
        ("a: 1\n\tb: 2\n", "2:1", "indent with spaces"),
        ("a: The end: a story\n", "1:11", "put the text in quotes"),
        ("a: 1\n  b: 2\n", "2:4", "the line above has a value already"),
        ("a: 1\nb:2\nc: 3\n", "2:1", "write a space after the colon"),
        ("a:1\nb: 2\n", "2:2", "write a space after the colon"),
        ("a: 1\nb\nc: 3\n", "2:1", "write the line as `key: value`"),
        ("a: \"x\nb: 2\n", "2:1", "close the quote"),
        ("a: 'it's'\n", "1:8", "write an apostrophe"),
        ("a: \"b\" c\n", "1:8", "write a quotation mark"),
        ("a: \"C:\\dir\"\n", "1:4", "write a backslash"),
        ("a: \"\\ud800\"\n", "1:4", "write the character itself"),
        ("a: [1, 2\n", "1:4", "close it"),
        ("a: [1, 2\nb: 3\n", "2:2", "put a text with a colon"),
        ("a: [1}\n", "1:4", "close each bracket"),
        ("a: [b,, c]\n", "1:7", "remove it"),
        ("a: ]\n", "1:4", "remove it"),
        ("a: @b\n", "1:4", "put the text in quotes"),
        ("a: & b\n", "1:4", "put the text in quotes"),
        ("a: - b\n", "1:4", "put the first dash"),
        ("a: |b\n", "1:4", "begin the text on the next line"),
        ("a: b # c\n  d\n", "1:6", "move the comment"),
        ("a: b\n\t # c\n  d\n", "2:3", "move the comment"),
        ("a:\n    b: 1\n  c: 2\n", "3:3", "indent the line exactly"),
        ("a: 1\n- b\n", "2:3", "indent the line exactly"),
    ] {
        let (found, _) = findings(text);
        assert_eq!(found.len(), 1, "{text:?}: {found:?}");
        assert!(found[0].starts_with(&format!("{at} yaml-syntax")), "{text:?}: {found:?}");
        let finding = &read(text).diagnostics[0];
        assert!(finding.help[0].starts_with(help), "{text:?}: {finding:?}");
        assert!(finding.headline.starts_with(|first: char| !first.is_uppercase()), "{text:?}: {finding:?}");
    }
    let unclosed = &read("'k': \"x\nb: 2\n").diagnostics[0];
    assert_eq!(unclosed.secondary[0].span.range(), 5..6);
}

#[test]
fn bytes_that_are_not_utf8_are_named() {
    let limits = Limits { max_file_bytes: 20, ..Limits::default() };
    for (bytes, headline) in [
        (&b"a: x\ncaf\xe9\n"[..], "the byte 0xe9 is not UTF-8 (line 2, byte offset 8)"),
        (b"a: \xc0\xaf", "the byte 0xc0 is not UTF-8 (line 1, byte offset 3)"),
        (b"a: \xed\xa0\x80", "the byte 0xed is not UTF-8 (line 1, byte offset 3)"),
        (b"a: \xe2\x82", "the cut-off character at the end of the file is not UTF-8 (line 1, byte offset 3)"),
        (b"\xff\xfea\0", "the file is encoded as UTF-16, not as UTF-8"),
        (b"\0a\0:", "the file is encoded as UTF-16, not as UTF-8"),
        (b"\0\0\xfe\xff\0\0\0a", "the file is encoded as UTF-32, not as UTF-8"),
        (b"a\0\0\0:\0\0\0", "the file is encoded as UTF-32, not as UTF-8"),
        (b"a: 0123456789 0123456", "the file has 21 bytes; the limit is 20"),
    ] {
        let finding = decode("a.yaml", bytes, &limits).expect_err(headline);
        assert_eq!((finding.headline.as_str(), finding.path.as_deref()), (headline, Some("a.yaml")));
    }
    assert_eq!(decode("a.yaml", b"\xef\xbb\xbfa: 1", &limits), Ok("\u{feff}a: 1"));
    assert_eq!(decode("a.yaml", b"", &limits), Ok(""));
    assert_eq!(root("\u{feff}a: 1").span.start, 3);
}

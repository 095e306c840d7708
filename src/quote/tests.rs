use proptest::prelude::*;

use super::*;

const TEXT: &str = "Envoy rejects plan\n\n\
    “We have no plan, no intention to close the straits, and there cannot be,” said Envoy Ada Lund. She can't say more.\n\n\
    The league – founded in 1,949 – is unwilling (…) to talk, she noted. “We ask that the treaty, signed at the 2008 summit, be withdrawn unless \
    the league’s members agree. It is unacceptable otherwise,” she said. The U.S.-based league will not answer until May.\n\n\
    Envoy rejects plan\n\n\
    «L’accord n’est pas conclu.» The coun\u{ad}cil’s cafe\u{301} was closed\r\nfor 3.5 hours; the council's cellar … was not.\n";

fn text() -> StoredText {
    StoredText::new(TEXT)
}

/// What comes of looking a passage up, in a line: the parts `|` and gaps `[hidden words]` of a proof, or why there is none.
fn outcome(text: &StoredText, selector: &Selector) -> String {
    let raw = |range: &Range<usize>| text.raw()[range.clone()].to_owned();
    match text.find(selector) {
        Ok(proof) => {
            let mut line = raw(&proof.parts[0]);
            for (gap, part) in proof.gaps.iter().zip(&proof.parts[1..]) {
                let hidden: Vec<_> = gap.hidden.iter().map(|word| word.word.as_str()).collect();
                line += &format!(" |{}| {}", hidden.join(","), raw(part));
            }
            line
        }
        Err(Unproved::NotFound { part, nearest: Some(nearest), .. }) => {
            format!("!{part} {}% `{}`: {}", nearest.likeness, nearest.text, nearest.difference)
        }
        Err(Unproved::Ambiguous { places, count }) => format!("!{count} {}", places.iter().map(raw).collect::<Vec<_>>().join(" | ")),
        Err(Unproved::PartsOutOfOrder { places }) => format!("!order {}", places.iter().map(raw).collect::<Vec<_>>().join(" | ")),
        Err(Unproved::GapTooLong { gap, characters }) => format!("!{characters} {}…", &raw(&gap)[..12]),
        Err(unproved) => format!("!{unproved}"),
    }
}

fn find(passage: &str) -> String {
    outcome(&text(), &Selector::new(passage))
}

#[test]
fn a_passage_stands_in_the_text_but_for_what_folding_drops() {
    for (passage, expected) in [
        ("no intention to close", "no intention to close"),
        ("  no\n intention\u{a0}to close ", "no intention to close"),
        ("\"We have no plan", "“We have no plan"),
        ("cannot be,” said", "cannot be,” said"),
        ("league - founded in 1,949 — is", "league – founded in 1,949 – is"),
        ("the league's members agree.", "the league’s members agree."),
        ("\"L'accord n'est pas conclu.\"", "«L’accord n’est pas conclu.»"),
        ("The council's café was closed for 3.5 hours", "The coun\u{ad}cil’s cafe\u{301} was closed\r\nfor 3.5 hours"),
        ("she said. The U.S.-based league", "she said. The U.S.-based league"),
        ("until May.", "until May."),
    ] {
        assert_eq!(find(passage), expected);
    }
}

#[test]
fn a_passage_that_does_not_stand_in_the_text_is_shown_the_nearest_place() {
    for (passage, expected) in [
        ("We have plan, no intention", "!0 85% `We have no plan, no intention`: the passage leaves out `no` after `We have`"),
        ("to close all the straits", "!0 80% `to close the straits`: the passage adds `all` after `to close`"),
        (
            "no intention to open the straits",
            "!0 84% `no intention to close the straits`: the passage has `open`, the text `close` after `no intention to`",
        ),
        (
            "It is acceptable otherwise",
            "!0 88% `It is unacceptable otherwise`: the passage has `acceptable`, the text `unacceptable` after `It is`",
        ),
        ("willing", "!0 77% `unwilling`: the passage has `willing`, the text `unwilling`"),
        ("She can", "!0 77% `She can't`: the passage has `can`, the text `can't` after `She`"),
        ("we have no plan", "!0 94% `We have no plan`: the passage has `we`, the text `We`"),
        (
            "to close the straits; and there",
            "!0 99% `to close the straits, and there`: the passage has `;`, the text `,` after `close the straits`",
        ),
        ("unaceptable", "!0 50% `unacceptable`: the passage has `unaceptable`, the text `unacceptable`"),
        ("is unwilling [...] to dance", "!1 50% `to close`: the passage has `dance`, the text `close` after `to`"),
        ("The weather is fine in Lisbon", "!passage not found"),
        ("Привет", "!passage not found"),
    ] {
        assert_eq!(find(passage), expected, "{passage}");
    }
}

#[test]
fn omissions_join_parts_in_order_and_list_what_they_hide() {
    for (passage, expected) in [
        ("We have […] to close the straits", "We have |no,no| to close the straits"),
        ("We ask that the treaty [...] be withdrawn", "We ask that the treaty || be withdrawn"),
        ("the treaty […] be withdrawn ... the league's members", "the treaty || be withdrawn |unless| the league’s members"),
        ("[…] the treaty, signed […]", "the treaty, signed"),
        ("be withdrawn […] agree.... It is unacceptable", "be withdrawn |unless| agree. || It is unacceptable"),
        // These signs stand in the text themselves.
        ("is unwilling (…) to talk", "is unwilling (…) to talk"),
        ("the council's cellar … was not", "the council's cellar … was not"),
        ("the council's […] … was not", "the council's || … was not"),
        ("is unwilling (...) to talk", "!0 99% `is unwilling (…) to talk`: the passage has `...`, the text `…` after `is unwilling (`"),
        ("is unwilling […] …) to talk", "is unwilling || …) to talk"),
        ("is unwilling (… […] talk", "is unwilling (… || talk"),
        // These do not join.
        ("to close the straits […] We have", "!order to close the straits | We have"),
        ("We have no plan […] until May", "!348 , no intenti…"),
        ("We […] nothing", "!part 2 of 2 of the passage not found"),
        ("We have […] able", "!1 40% `unacceptable`: the passage has `able`, the text `unacceptable`"),
        ("…", "!passage without words"),
        ("We have […] ,", "!passage without words"),
        ("", "!passage without words"),
        (
            "a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a",
            "!part 1 of 16 of the passage not found",
        ),
        (
            "a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a […] a",
            "!passage of 17 parts; at most 16 are looked up",
        ),
    ] {
        assert_eq!(find(passage), expected, "{passage}");
    }
}

#[test]
fn equal_passages_are_told_apart_by_the_words_beside_them() {
    let select = |passage, prefix, suffix| outcome(&text(), &Selector { passage, prefix, suffix });
    assert_eq!(select("Envoy rejects plan", None, None), "!2 Envoy rejects plan | Envoy rejects plan");
    let text = text();
    for (passage, prefix, suffix, start) in [
        ("Envoy rejects plan", None, Some("“We have"), Some(0)),
        ("Envoy rejects plan", None, Some("We have"), Some(0)),
        ("Envoy rejects plan", None, Some("\"We have no"), Some(0)),
        ("Envoy rejects plan", Some("until\nMay."), None, TEXT.rfind("Envoy")),
        ("Envoy rejects plan", Some("May."), Some("«"), TEXT.rfind("Envoy")),
        ("Envoy rejects plan", Some(" "), Some("«L'accord"), TEXT.rfind("Envoy")),
        ("Envoy rejects plan", Some("June."), None, None),
        ("Envoy rejects plan", None, Some("no plan"), None),
        ("Envoy rejects plan", Some("May."), Some("“We"), None),
        ("no intention", Some("plan,"), None, TEXT.find("no intention")),
        ("no intention", Some("plan"), None, None),
        ("The […] was", Some("conclu."), Some("closed"), TEXT.find("The coun")),
    ] {
        let found = text.find(&Selector { passage, prefix, suffix });
        assert_eq!(found.as_ref().ok().map(|proof| proof.range().start), start, "{prefix:?} {passage} {suffix:?}");
        assert!(start.is_some() || matches!(found, Err(Unproved::OtherContext { .. })));
    }
    assert_eq!(text.find(&Selector { passage: "Envoy rejects plan", prefix: Some("May."), suffix: None }).unwrap().places, 2);
}

#[test]
fn a_proof_names_the_quotations_and_what_was_cut_off_before() {
    let text = text();
    for (passage, inside, leading) in [
        ("no intention to close the straits, and there cannot be,", true, "no"),
        ("intention to close the straits", true, "no no"),
        ("“We have no plan, no intention to close the straits, and there cannot be,”", true, ""),
        ("straits, and there cannot be,” said", false, ""),
        ("We have no plan […] signed at the 2008 summit", true, ""),
        ("said Envoy", false, "cannot"),
        ("members agree. It is unacceptable", true, "unless"),
        ("answer", false, "not"),
        ("May", false, "not until"),
        ("She can't say more", false, ""),
        ("L’accord", true, ""),
    ] {
        let proof = text.find(&Selector::new(passage)).unwrap();
        assert_eq!(proof.is_inside_quotation(), inside, "{passage}");
        assert_eq!(proof.leading.iter().map(|word| &*word.word).collect::<Vec<_>>().join(" "), leading, "{passage}");
        let negation = leading.split(' ').rfind(|word| ["no", "not", "cannot"].contains(word));
        assert_eq!(proof.leading_negation().map(|word| &*word.word), negation);
    }
    let proof = text.find(&Selector::new("there cannot be […] We ask that")).unwrap();
    assert_eq!((proof.quotations, proof.places), (vec![Some(0), Some(1)], 1));
}

#[test]
fn what_stands_at_the_marks_of_a_quotation_may_lie_outside() {
    // Of the marked stretch: the quotation that it lies within.
    for (marked, expected) in [
        ("The [“red”] line, “blue”", Some(0)),
        ("The [“red”, ]“blue” line", Some(0)),
        ("The “red” line[ ‘«blue»’. ]", Some(1)),
        ("The “[red]” line", Some(0)),
        ("The “a [red] line”", Some(0)),
        ("The [a “red]” line", None),
        ("The “[red” line]", None),
        ("The “a[, ]b” line", None),
        ("[The] line", None),
    ] {
        let text = StoredText::new(marked.replace(['[', ']'], ""));
        let range = marked.find('[').unwrap()..marked.find(']').unwrap() - 1;
        assert_eq!(text.quotation_round(range), expected, "{marked}");
    }
}

/// Passages of the text, and longer ones that it is a bad place to make a mistake in.
const PASSAGES: &[&str] = &[
    "We have no plan, no intention to close the straits, and there cannot be,",
    "The league – founded in 1,949 – is unwilling (…) to talk, she noted",
    "We ask that the treaty, signed at the 2008 summit, be withdrawn unless the league’s members agree. It is unacceptable otherwise",
    "The U.S.-based league will not answer until May",
    "L’accord n’est pas conclu",
    "The council’s café was closed for 3.5 hours; the council's cellar … was not",
    "We have […] to close the straits",
];

#[test]
fn corrupting_any_one_character_is_caught() {
    let text = text();
    for passage in PASSAGES {
        let found = text.find(&Selector::new(passage)).expect(passage);
        for (at, sign) in passage.char_indices() {
            let (before, after) = (&passage[..at], &passage[at + sign.len_utf8()..]);
            let is_edge = fold(before).is_empty() || fold(after).is_empty();
            for other in ["x", "Q", "7", "§", "ж", "\u{301}", "\u{200b}", ".", ",", "-", "'", "\"", "…", " ", ""] {
                let corrupt = format!("{before}{other}{after}");
                // A sign at an end that is left out and one that becomes a sign of omission make another true passage.
                let is_true = !is_word_char(sign) && (is_edge && other.trim().is_empty());
                if fold(&corrupt) == fold(passage) || is_true {
                    continue;
                }
                match text.find(&Selector::new(&corrupt)) {
                    Err(_) => {}
                    // At a sign of omission a change may leave one that hides no other word.
                    Ok(proof) => {
                        let hides = |gap: &Gap| text.raw()[gap.range.clone()].contains(is_word_char);
                        assert!(proof.range() == found.range() && (passage.contains("[…]") || !proof.gaps.iter().any(hides)), "{corrupt}");
                    }
                }
            }
        }
    }
}

#[test]
fn dropping_doubling_or_moving_any_word_is_caught() {
    let text = text();
    for passage in PASSAGES {
        let words: Vec<_> = passage.split(' ').collect();
        for at in 1..words.len() - 1 {
            let (mut fewer, mut more, mut moved) = (words.clone(), words.clone(), words.clone());
            fewer.remove(at);
            more.insert(at, words[at]);
            moved.swap(at, at - 1);
            for changed in [fewer, more, moved] {
                let changed = changed.join(" ");
                if let Ok(proof) = text.find(&Selector::new(&changed)) {
                    // Only beside a sign of omission, which then stands for the word too.
                    let shown: Vec<_> = proof.gaps.iter().map(|gap| &text.raw()[gap.range.clone()]).collect();
                    assert!(
                        words[at] == "[…]" || changed.contains("[…] […]") || shown.iter().any(|gap| gap.contains(words[at])),
                        "{changed}"
                    );
                }
            }
        }
    }
}

#[test]
fn each_kind_of_failure_reads_as_a_line() {
    let shown: Vec<_> = [
        Unproved::Empty,
        Unproved::TooManyParts { parts: 17 },
        Unproved::NotFound { part: 0, parts: 1, nearest: None },
        Unproved::NotFound { part: 1, parts: 3, nearest: None },
        Unproved::Ambiguous { places: Vec::new(), count: 2 },
        Unproved::Ambiguous { places: Vec::new(), count: MOST_PLACES },
        Unproved::OtherContext { places: Vec::new() },
        Unproved::GapTooLong { gap: 0..1, characters: 301 },
        Unproved::PartsOutOfOrder { places: Vec::new() },
    ]
    .iter()
    .map(Unproved::to_string)
    .collect();
    assert_eq!(
        shown.join("\n"),
        "passage without words\n\
         passage of 17 parts; at most 16 are looked up\n\
         passage not found\n\
         part 2 of 3 of the passage not found\n\
         passage found in 2 places\n\
         passage found in 20000 or more places\n\
         passage found, but not beside the given prefix and suffix\n\
         parts of the passage stand 301 characters apart; an omission may be at most 300\n\
         parts of the passage stand in another order"
    );
}

#[test]
fn a_gap_may_be_300_characters_long_and_no_longer() {
    for (length, is_proved) in [(300, true), (301, false)] {
        let text = StoredText::new(format!("one{} two", "–".repeat(length - 1)));
        assert_eq!(text.find(&Selector::new("one […] two")).is_ok(), is_proved, "{length}");
        let text = StoredText::new(format!("one {} two", "я".repeat(length - 2)));
        assert_eq!(text.find(&Selector::new("one […] two")).is_ok(), is_proved, "{length}");
    }
    let text = StoredText::new(format!("one{} two{}three", "-".repeat(299), "-".repeat(301)));
    assert!(matches!(text.find(&Selector::new("one […] two […] three")), Err(Unproved::GapTooLong { characters: 301, .. })));
    let text = StoredText::new("(one)(two)");
    assert_eq!(text.find(&Selector::new("(one) […] (two)")).unwrap().gaps, [Gap { range: 5..5, hidden: Vec::new() }]);
}

#[test]
fn of_several_ways_to_join_parts_the_tightest_one_counts() {
    for (text, passage, expected) in [
        ("we may ask; we ask, and ask", "we […] ask", "!2 we may ask | we ask"),
        ("we, we ask", "we […] ask", "we || ask"),
        ("a b x c", "a […] b […] c", "a || b || c"),
        ("a b b c", "a […] b […] c", "a || b || c"),
        ("b a b c", "a […] b […] c", "a || b || c"),
    ] {
        assert_eq!(outcome(&StoredText::new(text), &Selector::new(passage)), expected);
    }
    let far = " -".repeat(200);
    assert_eq!(outcome(&StoredText::new(format!("a b{far} b c")), &Selector::new("a […] b […] c")).get(..4), Some("!403"));
}

#[test]
fn a_passage_is_found_in_a_large_text() {
    let filler: String = (0..20_000).map(|number| format!("word{number} ")).collect();
    let text = StoredText::new(format!("{filler}{TEXT}{filler}"));
    for passage in PASSAGES {
        let (alone, proof) = (self::text().find(&Selector::new(passage)).unwrap(), text.find(&Selector::new(passage)).unwrap());
        assert_eq!(proof.range(), alone.range().start + filler.len()..alone.range().end + filler.len());
    }
    assert_eq!(outcome(&text, &Selector::new("word19999")), "!2 word19999 | word19999");
    assert_eq!(outcome(&text, &Selector::new("We have plan, no intention")), find("We have plan, no intention"));
}

#[test]
fn a_text_that_repeats_itself_costs_no_more_than_reading_it() {
    let text = StoredText::new("a ".repeat(50_000));
    for (passage, expected) in [
        ("a".to_owned(), "passage found in 20000 or more places"),
        ("a a a […] a a".to_owned(), "passage found in 20000 or more places"),
        ("a ".repeat(1000) + "b", "passage not found"),
        ("a a b […] a".to_owned(), "part 1 of 2 of the passage not found"),
    ] {
        assert_eq!(text.find(&Selector::new(&passage)).unwrap_err().to_string(), expected);
    }
    let text = StoredText::new(format!("{}b", "a ".repeat(6_000)));
    assert_eq!(text.find(&Selector::new("a a b")).unwrap().range(), 11_996..12_001);
}

/// Words and signs that make trouble, as a text.
fn troubled() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "not",
            "no",
            "we",
            "cafe\u{301}",
            "e\u{301}",
            "\u{ad}",
            "can’t",
            "“",
            "”",
            "\"",
            "–",
            "-",
            "…",
            "[…]",
            "...",
            "(…)",
            ".",
            ",",
            "1",
            "1,5",
            "U.S.",
            "\u{1112}\u{1161}\u{11ab}",
            "北",
            "\u{200d}",
            "\r\n",
            "\n\n",
            "\u{a0}",
            "я",
            "й",
        ]),
        Just(" "),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(raw in "\\PC{0,60}", passage in "\\PC{0,20}", prefix in "\\PC{0,5}") {
        let text = StoredText::new(raw);
        let _ = text.find(&Selector { passage: &passage, prefix: Some(&prefix), suffix: Some(&prefix) });
    }

    #[test]
    fn trouble_does_not_make_it_panic(raw in troubled(), passage in troubled()) {
        let text = StoredText::new(raw);
        if let Ok(proof) = text.find(&Selector::new(&passage)) {
            // What is proved folds to what was looked up.
            let proved: Vec<_> = proof.parts.iter().map(|part| fold(&text.raw()[part.clone()])).collect();
            prop_assert!(readings(&fold(&passage)).iter().any(|reading| *reading == proved));
            prop_assert!(proof.parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }

    #[test]
    fn whole_words_of_a_text_are_found_in_it(raw in troubled(), from in 0..60_usize, to in 0..60_usize) {
        let text = StoredText::new(raw);
        let folded = text.folded.as_str();
        let (from, to) = (folded.floor_char_boundary(from.min(to)), folded.floor_char_boundary(to.max(from)));
        let passage = folded[from..to].trim();
        let is_whole = [from, to].into_iter().all(|at| word::is_word_boundary(&text.folded, text.raw(), at));
        if is_whole && passage.contains(is_word_char) {
            // Trimming may have moved an end to the far side of a space between digits.
            let found = text.find(&Selector::new(passage));
            prop_assert!(matches!(found, Ok(_) | Err(Unproved::Ambiguous { .. })) || folded[from..to] != *passage, "{:?}", found);
        }
    }

    #[test]
    fn the_index_finds_what_a_plain_search_finds(raw in "[ab ]{0,40}", passage in "[ab ]{1,4}") {
        let (folded, passage) = (Folded::new(&raw), fold(&passage));
        let plain = index::searched_places(&folded, &raw, &passage);
        prop_assert_eq!(WordIndex::default().indexed_places(&folded, &raw, &passage), plain);
    }

    #[test]
    fn a_proved_passage_stays_proved_when_other_paragraphs_are_added(
        before in "[kqz “”\"]{0,40}",
        after in "[kqz “”\"\u{ad}]{0,40}",
        which in 0..PASSAGES.len(),
    ) {
        let alone = text().find(&Selector::new(PASSAGES[which])).unwrap();
        let before = before + "\n\n";
        let text = StoredText::new(format!("{before}{TEXT}\n\n{after}"));
        let proof = text.find(&Selector::new(PASSAGES[which])).unwrap();
        let moved = |range: &Range<usize>| range.start + before.len()..range.end + before.len();
        prop_assert_eq!(&proof.parts, &alone.parts.iter().map(moved).collect::<Vec<_>>());
        prop_assert_eq!(proof.is_inside_quotation(), alone.is_inside_quotation());
        prop_assert_eq!(proof.gaps.len(), alone.gaps.len());
    }
}

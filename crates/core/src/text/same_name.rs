//! Compares names in all Unicode normalization forms. `é` is one character, or an `e` with an accent after it, as in file names on a
//! Mac.

use alloc::borrow::Cow;
use alloc::string::String;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// Returns the form by which Switchhook compares names and tags: composed (NFC), with letter case. NFKC would make `①` and `1` one
/// name, although they look different. Switchhook shows every name in its original form.
pub fn same_name_key(name: &str) -> Cow<'_, str> {
    match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => Cow::Borrowed(name),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(name.nfc().collect()),
    }
}

/// Whether two names or tags are equal in their composed form.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one == other || same_name_key(one) == same_name_key(other)
}

/// Returns the form by which Switchhook searches texts: composed (NFC), in lower case.
pub fn search_key(text: &str) -> String {
    let small = same_name_key(text).to_lowercase();
    // A lower-case letter may compose with a mark that does not compose with its capital.
    match same_name_key(&small) {
        Cow::Borrowed(_) => small,
        Cow::Owned(composed) => composed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn name_is_equal_in_every_normalization_form_only() {
        for (one, other, is_same) in [
            ("Café", "Cafe\u{301}", true),
            ("Cafe\u{301}", "Café", true),
            ("Ångström", "A\u{30a}ngstro\u{308}m", true),
            // The unit sign is canonically equal to the letter.
            ("Å", "\u{212b}", true),
            // Two marks in either order.
            ("q\u{307}\u{323}", "q\u{323}\u{307}", true),
            ("Việt", "Vie\u{302}\u{323}t", true),
            ("각", "\u{1100}\u{1161}\u{11a8}", true),
            ("が", "か\u{3099}", true),
            ("Northwind", "Northwind", true),
            ("Café", "Cafe", false),
            ("Café", "café", false),
            ("Café", "CAFE\u{301}", false),
            ("①", "1", false),
            ("ﬁn", "fin", false),
            ("Ａ", "A", false),
            ("a\u{301}", "a\u{300}", false),
            ("", "\u{301}", false),
        ] {
            assert_eq!(is_same_name(one, other), is_same, "{one:?} {other:?}");
            assert_eq!(same_name_key(one) == same_name_key(other), is_same, "{one:?} {other:?}");
        }
    }

    #[test]
    fn search_ignores_normalization_form_and_letter_case() {
        for (text, search, is_found) in [
            ("Café Nord", "cafe\u{301}", true),
            ("Cafe\u{301} Nord", "CAFÉ", true),
            ("CAFE\u{301} NORD", "é n", true),
            ("Işık", "IS\u{327}", true),
            ("J\u{30c}", "ǰ", true),
            ("Café", "cafe", false),
            ("Northwind", "WIND", true),
        ] {
            assert_eq!(search_key(text).contains(&search_key(search)), is_found, "{text:?} {search:?}");
        }
    }

    proptest! {
        #[test]
        fn forms_of_a_text_have_one_key(text in "\\PC{0,20}") {
            let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
            for form in [&composed, &decomposed] {
                prop_assert_eq!(same_name_key(&text), same_name_key(form));
                prop_assert_eq!(search_key(&text), search_key(form));
            }
        }
    }
}

//! Judges a round trip: out by the system's opener, and back by a link.

use super::check::Verdict;

/// The step at which a round trip ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundTrip {
    /// The link came back.
    Back,
    /// A person handed the link over.
    ByHand,
    /// Another round trip is under way.
    Busy,
    /// The home can't keep the mark of the round trip.
    NotKept,
    /// The system's opener did not take the address.
    NotOpened,
    /// The opener took the address, and nothing came back.
    NothingCameBack,
    /// A link came back, and it does not hold what was sent.
    Foreign,
}

/// Judges the round trip by the scheme.
pub fn scheme_trip_verdict(trip: RoundTrip) -> Verdict {
    match trip {
        RoundTrip::Back => Verdict::ok("A link went through the system's opener, and came back here."),
        RoundTrip::NothingCameBack => Verdict::warning(
            "The system's opener took the link, but no Switchhook received it.",
            "Run `switchhook doctor --fix`, and try again.",
        ),
        RoundTrip::Foreign => Verdict::warning(
            "A link came back, but it is not the one that Switchhook sent.",
            "Check which program opens Switchhook's links, and try again.",
        ),
        other => failed(other),
    }
}

/// Judges the round trip by a bridge page.
pub fn bridge_trip_verdict(trip: RoundTrip) -> Verdict {
    match trip {
        RoundTrip::Back => Verdict::ok("The browser opened the page, and its sealed link came back here."),
        RoundTrip::NothingCameBack => Verdict::warning(
            "The browser took the page's address, but no sealed link came back.",
            "Look at the page in your browser. Allow it to open Switchhook, and try again.",
        ),
        RoundTrip::Foreign => Verdict::warning(
            "A link came back, but its content is not that of this round trip.",
            "Run `switchhook bridge check URL`, and deploy the page again.",
        ),
        other => failed(other),
    }
}

fn failed(trip: RoundTrip) -> Verdict {
    match trip {
        RoundTrip::Busy => {
            Verdict::warning("Another round trip is under way.", "Wait until it ends, and try again.")
        }
        RoundTrip::ByHand => Verdict::warning(
            "The link came by `switchhook receive`, and not from the system.",
            "Allow the browser to open Switchhook, or run `switchhook doctor --fix`. Then try again.",
        ),
        RoundTrip::NotKept => Verdict::warning(
            "Switchhook can't write the mark of the round trip to the data folder.",
            "Repair the data folder first.",
        ),
        _ => Verdict::warning(
            "The system's opener did not take the address.",
            "Install xdg-utils, and choose a default browser.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::HealthStatus;
    use super::*;

    #[test]
    fn each_failed_step_of_a_round_trip_has_words_of_its_own() {
        use RoundTrip::{Back, Busy, ByHand, Foreign, NotKept, NotOpened, NothingCameBack};
        let mut said = alloc::collections::BTreeSet::new();
        for trip in [Back, ByHand, Busy, NotKept, NotOpened, NothingCameBack, Foreign] {
            for verdict in [scheme_trip_verdict(trip), bridge_trip_verdict(trip)] {
                let expected = if trip == Back { HealthStatus::Ok } else { HealthStatus::Warning };
                assert_eq!(verdict.status, expected, "{trip:?}");
            }
            assert!(said.insert(scheme_trip_verdict(trip).message), "{trip:?}");
        }
        assert!(!scheme_trip_verdict(Foreign).hint.contains("deploy"), "no page is on the way of a link");
    }
}

//! The needs of accounts in words, for the terminal and for notifications. The window has its own.

use switchhook_core::Need;

use crate::contract::AccountNeed;
use crate::host::working_time::date_text;

/// Returns what an account needs, to follow its name. `time` writes a moment, which it gets as RFC 3339.
pub fn sentence(AccountNeed { need, since, .. }: &AccountNeed, time: impl Fn(&str) -> String) -> String {
    let since = since.as_deref().map(time).unwrap_or_default();
    match need {
        Need::Reconnect if since.is_empty() => "no longer works. Reconnect the account.".into(),
        Need::Reconnect => format!("has not worked since {since}. Reconnect the account."),
        Need::Waiting { count, minutes, working } => {
            let (conversations, wait) =
                if *count == 1 { ("conversation", "waits") } else { ("conversations", "wait") };
            let working = if *working { " of working time" } else { "" };
            let limit = duration(*minutes);
            format!("has {count} {conversations} that {wait} longer than {limit}{working} (counted {since}).")
        }
        Need::LowRatings { low, rated, with_remark } => {
            let remarks = match with_remark {
                None | Some(0) => String::new(),
                Some(1) => ", 1 with a remark".into(),
                Some(remarks) => format!(", {remarks} with a remark"),
            };
            let ratings = if *low == 1 { "rating" } else { "ratings" };
            format!("got {low} low {ratings} of {rated} since {since}{remarks}.")
        }
        Need::BusyDay { day, count, usual } => {
            let day = date_text(*day);
            format!("got {count} new conversations on {day}; {usual} are usual on that weekday.")
        }
        Need::HandOvers { day, count, usual } => {
            let day = date_text(*day);
            format!(
                "had {count} conversations of {day} handed over by Fin; {usual} are usual on that weekday."
            )
        }
        Need::Permissions { lacks } => {
            let lacks: Vec<String> = lacks.iter().map(|each| format!("“{each}”")).collect();
            let permissions = if lacks.len() == 1 { "permission" } else { "permissions" };
            format!("lacks the {permissions} {}. Add it in the Developer Hub.", lacks.join(", "))
        }
    }
}

/// Returns a number of minutes in hours and minutes: `3 h 12 min`.
pub fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_core::AccountId;

    fn said(need: Need) -> String {
        let since = Some("2026-11-30T08:45:00Z".into());
        sentence(&AccountNeed { account: AccountId::new("a"), name: "A".into(), need, since }, |_| {
            "8:45".into()
        })
    }

    #[test]
    fn each_need_is_a_sentence_with_its_numbers() {
        let waiting = |count, minutes, working| Need::Waiting { count, minutes, working };
        for (need, words) in [
            (Need::Reconnect, "has not worked since 8:45. Reconnect the account."),
            (
                waiting(1, 480, true),
                "has 1 conversation that waits longer than 8 h of working time (counted 8:45).",
            ),
            (
                waiting(3, 1_450, false),
                "has 3 conversations that wait longer than 24 h 10 min (counted 8:45).",
            ),
            (
                Need::LowRatings { low: 2, rated: 9, with_remark: Some(1) },
                "got 2 low ratings of 9 since 8:45, 1 with a remark.",
            ),
            (
                Need::LowRatings { low: 1, rated: 1, with_remark: Some(0) },
                "got 1 low rating of 1 since 8:45.",
            ),
            (
                Need::BusyDay { day: 20_787, count: 97, usual: 41 },
                "got 97 new conversations on 2026-11-30; 41 are usual on that weekday.",
            ),
            (
                Need::HandOvers { day: 20_787, count: 9, usual: 2 },
                "had 9 conversations of 2026-11-30 handed over by Fin; 2 are usual on that weekday.",
            ),
            (
                Need::Permissions { lacks: vec!["Read tags".into()] },
                "lacks the permission “Read tags”. Add it in the Developer Hub.",
            ),
        ] {
            assert_eq!(said(need), words);
        }
    }
}

//! Which permission a read takes, as the Developer Hub labels its check box.

use crate::ApiPath;

/// The label, where it is known from the path. What this table does not know is not guessed.
pub fn permission(path: &ApiPath) -> Option<&'static str> {
    let mut steps = path.steps();
    let (first, second, third) = (steps.next()?, steps.next().unwrap_or_default(), steps.next());
    Some(match (first, second) {
        ("me", _) => "Read one admin",
        ("admins", "activity_logs" | "activity_log_event_types") => "Read admin activity logs",
        ("admins" | "teams" | "away_status_reasons", _) => "Read admins",
        (
            "contacts" | "companies" | "segments" | "notes" | "visitors" | "data_attributes"
            | "subscription_types",
            _,
        ) => "Read and list users and companies",
        ("conversations" | "macros" | "calls", _) => "Read conversations",
        ("tags", _) => "Read tags",
        ("tickets" | "ticket_types" | "ticket_states", _) => "Read tickets",
        ("articles", _) if !matches!(third, Some("versions" | "draft")) => "Read and List articles",
        ("internal_articles", _) => "Read and List articles",
        ("help_center", "collections" | "help_centers") if path.steps().nth(3) != Some("redirects") => {
            "Read and List articles"
        }
        ("news", _) => "Read and list news items and newsfeeds",
        ("events", _) => "Read events",
        ("jobs", _) => "Read status of jobs",
        ("data_connectors", _) => "Read data connectors",
        ("custom_object_instances", _) => "Read and write custom object instances",
        ("ai", _) => "Read and write AI content",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Figure;

    #[test]
    fn a_permission_is_named_where_it_is_known_and_nowhere_else() {
        for (path, label) in [
            ("/me", Some("Read one admin")),
            ("/admins?x=1", Some("Read admins")),
            ("/admins/814", Some("Read admins")),
            ("/admins/activity_logs?created_at_after=1", Some("Read admin activity logs")),
            ("/contacts/814/tags", Some("Read and list users and companies")),
            ("/tags", Some("Read tags")),
            ("/articles/1", Some("Read and List articles")),
            ("/articles/1/versions", None),
            ("/help_center/help_centers/1", Some("Read and List articles")),
            ("/help_center/help_centers/1/redirects", None),
            ("/brands", None),
            ("/contactsx", None),
            ("/", None),
        ] {
            assert_eq!(permission(&ApiPath::new(path).expect(path)), label, "{path}");
        }
    }

    #[test]
    fn a_figures_permission_is_that_of_the_path_it_asks() {
        for figure in Figure::ALL {
            let path = ApiPath::new(figure.question().path).expect("a path of ours");
            assert_eq!(permission(&path), Some(figure.permission()), "{figure:?}");
        }
    }
}

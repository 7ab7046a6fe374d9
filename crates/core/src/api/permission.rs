//! The permissions of an app that Switchhook uses, as the Developer Hub labels their check boxes. The app's owner ticks them
//! there; no authorization request names them.

use alloc::vec::Vec;

use crate::{ApiPath, Figure};

/// A permission, and the figures that need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The label of the check box in the Developer Hub.
    pub label: &'static str,
    /// The figures that stay empty without the permission. Empty for [`IDENTITY_PERMISSION`].
    pub figures: Vec<Figure>,
}

/// The permission that `/me` needs.
pub const IDENTITY_PERMISSION: &str = "Read one admin";

impl Permission {
    /// Returns all permissions that Switchhook uses: first that of `/me`, then those of the figures in display order.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::from([Self { label: IDENTITY_PERMISSION, figures: Vec::new() }]);
        for figure in Figure::ALL {
            match all.iter_mut().find(|known| known.label == figure.permission()) {
                Some(known) => known.figures.push(figure),
                None => all.push(Self { label: figure.permission(), figures: Vec::from([figure]) }),
            }
        }
        all
    }
}

/// Returns the label of the permission that reading this path needs. Returns `None` for a path that the table does not know.
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
    use std::collections::HashSet;

    #[test]
    fn every_figure_has_one_permission_and_labels_are_unique() {
        let all = Permission::all();
        assert_eq!(all[0], Permission { label: IDENTITY_PERMISSION, figures: Vec::new() });
        let labels: HashSet<&str> = all.iter().map(|permission| permission.label).collect();
        assert_eq!(labels.len(), all.len());
        let figures: Vec<Figure> = all.iter().flat_map(|permission| permission.figures.clone()).collect();
        assert_eq!(figures.len(), Figure::ALL.len());
        for (permission, figure) in
            all.iter().flat_map(|each| each.figures.iter().map(move |figure| (each, figure)))
        {
            assert_eq!(figure.permission(), permission.label);
        }
    }

    #[test]
    fn permission_is_named_for_known_paths_only() {
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
    fn permission_of_figure_equals_permission_of_its_path() {
        for figure in Figure::ALL {
            let path = ApiPath::new(figure.question().path).expect("a path of ours");
            assert_eq!(permission(&path), Some(figure.permission()), "{figure:?}");
        }
    }
}

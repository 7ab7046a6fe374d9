//! The permission and the API version that each resource needs.
//!
//! The sandbox serves no resource without an entry here, so that a new route cannot lack its checks. Paths are
//! the templates of Intercom's OpenAPI description 2.16. A resource's version is the first description with
//! the path. The oldest description is 2.7, so its resources count as known to every version. Intercom documents
//! the permission of most paths. The permissions for teams, away statuses, notes, subscription types, data
//! attributes, collections, ticket types and ticket states are guesses from related paths.

use super::versions::Version;
use crate::oauth::permissions::{
    ACTIVITY, ADMINS, ARTICLES, CONVERSATIONS, ONE_ADMIN, PEOPLE, Permission, TAGS, TICKETS,
};

/// One resource.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) path: &'static str,
    /// The permissions of which a token needs one. An empty list admits every token.
    pub(crate) permissions: &'static [Permission],
    since: &'static str,
    /// Whether a restricted plan lacks it (the description's 403 `api_plan_restricted`).
    pub(crate) of_the_plan: bool,
}

impl Resource {
    /// Returns the resource of a route's path.
    pub(crate) fn at(path: &str) -> Option<&'static Self> {
        CATALOGUE.iter().find(|each| each.path == path)
    }

    /// Whether `version` has the resource.
    pub(crate) fn is_in(&self, version: Version) -> bool {
        !self.is_newer() || Version::named(self.since).is_none_or(|since| since <= version)
    }

    /// Whether the resource is newer than the oldest description.
    ///
    /// Newer resources refuse a missing permission with 403, older ones with 401. Sources are the description's
    /// examples and reports of users.
    pub(crate) fn is_newer(&self) -> bool {
        self.since != OLDEST
    }
}

const OLDEST: &str = "2.7";

const fn old(path: &'static str, permissions: &'static [Permission]) -> Resource {
    since(OLDEST, path, permissions)
}

const fn since(since: &'static str, path: &'static str, permissions: &'static [Permission]) -> Resource {
    Resource { path, permissions, since, of_the_plan: false }
}

const fn planned(resource: Resource) -> Resource {
    Resource { of_the_plan: true, ..resource }
}

static CATALOGUE: [Resource; 53] = [
    old("/auth/uninstall", &[]),
    old("/me", &[ONE_ADMIN]),
    old("/admins", &[ADMINS]),
    old("/admins/{admin_id}", &[ADMINS, ONE_ADMIN]),
    old("/admins/activity_logs", &[ACTIVITY]),
    since("2.16", "/admins/activity_logs/search", &[ACTIVITY]),
    since("2.16", "/admins/activity_log_event_types", &[ACTIVITY]),
    since("2.14", "/away_status_reasons", &[ADMINS]),
    old("/teams", &[ADMINS]),
    old("/teams/{team_id}", &[ADMINS]),
    planned(since("2.16", "/teams/{team_id}/metrics", &[ADMINS])),
    old("/tags", &[TAGS]),
    old("/tags/{tag_id}", &[TAGS]),
    old("/segments", &[PEOPLE]),
    old("/segments/{segment_id}", &[PEOPLE]),
    old("/contacts", &[PEOPLE]),
    old("/contacts/search", &[PEOPLE]),
    old("/contacts/{contact_id}", &[PEOPLE]),
    since("2.13", "/contacts/find_by_external_id/{external_id}", &[PEOPLE]),
    old("/contacts/{contact_id}/companies", &[PEOPLE]),
    old("/contacts/{contact_id}/segments", &[PEOPLE]),
    old("/contacts/{contact_id}/subscriptions", &[PEOPLE]),
    old("/contacts/{contact_id}/tags", &[PEOPLE]),
    old("/contacts/{contact_id}/notes", &[PEOPLE]),
    old("/notes/{note_id}", &[PEOPLE]),
    old("/companies", &[PEOPLE]),
    old("/companies/list", &[PEOPLE]),
    old("/companies/scroll", &[PEOPLE]),
    old("/companies/{company_id}", &[PEOPLE]),
    old("/companies/{company_id}/contacts", &[PEOPLE]),
    old("/companies/{company_id}/segments", &[PEOPLE]),
    since("2.15", "/companies/{company_id}/notes", &[PEOPLE]),
    planned(old("/conversations", &[CONVERSATIONS])),
    planned(old("/conversations/search", &[CONVERSATIONS])),
    planned(old("/conversations/{conversation_id}", &[CONVERSATIONS])),
    since("2.16", "/macros", &[CONVERSATIONS]),
    since("2.16", "/macros/{id}", &[CONVERSATIONS]),
    since("2.10", "/tickets/search", &[TICKETS]),
    since("2.9", "/tickets/{ticket_id}", &[TICKETS]),
    since("2.9", "/ticket_types", &[TICKETS]),
    since("2.9", "/ticket_types/{ticket_type_id}", &[TICKETS]),
    since("2.12", "/ticket_states", &[TICKETS]),
    old("/articles", &[ARTICLES]),
    since("2.10", "/articles/search", &[ARTICLES]),
    old("/articles/{article_id}", &[ARTICLES]),
    old("/help_center/collections", &[ARTICLES]),
    old("/help_center/collections/{collection_id}", &[ARTICLES]),
    old("/help_center/help_centers", &[ARTICLES]),
    old("/help_center/help_centers/{help_center_id}", &[ARTICLES]),
    old("/data_attributes", &[PEOPLE]),
    old("/subscription_types", &[PEOPLE]),
    since("2.15", "/brands", &[ADMINS]),
    since("2.15", "/brands/{id}", &[ADMINS]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_exists_from_its_version_on() {
        let known = |path, version| Resource::at(path).unwrap().is_in(Version::named(version).unwrap());
        assert!(known("/contacts", "1.0") && known("/contacts", "Preview"));
        assert!(!known("/ticket_states", "2.11") && known("/ticket_states", "2.12"));
        assert!(known("/ticket_states", "2.18") && known("/ticket_states", "Unstable"));
        assert!(Resource::at("/nowhere").is_none());
    }

    #[test]
    fn catalogue_has_each_path_once_and_known_versions() {
        for resource in &CATALOGUE {
            assert_eq!(CATALOGUE.iter().filter(|each| each.path == resource.path).count(), 1, "{resource:?}");
            assert!(Version::named(resource.since).is_some(), "{resource:?}");
        }
    }
}

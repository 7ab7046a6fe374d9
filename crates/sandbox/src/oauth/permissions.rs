//! The Developer Hub's permissions that reads need.
//!
//! The labels follow Intercom's page of OAuth scopes. The short names are Intercom's internal ones where
//! they are public. Those for tickets and activity logs are guesses in the same style.

use serde_json::{Value, json};

use crate::control::setting::{Choice, Control, Setting, SettingError, names};

/// A permission: its internal name, and its label in the Developer Hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
}

/// The permission for `/me`.
pub(crate) const ONE_ADMIN: Permission = Permission { name: "read_single_admin", label: "Read one admin" };
/// Teammates, teams, away statuses.
pub(crate) const ADMINS: Permission = Permission { name: "read_admins", label: "Read admins" };
/// Contacts, companies, segments and their notes.
pub(crate) const PEOPLE: Permission =
    Permission { name: "read_users", label: "Read and list users and companies" };
/// Conversations and macros.
pub(crate) const CONVERSATIONS: Permission =
    Permission { name: "read_conversations", label: "Read conversations" };
/// Tags.
pub(crate) const TAGS: Permission = Permission { name: "read_tags", label: "Read tags" };
/// Tickets, their types and states.
pub(crate) const TICKETS: Permission = Permission { name: "read_tickets", label: "Read tickets" };
/// Articles, collections, help centers.
pub(crate) const ARTICLES: Permission =
    Permission { name: "read_articles_scope", label: "Read and List articles" };
/// Activity logs.
pub(crate) const ACTIVITY: Permission =
    Permission { name: "read_admin_activity_logs", label: "Read admin activity logs" };

/// All permissions, in the order of the consent page.
pub(crate) const ALL: [Permission; 8] =
    [ONE_ADMIN, ADMINS, PEOPLE, CONVERSATIONS, TAGS, TICKETS, ARTICLES, ACTIVITY];

/// A set of permissions, one bit each in the order of [`ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PermissionSet(u8);

impl PermissionSet {
    /// Returns the set of `permissions`.
    pub(crate) fn of(permissions: &[Permission]) -> Self {
        Self(bits().filter(|(_, each)| permissions.contains(each)).map(|(bit, _)| bit).sum())
    }

    /// Whether the set contains `permission`.
    pub(crate) fn has(self, permission: Permission) -> bool {
        bits().any(|(bit, each)| each == permission && self.0 & bit != 0)
    }

    /// Returns the union of both sets.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Setting for PermissionSet {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let mut set = 0;
        for name in names(given)? {
            let known = || ALL.map(|each| each.name).join(", ");
            let none = || SettingError::NoneOf { given: name.to_owned(), known: known() };
            set |= bits().find(|(_, each)| each.name == name).ok_or_else(none)?.0;
        }
        Ok(Self(set))
    }

    fn value(&self) -> Value {
        bits().filter(|(bit, _)| self.0 & bit != 0).map(|(_, each)| json!(each.name)).collect()
    }

    fn control(&self) -> Control {
        let choice = |(bit, each): (u8, Permission)| Choice {
            value: each.name.to_owned(),
            words: each.label.to_owned(),
            chosen: self.0 & bit != 0,
        };
        Control::Many(bits().map(choice).collect())
    }
}

fn bits() -> impl Iterator<Item = (u8, Permission)> {
    ALL.into_iter().enumerate().map(|(number, permission)| (1 << number, permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_holds_exactly_the_named_permissions() {
        let set = PermissionSet::read(&json!(["read_tags", "read_single_admin"])).unwrap();
        assert_eq!(set, PermissionSet::of(&[ONE_ADMIN, TAGS]));
        let held: Vec<_> = ALL.into_iter().filter(|each| set.has(*each)).collect();
        assert_eq!(held, [ONE_ADMIN, TAGS]);
        assert_eq!(set.value(), json!(["read_single_admin", "read_tags"]));
        assert!(
            PermissionSet::read(&json!(["read_everything"]))
                .unwrap_err()
                .to_string()
                .contains("read_tickets")
        );
    }
}

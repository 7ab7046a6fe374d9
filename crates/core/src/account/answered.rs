//! The identity that an answer names, in a form that a person can read.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Admin, Me, Workspace, is_same_name};

/// A workspace and its teammate, as far as the provider named them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Answered {
    /// The name of the workspace, or its id if it has no name.
    pub workspace: Option<String>,
    /// The teammate's name, or their e-mail address if they have no name.
    pub admin: Option<String>,
    /// The workspace's id, the region and the teammate's id, which distinguish it from others with equal names.
    #[serde(default)]
    pub ids: Option<String>,
}

impl Answered {
    /// Returns the workspace and the teammate that an answer of `/me` names.
    pub fn of(me: &Me) -> Self {
        let Me { workspace, admin, .. } = me;
        Self {
            workspace: workspace.name.clone().or_else(|| workspace.id.as_ref().map(ToString::to_string)),
            admin: admin.name.clone().or_else(|| admin.email.clone()),
            ids: ids(workspace, admin),
        }
    }

    /// Makes a workspace of which only the id is known.
    pub fn workspace(id: Option<&str>) -> Self {
        Self { workspace: id.map(ToString::to_string), ..Self::default() }
    }

    /// Prepares two answers for a sentence that names both. The ids stay only if all names are equal.
    #[must_use]
    pub fn apart(self, other: Self) -> (Box<Self>, Box<Self>) {
        let is_same = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => is_same_name(one, other),
            _ => one == other,
        };
        if is_same(&self.workspace, &other.workspace) && is_same(&self.admin, &other.admin) {
            return (Box::new(self), Box::new(other));
        }
        (Box::new(Self { ids: None, ..self }), Box::new(Self { ids: None, ..other }))
    }
}

/// Joins the known ids of a workspace and a teammate with commas: workspace id, region, teammate id. Returns `None` if none is known.
pub fn ids(workspace: &Workspace, admin: &Admin) -> Option<String> {
    let region = workspace.region.map(|region| region.code().to_string());
    let workspace = workspace.id.as_ref().map(ToString::to_string);
    let ids: Vec<String> = [workspace, region, admin.id.clone()].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(workspace: &str, id: &str) -> Answered {
        Answered {
            workspace: Some(workspace.to_string()),
            admin: Some("Zoé".into()),
            ids: Some(id.to_string()),
        }
    }

    #[test]
    fn ids_stay_only_beside_equal_names() {
        for (one, other, needs_ids) in
            [("Café", "Café", true), ("Café", "Cafe\u{301}", true), ("Café", "Cafe", false)]
        {
            let (one, other) = answered(one, "a").apart(answered(other, "b"));
            assert_eq!((one.ids.is_some(), other.ids.is_some()), (needs_ids, needs_ids), "{one:?} {other:?}");
        }
    }
}

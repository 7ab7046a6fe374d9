//! Who answered, in a form that a person can read.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{Admin, Me, Workspace, is_same_name};

/// A workspace and its teammate, as far as the provider told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Answered {
    /// The name of the workspace, else its id.
    pub workspace: Option<String>,
    /// The teammate's name, else their address.
    pub admin: Option<String>,
    /// What tells it from others of the same names: the workspace's id, its region, the teammate's id.
    #[serde(default)]
    pub ids: Option<String>,
}

impl Answered {
    /// Who an answer of `/me` names.
    pub fn of(me: &Me) -> Self {
        let Me { workspace, admin, .. } = me;
        Self {
            workspace: workspace.name.clone().or_else(|| workspace.id.as_ref().map(ToString::to_string)),
            admin: admin.name.clone().or_else(|| admin.email.clone()),
            ids: ids(workspace, admin),
        }
    }

    /// A workspace of which the id alone is known.
    pub fn workspace(id: Option<&str>) -> Self {
        Self { workspace: id.map(ToString::to_string), ..Self::default() }
    }

    /// Two that a person is to tell apart: the ids stay where the names are the same.
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

/// What tells a workspace and a teammate from others of the same names, as far as it is known.
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
    fn ids_tell_two_of_one_name_apart_in_each_form_of_it() {
        for (one, other, needs_ids) in
            [("Café", "Café", true), ("Café", "Cafe\u{301}", true), ("Café", "Cafe", false)]
        {
            let (one, other) = answered(one, "a").apart(answered(other, "b"));
            assert_eq!((one.ids.is_some(), other.ids.is_some()), (needs_ids, needs_ids), "{one:?} {other:?}");
        }
    }
}

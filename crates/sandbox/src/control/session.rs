//! The two switches whose values come from the records: the browser session's workspace, and the deactivated
//! teammates.

use serde_json::{Value, json};

use super::setting::{Choice, Control, Setting, SettingError, names};
use crate::records::workspaces::{Teammate, WORKSPACES, Workspace, workspace};

/// The workspace that the session is signed in to.
#[derive(Clone, Copy)]
pub(crate) struct Session(pub(crate) &'static Workspace);

impl Default for Session {
    fn default() -> Self {
        Self(&WORKSPACES[0])
    }
}

impl Setting for Session {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let known = given.as_str().and_then(workspace).map(Self);
        known.ok_or_else(|| {
            let known = WORKSPACES.each_ref().map(|each| each.id_code).join(", ");
            SettingError::NoWorkspace { known }
        })
    }

    fn value(&self) -> Value {
        json!(self.0.id_code)
    }

    fn control(&self) -> Control {
        let choice = |each: &Workspace| Choice {
            value: each.id_code.to_owned(),
            words: format!("{} ({})", each.name, each.region.name()),
            chosen: each == self.0,
        };
        Control::One(WORKSPACES.iter().map(choice).collect())
    }
}

/// A set of teammates, one bit each in the order of [`bits`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Deactivated(u32);

impl Deactivated {
    /// Whether the set contains `admin`.
    pub(crate) fn has(self, admin: &Teammate) -> bool {
        bits().any(|(bit, each, _)| each == admin && self.0 & bit != 0)
    }
}

impl Setting for Deactivated {
    fn read(given: &Value) -> Result<Self, SettingError> {
        let mut set = 0;
        for name in names(given)? {
            let found = bits().find(|(_, each, _)| each.id == name);
            set |= found.ok_or_else(|| SettingError::NoTeammate(name.to_owned()))?.0;
        }
        Ok(Self(set))
    }

    fn value(&self) -> Value {
        bits().filter(|(bit, _, _)| self.0 & bit != 0).map(|(_, each, _)| json!(each.id)).collect()
    }

    fn control(&self) -> Control {
        let choice = |(bit, each, workspace): (u32, &Teammate, &Workspace)| Choice {
            value: each.id.to_owned(),
            words: format!("{}, {}", each.name, workspace.name),
            chosen: self.0 & bit != 0,
        };
        Control::Many(bits().map(choice).collect())
    }
}

fn bits() -> impl Iterator<Item = (u32, &'static Teammate, &'static Workspace)> {
    let all = WORKSPACES.iter().flat_map(|each| each.teammates.iter().map(move |teammate| (teammate, each)));
    all.enumerate().map(|(number, (teammate, workspace))| (1 << number, teammate, workspace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teammates_differ_in_bit_and_id() {
        let all: Vec<_> = bits().collect();
        assert!(all.len() > WORKSPACES.len() && all.len() <= 32);
        for (_, teammate, _) in &all {
            let set = Deactivated::read(&json!([teammate.id])).unwrap();
            assert!(set.has(teammate));
            assert_eq!(bits().filter(|(_, each, _)| set.has(each)).count(), 1, "{}", teammate.id);
            assert_eq!(set.value(), json!([teammate.id]));
        }
    }

    #[test]
    fn error_names_an_unknown_workspace_or_teammate() {
        assert!(Session::read(&json!("nobody")).err().unwrap().to_string().contains("nw7k2p0q, bl3x9d5m"));
        assert!(Deactivated::read(&json!(["1"])).err().unwrap().to_string().contains("no teammate 1"));
    }
}

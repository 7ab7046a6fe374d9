//! The switches: every answer that Intercom leaves open, and whatever a test needs to go wrong.
//!
//! One table says which there are, what each begins as, and how it is explained on the hub and in
//! `docs/sandbox.md`. They begin anew with each start.

use serde_json::{Map, Value};

use super::{
    choices::*,
    session::{Deactivated, Session},
    setting::{Control, Number, Setting, SettingError},
};
use crate::{api::versions::Version, oauth::permissions::PermissionSet};

/// One switch, as a person sees it.
pub(crate) struct Switch {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) value: Value,
    pub(crate) control: Control,
}

/// Why switches can't be set.
#[derive(Debug)]
pub(crate) struct Unsettable {
    /// The switch, where there is one of that name.
    pub(crate) name: Option<&'static str>,
    pub(crate) why: SettingError,
}

macro_rules! switches {
    ($($group:literal { $($name:ident: $kind:ty = $default:expr, $title:literal;)+ })+) => {
        /// How the sandbox behaves now.
        #[derive(Clone, Copy)]
        pub(crate) struct Switches { $($(#[doc = $title] pub(crate) $name: $kind,)+)+ }

        impl Default for Switches {
            fn default() -> Self {
                Self { $($($name: $default,)+)+ }
            }
        }

        impl Switches {
            /// Every switch, in the order of the table.
            pub(crate) fn all(&self) -> Vec<Switch> {
                vec![$($(Switch {
                    group: $group,
                    name: stringify!($name),
                    title: $title,
                    value: self.$name.value(),
                    control: self.$name.control(),
                },)+)+]
            }

            fn set(&mut self, name: &str, given: &Value) -> Result<(), Unsettable> {
                match name {
                    $($(stringify!($name) => {
                        self.$name = <$kind>::read(given)
                            .map_err(|why| Unsettable { name: Some(stringify!($name)), why })?;
                    })+)+
                    _ => {
                        let why = SettingError::NoSwitch(name.to_owned());
                        return Err(Unsettable { name: None, why });
                    }
                }
                Ok(())
            }
        }
    };
}

switches! {
    "Consent" {
        chooser: bool = false, "Whether the consent page offers a choice of workspaces";
        session: Session = Session::default(), "Workspace that the browser is signed in to";
        teammate: Signed = Signed::First, "Teammate that the browser is signed in as";
        consent_host: ConsentHost = ConsentHost::Anywhere, "Workspaces that a region's consent page finds";
        install_permission: InstallPermission = InstallPermission::Granted, "Whether that teammate may install apps";
        denial: Denial = Denial::AccessDenied, "What Cancel does";
        state: StateEcho = StateEcho::Whole, "What becomes of the state";
        code_challenge: CodeChallenge = CodeChallenge::Ignored, "What is done with a code_challenge (PKCE)";
        scope: Scope = Scope::Ignored, "What is done with a scope that is not empty";
        redirect_uris: RedirectUris = RedirectUris::Lenient, "Which redirect URLs can be registered";
    }
    "Tokens" {
        token: TokenAnswer = TokenAnswer::Answer, "How the token endpoint answers";
        token_refusal: TokenRefusal = TokenRefusal::ErrorList, "How the token endpoint refuses";
        code_use: CodeUse = CodeUse::Once, "How often a code works";
        reconsent: Reconsent = Reconsent::New, "What a second consent gives";
        regional_token_endpoint: RegionalTokenEndpoint = RegionalTokenEndpoint::Answers,
            "Whether EU and AU have a token endpoint";
        dead_token: DeadToken = DeadToken::Unauthorized, "What a dead token is told";
        deactivated: Deactivated = Deactivated::default(), "Teammates who were deactivated";
        uninstall: UninstallAnswer = UninstallAnswer::Empty, "What an uninstall answers";
        uninstall_kills: UninstallKills = UninstallKills::EveryTeammate, "Whose tokens an uninstall kills";
    }
    "Permissions and plan" {
        missing_permissions: PermissionSet = PermissionSet::default(), "Permissions that the first app lacks";
        permission_refusal: PermissionRefusal = PermissionRefusal::Mixed, "How a missing permission is answered";
        new_permissions: NewPermissions = NewPermissions::AtOnce, "When a permission that was added holds";
        plan: Plan = Plan::Full, "What the plan includes";
    }
    "API" {
        me: MeAnswer = MeAnswer::Answer, "How /me answers";
        reads: ReadsAnswer = ReadsAnswer::Answer, "How lists, records and searches answer";
        foreign_region: ForeignRegion = ForeignRegion::Refused, "What a token of another region gets";
        app_version: Version = Version::default(), "API version where a request names none";
        rate_limit: Number<1, 1_000_000> = Number(1_666), "Calls an app may make in a workspace, in 10 seconds";
        workspace_rate_limit: Number<1, 1_000_000> = Number(4_166),
            "Calls all apps may make in a workspace, in 10 seconds";
        latency_ms: Number<0, 60_000> = Number(0), "How long every answer of the API waits, in milliseconds";
        clock_offset_s: Number<-31_536_000, 31_536_000> = Number(0), "How far its clock is ahead, in seconds";
    }
}

impl Switches {
    /// Sets those that `change` names: all of them or, if one is wrong, none.
    ///
    /// # Errors
    /// Which one can't be set, and why.
    pub(crate) fn change<'a>(
        &mut self,
        change: impl IntoIterator<Item = (&'a String, &'a Value)>,
    ) -> Result<(), Unsettable> {
        let mut changed = *self;
        for (name, given) in change {
            changed.set(name, given)?;
        }
        *self = changed;
        Ok(())
    }

    /// All of them by name.
    pub(crate) fn document(&self) -> Map<String, Value> {
        self.all().into_iter().map(|switch| (switch.name.to_owned(), switch.value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_can_be_read_back() {
        let mut switches = Switches::default();
        let written = switches.document();
        assert_eq!(written.len(), switches.all().len(), "no name stands twice");
        switches.change(&written).unwrap();
        assert_eq!(switches.document(), written);
    }

    #[test]
    fn a_wrong_change_changes_nothing() {
        let mut switches = Switches::default();
        let before = switches.document();
        let change = json!({"chooser": true, "denial": "maybe"});
        let refused = switches.change(change.as_object().unwrap()).unwrap_err();
        assert_eq!(refused.name, Some("denial"));
        assert_eq!(switches.document(), before);
    }

    /// A row of the documentation's table for each, in its order, with every value that is a name.
    #[test]
    fn the_documentation_has_a_row_for_every_switch_with_every_value() {
        let page = include_str!("../../../../docs/sandbox.md");
        let mut rows = page.lines().filter(|line| line.starts_with("| `") && line.ends_with(" |"));
        let mut rows = rows.by_ref().skip_while(|row| !row.starts_with("| `chooser`"));
        for switch in Switches::default().all() {
            let row = rows.next().unwrap_or_default();
            assert!(row.starts_with(&format!("| `{}` |", switch.name)), "{}: {row}", switch.name);
            // Who is there stands in the table of workspaces.
            let named = !matches!(switch.name, "session" | "deactivated");
            if let (true, Control::One(choices) | Control::Many(choices)) = (named, switch.control) {
                for choice in choices {
                    assert!(
                        row.contains(&format!("`{}`", choice.value)),
                        "{}: {}",
                        switch.name,
                        choice.value
                    );
                }
            }
        }
    }
}

//! The switches: the questions that Intercom's documentation leaves open, and the faults that tests need.
//!
//! One table holds each switch's name, default and title on the hub. `docs/sandbox.md` lists the same
//! switches. Each start resets them.

use serde_json::{Map, Value};

use super::{
    choices::*,
    moment::Moment,
    session::{Deactivated, Session},
    setting::{Control, Number, Setting, SettingError},
};
use crate::{api::versions::Version, oauth::permissions::PermissionSet};

/// One switch, as the hub shows it.
pub(crate) struct Switch {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) value: Value,
    pub(crate) control: Control,
}

/// A refused change of switches.
#[derive(Debug)]
pub(crate) struct Unsettable {
    /// The refused switch, or `None` for an unknown name.
    pub(crate) name: Option<&'static str>,
    pub(crate) why: SettingError,
}

macro_rules! switches {
    ($now:ident: $($group:literal { $($name:ident: $kind:ty = $default:expr, $title:literal;)+ })+) => {
        /// The current value of every switch.
        #[derive(Clone, Copy)]
        pub(crate) struct Switches { $($(#[doc = $title] pub(crate) $name: $kind,)+)+ }

        impl Switches {
            /// Returns every switch with its initial value. The records' time is `now`.
            pub(crate) fn new($now: Moment) -> Self {
                Self { $($($name: $default,)+)+ }
            }

            /// Returns every switch, in the order of the table.
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

switches! { now:
    "Consent" {
        chooser: bool = false, "The consent page offers a choice of workspaces";
        session: Session = Session::default(), "Workspace of the browser's session";
        teammate: Signed = Signed::First, "Teammate of the browser's session";
        consent_host: ConsentHost = ConsentHost::Anywhere, "Workspaces that a region's consent page finds";
        install_permission: InstallPermission = InstallPermission::Granted, "The teammate may install apps";
        denial: Denial = Denial::AccessDenied, "Effect of Cancel";
        state: StateEcho = StateEcho::Whole, "The state in the answer";
        code_challenge: CodeChallenge = CodeChallenge::Ignored, "Treatment of a code_challenge (PKCE)";
        scope: Scope = Scope::Ignored, "Treatment of a scope that is not empty";
        redirect_uris: RedirectUris = RedirectUris::Lenient, "Redirect URLs that an app can register";
    }
    "Tokens" {
        token: TokenAnswer = TokenAnswer::Answer, "Answers of the token endpoint";
        token_refusal: TokenRefusal = TokenRefusal::ErrorList, "Refusals of the token endpoint";
        code_use: CodeUse = CodeUse::Once, "Exchanges of a code";
        reconsent: Reconsent = Reconsent::New, "Result of a second consent";
        regional_token_endpoint: RegionalTokenEndpoint = RegionalTokenEndpoint::Answers,
            "EU and AU have a token endpoint";
        dead_token: DeadToken = DeadToken::Unauthorized, "Error for a dead token";
        deactivated: Deactivated = Deactivated::default(), "Deactivated teammates";
        uninstall: UninstallAnswer = UninstallAnswer::Empty, "Answer to an uninstall";
        uninstall_kills: UninstallKills = UninstallKills::EveryTeammate, "Tokens that an uninstall kills";
    }
    "Permissions and plan" {
        missing_permissions: PermissionSet = PermissionSet::default(), "Permissions that the first app lacks";
        permission_refusal: PermissionRefusal = PermissionRefusal::Mixed, "Error for a missing permission";
        new_permissions: NewPermissions = NewPermissions::AtOnce, "Start of an added permission";
        plan: Plan = Plan::Full, "Features in the plan";
    }
    "API" {
        me: MeAnswer = MeAnswer::Answer, "Answers of /me";
        reads: ReadsAnswer = ReadsAnswer::Answer, "Answers of lists, records and searches";
        search_sort: SearchSort = SearchSort::Ignored, "The sort of a search of conversations or tickets";
        fin: Fin = Fin::Usual, "Work of Fin on conversations";
        foreign_region: ForeignRegion = ForeignRegion::Refused, "Answer to a token of another region";
        app_version: Version = Version::default(), "API version of a request that names none";
        rate_limit: Number<1, 1_000_000> = Number(1_666), "Calls of one app in a workspace, in 10 seconds";
        workspace_rate_limit: Number<1, 1_000_000> = Number(4_166),
            "Calls of all apps in a workspace, in 10 seconds";
        latency_ms: Number<0, 60_000> = Number(0), "Delay of every answer of the API, in milliseconds";
        clock_offset_s: Number<-31_536_000, 31_536_000> = Number(0), "Lead of the sandbox's clock, in seconds";
        now: Moment = now, "Time from which the dates of records count back";
    }
}

impl Switches {
    /// Sets the switches that `change` names: all, or none if one value is wrong.
    ///
    /// # Errors
    /// [`Unsettable`] with the refused switch and the reason.
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

    /// Returns the value of every switch by name.
    pub(crate) fn document(&self) -> Map<String, Value> {
        self.all().into_iter().map(|switch| (switch.name.to_owned(), switch.value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn initial() -> Switches {
        Switches::new("2026-10-25T00:30:00Z".parse().unwrap())
    }

    #[test]
    fn switches_accept_their_own_document() {
        let mut switches = initial();
        let written = switches.document();
        assert_eq!(written.len(), switches.all().len(), "each name appears once");
        switches.change(&written).unwrap();
        assert_eq!(switches.document(), written);
    }

    #[test]
    fn change_with_a_wrong_value_changes_nothing() {
        let mut switches = initial();
        let before = switches.document();
        let change = json!({"chooser": true, "denial": "maybe"});
        let refused = switches.change(change.as_object().unwrap()).unwrap_err();
        assert_eq!(refused.name, Some("denial"));
        assert_eq!(switches.document(), before);
    }

    /// The documentation's tables have the order of the switches.
    #[test]
    fn documentation_lists_every_switch_with_its_values() {
        let page = include_str!("../../../../docs/sandbox.md");
        let mut rows = page.lines().filter(|line| line.starts_with("| `") && line.ends_with(" |"));
        let mut rows = rows.by_ref().skip_while(|row| !row.starts_with("| `chooser`"));
        for switch in initial().all() {
            let row = rows.next().unwrap_or_default();
            assert!(row.starts_with(&format!("| `{}` |", switch.name)), "{}: {row}", switch.name);
            // The table of workspaces lists the values of these two.
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

//! The identity of an account: the answer of `/me`, and the key that recognises a second connect of the same account.
//!
//! Every field of `/me` is optional: Intercom's description makes all of them nullable. Ids are strings, and numbers in some
//! versions.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::api::raw_answer::raw_answer;
use crate::text::plain::cut;
use crate::{ClientId, JsonText, Provider, Region, WorkspaceId, is_plain, plain};

/// The most characters of a name. A person may type as many.
const MOST_OF_NAME: usize = 200;
/// The most characters of an e-mail address, more than one can have (RFC 5321 §4.5.3.1).
const MOST_OF_EMAIL: usize = 320;
/// The most bytes of an id. Intercom's are far shorter.
const MOST_OF_ID: usize = 200;

/// The facts of a workspace that the provider gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Intercom's `id_code`.
    pub id: Option<WorkspaceId>,
    /// The workspace's name.
    pub name: Option<String>,
    /// The region that keeps the workspace's data.
    pub region: Option<Region>,
    /// The name of the time zone, as in the IANA database.
    pub timezone: Option<String>,
    /// The time of creation, in seconds since 1970.
    pub created_at: Option<i64>,
}

/// The facts of the teammate who authorized the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admin {
    /// Intercom's id of the teammate.
    pub id: Option<String>,
    /// The teammate's name.
    pub name: Option<String>,
    /// The teammate's e-mail address.
    pub email: Option<String>,
    /// Whether Intercom verified the e-mail address.
    pub email_verified: Option<bool>,
}

/// The answer of `/me`, with outside text made safe to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Me {
    /// The workspace.
    pub workspace: Workspace,
    /// The teammate.
    pub admin: Admin,
    /// The whole answer as indented JSON. `None` if it is longer than 64 KiB.
    pub raw: Option<String>,
}

/// The body is not a JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeError;

impl Me {
    /// Reads the body of `/me`. Ignores fields that it does not know; absent and null fields become `None`.
    ///
    /// # Errors
    /// [`MeError`] if the body is not a JSON object.
    pub fn read(body: &[u8]) -> Result<Self, MeError> {
        let answer = JsonText::read(body).map_err(|_| MeError)?;
        let wire = answer.object().ok_or(MeError)?;
        let app = match wire.get("app") {
            Some(Value::Object(app)) => app.clone(),
            _ => Map::new(),
        };
        Ok(Self {
            workspace: Workspace {
                id: id(&app, "id_code").map(WorkspaceId::new),
                name: shown_field(&app, "name", MOST_OF_NAME),
                region: text_field(&app, "region").and_then(|region| region.parse().ok()),
                timezone: shown_field(&app, "timezone", MOST_OF_NAME),
                created_at: app.get("created_at").and_then(Value::as_i64),
            },
            admin: Admin {
                id: id(&wire, "id"),
                name: shown_field(&wire, "name", MOST_OF_NAME),
                email: shown_field(&wire, "email", MOST_OF_EMAIL),
                email_verified: wire.get("email_verified").and_then(Value::as_bool),
            },
            raw: raw_answer(&answer, body.len()),
        })
    }

    /// Replaces the region by the one whose API answered.
    #[must_use]
    pub fn in_region(mut self, region: Option<Region>) -> Self {
        self.workspace.region = region;
        self
    }

    /// Returns the identity. Returns `None` if the answer lacks the id of the workspace or of the teammate.
    pub fn identity(&self, provider: &Provider, client_id: Option<&ClientId>) -> Option<Identity> {
        Some(Identity {
            provider: provider.key(),
            client_id: client_id.cloned(),
            region: self.workspace.region,
            workspace: self.workspace.id.clone()?,
            admin: self.admin.id.clone()?,
        })
    }
}

/// Provider, client id (`None` for a token of the person's own), region, workspace and teammate. Two connects with equal
/// identities are one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    provider: String,
    client_id: Option<ClientId>,
    region: Option<Region>,
    workspace: WorkspaceId,
    admin: String,
}

/// How an answer of `/me` compares with an account's known identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The answer names the same workspace, and no other teammate or region.
    Same,
    /// The answer names another workspace, teammate or region.
    Other,
    /// The answer names no workspace.
    Unknown,
}

impl Identity {
    /// Reads a key that [`Self::key`] of this or an earlier version wrote. Returns `None` for any other text.
    pub fn of_key(key: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(key).ok()?;
        Some(Self { provider: Provider::key_of(&read.provider), ..read })
    }

    /// Compares an answer of `/me` with this identity by ids and region, since names may change. A missing teammate or region
    /// contradicts nothing: either may become known later.
    pub fn compared(&self, me: &Me) -> Compared {
        let Some(workspace) = &me.workspace.id else { return Compared::Unknown };
        let is_other_admin = me.admin.id.as_ref().is_some_and(|admin| *admin != self.admin);
        let is_other_region =
            self.region.zip(me.workspace.region).is_some_and(|(known, answered)| known != answered);
        if *workspace != self.workspace || is_other_admin || is_other_region {
            Compared::Other
        } else {
            Compared::Same
        }
    }

    /// Returns the region, if the provider named it.
    pub const fn region(&self) -> Option<Region> {
        self.region
    }

    /// Whether the answer names the region, and this identity lacks it.
    pub fn learns_region(&self, me: &Me) -> bool {
        self.region.is_none() && me.workspace.region.is_some()
    }

    /// Whether both may be the same account: they are equal, or differ only in a region that one of them lacks.
    pub fn may_be(&self, other: &Self) -> bool {
        let one_region = Self { region: other.region, ..self.clone() };
        let is_region_known = self.region.is_some() && other.region.is_some();
        self == other || (!is_region_known && one_region == *other)
    }

    /// Returns every other identity that may be the same account: the one without a region, or one for each region.
    pub fn may_be_also(&self) -> Vec<Self> {
        let regions = match self.region {
            Some(_) => vec![None],
            None => Region::ALL.into_iter().map(Some).collect(),
        };
        regions.into_iter().map(|region| Self { region, ..self.clone() }).collect()
    }

    /// Adds the region of `known` if this identity has none.
    #[must_use]
    pub fn or_region_of(self, known: &Self) -> Self {
        Self { region: self.region.or(known.region), ..self }
    }

    /// Returns one text for the database's unique index. JSON keeps the parts apart.
    pub fn key(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns every text that may stand for this identity in a database. Earlier versions kept a slash at the end of a pinned
    /// address.
    pub fn keys(&self) -> Vec<String> {
        let slashed = Self { provider: [&self.provider, "/"].concat(), ..self.clone() };
        let is_older_one = Provider::key_of(&slashed.provider) == self.provider;
        [self.key()].into_iter().chain(is_older_one.then(|| slashed.key())).collect()
    }
}

/// Returns a non-empty text field. A field of another type counts as missing, and spoils no other field.
fn text_field<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// Returns a text field, made safe to show and cut to `most` characters.
fn shown_field(object: &Map<String, Value>, name: &str, most: usize) -> Option<String> {
    text_field(object, name).map(|text| plain(&cut(text, most)))
}

/// Returns an id: a string, or a number in some versions of the API. A string that is too long or holds marks counts as missing:
/// cut or cleaned, it could equal the id of another account.
fn id(object: &Map<String, Value>, name: &str) -> Option<String> {
    let number = || object.get(name).and_then(Value::as_u64).map(|number| number.to_string());
    let text = text_field(object, name).filter(|id| id.len() <= MOST_OF_ID && id.chars().all(is_plain));
    text.map(String::from).or_else(number)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const WHOLE: &str = r#"{"type":"admin","id":"814","email":"maya@northwind.example","name":"Maya Ortiz",
        "email_verified":true,"app":{"type":"app","id_code":"nw7k2p0q","name":"Northwind Support",
        "created_at":1615680000,"secure":true,"identity_verification":false,
        "timezone":"America/Los_Angeles","region":"US"},"avatar":{"type":"avatar","image_url":null},"has_inbox_seat":true}"#;

    #[test]
    fn whole_answer_is_read() {
        let me = Me::read(WHOLE.as_bytes()).expect("Intercom's own example shape");
        assert_eq!(me.workspace.id, Some(WorkspaceId::new("nw7k2p0q")));
        assert_eq!(me.workspace.region, Some(Region::Us));
        assert_eq!(me.admin.email_verified, Some(true));
        let raw: Value = serde_json::from_str(me.raw.as_deref().expect("short")).expect("it stays JSON");
        assert_eq!(raw, serde_json::from_str::<Value>(WHOLE).expect("JSON"), "nothing of it is lost");
        assert!(me.identity(&Provider::Intercom, Some(&ClientId::new("client"))).is_some());
    }

    #[test]
    fn absent_and_null_fields_make_no_identity() {
        for body in [
            "{}",
            r#"{"id":null,"app":null}"#,
            r#"{"id":7}"#,
            r#"{"app":{"id_code":"x"}}"#,
            r#"{"sub":"u1"}"#,
        ] {
            let me = Me::read(body.as_bytes()).expect(body);
            assert_eq!(me.identity(&Provider::Intercom, None), None, "{body}");
        }
        assert_eq!(Me::read(b"[]"), Err(MeError));
        assert_eq!(Me::read(b"<html>"), Err(MeError));
    }

    #[test]
    fn region_is_read_in_every_spelling() {
        for (given, region) in [
            (r#""Europe""#, Some(Region::Eu)),
            (r#""EU""#, Some(Region::Eu)),
            (r#""us""#, Some(Region::Us)),
            (r#""United States""#, Some(Region::Us)),
            (r#""Australia""#, Some(Region::Au)),
            (r#""""#, None),
            ("null", None),
            ("1", None),
            (r#"["EU"]"#, None),
        ] {
            let me = format!(r#"{{"id":"1","app":{{"id_code":"x","region":{given}}}}}"#);
            assert_eq!(Me::read(me.as_bytes()).expect("JSON").workspace.region, region, "{given}");
        }
    }

    #[test]
    fn id_is_read_from_number_and_odd_region_stays_unknown() {
        let me = Me::read(br#"{"id":814,"app":{"id_code":"x","region":"MARS"}}"#).expect("tolerated");
        assert_eq!(me.admin.id.as_deref(), Some("814"));
        assert_eq!(me.workspace.region, None);
        let odd = Me::read(br#"{"id":"1","name":[],"app":{"id_code":"x","created_at":"soon"}}"#)
            .expect("tolerated");
        assert!(odd.identity(&Provider::Intercom, None).is_some(), "an odd field spoils no other");
    }

    #[test]
    fn identity_differs_by_app_and_provider() {
        let me = Me::read(WHOLE.as_bytes()).expect("whole");
        let key = |provider: &Provider, client: Option<&str>| {
            me.identity(provider, client.map(ClientId::new).as_ref()).expect("whole").key()
        };
        let keys = [
            key(&Provider::Intercom, Some("a")),
            key(&Provider::Intercom, Some("b")),
            key(&Provider::Intercom, None),
            key(&Provider::Sandbox, Some("a")),
        ];
        for (i, one) in keys.iter().enumerate() {
            assert!(keys[i + 1..].iter().all(|other| other != one), "{one} is its own");
        }
    }

    #[test]
    fn answer_is_compared_by_ids_and_region_not_by_name() {
        let read = |body: &str| Me::read(body.as_bytes()).expect("JSON");
        let whole = read(WHOLE).identity(&Provider::Intercom, Some(&ClientId::new("a"))).expect("whole");
        let whole = Identity::of_key(&whole.key()).expect("as it was written");
        let no_region = Identity { region: None, ..whole.clone() };
        for (body, compared) in [
            (WHOLE, Compared::Same),
            (
                r#"{"id":814,"name":"M. Ortiz","app":{"id_code":"nw7k2p0q","name":"Renamed","region":"US"}}"#,
                Compared::Same,
            ),
            (r#"{"app":{"id_code":"nw7k2p0q"}}"#, Compared::Same),
            (r#"{"id":"815","app":{"id_code":"nw7k2p0q"}}"#, Compared::Other),
            (r#"{"id":"814","app":{"id_code":"lm5v0r6y"}}"#, Compared::Other),
            (r#"{"id":"814","app":{"id_code":"nw7k2p0q","region":"EU"}}"#, Compared::Other),
            (r#"{"id":"814"}"#, Compared::Unknown),
            ("{}", Compared::Unknown),
        ] {
            assert_eq!(whole.compared(&read(body)), compared, "{body}");
            assert!(!whole.learns_region(&read(body)), "{body}");
        }
        let european = read(r#"{"id":"814","app":{"id_code":"nw7k2p0q","region":"EU"}}"#);
        assert_eq!(
            (no_region.compared(&european), no_region.learns_region(&european)),
            (Compared::Same, true)
        );
    }

    #[test]
    fn identities_may_be_one_if_only_a_region_is_missing() {
        let identity = |client: &str, region: &str, workspace: &str, admin: &str| {
            let body = format!(r#"{{"id":"{admin}","app":{{"id_code":"{workspace}","region":"{region}"}}}}"#);
            Me::read(body.as_bytes())
                .expect("JSON")
                .identity(&Provider::Intercom, Some(&ClientId::new(client)))
                .expect("whole")
        };
        let known = identity("a", "US", "w", "1");
        for (other, may_be) in [
            (identity("a", "US", "w", "1"), true),
            (identity("a", "", "w", "1"), true),
            (identity("a", "EU", "w", "1"), false),
            (identity("b", "", "w", "1"), false),
            (identity("a", "", "v", "1"), false),
            (identity("a", "", "w", "2"), false),
        ] {
            assert_eq!(known.may_be_also().contains(&other), may_be && known != other, "{}", other.key());
            assert_eq!((known.may_be(&other), other.may_be(&known)), (may_be, may_be), "{}", other.key());
            if may_be {
                assert_eq!(other.clone().or_region_of(&known), known, "{}", other.key());
                assert_eq!(known.clone().or_region_of(&other), known, "{}", other.key());
            }
        }
    }

    #[test]
    fn slash_at_end_of_pinned_address_keeps_identity() {
        let me = Me::read(WHOLE.as_bytes()).expect("whole");
        let of = |base: &str| {
            let provider = Provider::Pinned(crate::Endpoint::prefix(base).expect(base));
            me.identity(&provider, None).expect("whole")
        };
        let (plain, slashed) = (of("https://g.example/p"), of("https://g.example/p/"));
        assert_eq!(plain, slashed);
        assert_ne!(plain, of("https://g.example/q"));
        let older = plain.key().replace("g.example/p", "g.example/p/");
        assert_eq!(plain.keys(), [plain.key(), older.clone()]);
        assert_eq!(Identity::of_key(&older), Some(plain), "as an earlier version wrote it");
        let root = of("https://g.example");
        assert!(root.key().contains("pinned https://g.example/\""), "as it was always written");
        let intercom = me.identity(&Provider::Intercom, None).expect("whole");
        assert_eq!(intercom.keys(), [intercom.key()]);
    }

    #[test]
    fn name_from_outside_is_made_safe() {
        let me = Me::read("{\"name\":\"a\u{202e}b\"}".as_bytes()).expect("readable");
        assert_eq!(me.admin.name.as_deref(), Some("a\u{fffd}b"));
    }

    #[test]
    fn long_fact_is_cut_and_long_id_is_dropped() {
        let long = "ä".repeat(900_000);
        let body = format!(
            r#"{{"id":"{long}","name":"{long}","email":"{long}","app":{{"id_code":"{long}","name":"{long}","timezone":"{long}","region":"{long}"}}}}"#
        );
        let Me { workspace, admin, raw } = Me::read(body.as_bytes()).expect("JSON");
        assert_eq!((workspace.id, admin.id, workspace.region, raw), (None, None, None, None));
        let kept = |most: usize| Some(["ä".repeat(most - 1), "…".into()].concat());
        assert_eq!((workspace.name, admin.name), (kept(200), kept(200)));
        assert_eq!((workspace.timezone, admin.email), (kept(200), kept(320)));

        let id = |id: &str| Me::read(format!(r#"{{"id":"{id}"}}"#).as_bytes()).expect("JSON").admin.id;
        let longest = "x".repeat(200);
        assert_eq!(id(&longest), Some(longest.clone()));
        assert_eq!(id(&format!("{longest}x")), None);
        assert_eq!(
            (id("a\u{202e}b"), id("a\\u0007b"), id("")),
            (None, None, None),
            "and into no other by a mark"
        );
    }
}

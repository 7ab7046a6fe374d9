//! Who an account is: what `/me` says, and the key by which a second connect is recognised.
//!
//! Every field of `/me` is optional (Intercom's description makes all of them nullable), ids come as
//! strings and, from some versions, as numbers.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::api::raw_answer::raw_answer;
use crate::text::plain::cut;
use crate::{ClientId, JsonText, Provider, Region, WorkspaceId, is_plain, plain};

/// Characters, as many as a person may type for a name.
const MOST_OF_NAME: usize = 200;
/// Characters: more than an address can have (RFC 5321 §4.5.3.1).
const MOST_OF_EMAIL: usize = 320;
/// Bytes. Intercom's are far shorter.
const MOST_OF_ID: usize = 200;

/// Facts of the connected workspace, as far as the provider told them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Intercom's `id_code`.
    pub id: Option<WorkspaceId>,
    /// Its name.
    pub name: Option<String>,
    /// Where its data lives.
    pub region: Option<Region>,
    /// IANA-like time zone.
    pub timezone: Option<String>,
    /// When it was made, in seconds since 1970.
    pub created_at: Option<i64>,
}

/// Facts of the teammate who authorized.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admin {
    /// Intercom's id of the teammate.
    pub id: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether Intercom verified that address.
    pub email_verified: Option<bool>,
}

/// What `/me` gave, with outside text made safe to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Me {
    /// The workspace.
    pub workspace: Workspace,
    /// The teammate.
    pub admin: Admin,
    /// All of it, as a person may read it; `None` where it is longer than 64 KiB.
    pub raw: Option<String>,
}

/// The body was no JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeError;

impl Me {
    /// Reads the body of `/me`. Unknown fields are ignored, absent and null ones stay unknown.
    ///
    /// # Errors
    /// [`MeError`] when it is no JSON object.
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
                name: text(&app, "name", MOST_OF_NAME),
                region: given(&app, "region").and_then(|region| region.parse().ok()),
                timezone: text(&app, "timezone", MOST_OF_NAME),
                created_at: app.get("created_at").and_then(Value::as_i64),
            },
            admin: Admin {
                id: id(&wire, "id"),
                name: text(&wire, "name", MOST_OF_NAME),
                email: text(&wire, "email", MOST_OF_EMAIL),
                email_verified: wire.get("email_verified").and_then(Value::as_bool),
            },
            raw: raw_answer(&answer, body.len()),
        })
    }

    /// The same answer, with the region where the workspace is asked.
    #[must_use]
    pub fn in_region(mut self, region: Option<Region>) -> Self {
        self.workspace.region = region;
        self
    }

    /// The identity, where the answer names both workspace and admin.
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

/// Provider, client id (none for an own token), region, workspace and admin: two connects with equal
/// identities are the same account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    provider: String,
    client_id: Option<ClientId>,
    region: Option<Region>,
    workspace: WorkspaceId,
    admin: String,
}

/// How an answer of `/me` stands to whom an account is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// It names the same workspace, and no other teammate or region.
    Same,
    /// It names another one.
    Other,
    /// It names no workspace.
    Untold,
}

impl Identity {
    /// Reads what [`Self::key`] wrote, or wrote in earlier versions.
    pub fn of_key(key: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(key).ok()?;
        Some(Self { provider: Provider::key_of(&read.provider), ..read })
    }

    /// Whether that answer is this one's. What either leaves out contradicts nothing, but for the workspace: names may
    /// change, and a region may be learnt later.
    pub fn compared(&self, me: &Me) -> Compared {
        let Some(workspace) = &me.workspace.id else { return Compared::Untold };
        let is_other_admin = me.admin.id.as_ref().is_some_and(|admin| *admin != self.admin);
        let is_other_region = self.region.zip(me.workspace.region).is_some_and(|(known, told)| known != told);
        if *workspace != self.workspace || is_other_admin || is_other_region {
            Compared::Other
        } else {
            Compared::Same
        }
    }

    /// The region that the provider told.
    pub const fn region(&self) -> Option<Region> {
        self.region
    }

    /// Whether that answer tells the region, which was not known.
    pub fn learns_region(&self, me: &Me) -> bool {
        self.region.is_none() && me.workspace.region.is_some()
    }

    /// Whether the two are one, as far as is known: nothing tells them apart but a region that one of them leaves out.
    pub fn may_be(&self, other: &Self) -> bool {
        let one_region = Self { region: other.region, ..self.clone() };
        let is_region_known = self.region.is_some() && other.region.is_some();
        self == other || (!is_region_known && one_region == *other)
    }

    /// Every other one that may be this one: without a region, or in each of them.
    pub fn may_be_also(&self) -> Vec<Self> {
        let regions = match self.region {
            Some(_) => vec![None],
            None => Region::ALL.into_iter().map(Some).collect(),
        };
        regions.into_iter().map(|region| Self { region, ..self.clone() }).collect()
    }

    /// The same one, in that one's region where its own is not known.
    #[must_use]
    pub fn or_region_of(self, known: &Self) -> Self {
        Self { region: self.region.or(known.region), ..self }
    }

    /// One text for the database's unique index; JSON, so that no part can run into the next.
    pub fn key(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Every text that stands for it in a database: earlier versions kept a slash at the end of a pinned address.
    pub fn keys(&self) -> Vec<String> {
        let slashed = Self { provider: [&self.provider, "/"].concat(), ..self.clone() };
        let is_older_one = Provider::key_of(&slashed.provider) == self.provider;
        [self.key()].into_iter().chain(is_older_one.then(|| slashed.key())).collect()
    }
}

/// A field of an odd type is unknown, and costs no other.
fn given<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A longer one is shown cut.
fn text(object: &Map<String, Value>, name: &str, most: usize) -> Option<String> {
    given(object, name).map(|text| plain(&cut(text, most)))
}

/// Ids come as strings and, from some versions, as numbers. One that is no id of Intercom's is none: cut, or with other
/// characters, it could be somebody else's.
fn id(object: &Map<String, Value>, name: &str) -> Option<String> {
    let number = || object.get(name).and_then(Value::as_u64).map(|number| number.to_string());
    let text = given(object, name).filter(|id| id.len() <= MOST_OF_ID && id.chars().all(is_plain));
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
    fn the_whole_answer_is_read() {
        let me = Me::read(WHOLE.as_bytes()).expect("Intercom's own example shape");
        assert_eq!(me.workspace.id, Some(WorkspaceId::new("nw7k2p0q")));
        assert_eq!(me.workspace.region, Some(Region::Us));
        assert_eq!(me.admin.email_verified, Some(true));
        let raw: Value = serde_json::from_str(me.raw.as_deref().expect("short")).expect("it stays JSON");
        assert_eq!(raw, serde_json::from_str::<Value>(WHOLE).expect("JSON"), "nothing of it is lost");
        assert!(me.identity(&Provider::Intercom, Some(&ClientId::new("client"))).is_some());
    }

    #[test]
    fn absent_and_null_fields_stay_unknown_and_make_no_identity() {
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
    fn a_region_is_read_in_every_plain_spelling() {
        for (told, region) in [
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
            let me = format!(r#"{{"id":"1","app":{{"id_code":"x","region":{told}}}}}"#);
            assert_eq!(Me::read(me.as_bytes()).expect("JSON").workspace.region, region, "{told}");
        }
    }

    #[test]
    fn an_id_may_come_as_a_number_and_an_unknown_region_stays_unknown() {
        let me = Me::read(br#"{"id":814,"app":{"id_code":"x","region":"MARS"}}"#).expect("tolerated");
        assert_eq!(me.admin.id.as_deref(), Some("814"));
        assert_eq!(me.workspace.region, None);
        let odd = Me::read(br#"{"id":"1","name":[],"app":{"id_code":"x","created_at":"soon"}}"#)
            .expect("tolerated");
        assert!(odd.identity(&Provider::Intercom, None).is_some(), "an odd field costs no other");
    }

    #[test]
    fn the_identity_tells_apps_tokens_and_providers_apart() {
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
    fn an_answer_is_anothers_by_its_ids_and_region_and_never_by_a_name() {
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
            (r#"{"id":"814"}"#, Compared::Untold),
            ("{}", Compared::Untold),
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
    fn an_identity_may_be_another_where_only_a_region_is_not_known() {
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
    fn a_name_from_outside_is_made_safe() {
        let me = Me::read("{\"name\":\"a\u{202e}b\"}".as_bytes()).expect("readable");
        assert_eq!(me.admin.name.as_deref(), Some("a\u{fffd}b"));
    }

    #[test]
    fn endless_fact_is_cut_and_endless_id_is_none() {
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

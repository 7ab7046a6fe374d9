//! A row of `account`, and how it is read.

use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement};
use switchhook_core::{
    AccountId, Admin, ClientId, Identity, Problem, RegistrationKind, Status, Timestamp, Workspace,
    WorkspaceId, search_key,
};

use super::columns::{kind, read_problem, readable, status};

/// One row of `account`, with its tags.
#[derive(Clone)]
pub(crate) struct AccountRow {
    pub(crate) id: AccountId,
    pub(crate) name: String,
    /// Whether a person gave that name.
    pub(crate) named: bool,
    pub(crate) kind: RegistrationKind,
    pub(crate) identity: Option<String>,
    /// What the last check found, whether or not the account is disabled.
    pub(crate) status: Status,
    pub(crate) disabled: bool,
    pub(crate) registration: Option<String>,
    pub(crate) client_id: Option<ClientId>,
    pub(crate) api_base: Option<String>,
    pub(crate) token: Option<Vec<u8>>,
    pub(crate) workspace: Workspace,
    pub(crate) admin: Admin,
    pub(crate) connected_at: Timestamp,
    pub(crate) checked_at: Option<Timestamp>,
    /// Why the status is not `connected`, and since when.
    pub(crate) trouble: Option<(Problem, Timestamp)>,
    pub(crate) tags: Vec<String>,
}

impl AccountRow {
    /// Who it is known to be.
    pub(crate) fn known(&self) -> Option<Identity> {
        self.identity.as_deref().and_then(Identity::of_key)
    }

    /// Whether one of its texts holds that key of a search.
    pub(super) fn matches(&self, search: &str) -> bool {
        let Workspace { id, name, .. } = &self.workspace;
        let facts = [name.as_deref(), id.as_ref().map(WorkspaceId::as_str), self.admin.name.as_deref()];
        std::iter::once(self.name.as_str())
            .chain(facts.into_iter().flatten())
            .chain(self.admin.email.as_deref())
            .chain(self.tags.iter().map(String::as_str))
            .any(|text| search_key(text).contains(search))
    }
}

/// What a row of `account` is read from, with its tags.
pub(super) const COLUMNS: &str = "id, name, kind, identity, status, registration, client_id, api_base, token, workspace_id, \
    workspace_name, workspace_region, workspace_timezone, workspace_created_at, admin_id, admin_name, admin_email, \
    admin_email_verified, connected_at, checked_at, disabled, named, trouble, trouble_since, \
    (SELECT json_group_array(tag ORDER BY tag) FROM account_tag WHERE account_id = account.id) AS tags";
/// The shown part of it: no list shows identity, client, address and token, and its tags are read by a query of their own.
pub(super) const SHOWN: &str = "id, name, kind, NULL AS identity, status, registration, NULL AS client_id, NULL AS api_base, \
    NULL AS token, workspace_id, workspace_name, workspace_region, workspace_timezone, workspace_created_at, admin_id, \
    admin_name, admin_email, admin_email_verified, connected_at, checked_at, disabled, named, trouble, trouble_since, \
    NULL AS tags";

pub(super) fn select(db: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<Vec<AccountRow>> {
    let mut select = db.prepare_cached(sql)?;
    let columns = Columns::of(&select)?;
    readable(select.query(params)?, |row| columns.read(row))
}

pub(super) fn one(db: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<Option<AccountRow>> {
    let mut select = db.prepare_cached(sql)?;
    let columns = Columns::of(&select)?;
    select.query_row(params, |row| columns.read(row)).optional()
}

macro_rules! columns {
    ($($name:ident,)+) => {
        /// Where each column stands. It is looked up once a statement: a lookup a row costs more than the row.
        struct Columns { $($name: usize,)+ }

        impl Columns {
            fn of(statement: &Statement<'_>) -> rusqlite::Result<Self> {
                Ok(Self { $($name: statement.column_index(stringify!($name))?,)+ })
            }
        }
    };
}

columns! {
    id, name, kind, identity, status, registration, client_id, api_base, token, workspace_id, workspace_name,
    workspace_region, workspace_timezone, workspace_created_at, admin_id, admin_name, admin_email, admin_email_verified,
    connected_at, checked_at, disabled, named, trouble, trouble_since, tags,
}

impl Columns {
    fn read(&self, row: &Row<'_>) -> rusqlite::Result<AccountRow> {
        let moment =
            |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis));
        let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?);
        let trouble = text(self.trouble)?.and_then(read_problem);
        // One damaged tag costs an account its tags, and nothing else.
        let tags = text(self.tags).ok().flatten().and_then(|tags| serde_json::from_str(tags).ok());
        Ok(AccountRow {
            id: AccountId::new(row.get::<_, String>(self.id)?),
            name: row.get(self.name)?,
            kind: kind(row.get_ref(self.kind)?.as_str()?),
            identity: row.get(self.identity)?,
            status: status(row.get_ref(self.status)?.as_str()?),
            registration: row.get(self.registration)?,
            client_id: row.get::<_, Option<String>>(self.client_id)?.map(ClientId::new),
            api_base: row.get(self.api_base)?,
            token: row.get(self.token)?,
            workspace: Workspace {
                id: row.get::<_, Option<String>>(self.workspace_id)?.map(WorkspaceId::new),
                name: row.get(self.workspace_name)?,
                region: text(self.workspace_region)?.and_then(|region| region.parse().ok()),
                timezone: row.get(self.workspace_timezone)?,
                created_at: row.get(self.workspace_created_at)?,
            },
            admin: Admin {
                id: row.get(self.admin_id)?,
                name: row.get(self.admin_name)?,
                email: row.get(self.admin_email)?,
                email_verified: row.get(self.admin_email_verified)?,
            },
            connected_at: Timestamp::from_millis(row.get(self.connected_at)?),
            checked_at: moment(self.checked_at)?,
            disabled: row.get(self.disabled)?,
            named: row.get(self.named)?,
            trouble: Option::zip(trouble, moment(self.trouble_since)?),
            tags: tags.unwrap_or_default(),
        })
    }
}

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
    /// Whether a person gave the name.
    pub(crate) named: bool,
    pub(crate) kind: RegistrationKind,
    /// The key of the account's [`Identity`]. `None` where the account was never identified.
    pub(crate) identity: Option<String>,
    /// The status that the last check found, also while the account is disabled.
    pub(crate) status: Status,
    pub(crate) disabled: bool,
    /// The name of the registration that connected the account last.
    pub(crate) registration: Option<String>,
    pub(crate) client_id: Option<ClientId>,
    /// The API's address, where it is not Intercom's own.
    pub(crate) api_base: Option<String>,
    /// The sealed token.
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
    /// Returns the account's identity. `None` where it is unknown or can't be read.
    pub(crate) fn known(&self) -> Option<Identity> {
        self.identity.as_deref().and_then(Identity::of_key)
    }

    /// Whether one of the account's texts holds `search`, which must be a [`search_key`].
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

/// The columns of a whole row, with its tags.
pub(super) const COLUMNS: &str = "id, name, kind, identity, status, registration, client_id, api_base, token, workspace_id, \
    workspace_name, workspace_region, workspace_timezone, workspace_created_at, admin_id, admin_name, admin_email, \
    admin_email_verified, connected_at, checked_at, disabled, named, trouble, trouble_since, \
    (SELECT json_group_array(tag ORDER BY tag) FROM account_tag WHERE account_id = account.id) AS tags";
/// The columns of a row in a list. No list shows identity, client, address or token. One query of its own
/// reads the tags of all rows.
pub(super) const SHOWN: &str = "id, name, kind, NULL AS identity, status, registration, NULL AS client_id, NULL AS api_base, \
    NULL AS token, workspace_id, workspace_name, workspace_region, workspace_timezone, workspace_created_at, admin_id, \
    admin_name, admin_email, admin_email_verified, connected_at, checked_at, disabled, named, trouble, trouble_since, \
    NULL AS tags";

/// Returns all rows of a query on [`COLUMNS`] or [`SHOWN`] in the query's order, but for damaged ones.
///
/// # Errors
/// A failure of the database.
pub(super) fn select(db: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<Vec<AccountRow>> {
    let mut select = db.prepare_cached(sql)?;
    let columns = Columns::of(&select)?;
    readable(select.query(params)?, |row| columns.read(row))
}

/// Returns the first row of a query on [`COLUMNS`]. `None` where there is none.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(super) fn one(db: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<Option<AccountRow>> {
    let mut select = db.prepare_cached(sql)?;
    let columns = Columns::of(&select)?;
    select.query_row(params, |row| columns.read(row)).optional()
}

/// Makes `Columns`, with a field for each column of a query.
macro_rules! columns {
    ($($name:ident,)+) => {
        /// The place of each column. Looked up once for a statement: a lookup for each row costs more than
        /// the row.
        struct Columns { $($name: usize,)+ }

        impl Columns {
            /// Returns the places of all columns in a statement.
            ///
            /// # Errors
            /// Where the statement lacks a column.
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
    /// Reads a row. An unreadable problem, and unreadable tags, count as none.
    ///
    /// # Errors
    /// A column whose value has the wrong type.
    fn read(&self, row: &Row<'_>) -> rusqlite::Result<AccountRow> {
        let moment =
            |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis));
        let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?);
        let trouble = text(self.trouble)?.and_then(read_problem);
        // A damaged tag costs the account its tags, and nothing else.
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

//! Connects several own tokens at once: one a line, with a name and tags behind it.

use std::future::Future;
use std::pin::pin;

use csv::{ByteRecord, ReaderBuilder, Terminator, Trim};
use switchhook_core::{
    AccessToken, PasteMistake, Pasted, Problem, Region, RegistrationProblem, check_access_token,
};

use super::own_token::{OwnToken, OwnTokens};
use crate::accounts::labels::{checked_name, checked_tags};
use crate::contract::{AddedToken, Failure, ListedToken};

/// The names that people give to the first column.
const HEADERS: [&str; 4] = ["token", "access_token", "access token", "accesstoken"];

/// The most bytes of a list.
const MOST_BYTES: usize = 1024 * 1024;

/// One line of a list of tokens.
pub struct TokenLine {
    /// The line's number in the list, from 1.
    pub number: usize,
    row: Result<Row, RegistrationProblem>,
}

/// A line that can be tried.
struct Row {
    token: AccessToken,
    name: Option<String>,
    tags: Vec<String>,
}

/// Where to ask for the tokens of a list.
#[derive(Clone, Default)]
pub struct TokenPlace {
    /// The region of all workspaces; `None` to ask Intercom's hosts in turn.
    pub region: Option<Region>,
    /// The API address; `None` for Intercom's own.
    pub api_base: Option<String>,
}

impl TokenLine {
    /// Reads a list: a token a line, or CSV with token, name and tags. Commas, tabs or semicolons separate the cells.
    /// Leaves out blank lines, and a first line that names the columns.
    ///
    /// # Errors
    /// [`RegistrationProblem::ListTooLong`] for more than 1 MiB.
    pub fn read(list: &[u8]) -> Result<Vec<Self>, RegistrationProblem> {
        if list.len() > MOST_BYTES {
            return Err(RegistrationProblem::ListTooLong);
        }
        let numbered = (1..).zip(list.split(|byte| *byte == b'\n'));
        let mut lines = numbered.filter(|(_, line)| !is_blank(line)).peekable();
        let separator = lines.peek().map_or(b',', |(_, line)| separator(line));
        let cells = |(number, line)| (number, cells(line, separator));
        let mut rows = lines.map(cells).peekable();
        rows.next_if(|(_, cells)| is_header(cells));
        Ok(rows.map(|(number, cells)| Self { number, row: Row::of(cells) }).collect())
    }

    /// Returns the line as a person sees it before the try: its name and tags, or its mistake.
    ///
    /// A name or tag that is a token is such a mistake, so that no token is shown.
    pub fn listed(self) -> ListedToken {
        let Self { number: line, row } = self;
        match row.map_err(Problem::from).and_then(|row| row.labels()) {
            Ok((name, tags)) => ListedToken { line, name, tags, error: None },
            Err(problem) => ListedToken { line, name: None, tags: Vec::new(), error: Some(problem.into()) },
        }
    }
}

impl Row {
    fn of(cells: Option<Vec<String>>) -> Result<Self, RegistrationProblem> {
        let mistaken = |mistake| RegistrationProblem::Paste { pasted: Pasted::AccessToken, mistake };
        let mut cells = cells.ok_or_else(|| mistaken(PasteMistake::Charset))?.into_iter();
        let token = cells.next().unwrap_or_default();
        // A quotation mark without its partner makes one cell of several.
        if token.contains([',', ';', '\t']) {
            return Err(mistaken(PasteMistake::Charset));
        }
        let token = check_access_token(token).map_err(mistaken)?;
        let name = cells.next().filter(|name| !name.is_empty());
        Ok(Self { token, name, tags: cells.filter(|tag| !tag.is_empty()).collect() })
    }
}

impl OwnTokens {
    /// Adds the token of each line as [`Self::add`] does, one after the other, and tells what became of each line at once.
    ///
    /// Ends once `stop` is ready, and tells nothing of a line that still waits for an answer. A line that is being stored is
    /// finished, since its account may be stored already.
    pub async fn add_each(
        &self,
        lines: Vec<TokenLine>,
        place: &TokenPlace,
        stop: impl Future<Output = ()> + Send,
        mut tell: impl FnMut(AddedToken) + Send,
    ) {
        let mut stop = pin!(stop);
        for TokenLine { number, row } in lines {
            let checking = async {
                match row {
                    Ok(row) => self.checked(row.at(place)).await,
                    Err(problem) => Err(Problem::from(problem)),
                }
            };
            let checked = tokio::select! {
                biased;
                () = &mut stop => return,
                checked = checking => checked,
            };
            let added = match checked {
                Ok(new) => self.keep(new).await,
                Err(problem) => Err(problem),
            };
            let (connected, error) = match added {
                Ok(connected) => (Some(connected), None),
                Err(problem) => (None, Some(Failure::from(problem))),
            };
            tell(AddedToken { line: number, connected, error });
        }
    }
}

impl Row {
    /// Returns name and tags as the store would keep them.
    fn labels(&self) -> Result<(Option<String>, Vec<String>), Problem> {
        let name = self.name.as_deref().map(checked_name).transpose()?;
        Ok((name, checked_tags(&self.tags)?))
    }

    fn at(self, place: &TokenPlace) -> OwnToken {
        let TokenPlace { region, api_base } = place.clone();
        let Self { token, name, tags } = self;
        OwnToken { token, region, api_base, name, tags, replaces: None }
    }
}

/// Reads the cells of one line; `None` where a cell is no UTF-8.
///
/// Each line is read alone, so that a quotation mark without its partner spoils no other line.
fn cells(line: &[u8], separator: u8) -> Option<Vec<String>> {
    let line = without_blanks(line, separator);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .terminator(Terminator::Any(b'\n'))
        .trim(Trim::All)
        .from_reader(&*line);
    let mut record = ByteRecord::new();
    // A slice can always be read, and rows may differ in length.
    reader.read_byte_record(&mut record).ok()?;
    record.iter().map(|cell| String::from_utf8(cell.to_vec()).ok()).collect()
}

/// Returns the line without blanks between a separator and the next cell: a quotation mark must begin its cell (RFC 4180).
fn without_blanks(line: &[u8], separator: u8) -> Vec<u8> {
    let (mut kept, mut quoted) = (Vec::with_capacity(line.len()), false);
    for byte in line {
        let begins = !quoted && kept.last().is_none_or(|last| *last == separator);
        if !(begins && *byte == b' ') {
            quoted ^= *byte == b'"';
            kept.push(*byte);
        }
    }
    kept
}

/// Returns the first separator in a line: the one that its program writes.
fn separator(line: &[u8]) -> u8 {
    line.iter().copied().find(|byte| b",\t;".contains(byte)).unwrap_or(b',')
}

/// Whether nothing stands in a line, or nothing but separators.
fn is_blank(line: &[u8]) -> bool {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    line.iter().all(|byte| byte.is_ascii_whitespace() || b",;".contains(byte))
}

fn is_header(cells: &Option<Vec<String>>) -> bool {
    let first = cells.as_ref().and_then(|cells| cells.first());
    let first = first.map(|cell| cell.trim_start_matches('\u{feff}').to_lowercase());
    first.is_some_and(|first| HEADERS.contains(&first.as_str()))
}

#[cfg(test)]
mod tests {
    use switchhook_core::Code;

    use super::*;

    const TOKEN: &str = "dG9rOmFhYWFhYWFhX2JiYmJfY2NjY19kZGRk";

    /// The token, name and tags of a line, or the mistake in it.
    type Told = Result<(String, Option<String>, Vec<String>), PasteMistake>;

    /// Returns the number of each line, and what stands in it.
    fn read(list: impl AsRef<[u8]>) -> Vec<(usize, Told)> {
        let shown = |TokenLine { number, row }| match row {
            Ok(Row { token, name, tags }) => (number, Ok((token.expose().to_owned(), name, tags))),
            Err(RegistrationProblem::Paste { mistake, .. }) => (number, Err(mistake)),
            Err(other) => panic!("{other:?}"),
        };
        TokenLine::read(list.as_ref()).expect("short enough").into_iter().map(shown).collect()
    }

    fn row(name: &str, tags: &[&str]) -> Told {
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        Ok((TOKEN.to_owned(), name, tags.iter().map(|tag| (*tag).to_owned()).collect()))
    }

    #[test]
    fn list_is_a_token_a_line_or_csv() {
        for (list, lines) in [
            (TOKEN.to_owned(), vec![(1, row("", &[]))]),
            (format!("{TOKEN}\n{TOKEN}\n"), vec![(1, row("", &[])), (2, row("", &[]))]),
            (format!("\n  \r\n{TOKEN}\r\n\n"), vec![(3, row("", &[]))]),
            (format!("token,name,tag\n{TOKEN},Acme,eu"), vec![(2, row("Acme", &["eu"]))]),
            (format!("\u{feff}Token\n{TOKEN}"), vec![(2, row("", &[]))]),
            (
                format!("\u{feff}\"Access Token\";Name\r\n{TOKEN};Acme;a;;b\r\n"),
                vec![(2, row("Acme", &["a", "b"]))],
            ),
            (format!("{TOKEN}\tAcme, Inc.\tvip"), vec![(1, row("Acme, Inc.", &["vip"]))]),
            (format!("{TOKEN} , \"Acme, \"\"Inc\"\"\" , vip"), vec![(1, row("Acme, \"Inc\"", &["vip"]))]),
            (format!("{TOKEN},,vip\n,,\n"), vec![(1, row("", &["vip"]))]),
            (String::new(), vec![]),
            (" \n\t\n,,\n".into(), vec![]),
        ] {
            assert_eq!(read(&list), lines, "{list:?}");
        }
    }

    #[test]
    fn list_of_more_than_a_mebibyte_is_refused() {
        let longest = "\n".repeat(MOST_BYTES);
        assert!(TokenLine::read(longest.as_bytes()).is_ok_and(|lines| lines.is_empty()));
        let refused = TokenLine::read(format!("{longest}\n").as_bytes()).err();
        assert_eq!(refused, Some(RegistrationProblem::ListTooLong));
    }

    #[test]
    fn listed_line_tells_its_labels_or_its_mistake_and_no_token() {
        let long = "x".repeat(201);
        let list = format!(
            "token,name,tag\n{TOKEN},Acme,vip,eu\n{TOKEN}\n\nAcme,{TOKEN}\n{TOKEN},{TOKEN}\n{TOKEN},Acme,{TOKEN}\n{TOKEN},{long}\n"
        );
        let lines = TokenLine::read(list.as_bytes()).expect("short enough");
        let listed: Vec<_> = lines.into_iter().map(TokenLine::listed).collect();
        let told = |line: &ListedToken| {
            (line.line, line.name.clone(), line.tags.clone(), line.error.as_ref().map(|error| error.code))
        };
        let usage = Some(Code::Usage);
        assert_eq!(
            listed.iter().map(told).collect::<Vec<_>>(),
            [
                (2, Some("Acme".into()), vec!["eu".into(), "vip".into()], None),
                (3, None, vec![], None),
                (5, None, vec![], usage),
                (6, None, vec![], usage),
                (7, None, vec![], usage),
                (8, None, vec![], usage),
            ]
        );
        let shown = serde_json::to_string(&listed).expect("JSON");
        assert!(!shown.contains(TOKEN), "{shown}");
    }

    #[test]
    fn line_that_fails_spoils_no_other_line() {
        let list = format!("{TOKEN}\n\"{TOKEN},Acme\n,Acme\n{TOKEN},Lumen\n");
        let lines = read(list);
        assert_eq!((&lines[0].1, &lines[3].1), (&row("", &[]), &row("Lumen", &[])));
        assert!(lines[1].1.is_err(), "{lines:?}");
        assert_eq!(lines[2], (3, Err(PasteMistake::Empty)));
        let latin = [TOKEN.as_bytes(), b",Caf\xe9\n", TOKEN.as_bytes()].concat();
        assert_eq!(read(latin), [(1, Err(PasteMistake::Charset)), (2, row("", &[]))]);
    }
}

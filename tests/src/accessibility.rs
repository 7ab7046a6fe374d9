//! The tree of accessible objects that a screen reader reads, over the bus that it reads it from (AT-SPI).

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use atspi::proxy::accessible::AccessibleProxyBlocking;
use atspi::proxy::bus::{BusProxyBlocking, StatusProxyBlocking};
use atspi::proxy::registry::RegistryProxyBlocking;
use atspi::proxy::text::TextProxyBlocking;
use atspi::{Interface, Role, State, StateSet};
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, Structure, Value};
use zbus::{MatchRule, Message, message};

use crate::{built, wait};

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
const EVENTS: &str = "org.a11y.atspi.Event.Object";
/// The event of an object in which others appear or disappear.
const ADDED: &str = "ChildrenChanged";

/// The longest wait for one answer of the window.
const ANSWER: Duration = Duration::from_secs(20);

/// A program's name on the bus, and the path of an object of it.
type Object = (String, OwnedObjectPath);

/// A screen reader that listens on the accessibility bus of the desktop.
pub struct Reader {
    bus: Bus,
    spoken: Arc<Mutex<Vec<String>>>,
}

impl Reader {
    /// Starts the accessibility bus and listens on it. A window that opens later joins it.
    pub fn start() -> Self {
        Self::listen().unwrap_or_else(|error| panic!("nobody can listen: {error}"))
    }

    fn listen() -> zbus::Result<Self> {
        let session = Connection::session()?;
        StatusProxyBlocking::new(&session)?.set_is_enabled(true)?;
        let address = BusProxyBlocking::new(&session)?.get_address()?;
        let bus = Bus(Builder::address(address.as_str())?.method_timeout(ANSWER).build()?);
        let rule = MatchRule::builder().msg_type(message::Type::Signal).interface(EVENTS)?.member(ADDED)?;
        let events = MessageIterator::for_match_rule(rule.build(), &bus.0, Some(1000))?;
        let spoken = Arc::<Mutex<Vec<String>>>::default();
        let (ear, mouth) = (bus.clone(), spoken.clone());
        // it ends with the program of the journey
        thread::spawn(move || {
            let words = events.filter_map(|event| ear.spoken_for(&event.ok()?));
            words.for_each(|words| {
                mouth.lock().expect("no thread panics while it holds the lock").push(words)
            });
        });
        RegistryProxyBlocking::new(&bus.0)?.register_event(&format!("Object:{ADDED}"))?;
        Ok(Self { bus, spoken })
    }

    /// Returns the page in the window; waits until `is_it` tells that it is the one.
    pub fn page(&self, what: &str, is_it: impl Fn(&Node) -> bool) -> Node {
        let mut last = String::new();
        let look = || {
            // an object may go while the tree is read: the next look reads it anew
            match self.bus.first_page() {
                Ok(Some(page)) if is_it(&page) => return Some(page),
                Ok(page) => last = page.map_or_else(|| "no page".to_owned(), |page| page.to_string()),
                Err(error) => last = error.to_string(),
            }
            None
        };
        let found = wait::within(wait::PATIENCE, look);
        found.unwrap_or_else(|| panic!("waited {} s for {what}, and read:\n{last}", wait::PATIENCE.as_secs()))
    }

    /// Waits until the reader has spoken these words. They came into a live region.
    pub fn speaks(&self, words: &str) {
        let spoken = || self.spoken.lock().expect("no thread panics while it holds the lock").clone();
        let heard = wait::within(wait::PATIENCE, || spoken().iter().any(|each| each == words).then_some(()));
        assert!(heard.is_some(), "“{words}” is spoken, and not only {:?}", spoken());
    }
}

/// A connection to the accessibility bus.
#[derive(Clone)]
struct Bus(Connection);

impl Bus {
    /// Returns the first page of all windows.
    fn first_page(&self) -> zbus::Result<Option<Node>> {
        self.page_in(&(REGISTRY.to_owned(), ROOT.try_into()?))
    }

    /// Returns the words that a screen reader speaks for this event: those of an object that came into a live region.
    ///
    /// On Linux, WebKit sends no event for a text that changes in a live region.
    fn spoken_for(&self, event: &Message) -> Option<String> {
        let body = event.body();
        let body: Structure<'_> = body.deserialize().ok()?;
        let [Value::Str(kind), _, _, Value::Value(object), ..] = body.fields() else { return None };
        let Value::Structure(object) = &**object else { return None };
        let [Value::Str(name), Value::ObjectPath(path)] = object.fields() else { return None };
        (*kind == "add").then_some(())?;
        let node = self.node(&(name.to_string(), path.to_owned().into())).ok()?;
        ["polite", "assertive"]
            .contains(&node.attribute("container-live"))
            .then(|| node.words().trim().to_owned())
    }

    fn page_in(&self, object: &Object) -> zbus::Result<Option<Node>> {
        let proxy = self.proxy(object)?;
        if proxy.get_role()? == Role::DocumentWeb {
            return self.node(object).map(Some);
        }
        for child in children(&proxy)? {
            if let Some(page) = self.page_in(&child)? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    fn node(&self, object: &Object) -> zbus::Result<Node> {
        let proxy = self.proxy(object)?;
        let has_text = proxy.get_interfaces()?.contains(Interface::Text);
        let children = children(&proxy)?.iter().map(|child| self.node(child)).collect::<Result<_, _>>()?;
        Ok(Node {
            role: proxy.get_role()?,
            name: proxy.name()?,
            description: proxy.description()?,
            states: proxy.get_state()?,
            attributes: proxy.get_attributes()?,
            text: if has_text { self.text(object)? } else { String::new() },
            children,
        })
    }

    fn text(&self, (name, path): &Object) -> zbus::Result<String> {
        TextProxyBlocking::builder(&self.0)
            .destination(name.as_str())?
            .path(path)?
            .cache_properties(CacheProperties::No)
            .build()?
            .get_text(0, -1)
    }

    fn proxy<'o>(&self, (name, path): &'o Object) -> zbus::Result<AccessibleProxyBlocking<'o>> {
        AccessibleProxyBlocking::builder(&self.0)
            .destination(name.as_str())?
            .path(path)?
            .cache_properties(CacheProperties::No)
            .build()
    }
}

/// Returns the objects in an object.
///
/// GTK tells of the page in a web view only if a program asks for one object at a time. It uses a name that the proxy's own
/// functions refuse.
fn children(proxy: &AccessibleProxyBlocking<'_>) -> zbus::Result<Vec<Object>> {
    (0..proxy.child_count()?).map(|index| proxy.inner().call("GetChildAtIndex", &index)).collect()
}

/// An object of the tree, with all below it.
#[derive(Clone, Debug)]
pub struct Node {
    /// The role.
    pub role: Role,
    /// The accessible name.
    pub name: String,
    /// The accessible description.
    pub description: String,
    states: StateSet,
    attributes: HashMap<String, String>,
    /// The text in it, with a mark in the place of each object in it.
    pub text: String,
    /// The objects in it.
    pub children: Vec<Self>,
}

impl Node {
    /// Whether the object is in this state.
    pub fn is(&self, state: State) -> bool {
        self.states.contains(state)
    }

    /// Returns an attribute, or an empty text.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Returns this object and all below it, in the order of reading.
    pub fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.children.iter().flat_map(Self::all)).collect()
    }

    /// Returns all objects of this role.
    pub fn all_of(&self, role: Role) -> Vec<&Self> {
        self.all().into_iter().filter(|node| node.role == role).collect()
    }

    /// Returns the only object of this role with this name.
    pub fn only(&self, role: Role, name: &str) -> &Self {
        let found: Vec<_> = self.all_of(role).into_iter().filter(|node| node.name == name).collect();
        assert_eq!(found.len(), 1, "there is one {role} “{name}” in:\n{self}");
        found[0]
    }

    /// Returns the whole text of the object and all below it.
    pub fn words(&self) -> String {
        self.all().into_iter().map(|node| node.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Saves the tree beside the pictures of the journeys.
    pub fn save(&self, name: &str) {
        let path = built::picture(name).with_extension("txt");
        fs::write(path, self.to_string()).expect("a tree can be written");
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        write!(f, "{:indent$}{} “{}”", "", self.role, self.name, indent = depth * 2)?;
        if !self.description.is_empty() {
            write!(f, " ({})", self.description)?;
        }
        if !self.text.is_empty() && self.text != self.name {
            write!(f, " text “{}”", self.text)?;
        }
        let states: Vec<_> = self.states.iter().map(|state| state.to_static_str()).collect();
        let mut attributes: Vec<_> =
            self.attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
        attributes.sort();
        f.write_char('\t')?;
        writeln!(f, "{} | {}", states.join(" "), attributes.join(" "))?;
        self.children.iter().try_for_each(|child| child.write(f, depth + 1))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

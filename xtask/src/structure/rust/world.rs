//! All modules of the workspace: each target has a tree, from its root file along `mod`.

use std::collections::BTreeMap;
use std::path::Path;

use super::facts::{Child, Scope};
use super::reader;
use crate::step::Stop;
use crate::structure::files;
use crate::structure::graph::Graph;
use crate::structure::manifest::Package;

/// The modules. Each refers to others by their numbers.
pub(super) struct World {
    pub(super) modules: Vec<Module>,
    /// The roots of the libraries, by the names in imports.
    pub(super) libraries: BTreeMap<String, usize>,
}

pub(super) struct Module {
    pub(super) file: String,
    pub(super) scope: Scope,
    pub(super) root: usize,
    pub(super) parent: Option<usize>,
    /// The modules below this one. A name may come twice, since two systems may have modules of one name.
    pub(super) children: Vec<(String, usize)>,
    pub(super) is_test: bool,
}

impl World {
    /// Reads every target of the packages and adds their files to the graph.
    pub(super) fn read(root: &Path, packages: &[Package], graph: &mut Graph) -> Result<Self, Stop> {
        let world = Self { modules: Vec::new(), libraries: BTreeMap::new() };
        let mut builder = Builder { root, graph, world };
        for Package { library, others } in packages {
            if let Some((name, path)) = library {
                let library = builder.target(path)?;
                builder.world.libraries.insert(name.clone(), library);
            }
            for path in others {
                builder.target(path)?;
            }
        }
        Ok(builder.world)
    }
}

struct Builder<'r> {
    root: &'r Path,
    graph: &'r mut Graph,
    world: World,
}

/// The place of a module in its tree.
#[derive(Clone, Copy)]
struct Place {
    root: usize,
    parent: Option<usize>,
    is_test: bool,
}

impl Builder<'_> {
    fn target(&mut self, path: &str) -> Result<usize, Stop> {
        let root = self.world.modules.len();
        self.file(path, files::folder(path), Place { root, parent: None, is_test: false })
    }

    /// Adds a file and all modules below it. `folder` has the files of its modules.
    fn file(&mut self, path: &str, folder: &str, place: Place) -> Result<usize, Stop> {
        let text = files::read(self.root, path)?;
        self.graph.add_file(path, &text);
        let scopes = reader::scopes(&text);
        let first = self.world.modules.len();
        let mut folders = vec![folder.to_owned()];
        for mut scope in scopes {
            let number = self.world.modules.len();
            let parent = scope.parent.map_or(place.parent, |parent| Some(first + parent));
            if let Some(around) = scope.parent {
                folders.push(files::join(&folders[around], &scope.name));
                self.world.modules[first + around].children.push((scope.name.clone(), number));
            }
            let is_test = place.is_test || scope.is_test;
            scope.parent = None;
            let file = path.to_owned();
            self.world.modules.push(Module {
                file,
                scope,
                root: place.root,
                parent,
                children: Vec::new(),
                is_test,
            });
        }
        for (number, folder) in (first..).zip(&folders) {
            let children = std::mem::take(&mut self.world.modules[number].scope.children);
            for child in children {
                let is_test = child.is_test || self.world.modules[number].is_test;
                let below = Place { root: place.root, parent: Some(number), is_test };
                let child_number = self.child(&child, path, folder, below)?;
                self.world.modules[number].children.push((child.name, child_number));
            }
        }
        Ok(first)
    }

    fn child(&mut self, child: &Child, path: &str, folder: &str, place: Place) -> Result<usize, Stop> {
        let Child { name, .. } = child;
        if let Some(named) = &child.path {
            let named = files::join(files::folder(path), named);
            return self.file(&named, files::folder(&named), place);
        }
        let below = files::join(folder, name);
        for candidate in [format!("{below}.rs"), format!("{below}/mod.rs")] {
            if self.root.join(&candidate).is_file() {
                return self.file(&candidate, &below, place);
            }
        }
        Err(Stop(format!("{path} declares the module {name}, but the module has no file")))
    }
}

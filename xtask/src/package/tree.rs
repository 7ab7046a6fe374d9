//! The files of a package in a folder, with the paths of a person's computer.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::programs::{Programs, VERSION};
use super::when::When;
use crate::cargo::root;
use crate::step::{Stop, answer};

/// The format of the package. A few paths differ between both formats.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Deb,
    Rpm,
}

/// A folder that stands for `/`.
pub(super) struct Tree {
    root: PathBuf,
}

/// The sizes of icons on a desktop, and the files in `icons`.
const ICONS: [(&str, &str); 8] = [
    ("16x16", "16x16.png"),
    ("24x24", "24x24.png"),
    ("32x32", "32x32.png"),
    ("48x48", "48x48.png"),
    ("64x64", "64x64.png"),
    ("128x128", "128x128.png"),
    ("256x256", "128x128@2x.png"),
    ("512x512", "icon.png"),
];

/// Makes a tree with all files of the package, in a fresh folder below `folder`.
pub(super) fn stage(kind: Kind, programs: &Programs, when: &When, folder: &Path) -> Result<Tree, Stop> {
    let tree = Tree::fresh(folder.join(if kind == Kind::Deb { "deb" } else { "rpm" }))?;
    tree.program(&programs.cli, "usr/bin/switchhook")?;
    tree.program(&programs.desktop, "usr/bin/switchhook-desktop")?;
    tree.desktop(when)?;
    tree.completions(kind, &programs.cli)?;
    tree.manual(when, &programs.cli)?;
    tree.licences_and_changes(kind)?;
    Ok(tree)
}

impl Tree {
    fn fresh(root: PathBuf) -> Result<Self, Stop> {
        match fs::remove_dir_all(&root) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(stop(&root, &error)),
            _ => Ok(Self { root }),
        }
    }

    /// Returns the path of the folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the paths of all files, each from `/`, in order.
    pub(super) fn files(&self) -> Result<Vec<String>, Stop> {
        let mut find = Command::new("find");
        let found = answer(find.current_dir(&self.root).args(["usr", "-type", "f"]))?;
        let mut files: Vec<String> = found.lines().map(|file| format!("/{file}")).collect();
        files.sort();
        Ok(files)
    }

    fn desktop(&self, when: &When) -> Result<(), Stop> {
        let ours = root().join("packaging/linux");
        self.copy(&ours.join("app.switchhook.desktop"), "usr/share/applications/app.switchhook.desktop")?;
        let about = filled_in(&ours.join("app.switchhook.metainfo.xml"), when)?;
        self.write("usr/share/metainfo/app.switchhook.metainfo.xml", &about)?;
        let icons = root().join("icons");
        for (size, file) in ICONS {
            let place = format!("usr/share/icons/hicolor/{size}/apps/app.switchhook.png");
            self.copy(&icons.join(file), &place)?;
        }
        self.copy(&icons.join("source.svg"), "usr/share/icons/hicolor/scalable/apps/app.switchhook.svg")
    }

    fn completions(&self, kind: Kind, cli: &Path) -> Result<(), Stop> {
        let zsh = match kind {
            Kind::Deb => "usr/share/zsh/vendor-completions/_switchhook",
            Kind::Rpm => "usr/share/zsh/site-functions/_switchhook",
        };
        for (shell, place) in [
            ("bash", "usr/share/bash-completion/completions/switchhook"),
            ("zsh", zsh),
            ("fish", "usr/share/fish/vendor_completions.d/switchhook.fish"),
        ] {
            let script = answer(Command::new(cli).args(["completions", shell]))?;
            self.write(place, &format!("{script}\n"))?;
        }
        Ok(())
    }

    fn manual(&self, when: &When, cli: &Path) -> Result<(), Stop> {
        let folder = self.at("usr/share/man/man1/")?;
        answer(Command::new(cli).arg("manual").arg(&folder))?;
        let window = filled_in(&root().join("packaging/linux/switchhook-desktop.1"), when)?;
        self.write("usr/share/man/man1/switchhook-desktop.1", &window)?;
        for page in fs::read_dir(&folder).map_err(|error| stop(&folder, &error))? {
            compress(&page.map_err(|error| stop(&folder, &error))?.path())?;
        }
        Ok(())
    }

    fn licences_and_changes(&self, kind: Kind) -> Result<(), Stop> {
        let docs = "usr/share/doc/switchhook";
        let licences = if kind == Kind::Deb { docs } else { "usr/share/licenses/switchhook" };
        let terms = self.at(&format!("{licences}/third-party-licences.txt"))?;
        answer(Command::new("node").arg(root().join("ui/tools/notices.mjs")).arg(&terms))?;
        compress(&terms)?;
        match kind {
            // Debian's own tools refuse licence texts that the system already has.
            Kind::Deb => {
                self.copy(&root().join("packaging/linux/copyright"), &format!("{docs}/copyright"))?
            }
            Kind::Rpm => {
                for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
                    self.copy(&root().join(file), &format!("{licences}/{file}"))?;
                }
            }
        }
        let changes = if kind == Kind::Deb { "changelog" } else { "CHANGELOG.md" };
        let place = format!("{docs}/{changes}");
        self.copy(&root().join("CHANGELOG.md"), &place)?;
        compress(&self.root.join(place))
    }

    /// Copies a program that every user may run.
    pub(super) fn script(&self, script: &Path, place: &str) -> Result<(), Stop> {
        self.copy(script, place)?;
        answer(Command::new("chmod").arg("755").arg(self.root.join(place))).map(drop)
    }

    fn program(&self, program: &Path, place: &str) -> Result<(), Stop> {
        self.script(program, place)?;
        // The linker writes the names of compilers into this section.
        let strip = ["--strip-unneeded", "--remove-section=.comment"];
        answer(Command::new("strip").args(strip).arg(self.root.join(place))).map(drop)
    }

    fn copy(&self, file: &Path, place: &str) -> Result<(), Stop> {
        self.at(place).and_then(|to| fs::copy(file, &to).map_err(|error| stop(file, &error)))?;
        answer(Command::new("chmod").arg("644").arg(self.root.join(place))).map(drop)
    }

    /// Writes a text file.
    pub(super) fn write(&self, place: &str, text: &str) -> Result<(), Stop> {
        let to = self.at(place)?;
        fs::write(&to, text).map_err(|error| stop(&to, &error))
    }

    /// Lets every user read all files, also if the builder's umask is stricter.
    pub(super) fn make_readable(&self) -> Result<(), Stop> {
        answer(Command::new("chmod").args(["-R", "u=rwX,go=rX"]).arg(&self.root)).map(drop)
    }

    /// Returns a path in the tree, and makes its folder.
    fn at(&self, place: &str) -> Result<PathBuf, Stop> {
        let path = self.root.join(place);
        let folder = if place.ends_with('/') { Some(path.as_path()) } else { path.parent() };
        if let Some(folder) = folder {
            fs::create_dir_all(folder).map_err(|error| stop(folder, &error))?;
        }
        Ok(path)
    }
}

/// Compresses a file by gzip, without the file's name and time.
pub(super) fn compress(file: &Path) -> Result<(), Stop> {
    answer(Command::new("gzip").args(["-9", "--no-name", "--force"]).arg(file)).map(drop)
}

fn filled_in(template: &Path, when: &When) -> Result<String, Stop> {
    let text = fs::read_to_string(template).map_err(|error| stop(template, &error))?;
    Ok(text.replace("@VERSION@", VERSION).replace("@DATE@", &when.day))
}

pub(super) fn stop(path: &Path, error: &std::io::Error) -> Stop {
    Stop(format!("{}: {error}", path.display()))
}

//! Imports between files of the UI.

use super::tree::faults;

#[track_caller]
fn is_red(files: &[(&str, &str)]) {
    let faults = faults(files);
    assert_eq!(faults.len(), 1, "one circle: {faults:?}");
    for (path, _) in files {
        assert!(faults[0].contains(&format!("    {path} → ")), "{path} in {}", faults[0]);
    }
}

#[test]
fn circle_turns_red_between_typescript_files() {
    is_red(&[
        ("ui/state/x.ts", "import { y } from \"./y\";\nexport const x = 1;"),
        ("ui/state/y.ts", "import type { X } from './x.ts';"),
    ]);
}

#[test]
fn circle_turns_red_through_a_component() {
    is_red(&[
        (
            "ui/App.svelte",
            "<p>It's / here</p>\n<script lang=\"ts\">\n  import {\n    one,\n    type Two,\n  } from \"./state/desk.svelte\";\n</script>",
        ),
        ("ui/state/desk.svelte.ts", "const later = () => import(\"../lazy\");"),
        ("ui/lazy/index.ts", "export * from \"../App.svelte\";"),
    ]);
}

#[test]
fn circle_turns_red_by_an_import_in_markup() {
    is_red(&[
        ("ui/A.svelte", "{#await import(\"./b\") then b}{b}{/await}"),
        ("ui/b.ts", "export { default as A } from \"./A.svelte\";"),
    ]);
}

#[test]
fn texts_of_the_ui_do_not_count() {
    let faults = faults(&[
        ("ui/x.ts", "import { y } from \"./y\";"),
        (
            "ui/y.ts",
            "// import { x } from \"./x\";\n/* import \"./x\" */\nconst a = `import \"./x\" ${`b`}`;\n\
             const b = 'import \"./x\"';\nconst c = /\"[/\"]/.test(a);\nexport const y = { from: \"./x\" };\n\
             export { a, b };\nconst d = 4 / 2;",
        ),
        ("ui/node_modules/p/z.ts", "import \"./z2\";"),
        ("ui/node_modules/p/z2.ts", "import \"./z\";"),
    ]);
    assert_eq!(faults, Vec::<String>::new());
}

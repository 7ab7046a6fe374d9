//! An empty Tauri window, built as in Tauri's documentation: `cargo xtask bench` measures the app beside it.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}

//! A window of Tauri's with nothing in it, as its documentation builds one: the peer of `cargo xtask bench`.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}

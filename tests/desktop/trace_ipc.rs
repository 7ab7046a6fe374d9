//! Records everything that the app's process hands to its web view, in the file that `SWITCHHOOK_IPC_TRACE` names.
//!
//! A journey loads this library in front of WebKit (`LD_PRELOAD`). It stands between the program that people run and WebKit,
//! where command answers, errors, channel messages, events and evaluated scripts all pass. Without the variable it does nothing.
#![expect(unsafe_code, reason = "it speaks C with the program on one side and WebKit on the other")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fs::File;
use std::io::Write as _;
use std::ptr::null_mut;

type Pointer = *mut c_void;

unsafe extern "C" {
    fn dlsym(handle: Pointer, symbol: *const c_char) -> Pointer;
}

/// Returns the function of this name in the next library, which the program would have called without this one.
///
/// This library does not link to WebKit, since it also gets into every program that the app starts.
///
/// # Safety
/// `Function` is its type, and the program has it.
unsafe fn real<Function: Copy>(name: &CStr) -> Function {
    const NEXT: Pointer = -1_isize as Pointer;
    // SAFETY: promised by the caller; a function is a pointer.
    unsafe { std::mem::transmute_copy(&dlsym(NEXT, name.as_ptr())) }
}

/// Appends an entry in one write, so that no other entry splits it.
fn note(kind: &str, bytes: &[u8]) {
    let Some(path) = std::env::var_os("SWITCHHOOK_IPC_TRACE") else { return };
    let entry = [format!("\n── {kind}\n").as_bytes(), bytes].concat();
    // a failure has no other channel: the journey notices that its trace is empty
    let _ = File::options().create(true).append(true).open(path).and_then(|mut file| file.write_all(&entry));
}

/// Appends an entry if the text is not null.
///
/// # Safety
/// `text` is null or a C string.
unsafe fn note_text(kind: &str, text: *const c_char) {
    if !text.is_null() {
        // SAFETY: promised by the caller.
        note(kind, unsafe { CStr::from_ptr(text) }.to_bytes());
    }
}

/// Exports a function of WebKit that records one of its arguments, a C string, and calls the real function.
macro_rules! traced {
    ($name:ident($($argument:ident: $kind:ty),*) $(-> $result:ty)?, notes $text:ident) => {
        /// # Safety
        /// As WebKit's own.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($argument: $kind),*) $(-> $result)? {
            const NAME: &str = concat!(stringify!($name), "\0");
            // SAFETY: the real one has this signature, and is there, since this one was called in its place.
            unsafe {
                note_text(stringify!($name), $text);
                let name = CStr::from_bytes_with_nul_unchecked(NAME.as_bytes());
                real::<unsafe extern "C" fn($($kind),*) $(-> $result)?>(name)($($argument),*)
            }
        }
    };
}

type Text = *const c_char;

// functions that wry calls today
traced!(webkit_web_view_run_javascript(view: Pointer, script: Text, stop: Pointer, done: Pointer, data: Pointer), notes script);
traced!(webkit_web_view_load_uri(view: Pointer, uri: Text), notes uri);
traced!(webkit_web_view_load_html(view: Pointer, content: Text, base: Text), notes content);
traced!(webkit_user_script_new(source: Text, frames: c_int, when: c_int, allow: Pointer, block: Pointer) -> Pointer, notes source);
// functions that a later version may call
traced!(webkit_web_view_evaluate_javascript(view: Pointer, script: Text, length: isize, world: Text, source: Text, stop: Pointer, done: Pointer, data: Pointer), notes script);
traced!(webkit_web_view_call_async_javascript_function(view: Pointer, body: Text, length: isize, arguments: Pointer, world: Text, source: Text, stop: Pointer, done: Pointer, data: Pointer), notes body);
traced!(webkit_web_view_load_plain_text(view: Pointer, text: Text), notes text);
traced!(webkit_user_script_new_for_world(source: Text, frames: c_int, when: c_int, world: Text, allow: Pointer, block: Pointer) -> Pointer, notes source);

/// Records the answer to a command, or a file of the page. It reads the stream's bytes and rewinds the stream.
///
/// The creation of the stream is not recorded: WebKit also makes streams for the page's requests, which may hold typed text.
///
/// # Safety
/// As WebKit's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn webkit_uri_scheme_response_new(stream: Pointer, length: i64) -> Pointer {
    type ReadAll = unsafe extern "C" fn(Pointer, Pointer, usize, *mut usize, Pointer, Pointer) -> c_int;
    type Seek = unsafe extern "C" fn(Pointer, i64, c_int, Pointer, Pointer) -> c_int;
    const FROM_THE_START: c_int = 1;
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let (mut count, none) = (0, null_mut());
    // SAFETY: the signatures are those of GLib and WebKit; the buffer has the stated length; Tauri's streams lie in memory
    // and can be rewound.
    unsafe {
        let data = bytes.as_mut_ptr().cast();
        real::<ReadAll>(c"g_input_stream_read_all")(stream, data, bytes.len(), &raw mut count, none, none);
        real::<Seek>(c"g_seekable_seek")(stream, 0, FROM_THE_START, none, none);
        note("answer", &bytes[..count]);
        real::<unsafe extern "C" fn(Pointer, i64) -> Pointer>(c"webkit_uri_scheme_response_new")(
            stream, length,
        )
    }
}

//! The pixels of the screen: they show from outside when a program's window has drawn.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};
use x11rb::rust_connection::RustConnection;

/// Red, green, blue.
pub(crate) type Colour = [u8; 3];

/// The distance between two columns. The blocks to find are several times as wide.
const APART: i16 = 64;
/// The least height of a block in pixels.
const RUN: usize = 20;

/// A connection to the display.
pub(crate) struct Screen {
    display: RustConnection,
    root: u32,
    size: (u16, u16),
}

impl Screen {
    pub(crate) fn open() -> Self {
        let (display, number) = x11rb::connect(None).expect("there is a display");
        let screen = &display.setup().roots[number];
        let (root, size) = (screen.root, (screen.width_in_pixels, screen.height_in_pixels));
        Self { display, root, size }
    }

    /// Whether a block of this colour is on the screen.
    pub(crate) fn shows(&self, colour: Colour) -> bool {
        let (width, height) = self.size;
        let columns =
            (0..i16::try_from(width).expect("a screen")).step_by(usize::try_from(APART).expect("small"));
        // send all requests before waiting for the first answer
        let asked: Vec<_> = columns
            .map(|x| self.display.get_image(ImageFormat::Z_PIXMAP, self.root, x, 0, 1, height, u32::MAX))
            .collect();
        let shown: Vec<_> = asked
            .into_iter()
            .map(|column| column.expect("a display").reply().expect("a display shows its pixels").data)
            .collect();
        shown.iter().any(|column| holds(column, colour))
    }
}

/// Whether a column (four bytes a pixel, blue first) holds a block of this colour.
fn holds(column: &[u8], [red, green, blue]: Colour) -> bool {
    let mut run = 0;
    column.chunks_exact(4).any(|pixel| {
        run = if pixel[..3] == [blue, green, red] { run + 1 } else { 0 };
        run >= RUN
    })
}

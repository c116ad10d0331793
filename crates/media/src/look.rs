//! How a picture looks, in 64 bits (a difference hash).
//!
//! Our own thirty lines: the crates that do this bring a Fourier transform and wavelets along for hashes
//! we do not use, and what is stored for years must not change with a crate's next version.

use image::RgbImage;

const COLUMNS: u32 = 9;
const ROWS: u32 = 8;
/// Darkest and brightest field of a picture with something on it differ at least so much, of 255.
const FAINTEST: u32 = 12;
/// A look with fewer bits of one kind says no more than "light above, dark below": half of all papers.
const FEWEST_BITS: u32 = 8;

/// In how many of 64 bits two looks differ.
#[must_use]
pub const fn distance(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

/// Lays nine by eight fields over the picture; each bit tells whether it grows brighter from one field to
/// the next on its right, row by row, the first in the highest bit. `None` for a picture with too little
/// on it to be known again: a blank page looks like every other.
#[must_use]
pub fn look(picture: &RgbImage) -> Option<u64> {
    let (width, height) = picture.dimensions();
    if width < COLUMNS || height < ROWS {
        return None;
    }
    let rows: Vec<[u32; 9]> = (0..ROWS)
        .map(|row| std::array::from_fn(|column| brightness(picture, u32::try_from(column).unwrap_or(0), row)))
        .collect();
    let all = || rows.iter().flatten().copied();
    if all().max().unwrap_or(0) - all().min().unwrap_or(0) < FAINTEST {
        return None;
    }
    let bits = rows
        .iter()
        .flat_map(|row| row.windows(2))
        .fold(0_u64, |bits, pair| bits << 1 | u64::from(pair[0] < pair[1]));
    (FEWEST_BITS..=64 - FEWEST_BITS).contains(&bits.count_ones()).then_some(bits)
}

/// Mean brightness of a field, 0 to 255.
fn brightness(picture: &RgbImage, column: u32, row: u32) -> u32 {
    let (width, height) = picture.dimensions();
    let columns = width * column / COLUMNS..width * (column + 1) / COLUMNS;
    let rows = height * row / ROWS..height * (row + 1) / ROWS;
    let points = u64::from(columns.end - columns.start) * u64::from(rows.end - rows.start);
    let sum: u64 = rows
        .flat_map(|y| columns.clone().map(move |x| (x, y)))
        .map(|(x, y)| {
            let [red, green, blue] = picture.get_pixel(x, y).0.map(u64::from);
            (299 * red + 587 * green + 114 * blue) / 1_000
        })
        .sum();
    u32::try_from(sum / points.max(1)).unwrap_or(u32::MAX)
}

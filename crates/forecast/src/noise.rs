//! Chance for simulated courses: normal deviates for eight paths at once, replayable from a seed.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::indexing_slicing, reason = "numeric kernel over lanes")]

mod generator;

use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::lanes::{self, LANES, Lane, each};
use crate::num;
use generator::{AHEAD, Generator};

/// Width of the cell that a half word stands for.
const CELL: f64 = 1.0 / 4_294_967_296.0;

/// A source of normal deviates. Every block of paths has its own stream, so what comes out does not depend on which
/// thread walks which block, or on how many blocks there are.
#[derive(Debug, Clone)]
pub(crate) struct Noise(Generator);

impl Noise {
    /// The source `stream` (a block's number) of a seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self(Generator::new(seed, stream))
    }

    /// Uniform between 0 and 1, never either of them.
    pub(crate) fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_possible_truncation, reason = "the low half of the word")]
        middle_of_cell(self.0.word() as u32)
    }

    /// Eight independent standard normal deviates.
    #[inline]
    pub(crate) fn normals(&mut self) -> Lane {
        let words = self.0.words();
        let p: Lane = each(|l| middle_of_cell(half(&words, l)));
        let mut out = each(|l| num::quantile_middle(p[l] - 0.5));
        for l in 0..LANES {
            if !(num::TAIL..=1.0 - num::TAIL).contains(&p[l]) {
                out[l] = if p[l] < 0.5 { num::quantile_tail(p[l]) } else { -num::quantile_tail(1.0 - p[l]) };
            }
        }
        out
    }

    /// Fills the rows with what as many calls of [`Self::normals`] would give, several at once.
    pub(crate) fn fill(&mut self, rows: &mut [Lane]) {
        dispatch::run(Fill { generator: &mut self.0, rows });
    }
}

/// A uniform of 32 bits, in the middle of its cell.
#[inline]
fn middle_of_cell(half: u32) -> f64 {
    (f64::from(half) + 0.5) * CELL
}

/// Half a word of four, the low half of each first.
#[inline]
fn half(words: &[u64; AHEAD], l: usize) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "half a word is meant")]
    let half = (words[l / 2] >> (32 * (l % 2))) as u32;
    half
}

/// A source read ahead: `N` rows of deviates at a time.
#[derive(Debug)]
pub(crate) struct Stream<const N: usize> {
    noise: Noise,
    rows: [Lane; N],
    next: usize,
}

impl<const N: usize> Stream<N> {
    /// The same deviates as the source, row by row.
    pub(crate) fn new(noise: Noise) -> Self {
        Self { noise, rows: [[0.0; LANES]; N], next: N }
    }

    /// Eight deviates.
    #[inline(always)]
    pub(crate) fn normals(&mut self) -> &Lane {
        if self.next >= N {
            self.noise.fill(&mut self.rows);
            self.next = 0;
        }
        self.next += 1;
        &self.rows[self.next - 1]
    }
}

/// Rows that are filled in one pass: few enough to stay in the nearest memory.
const PASS: usize = 32;

/// Rows by which the words are ahead of the deviates.
const LEAD: usize = 8;

/// [`Noise::fill`].
struct Fill<'a> {
    generator: &'a mut Generator,
    rows: &'a mut [Lane],
}

impl Kernel for Fill<'_> {
    type Out = ();

    /// First all deviates as if none were in a tail, then those that are (one in twenty) together.
    #[inline(always)]
    fn run<M: Machine>(self, m: M) {
        let (half, edge) = (m.all(0.5), m.all(0.5 - num::TAIL));
        for rows in self.rows.chunks_mut(PASS) {
            let count = rows.len();
            let mut words = [[0; AHEAD]; PASS];
            let mut beyond = [0; PASS];
            let mut ready = 0;
            for (at, row) in rows.iter_mut().enumerate() {
                // Words some rows ahead: what has just been written cannot yet be read into a register, and a word's
                // multiplications go on while a deviate's division does.
                while ready < PASS.min(count) && ready <= at + LEAD {
                    words[ready] = self.generator.words();
                    ready += 1;
                }
                let q = (m.halves(&words[at]) + half) * m.all(CELL) - half;
                beyond[at] = q.abs().which_more(edge);
                *row = quantile_middle(q).lane();
            }
            put_tails(m, rows, &words, &beyond);
        }
    }
}

/// [`num::quantile_middle`] in registers.
#[inline(always)]
fn quantile_middle<V: Eight>(q: V) -> V {
    let r = q * q;
    lanes::polynomial(r, &num::MIDDLE_TOP) * q / lanes::polynomial(r, &num::MIDDLE_BOTTOM)
}

/// [`num::quantile_tail`] in registers.
#[inline(always)]
fn quantile_tail<V: Eight>(p: V) -> V {
    let q = (p.like(-2.0) * lanes::ln_in(p)).sqrt();
    lanes::polynomial(q, &num::TAIL_TOP) / lanes::polynomial(q, &num::TAIL_BOTTOM)
}

/// Deviates that lie in a tail, gathered so that eight are computed at once.
struct Tails {
    count: usize,
    /// Row and lane of each.
    place: [(usize, usize); LANES],
    /// Probability beyond each.
    p: Lane,
    /// 1 in the lower tail, −1 in the upper.
    sign: Lane,
}

impl Tails {
    /// Puts them into the rows.
    #[inline(always)]
    fn put<M: Machine>(&mut self, m: M, rows: &mut [Lane]) {
        let value = (quantile_tail(m.load(&self.p)) * m.load(&self.sign)).lane();
        for ((row, lane), value) in self.place[..self.count].iter().zip(value) {
            rows[*row][*lane] = value;
        }
        self.count = 0;
    }
}

/// Looks the marked deviates up and computes them.
#[inline(always)]
fn put_tails<M: Machine>(m: M, rows: &mut [Lane], words: &[[u64; AHEAD]; PASS], beyond: &[u8; PASS]) {
    let mut tails = Tails { count: 0, place: [(0, 0); LANES], p: [num::TAIL; LANES], sign: [1.0; LANES] };
    for (group, bytes) in beyond.as_chunks::<LANES>().0.iter().enumerate() {
        let mut bits = u64::from_le_bytes(*bytes);
        while bits != 0 {
            let at = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            let (row, lane) = (group * LANES + at / LANES, at % LANES);
            let p = middle_of_cell(half(&words[row], lane));
            let here = tails.count;
            tails.place[here] = (row, lane);
            (tails.p[here], tails.sign[here]) = if p < 0.5 { (p, 1.0) } else { (1.0 - p, -1.0) };
            tails.count += 1;
            if tails.count == LANES {
                tails.put(m, rows);
            }
        }
    }
    tails.put(m, rows);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::Path;

    #[test]
    fn rows_are_filled_with_the_bits_of_single_calls_on_every_set() {
        for path in Path::ALL {
            let work = || {
                let (mut one, mut many) = (Noise::new(11, 5), Noise::new(11, 5));
                for rows in [1, 7, 32, 33, 500] {
                    let mut filled = vec![[0.0; LANES]; rows];
                    many.fill(&mut filled);
                    for row in filled {
                        assert_eq!(row.map(f64::to_bits), one.normals().map(f64::to_bits), "{path:?}");
                    }
                    assert_eq!(one.uniform().to_bits(), many.uniform().to_bits());
                }
            };
            path.force(work);
        }
    }

    #[test]
    fn a_tail_begins_at_the_same_cell_whichever_way_it_is_asked() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number of 32 bits"
        )]
        let edge = (num::TAIL / CELL) as u32;
        for cell in (edge - 3..edge + 3).flat_map(|cell| [cell, u32::MAX - cell]) {
            let p = middle_of_cell(cell);
            let inside = (num::TAIL..=1.0 - num::TAIL).contains(&p);
            assert_eq!((p - 0.5).abs() > 0.5 - num::TAIL, !inside, "{cell}");
        }
    }

    #[test]
    fn deviates_are_standard_normal_and_independent_of_other_streams() {
        let (mut one, mut other) = (Noise::new(7, 0), Noise::new(7, 1));
        let (mut moments, mut together) = ([0.0; 4], 0.0);
        let blocks = 50_000;
        for _ in 0..blocks {
            let (x, y) = (one.normals(), other.normals());
            for (x, y) in x.into_iter().zip(y) {
                for (sum, power) in moments.iter_mut().zip(1..5) {
                    *sum += x.powi(power);
                }
                together += x * y;
            }
        }
        let n = f64::from(blocks) * 8.0;
        let [m1, m2, m3, m4] = moments.map(|sum| sum / n);
        // Five standard errors: √(1/n), √(2/n), √(15/n), √(96/n).
        assert!(m1.abs() < 0.008 && (m2 - 1.0).abs() < 0.012 && m3.abs() < 0.031 && (m4 - 3.0).abs() < 0.078);
        assert!((together / n).abs() < 0.008, "{together}");
    }

    #[test]
    fn a_seed_and_a_stream_replay_the_same_deviates() {
        let draw = |seed, stream| Noise::new(seed, stream).normals();
        let draw = |seed, stream| draw(seed, stream).map(f64::to_bits);
        assert_eq!(draw(7, 3), draw(7, 3));
        assert_ne!(draw(7, 3), draw(7, 4));
        assert_ne!(draw(7, 3), draw(8, 3));
    }

    #[test]
    fn a_uniform_is_never_an_end() {
        let mut noise = Noise::new(1, 0);
        assert!((0..1000).all(|_| (1e-10..1.0 - 1e-10).contains(&noise.uniform())));
        assert!(middle_of_cell(0) > 0.0 && middle_of_cell(u32::MAX) < 1.0);
    }
}

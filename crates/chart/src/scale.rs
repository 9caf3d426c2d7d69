//! Linear scales and round tick values.

/// Maps values of `[from, to]` to coordinates of `[start, end]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub from: f64,
    pub to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    pub fn new(values: (f64, f64), coords: (f64, f64)) -> Self {
        let (from, to) = values;
        // A single value still needs a span, or everything would fall on one line.
        let to = if to - from > f64::EPSILON { to } else { from + 1.0 };
        Self { from, to, start: coords.0, end: coords.1 }
    }

    pub fn at(&self, v: f64) -> f64 {
        self.start + (v - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// The coordinate of `v`, held inside the scale; bands never leave the plot.
    pub fn held(&self, v: f64) -> f64 {
        self.at(v.clamp(self.from, self.to))
    }

    /// Round values inside the scale, about `wanted` of them, at steps of 1, 2, 2.5 or 5 × 10ⁿ.
    pub fn ticks(&self, wanted: u32) -> Vec<f64> {
        let step = nice_step(self.to - self.from, wanted);
        let mut v = (self.from / step).ceil() * step;
        let mut out = Vec::new();
        while v <= self.to + step * 1e-9 && out.len() < 40 {
            out.push(v);
            v += step;
        }
        out
    }
}

/// The smallest round step that cuts `span` into at most `wanted` parts; never under 1, for scores are whole.
pub(crate) fn nice_step(span: f64, wanted: u32) -> f64 {
    let rough = (span / f64::from(wanted.max(1))).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|step| *step >= rough - 1e-9)
        .unwrap_or(10.0 * power)
}

/// The smallest and largest finite value, if there is any.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|v| v.is_finite()).fold(None, |seen, v| match seen {
        None => Some((v, v)),
        Some((low, high)) => Some((v.min(low), v.max(high))),
    })
}

//! One person at a time, written from the model's equations with small Runge-Kutta steps, plain loops and its own
//! chance. It shares no code with the crate.

/// SplitMix64 and Box-Muller.
pub struct Chance(pub u64);

impl Chance {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let high = f64::from(u32::try_from(bits >> 32).unwrap());
        (high + 0.5) / 4_294_967_296.0
    }

    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

const TAU_N: f64 = 4.406;
const LOOK_BACK: f64 = 0.4 * 14.0;
pub const TAU_W: f64 = 30.0;
pub const SD_W: f64 = 0.09;
pub const TAU_U: f64 = 180.0;
pub const SD_U: f64 = 0.15;
const STEPS_A_DAY: u32 = 4;

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// What one person is like: g, M, τ_f, φ, τ_s, n.
#[derive(Clone, Copy)]
pub struct Person {
    pub g: f64,
    pub m: f64,
    pub tau_f: f64,
    pub phi: f64,
    pub tau_s: f64,
    pub n: f64,
}

/// The prior of depression on the transformed scale.
pub const MEAN: [f64; 6] = [0.487, 0.936, 1.456, -0.687, 4.568, -2.097];
pub const SD: [f64; 6] = [0.901, 1.628, 0.414, 0.923, 0.7, 2.007];

impl Person {
    /// From means on the transformed scale.
    pub fn of(x: [f64; 6]) -> Self {
        Self {
            g: logistic(x[0]),
            m: logistic(x[1]),
            tau_f: x[2].exp(),
            phi: logistic(x[3]),
            tau_s: x[4].exp().clamp(3.0, 3000.0),
            n: logistic(x[5]),
        }
    }
}

/// F, S, A of the PHQ-9 and the days since the first session.
#[derive(Clone, Copy, Default)]
pub struct Body {
    f: f64,
    s: f64,
    a: f64,
    since: Option<f64>,
}

impl Body {
    /// Benefit of the day.
    pub fn benefit(&self, who: &Person) -> f64 {
        let n = self.since.map_or(0.0, |since| who.n * (1.0 - (-since / TAU_N).exp()));
        1.0 - (1.0 - self.f - self.s) * (1.0 - n)
    }

    /// Benefit as the questionnaire shows it.
    pub fn shown(&self) -> f64 {
        self.a
    }

    pub fn give(&mut self, who: &Person) {
        self.since = self.since.or(Some(0.0));
        self.f += who.g * (who.m - self.f - self.s).max(0.0);
    }

    fn slope(&self, who: &Person) -> [f64; 3] {
        let [out, kept] = [self.f / who.tau_f, self.s / who.tau_s];
        [-out, who.phi * out - kept, (self.benefit(who) - self.a) / LOOK_BACK]
    }

    fn along(&self, slope: [f64; 3], h: f64) -> Self {
        Self {
            f: self.f + h * slope[0],
            s: self.s + h * slope[1],
            a: self.a + h * slope[2],
            since: self.since.map(|since| since + h),
        }
    }

    /// Whole days pass.
    pub fn pass(&mut self, who: &Person, days: u32) {
        let h = 1.0 / f64::from(STEPS_A_DAY);
        for _ in 0..days * STEPS_A_DAY {
            if self.since.is_none() {
                return;
            }
            let one = self.slope(who);
            let two = self.along(one, 0.5 * h).slope(who);
            let three = self.along(two, 0.5 * h).slope(who);
            let four = self.along(three, h).slope(who);
            let mean = |i: usize| (one[i] + 2.0 * two[i] + 2.0 * three[i] + four[i]) / 6.0;
            *self = self.along([mean(0), mean(1), mean(2)], h);
        }
    }
}

/// A mood of b, w, u and its days.
#[derive(Clone, Copy)]
pub struct Mood {
    pub b: f64,
    pub w: f64,
    pub u: f64,
}

impl Mood {
    pub fn pass(&mut self, days: f64, chance: &mut Chance) {
        let step = |x: f64, tau: f64, sd: f64, e: f64| {
            x * (-days / tau).exp() + sd * (1.0 - (-2.0 * days / tau).exp()).sqrt() * e
        };
        self.w = step(self.w, TAU_W, SD_W, chance.normal());
        self.u = step(self.u, TAU_U, SD_U, chance.normal());
    }

    /// z on the PHQ-9 (λ = 1) where it shows so much benefit.
    pub fn signal(&self, shown: f64) -> f64 {
        self.b * (1.0 - shown) + (1.0 - 0.5 * shown) * self.w + self.u
    }

    /// A PHQ-9 of 27 steps.
    pub fn score(&self, shown: f64, chance: &mut Chance) -> f64 {
        (27.0 * (self.signal(shown) + 0.06 * chance.normal()).clamp(0.0, 1.0)).round()
    }
}

//! The simplex search of Nelder and Mead (1965) for the lowest point of a function of three numbers.

/// Steps taken at most; each halves the simplex or moves it downhill.
const STEPS: usize = 300;
/// The search ends when all corners lie within this of each other in value.
const FLAT: f64 = 1e-9;

type Point = [f64; 3];

/// The lowest point found from `start`. The same start gives the same point.
pub(super) fn minimum(start: Point, of: &impl Fn(Point) -> f64) -> Point {
    let mut corners: Vec<(f64, Point)> = vec![(of(start), start)];
    for axis in 0..3 {
        let mut point = start;
        if let Some(x) = point.get_mut(axis) {
            *x += 0.5;
        }
        corners.push((of(point), point));
    }
    for _ in 0..STEPS {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [best, middle @ .., second, worst] = corners.as_mut_slice() else { break };
        if worst.0 - best.0 <= FLAT {
            break;
        }
        let mut centre = mix(best.1, second.1, 0.5);
        for (done, corner) in (2_u8..).zip(middle.iter()) {
            centre = mix(centre, corner.1, 1.0 / (f64::from(done) + 1.0));
        }
        let tried = |t: f64| {
            let point = mix(centre, worst.1, t);
            (of(point), point)
        };
        let reflected = tried(-1.0);
        let next = if reflected.0 < best.0 {
            lower(tried(-2.0), reflected)
        } else if reflected.0 < second.0 {
            reflected
        } else {
            tried(if reflected.0 < worst.0 { -0.5 } else { 0.5 })
        };
        if next.0 < worst.0 {
            *worst = next;
            continue;
        }
        let best = best.1;
        for corner in corners.iter_mut().skip(1) {
            let point = mix(best, corner.1, 0.5);
            *corner = (of(point), point);
        }
    }
    corners.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(start, |(_, point)| point)
}

fn lower(one: (f64, Point), other: (f64, Point)) -> (f64, Point) {
    if one.0 < other.0 { one } else { other }
}

/// `share` of the way from one point to another.
fn mix(from: Point, to: Point, share: f64) -> Point {
    let mut between = from;
    for (x, to) in between.iter_mut().zip(to) {
        *x += share * (to - *x);
    }
    between
}

#[cfg(test)]
mod tests {
    use super::minimum;

    #[test]
    fn a_curved_valley_is_followed_to_its_lowest_point() {
        let valley = |[x, y, z]: [f64; 3]| (1.0 - x).powi(2) + 10.0 * (y - x * x).powi(2) + (z + 2.0).powi(2);
        let found = minimum([-1.0, 1.0, 0.0], &valley);
        for (found, expected) in found.into_iter().zip([1.0, 1.0, -2.0]) {
            assert!((found - expected).abs() < 1e-3, "{found}");
        }
    }
}

//! How many people are there at once.

use super::Stay;

/// A stretch of a day in which the same number of people is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Its first minute.
    pub from: u32,
    /// The first minute after it.
    pub to: u32,
    /// How many are there, from preparation to leaving.
    pub watched: u32,
}

/// The stretches of a day in which somebody is there, in order.
pub fn loads(stays: &[Stay]) -> Vec<Load> {
    let mut edges: Vec<u32> = stays.iter().flat_map(|stay| [stay.start, stay.end()]).collect();
    edges.sort_unstable();
    edges.dedup();
    let there = |at: u32| stays.iter().filter(|stay| stay.start <= at && at < stay.end()).count();
    let mut all: Vec<Load> = Vec::new();
    for (&from, &to) in edges.iter().zip(edges.iter().skip(1)) {
        let watched = u32::try_from(there(from)).unwrap_or(u32::MAX);
        match all.last_mut() {
            Some(last) if last.watched == watched && last.to == from => last.to = to,
            _ if watched > 0 => all.push(Load { from, to, watched }),
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Lengths;

    #[test]
    fn stretches_join_where_the_number_stays() {
        let lengths = Lengths { preparation: 10, dose: 20, recovery: 30 };
        let stay = |chair: &str, start| Stay { chair: chair.to_owned(), start, lengths };
        let stays = [stay("A", 600), stay("B", 630), stay("C", 660), stay("A", 800)];
        let told: Vec<_> = loads(&stays).iter().map(|l| (l.from, l.to, l.watched)).collect();
        assert_eq!(told, [(600, 630, 1), (630, 690, 2), (690, 720, 1), (800, 860, 1)]);
        assert_eq!(loads(&[]), []);
    }
}

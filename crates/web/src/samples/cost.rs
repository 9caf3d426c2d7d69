//! What a course costs, on its page and on paper.

use evenkeel_practice::view::cost::{CostLine, CostPage, CostRange, CostRow};
use uuid::Uuid;

use super::people::head;
use super::{TODAY, day, text, texts};

fn year() -> CostRange {
    CostRange {
        median: text("USD 4,050"),
        half: text("USD 3,600 to 5,400"),
        eight: text("USD 2,700 to 6,750"),
        sessions: text("9 sessions (half: 8 to 12; eight in ten: 6 to 15)"),
        whose: None,
    }
}

pub(super) fn cost_line() -> CostLine {
    CostLine { price: Some(text("USD 450")), year: Some(year()) }
}

pub fn cost_sheet() -> CostPage {
    let row = |n, on| CostRow { n, date: day(on), phase: text("induction"), amount: text("450.00") };
    CostPage {
        course: Uuid::from_u128(9),
        clinic: text("Harbour <Clinic>"),
        patient: head(),
        title: text("Depression · IV mood, six sessions (iv-mood-6, revision 1)"),
        today: TODAY,
        currency: text("USD"),
        price: Some(text("USD 450")),
        planned: vec![row(5, 15), row(6, 21)],
        sum: text("900.00"),
        year: Ok(year()),
        caveats: texts(&["The last score looks back to before the first session."]),
        basis: text("Rests on 4 scores and 4 sessions given. Model 1.1 · prior 45287a4c · seed 1."),
    }
}

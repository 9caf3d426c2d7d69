//! The course record that stands as the example in docs/API.md, and what a review says of it.

use evenkeel_care::condition::{Condition, MedicationClass, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{
    BloodPressure, CourseRecord, Measurement, Medication, Patient, Screen, ScreenAnswers, Session,
    SessionStatus, Sign, SignKind,
};
use evenkeel_care::review::{Phase, review};
use evenkeel_catalog::Catalog;
use jiff::civil::date;

fn example() -> CourseRecord {
    CourseRecord {
        id: "v01".to_owned(),
        patient: Patient {
            birth_date: Some(date(1980, 2, 1)),
            conditions: Some(vec![]),
            medications: Some(vec![Medication {
                name: "lorazepam".to_owned(),
                class: MedicationClass::Benzodiazepine,
                diazepam_equivalent_mg_per_day: Some(10.0),
                mg_per_day: None,
            }]),
        },
        sessions: vec![Session {
            dose: Some(Dose::mg_per_kg(0.5)),
            weight_kg: Some(WeightKg(70.0)),
            blood_pressures: vec![BloodPressure { minute: -5, systolic: 128, diastolic: 80 }],
            moaas_last: Some(5),
            observed_minutes: Some(100),
            supervised_by: Some("prescriber".to_owned()),
            ..Session::new(date(2026, 1, 5), SessionStatus::Done, Route::Iv)
        }],
        measurements: vec![Measurement {
            date: date(2026, 1, 5),
            instrument: InstrumentId::Phq9,
            score: 19.0,
            items: Some([2, 2, 2, 2, 2, 2, 2, 3, 2].map(Some).to_vec()),
            after: false,
            recall_days: None,
            form: None,
        }],
        signs: vec![Sign { date: date(2026, 2, 9), sign: SignKind::LowMotivation }],
        screens: vec![Screen {
            date: date(2026, 2, 9),
            instrument: InstrumentId::Cssrs,
            answers: ScreenAnswers {
                q1: Some(true),
                q2: Some(true),
                q3: Some(false),
                q4: Some(false),
                q5: Some(false),
                q6_lifetime: Some(false),
                q6_3_months: Some(false),
            },
        }],
        ..CourseRecord::new(Condition::Depression, "iv-mood-6", InstrumentId::Phq9, date(2026, 2, 10))
    }
}

#[test]
fn the_example_of_the_contract_is_reviewed() {
    let catalog = Catalog::embedded().unwrap();
    let review = review(&example(), catalog.knowledge()).unwrap();
    assert_eq!((review.id.as_str(), review.phase, review.sessions_done), ("v01", Phase::Induction, 1));
    let found: Vec<String> = review.findings.iter().map(|f| format!("{} {}", f.rule, f.state)).collect();
    let expected = [
        "D21 low",
        "D7 worsened",
        "D10 not_due",
        "D11 not_due",
        "D12 not_due",
        "D13 not_due",
        "D32 none",
        "D31 none",
        "D15 none",
        "D14 keep",
        "C1 clear",
        "C2 clear",
        "C3 clear",
        "C4 clear",
        "C5 clear",
        "C6 clear",
        "C7 clear",
        "C8 clear",
        "C9 clear",
        "C10 clear",
        "I1 warn",
        "I2 clear",
        "I3 warn",
        "M12 clear",
        "X2 clear",
        "D34 overdue",
        "D35 overdue",
        "D38 overdue",
        "D39 overdue",
        "L1 upcoming",
        "L2 overdue",
        "L4 upcoming",
        "L5 upcoming",
        "L6 overdue",
    ];
    assert_eq!(found, expected);
}

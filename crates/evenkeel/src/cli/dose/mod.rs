//! `evenkeel dose`: from what is ordered to what is drawn up and how the pump is set.

mod out;

use clap::Args;
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::units::{MgPerMl, Minutes};
use evenkeel_care::dosing::{DoseOrder, Weighed, work_out};
use evenkeel_care::field_problem::FieldProblem;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::Protocol;
use evenkeel_care::record::CourseRecord;
use evenkeel_care::review;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::review::{read_course, refused};
use crate::cli::{output, shipped};
use crate::clock::RealClock;
use crate::formats::civil_date::CivilDate;

/// Works a dose out: milligrams, millilitres, the pump's rate, injections or devices, and what the limits say.
#[derive(Args)]
pub struct DoseSheet {
    /// The protocol, such as iv-mood-6
    #[arg(long, value_name = "ID", required_unless_present = "course", conflicts_with = "course")]
    protocol: Option<String>,
    /// Take protocol, last dose, tolerance and weight from this course record; - reads standard input
    #[arg(long, value_name = "FILE")]
    course: Option<String>,
    /// The route, where it is not the protocol's: iv, im, sc, nasal_esketamine
    #[arg(long)]
    route: Option<String>,
    /// The day of the session, YYYY-MM-DD; otherwise the record's today, or the machine's
    #[arg(long, value_name = "DATE")]
    date: Option<CivilDate>,
    /// Sessions given before this one, where no record says it
    #[arg(long, value_name = "N", conflicts_with = "course")]
    given: Option<usize>,
    #[command(flatten)]
    amount: Amount,
    /// Hours of an infusion dosed per hour
    #[arg(long)]
    hours: Option<f64>,
    /// A bolus before the infusion, mg/kg
    #[arg(long, value_name = "AMOUNT")]
    bolus_mg_per_kg: Option<f64>,
    /// Body weight, kg
    #[arg(long, value_name = "KG")]
    weight: Option<f64>,
    /// The day the weight was taken; otherwise the day of the session
    #[arg(long, value_name = "DATE", requires = "weight")]
    weighed_on: Option<CivilDate>,
    /// What the vial or bag contains, mg/mL
    #[arg(long, value_name = "MG_PER_ML")]
    concentration: Option<f64>,
    /// Time of the infusion, minutes; otherwise the protocol's
    #[arg(long)]
    minutes: Option<f64>,
    /// How many injections the dose is split into
    #[arg(long, value_name = "N", default_value_t = 1)]
    injections: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The dose, in one of its forms.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Amount {
    /// The dose, mg/kg
    #[arg(long, value_name = "AMOUNT")]
    mg_per_kg: Option<f64>,
    /// The dose, mg
    #[arg(long, value_name = "AMOUNT")]
    mg: Option<f64>,
    /// The dose, mg/kg/h, with --hours
    #[arg(long, value_name = "RATE", requires = "hours")]
    mg_per_kg_per_h: Option<f64>,
    /// The dose, nasal devices
    #[arg(long, value_name = "N")]
    devices: Option<u32>,
}

impl DoseSheet {
    /// Works the dose out and prints the sheet.
    pub fn run(&self) -> Ended {
        let catalog = shipped::catalog()?;
        let knowledge = catalog.knowledge();
        let course = self.course.as_deref().map(read_course).transpose()?;
        if let Some((file, record)) = &course {
            review::review(record, knowledge).map_err(|refusal| refused(file, &refusal))?;
        }
        let record = course.as_ref().map(|(_, record)| record);
        let order = self.order(knowledge, record)?;
        let sheet = work_out(knowledge, &order).map_err(|problems| impossible(&problems))?;
        let out = out::SheetOut::new(&order, &sheet, |message| catalog.say(message));
        if self.json { output::json(&out) } else { output::text(&out.words()) }
    }

    fn order<'a>(
        &self,
        knowledge: &'a Knowledge,
        record: Option<&CourseRecord>,
    ) -> Result<DoseOrder<'a>, Exit> {
        let id = record.map(|record| &record.protocol).or(self.protocol.as_ref()).map_or("", String::as_str);
        let protocol = protocol(knowledge, id)?;
        let date = self.date.map(|date| date.0).or(record.map(|record| record.today));
        let date = date.unwrap_or_else(RealClock::today);
        let mut order = DoseOrder::new(protocol, date, Dose::mg(0.0));
        order.given_before = self.given.unwrap_or(0);
        order.weight =
            self.weight.map(|kg| Weighed { kg: WeightKg(kg), on: self.weighed_on.map_or(date, |on| on.0) });
        if let Some(record) = record {
            order = order.knowing(record);
        }
        if let Some(route) = &self.route {
            order.route = Route::parse(route).map_err(|unknown| {
                let why = "limits and dose forms belong to a route";
                Exit::bad_input(Fault::new("--route", unknown.to_string(), why, "Use one of its words"))
            })?;
        }
        let rule = protocol.dose_rule(order.phase());
        order.dose = self.amount.dose(self.hours, rule.and_then(|rule| rule.mg_per_device), knowledge);
        order.bolus = self.bolus_mg_per_kg.map(Dose::mg_per_kg);
        order.concentration = self.concentration.map(MgPerMl);
        order.injections = self.injections;
        let usual = rule.and_then(|rule| rule.infusion_minutes).map(f64::from);
        let timed = order.route == Route::Iv && !matches!(order.dose, Dose::MgPerKgPerHour { .. });
        order.time = self.minutes.or(usual.filter(|_| timed)).map(Minutes);
        Ok(order)
    }
}

impl Amount {
    fn dose(&self, hours: Option<f64>, mg_per_device: Option<f64>, knowledge: &Knowledge) -> Dose {
        let each = mg_per_device.unwrap_or(knowledge.rules.p44.params.mg_per_device);
        match (self.mg_per_kg, self.mg, self.mg_per_kg_per_h, self.devices) {
            (Some(amount), ..) => Dose::MgPerKg { amount },
            (_, Some(amount), ..) => Dose::Mg { amount },
            (_, _, Some(rate), _) => Dose::MgPerKgPerHour { rate, hours: hours.unwrap_or_default() },
            (.., devices) => Dose::mg(f64::from(devices.unwrap_or_default()) * each),
        }
    }
}

fn protocol<'a>(knowledge: &'a Knowledge, id: &str) -> Result<&'a Protocol, Exit> {
    knowledge.protocols.get(id).ok_or_else(|| {
        let known: Vec<&str> = knowledge.protocols.keys().map(String::as_str).collect();
        let remedy = format!("Use one of {}", known.join(", "));
        let why = "the limits of a dose come from its file";
        Exit::bad_input(Fault::new("--protocol", format!("there is no protocol {id:?}"), why, remedy))
    })
}

/// Everything that cannot be meant, one line each.
fn impossible(problems: &[FieldProblem]) -> Exit {
    let line = |problem: &FieldProblem| {
        let (what, why) = (problem.what.trim_end_matches('.'), problem.why.trim_end_matches('.'));
        Fault::new(problem.field.as_str(), what, why, problem.remedy.trim_end_matches('.')).to_string()
    };
    Exit::bad_input(problems.iter().map(line).collect::<Vec<_>>().join("\n"))
}

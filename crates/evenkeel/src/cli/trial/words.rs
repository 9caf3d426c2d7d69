//! The results as a person reads them.

use std::fmt::Write as _;

use evenkeel_forecast::trial::{ArmReport, Held, RelapseReport, Share};

use super::{ArmResult, Results};

/// All of it.
pub fn told(results: &Results) -> String {
    let mut said = format!(
        "{}\n{} virtual patients drawn for each arm, seed {}, model {}. ± is one standard error of the simulation.\n",
        results.name, results.patients_done, results.seed, results.model.version
    );
    if results.partial {
        let _ = writeln!(said, "PARTIAL: {} were asked for; it was ended early.", results.patients_asked);
    }
    for arm in &results.arms {
        told_arm(&mut said, arm);
    }
    said.push_str(
        "\nVirtual patients show what the model holds to be so, not what a trial would find. Therapy and daily life are not in it.\n",
    );
    said
}

fn told_arm(said: &mut String, arm: &ArmResult) {
    let report = &arm.report;
    let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1}"));
    let _ = writeln!(
        said,
        "\n{}: {} of {} met the entry score ({} mean {}, sd {}); {} sessions on average",
        report.arm,
        report.entered,
        report.drawn,
        report.instrument,
        number(report.entry_mean),
        number(report.entry_sd),
        number(report.sessions_mean)
    );
    for phase in &report.phases {
        let out =
            phase.dropped_out.map_or(String::new(), |out| format!("; dropped out {}", percent(Some(out))));
        let _ = writeln!(said, "  from day {}: {}, {} patients{out}", phase.from, phase.phase, phase.entered);
    }
    reads(said, report);
    if let Some(relapse) = &report.relapse {
        told_relapse(said, relapse);
    }
    if !arm.figures.is_empty() {
        said.push_str(&figures(&arm.figures));
    }
}

fn reads(said: &mut String, report: &ArmReport) {
    let _ = writeln!(
        said,
        "  {:>6}{:>8}{:>16}{:>16}{:>20}",
        "day",
        "n",
        format!("≥{:.0} % better", report.response_at * 100.0),
        "remission",
        "fall (sd), points"
    );
    for read in &report.reads {
        let fall = read.fall_mean.zip(read.fall_sd).zip(read.fall_se);
        let fall = fall.map_or("–".to_owned(), |((mean, sd), se)| format!("{mean:.1} ±{se:.1} ({sd:.1})"));
        let remission = read.remission.map_or(String::new(), |share| percent(Some(share)));
        let _ = writeln!(
            said,
            "  {:>6}{:>8}{:>16}{remission:>16}{fall:>20}",
            read.day,
            read.n,
            percent(read.response)
        );
    }
}

fn told_relapse(said: &mut String, relapse: &RelapseReport) {
    let among = match relapse.among {
        "response" => "those with a response",
        "remission" => "those in remission",
        _ => "all",
    };
    let median = relapse.median_days.map_or("not reached".to_owned(), |days| format!("{days} days"));
    let _ = writeln!(
        said,
        "  relapse among {among} on day {} ({} patients): {} seen to relapse; median {median}",
        relapse.on,
        relapse.n,
        percent(relapse.relapsed)
    );
    for point in &relapse.curve {
        let _ = writeln!(
            said,
            "    {:>5} days: {:>3.0} % ±{:.1} still well (Kaplan-Meier; {} looked at)",
            point.days,
            point.well * 100.0,
            point.se * 100.0,
            point.at_risk
        );
    }
}

fn percent(share: Option<Share>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.0} % ±{:.1}", share.value * 100.0, share.se * 100.0))
}

/// Published figures beside their simulation.
pub fn figures(held: &[Held]) -> String {
    let mut said =
        format!("  {:<28}{:<48}{:>9}{:>10}{:>6}\n", "arm", "published figure", "observed", "simulated", "z");
    for one in held {
        let value = |value: f64| {
            if one.share { format!("{:.0} %", value * 100.0) } else { format!("{value:.1}") }
        };
        let _ = writeln!(
            said,
            "  {:<28}{:<48}{:>9}{:>10}{:>6}",
            one.arm,
            one.quantity,
            value(one.observed),
            one.simulated.map_or("–".to_owned(), value),
            one.z.map_or("–".to_owned(), |z| format!("{z:+.1}"))
        );
    }
    said
}

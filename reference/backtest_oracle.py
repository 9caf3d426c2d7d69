"""The oracle of the backtest: the numpy reference forecasts each next MADRS visit of data/nimh_ketamine_ds005917.csv.

Run: python3 reference/backtest_oracle.py   (numpy and scipy).  The Rust backtest must agree with what it prints
(crates/forecast/tests/backtest_nimh.rs).  Recall windows as in clinical/maps: 1 day for "+2d" visits, else 7.
"""
import csv
import os
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtr

import reference as R

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 60                                   # MADRS 0-60
SIGMA = R.INSTRUMENTS["MADRS"]["sig_e"]


def people():
    """subject -> (first infusion is ketamine, visits in order of day)"""
    visits, first = defaultdict(list), {}
    with open(os.path.join(HERE, "data", "nimh_ketamine_ds005917.csv")) as f:
        for row in csv.DictReader(f):
            if row["instrument"] == "MADRS" and not row["arm"].startswith("HC"):
                visits[row["subject"]].append((int(row["day"]), float(row["score"]), row["event"]))
                first[row["subject"]] = row["arm"].endswith("ketamine_first")
    return {k: (first[k], sorted(v)) for k, v in sorted(visits.items())}


def recall(event):
    return 1.0 if event.endswith("+2d") else 7.0


def forecasts():
    """(score, median, mean, CRPS, covered 50/80/95, −log chance, response, relapse) of every visit but a person's first."""
    prior = R.make_prior("depression")
    for ketamine_first, visits in people().values():
        doses = (0.5, 0.0) if ketamine_first else (0.0, 0.5)
        sessions = [(day, R.session_strength("iv", dose, prior)) for day, dose in zip((2.0, 16.0), doses)]
        for i in range(1, len(visits)):
            day, y, event = float(visits[i][0]), visits[i][1], visits[i][2]
            today, window = float(visits[i - 1][0]), recall(event)
            scores = [(float(d), "MADRS", s, False, recall(e)) for d, s, e in visits[:i]]
            past = [s for s in sessions if s[0] <= today]
            plan = [s for s in sessions if today < s[0] < day]
            post = R.posterior(past, scores, today, prior, insts=["MADRS"], wins=(window,))
            _, A = R.future_path(post, plan, [day], window)
            mu, sd = R.predict_moments(post, A[0], day - today, "MADRS")
            sd = np.sqrt(sd * sd + SIGMA ** 2)
            edges = (np.arange(STEPS) + 0.5) / STEPS
            cdf = np.append([post["w"] @ ndtr((x - mu) / sd) for x in edges], 1.0)
            k = np.arange(STEPS + 1)
            quantile = lambda p: int(np.searchsorted(cdf, p - 1e-12))
            crps = float(((cdf[:-1] - (k[:-1] >= y)) ** 2).sum())
            mean = float(np.diff(np.append(0, cdf)) @ k)
            pmf = np.diff(np.append(0, cdf))
            before = [s for d, s, _ in visits[:i] if d <= (2.0 if sessions else 0.0)] or [visits[0][1]]
            base = np.mean(before)
            said = lambda holds: (float(pmf[holds(k)].sum()), bool(holds(np.array([y]))[0]))
            response = said(lambda x: x <= 0.5 * base + 1e-6)
            relapse = said(lambda x: x > 0.6 * base + 1e-6) if visits[i - 1][1] <= 0.5 * base + 1e-6 else None
            yield (y, quantile(0.5), mean, crps, [quantile(a) <= y <= quantile(1 - a) for a in (0.25, 0.1, 0.025)],
                   -np.log(max(pmf[int(y)], 1e-6)), response, relapse)


# ---------------------------------------------------------------- log score and Brier of ours, and the mixed model
def phase(day, sessions):
    """How a day stands to the latest session before it: none, or (active, soon/weeks/later)."""
    given = [s for s in sessions if s[0] < day]
    if not given:
        return None
    gap = day - given[-1][0]
    return given[-1][1] > 0, 0 if gap <= 5 else 1 if gap <= 21 else 2


def series(dataset, instrument, start):
    """subject -> (sessions, [(day, score)]); one session of strength 0 on day `start`, or the two NIMH infusions."""
    rows, first = defaultdict(list), {}
    with open(os.path.join(HERE, "data", dataset + ".csv")) as f:
        for row in csv.DictReader(f):
            if row["instrument"] == instrument and not row["arm"].startswith("HC"):
                rows[row["subject"]].append((int(row["day"]), float(row["score"])))
                first[row["subject"]] = row["arm"].split("/")[-1]
    doses = {"ketamine_first": [(2, 0.5), (16, 0.0)], "placebo_first": [(2, 0.0), (16, 0.5)]}
    sessions = lambda k: ([] if start is None else [(start, 0.0)]) if dataset[:4] != "nimh" else doses.get(first[k], [])
    return [(sessions(k), sorted(rows[k])) for k in sorted(rows)]


def design(person, unit, phases, days):
    sessions, scores = person
    t = np.array([(d - scores[0][0]) / unit for d in days])
    X = np.column_stack([np.ones(len(t)), t] + [[phase(d, sessions) == p for d in days] for p in phases]).astype(float)
    return X, np.column_stack([np.ones(len(t)), t])


def fit_mixed(people):
    """REML with every person's full covariance matrix: slow and plain, unlike the Rust code."""
    times = np.concatenate([[d - s[0][0] for d, _ in s] for _, s in people])
    unit = times.std()
    met = [phase(d, ses) for ses, s in people for d, _ in s]
    kinds = sorted(set(met), key=str)
    phases = [k for k in kinds if k != max(kinds, key=met.count)]
    rows = [(*design(p, unit, phases, [d for d, _ in p[1]]), np.array([y for _, y in p[1]])) for p in people]

    def profile(theta):
        L = np.array([[abs(theta[0]), 0.0], [theta[1], abs(theta[2])]])
        G, m, q, ld, n = 0.0, 0.0, 0.0, 0.0, 0
        for X, Z, y in rows:
            V = np.eye(len(y)) + Z @ L @ L.T @ Z.T
            Vi = np.linalg.inv(V)
            G, m, q = G + X.T @ Vi @ X, m + X.T @ Vi @ y, q + y @ Vi @ y
            ld, n = ld + np.linalg.slogdet(V)[1], n + len(y)
        beta = np.linalg.solve(G, m)
        s2 = (q - beta @ m) / (n - len(m))
        return ld + np.linalg.slogdet(G)[1] + (n - len(m)) * np.log(s2), L, beta, s2

    best = min((minimize(lambda t: profile(t)[0], start, method="Nelder-Mead", options=dict(xatol=1e-5, fatol=1e-8, maxiter=2000))
                for start in ([1.0, 0.0, 0.3], [2.0, 0.5, 0.1])), key=lambda r: r.fun)
    _, L, beta, s2 = profile(best.x)
    return unit, phases, L, beta, s2


def mixed(people, lo, hi, folds=10):
    """(score, median, CRPS, -log chance, covered) of every next visit, whole people held out."""
    fits = [fit_mixed([p for i, p in enumerate(people) if i % folds != k]) for k in range(folds)]
    for i, person in enumerate(people):
        unit, phases, L, beta, s2 = fits[i % folds]
        scores = person[1]
        for j in range(1, len(scores)):
            X, Z = design(person, unit, phases, [d for d, _ in scores[:j + 1]])
            V = np.eye(j + 1) + Z @ L @ L.T @ Z.T
            y = np.array([s for _, s in scores[:j]])
            gain = V[j, :j] @ np.linalg.inv(V[:j, :j])
            mu, sd = X[j] @ beta + gain @ (y - X[:j] @ beta), np.sqrt(s2 * (V[j, j] - gain @ V[:j, j]))
            k = np.arange(lo, hi + 1)
            cdf = np.append(ndtr((k[:-1] + 0.5 - mu) / sd), 1.0)
            came = scores[j][1]
            at = lambda p: k[np.searchsorted(cdf, p - 1e-12)]
            chance = np.diff(np.append(0, cdf))[int(came - lo)]
            yield (came, at(0.5), ((cdf[:-1] - (k[:-1] >= came)) ** 2).sum(), -np.log(max(chance, 1e-6)),
                   [at(a) <= came <= at(1 - a) for a in (0.25, 0.1, 0.025)])


SERIES = [("nimh_ketamine_ds005917", "MADRS", None, 0, 60), ("psilodep2", "QIDS-SR16", 0, 0, 27),
          ("dia_antidepressant_hamd", "HAMD17", 0, 0, 52), ("digibp_bipolar", "SIGH-D", 7, 0, 52),
          ("amitriptyline_hivsn_pain", "pain_NRS", 0, 0, 10), ("riesby_imipramine", "HDRS_change", None, -52, 52)]


def report_mixed():
    for dataset, instrument, start, lo, hi in SERIES:
        rows = list(mixed(series(dataset, instrument, start), lo, hi))
        y, median, crps, log = (np.array([r[j] for r in rows], float) for j in range(4))
        covered = np.mean([r[4] for r in rows], axis=0)
        print(f"mixed model, {dataset}: n {len(rows)}  MAE {np.abs(median - y).mean():.3f}  CRPS {crps.mean():.3f}  "
              f"log {log.mean():.3f}  coverage 50/80/95: {covered.round(3).tolist()}", flush=True)


if __name__ == "__main__":
    rows = list(forecasts())
    y, median, mean, crps = (np.array([r[j] for r in rows], float) for j in range(4))
    covered = np.mean([r[4] for r in rows], axis=0)
    print(f"n {len(rows)}  MAE {np.abs(median - y).mean():.3f}  RMSE {np.sqrt(((mean - y) ** 2).mean()):.3f}  "
          f"CRPS {crps.mean():.3f}  coverage 50/80/95: {covered.round(3).tolist()}")
    log = np.array([r[5] for r in rows])
    response, relapse = (np.array([r[j] for r in rows if r[j] is not None], float) for j in (6, 7))
    print(f"log {log.mean():.3f}  Brier response {((response[:, 0] - response[:, 1]) ** 2).mean():.4f} (n {len(response)})  "
          f"relapse {((relapse[:, 0] - relapse[:, 1]) ** 2).mean():.4f} (n {len(relapse)})")
    report_mixed()

"""Gold answers of model 2 by brute force, in numpy: many prior draws with importance weights, no remedy.

Run: python3 reference/gold_model2.py OUT.json [case id …]   (numpy and scipy; a minute a case)
Model 2 is model 1.1 with other numbers (clinical/forecast/prior-2.json, model-2.toml) and one more of each instrument: f, how much of
the mood's fluctuation shows on it, z = b(1 - lambda A) + f (eta w + u). `reference.py` stays the reference of model 1.1; what f touches
(the filter, the signal and its moments) is written here anew. With every f = 1 and prior.json this gives gold_public.json again (--model1).
"""
import hashlib, json, math, os, sys, tomllib
import numpy as np
from scipy.special import log_ndtr
import reference as R

HERE = os.path.dirname(os.path.abspath(__file__))
CLINICAL = os.path.join(HERE, "..", "clinical", "forecast")
SCRAMBLES, DRAWS, PATHS, CURVE = 4, 1 << 17, 131072, 8192
F = {}


def use(model1):
    """The numbers of the model into the reference. -> digest of the prior's bytes, version"""
    version = "1.1" if model1 else "2"
    raw = open(os.path.join(CLINICAL, f"prior-{version}.json"), "rb").read()
    R.PRIOR0 = json.loads(raw)
    with open(os.path.join(CLINICAL, f"model-{version}.toml"), "rb") as f:
        rows = tomllib.load(f)["instrument"]
    for row in rows:
        own = R.INSTRUMENTS[row["id"]]
        assert (own["lam"], own["sig_e"], own["mb"], own["sb"], own["recall"]) == (
            row["loading"], row["noise_sd"], row["usual_mean"], row["usual_sd"], row["recall_days"]), row["id"]
        F[row["id"]] = row.get("fluctuation", 1.0)
    return hashlib.sha256(raw).hexdigest(), version


def loads(inst, shown, prior):
    """What of b, w and u shows on a questionnaire."""
    f = F[inst]
    return 1.0 - R.INSTRUMENTS[inst]["lam"] * shown, f * R.hw(shown, prior), f


def run_filter(z, sessions, scores, today, prior, insts, wins=()):
    """Filter over (b_1..b_I, w, u) of every draw, covariance as a table of rows; sessions between scores."""
    th = R.theta_from_z(z, prior)
    n, I = z.shape[0], len(insts)
    st = R.State(); st.insts = insts
    st.recall, st.win = R.windows(scores, insts, wins)
    rates = [R.recall_rate(w, prior) for w in st.win]
    mean = [np.full(n, R.INSTRUMENTS[k]["mb"]) for k in insts] + [np.zeros(n), np.zeros(n)]
    cov = [[np.zeros(n) for _ in range(I + 2)] for _ in range(I + 2)]
    for i, k in enumerate(insts): cov[i][i] = np.full(n, R.INSTRUMENTS[k]["sb"] ** 2)
    cov[I][I] = np.full(n, prior["sig_w"] ** 2)
    Fb, Sb, A, E, ll = np.zeros(n), np.zeros(n), [np.zeros(n) for _ in rates], None, np.zeros(n)
    events = R.events_of(sessions, scores, today)
    days = [d for d, _, e in events if e[0] == "session"]
    t = events[0][0] if events else today
    after, props = [], {}
    for d, _, e in events + [(today, 9, ("end",))]:
        dt, t = d - t, d
        if dt > 0:
            if E is not None:
                if dt not in props: props[dt] = R.Prop(th, dt, rates, prior["tau_n"])
                Fb, Sb, A, E = props[dt](Fb, Sb, A, E)
            for k, sd, tau in ((I, prior["sig_w"], prior["tau_w"]), (I + 1, prior["sig_u"], prior["tau_u"])):
                r = math.exp(-dt / tau)
                mean[k] = mean[k] * r
                for j in range(I + 2):
                    cov[k][j] = cov[k][j] * r
                    cov[j][k] = cov[j][k] * r
                cov[k][k] = cov[k][k] + sd * sd * (1 - r * r)
        if e[0] == "session":
            E = 1.0 if E is None else E
            Fb, Sb = R.session(Fb, Sb, th, e[1])
            j = len(after)
            gap = min(1.0, days[j + 1] - d) if j + 1 < len(days) else 1.0
            after.append(R.total_benefit(*R.decay(Fb, Sb, th, gap), th, d + gap, days[0], prior))
        elif e[0] == "score":
            inst, y, window = e[1], R.to_sev(e[1], e[2]), e[3]
            i, h = insts.index(inst), R.half_step(inst)
            shown = A[st.win.index(window)] if window > 0 else R.total_benefit(Fb, Sb, th, t, days[0] if days else None, prior)
            hb, hw, hu = loads(inst, shown, prior)
            c = [hb * cov[k][i] + hw * cov[k][I] + hu * cov[k][I + 1] for k in range(I + 2)]
            v = hb * c[i] + hw * c[I] + hu * c[I + 1] + R.INSTRUMENTS[inst]["sig_e"] ** 2 + h * h / 3.0
            mu = hb * mean[i] + hw * mean[I] + hu * mean[I + 1]
            if 1e-9 < y < 1 - 1e-9:
                off, shrink = y - mu, 1.0
                ll = ll - 0.5 * (off * off / v + np.log(2 * math.pi * v)) + math.log(2 * h)
            else:
                sign, cut = (1.0, h) if y <= 1e-9 else (-1.0, 1.0 - h)
                a = sign * (cut - mu) / np.sqrt(v)
                chance = log_ndtr(a)
                ll = ll + chance
                hazard = np.exp(-0.5 * a * a - 0.5 * math.log(2 * math.pi) - chance)
                off, shrink = -sign * np.sqrt(v) * hazard, np.clip(hazard * (a + hazard), 0.0, 1.0)
            mean = [m + ck * off / v for m, ck in zip(mean, c)]
            for j in range(I + 2):
                for k in range(I + 2): cov[j][k] = cov[j][k] - shrink / v * c[j] * c[k]
    st.t, st.t0, st.F, st.S, st.A, st.E, st.ll = today, days[0] if days else None, Fb, Sb, A, E, ll
    st.m, st.P = np.stack(mean, axis=1), np.stack([np.stack(row, axis=1) for row in cov], axis=1)
    st.ndone, st.B_after = len(after), after
    return st, th


def predict_moments(post, shown, dt, inst):
    """Mean and sd of the signal dt days on: the loadings of today's (b, w, u), and what w and u gain until then."""
    st, prior = post["st"], post["prior"]
    i, I = st.insts.index(inst), len(st.insts)
    hb, hw, hu = loads(inst, shown, prior)
    rw, ru = math.exp(-dt / prior["tau_w"]), math.exp(-dt / prior["tau_u"])
    load = {i: hb, I: hw * rw, I + 1: hu * ru}
    mu = sum(x * st.m[:, k] for k, x in load.items())
    var = sum(x * y * st.P[:, j, k] for j, x in load.items() for k, y in load.items())
    var = var + (hw * prior["sig_w"]) ** 2 * (1 - rw * rw) + (hu * prior["sig_u"]) ** 2 * (1 - ru * ru)
    return mu, np.sqrt(np.maximum(var, 1e-12))


def signal(x, i, I, inst, shown, prior):
    hb, hw, hu = loads(inst, shown, prior)
    return x[:, i] * hb + hw * x[:, I] + hu * x[:, I + 1]


def bank(n, d, seed, own=R.sobol_normal):
    """The draws: several scrambles in one bank."""
    return np.vstack([own(DRAWS, d, seed + k) for k in range(SCRAMBLES)])


def answer(case, z3):
    prior, ss, sc, plan, insts = R.load_case(case)
    prim, ra = case["primary"], R.response_at(case)
    post = R.posterior(ss, sc, float(case["today"]), prior, n=SCRAMBLES * DRAWS, seed=101, insts=insts, remedy=False)
    base = R.baseline_score(prim, ss, sc)
    d = R.deterministic_answers(post, case, ss, plan, base)
    rel, ns, dw, active, strength = R.path_answers(post, case, ss, plan, base, PATHS, 71, 113)
    curve = R.tradeoff(post, prim, base, strength, intervals=(7, 14, 28, 56, 112, 168, None), well_frac=1 - ra, max_draws=CURVE)
    at, _ = run_filter(np.array(z3), ss, sc, float(case["today"]), prior, insts)
    th3 = R.theta_from_z(np.array(z3), prior)
    r6 = lambda x: [round(float(v), 6) for v in np.atleast_1d(x)]
    days = (14, 28, 56, 91, 182, 365)
    s = d["score_forecast"]
    gold = dict(
        response_at=ra,
        loglik_check=dict(z=z3, loglik=[float(x) for x in at.ll], benefit_now=[float(x) for x in R.total_benefit(at.F, at.S, th3, at.t, at.t0, prior)],
                          recall_days=list(at.win), recalled_benefit=[[float(x) for x in a] for a in at.A]),
        ess=round(post["ess"], 1), draws=SCRAMBLES * DRAWS,
        benefit_now=dict(q=R.QS, value=r6(d["q_B"])), p_well_now=dict(value=round(R.p_well_now(post, prim, base, 1 - ra), 6)),
        p_response_by_session=dict(value=r6(d["p_response_by"])), sessions_to_response=dict(q=R.QS, value=d["q_T"], none=len(d["p_response_by"]) + 1),
        score_forecast=dict(instrument=prim, ahead=14, recall_days=post["st"].recall[prim], mean=round(s["mean"], 6), p_response=round(s["p_response"], 6), q=R.QS, value=r6(s["value"])),
        p_relapse_by_day=dict(days=days, value=r6([np.mean(rel <= k) for k in days])),
        sessions_12_months=dict(mean=round(float(ns.mean()), 4), p_course_ended=round(float(1 - active.mean()), 6)),
        days_well_12_months=dict(mean=round(float(dw.mean()), 4)),
        tradeoff=dict(interval=[c["interval"] for c in curve], days_well=[round(c["days_well"], 3) for c in curve]))
    if d["p_remission_by"] is not None: gold["p_remission_by_session"] = dict(value=r6(d["p_remission_by"]))
    return gold


def main(args):
    model1 = "--model1" in args
    out, *only = [a for a in args if a != "--model1"]
    digest, version = use(model1)
    R.run_filter, R.predict_moments, R.signal, R.sobol_normal = run_filter, predict_moments, signal, bank
    own = json.load(open(os.path.join(HERE, "gold_public.json")))
    rows = []
    for row in own["cases"]:
        if only and row["case"]["id"] not in only: continue
        rows.append(dict(case=row["case"], gold=answer(row["case"], row["gold"]["loglik_check"]["z"])))
        print(row["case"]["id"], "ess", rows[-1]["gold"]["ess"], flush=True)
    notes = [f"made by reference/gold_model2.py: {SCRAMBLES} x {DRAWS} quasi-random prior draws with importance weights, {PATHS} simulated paths, curve on {CURVE} of the draws",
             "cases and keys as in gold_public.json"]
    json.dump(dict(schema="evenkeel-gold/1", version=version, prior_sha256=digest, notes=notes, cases=rows), open(out, "w"), indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])

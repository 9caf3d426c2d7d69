"""The posterior of one record by NumPyro's NUTS, beside ours. Usage: nuts.py OURS.json CASE_ID (see bench/README.md).

NUTS samples the six standard normal deviates of the patient's parameters. The Gaussian part of the model (usual
severity, mood fluctuation, drift) is integrated out by the same Kalman filter as ours, censored ends included, so it
has as little to do as can be asked. Draws are taken in batches until the root mean square error against the frozen
answers (today's benefit, chance of response by session) is no more than ours. Float64, one core.
"""

import json
import math
import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OMP_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import expit, log_ndtr
from numpyro.infer import MCMC, NUTS

numpyro.enable_x64()
HERE = os.path.dirname(os.path.abspath(__file__))
REFERENCE = os.path.join(HERE, "..", "..", "reference")
# Section 4 of docs/MODEL.md: range, loading, noise, usual severity, recall window.
INSTRUMENTS = {
    "PHQ9": dict(top=27.0, lam=1.0, noise=0.06, mean=0.65, sd=0.16, recall=14.0),
    "QIDS16": dict(top=27.0, lam=1.0, noise=0.06, mean=0.60, sd=0.14, recall=7.0),
    "MADRS": dict(top=60.0, lam=1.0, noise=0.045, mean=0.54, sd=0.12, recall=7.0),
}
BATCH, MOST = 1000, 60


def parameters(z, prior):
    mean, sd, rho = prior["mean"], prior["sd"], prior["rho_Mn"]
    u = [mean[j] + sd[j] * z[j] for j in range(6)]
    u[5] = mean[5] + sd[5] * (rho * z[1] + math.sqrt(1 - rho * rho) * z[5])
    tau_f, tau_s = jnp.exp(u[2]), jnp.exp(jnp.clip(u[4], math.log(3.0), math.log(3000.0)))
    tau_s = jnp.where(jnp.abs(tau_s - tau_f) < 1e-3 * tau_f, 1.001 * tau_f, tau_s)
    a, c = 1 / tau_f, 1 / tau_s
    return dict(g=expit(u[0]), m=expit(u[1]), a=a, c=c, k=expit(u[3]) * a / (a - c), n=expit(u[5]))


def lagged(r, k, e_r, e_k, days):
    off = r - k
    near = jnp.abs(off) < 1e-4 * r
    x = 0.5 * off * days
    series = r * days * jnp.sqrt(e_k * e_r) * (1 + x * x / 6)
    return jnp.where(near, series, r * (e_k - e_r) / jnp.where(near, 1.0, off))


class Benefit:
    """F, S and the recalled benefit A of one window, moved from event to event."""

    def __init__(self, th, prior, rate):
        self.th, self.nu, self.rate = th, 1 / prior["tau_n"], rate
        self.f = self.s = self.recalled = jnp.zeros(())
        self.first = None

    def advance(self, day, days):
        if self.first is None or days <= 0:
            return
        th, r, nu = self.th, self.rate, self.nu
        e = math.exp(-nu * (day - self.first))
        e_f, e_s = jnp.exp(-th["a"] * days), jnp.exp(-th["c"] * days)
        e_n, e_r = math.exp(-nu * days), math.exp(-r * days)
        f, s = self.f * (1 - th["k"]), self.s + self.f * th["k"]
        part = lambda k, e_k: lagged(r, k, e_r, e_k, days)
        plain = 1 - e_r - f * part(th["a"], e_f) - s * part(th["c"], e_s)
        with_n = part(nu, e_n) - f * part(th["a"] + nu, e_f * e_n) - s * part(th["c"] + nu, e_s * e_n)
        sick = (1 - th["n"]) * plain + th["n"] * e * with_n
        self.recalled = e_r * self.recalled + 1 - e_r - sick
        self.f, self.s = self.f * e_f, s * e_s - self.f * th["k"] * e_f

    def give(self, day, strength):
        self.first = day if self.first is None else self.first
        gain = -jnp.expm1(strength * jnp.log1p(-self.th["g"]))
        self.f = self.f + gain * jnp.maximum(self.th["m"] - self.f - self.s, 0.0)

    def today(self, day):
        n = 0.0 if self.first is None else -self.th["n"] * math.expm1(-self.nu * (day - self.first))
        return 1 - (1 - self.f - self.s) * (1 - n)

    def later(self, day, days):
        e_f, e_s = jnp.exp(-self.th["a"] * days), jnp.exp(-self.th["c"] * days)
        f, s = self.f * e_f, (self.s + self.f * self.th["k"]) * e_s - self.f * self.th["k"] * e_f
        return 1 - (1 - f - s) * (1 + self.th["n"] * math.expm1(-self.nu * (day + days - self.first)))


def strength(session, prior):
    assert session["route"] == "iv", "this comparison knows intravenous sessions"
    h, half = prior["emax_h"], prior["emax_ed50"]
    effect = lambda dose: dose**h / (dose**h + half**h)
    return effect(session["dose"]) / effect(0.5)


def events(case, prior):
    rows = [(s["day"], 1, strength(s, prior)) for s in case["sessions"]]
    rows += [(s["day"], 2 if s.get("after") else 0, s["score"]) for s in case["scores"]]
    return sorted(rows, key=lambda row: (row[0], row[1]))


def log_likelihood(z, case, prior, tool):
    th = parameters(z, prior)
    benefit = Benefit(th, prior, 1 / (prior["kappa"] * tool["recall"]))
    m, p = jnp.array([tool["mean"], 0.0, 0.0]), jnp.diag(jnp.array([tool["sd"] ** 2, prior["sig_w"] ** 2, 0.0]))
    half, ll, now = 0.5 / tool["top"], 0.0, None
    for day, kind, value in events(case, prior):
        days = 0 if now is None else day - now
        if days > 0:
            benefit.advance(now, days)
            fade = jnp.array([1.0, math.exp(-days / prior["tau_w"]), math.exp(-days / prior["tau_u"])])
            added = jnp.array([0.0, prior["sig_w"] ** 2, prior["sig_u"] ** 2]) * (1 - fade**2)
            m, p = m * fade, p * fade[:, None] * fade[None, :] + jnp.diag(added)
        now = day
        if kind == 1:
            benefit.give(day, value)
            continue
        y, shown = value / tool["top"], benefit.recalled
        h = jnp.stack([1 - tool["lam"] * shown, prior["h_floor"] + (1 - prior["h_floor"]) * (1 - shown), 1.0 + 0 * shown])
        c = p @ h
        v, mu = h @ c + tool["noise"] ** 2 + half**2 / 3, h @ m
        if 1e-9 < y < 1 - 1e-9:
            ll += -0.5 * ((y - mu) ** 2 / v + jnp.log(2 * math.pi * v)) + math.log(2 * half)
            m, p = m + c * (y - mu) / v, p - jnp.outer(c, c) / v
        else:
            sign, cut = (1.0, half) if y <= 1e-9 else (-1.0, 1 - half)
            alpha = sign * (cut - mu) / jnp.sqrt(v)
            tail = log_ndtr(alpha)
            ll += tail
            ratio = jnp.exp(-0.5 * alpha**2 - 0.5 * math.log(2 * math.pi) - tail)
            m = m - c * sign * ratio / jnp.sqrt(v)
            p = p - jnp.clip(ratio * (alpha + ratio), 0, 1) * jnp.outer(c, c) / v
    return ll


def answers(z, case, prior, tool, response_at, sessions):
    """Today's benefit, and the highest benefit a day after each of the first sessions."""
    th = parameters(z, prior)
    benefit, now, after = Benefit(th, prior, 1 / (prior["kappa"] * tool["recall"])), None, []
    given = [(s["day"], strength(s, prior)) for s in case["sessions"]]
    planned = [(s["day"], strength(s, prior)) for s in case["plan"]]
    read, rows = None, [(day, 1, s) for day, s in given] + [(case["today"], 2, None)] + [(day, 3, s) for day, s in planned]
    days = [day for day, _ in given + planned]
    for day, kind, value in sorted(rows, key=lambda row: (row[0], row[1])):
        if now is not None:
            benefit.advance(now, day - now)
        now = day
        if kind == 2:
            read = benefit.today(day)
            continue
        benefit.give(day, value)
        number = len(after)
        gap = days[number + 1] - day if number + 1 < len(days) and number + 1 != len(given) else 1.0
        after.append(benefit.later(day, min(1.0, gap)))
    return read, jax.lax.cummax(jnp.stack(after[:sessions]), axis=0) >= response_at


def main():
    ours = json.load(open(sys.argv[1]))
    rows = json.load(open(os.path.join(REFERENCE, "gold_public.json")))["cases"]
    case, gold = next((row["case"], row["gold"]) for row in rows if row["case"]["id"] == sys.argv[2])
    prior = json.load(open(os.path.join(REFERENCE, "prior.json")))
    assert case["condition"] == "depression" and not any(s["instrument"] != case["primary"] for s in case["scores"])
    tool = INSTRUMENTS[case["primary"]]
    assert all(s.get("recall_days") is None for s in case["scores"])
    q, exact = gold["benefit_now"]["q"], gold["benefit_now"]["value"] + gold["p_response_by_session"]["value"]
    sessions = len(gold["p_response_by_session"]["value"])

    z0 = jnp.array(gold["loglik_check"]["z"])
    mine = [float(log_likelihood(z, case, prior, tool)) for z in z0]
    assert np.allclose(mine, gold["loglik_check"]["loglik"], rtol=1e-9), (mine, gold["loglik_check"]["loglik"])

    off = lambda values: float(np.sqrt(np.mean((np.array(values) - np.array(exact)) ** 2)))
    target = off(ours["benefit_now"] + ours["p_response"])
    print(f"case {case['id']}: {len(case['scores'])} scores, {len(case['sessions'])} sessions")
    print(f"ours: {ours['ms']:.3f} ms, root mean square error {target:.5f}", flush=True)

    def model():
        z = numpyro.sample("z", dist.Normal(0, 1).expand([6]).to_event(1))
        numpyro.factor("record", log_likelihood(z, case, prior, tool))

    read = jax.jit(jax.vmap(lambda z: answers(z, case, prior, tool, gold["response_at"], sessions)))
    mcmc = MCMC(NUTS(model), num_warmup=BATCH, num_samples=BATCH, progress_bar=False)
    begun = time.perf_counter()
    mcmc.warmup(jax.random.PRNGKey(0))
    first = time.perf_counter() - begun
    mcmc.run(jax.random.PRNGKey(1))
    jax.block_until_ready(mcmc.get_samples()["z"])
    spent, benefit, reached, error = 0.0, [], [], math.inf
    for batch in range(MOST):
        begun = time.perf_counter()
        if batch == 0:
            mcmc.warmup(jax.random.PRNGKey(2))
        else:
            mcmc.post_warmup_state = mcmc.last_state
        mcmc.run(jax.random.PRNGKey(3 + batch))
        z = mcmc.get_samples()["z"].block_until_ready()
        spent += time.perf_counter() - begun
        now, by = read(z)
        benefit.append(np.array(now))
        reached.append(np.array(by))
        values = list(np.quantile(np.concatenate(benefit), q)) + list(np.concatenate(reached).mean(axis=0))
        error = off(values)
        print(f"NUTS {(batch + 1) * BATCH:>6} draws  {spent:8.2f} s  error {error:.5f}", flush=True)
        if error <= target:
            break
    verdict = "equal error" if error <= target else f"stopped short of our error, {error / target:.1f} times as far off"
    print(f"NUTS, warm-up included, compiling ({first:.0f} s) left out: {spent:.2f} s, {verdict}")
    print(f"ratio {spent * 1000 / ours['ms']:.0f}")


main()

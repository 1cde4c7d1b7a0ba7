"""The words of an analysis: the methods paragraph for a paper, and the findings for readers without statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from siggraph.network.rounding import figure
from siggraph.network.tables import Parts, Table
from siggraph.network.verdict import LEAST_AGREEMENT, LEAST_STABILITY, LEAST_Z

_NAMED = 3  # examples that a sentence gives at most

_REFERENCES = (
    "Barber, M. J. (2007). Modularity and community detection in bipartite networks. Physical Review E 76, 066102.",
    (
        "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. "
        "Journal of the Royal Statistical Society B 57(1), 289-300."
    ),
    "Burt, R. S. (1992). Structural Holes. Harvard University Press.",
    "Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19, 89-126.",
    (
        "Guimera, R. and Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. "
        "Nature 433, 895-900."
    ),
    (
        "Hennig, C. (2007). Cluster-wise assessment of cluster stability. "
        "Computational Statistics and Data Analysis 52, 258-271."
    ),
    "Hubert, L. and Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.",
    "Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.",
    (
        "Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G. and Squartini, T. (2017). "
        "Inferring monopartite projections of bipartite networks. New Journal of Physics 19, 053022."
    ),
    (
        "Strona, G., Nappo, D., Boccacci, F., Fattorini, S. and San-Miguel-Ayanz, J. (2014). A fast and unbiased "
        "procedure to randomize ecological binary matrices with fixed row and column totals. "
        "Nature Communications 5, 4114."
    ),
    (
        "Vallarano, N. et al. (2021). Fast and scalable likelihood maximization for exponential random graph models "
        "with local constraints. Scientific Reports 11, 15227."
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """All that the texts draw on."""

    parts: Parts
    tables: Mapping[str, Table]
    summary: Mapping[str, object]
    by: str
    event_word: str
    grouped_by: str
    quick: bool
    shuffles: int
    drawn: str
    remarks: tuple[str, ...] = ()

    @property
    def group_word(self) -> str:
        """Return what a group is called: themes are our own labels, so that their groups are no acts of anyone."""
        return "bloc of shared themes" if self.by == "theme" else "coalition"

    @property
    def groups_word(self) -> str:
        """Return the plural of `group_word`."""
        return "blocs of shared themes" if self.by == "theme" else "coalitions"


def methods_text(told: Told) -> str:
    """Return methods.md: what was done, with citations and parameters, and what the data could not show."""
    blocks = (
        "# Methods",
        _data(told),
        _ties(told),
        _groups(told),
        _roles(told),
        _limits(told),
        _record(told),
        "## References",
        "\n".join(f"- {reference}" for reference in _REFERENCES),
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def _data(told: Told) -> str:
    graph, s, word = told.parts.graph, told.summary, told.event_word
    idle = int((graph.degrees == 0).sum())
    text = (
        f"The two-mode network has {s['actors']} actors, {s['events']} {word}s and {s['signatures']} incidences; a "
        f"repeated incidence counts once. {_start(_are(idle, 'actor'))} without a {word}: in no group and in no tie, "
        "and kept in every table."
    )
    if told.by == "theme":
        text += (
            " The themes are our own labels of the organisations (topics and territories of concern), drawn from "
            "claims with a stated method and confidence; they are not acts of the organisations. Groups over them are "
            "blocs of shared themes, not coalitions that anyone has formed."
        )
    if graph.withheld:
        text += (
            f" {_are(graph.withheld, 'further signatory', 'further signatories')} counted by the letters and not "
            "named; they are in no network, and in the denominator of every share."
        )
    return text


def _ties(told: Told) -> str:
    p, word = told.parts.pairs, told.event_word
    return (
        f"Ties. The number of {word}s that two actors share was compared with the bipartite configuration model, which "
        "keeps all degrees on average (Saracco et al. 2017), solved by degree class (Vallarano et al. 2021; largest "
        f"relative residual {figure(p.residual):g}). Under it the number is Poisson-binomial; both tails were computed "
        "exactly, by convolution, with no normal or Poisson approximation. q-values (Benjamini and Hochberg 1995) are "
        f"over all {p.tested} pairs, those that share nothing included, for each side by itself; a tie needs q at most "
        f"{told.parts.alpha:g} and, above chance, at least two shared {word}s. Two {word}s were compared in the same "
        "way by the actors they share (upper tail). Associations of themes with seats and types were tested by "
        "two-sided exact hypergeometric tails (twice the smaller one), with q-values over all cells of each table; "
        "actors without the attribute are left out."
        + (
            f" Mixing of seats and types on the ties was compared with {told.shuffles} shuffles of the values."
            if len(told.parts.more)
            else ""
        )
    )


def _groups(told: Told) -> str:
    v = told.parts.verdict
    verdict = f"{told.group_word}s" if v.verdict == "coalitions" else v.verdict
    text = (
        "Groups. Actors and events were grouped together on the two-mode network itself by Barber's (2007) modularity "
        f"at resolution 1, searched {v.effort.seeds} times by moves of single nodes with the other side following, "
        f"and by mergers, each search the best of {_starts(v.effort.starts)}; the best partition has {v.found} groups, "
        f"of which those with at least three actors are reported, and modularity {figure(v.modularity):g}. "
        f"Groups are reported only if (i) the median adjusted Rand index (Hubert and Arabie 1985) of the searches, "
        f"over actors with at least two events, is {LEAST_AGREEMENT} or more; (ii) the mean modularity of the searches "
        f"lies more than {LEAST_Z:.0f} standard deviations above that of {v.draws or v.effort.draws} random networks "
        "with the same degrees (curveball draws, Strona et al. 2014), each searched once in the same way; and (iii) "
        f"the groups, when a fifth of the events is left out at random ({v.effort.resamples} times), keep a mean "
        f"Jaccard index of {LEAST_STABILITY} or more with the nearest group found then (Hennig 2007), weighted by "
        f"size. The guards were applied in this order; the first that fails ends it. Verdict: {verdict}; {v.reason}."
    )
    if told.parts.graph.confidence is not None:
        text += " In the resamples each incidence holds with the probability of its own confidence."
    if v.groups:
        text += (
            " Membership is the co-assignment of an actor with the members of each group over the resamples, scaled to "
            "sum to 1; certainty is the share of the resamples in which the actor stayed in its group. Themes are "
            "tested against groups as they are against seats; where the groups were found from the same themes, those "
            "figures describe the groups and test nothing."
        )
    return text


def _roles(told: Told) -> str:
    if told.parts.roles is None:
        return "Roles. The projection is too large for the measures of roles; their columns are blank."
    where = (
        f"between groups by {told.grouped_by}; actors without one take no part"
        if told.grouped_by
        else "but no actor has a seat or a type, so that these are blank"
    )
    text = (
        "Roles. Constraint and effective size (Burt 1992) are measured on the projection in which each event of s "
        "actors adds 1/(s-1) to each of its pairs (Newman 2001); coreness and betweenness (a share of all shortest "
        "paths) on the same projection without weights. Brokerage is that of Gould and Fernandez (1989) in its four "
        f"forms on undirected ties, raw counts, {where}."
    )
    if told.parts.verdict.groups:
        text += " Participation is the coefficient of Guimera and Amaral (2005) of an actor's events over the groups."
    return text


def _limits(told: Told) -> str:
    p, word = told.parts.pairs, told.event_word
    text = (
        f"What the data could not show. Of {p.tested} pairs, {p.power} could have passed the test of ties at all, had "
        f"they shared every {word} that their degrees allow, the other pairs being as they are."
    )
    if not told.parts.verdict.groups:
        text += f" No {told.group_word} is reported; tables by theme, seat and type do not depend on groups and stand."
    if told.quick:
        text += " This was a quick run with fewer draws and resamples; repeat it in full before publishing."
    return " ".join((text, told.drawn, *told.remarks))


def _record(told: Told) -> str:
    versions = told.summary["versions"]
    named = ", ".join(f"{k} {v}" for k, v in versions.items()) if isinstance(versions, Mapping) else ""
    return (
        f"Record. Seed {told.summary['seed']}; alpha {told.parts.alpha:g}; {named}; SHA-256 of the input "
        f"{told.summary['input_sha256']}. The same input, seed and versions give the same tables to the byte. "
        "In the CSV tables probabilities (shares, p, q, certainty, stability, membership) are rounded to four digits "
        "behind the point, so that one below 0.00005 is written 0, and other figures to six significant digits; what "
        "is significant was decided before rounding."
    )


def plain_words(told: Told) -> tuple[str, ...]:
    """Return the findings, a sentence or two each, in the order in which a reader asks."""
    said = [
        _size(told),
        _verdict(told),
        *_each_group(told),
        _restated(told),
        _pairs(told),
        _theme_pairs(told),
        *_mixing(told),
    ]
    if told.by == "theme":
        said.append("Themes are our own labels of the organisations, not something that they declared together.")
    if told.parts.graph.withheld:
        said.append(
            f"{_are(told.parts.graph.withheld, 'signatory', 'signatories')} counted and not named: in every "
            "denominator, in no network."
        )
    said.extend((told.drawn, *told.remarks))
    return tuple(sentence for sentence in said if sentence)


def _size(told: Told) -> str:
    graph, s, word = told.parts.graph, told.summary, told.event_word
    idle, one = int((graph.degrees == 0).sum()), int((graph.degrees == 1).sum())
    return (
        f"{s['actors']} actors stand with {s['events']} {word}s, {s['signatures']} times in all. "
        f"{_start(_are(idle, 'actor'))} without any {word}, and {_are(one, 'actor')} with one only, "
        "who can link nothing."
    )


def _verdict(told: Told) -> str:
    v = told.parts.verdict
    if v.verdict == "no_power":
        return f"These data could not show {told.groups_word}, whatever they held: {v.reason}."
    if v.verdict == "none":
        return (
            f"The data show no {told.groups_word}. The search handed back {v.found} groups, as it does for any data, "
            f"but they do not stand up: {v.reason}."
        )
    return f"The data show {v.groups} {told.groups_word}: {v.reason}."


def _each_group(told: Told) -> list[str]:
    table = told.tables["coalitions.csv"]
    return [
        f"{told.group_word.capitalize()} {row[0]}, {row[1]}: {row[2]} actors, stability {row[4]}, certainty {row[3]}."
        for row in table.rows
    ]


def _restated(told: Told) -> str:
    """Say how many groups over themes are one theme by itself: those say no more than the label does."""
    table = told.tables["coalitions.csv"]
    alone = sum(" + " not in str(label) for label in table.column("label"))
    if told.by != "theme" or not alone:
        return ""
    return (
        f"{alone} of the {len(table.rows)} {told.groups_word} are one theme by itself: they restate the label, and "
        "only the others say that themes go together."
    )


def _pairs(told: Told) -> str:
    s, word = told.summary, told.event_word
    return (
        f"Of {s['ties_tested']} pairs of actors, {s['ties_more']} share more {word}s than chance gives and "
        f"{s['ties_fewer']} fewer (false discovery rate {told.parts.alpha:g}). {s['pair_power']} pairs have enough "
        f"{word}s for the test to notice them at all; for the others nothing can be said pair by pair."
    )


def _theme_pairs(told: Told) -> str:
    pairs, themes = told.parts.theme_pairs, told.parts.themes
    found = np.flatnonzero((pairs.q_more <= told.parts.alpha) & (pairs.shared > 1)).tolist()
    noun = "theme" if told.by == "theme" or themes is not told.parts.graph else told.event_word
    if not found:
        return f"No two {noun}s are found together more often than chance gives."
    found.sort(key=lambda k: (figure(float(pairs.p_more[k])) or 0.0, int(pairs.a[k]), int(pairs.b[k])))
    named = "; ".join(
        f"{themes.event_labels[int(pairs.a[k])]} with {themes.event_labels[int(pairs.b[k])]}" for k in found[:_NAMED]
    )
    counted = _are(len(found), f"pair of {noun}s", f"pairs of {noun}s")
    return f"{counted} found together beyond chance, first of all {named}."


def _mixing(told: Told) -> list[str]:
    said = []
    parts, themes = told.parts, told.parts.themes
    for cells, noun in ((parts.theme_seat, "seat"), (parts.theme_type, "type")):
        if not cells:
            continue
        found = [c for c in cells if c.q <= parts.alpha and c.lift > 1.0]
        if not found:
            said.append(f"No theme is tied to a {noun} beyond chance.")
            continue
        found.sort(key=lambda c: (figure(c.p) or 0.0, themes.events[c.column], c.value))
        named = "; ".join(
            f"{themes.event_labels[c.column]} with {c.value} ({c.observed} against {c.expected:.1f})"
            for c in found[:_NAMED]
        )
        said.append(
            f"{_are(len(found), f'theme and {noun}', f'pairs of a theme and a {noun}')} found together beyond chance "
            f"(observed against expected), first of all {named}."
        )
    return said


def _starts(count: int) -> str:
    return "one random start" if count == 1 else f"{count} random starts"


def _are(count: int, one: str, many: str = "") -> str:
    """Return the count, the noun and the verb.

    >>> _are(1, "actor"), _are(3, "signatory", "signatories")
    ('1 actor is', '3 signatories are')
    """
    return f"{count} {one} is" if count == 1 else f"{count or 'no'} {many or one + 's'} are"


def _start(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

"""Moderation: what messages break the rules, and what follows, step by step and revocably."""

from core.moderation.appeals import appeal, decide
from core.moderation.appeals import one as one_appeal
from core.moderation.appeals import waiting as waiting_appeals
from core.moderation.audit import PAGE as AUDIT_PAGE
from core.moderation.audit import page as audit_page
from core.moderation.digest import ask_after_month, tell_day
from core.moderation.enforcement import Suspect, enforce
from core.moderation.ladder import Rung, Step, looks_like_length, read_length, rung_of
from core.moderation.notices import (
    place_name,
    staff_of_appeal,
    staff_of_report,
    tell,
    tell_kept,
    tell_pardoned,
    unreached,
)
from core.moderation.personal import PERSONAL
from core.moderation.policy import Links, Mode, Policy
from core.moderation.records import Act, Cause, Outcome
from core.moderation.reports import one as one_report
from core.moderation.reports import report, settle
from core.moderation.reports import unsettled as unsettled_report
from core.moderation.reports import waiting as waiting_reports
from core.moderation.service import (
    SIGNAL,
    begin,
    distrust,
    history,
    in_force,
    lift,
    may_act_on,
    may_lift,
    one,
    policy,
    release,
    sanction,
    trust,
    trusted,
)
from core.moderation.settings import (
    List,
    call_false,
    edit,
    figures,
    let_pass,
    set_ladder,
    set_links,
    set_newcomer_hours,
    set_strike_days,
    switch,
    watch_on,
)

__all__ = [
    "AUDIT_PAGE",
    "PERSONAL",
    "SIGNAL",
    "Act",
    "Cause",
    "Links",
    "List",
    "Mode",
    "Outcome",
    "Policy",
    "Rung",
    "Step",
    "Suspect",
    "appeal",
    "ask_after_month",
    "audit_page",
    "begin",
    "call_false",
    "decide",
    "distrust",
    "edit",
    "enforce",
    "figures",
    "history",
    "in_force",
    "let_pass",
    "lift",
    "looks_like_length",
    "may_act_on",
    "may_lift",
    "one",
    "one_appeal",
    "one_report",
    "place_name",
    "policy",
    "read_length",
    "release",
    "report",
    "rung_of",
    "sanction",
    "set_ladder",
    "set_links",
    "set_newcomer_hours",
    "set_strike_days",
    "settle",
    "staff_of_appeal",
    "staff_of_report",
    "switch",
    "tell",
    "tell_day",
    "tell_kept",
    "tell_pardoned",
    "trust",
    "trusted",
    "unreached",
    "unsettled_report",
    "waiting_appeals",
    "waiting_reports",
    "watch_on",
]

"""A finding: what a check concluded, with its evidence.

One class per kind, and everything about the kind lives in the class: id, default severity, citations, the alert that a
TLS peer would send for it, the docstring (its page in ``docs/findings.md``: first paragraph what it is, the rest why it
matters), ``summary`` (one clause, filled from the evidence) and ``remedy`` (what to do, filled likewise). The annotated
fields are the evidence. Kinds share one initialiser, since a dataclass costs about 0.6 ms to define.
"""

from __future__ import annotations

import inspect
import string
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from tlskit.core import FrozenValue, clipped, listed, rfc3339
from tlskit.finding.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tlskit.registry import AlertDescription


class Citation(FrozenValue):
    """Where a rule stands: ``Citation("RFC 5280", "4.1.2.5")``."""

    document: str
    section: str = ""

    def __str__(self) -> str:
        return f"{self.document} section {self.section}" if self.section else self.document


class _Template:
    """The text on the class, the text filled with the evidence on an instance."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __get__(self, finding: Finding | None, kind: type) -> str:
        return self.text if finding is None else _FORMATTER.vformat(self.text, (), _Evidence(finding))


class _RemedyTemplate(_Template):
    """The same, but where the evidence calls for another remedy than the usual one that is filled."""

    def __get__(self, finding: Finding | None, kind: type) -> str:
        if finding is None:
            return self.text
        return _FORMATTER.vformat(finding.remedy_here or self.text, (), _Evidence(finding))


class _Evidence(dict[str, object]):
    """Looks template names up as attributes of the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding

    def __missing__(self, name: str) -> object:
        return getattr(self.finding, name)


class _Formatter(string.Formatter):
    """Formats evidence for people: names made visible and bounded, times in UTC, lists cut."""

    def format_field(self, value: object, format_spec: str) -> str:
        match value:
            case datetime():
                return value.astimezone(UTC).strftime(format_spec) if format_spec else rfc3339(value)
            case tuple() | list():
                return listed([str(item) for item in value]) or "none"
            case int():
                return format(value, format_spec)
        return clipped(str(value))


_FORMATTER = _Formatter()
_KINDS: dict[str, type[Finding]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Finding(FrozenValue):
    """Base of every kind of finding. Immutable; equal when kind, evidence and severity are equal."""

    id: ClassVar[str]
    cites: ClassVar[tuple[Citation, ...]] = ()
    alert: ClassVar[AlertDescription | None] = None
    default_severity: ClassVar[Severity]
    undetermined: ClassVar[bool] = False
    summary: ClassVar[str] = ""
    remedy: ClassVar[str] = ""
    remedy_here: ClassVar[str] = ""
    """The template in place of ``remedy`` where the evidence calls for another one: a property of such kinds."""

    severity: ClassVar[Severity]  # set per instance by the initialiser; a class variable only for the type checker

    def __init_subclass__(
        cls,
        *,
        id: str = "",  # noqa: A002 - the word that users see
        severity: Severity = Severity.ERROR,
        cites: Citation | Sequence[Citation] = (),
        alert: AlertDescription | None = None,
        undetermined: bool = False,
    ) -> None:
        """Register a kind. ``undetermined``: the kind says that a demanded check could not be made."""
        super().__init_subclass__()
        for name, template in (("summary", _Template), ("remedy", _RemedyTemplate)):
            text = cls.__dict__.get(name)
            if isinstance(text, str):
                setattr(cls, name, template(text))
        if not id:
            return
        if _KINDS.setdefault(id, cls) is not cls:
            raise TypeError(f"finding id {id} is defined twice")
        cls.id, cls.default_severity, cls.undetermined = id, severity, undetermined
        cls.cites = (cites,) if isinstance(cites, Citation) else tuple(cites)
        if alert is not None:
            cls.alert = alert

    def __init__(self, **evidence: Any) -> None:  # noqa: ANN401 - each kind types its own
        """Take the evidence by name; a field with a class-level default may be left out."""
        super().__init__(**evidence)
        self.__dict__["severity"] = self.default_severity

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((self.id, self.severity, self.subject))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.evidence.items())
        return f"{type(self).__name__}({shown})"

    def __str__(self) -> str:
        return f"{self.id}: {self.subject_label}: {self.summary}"

    @property
    def evidence(self) -> Mapping[str, object]:
        """The evidence by name, raw: not escaped, not shortened."""
        return {name: self.__dict__[name] for name in self.fields}

    @property
    def subject(self) -> object:
        """What the finding is about: the ``certificate`` among the evidence, or the set that was served."""
        return self.__dict__.get("certificate", "the certificates served")

    @property
    def tag(self) -> str:
        """The kind in a word or two, where there is room for no more: the last part of its id."""
        return self.id.rpartition(".")[2].replace("_", " ")

    @property
    def subject_label(self) -> str:
        """The subject as one safe, short text."""
        return clipped(str(self.subject))

    @property
    def detail(self) -> str:
        """Why it matters: the docstring's paragraphs after the first, or the first alone."""
        title, _, rest = explanation(type(self)).partition("\n\n")
        return rest or title

    def at_severity(self, severity: Severity) -> Self:
        """Return the same finding with another severity (a conformance mode may raise or lower it)."""
        if severity is self.severity:
            return self
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, severity=severity)
        return copy


def explanation(kind: type[Finding]) -> str:
    """Return a kind's docstring: unindented, each paragraph on one line."""
    lines = [line.strip() for line in (kind.__doc__ or "").strip().splitlines()]
    paragraphs = "\n".join(lines).split("\n\n")
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)


def annotations_of(kind: type[Finding]) -> dict[str, str]:
    """Return a kind's evidence: name -> annotation as written."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base is not Finding:
            written = inspect.get_annotations(base)
            found.update({name: str(written[name]) for name in written if name in kind.fields})
    return found

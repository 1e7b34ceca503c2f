"""The forms of a page as a browser without scripts would send them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

TYPED = {"text", "search", "email", "url", "tel", "textarea"}
"""The kinds of fields that a person types into."""


@dataclass(frozen=True)
class Field:
    """One field; ``most`` is how many characters the browser lets a person type, 0 for any number."""

    name: str
    kind: str
    value: str
    most: int = 0


@dataclass(frozen=True)
class Form:
    """A form as one of its buttons sends it."""

    action: str
    method: str
    fields: tuple[Field, ...]
    parts: bool = False

    @property
    def values(self) -> dict[str, str]:
        return {each.name: each.value for each in self.fields}

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """What is the same in forms that do the same for other things."""
        names = sorted({each.name.partition("-")[0] for each in self.fields})
        step = self.action.partition("?")[0].rpartition("/")[2]
        return "" if step.isdecimal() else step, tuple(names)


def forms(html: str, address: str) -> list[Form]:
    """Every form of a page, once for each of its buttons."""
    page = LexborHTMLParser(html)
    controls = page.css("input, textarea, select, button")
    found = [made for form in page.css("form") for made in _sent(form, controls, address)]
    return [each for each in found if each.method in {"GET", "POST"}]


def _sent(form: LexborNode, controls: list[LexborNode], address: str) -> Iterator[Form]:
    own = [each for each in controls if _owner(each, form)]
    fields = [found for each in own if (found := _field(each)) is not None]
    buttons = [each for each in own if _button(each)]
    for button in buttons or [form]:
        name = button.attributes.get("name") if button is not form else None
        action = button.attributes.get("formaction") or form.attributes.get("action") or address
        pressed = [Field(name, "button", button.attributes.get("value") or "")] if name else []
        yield Form(
            urljoin(address, action).partition("#")[0],
            (form.attributes.get("method") or "get").upper(),
            (*fields, *pressed),
            "multipart" in (form.attributes.get("enctype") or ""),
        )


def _owner(control: LexborNode, form: LexborNode) -> bool:
    named = control.attributes.get("form")
    if named:
        return named == form.attributes.get("id")
    above = control.parent
    while above is not None and above.tag != "form":
        above = above.parent
    return above is not None and above.mem_id == form.mem_id


def _button(control: LexborNode) -> bool:
    kind = control.attributes.get("type") or "submit"
    return control.tag == "button" and kind == "submit" and "disabled" not in control.attributes


def _field(control: LexborNode) -> Field | None:
    """What the field sends as it stands; a box without its mark sends nothing."""
    given = control.attributes
    name = given.get("name")
    kind = given.get("type") or ("text" if control.tag == "input" else control.tag or "")
    if not name or control.tag == "button" or kind == "file" or "disabled" in given:
        return None
    if kind in {"checkbox", "radio"} and "checked" not in given:
        return None
    value = given.get("value") or ""
    if control.tag == "textarea":
        value = control.text()
    if control.tag == "select":
        options = control.css("option")
        marked = [each for each in options if "selected" in each.attributes]
        chosen = (marked + options)[:1]
        value = (chosen[0].attributes.get("value") or chosen[0].text() or "") if chosen else ""
    most = given.get("maxlength") or ""  # inside JSON it comes with its quotation marks
    return Field(name, kind, value, int(most) if most.isdecimal() else 0)

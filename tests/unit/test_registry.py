"""The registry of adapters."""

from __future__ import annotations

import pytest

from minben.foundation.adapters import Registry
from minben.foundation.records.errors import Missing


class Sender:
    def send(self) -> str:
        return "sent"


def test_an_adapter_is_found_by_its_name() -> None:
    senders: Registry[Sender] = Registry("sender")
    made = senders.register("mail")(Sender)
    assert made is Sender
    assert senders.get("mail").send() == "sent"
    assert senders.names() == ["mail"]
    assert "mail" in senders
    assert [name for name, _sender in senders] == ["mail"]


def test_an_unknown_name_says_which_names_there_are() -> None:
    senders: Registry[Sender] = Registry("sender")
    senders.add("sms", Sender())
    senders.add("mail", Sender())
    with pytest.raises(Missing, match="mail, sms"):
        senders.get("fax")


def test_a_name_is_given_once() -> None:
    senders: Registry[Sender] = Registry("sender")
    senders.add("mail", Sender())
    with pytest.raises(ValueError, match="two of sender named 'mail'"):
        senders.add("mail", Sender())


def test_an_installation_puts_its_own_in_the_place_of_one_that_is_there() -> None:
    senders: Registry[Sender] = Registry("sender")
    senders.add("mail", Sender())
    own = senders.replace("mail", Sender())
    assert senders.get("mail") is own
    with pytest.raises(Missing):
        senders.replace("fax", Sender())

"""The machines whose word is taken for whom they forward: addresses, and networks such as 172.28.0.0/24."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from agent.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Proxies:
    """A set of addresses.

    Args:
        named: addresses and networks.

    Raises:
        SettingsError: one of them is neither.
    """

    def __init__(self, named: Iterable[str]) -> None:
        self.named = tuple(named)
        try:
            self._networks = [ip_network(each) for each in self.named]
        except ValueError as error:
            raise SettingsError(
                f"MENTOR_PROXIES names {', '.join(self.named)}; each is an address or a network such as 172.28.0.0/24: "
                f"{error}"
            ) from error

    def __contains__(self, address: object) -> bool:
        try:
            known = ip_address(str(address))
        except ValueError:
            return False  # a test client's or a socket's name
        return any(known in network for network in self._networks)

"""agent.gguf: model files found, fetched and verified."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from agent.errors import DownloadError, ModelMissing
from agent.gguf import OFFERS, Offer, fetch, find, folder, verify
from tests.endpoint import unused_address
from tests.hub import Hub

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"GGUF" + bytes(range(256)) * 4096  # a little over a megabyte: more than one block
OFFER = Offer(
    name="tiny",
    file="tiny.gguf",
    repository="some/tiny",
    revision="r1",
    size=len(CONTENT),
    sha256=sha256(CONTENT).hexdigest(),
    licence="Apache-2.0",
    about="a few bytes",
)


def fetched(home: Path, hub: Hub | str) -> Path:
    return fetch(home, OFFER, hub if isinstance(hub, str) else hub.address, on_bytes=lambda _here, _all: None)


def test_fetch_brings_the_file_and_tells_how_far_it_is(tmp_path: Path) -> None:
    """The file is there, whole and verified, and progress ends at its size."""
    told: list[tuple[int, int]] = []
    with Hub(CONTENT) as hub:
        path = fetch(tmp_path, OFFER, hub.address, on_bytes=lambda *seen: told.append(seen))
    assert path.read_bytes() == CONTENT
    assert path.parent == folder(tmp_path)
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)


def test_fetch_asks_for_nothing_that_is_here(tmp_path: Path) -> None:
    """A verified file is not fetched again."""
    with Hub(CONTENT) as hub:
        fetched(tmp_path, hub)
        fetched(tmp_path, hub)
    assert len(hub.ranges) == 1


def test_a_cut_connection_says_how_to_go_on(tmp_path: Path) -> None:
    """When the connection breaks, the error says how much is here and that the same command goes on."""
    with Hub(CONTENT, cuts=(500_000,)) as hub, pytest.raises(DownloadError, match="the same command goes on"):
        fetched(tmp_path, hub)
    assert not (folder(tmp_path) / OFFER.file).exists()


def test_fetch_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """The next try asks for the rest alone, and the whole is verified."""
    with Hub(CONTENT, cuts=(500_000,)) as hub:
        with pytest.raises(DownloadError):
            fetched(tmp_path, hub)
        here = (folder(tmp_path) / "tiny.part").stat().st_size
        assert fetched(tmp_path, hub).read_bytes() == CONTENT
    assert here > 0
    assert hub.ranges == [None, f"bytes={here}-"]


def test_fetch_begins_anew_where_a_hub_cannot_resume(tmp_path: Path) -> None:
    """A hub that sends the whole file again still gives a whole file."""
    with Hub(CONTENT, cuts=(500_000,), resumes=False) as hub:
        with pytest.raises(DownloadError):
            fetched(tmp_path, hub)
        assert fetched(tmp_path, hub).read_bytes() == CONTENT


def test_a_wrong_digest_keeps_nothing(tmp_path: Path) -> None:
    """A file that is not the one offered is refused, and not a byte of it stays."""
    with (
        Hub(CONTENT[:-1] + b"\x00") as hub,
        pytest.raises(DownloadError, match="its SHA-256 differs; nothing was kept"),
    ):
        fetched(tmp_path, hub)
    assert list(folder(tmp_path).iterdir()) == []


def test_a_flood_is_cut_off(tmp_path: Path) -> None:
    """A hub that sends more than the file's size fills no disk."""
    with Hub(CONTENT * 3) as hub, pytest.raises(DownloadError, match="SHA-256 differs"):
        fetched(tmp_path, hub)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_of_the_hub_names_the_address(tmp_path: Path, status: int) -> None:
    """A hub that does not have the file is named with its status."""
    with (
        Hub(CONTENT, status=status) as hub,
        pytest.raises(DownloadError, match=f"fetching 'tiny' from {hub.address}.*{status}"),
    ):
        fetched(tmp_path, hub)


def test_a_hub_that_is_down_is_one_clear_error(tmp_path: Path) -> None:
    """Where nothing listens, the error says so and how to go on."""
    with pytest.raises(DownloadError, match="stopped after 0 of"):
        fetched(tmp_path, unused_address())


def test_a_file_that_changed_is_not_verified(tmp_path: Path) -> None:
    """One changed byte, or one missing, is noticed."""
    path = tmp_path / "tiny.gguf"
    path.write_bytes(CONTENT)
    assert verify(path, OFFER)
    path.write_bytes(CONTENT[:-1])
    assert not verify(path, OFFER)
    path.write_bytes(CONTENT[:-1] + b"\x00")
    assert not verify(path, OFFER)


def test_find_takes_a_path_to_any_gguf_file(tmp_path: Path) -> None:
    """A path of one's own is used as it is."""
    path = tmp_path / "mine.gguf"
    path.write_bytes(CONTENT)
    assert find(tmp_path, str(path)) == path


def test_find_refuses_what_is_no_model(tmp_path: Path) -> None:
    """A file that does not begin as a GGUF file does is refused before it is loaded."""
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelMissing, match="is not a GGUF model file"):
        find(tmp_path, str(path))


def test_find_notices_a_damaged_file_by_its_size(tmp_path: Path) -> None:
    """A named model that is half there says which command fetches it again."""
    offer = next(iter(OFFERS.values()))
    folder(tmp_path).mkdir()
    (folder(tmp_path) / offer.file).write_bytes(CONTENT)
    with pytest.raises(ModelMissing, match=f"is damaged; `mentor model get {offer.name}`"):
        find(tmp_path, offer.name)


def test_every_offer_can_be_verified() -> None:
    """Each model that is offered names its size, digest, revision and licence."""
    for offer in OFFERS.values():
        assert (len(offer.sha256), len(offer.revision)) == (64, 40)
        assert offer.size > 0
        assert offer.licence
        assert (
            offer.url("http://hub") == f"http://hub/{offer.repository}/resolve/{offer.revision}/{offer.file}"
        )

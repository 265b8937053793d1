from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from server.config import RelayConfig, parse_command_line
from server.errors import StartError
from server.options import OPTIONS
from server.party import PartySettings
from server.track_store import Quota


def config(*argv: str, **environ: str) -> RelayConfig:
    return parse_command_line(argv, environ).config


def test_without_any_setting_the_defaults_of_the_code_and_of_the_options_agree() -> None:
    parsed = config()
    assert parsed == RelayConfig(data_dir=Path("~/.local/share/unisono-relay").expanduser())
    assert parsed.party == PartySettings()
    assert parsed.quota == Quota()


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "relay.toml"
    file.write_text(
        'port = 1\nhost = "file"\nmax_upload_mb = 5\nhost_succession = false\ntrusted_proxies = ["10.0.0.0/8"]'
    )
    parsed = config("--config", str(file), "--port", "3", UNISONO_RELAY_PORT="2", UNISONO_RELAY_HOST="environment")
    assert (parsed.port, parsed.host, parsed.quota.file) == (3, "environment", 5_000_000)
    assert not parsed.party.host_succession
    assert parsed.trusted_proxies == (ip_network("10.0.0.0/8"),)
    assert config(UNISONO_RELAY_CONFIG=str(file)).port == 1


def test_units_are_converted() -> None:
    parsed = config(
        "--seat-grace-sec", "5", "--ready-wait-ms", "100", "--allowed-origins", "https://a.org, https://b.org"
    )
    assert (parsed.party.member_grace, parsed.party.gate) == (5000.0, 100.0)
    assert parsed.allowed_origins == ("https://a.org", "https://b.org")
    assert config("--tls-cert", "c", "--tls-key", "k").tls_key == Path("k")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--port", "70000"], ["--port", "70000", "65535"]),
        (["--port", "x"], ["--port"]),
        (["--host", ","], ["--host", "at least one"]),
        (["--max-upload-mb", "-1"], ["--max-upload-mb", "MB"]),
        (["--log-level", "LOUD"], ["--log-level", "DEBUG"]),
        (["--host-succession", "perhaps"], ["true or false"]),
        (["--trusted-proxies", "proxy"], ["--trusted-proxies"]),
        (["--tls-cert", "c"], ["--tls-key"]),
        (["--lead-min-ms", "2000"], ["in order"]),
        (["--config", "/nowhere.toml"], ["/nowhere.toml"]),
    ],
    ids=" ".join,
)
def test_what_cannot_be_used_is_said_in_a_sentence(argv: list[str], words: list[str]) -> None:
    with pytest.raises(StartError) as caught:
        config(*argv)
    assert all(word in str(caught.value) for word in words)


@pytest.mark.parametrize(
    ("content", "words"),
    [("port =", "valid TOML"), ("prot = 1", "“prot”"), ('port = "x"', "“port” in the configuration file")],
)
def test_a_wrong_file_is_said_in_a_sentence(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "relay.toml"
    file.write_text(content)
    with pytest.raises(StartError, match=words):
        config("--config", str(file))


def test_checking_is_a_command_of_its_own() -> None:
    assert parse_command_line(["check"], {}).only_check
    assert not parse_command_line([], {}).only_check
    assert parse_command_line(["run", "--exit-with-parent"], {}).config.exit_with_parent


def test_every_option_is_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "relay.md").read_text()
    for option in OPTIONS:
        assert f"`{option.name}`" in text, option.name
        assert option.variable == f"UNISONO_RELAY_{option.name.upper()}"


def test_help_names_every_flag(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_command_line(["--help"], {})
    text = capsys.readouterr().out
    assert all(option.flag in text for option in OPTIONS)


def test_several_addresses_are_a_list_as_elsewhere() -> None:
    assert config("--host", "0.0.0.0, ::").hosts == ("0.0.0.0", "::")

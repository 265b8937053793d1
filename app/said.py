"""What people are told by rooms that have no window: which sentence it is and what fills it, not the words on a screen.

Pure rooms, the network and the player say a `Said`. Each surface puts it into words: the command line by `english`, the
window by `app.ui.words.told`, which looks the English sentence up in the language's catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from typing import TYPE_CHECKING, Final

from server.protocol.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Mapping


def translate(_context: str, sentence: str, _comment: str | None = None, _count: int = 0) -> str:
    """Marks a sentence for Linguist, which knows this name and these arguments; a count makes it a plural form."""
    return sentence


@unique
class Saying(Enum):
    """Every sentence, by the name that rooms know it by. Its value is the English one, the key of the catalogues.

    ``{name}`` is a file, track, device, person or version, ``{where}`` an address or a folder, ``{why}`` the words
    of a system or of another program, ``{count}`` a whole number, ``{figure}`` one with a decimal, ``{then}`` a
    sentence of its own. Without a place for it, that one follows after a space.
    """

    #: Words of somebody else, shown as they came: a relay that is newer than we are, a child process, the window.
    QUOTED = translate("said", "{why}")

    NOT_CONNECTED = translate(
        "said", "Not connected to the party at the moment. Try again when the connection is back."
    )
    NOT_HEARD = translate("said", "Not connected to the party at the moment. Say it again when the connection is back.")
    HOST_CONTROLS = translate("said", "The host is in control of the music.")
    HOST_ADDS = translate("said", "Only the host can add music.")
    NOTHING_TO_PLAY = translate("said", "Nothing to play yet: add music first.")
    TRACK_NOT_OPENED = translate(
        "said", "“{name}” is not opened: its address is neither http nor https. Ask the host for another file."
    )
    VOLUME_SET = translate("said", "The host set your volume to {count} %.")
    REMOVED_ONE = translate("said", "Removed “{name}”")
    REMOVED_MANY = translate("said", "Removed %n tracks", None, 2)
    MOVED_ONE = translate("said", "Moved “{name}”")
    MOVED_MANY = translate("said", "Moved %n tracks", None, 2)
    NEXT_ONE = translate("said", "To be played next: “{name}”")
    NEXT_MANY = translate("said", "To be played next: %n tracks", None, 2)

    LEFT = translate("said", "You left the party.")
    ENDED_IT = translate("said", "You ended the party.")
    PARTY_ENDED = translate("said", "The host ended the party.")
    KICKED = translate("said", "The host removed you from the party.")
    PARTY_OVER = translate("said", "This party is over. Start another one, or ask for a new code.")
    NO_WAY_BACK = translate("said", "There is no party to go back to. Start one, or join one with its code.")

    NO_LIBVLC = translate("said", "libVLC is missing: no music can be played here")
    RECONNECTING = translate("said", "Reconnecting: the music goes on")
    RECONNECTING_SILENT = translate("said", "Reconnecting: please wait")
    STILL_AWAY = translate("said", "Still reconnecting, the music goes on.")
    STILL_AWAY_SILENT = translate("said", "Still reconnecting, please wait.")
    AHEAD = translate("said", "You are {figure} s ahead")
    BEHIND = translate("said", "You are {figure} s behind")
    NO_SERVER_TIME = translate("said", "Not synchronised: this relay does not tell its time, so expect to hear an echo")
    HOST_AWAY = translate("said", "The host is away: the music goes on")

    CERTIFICATE_REFUSED = translate(
        "said", "The certificate of {where} is not trusted. Ask the host for a valid one, or use a plain address."
    )
    CERTIFICATE_REFUSED_WHY = translate(
        "said",
        "The certificate of {where} is not trusted ({why}). Ask the host for a valid one, or use a plain address.",
    )
    NO_TLS = translate(
        "said", "{where} does not speak TLS. Check the address; without TLS it starts with http:// or ws://."
    )
    RELAY_BUSY = translate("said", "The relay at {where} is busy or restarting. Try again in a moment.")
    NO_RELAY = translate(
        "said", "Something answers at {where}, but it is no Unisono relay. Check the address and the port."
    )
    NO_ANSWER = translate("said", "{where} did not answer. Check the address, and that a firewall lets it through.")
    NOTHING_RUNS = translate("said", "No relay is running at {where}. Ask the host whether the party is still open.")
    NAME_UNKNOWN = translate("said", "The name {name} was not found. Check the address and your network.")
    RELAY_CLOSED = translate("said", "The relay at {where} closed the connection.")
    UNREACHABLE = translate("said", "{where} cannot be reached. Check the address and your network.")
    UNREACHABLE_WHY = translate("said", "{where} cannot be reached: {why}. Check the address and your network.")
    CONNECTION_FAILED = translate("said", "The connection to {where} failed: {why}.")
    RELAY_NOT_READY = translate("said", "The relay at {where} is not ready, and does not say why. Try again later.")
    RELAY_NOT_READY_WHY = translate("said", "The relay at {where} is not ready. {why}")
    BROKEN_OFF = translate("said", "The relay at {where} broke the connection off. Try again.")
    HTTP_STATUS = translate(
        "said", "The relay answered with HTTP status {count}. Check the address, or try again later."
    )
    STRANGE_ANSWER = translate("said", "The answer is not a Unisono relay's. Check the address.")
    NOT_KNOWN_AS_HOST = translate("said", "The relay does not know you as host any more. Join the party again.")
    NOT_AT_RELAY = translate("said", "The relay does not have this. It may have been restarted.")

    ABOUT_FILE = translate("said", "{name}: {then}")
    FILE_UNREADABLE = translate("said", "{name} cannot be read: {why}.")
    FILE_BROKE_OFF = translate("said", "The file cannot be read any further: {why}.")
    FILE_SHRANK = translate("said", "The file became shorter while it was sent. Add it again.")
    UPLOAD_FAILED = translate("said", "{name} could not be sent. Try again; the log has the details.")
    NO_MUSIC_IN = translate("said", "No music in {where}. Choose audio files.")
    PATH_UNREADABLE = translate("said", "{where} cannot be read: {why}. Check the name and try again.")
    TOO_MANY_FILES = translate("said", "Only the first {count} files are added. Add the rest later.")

    NOT_A_CODE = translate("said", "“{name}” is not a party code: a code has {count} letters and digits.")
    MISREAD = translate("said", "“{name}” is not a party code: no code has {why} in it. Read it again.")
    CODE_ALONE = translate(
        "said",
        "“{name}” says which party, but not where. Paste the link, or add the host’s address: {name}@192.168.1.20",
    )
    NOT_AN_INVITE = translate(
        "said",
        "“{name}” is not an invite. An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF.",
    )
    NO_ADDRESS = translate(
        "said",
        "“{name}” holds no usable address."
        " An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF.",
    )
    NOT_A_RELAY_ADDRESS = translate(
        "said", "“{name}” is not a relay address: it starts with ws://, wss://, http:// or https://."
    )

    TRACK_NOT_AUDIO = translate("said", "“{name}” is not a music file that can be played. Choose another file.")
    TRACK_PROTECTED = translate(
        "said", "“{name}” is copy-protected and cannot be played. Choose a file without protection."
    )
    TRACK_CORRUPT = translate("said", "“{name}” is damaged and cannot be played. Choose another copy of it.")
    TRACK_NOT_FOUND = translate("said", "“{name}” cannot be found. Check that it still exists, then add it again.")
    TRACK_UNREACHABLE = translate("said", "“{name}” could not be downloaded. Check the connection, then try again.")
    TRACK_NO_ROOM = translate(
        "said", "There is no room on the disk to decode “{name}”. Free some space, then try again."
    )
    TRACK_ENDLESS = translate("said", "“{name}” is an endless stream. Start Unisono with “--output vlc” to play it.")
    TRACK_CRASHED = translate(
        "said", "“{name}” could not be decoded: the decoder stopped. Try again, or choose another copy of it."
    )
    TRACK_WITHOUT_LIBVLC = translate("said", "VLC's library (libVLC), which reads the music, is missing.")
    STREAM_ENDED = translate(
        "said", "The stream {name} ended or cannot be reached. Check the address and the connection."
    )
    INSTALL_VLC_WINDOWS = translate("said", "Install VLC 3 (64-bit) from {where} or run “{name}”, then try again.")
    INSTALL_VLC_MAC = translate("said", "Install VLC 3 from {where} or run “{name}”, then try again.")
    INSTALL_VLC_COMMAND = translate("said", "Run “{name}”, then try again.")
    INSTALL_VLC_ELSE = translate(
        "said", "Install VLC 3 with your system's package manager or from {where}, then try again."
    )

    NO_OUTPUT = translate("said", "There is no sound output. Connect a loudspeaker, then try again.")
    NO_OUTPUT_WHY = translate("said", "There is no sound output ({why}). Connect a loudspeaker, then try again.")
    OUTPUT_GONE = translate(
        "said", "The sound output “{name}” is not there. Connect it or choose another one, then try again."
    )
    OUTPUT_GONE_WHY = translate(
        "said", "The sound output “{name}” is not there ({why}). Connect it or choose another one."
    )
    OUTPUT_REFUSES = translate(
        "said", "The sound output “{name}” does not open ({why}). Connect it or choose another one."
    )
    NO_SOUND_SERVER = translate("said", "The sound server does not answer ({why}). Start it, then try again.")
    NO_PULSE = translate("said", "The PulseAudio library is missing. Install libpulse (Debian: libpulse0).")
    NO_PORTAUDIO = translate(
        "said", "The PortAudio library is missing. Install it (Debian: libportaudio2), then try again."
    )
    OUTPUT_REPLACED = translate("said", "“{name}” is not there: the sound goes to “{where}” until it is back.")
    OUTPUT_BACK = translate("said", "The sound goes to “{name}” again.")
    NO_VLC_OUTPUT = translate("said", "VLC finds no audio output. Plug in or switch on a loudspeaker, then try again.")
    OUTPUT_WITHOUT_LIBVLC = translate("said", "VLC's library (libVLC) is missing.")

    RELAY_SLOW = translate("said", "The relay was not ready after {count} s. Try again.")
    RELAY_NOT_STARTED = translate("said", "The relay did not start: {why}")
    RELAY_SILENT = translate("said", "The relay did not start, and did not say why. Try again.")
    PORT_TAKEN = translate(
        "said", "Port {count} is taken by another program. Choose another port, or end that program."
    )
    RELAY_TAKEN = translate(
        "said", "The party’s relay is in use by another Unisono on this computer. End the party there, then try again."
    )
    SETTINGS_UNREADABLE = translate("said", "The settings file is not readable ({why}); the defaults are used.")
    SETTINGS_KEPT = translate("said", "The file as it was is kept as {where}.")
    SETTINGS_LOCKED = translate("said", "The settings file cannot be read ({why}); the defaults are used.")
    SETTINGS_EMPTY = translate("said", "The settings file holds no settings; the defaults are used.")
    SETTING_UNUSED = translate("said", "Setting “{name}” is not used: {then}.")
    TEXT_EXPECTED = translate("said", "a text of at most {count} characters is expected")
    WORD_EXPECTED = translate("said", "one of {name} is expected")
    NUMBER_EXPECTED = translate("said", "a number from {name} is expected")
    FLAG_EXPECTED = translate("said", "true or false is expected")
    OTHER_EXPECTED = translate("said", "its value has another form than it must have")
    SETTINGS_NOT_SAVED = translate("said", "Your settings could not be saved: {why}")
    CACHE_UNUSABLE = translate("said", "Decoded music cannot be kept in {where}: {why}. Free space or fix its rights.")
    OUTPUT_UNKNOWN = translate("said", "Sound through “{name}” is not available here. Choose another --output.")
    UPDATE = translate("said", "Unisono {name} is out: {where}")
    NO_DEMO_MUSIC = translate("said", "The bundled music is missing. Install Unisono again, or use: unisono host FILE")
    DEMO_STOPPED = translate("said", "The demo was stopped.")
    DEMO_NOT_OPEN = translate("said", "The party did not open within {count} s. Run it again with --verbose.")
    DEMO_NO_GUEST = translate("said", "The guest did not arrive within {count} s. Run it again with --verbose.")
    DEMO_SILENT = translate("said", "The music did not start within {count} s. Run it again with --verbose.")
    NO_WINDOW = translate(
        "said", "The window needs PySide6, which is not installed here. Install it, or use --headless."
    )
    NO_DISPLAY = translate(
        "said", "There is no display here. Start Unisono on a desktop, or use --headless with host or join."
    )
    DISPLAY_UNREACHABLE = translate(
        "said",
        "The display {where} cannot be reached. Start Unisono on a desktop, or use --headless with host or join.",
    )
    NO_SUCH_FILE = translate("said", "There is no file {where}. Check its name.")
    NO_COMMAND = translate("said", "Without a window there has to be a command: host, join, demo or doctor.")
    UNEXPECTED = translate("said", "Something went wrong that should not. The log has the details: {where}")

    #: What relays refuse, one sentence for each code of the wire; its words must suit every case of the code.
    REFUSED_BAD_MESSAGE = translate(
        "said", "The relay did not understand this. Check what you entered, or update the app and the relay."
    )
    REFUSED_MESSAGE_TOO_LARGE = translate("said", "This is too much for the relay at once. Try it in smaller parts.")
    REFUSED_RATE_LIMITED = translate("said", "Too many tries in a short time. Wait a minute and try again.")
    REFUSED_UNKNOWN_CODE = translate(
        "said", "No party has this code. Check the code with the host; the party may also have ended."
    )
    REFUSED_WRONG_PIN = translate("said", "The PIN is not right. Ask the host for the party's PIN.")
    REFUSED_WRONG_TOKEN = translate("said", "Your seat in the party is gone. Join again with the code.")
    REFUSED_NOT_IN_PARTY = translate("said", "You are in no party at the moment. Start or join one first.")
    REFUSED_ALREADY_IN_PARTY = translate("said", "You are in a party already. Leave it first.")
    REFUSED_NOT_HOST = translate("said", "Only the host can do this.")
    REFUSED_NO_TRACK = translate("said", "There is nothing to play. Add a track first.")
    REFUSED_BAD_TRACK_URL = translate("said", "A track is a file or a link that starts with http or https.")
    REFUSED_UNKNOWN_MEMBER = translate("said", "This member is away, or does not allow it. Choose another one.")
    REFUSED_UNKNOWN_ITEM = translate("said", "This item is not in the queue any more.")
    REFUSED_QUEUE_FULL = translate("said", "The queue is full. Remove something first.")
    REFUSED_PARTY_FULL = translate("said", "The party is full. Ask the host to make room.")
    REFUSED_RELAY_FULL = translate("said", "The relay is full. Try again later, or use another relay.")
    REFUSED_VERSION_MISMATCH = translate(
        "said", "This app and the relay do not understand each other. Update both to the same version."
    )
    REFUSED_TOO_SLOW = translate("said", "The connection to the relay is too slow. Try again.")
    REFUSED_SHUTTING_DOWN = translate(
        "said", "The relay is being restarted. The music goes on; the party comes back by itself."
    )
    REFUSED_UPLOAD_TOO_LARGE = translate(
        "said", "This file is larger than the relay takes. Ask whoever runs the relay to raise the limit."
    )
    REFUSED_QUOTA_EXCEEDED = translate(
        "said", "The party's space on the relay is used up. Remove something from the queue first."
    )
    REFUSED_DISK_FULL = translate(
        "said", "The relay's disk is full. Remove something from the queue or free some space there."
    )
    REFUSED_NOT_AUDIO = translate("said", "This file holds no music that can be played. Choose an audio file.")
    REFUSED_UNPLAYABLE = translate(
        "said", "Nobody here can play this track, so it was passed over. Choose another copy."
    )
    REFUSED_INTERNAL = translate("said", "Something went wrong in the relay. Try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence with what fills it; see `Saying` for the fields."""

    what: Saying
    name: str = ""
    where: str = ""
    why: str = ""
    count: int = 0
    figure: float = 0.0
    then: Said | None = None


_REFUSALS: Final[Mapping[str, Saying]] = {code.value: Saying[f"REFUSED_{code.name}"] for code in ErrorCode}


def refusal(code: str, message: str) -> Said:
    """What a relay refused; its own sentence where the code is newer than we are."""
    known = _REFUSALS.get(code)
    return quoted(message or code) if known is None else Said(what=known)


def quoted(words: str) -> Said:
    """Words that are shown as they came."""
    return Said(what=Saying.QUOTED, why=words)


def fill(pattern: str, said: Said, *, figure: str, then: str) -> str:
    """A surface's sentence: its own pattern, its own way to write numbers, its own words for ``said.then``."""
    text = pattern.format(name=said.name, where=said.where, why=said.why, count=said.count, figure=figure, then=then)
    return f"{text} {then}" if then and "{then}" not in pattern else text


def english(said: Said | None) -> str:
    """The sentence of the command line and of the logs; empty for nothing."""
    if said is None:
        return ""
    pattern = said.what.value.replace("%n", str(said.count))
    return fill(pattern, said, figure=f"{said.figure:.1f}", then=english(said.then))
